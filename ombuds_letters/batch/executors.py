"""Where letters are made: processes of this machine, or an executor that somebody else provides."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
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

    def died(self, error: BaseException) -> bool:
        """True if a task ended with this error because its worker died.

        Raises: Faults, if no other worker can do it.
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

    def died(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

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
    """An executor of somebody else, who ends it too."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._shares_disk = isinstance(executor, ThreadPoolExecutor | ProcessPoolExecutor)

    @property
    def at_once(self) -> int:
        return AHEAD * int(getattr(self._executor, "_max_workers", processes.usable_cores()))

    def executor(self) -> Executor:
        return self._executor

    def alone(self) -> Executor:
        return self._executor

    def prepare(self, instructions: Parcel) -> None:
        pass

    def sent(self, parcel: Parcel) -> Parcel:
        return parcel if self._shares_disk else parcel.whole()

    def died(self, error: BaseException) -> bool:
        if isinstance(error, BrokenExecutor):  # for good
            raise EXECUTOR_BROKEN.error(NOWHERE, reason=str(error)) from error
        return False

    def check(self) -> None:
        pass

    def end(self) -> None:
        pass


def refused(worker: str, found: OtherMachine) -> dict[str, Any]:
    """The values of `OTHER_MACHINE` for a worker."""
    return {"worker": worker, "differences": Remedy("; ".join(found.differences))}


def _nothing() -> None:
    pass
