"""Letters in the staging folder, proved by worker processes while others are still being made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ..faults import Faults, fault
from ..faults.codes import Code
from ..proof import Judge, Proof
from ..records.roster import Order
from .production import Making
from .workers import Failed, Pool

_FEW = 40  # letters that are read sooner than a process starts


class Proving:
    """Processes that prove letters: `begin` hands them one that lies in the staging folder, `results` awaits all.

    `thorough` has the files of the letters that the validators are asked about too; `letters` is how many will come. To be
    used in a `with` statement, which ends the processes. Few letters, or all with one job, are proved in this process.
    """

    def __init__(self, judge: Judge, making: Making, thorough: frozenset[str], letters: int) -> None:
        self._desk = _Desk(judge, making.staging, making.draft, thorough)
        self._waiting: list[Order] = []
        self._pool = self._new_pool(making.jobs) if making.jobs > 1 and letters >= _FEW else None

    def __enter__(self) -> Proving:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.end()

    def begin(self, order: Order) -> None:
        """Hands over a letter to be proved."""
        if self._pool is None:
            self._waiting.append(order)
        else:
            self._pool.submit([order])

    def ready(self) -> Iterator[Proof | Failed]:
        """Those proved meanwhile, without waiting."""
        if self._pool is not None:
            yield from self._pool.ready()

    def results(self) -> Iterator[Proof | Failed]:
        """Each letter handed over, as they come."""
        for order in self._waiting:
            yield self._desk.prove(order)
        if self._pool is None:
            return
        yield from self._pool.results()
        for order in self._pool.lost:  # what kills a reader is looked at alone
            yield from self._alone(order)

    def _alone(self, order: Order) -> Iterator[Proof | Failed]:
        pool = self._new_pool(1)
        pool.submit([order])
        yield from pool.results()
        if pool.lost:
            yield Failed(
                order, (fault(order.record.place("name"), "name", Code.LETTER_LOST, name=f'"{order.record.name}"'),)
            )

    def _new_pool(self, jobs: int) -> Pool[Proof | Failed]:
        return Pool(jobs, _start, (self._desk,), _work)


class _Desk:
    """What a process needs to prove letters."""

    def __init__(self, judge: Judge, staging: Path, draft: bool, thorough: frozenset[str]) -> None:
        self._judge = judge
        self._staging = staging
        self._draft = draft
        self._thorough = thorough

    def prove(self, order: Order) -> Proof | Failed:
        content = (self._staging / order.file).read_bytes()
        try:
            return self._judge.proof(content, order, draft=self._draft, thorough=order.file in self._thorough)
        except Faults as error:
            return Failed(order, error.found)


_desk: _Desk


def _start(desk: _Desk) -> None:
    global _desk  # noqa: PLW0603  # what a worker process has for all its letters
    _desk = desk


def _work(order: Order) -> Proof | Failed:
    return _desk.prove(order)
