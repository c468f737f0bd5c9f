"""Files of a workspace, read: each is asked first what it is and how large, and never more of it is read than may be.

A named pipe has no end, a device no size, and 3 GB of nothing take no room on the disk. All reading goes through here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

SMALL = 1_000_000  # bytes: a record, a list, a template
LARGE = 20_000_000  # a font, a picture, a letter
LOG = 200_000_000  # what grows with each year and each build

_KINDS = {
    stat.S_IFIFO: "it is a named pipe",
    stat.S_IFCHR: "it is a device",
    stat.S_IFBLK: "it is a device",
    stat.S_IFSOCK: "it is a socket",
    stat.S_IFDIR: "it is a folder",
}


class NotAFile(OSError):
    """Something else has the file's name: `strerror` is "it is a named pipe"."""


class TooLarge(OSError):
    """A file of `size` bytes, where at most `most` are read."""

    def __init__(self, path: str, size: int, most: int) -> None:
        super().__init__(errno.EFBIG, f"it has {size:,} bytes, and at most {most:,} are read", path)
        self.size = size
        self.most = most

    def __reduce__(self) -> tuple[type[TooLarge], tuple[str, int, int]]:  # an OSError is made again from what it says
        return TooLarge, (self.filename, self.size, self.most)


def must_be_file(path: Path, most: int) -> None:
    """Raises: NotAFile, TooLarge, or another OSError, such as FileNotFoundError."""
    opened = _opened(path)
    size = os.fstat(opened).st_size
    os.close(opened)
    if size > most:
        raise TooLarge(str(path), size, most)


def read(path: Path, most: int) -> bytes:
    """A file's bytes, if it is a file and has at most so many.

    Raises: NotAFile, TooLarge, or another OSError, such as FileNotFoundError.
    """
    opened = _opened(path)
    try:
        size = os.fstat(opened).st_size
        if size > most:
            raise TooLarge(str(path), size, most)
        content = bytearray()
        while part := os.read(opened, min(most + 1 - len(content), 1 << 20)):
            content += part
            if len(content) > most:  # it has grown meanwhile
                raise TooLarge(str(path), len(content), most)
        return bytes(content)
    finally:
        os.close(opened)


def lines(path: Path, longest: int) -> Iterator[bytes]:
    """A file's lines, one after another, if it is a file, however large; each with its end, and at most so many bytes.

    Raises: NotAFile, TooLarge, or another OSError.
    """
    with os.fdopen(_opened(path), "rb") as file:
        while line := file.readline(longest + 1):
            if len(line) > longest:
                raise TooLarge(str(path), os.fstat(file.fileno()).st_size, longest)
            yield line


def sha256(path: Path) -> str:
    """The SHA-256 of a file of any size, in hexadecimal digits.

    Raises: NotAFile, or another OSError.
    """
    with os.fdopen(_opened(path), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: Path) -> int:
    """The file, opened without waiting for the other end of a pipe."""
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    kind = stat.S_IFMT(os.fstat(opened).st_mode)
    if kind != stat.S_IFREG:
        os.close(opened)
        raise NotAFile(errno.EINVAL, _KINDS.get(kind, "it is not a file"), str(path))
    return opened
