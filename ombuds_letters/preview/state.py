"""The office: what the server knows of a year, kept true to the disk, and who is told when it changes.

The newest save wins: what was begun for an older one is left off between two letters. However many saves come while a
letter is being made, the next look at the disk takes them all.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..faults import Fault, Faults, Kind, Place, Unknown
from ..formats.yaml_reader import MISSING_FILE
from ..letter.time_limit import TEMPLATE_ENDLESS
from ..output.compare import ComparisonResult
from ..pdf import LETTER_REFUSED
from ..records.roster import NO_LETTER
from .messages import LetterMessage, ListRow, YearMessage
from .pictures import Pictures
from .worker_process import Bug, Lost, TookTooLong, WorkerProcess

STOPPED = Kind("preview.stopped", "the preview is being stopped")

_LETTERS = 60  # letters kept, so that one with a fault can still be seen as it last was
_PATIENCE = 2.0  # seconds that a page waits for its letter, before it says that the letter is being made


@dataclass(frozen=True, slots=True)
class LetterState:
    """One letter as the server has it: `shown` is the last sound one, `faults` say why it is not that of now.

    `row` is None once the record is gone or can't be read at all; `path` is the file that it stood in last. `look` counts
    the looks at the disk: a letter is true to one of them.
    """

    name: str
    path: str
    authority: str
    row: ListRow | None
    shown: LetterMessage | None
    faults: tuple[Fault, ...]
    look: int


class Client:
    """An open page: `changed` is set when it should ask anew."""

    def __init__(self, name: str) -> None:
        self.name = name  # of the letter; "" for the list
        self.changed = asyncio.Event()


class State:
    """A year and its letters: `await office.letter("sevenoaks-district-council")`; `follow` keeps them true."""

    def __init__(self, clerk: WorkerProcess) -> None:
        self.year: YearMessage | None = None
        self.look = 0
        self._clerk = clerk
        self._ready = asyncio.Event()
        self._dirty = asyncio.Event()
        self._dirty.set()  # the first look
        self._letters: OrderedDict[str, LetterState] = OrderedDict()
        self._pictures = Pictures(clerk, lost=self._dirty.set)  # a new process has yet to look at the disk
        self._making: dict[str, asyncio.Task[None]] = {}
        self._rows: dict[str, ListRow] = {}  # by name, the last that was read of each
        self.compared: ComparisonResult | None = None
        self.stuck: tuple[Fault, ...] = ()  # why no letter is tried until the next save
        self._saves = 0
        self._looked = 0  # how many of the saves the desk has seen
        self._freed = False  # by a save, which the list has yet to be told of
        self._tabs: dict[Client, None] = {}  # the one that was looked at last comes last

    # what pages ask

    async def ready(self) -> YearMessage:
        """The year, once it was looked at.

        Raises: Unknown, when it never will be.
        """
        await self._ready.wait()
        if self.year is None:
            raise Unknown([STOPPED(Place(""))])
        return self.year

    def rows(self) -> tuple[ListRow, ...]:
        """The year's rows, and of a file that can't be read at all the ones that it had."""
        if self.year is None:
            return ()
        told: dict[str, list[Fault]] = {}
        for each in (*self.year.shared, *self.year.across):
            told.setdefault(each.place.path, []).append(each)
        names = {row.name for row in self.year.rows}
        lost = [
            replace(row, faults=tuple(told[row.path]), sound=False)
            for row in self._rows.values()
            if row.name not in names and row.path in told
        ]
        return tuple(sorted([*self.year.rows, *lost], key=lambda row: row.file))

    async def letter(self, name: str) -> LetterState:
        """A letter as it is now, or, when that takes long, as it was.

        Raises: Unknown, for a name that no record has or had.
        """
        await self.ready()
        held = self._letters.get(name)
        if held is None or held.look != self.look:
            if name not in self._rows:
                raise Unknown([NO_LETTER(Place(""), name=name, meant="")])
            await asyncio.wait({self._begin(name)}, timeout=_PATIENCE)
            held = self._letters.get(name)
        if held is None:
            row = self._rows[name]
            held = LetterState(name, row.path, row.authority, row, None, (), -1)
        return held

    async def picture(self, name: str, page: int, looks: str, width: int) -> bytes | None:
        """A page's picture; None where the page looks different by now, or there is none."""
        held = self._letters.get(name)
        if held is None or held.shown is None:
            return None
        return await self._pictures.of(held.shown, page, looks, width)

    # who is told

    def open(self, tab: Client) -> None:
        """A page was opened."""
        self._tabs[tab] = None

    def turn_to(self, tab: Client) -> None:
        """Somebody looks at this page now: its letter comes first."""
        if tab in self._tabs:
            del self._tabs[tab]
            self._tabs[tab] = None

    def close(self, tab: Client) -> None:
        """A page was closed."""
        self._tabs.pop(tab, None)

    # how it is kept true

    def saved(self) -> None:
        """Something changed on the disk: what took too long before is tried again."""
        self._saves += 1
        self._freed = self._freed or bool(self.stuck)
        self.stuck = ()
        self._dirty.set()

    async def follow(self) -> None:
        """Looks at the disk after every change, and makes the open letters anew, until the clerk is ended."""
        while not self._clerk.ended:
            await self._dirty.wait()
            self._dirty.clear()
            await self._look()
            for number, name in enumerate(self._open()):
                if number and self._dirty.is_set():
                    break  # a newer save; the letter that somebody looks at was made in any case
                await self._begin(name)
            else:
                await self._compare()
                await self._prepare()

    async def _compare(self) -> None:
        """What would change in output/, over all letters; left off for a newer save."""
        found: ComparisonResult | int | None = 0
        looked = self._looked
        try:
            while isinstance(found, int) and not self._dirty.is_set() and not self.stuck:
                found = await self._clerk.ask("compared", found)
        except Faults as error:
            self._stop(error.found, looked)  # a template without end: no letter need wait for it a second time
            return
        except (TookTooLong, Lost, Bug):
            return  # the letter's own page tells of it
        if not isinstance(found, int) and found != self.compared:
            self.compared = found
            for tab in self._tabs:
                tab.changed.set()

    async def _prepare(self) -> None:
        """Has the letter that somebody looks at made sooner next time."""
        held = next((self._letters[name] for name in self._open() if name in self._letters), None)
        if held is not None and held.row is not None and not held.faults and not self._dirty.is_set():
            with suppress(Faults, TookTooLong, Lost, Bug):
                await self._clerk.ask("make_ready", held.row.file)

    async def _look(self) -> None:
        before, saves = self.year, self._saves
        try:
            self.year = await self._clerk.ask("look")
        except (Faults, TookTooLong, Lost, Bug) as error:
            found = error.found if isinstance(error, Faults) else (_by_itself(str(error)),)
            if before is None and not self._clerk.ended:
                raise
            if before is None:
                self._ready.set()
                return
            self.year = replace(before, shared=found)
        self.look += 1
        self._looked = saves
        self._rows |= {row.name: row for row in self.year.rows if row.name}
        self._ready.set()
        if before is not None and (self.year != before or self._freed):
            self._tell_lists()
        self._freed = False

    def _stop(self, found: tuple[Fault, ...], looked: int) -> None:
        """No letter is tried any more until the next save; what was compared before is no longer so.

        The desk had seen `looked` saves when it was asked: where there is a newer one, that may have mended it.
        """
        if looked != self._saves:
            return
        self.stuck, self.compared = found, None
        self._tell_lists()

    def _tell_lists(self) -> None:
        for tab in self._tabs:
            if not tab.name:
                tab.changed.set()

    def _open(self) -> list[str]:
        """The letters that are open, the one that was looked at last first."""
        return list(dict.fromkeys(tab.name for tab in reversed(self._tabs) if tab.name in self._rows))

    def _begin(self, name: str) -> asyncio.Task[None]:
        """The letter's making, which goes on though nobody waits for it; one at a time for each letter."""
        task = self._making.get(name)
        if task is None or task.done():
            task = self._making[name] = asyncio.create_task(self._make(name))
        return task

    async def _make(self, name: str) -> None:
        before = self._letters.get(name)
        while before is None or before.look != self.look:
            look, row = self.look, self._row(name)
            shown, faults = before.shown if before else None, self._faults(name, row)
            if before and before.row and row and before.row.code != row.code:
                shown = None  # another authority's letter, which had this name before
            if row is not None and not faults:
                shown, faults = await self._made(row, shown)
            known = row or self._rows[name]
            letter = LetterState(name, known.path, known.authority, row, shown, faults, look)
            self._keep(letter, before)
            before = letter

    async def _made(self, row: ListRow, before: LetterMessage | None) -> tuple[LetterMessage | None, tuple[Fault, ...]]:
        if self.stuck:
            return before, self.stuck  # one letter has waited long enough for these templates
        looked = self._looked
        try:
            return await self._clerk.ask("letter", row.file), ()
        except Faults as error:
            if any(each.kind == TEMPLATE_ENDLESS for each in error.found):
                self._stop(error.found, looked)
            return before, error.found
        except (TookTooLong, Lost) as error:
            found = (_by_itself(str(error), row),)
            self._stop(found, looked)
            self._dirty.set()  # the new process has yet to look at the disk
            return before, found
        except Bug:
            return before, (_by_itself("this program failed over it; the terminal says how", row),)
        except Unknown:
            return before, ()  # it went meanwhile: the next look tells

    def _keep(self, letter: LetterState, before: LetterState | None) -> None:
        """Keeps a letter, begins the pictures that open pages will ask for, and tells them: they ask while these are drawn."""
        shown, old = letter.shown, before.shown if before else None
        if shown is not None and shown is not old and any(tab.name == letter.name for tab in self._tabs):
            self._pictures.begin(shown, old)
        self._letters[letter.name] = letter
        self._letters.move_to_end(letter.name)
        while len(self._letters) > _LETTERS:
            self._letters.popitem(last=False)
        if before is None or (before.row, before.shown, before.faults) != (letter.row, letter.shown, letter.faults):
            for tab in self._tabs:
                if tab.name == letter.name:
                    tab.changed.set()

    def _row(self, name: str) -> ListRow | None:
        """The record of that name; where two have it, no letter may be made of either."""
        return next((row for row in self.year.rows if row.name == name), None) if self.year else None

    def _faults(self, name: str, row: ListRow | None) -> tuple[Fault, ...]:
        """What stops a letter before it is begun."""
        if self.year is None or (row is not None and row.sound):
            return ()
        if row is not None:
            own = [each for one in self.year.rows if one.name == name for each in one.faults]
            return Faults([*own, *(() if own else self.year.across)]).found
        path = self._rows[name].path
        across = [each for each in self.year.across if each.place.path == path]
        if not across and not self.year.shared and not Path(path).exists():
            across = [MISSING_FILE(Place(path))]
        return tuple(across) or self.year.shared or (_by_itself("its record has another name now", self._rows[name]),)


def _by_itself(problem: str, row: ListRow | None = None) -> Fault:
    """A fault for which no file is to blame."""
    return LETTER_REFUSED(Place(row.path if row else ""), problem=problem)
