"""Letters made in worker processes, into a staging folder; a worker that dies costs time and no letter."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from ..edition import Edition
from ..errors import Code, Fault, Faults, fault
from ..press import Press
from ..roll import Order

# Fewer letters than this are made in this process: a worker takes longer to start than they take.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A letter in the staging folder, under its own file name."""

    order: Order
    pages: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A letter that could not be made, and why."""

    order: Order
    faults: tuple[Fault, ...]


def make(
    press: Press, orders: Sequence[Order], staging: Path, *, draft: bool, jobs: int, progress: Callable[[], None]
) -> Iterator[Made | Failed]:
    """Each order's letter, made in `staging`, as they come; `progress` is called after each.

    A few are made by `press` itself, more by processes that each have one of their own.
    """
    if jobs == 1 or len(orders) < _FEW:
        for order in orders:
            yield _make(press, order, staging, draft)
            progress()
        return
    left = list(orders)
    while left:
        lost: list[Order] = []
        for result in _pooled(press.edition, left, staging, draft, min(jobs, len(left)), lost):
            yield result
            progress()
        # A worker died, and with it all its pool had to do. What had been begun is suspect, and is tried alone.
        begun = [order for order in lost if (staging / order.file).exists()] or lost[:1]
        for order in begun:
            again: list[Order] = []
            yield from _pooled(press.edition, [order], staging, draft, 1, again)
            if again:
                place, name = order.record.place("name"), order.record.name
                yield Failed(order, (fault(place, "name", Code.LETTER_LOST, name=f'"{name}"'),))
            progress()
        left = [order for order in lost if order not in begun]


def _pooled(
    edition: Edition, orders: Sequence[Order], staging: Path, draft: bool, jobs: int, lost: list[Order]
) -> Iterator[Made | Failed]:
    spawn = multiprocessing.get_context("spawn")  # a forked worker would inherit the output folder's lock
    pool = ProcessPoolExecutor(jobs, spawn, initializer=_start, initargs=(edition, staging, draft))
    try:
        futures: dict[Future[Made | Failed], Order] = {}
        with _uninterrupted():
            for order in orders:
                try:
                    futures[pool.submit(_work, order)] = order
                except BrokenProcessPool:
                    lost.append(order)
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.append(futures[future])
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the end; processes that are started meanwhile never hear of it, and leave it to the build."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: tuple[Press, Path, bool]


def _start(edition: Edition, staging: Path, draft: bool) -> None:
    global _worker  # noqa: PLW0603  # what a worker process has for all its letters
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _worker = (Press(edition), staging, draft)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # the build was killed; what it left is settled by the next


def _work(order: Order) -> Made | Failed:
    press, staging, draft = _worker
    return _make(press, order, staging, draft)


def _make(press: Press, order: Order, staging: Path, draft: bool) -> Made | Failed:
    target = staging / order.file
    target.touch()  # so that a worker's death shows what it had begun
    try:
        pdf = press.letter(order, draft=draft)
    except Faults as error:
        target.unlink()
        return Failed(order, error.found)
    target.write_bytes(pdf.content)
    return Made(order, pdf.pages, len(pdf.content), hashlib.sha256(pdf.content).hexdigest())
