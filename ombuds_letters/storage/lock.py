"""One process at a time at a folder: a lock that goes with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..faults import Busy


@contextmanager
def exclusive(path: Path, busy: str) -> Iterator[None]:
    """Holds a file or folder that is there; `busy` is what to say where another process holds it.

    Raises: Busy, with that sentence; OSError.
    """
    opened = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(busy) from None
        yield
    finally:
        os.close(opened)
