"""Errors of the disk as faults that a person can put right."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..faults import Kind, Place, Remedy

UNWRITABLE = Kind("file.unwritable", "{problem}")

_REMEDIES: Mapping[int | None, str] = {
    errno.ENOSPC: "the disk is full; make room, and try again",
    errno.EDQUOT: "your disk quota is used up; make room, and try again",
    errno.EROFS: "the disk is read-only; choose another folder with --output",
    errno.EACCES: "you may not write here, or a program has the file open; close it, or choose another folder with --output",
    errno.EPERM: "you may not write here; choose another folder with --output",
    errno.EXDEV: "its staging folder is on another disk; choose a folder inside this one with --output",
    errno.ENOTDIR: "there is a file where a folder is needed; move it away, or choose another folder with --output",
    errno.EEXIST: "there is a file where a folder is needed; move it away, or choose another folder with --output",
    errno.EISDIR: "there is a folder where a file is needed; move it away",
}


@contextmanager
def translate_os_errors(folder: Path) -> Iterator[None]:
    """Reports errors of the disk at the file they are about, or at the folder.

    Raises: Faults.
    """
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno)
        if remedy is None:
            raise
        place = Place(str(error.filename2 or error.filename or folder.as_posix()))
        raise UNWRITABLE.error(place, problem=Remedy(remedy)) from error
