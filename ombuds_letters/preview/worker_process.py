"""The clerk: the process that works at the desk, asked one thing at a time, and stopped when it takes too long."""

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
from types import FrameType
from typing import Any

from ..faults import Faults
from ..letter.time_limit import TEMPLATE_ENDLESS
from ..storage import processes
from ..storage.workspace import Workspace

SOON = 4.0  # seconds of a processor's time in which a letter must be made; it takes a fifth of one
_AT_LAST = 20.0  # seconds on the clock after which a process that doesn't hear is ended
_IDLE = 0.2  # seconds without a request
_MUCH = 100_000  # objects that only a sweep may free; a letter leaves some 15,000, in three MB
_STARTING = 20.0  # seconds more for one that is new: it loads WeasyPrint first, and reads all records


class TookTooLong(Exception):
    """What was asked for took too long, and the process that was at it has been ended."""


class Lost(Exception):
    """The process ended by itself: it ran out of memory, or somebody stopped it."""


class Bug(Exception):
    """The desk failed over what was asked; the traceback has been told."""


class WorkerProcess:
    """A process with a `Desk`: `await clerk.ask("letter", file)`; to be used in an `async with` statement."""

    def __init__(self, workspace: Workspace, year: str) -> None:
        self._for = (workspace, year)
        self._thread = ThreadPoolExecutor(1, "clerk")  # one thing at a time
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self.ended = False

    async def ask(self, what: str, *args: Any) -> Any:
        """What the desk's method gives.

        Raises: what the method raises; TooLong, Lost, Bug.
        """
        loop = asyncio.get_running_loop()
        try:
            answer = loop.run_in_executor(self._thread, self._ask, what, args)
        except RuntimeError:  # the thread takes nothing more
            raise Lost("the preview has been stopped") from None
        return await answer

    def end(self) -> None:
        """Ends the process at once, whatever it is at; whoever still waits gets `Lost`."""
        self.ended = True
        self._stop()
        self._thread.shutdown(wait=False)  # to cancel what waits would look like the asking task's own cancellation

    def _ask(self, what: str, args: tuple[Any, ...]) -> Any:
        self._refuse_at_the_end()
        started = self._process is not None
        pipe = self._pipe or self._start()
        self._refuse_at_the_end()
        try:
            pipe.send((what, args))
            if not pipe.poll(_AT_LAST if started else _AT_LAST + _STARTING):
                self._stop()
                raise TookTooLong(f"it took more than {_AT_LAST:.0f} seconds")
            kind, answer = pipe.recv()
        except (EOFError, OSError):
            self._stop()
            raise Lost("the process that makes letters has ended") from None
        if kind == "bug":
            logging.getLogger(__name__).error("%s", answer)
            raise Bug(what)
        if kind == "told":
            raise answer
        return answer

    def _refuse_at_the_end(self) -> None:
        """Raises: Lost, once `end` was called; it may not have seen a process that was being started, which ends here."""
        if self.ended:
            self._stop()
            raise Lost("the preview has been stopped")

    def _start(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        resource_tracker.ensure_running()  # it lets Ctrl-C through again once it has started
        process = processes.SPAWN.Process(
            target=_work, args=(theirs, *self._for), daemon=True, name="ombuds-letters-desk"
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
            pipe.close()  # while stopping another thread may be reading it: there it gets to the end


class _LongError(BaseException):  # libraries let it through
    """Raised in whatever is being done when it takes too long."""


def _work(pipe: Connection, workspace: Workspace, year: str) -> None:
    """The process: takes a request, gives an answer."""
    processes.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _too_long)
    from .worker import Worker  # WeasyPrint takes half a second to load

    desk = Worker(workspace, year)
    gc.disable()
    while True:
        _sweep(pipe)
        try:
            what, args = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(desk, what, args))


def _sweep(pipe: Connection) -> None:
    """What letters leave behind, boxes that hold each other, is swept when nobody waits, or when there is much of it."""
    if gc.get_count()[0] < _MUCH and pipe.poll(_IDLE):
        return
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()  # libraries and the year, which stay: the next sweeps needn't look through them


def _answer(desk: Any, what: str, args: tuple[Any, ...]) -> tuple[str, Any]:
    signal.setitimer(signal.ITIMER_PROF, SOON)  # this process's own time, however busy the machine
    try:
        return "done", getattr(desk, what)(*args)
    except _LongError:
        return "told", Faults([TEMPLATE_ENDLESS(desk.place, seconds=round(SOON))])
    except Faults as error:
        return "told", error
    except Exception:  # noqa: BLE001  # a bug: the server tells it with its traceback
        return "bug", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_PROF, SOON)  # once more, for one that is swallowed while Python tidies up
    raise _LongError
