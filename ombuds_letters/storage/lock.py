"""One process at a time at a folder: a lock that goes with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..faults import Kind, Place

BUSY = Kind("folder.busy", "{holder} is at work here; wait for it to end")


@contextmanager
def exclusive(path: Path, holder: str) -> Iterator[None]:
    """Holds a file or folder that is there; `holder` says what else may hold it: "another build".

    Raises: Faults, where another process holds it; OSError.
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
