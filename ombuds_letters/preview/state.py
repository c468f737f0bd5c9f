"""What the server knows of a year: kept up to date with the disk; open pages are told when it changes.

The newest save comes first: work for an older one stops between two letters. However many saves come while a letter is being
made, one scan of the disk sees them all.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..faults import NOWHERE, Fault, Faults, Kind, Place, Remedy, Unknown, nearest
from ..formats.yaml_reader import MISSING_FILE
from ..letter.time_limit import TEMPLATE_ENDLESS
from ..output.compare import ComparisonResult
from ..records.roster import NO_LETTER
from ..storage.file_state import FileState, file_state
from ..text import slug
from .clients import Clients
from .editor import Editor
from .messages import LetterMessage, ListRow, OpenQuestions, StatusMessage, ValueArea, YearMessage
from .pictures import Pictures
from .worker_process import STOPPED, Bug, ProcessEnded, WorkerProcess

FAILED = Kind("preview.failed", "the program failed on it; the terminal shows why")
RENAMED = Kind("preview.renamed", "its record has another name now; open it from the list")

_MAX_KEPT = 60  # letters, so that one with a fault can still be shown as it last was
_PAUSE = 0.5  # seconds without a save
_LONGEST_WAIT = 2.0  # seconds that a page waits for its letter, before it says that the letter is being made


@dataclass(frozen=True, slots=True)
class LetterState:
    """One letter as the server has it: `message` is the last one made, `faults` say why it is not the current one.

    `row` is None if the record is gone or can't be read at all; `path` is the file that it was in last. `scan` is the number
    of the scan that the letter is up to date with.
    """

    name: str
    path: str
    authority: str
    row: ListRow | None
    message: LetterMessage | None
    faults: tuple[Fault, ...]
    scan: int


class State:
    """A year and its letters: `await state.letter("sevenoaks-district-council")`; `follow` keeps them up to date."""

    def __init__(self, worker: WorkerProcess, editor: Editor | None = None) -> None:
        self.editor = editor or Editor()
        self.command_line = worker.workspace.command
        self.year: YearMessage | None = None
        self.scan = 0  # how often the disk was scanned
        self.comparison: ComparisonResult | None = None
        self.status = StatusMessage(OpenQuestions({}, ()), ())
        self.stuck: tuple[Fault, ...] = ()  # why no letter is made until the next save
        self.clients = Clients()
        self._worker = worker
        self._ready = asyncio.Event()
        self._dirty = asyncio.Event()
        self._dirty.set()  # the first scan
        self._letters: OrderedDict[str, LetterState] = OrderedDict()
        self._built: OrderedDict[str, tuple[FileState | None, LetterMessage | None]] = OrderedDict()
        self._value_areas: OrderedDict[str, tuple[LetterMessage, tuple[ValueArea, ...]]] = OrderedDict()
        self._pictures = Pictures(worker, lost=self._dirty.set)  # a new process has not scanned the disk yet
        self._making: dict[str, asyncio.Task[None]] = {}
        self._rows: dict[str, ListRow] = {}  # by name, the last one that was read
        self._saves = 0
        self._status_failed = -1  # how many saves there were when it took too long
        self._saves_scanned = 0  # how many of them the worker has seen
        self._unstuck = False  # by a save that the list doesn't show yet

    async def ready(self) -> YearMessage:
        """The year, once the disk was scanned.

        Raises: Unknown, if the preview ends before that.
        """
        await self._ready.wait()
        if self.year is None:
            raise Unknown([STOPPED(NOWHERE)])
        return self.year

    def rows(self) -> tuple[ListRow, ...]:
        """The year's rows; for a file that can't be read at all, the rows that it had."""
        if self.year is None:
            return ()
        faults: dict[str, list[Fault]] = {}
        for each in (*self.year.shared, *self.year.cross_record):
            faults.setdefault(each.place.path, []).append(each)
        names = {row.name for row in self.year.rows}
        unreadable = [
            replace(row, faults=tuple(faults[row.path]), ready=False)
            for row in self._rows.values()
            if row.name not in names and row.path in faults
        ]
        return tuple(sorted([*self.year.rows, *unreadable], key=lambda row: row.file))

    async def letter(self, name: str) -> LetterState:
        """A letter as it is now, or as it last was if making it takes long.

        Raises: Unknown, if no record has or had that name.
        """
        await self.ready()
        letter = self._letters.get(name)
        if letter is None or letter.scan != self.scan:
            if name not in self._rows:
                raise Unknown([NO_LETTER(NOWHERE, name=name, meant=self._meant(name))])
            await asyncio.wait({self._begin_letter(name)}, timeout=_LONGEST_WAIT)
            letter = self._letters.get(name)
        if letter is None:
            row = self._rows[name]
            letter = LetterState(name, row.path, row.authority, row, None, (), -1)
        return letter

    def _meant(self, name: str) -> Remedy:
        """Which authority an address that has no letter may be meant for, as the end of a sentence; "" for none like it."""
        known = {slug.file_name_part(row.authority): row.authority for row in self._rows.values()}
        close = nearest(name, known)
        return Remedy(f'; did you mean "{known[close]}"?' if close else "")

    async def picture(self, name: str, page: int, digest: str, width: int) -> bytes | None:
        """A page's picture, as the letter is or as it was built; None if it looks different by now, or there is none."""
        letter, built = self._letters.get(name), self._built.get(name)
        for message in (letter.message if letter else None, built[1] if built else None):
            if message is not None and any((each.number, each.digest) == (page, digest) for each in message.pages):
                return await self._pictures.of(message, page, digest, width)
        return None

    async def built(self, name: str) -> LetterMessage | None:
        """A letter as it is in output/; None if there is none, or it can't be read."""
        row = self._rows.get(name)
        if row is None or self.year is None:
            return None
        on_disk = file_state(Path(self.year.folder) / row.file)
        known = self._built.get(name)
        if known is None or known[0] != on_disk:
            with suppress(Faults, Bug):
                message = await self._worker.ask("built", row.file) if on_disk else None
                self._built[name] = (on_disk, message)
                while len(self._built) > _MAX_KEPT:
                    self._built.popitem(last=False)
        known = self._built.get(name)
        return known[1] if known else None

    async def value_areas(self, name: str) -> tuple[ValueArea, ...]:
        """Where the values of a letter are printed; none if it can't be determined now."""
        letter = self._letters.get(name)
        if letter is None or letter.message is None or letter.row is None:
            return ()
        known = self._value_areas.get(name)
        if known is None or known[0] is not letter.message:
            with suppress(Faults, Bug):
                self._value_areas[name] = (letter.message, await self._worker.ask("value_areas", letter.row.file))
                while len(self._value_areas) > _MAX_KEPT:
                    self._value_areas.popitem(last=False)
        known = self._value_areas.get(name)
        return known[1] if known and known[0] is letter.message else ()

    async def site(self, path: str) -> bytes | None:
        """A file of the site as it would be published now; None if there is none of that name.

        Raises: Faults, why it can't be made.
        """
        content: bytes | None = await self._worker.ask("site", path)
        return content

    def saved(self) -> None:
        """Something changed on the disk; what took too long before is tried again."""
        self._saves += 1
        self._unstuck = self._unstuck or bool(self.stuck)
        self.stuck = ()
        self._dirty.set()

    async def follow(self) -> None:
        """Scans the disk after every change, and makes the open letters again, until the worker is ended."""
        while not self._worker.ended:
            await self._dirty.wait()
            self._dirty.clear()
            await self._scan_disk()
            for number, name in enumerate(self._open_letters()):
                if number and self._dirty.is_set():
                    break  # for a newer save; the letter that somebody looks at is made in any case
                await self._begin_letter(name)
            else:
                await self._compare()
                await self._prepare()
                await self._find_status()

    async def _compare(self) -> None:
        """Finds what would change in output/, over all letters; stops for a newer save."""
        found: ComparisonResult | int | None = 0
        scanned = self._saves_scanned
        try:
            while isinstance(found, int) and not self._dirty.is_set() and not self.stuck:
                found = await self._worker.ask("compare", found)
        except (ProcessEnded, Bug):
            return  # the letter's own page reports it
        except Faults as error:
            self._stop(error.found, scanned)  # a template that never ends: no letter need wait for it again
            return
        if not isinstance(found, int) and found != self.comparison:
            self.comparison = found
            self.clients.reload_all()

    async def _prepare(self) -> None:
        """Prepares the worker for the next save of the letter that somebody looks at."""
        letter = next((self._letters[name] for name in self._open_letters() if name in self._letters), None)
        if letter is not None and letter.row is not None and not letter.faults and not self._dirty.is_set():
            with suppress(Faults, Bug):
                await self._worker.ask("prepare", letter.row.file)

    async def _find_status(self) -> None:
        """Finds where the year stands, once nothing was saved for a moment: it may take some time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._dirty.wait(), _PAUSE)
            return
        if self._status_failed == self._saves:
            return
        try:
            found = await self._worker.ask("status")
        except ProcessEnded:
            self._status_failed = self._saves  # it took too long, and would again
            self._dirty.set()  # a new process has not scanned the disk yet
            return
        except (Faults, Bug):
            return
        if found != self.status:
            self.status = found
            self.clients.reload_all()

    async def _scan_disk(self) -> None:
        before, saves = self.year, self._saves
        try:
            self.year = await self._worker.ask("scan")
        except (Faults, Bug) as error:
            if before is None and not self._worker.ended:
                raise
            if before is None:
                self._ready.set()
                return
            self.year = replace(before, shared=error.found if isinstance(error, Faults) else (FAILED(NOWHERE),))
        self.scan += 1
        self._saves_scanned = saves
        self._rows |= {row.name: row for row in self.year.rows if row.name}
        self._ready.set()
        if before is not None and (self.year != before or self._unstuck):
            self.clients.reload("")
        self._unstuck = False

    def _stop(self, faults: tuple[Fault, ...], scanned: int) -> None:
        """Makes no letter until the next save; the last comparison is out of date.

        The worker had seen `scanned` saves when it was asked. If there is a newer one, it may have fixed the fault.
        """
        if scanned != self._saves:
            return
        self.stuck, self.comparison = faults, None
        self.clients.reload("")

    def _open_letters(self) -> list[str]:
        return [name for name in self.clients.letters() if name in self._rows]

    def _begin_letter(self, name: str) -> asyncio.Task[None]:
        """The task that makes a letter, one at a time for each; it continues even if nobody waits for it."""
        task = self._making.get(name)
        if task is None or task.done():
            task = self._making[name] = asyncio.create_task(self._make(name))
        return task

    async def _make(self, name: str) -> None:
        before = self._letters.get(name)
        while before is None or before.scan != self.scan:
            scan, row = self.scan, self._row(name)
            message, faults = before.message if before else None, self._faults(name, row)
            if before and before.row and row and before.row.code != row.code:
                message = None  # the letter of another authority, which had this name before
            if row is not None and not faults:
                message, faults = await self._ask_for(row, message)
            known = row or self._rows[name]
            letter = LetterState(name, known.path, known.authority, row, message, faults, scan)
            self._keep(letter, before)
            before = letter

    async def _ask_for(
        self, row: ListRow, before: LetterMessage | None
    ) -> tuple[LetterMessage | None, tuple[Fault, ...]]:
        """The letter of a row, or the one before and why there is no newer one."""
        if self.stuck:
            return before, self.stuck  # one letter has waited long enough
        scanned = self._saves_scanned
        try:
            return await self._worker.ask("letter", row.file), ()
        except ProcessEnded as error:
            faults = tuple(replace(each, place=Place(row.path)) for each in error.found)
            self._stop(faults, scanned)
            self._dirty.set()  # a new process has not scanned the disk yet
            return before, faults
        except Faults as error:
            if any(each.kind == TEMPLATE_ENDLESS for each in error.found):
                self._stop(error.found, scanned)
            return before, error.found
        except Bug:
            return before, (FAILED(Place(row.path)),)

    def _keep(self, letter: LetterState, before: LetterState | None) -> None:
        """Keeps a letter, begins the pictures that open pages will ask for, and tells those pages to reload."""
        new, old = letter.message, before.message if before else None
        if new is not None and new is not old and letter.name in self.clients.letters():
            self._pictures.begin(new, old)
        self._letters[letter.name] = letter
        self._letters.move_to_end(letter.name)
        while len(self._letters) > _MAX_KEPT:
            self._letters.popitem(last=False)
        if before is None or (before.row, before.message, before.faults) != (letter.row, letter.message, letter.faults):
            self.clients.reload(letter.name)

    def _row(self, name: str) -> ListRow | None:
        return next((row for row in self.year.rows if row.name == name), None) if self.year else None

    def _faults(self, name: str, row: ListRow | None) -> tuple[Fault, ...]:
        """Faults because of which a letter can't be begun."""
        if self.year is None or (row is not None and row.ready):
            return ()
        if row is not None:
            own = [each for one in self.year.rows if one.name == name for each in one.faults]
            return Faults([*own, *(() if own else self.year.cross_record)]).found
        path = self._rows[name].path
        of_file = [each for each in self.year.cross_record if each.place.path == path]
        if not of_file and not self.year.shared and not Path(path).exists():
            of_file = [MISSING_FILE(Place(path))]
        return tuple(of_file) or self.year.shared or (RENAMED(Place(path)),)
