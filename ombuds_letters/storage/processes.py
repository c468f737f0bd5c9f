"""Worker processes: they ignore Ctrl-C, and end with the process that started them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TypeVar

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")

# What has threads starts its workers anew: a forked one would lack the threads, and wait for locks that they held.
SPAWN = multiprocessing.get_context("spawn")
_FORK = multiprocessing.get_context("fork")


def usable_cores() -> int:
    """How many cores this process may use: 2; 1 where processes can't work together."""
    return len(os.sched_getaffinity(0)) if can_share() else 1


@cache
def can_share() -> bool:
    """True where processes can share locks: that takes a /dev/shm in which this user may write."""
    try:
        _FORK.Lock()
    except OSError:
        return False
    return True


def pool(jobs: int, start: Callable[..., None], args: tuple[Any, ...]) -> ProcessPoolExecutor:
    """A pool whose processes call `start(*args)` once, and end with this process.

    Submit work within `uninterrupted()`: pieces start the processes. While this process has one thread they are forked from
    it, and needn't load what it has loaded: a second and a half of a core each, of the 29 that a year's build took.
    """
    if len([*Path("/proc/self/task").iterdir()]) > 1:
        return ProcessPoolExecutor(jobs, SPAWN, initializer=_start, initargs=(start, args))
    forked = ProcessPoolExecutor(jobs, _FORK, initializer=_start, initargs=(start, args))
    gc.freeze()  # else each worker's collector would write to all that is here, and copy it
    try:
        with uninterrupted():
            forked.submit(int)  # forks all of them
    except BaseException:  # Ctrl-C, which has waited: a pool that nobody ends fails as Python ends, with a traceback
        forked.shutdown(cancel_futures=True)
        raise
    finally:
        gc.unfreeze()
    return forked


def _start(start: Callable[..., None], args: tuple[Any, ...]) -> None:
    die_with_parent()
    start(*args)


def mapped(work: Callable[[_Piece], _Done], pieces: Sequence[_Piece], *, fewest: int, chunk: int) -> Iterator[_Done]:
    """`work(piece)` of each piece, in their order; with the `fewest` or more on other cores too, in chunks of so many.

    `work` is handed to each process once, with whatever it is bound to; Ctrl-C ends what is left.
    """
    jobs = usable_cores()
    if jobs == 1 or len(pieces) < fewest:
        yield from map(work, pieces)
        return
    with pool(jobs, _share, (work,)) as workers:
        with uninterrupted():
            done = workers.map(_work, pieces, chunksize=chunk)
        yield from done


_shared: Callable[[Any], Any]


def _share(work: Callable[[Any], Any]) -> None:
    global _shared  # noqa: PLW0603  # what a worker process does with each piece
    _shared = work


def _work(piece: Any) -> Any:
    return _shared(piece)


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
