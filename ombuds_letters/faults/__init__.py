"""What a person can put right: where it is, what is wrong and what to do. Anything else is a bug, with a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import Any, NamedTuple

from ..text.english import listed
from .shown_values import Remedy, printable

__all__ = ["NOWHERE", "Fault", "Faults", "Kind", "Place", "Remedy", "Unknown", "column_letters", "nearest", "suggest"]


class Place(NamedTuple):
    """A place in a file as an editor shows it: `Place("data/2018/year.yaml", 14, 12)`.

    `path` is as one would type it from the current folder, "/"-separated. Lines and columns count from 1, columns in
    characters; 0 means the whole line, or the whole file.

    With a `sheet` it is a place in a spreadsheet, as Excel shows it: `Place("received.xlsx", 112, 8, "2017-18")` is
    cell H112; the one sheet of a CSV file has the name "".
    """

    path: str
    line: int = 0
    column: int = 0
    sheet: str | None = None

    def __str__(self) -> str:
        if self.sheet is None:
            return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        sheet = f'sheet "{self.sheet}"' if self.sheet else ""
        return ", ".join(filter(None, [self.path, sheet, self._cell()]))

    def __lt__(self, other: Place) -> bool:  # type: ignore[override]  # a place without a sheet has None for it
        return self._order() < other._order()

    def _order(self) -> tuple[str, str, int, int]:
        return self.path, self.sheet or "", self.line, self.column

    def _cell(self) -> str:
        if self.line and self.column:
            return f"cell {self.cell}"
        return f"row {self.line}" if self.line else f"column {column_letters(self.column)}" if self.column else ""

    @property
    def cell(self) -> str:
        """The cell's address, "H112"."""
        return f"{column_letters(self.column)}{self.line}"


NOWHERE = Place("")  # of what was asked for on the command line, or has no file


def column_letters(column: int) -> str:
    """A column of a spreadsheet as its head shows it: 1 is "A", 28 is "AB"."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: `WRONG_TOTAL = Kind("figures.wrong_total", "is {found}, but its parts make {sum}; …")`.

    Declared once, in the module that finds it, and called to report one: `WRONG_TOTAL(place, "figures.received.total",
    found=10, sum=11)`. The sentence says what was found, what is wrong with it and what would be right; a text that was
    found is in it in "quotes". `carries` names values that a fault has for the program's own use. With
    `spans_column` the same fault in many cells of one column of a spreadsheet is one thing to put right.
    """

    code: str
    sentence: str
    carries: tuple[str, ...] = ()
    spans_column: bool = False

    def __call__(self, place: Place, field: str = "", /, **values: Any) -> Fault:
        """A fault of this kind at a place.

        Raises: TypeError, where the values are not those that the sentence has slots for.
        """
        if values.keys() != _slots(self.sentence) | set(self.carries):
            raise TypeError(f"{self.code} is given {sorted(values)} for: {self.sentence}")
        return Fault(place, field, self, MappingProxyType(values))

    def error(self, place: Place, field: str = "", /, **values: Any) -> Faults:
        """One fault of this kind, to be raised."""
        return Faults([self(place, field, **values)])


@cache
def _slots(sentence: str) -> frozenset[str]:
    return frozenset(slot for _, slot, _, _ in Formatter().parse(sentence) if slot)


_PROGRAM = "ombuds-letters "  # begins every command that a sentence names


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a person can put right: where, which field, what kind, and the values that its sentence quotes.

    `field` is dotted, "figures.received.housing", or "" for a whole file. As text it is the line that a person reads:
    `data/2018/authorities/a.yaml:14:12: figures.received.housing: is "1O"; write a whole number, 0 or more, in digits only`.
    """

    place: Place
    field: str
    kind: Kind
    values: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The kind's name for programs, "figures.wrong_total"."""
        return self.kind.code

    @property
    def message(self) -> str:
        """What is wrong and what would be right: `is "1O"; write a whole number, 0 or more, in digits only`."""
        return self._filled(self.kind.sentence)

    @property
    def problem(self) -> str:
        """What is wrong: `is "1O"`."""
        return self._filled(self.kind.sentence.partition("; ")[0])

    @property
    def remedy(self) -> str:
        """What to do, "write a whole number, 0 or more, in digits only"; "" where the sentence is in one piece."""
        return self._filled(self.kind.sentence.partition("; ")[2])

    def _filled(self, text: str) -> str:
        return text.format(**printable(self.values))

    def with_commands(self, typed: str) -> Fault:
        """The same with the commands of its sentence as they are typed here: `ombuds-letters --workspace office build 2018`.

        `typed` is how they begin, "ombuds-letters --workspace office".
        """
        if _PROGRAM not in self.kind.sentence:
            return self
        begins = f"{typed} ".replace("{", "{{").replace("}", "}}")
        return replace(self, kind=replace(self.kind, sentence=self.kind.sentence.replace(_PROGRAM, begins)))

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.place), self.field, self.message) if part)

    def __reduce__(self) -> tuple[Any, ...]:  # a MappingProxyType doesn't cross to a worker process
        return _fault, (self.place, self.field, self.kind, dict(self.values))


def _fault(place: Place, field: str, kind: Kind, values: dict[str, Any]) -> Fault:
    return Fault(place, field, kind, MappingProxyType(values))


_LONGEST_NAME = 500  # nothing known is near a text that is longer, and comparing it would take long
_FEW_NAMES = 12  # so many are listed


def nearest(found: str, known: Collection[str]) -> str | None:
    """The known name that comes nearest to what was typed, if any comes near; case counts for nothing."""
    if len(found) > _LONGEST_NAME:
        return None
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def suggest(found: str, known: Collection[str]) -> Remedy:
    """What to write instead: `did you mean "housing"?`, or all known names where there are few."""
    close = nearest(found, known)
    if close is not None:
        return Remedy(f'did you mean "{close}"?')
    return Remedy(f"write {listed(known)}" if known and len(known) <= _FEW_NAMES else "nothing here has a name like it")


class Faults(Exception):
    """What a person can put right, all of it at once: reported without a traceback, and the command ends with exit code 1.

    `found` has at least one fault, in the order of the files.
    """

    def __init__(self, found: Iterable[Fault]) -> None:
        self.found = tuple(sorted(found, key=lambda each: (each.place, each.field)))
        super().__init__(self.found)

    def __str__(self) -> str:
        return "\n".join(map(str, self.found))


class Unknown(Faults):
    """A year, name or folder was asked for that is not here; the fault names the nearest."""
