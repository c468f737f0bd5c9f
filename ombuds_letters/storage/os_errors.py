"""Errors of the disk as faults that a person can put right."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..faults import Kind, Place, Remedy
from . import atomic

UNWRITABLE = Kind("file.unwritable", "{problem}")
NO_FOLDER = Kind("file.no_folder", "can't be written: there is no such folder; make it, or choose another")

REMEDIES: Mapping[int | None, str] = {
    errno.ENOSPC: "the disk is full; make room, and try again",
    errno.EDQUOT: "your disk quota is used up; make room, and try again",
    errno.EROFS: "the disk is read-only; use a copy of the folder on another disk",
    errno.EACCES: "you may not write here, or a program has the file open; close it, or give yourself the right to write",
    errno.EPERM: "you may not write here; give yourself the right to write",
    errno.EXDEV: "its staging folder is on another disk; use a folder on this one",
    errno.ENOTDIR: "there is a file where a folder is needed; move it away",
    errno.EEXIST: "there is a file where a folder is needed; move it away",
    errno.EISDIR: "there is a folder where a file is needed; move it away",
    errno.ENAMETOOLONG: "its name is too long for this disk; use a folder with a shorter path",
    errno.EFBIG: "the file is larger than this disk or your limit allows; make room, and try again",
    errno.EIO: "the disk reports an error; use another one",
    errno.ESTALE: "the network folder has gone; connect it again, and try again",
}
_ELSEWHERE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EXDEV, errno.ENOTDIR, errno.EEXIST})


@contextmanager
def translate_os_errors(folder: Path, elsewhere: str = "") -> Iterator[None]:
    """Reports errors of the disk at the file they are about, or at the folder.

    `elsewhere` is what else can be done where the command has a choice: "choose another folder with --output".

    Raises: Faults.
    """
    try:
        yield
    except OSError as error:
        remedy = REMEDIES.get(error.errno)
        if remedy is None:
            raise
        other = f", or {elsewhere}" if elsewhere and error.errno in _ELSEWHERE else ""
        place = Place(str(error.filename2 or error.filename or folder.as_posix()))
        raise UNWRITABLE.error(place, problem=Remedy(f"{remedy}{other}")) from error


def write(path: Path, content: bytes | str) -> None:
    """Writes a file that a person asked for, "signing.html", whole or not at all.

    Raises: Faults: the disk is full, no right to write, there is no such folder.
    """
    if not path.parent.exists():
        raise NO_FOLDER.error(Place(path.as_posix()))
    with translate_os_errors(path.parent, "choose another folder"):
        atomic.write(path, content)
