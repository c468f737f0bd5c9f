"""What a person can put right: where it is, what is wrong and how it is told apart from a bug."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .codes import Code


@dataclass(frozen=True, slots=True)
class Place:
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

    def __lt__(self, other: Place) -> bool:
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


def column_letters(column: int) -> str:
    """A column of a spreadsheet as its head shows it: 1 is "A", 28 is "AB"."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a person can put right, without its sentence: place, field, what kind, and the values to quote.

    `field` is dotted, "figures.received.housing", or "" for a whole file.
    """

    place: Place
    field: str
    code: Code
    values: Mapping[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:  # a MappingProxyType doesn't cross to a worker process
        return _fault, (self.place, self.field, self.code, dict(self.values))


def fault(place: Place, where: str, kind: Code, /, **values: Any) -> Fault:
    """A fault with the values its sentence quotes: `fault(place, "code", Code.UNKNOWN_VALUE, found="x", known=("a",))`."""
    return _fault(place, where, kind, values)


def _fault(place: Place, where: str, kind: Code, values: dict[str, Any]) -> Fault:
    return Fault(place, where, kind, MappingProxyType(values))


_LONGEST_NAME = 500  # nothing known is near a text that is longer, and likening it would take long


def nearest(found: str, known: Collection[str]) -> str | None:
    """The known name that comes nearest to what was typed, if any comes near; case counts for nothing."""
    if len(found) > _LONGEST_NAME:
        return None
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


class LettersError(Exception):
    """What a person can put right; told without a traceback, and the command ends with exit code 1."""


class Faults(LettersError):
    """All faults that were found, in the order of the files: `Faults.found` has at least one."""

    def __init__(self, found: Iterable[Fault]) -> None:
        self.found = tuple(sorted(found, key=lambda each: (each.place, each.field)))
        super().__init__(self.found)

    def __str__(self) -> str:
        return "\n".join(f"{each.place}: {each.field}: {each.code}" for each in self.found)


class Unknown(LettersError):
    """A year, name or folder that nothing here answers to; the message names the nearest."""


class Busy(LettersError):
    """Another build of the same folder is under way."""


class Unwritable(LettersError):
    """The disk is full, the folder read-only, a file held open elsewhere; the message says which, and the remedy."""
