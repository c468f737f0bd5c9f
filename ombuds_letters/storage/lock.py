"""One process at a time in a folder: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
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
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BUSY.error(Place(folder.as_posix()), holder=holder) from None
        yield
    finally:
        os.close(opened)
