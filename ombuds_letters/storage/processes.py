"""Worker processes: they ignore Ctrl-C, and end with the process that started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import wait
from typing import Any

# A forked worker would inherit locks and threads.
SPAWN = multiprocessing.get_context("spawn")


def usable_cores() -> int:
    """How many cores this process may use: 2; 1 where processes can't work together."""
    return len(os.sched_getaffinity(0)) if can_share() else 1


@cache
def can_share() -> bool:
    """True where processes can share locks: that takes a /dev/shm in which this user may write."""
    try:
        SPAWN.Lock()
    except OSError:
        return False
    return True


def pool(jobs: int, start: Callable[..., None], args: tuple[Any, ...]) -> ProcessPoolExecutor:
    """A pool whose processes call `start(*args)` once, and end with this process.

    Submit work within `uninterrupted()`: the first pieces start the processes.
    """
    return ProcessPoolExecutor(jobs, SPAWN, initializer=_start, initargs=(start, args))


def _start(start: Callable[..., None], args: tuple[Any, ...]) -> None:
    die_with_parent()
    start(*args)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the end; processes started meanwhile never receive it, and leave it to their parent."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def die_with_parent() -> None:
    """Ends this worker process when the one that started it has ended."""
    threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # nobody waits for an answer; the next run completes what is half done
