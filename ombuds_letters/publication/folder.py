"""The site's folder: put in place whole or not at all. A file that stays the same is left as it is."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .. import files
from ..faults import Kind, Place
from ..storage import lock, os_errors

SITE_FOREIGN = Kind(
    "publish.foreign", "has files that this program did not make; name an empty folder, or move this one away"
)

MARK = "site.json"  # in a folder that this program made
_AT_FDCWD, _EXCHANGE = -100, 2  # Linux: renameat2(2)


class StagedSite:
    """A site's folder while it is made: `written` and `kept` count its files, new or changed, and unchanged."""

    def __init__(self, staging: Path, target: Path) -> None:
        self.staging = staging
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
        at = self._at(path)
        try:
            os.link(self._target / path, at)
        except OSError:  # a disk without links
            shutil.copy2(self._target / path, at)
        self.kept += 1


@contextmanager
def staged(target: Path) -> Iterator[StagedSite]:
    """A folder to make a site in; when the block ends without an error, it takes the place of `target` in one step.

    Raises: Faults: the target has other files, another build or publication is at work, the disk refuses.
    """
    staging = target.with_name(f".{target.name}.staging")
    with os_errors.translate_os_errors(target, "choose another folder with --output"):
        target.parent.mkdir(parents=True, exist_ok=True)
        guard = target.parent / f".{target.name}.lock"
        guard.touch()
        with lock.exclusive(guard, "another publication"):
            if target.exists() and not (target / MARK).exists() and any(target.iterdir()):
                raise SITE_FOREIGN.error(Place(target.as_posix()))
            _remove(staging)  # of a publication that was interrupted
            staging.mkdir()
            try:
                yield StagedSite(staging, target)
                _put(staging, target)
            finally:
                _remove(staging)


def _put(staging: Path, target: Path) -> None:
    """Gives the finished folder its name; what had it before is removed afterwards."""
    if not target.exists():
        staging.rename(target)
        return
    if not _exchanged(staging, target):
        before = target.with_name(f".{target.name}.before")
        _remove(before)
        target.rename(before)
        staging.rename(target)
        _remove(before)


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


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
