"""Worker processes: they ignore Ctrl-C, and end with the process that started them."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import wait
from typing import Any, TypeVar

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")

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
    return _Pool(jobs, start, args)


class _Pool(ProcessPoolExecutor):
    """Its processes find in shared memory what they start with: through a pipe, this one would wait for each to load Python.

    It is no file, since it may be a certificate's passphrase.
    """

    def __init__(self, jobs: int, start: Callable[..., None], args: tuple[Any, ...]) -> None:
        self._begin = os.memfd_create("begin")
        with os.fdopen(self._begin, "wb", closefd=False) as memory:
            pickle.dump((start, args), memory)
        super().__init__(jobs, SPAWN, initializer=_start, initargs=(f"/proc/{os.getpid()}/fd/{self._begin}",))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait and self._begin >= 0:
            os.close(self._begin)
            self._begin = -1


def _start(begin: str) -> None:
    die_with_parent()
    with os.fdopen(os.open(begin, os.O_RDONLY), "rb") as memory:
        start, args = pickle.load(memory)  # noqa: S301  # of the process that started this one
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
