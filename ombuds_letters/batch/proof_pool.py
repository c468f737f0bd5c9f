"""Letters in the staging folder, proved by worker processes while others are still being made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ..faults import Faults
from ..proof import Proof, Verifier
from ..records.roster import LetterJob
from .production import Production
from .workers import LETTER_LOST, FailedLetter, Pool

_FEW = 40  # letters that are read sooner than a process starts


class ProofPool:
    """Processes that prove letters: `begin` hands them one that lies in the staging folder, `results` awaits all.

    `thorough` has the files of the letters that the validators are asked about too; `letters` is how many will come. To be
    used in a `with` statement, which ends the processes. Few letters, or all with one job, are proved in this process.
    """

    def __init__(self, verifier: Verifier, making: Production, thorough: frozenset[str], letters: int) -> None:
        self._desk = _Desk(verifier, making.staging, making.draft, thorough)
        self._waiting: list[LetterJob] = []
        self._pool = self._new_pool(making.jobs) if making.jobs > 1 and letters >= _FEW else None

    def __enter__(self) -> ProofPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.end()

    def begin(self, job: LetterJob) -> None:
        """Hands over a letter to be proved."""
        if self._pool is None:
            self._waiting.append(job)
        else:
            self._pool.submit([job])

    def ready(self) -> Iterator[Proof | FailedLetter]:
        """Those proved meanwhile, without waiting."""
        if self._pool is not None:
            yield from self._pool.ready()

    def results(self) -> Iterator[Proof | FailedLetter]:
        """Each letter handed over, as they come."""
        for job in self._waiting:
            yield self._desk.prove(job)
        if self._pool is None:
            return
        yield from self._pool.results()
        for job in self._pool.lost:  # what kills a reader is looked at alone
            yield from self._alone(job)

    def _alone(self, job: LetterJob) -> Iterator[Proof | FailedLetter]:
        pool = self._new_pool(1)
        pool.submit([job])
        yield from pool.results()
        if pool.lost:
            yield FailedLetter(job, (LETTER_LOST(job.record.place("name"), "name", name=f'"{job.record.name}"'),))

    def _new_pool(self, jobs: int) -> Pool[Proof | FailedLetter]:
        return Pool(jobs, _start, (self._desk,), _work)


class _Desk:
    """What a process needs to prove letters."""

    def __init__(self, verifier: Verifier, staging: Path, draft: bool, thorough: frozenset[str]) -> None:
        self._verifier = verifier
        self._staging = staging
        self._draft = draft
        self._thorough = thorough

    def prove(self, job: LetterJob) -> Proof | FailedLetter:
        content = (self._staging / job.file).read_bytes()
        try:
            return self._verifier.proof(content, job, draft=self._draft, thorough=job.file in self._thorough)
        except Faults as error:
            return FailedLetter(job, error.found)


_desk: _Desk


def _start(desk: _Desk) -> None:
    global _desk  # noqa: PLW0603  # what a worker process has for all its letters
    _desk = desk


def _work(job: LetterJob) -> Proof | FailedLetter:
    return _desk.prove(job)
