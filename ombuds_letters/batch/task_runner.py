"""Letters handed over to workers, whatever executor has them: bounded, checked, and made again where a worker died."""

from __future__ import annotations

import hashlib
import os
import shlex
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

from .. import files
from ..faults import NOWHERE, Kind, Remedy
from ..press import Forme
from ..storage import processes
from .executors import OTHER_MACHINE, WorkerSource, refused
from .parcels import Parcel, packed
from .workers import Answer, FailedLetter, Instructions, Made, Maker, Order, OtherDisk, OtherMachine, work

LETTER_LOST = Kind(
    "letter.lost", "its letter can't be made: the process that made it died twice; try it alone with --only {name}"
)
LETTER_CHANGED_ON_THE_WAY = Kind(
    "letter.changed_on_the_way",
    "its letter came back twice with other bytes than were made; check the network, or the disk that the machines share",
)
_TICK = 1.0  # seconds between two looks at whether workers are there at all


@dataclass(frozen=True, slots=True)
class Task:
    """Letters that one worker makes in a row: laid out, or filled into a forme."""

    orders: tuple[Order, ...]
    forme: Forme | None = None


class HereRunner:
    """Makes letters in this process, when they are asked for; in all else like `TaskRunner`."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._tasks: list[Iterable[Task]] = []

    def __enter__(self) -> HereRunner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def begin(self, tasks: Iterable[Task]) -> None:
        self._tasks.append(tasks)

    def ready(self) -> Iterator[Made]:
        return iter(())

    def results(self) -> Iterator[Made]:
        for task in chain.from_iterable(self._tasks):
            yield from (self._maker.made(order, task.forme) for order in task.orders)


class TaskRunner:
    """Has letters made by workers: `begin` hands over tasks, `results` waits for all; use it in a `with` statement."""

    def __init__(self, source: WorkerSource, instructions: Instructions, staging: Path) -> None:
        self._source = source
        self._instructions = instructions
        self._staging = staging
        self._folder = Path(instructions.folder)
        self._executor: Executor | None = None
        self._checked_at = time.monotonic()
        self._waiting: deque[Iterator[Task]] = deque()
        self._running: dict[Future[Answer], tuple[Task, Executor]] = {}
        self._finished: SimpleQueue[Future[Answer]] = SimpleQueue()
        self._lost: list[Task] = []
        self._parcels: dict[int, tuple[Parcel, object]] = {}  # by identity, so that what is packed must be kept
        self._changed: set[str] = set()  # the files of letters that came back other than they were made

    def __enter__(self) -> TaskRunner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for future in self._running:
            future.cancel()
        self._source.end()

    def begin(self, tasks: Iterable[Task]) -> None:
        """Hands over tasks; those that are not begun at once are asked for when others have ended."""
        self._waiting.append(iter(tasks))
        self._hand_over()

    def ready(self) -> Iterator[Made]:
        """What is finished by now, without waiting."""
        while not self._finished.empty():
            yield from self._received(self._finished.get())
            self._hand_over()

    def results(self) -> Iterator[Made]:
        """Each letter that was handed over, in the order in which they are finished.

        Raises: Faults: a worker would make other letters, or there are no workers any more.
        """
        while True:
            self._hand_over()
            if self._running:
                yield from self._received(self._next())
            elif self._lost:
                yield from self._again()
            else:
                return

    def _hand_over(self) -> None:
        """Submits tasks until enough are under way; none while workers that died are to be seen to."""
        while len(self._running) < self._source.at_once and not self._lost:
            task = self._next_task()
            if task is None:
                return
            self._submit(task, self._usual())

    def _next_task(self) -> Task | None:
        while self._waiting:
            if (task := next(self._waiting[0], None)) is not None:
                return task
            self._waiting.popleft()
        return None

    def _usual(self) -> Executor:
        if not self._parcels:
            self._source.prepare(self._parcel(self._instructions))
        if self._executor is None:
            self._executor = self._source.executor()
        return self._executor

    def _submit(self, task: Task, executor: Executor, *, whole: bool = False) -> None:
        """Hands a task to an executor; `whole`, with the content of its parcels."""
        sent = Parcel.whole if whole else self._source.sent
        instructions = sent(self._parcel(self._instructions))
        forme = sent(self._parcel(task.forme)) if task.forme else None
        try:
            with processes.uninterrupted():  # the first tasks start the processes
                future = executor.submit(work, instructions, forme, task.orders)
        except Exception as error:
            if not self._source.died(error):
                raise
            self._lost.append(task)
            return
        self._running[future] = task, executor
        future.add_done_callback(self._finished.put)

    def _next(self) -> Future[Answer]:
        """The next task that has ended."""
        while True:
            if time.monotonic() - self._checked_at > _TICK:
                self._source.check()
                self._checked_at = time.monotonic()
            with suppress(Empty):
                return self._finished.get(timeout=_TICK)

    def _received(self, future: Future[Answer]) -> Iterator[Made]:
        """The letters of a task that has ended; none, if its worker died, and the task is lost, or asked for more."""
        task, executor = self._running.pop(future)
        try:
            made = future.result()
        except BaseException as error:
            if self._source.parcel_died(error):
                self._submit(task, executor)
            elif self._source.died(error):
                self._lost.append(task)
            else:
                raise
            return
        if isinstance(made, OtherMachine):
            raise OTHER_MACHINE.error(NOWHERE, **refused(made.worker, made))
        if isinstance(made, OtherDisk):
            self._submit(task, executor, whole=True)
            return
        for order, one in zip(task.orders, made, strict=True):
            checked = self._checked(order, one)
            if checked is None:
                self._changed.add(order.job.file)
                self._lost.append(replace(task, orders=(order,)))
            else:
                yield checked

    def _checked(self, order: Order, made: Made) -> Made | None:
        """A letter in the staging folder, with its order's own job; None if it isn't what its worker made."""
        letter, content, file = made.letter, made.content, order.job.file
        if letter.job != order.job:
            return None
        if content is not None:
            (self._staging / file).write_bytes(content)
        elif (self._folder / file).is_file():
            content = _content(self._folder / file)
            os.replace(self._folder / file, self._staging / file)
        if not isinstance(letter, FailedLetter) and hashlib.sha256(content or b"").hexdigest() != letter.sha256:
            return None
        return replace(made, letter=replace(letter, job=order.job), content=None)

    def _again(self) -> Iterator[Made]:
        """Letters of workers that died: those that had been begun are suspected, and made one by one, with nothing beside."""
        lost = [replace(task, orders=(order,)) for task in self._lost for order in task.orders]
        self._lost = []
        begun = [task for task in lost if self._was_begun(task.orders[0])] or lost[:1]
        for task in begun:
            yield from self._alone(task)
        rest = [task for task in lost if not any(task is each for each in begun)]
        self._executor = None
        self._waiting.appendleft(iter(rest))

    def _was_begun(self, order: Order) -> bool:
        path = self._folder / order.job.file
        return order.job.file in self._changed or (path.is_file() and not path.stat().st_size)

    def _alone(self, task: Task) -> Iterator[Made]:
        """A letter on its own; if its worker dies again, the letter has failed."""
        self._submit(task, self._source.alone())
        while self._running:
            yield from self._received(self._next())
        if self._lost:
            self._lost = []
            (order,) = task.orders
            if not self._was_begun(order):
                self._source.did_not_begin()
            for folder in (self._folder, self._staging):
                (folder / order.job.file).unlink(missing_ok=True)
            place, name = order.job.record.place("name"), Remedy(shlex.quote(order.job.record.name))
            changed = order.job.file in self._changed
            fault = LETTER_CHANGED_ON_THE_WAY(place, "name") if changed else LETTER_LOST(place, "name", name=name)
            yield Made(FailedLetter(order.job, (fault,)))

    def _parcel(self, value: Instructions | Forme) -> Parcel:
        """What is sent once to each worker; packed when it is first needed."""
        if id(value) not in self._parcels:
            path = self._folder / f"parcel-{len(self._parcels)}"
            self._parcels[id(value)] = packed(value, path), value
        return self._parcels[id(value)][0]


def _content(path: Path) -> bytes:
    """A letter in the staging folder; nothing, where the disk doesn't show it."""
    try:
        return files.read(path, files.LOG)  # the proof says what is too large for a letter
    except OSError:
        return b""
