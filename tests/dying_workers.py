"""Worker processes that are killed when they have begun a certain letter."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whoever_makes_dies(staging: Path, file: str, times: int) -> Iterator[list[str]]:
    """Kills the workers as soon as one has begun a letter, that often; gives a list of the kills."""
    kills: list[str] = []
    done = threading.Event()

    def begun() -> int:
        for path in staging.glob(f"made-*/{file}"):
            with suppress(FileNotFoundError):
                return 0 if path.stat().st_size else path.stat().st_mtime_ns
        return 0

    def watch() -> None:
        last = 0
        while not done.is_set() and len(kills) < times:
            if begun() > last and multiprocessing.active_children():
                last = begun()
                for child in multiprocessing.active_children():
                    child.kill()
                kills.append(file)
            time.sleep(0.001)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield kills
    finally:
        done.set()
        thread.join()
