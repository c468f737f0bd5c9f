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

_REMEDIES: Mapping[int | None, str] = {
    errno.ENOSPC: "the disk is full; make room, and try again",
    errno.EDQUOT: "your disk quota is used up; make room, and try again",
    errno.EROFS: "the disk is read-only; choose another folder{option}",
    errno.EACCES: "you may not write here, or a program has the file open; close it, or choose another folder{option}",
    errno.EPERM: "you may not write here; choose another folder{option}",
    errno.EXDEV: "its staging folder is on another disk; choose a folder inside this one{option}",
    errno.ENOTDIR: "there is a file where a folder is needed; move it away, or choose another folder{option}",
    errno.EEXIST: "there is a file where a folder is needed; move it away, or choose another folder{option}",
    errno.EISDIR: "there is a folder where a file is needed; move it away",
}


@contextmanager
def translate_os_errors(folder: Path, *, option: str = "") -> Iterator[None]:
    """Reports errors of the disk at the file they are about, or at the folder; `option` is what another one is named with.

    Raises: Faults.
    """
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno)
        if remedy is None:
            raise
        place = Place(str(error.filename2 or error.filename or folder.as_posix()))
        raise UNWRITABLE.error(
            place, problem=Remedy(remedy.format(option=f" with {option}" if option else ""))
        ) from error


def write(path: Path, content: bytes | str) -> None:
    """Writes a file that a person asked for, "signing.html", whole or not at all.

    Raises: Faults: the disk is full, no right to write, there is no such folder.
    """
    if not path.parent.exists():
        raise NO_FOLDER.error(Place(path.as_posix()))
    with translate_os_errors(path.parent):
        atomic.write(path, content)
