"""A file written whole or not at all."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .. import files


def write(path: Path, content: bytes | str, *, staged: Path | None = None, durable: bool = False) -> None:
    """Writes a file in one step: until then, and whatever goes wrong, the old one stays.

    A file that already has this content is left untouched. Text is written as UTF-8, with its line ends as they are. It is
    written to `staged` first, a path on the same disk; without one, to a hidden file beside the target. `durable` waits
    until the disk has it. The file keeps its rights, and a link still leads to it (`put`).

    Raises: OSError.
    """
    if isinstance(content, str):
        content = content.encode()
    with suppress(OSError):
        if path.stat().st_size == len(content) and files.read(path, len(content)) == content:
            return
    staged = staged or _beside(_behind(path))
    with _emptied(staged, path) as opened, os.fdopen(opened, "wb") as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    put(staged, path)


def write_lines(path: Path, lines: Iterable[str], *, staged: Path) -> None:
    """Writes a file of any length as `write` does, durably, without having all of it in memory.

    Raises: OSError.
    """
    with _emptied(staged, path) as opened, os.fdopen(opened, "w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        if filecmp.cmp(path, staged, shallow=False):
            staged.unlink()
            return
    put(staged, path)


@contextmanager
def _emptied(staged: Path, path: Path) -> Iterator[int]:
    """The staged file, new and opened, with the rights of the one that it is for; on a full disk it isn't left behind."""
    with suppress(OSError):
        staged.unlink()
    opened = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _rights(path))
    try:
        yield opened
    except OSError:
        staged.unlink(missing_ok=True)
        raise


def put(staged: Path, path: Path) -> None:
    """Moves a finished file to its place: it gets the rights, owner and group of the file there, as far as that is allowed.

    Where a link is there, the file that it leads to is replaced, and the link stays.

    Raises: OSError.
    """
    target = _behind(path)
    with suppress(FileNotFoundError):
        before = target.stat()
        for owner in (before.st_uid, -1):
            with suppress(PermissionError):
                os.chown(staged, owner, before.st_gid)
                break
        staged.chmod(stat.S_IMODE(before.st_mode))  # after the owner, whose change drops some rights
    try:
        os.replace(staged, target)
    except OSError as error:
        if error.errno != errno.EXDEV or target == path:
            raise
        beside = _beside(target)  # the link leads to another disk
        shutil.copy2(staged, beside)
        put(beside, target)
        staged.unlink()


def _behind(path: Path) -> Path:
    """The file itself, where a link leads to it."""
    return path.resolve() if path.is_symlink() else path


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.staged")


def _rights(path: Path) -> int:
    """The rights for a new copy: nobody may read it who may not read the file that it replaces."""
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    return 0o666
