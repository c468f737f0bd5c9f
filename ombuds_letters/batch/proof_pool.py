"""Letters in the staging folder, proved by worker processes while others are still being made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from .. import files
from ..faults import Faults
from ..proof import Proof, Verifier
from ..records.roster import LetterJob
from .production import Production
from .workers import LETTER_LOST, FailedLetter, Pool

_FEWEST = 40  # letters; fewer are read in less time than a process takes to start


class ProofPool:
    """Proves letters in other processes: `begin` hands over a letter in the staging folder, `results` waits for all.

    `thorough` are the files of the letters that validators check too; `letters` is how many will come. Use it in a `with`
    statement, which ends the processes. Few letters, or all with one job, are proved in this process.
    """

    def __init__(self, verifier: Verifier, production: Production, thorough: frozenset[str], letters: int) -> None:
        self._prover = _Prover(verifier, production.staging, production.draft, thorough)
        self._waiting: list[LetterJob] = []
        self._pool = self._new_pool(production.jobs) if production.jobs > 1 and letters >= _FEWEST else None

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
        """Those that are proved by now, without waiting."""
        if self._pool is not None:
            yield from self._pool.ready()

    def results(self) -> Iterator[Proof | FailedLetter]:
        """Each letter that was handed over, in the order in which they are finished."""
        for job in self._waiting:
            yield self._prover.prove(job)
        if self._pool is None:
            return
        yield from self._pool.results()
        for job in self._pool.lost:  # a letter that ends the process that reads it is tried alone
            yield from self._alone(job)

    def _alone(self, job: LetterJob) -> Iterator[Proof | FailedLetter]:
        pool = self._new_pool(1)
        pool.submit([job])
        yield from pool.results()
        if pool.lost:
            yield FailedLetter(job, (LETTER_LOST(job.record.place("name"), "name", name=f'"{job.record.name}"'),))

    def _new_pool(self, jobs: int) -> Pool[Proof | FailedLetter]:
        return Pool(jobs, _start, (self._prover,), _work)


class _Prover:
    """What a process needs to prove letters."""

    def __init__(self, verifier: Verifier, staging: Path, draft: bool, thorough: frozenset[str]) -> None:
        self._verifier = verifier
        self._staging = staging
        self._draft = draft
        self._thorough = thorough

    def prove(self, job: LetterJob) -> Proof | FailedLetter:
        content = files.read(self._staging / job.file, files.LOG)  # the proof says what is too large for a letter
        try:
            return self._verifier.proof(content, job, draft=self._draft, thorough=job.file in self._thorough)
        except Faults as error:
            return FailedLetter(job, error.found)


_prover: _Prover


def _start(prover: _Prover) -> None:
    global _prover  # noqa: PLW0603  # what a worker process needs for all its letters
    _prover = prover


def _work(job: LetterJob) -> Proof | FailedLetter:
    return _prover.prove(job)
