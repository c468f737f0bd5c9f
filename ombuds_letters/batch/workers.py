"""Letters laid out by WeasyPrint, in worker processes if there are many; a process that dies costs time but no letter."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

from ..edition import Edition
from ..faults import Fault, Faults, Kind
from ..pdf import Pdf
from ..press import Press
from ..records.roster import LetterJob
from ..storage import processes

LETTER_LOST = Kind(
    "letter.lost", "its letter can't be made: the process that made it died twice; try it alone with --only {name}"
)

# A worker takes as long to start as several letters take to lay out. For so few it is worth it only while this process has
# other things to do.
_FEWEST_MEANWHILE = 2
_FEWEST_OTHERWISE = 5
_LETTERS_PER_WORKER = 3


@dataclass(frozen=True, slots=True)
class Staged:
    """A letter in the staging folder, under its own file name."""

    job: LetterJob
    pages: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that could not be made, and why."""

    job: LetterJob
    faults: tuple[Fault, ...]


def stage(job: LetterJob, pdf: Pdf, staging: Path) -> Staged:
    """A finished letter in the staging folder."""
    (staging / job.file).write_bytes(pdf.content)
    return Staged(job, pdf.pages, len(pdf.content), pdf.sha256)


class Workers:
    """Lays out letters in other processes: `begin` hands letters over, `results` waits for all.

    Use it in a `with` statement, which ends the processes. Few letters, or all with `jobs=1`, are laid out in this process.
    """

    def __init__(self, press: Press, staging: Path, *, draft: bool, jobs: int) -> None:
        self._press = press
        self._staging = staging
        self._draft = draft
        self._jobs = jobs
        self._waiting: list[LetterJob] = []
        self._pool: Pool[Staged | FailedLetter] | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.end()

    def begin(self, letter_jobs: Sequence[LetterJob], *, meanwhile: bool = False) -> None:
        """Hands over letters; `meanwhile` means that this process has other things to do."""
        self._waiting += letter_jobs
        count = len(self._waiting)
        if self._pool is None and self._jobs > 1 and count >= (_FEWEST_MEANWHILE if meanwhile else _FEWEST_OTHERWISE):
            self._pool = self._new_pool(min(self._jobs, max(1, count // _LETTERS_PER_WORKER)))
        if self._pool is not None:
            self._pool.submit(self._waiting)
            self._waiting = []

    def results(self) -> Iterator[Staged | FailedLetter]:
        """Each letter that was handed over, in the order in which they are finished."""
        for job in self._waiting:
            yield _laid_out(self._press, job, self._staging, self._draft)
        if self._pool is None:
            return
        yield from self._pool.results()
        while lost := self._pool.lost:
            # A worker died, which ends its pool. The letters that had been begun are suspected, and tried alone.
            begun = [job for job in lost if (self._staging / job.file).exists()] or lost[:1]
            for job in begun:
                yield from self._alone(job)
            self._pool = self._new_pool(self._jobs)
            self._pool.submit([job for job in lost if job not in begun])
            yield from self._pool.results()

    def _alone(self, job: LetterJob) -> Iterator[Staged | FailedLetter]:
        """A letter in a process of its own; if that one dies too, the letter has failed."""
        pool = self._new_pool(1)
        pool.submit([job])
        yield from pool.results()
        if pool.lost:
            (self._staging / job.file).unlink(missing_ok=True)
            name = job.record.name
            yield FailedLetter(job, (LETTER_LOST(job.record.place("name"), "name", name=f'"{name}"'),))

    def _new_pool(self, jobs: int) -> Pool[Staged | FailedLetter]:
        return Pool(jobs, _start, (self._press.edition, self._staging, self._draft), _work)


_Result = TypeVar("_Result")


class Pool(Generic[_Result]):
    """Worker processes, until the first of them dies; `lost` are the letters without a result then.

    Each process calls `start(*args)` once, and then `work` for each letter. Letters are handed over in a thread: while the
    processes start, that waits, since the edition in `args` is more than a pipe holds.
    """

    def __init__(
        self, jobs: int, start: Callable[..., None], args: tuple[Any, ...], work: Callable[[LetterJob], _Result]
    ) -> None:
        self._executor = processes.pool(jobs, start, args)
        self._work = work
        self._futures: dict[Future[_Result], LetterJob] = {}  # those whose results were not yet returned
        self._done: deque[Future[_Result]] = deque()
        self._thread = ThreadPoolExecutor(1)
        self._handed_over: list[Future[None]] = []
        self.lost: list[LetterJob] = []

    def submit(self, letter_jobs: Sequence[LetterJob]) -> None:
        """Hands over letters."""
        self._handed_over.append(self._thread.submit(self._hand_over, tuple(letter_jobs)))

    def _hand_over(self, letter_jobs: Sequence[LetterJob]) -> None:
        with processes.uninterrupted():  # the first letters start the processes
            for job in letter_jobs:
                try:
                    future = self._executor.submit(self._work, job)
                except BrokenProcessPool:
                    self.lost.append(job)
                else:
                    self._futures[future] = job
                    future.add_done_callback(self._done.append)

    def ready(self) -> Iterator[_Result]:
        """The results that are there by now, without waiting."""
        while self._done:
            yield from self._result(self._done.popleft())

    def results(self) -> Iterator[_Result]:
        """Each letter's result, in the order in which they are finished."""
        try:
            for each in self._handed_over:
                each.result()
            for future in as_completed(tuple(self._futures)):
                yield from self._result(future)
        finally:
            self.end()

    def _result(self, future: Future[_Result]) -> Iterator[_Result]:
        """A letter's result, if it was not returned before."""
        job = self._futures.pop(future, None)
        if job is None:
            return
        try:
            yield future.result()
        except BrokenProcessPool:
            self.lost.append(job)

    def end(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._executor.shutdown(cancel_futures=True)


_worker: tuple[Press, Path, bool]


def _start(edition: Edition, staging: Path, draft: bool) -> None:
    global _worker  # noqa: PLW0603  # what a worker process needs for all its letters
    _worker = (Press(edition), staging, draft)


def _work(job: LetterJob) -> Staged | FailedLetter:
    press, staging, draft = _worker
    return _laid_out(press, job, staging, draft)


def _laid_out(press: Press, job: LetterJob, staging: Path, draft: bool) -> Staged | FailedLetter:
    target = staging / job.file
    target.touch()  # shows what had been begun if the worker dies
    try:
        pdf = press.laid_out(job, draft=draft)
    except Faults as error:
        target.unlink()
        return FailedLetter(job, error.found)
    return stage(job, pdf, staging)
