"""The site's folder: put in place whole or not at all. A file that stays the same is left as it is.

What others put in stays too: `site.json` lists what this program made, and whatever else is in the folder belongs to whoever
serves it, such as `.git`, `CNAME`, `.htaccess` and `robots.txt`.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .. import files
from ..faults import Fault, Faults, Kind, Place
from ..storage import lock, os_errors

SITE_FOREIGN = Kind(
    "publish.foreign",
    "has files that this program did not make; name another folder, or move them away until the site is there: then they are "
    "kept beside it",
)
SITE_UNLISTED = Kind(
    "publish.unlisted",
    "doesn't list what this program made, so that it can't be known what others put there; put it back from a copy, or name "
    "another folder",
)
SITE_IN_THE_WAY = Kind(
    "publish.in_the_way", "is not what this program made, and the site needs this name; move it away"
)
SITE_CURRENT = Kind(
    "publish.current", "is replaced by another folder, and you are in it; go to another folder, and publish from there"
)
SITE_DISK = Kind("publish.disk", "is where a disk begins, so that it can't be replaced in one step; {remedy}")

MARK = "site.json"  # in a folder that this program made
_AT_FDCWD, _EXCHANGE = -100, 2  # Linux: renameat2(2)
_STAGING, _NEW, _BEFORE = ".staging", "new", "before"


class StagedSite:
    """A site's folder while it is made: `written` and `kept` count its files, new or changed, and unchanged.

    `others` names what in the folder is not this program's, and stays: (".git/", "CNAME").
    """

    def __init__(self, staging: Path, target: Path, others: tuple[str, ...]) -> None:
        self.staging = staging
        self.others = others
        self._target = target
        self.written = 0
        self.kept = 0

    def write(self, path: str, content: bytes) -> None:
        """Writes a file; one that is in place with the same content stays that file, its time of change and all."""
        before = self._target / path
        with suppress(OSError):
            if before.stat().st_size == len(content) and files.read(before, len(content)) == content:
                self._keep(path)
                return
        at = self._at(path)
        at.write_bytes(content)
        self.written += 1

    def copy(self, path: str, source: Path, sha256: str) -> None:
        """Copies a file whose digest is known, in the same way."""
        before = self._target / path
        with suppress(OSError):
            if files.sha256(before) == sha256:
                self._keep(path)
                return
        shutil.copyfile(source, self._at(path))
        self.written += 1

    def _at(self, path: str) -> Path:
        at = self.staging / path
        at.parent.mkdir(parents=True, exist_ok=True)
        return at

    def _keep(self, path: str) -> None:
        _link(self._target / path, self._at(path))
        self.kept += 1


@dataclass(frozen=True, slots=True)
class _Others:
    """What others put into a site's folder: the paths of files, links among them, and of folders that are theirs alone."""

    files: tuple[PurePosixPath, ...] = ()
    folders: tuple[PurePosixPath, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Their names, a folder for all that is in it: (".git/", "CNAME", "letters/.htaccess")."""
        theirs = set(self.folders)
        named = [f"{path}/" for path in self.folders if path.parent not in theirs]
        return tuple(sorted([*named, *(str(path) for path in self.files if path.parent not in theirs)]))


@contextmanager
def staged(target: Path) -> Iterator[StagedSite]:
    """A folder to make a site in; when the block ends without an error, it takes the place of `target` in one step.

    Where `target` is a link, it stays one: the folder that it leads to is replaced.

    Raises: Faults: the target is no folder that can be replaced, another publication is at work, the disk refuses.
    """
    with os_errors.translate_os_errors(target, "choose another folder with --output"):
        real = Path(os.path.realpath(target))
        _must_be_replaceable(real, target)
        real.parent.mkdir(parents=True, exist_ok=True)
        guard = real.parent / f".{real.name}.lock"
        guard.touch()
        with lock.exclusive(guard, "another publication"):
            _clear(real)
            found = _others(real, target)
            made_in = Path(tempfile.mkdtemp(_STAGING, f".{real.name}.", real.parent))
            staging = made_in / _NEW
            try:
                staging.mkdir()
                yield StagedSite(staging, real, found.names())
                _bring(found, real, staging, target)
                if real.exists():
                    shutil.copymode(real, staging)
                _put(staging, real)
            finally:
                _remove(made_in)


def others(site: Path) -> tuple[str, ...]:
    """What in a site's folder this program did not make, by its names: (".git/", "CNAME").

    Raises: Faults: it can't be known; OSError.
    """
    return _others(site, site).names()


def _must_be_replaceable(real: Path, shown: Path) -> None:
    place = Place(shown.as_posix())
    if os.path.ismount(real):
        raise SITE_DISK.error(place, remedy="name a folder in it")
    here = Path.cwd()
    if here == real or real in here.parents:
        raise SITE_CURRENT.error(place)


def _others(site: Path, shown: Path) -> _Others:
    """What others put into a folder.

    Raises: Faults: it has files and no list of those that this program made; OSError.
    """
    if not site.exists() or not any(site.iterdir()):
        return _Others()
    try:
        own = json.loads(files.read(site / MARK, files.LARGE))["files"].keys() | {MARK}
    except FileNotFoundError:
        raise SITE_FOREIGN.error(Place(shown.as_posix())) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SITE_UNLISTED.error(Place((shown / MARK).as_posix())) from None
    own_folders = {parent for path in own for parent in PurePosixPath(path).parents}
    found: list[PurePosixPath] = []
    folders: list[PurePosixPath] = []
    disks: list[Fault] = []
    for at, below, names in os.walk(site, onerror=_raise):
        within = PurePosixPath(Path(at).relative_to(site))
        for name in below:
            if (Path(at) / name).is_symlink():
                found.append(within / name)
            elif within / name not in own_folders:
                folders.append(within / name)
            if os.path.ismount(Path(at) / name):
                disks.append(SITE_DISK(Place((shown / within / name).as_posix()), remedy="unmount it first"))
        found += [within / name for name in names if str(within / name) not in own]
    if disks:
        raise Faults(disks)
    return _Others(tuple(found), tuple(folders))


def _raise(error: OSError) -> None:
    raise error


def _bring(found: _Others, real: Path, staging: Path, shown: Path) -> None:
    """Gives the new folder what others put into the old one: the same files, by a second name until the old one is removed.

    Raises: Faults, where the site has a file of that name; OSError.
    """
    in_the_way: list[Fault] = []
    for path in found.folders:
        try:
            (staging / path).mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            in_the_way.append(SITE_IN_THE_WAY(Place((shown / path).as_posix())))
    for path in found.files if not in_the_way else ():
        at = staging / path
        try:
            at.parent.mkdir(parents=True, exist_ok=True)
            free = not os.path.lexists(at)
        except (FileExistsError, NotADirectoryError):
            free = False
        if free:
            _link(real / path, at)
        else:
            in_the_way.append(SITE_IN_THE_WAY(Place((shown / path).as_posix())))
    if in_the_way:
        raise Faults(in_the_way)
    for path in reversed(found.folders):
        shutil.copystat(real / path, staging / path)


def _link(source: Path, at: Path) -> None:
    try:
        os.link(source, at, follow_symlinks=False)
    except OSError:  # a disk without links, or another person's file
        shutil.copy2(source, at, follow_symlinks=False)


def _put(staging: Path, target: Path) -> None:
    """Gives the finished folder its name; what had it before is then in the folder that is removed."""
    if not target.exists():
        staging.rename(target)
        return
    if not _exchanged(staging, target):
        before = staging.with_name(_BEFORE)
        target.rename(before)
        try:
            staging.rename(target)
        except OSError:
            before.rename(target)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Has two folders change names in one step; False where the system can't."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _clear(real: Path) -> None:
    """Removes what interrupted publications left; a folder that was taken from its place, and not replaced, is put back."""
    named = re.compile(rf"\.{re.escape(real.name)}(\.[^.]+)?{re.escape(_STAGING)}")
    for path in sorted(real.parent.iterdir()):
        if named.fullmatch(path.name):
            if not real.exists() and (path / _BEFORE).is_dir():
                (path / _BEFORE).rename(real)
            _remove(path)


def _remove(path: Path) -> None:
    """Removes a folder, or a link, as far as the disk allows: what stays doesn't stand in anybody's way."""
    if path.is_symlink():
        with suppress(OSError):
            path.unlink()
        return
    for at, _, _ in os.walk(path):
        with suppress(OSError):
            Path(at).chmod(0o700)  # a folder may be read-only
    shutil.rmtree(path, ignore_errors=True)
