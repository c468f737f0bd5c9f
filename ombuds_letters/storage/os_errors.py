"""What the disk refuses, told as something a person can put right."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..faults import Kind, Place, Remedy

UNWRITABLE = Kind("file.unwritable", "{problem}")

_REMEDIES: Mapping[int | None, str] = {
    errno.ENOSPC: "the disk is full; make room, and build again",
    errno.EDQUOT: "your share of the disk is used up; make room, and build again",
    errno.EROFS: "the disk can only be read; choose another folder with --output",
    errno.EACCES: "you may not write here, or a program has the file open; close it, or choose another folder with --output",
    errno.EPERM: "you may not write here; choose another folder with --output",
    errno.EXDEV: "its staging folder is on another disk; choose a folder inside this one with --output",
    errno.ENOTDIR: "a file stands where a folder belongs; move it away, or choose another folder with --output",
    errno.EEXIST: "a file stands where a folder belongs; move it away, or choose another folder with --output",
    errno.EISDIR: "a folder stands where a file belongs; move it away",
}


@contextmanager
def translate_os_errors(folder: Path) -> Iterator[None]:
    """Tells what the disk refuses meanwhile by the file it is about, or by the folder.

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
