"""The process that makes letters: it is asked one thing at a time, and ended if that takes too long."""

from __future__ import annotations

import asyncio
import gc
import logging
import multiprocessing
import signal
import traceback
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from ..faults import NOWHERE, Faults, Kind
from ..storage import processes
from ..storage.workspace import Workspace

TOO_LONG = Kind(
    "preview.too_long", "took more than {seconds} seconds; simplify what was changed last, and save it again"
)
LOST = Kind("preview.lost", "the process that makes letters was ended; save the file again")
STOPPED = Kind("preview.stopped", "the preview is being stopped; start it again")

_HARD_LIMIT = 20.0  # seconds of wall time
_START_UP = 100.0  # seconds more for a new process, which reads all records first, on however busy a machine
_IDLE = 0.2  # seconds without a request
_MANY_OBJECTS = 100_000  # that only a garbage collection may free; a letter leaves some 15,000, 3 MB


class ProcessEnded(Faults):
    """The process took too long and was ended, or ended on its own, or the preview is being stopped."""


class Bug(Exception):
    """The worker failed over a request; its traceback has been logged."""


class WorkerProcess:
    """A process with a `Worker`: `await worker.ask("letter", file)`; `end` ends it."""

    def __init__(self, workspace: Workspace, year: str) -> None:
        self.workspace = workspace
        self._arguments = (workspace, year)
        self._thread = ThreadPoolExecutor(1, "worker-process")  # one request at a time
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self.ended = False

    async def ask(self, method: str, *args: Any) -> Any:
        """What a method of the worker returns; a new process is started if there is none.

        Raises: what the method raises; ProcessEnded, Bug.
        """
        loop = asyncio.get_running_loop()
        try:
            answer = loop.run_in_executor(self._thread, self._ask, method, args)
        except RuntimeError:  # the thread has been shut down
            raise ProcessEnded([STOPPED(NOWHERE)]) from None
        return await answer

    def end(self) -> None:
        """Ends the process at once, whatever it is doing; every waiting request raises `ProcessEnded`."""
        self.ended = True
        self._stop()
        self._thread.shutdown(wait=False)  # cancelling requests would look like the asking task's own cancellation

    def _ask(self, method: str, args: tuple[Any, ...]) -> Any:
        self._raise_if_ended()
        started = self._process is not None
        pipe = self._pipe or self._start()
        self._raise_if_ended()
        try:
            pipe.send((method, args))
            limit = _HARD_LIMIT if started else _HARD_LIMIT + _START_UP
            if not pipe.poll(limit):
                self._stop()
                raise ProcessEnded([TOO_LONG(NOWHERE, seconds=round(limit))])
            outcome, answer = pipe.recv()
        except (EOFError, OSError):
            self._stop()
            raise ProcessEnded([LOST(NOWHERE)]) from None
        if outcome == "bug":
            logging.getLogger(__name__).error("%s", answer)
            raise Bug(method)
        if outcome == "faults":
            raise answer
        return answer

    def _raise_if_ended(self) -> None:
        """Raises: ProcessEnded, after `end`, which may have missed a process that was being started: it is ended here."""
        if self.ended:
            self._stop()
            raise ProcessEnded([STOPPED(NOWHERE)])

    def _start(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        resource_tracker.ensure_running()  # as it starts it would let Ctrl-C through again
        process = processes.SPAWN.Process(
            target=_run, args=(theirs, *self._arguments), daemon=True, name="ombuds-letters-worker"
        )
        with processes.uninterrupted():
            process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def _stop(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None and not self.ended:
            pipe.close()  # after `end` another thread may be reading from it, and gets EOFError


def _run(pipe: Connection, workspace: Workspace, year: str) -> None:
    """The process: receives requests, and sends an answer to each."""
    processes.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from .worker import Worker  # loads WeasyPrint, which takes half a second

    worker = Worker(workspace, year)
    gc.disable()
    while True:
        _collect_garbage(pipe)
        try:
            method, args = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(worker, method, args))


def _collect_garbage(pipe: Connection) -> None:
    """Frees the reference cycles that letters leave behind, when nobody waits or there are very many."""
    if gc.get_count()[0] < _MANY_OBJECTS and pipe.poll(_IDLE):
        return
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()  # libraries and the year stay: later collections needn't look through them


def _answer(worker: Any, method: str, args: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", getattr(worker, method)(*args)
    except Faults as error:
        return "faults", error
    except Exception:  # noqa: BLE001  # a bug: the server logs the traceback
        return "bug", traceback.format_exc()
