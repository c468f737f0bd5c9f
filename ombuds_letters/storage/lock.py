"""One process at a time in a folder or a file: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..faults import Kind, Place

BUSY = Kind("folder.busy", "is in use by {holder}; wait for it to end")


@contextmanager
def exclusive(path: Path, holder: str) -> Iterator[None]:
    """Locks an existing file or folder; `holder` says what else may have locked it: "another build".

    Raises: Faults, where another process has locked it; OSError.
    """
    folder = path if path.is_dir() else path.parent
    opened = os.open(path, os.O_RDONLY)
    _held.add(opened)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BUSY.error(Place(folder.as_posix()), holder=holder) from None
        yield
    finally:
        _held.discard(opened)
        os.close(opened)


@contextmanager
def waited(path: Path, flags: int) -> Iterator[int]:
    """A file, opened and locked once nobody else has it: to be read by several (`os.O_RDONLY`), to be written by one alone.

    If another process put a new file in its place meanwhile, it is that one.

    Raises: OSError.
    """
    kind = fcntl.LOCK_EX if flags & os.O_ACCMODE else fcntl.LOCK_SH
    while True:
        opened = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(opened, kind)
            if _is_at(opened, path):
                yield opened
                return
        finally:
            os.close(opened)


_held: set[int] = set()


def _let_go() -> None:
    for opened in _held:
        os.close(opened)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)  # else a lock would last until the workers of its process have ended too


def _is_at(opened: int, path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(opened), path.stat())
    return False
