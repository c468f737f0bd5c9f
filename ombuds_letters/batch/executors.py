"""Where letters are made: processes of this machine, or an executor that somebody else provides."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from typing import Any, Protocol

from ..faults import NOWHERE, Kind, Remedy
from ..storage import processes
from .parcels import Parcel
from .workers import OtherMachine

OTHER_MACHINE = Kind(
    "worker.other", 'worker "{worker}" would make other letters: {differences}; install there what is installed here'
)
EXECUTOR_BROKEN = Kind(
    "worker.executor_broken",
    'what makes the letters has ended ("{reason}"); start it again, and build again: letters that are finished are kept',
)
WORKERS_DO_NOT_BEGIN = Kind(
    "worker.does_not_begin",
    "the processes that make letters end before they begin; close other programs if memory is short, and in a Python program "
    'call `build` under `if __name__ == "__main__":`',
)
AHEAD = 8  # tasks for each process, so that none waits while a new layout is made


class WorkerSource(Protocol):
    """Gives the executor that letters are made with, and knows how its workers die."""

    @property
    def at_once(self) -> int:
        """How many tasks are handed over before the first has ended."""

    def executor(self) -> Executor:
        """The executor; after the death of a worker that ended it, a new one."""

    def alone(self) -> Executor:
        """One for a single letter that may end its worker; no other letter is being made meanwhile."""

    def prepare(self, instructions: Parcel) -> None:
        """Called once, before the first task.

        Raises: Faults: workers are missing, or would make other letters.
        """

    def sent(self, parcel: Parcel) -> Any:
        """What is submitted for a parcel: workers get the parcel."""

    def parcel_died(self, error: BaseException) -> bool:
        """True if a task did not begin, since a worker died that was to hand on its parcel: it can be submitted again."""

    def died(self, error: BaseException) -> bool:
        """True if a task ended with this error because its worker died.

        Raises: Faults, if no other worker can do it.
        """

    def did_not_begin(self) -> None:
        """Called where two workers died without a sign that they had begun the letter that they were given alone.

        Raises: Faults, if they would have left one.
        """

    def check(self) -> None:
        """Called each second while no letter is finished.

        Raises: Faults, if none will ever be.
        """

    def end(self) -> None:
        """Ends what was started for these letters."""


class ProcessPools:
    """Worker processes of this machine: `ProcessPools(2)`. A pool ends with the first process that dies."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: Executor | None = None

    @property
    def at_once(self) -> int:
        return AHEAD * self._jobs

    def executor(self) -> Executor:
        return self._new(self._jobs)

    def alone(self) -> Executor:
        return self._new(1)

    def prepare(self, instructions: Parcel) -> None:
        pass

    def sent(self, parcel: Parcel) -> Parcel:
        return parcel

    def parcel_died(self, error: BaseException) -> bool:
        return False

    def died(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def did_not_begin(self) -> None:
        raise WORKERS_DO_NOT_BEGIN.error(NOWHERE)

    def check(self) -> None:
        pass

    def end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _new(self, jobs: int) -> Executor:
        self.end()
        self._pool = processes.pool(jobs, _nothing, ())
        return self._pool


class GivenExecutor:
    """An executor of somebody else, who ends it too.

    A `ProcessPoolExecutor` serves no more after one of its processes has died; the other letters are then made by as many
    processes of this build's own. So are all letters where its processes are forked: the validators that check letters have
    threads, which a forked process lacks, and it would wait for them for ever.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._workers = int(getattr(executor, "_max_workers", processes.usable_cores()))
        self._instead = ProcessPools(self._workers) if _forks(executor) else None

    @property
    def at_once(self) -> int:
        return AHEAD * self._workers

    def executor(self) -> Executor:
        return self._instead.executor() if self._instead else self._executor

    def alone(self) -> Executor:
        return self._instead.alone() if self._instead else self._executor

    def prepare(self, instructions: Parcel) -> None:
        pass

    def sent(self, parcel: Parcel) -> Parcel:
        return parcel

    def parcel_died(self, error: BaseException) -> bool:
        return False

    def died(self, error: BaseException) -> bool:
        if not isinstance(error, BrokenExecutor):
            return False
        if not isinstance(self._executor, ProcessPoolExecutor):
            raise EXECUTOR_BROKEN.error(NOWHERE, reason=str(error)) from error
        self._instead = self._instead or ProcessPools(self._workers)
        return True

    def did_not_begin(self) -> None:
        if self._instead:
            self._instead.did_not_begin()

    def check(self) -> None:
        pass

    def end(self) -> None:
        if self._instead:
            self._instead.end()


def _forks(executor: Executor) -> bool:
    context = getattr(executor, "_mp_context", None)
    return isinstance(executor, ProcessPoolExecutor) and context is not None and context.get_start_method() == "fork"


def refused(worker: str, found: OtherMachine) -> dict[str, Any]:
    """The values of `OTHER_MACHINE` for a worker."""
    return {"worker": worker, "differences": Remedy("; ".join(found.differences))}


def _nothing() -> None:
    pass
