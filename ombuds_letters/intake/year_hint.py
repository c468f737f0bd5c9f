"""Which year a sheet says it is for: in its headings, the titles above them, its name, its file's name, or its folder's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from ..edition import Edition
from ..edition.tables import Rate, TableSpec
from ..faults import Fault, Kind
from ..formats.scalars import LARGEST_POPULATION
from ..formats.spreadsheet import Sheet
from . import cells, mapping
from .headers import Head
from .mapping import IGNORE, plain
from .stated_years import Stated, stated

SHEET_YEAR = Kind(
    "sheet.year",
    'is for "{found}", as {what} says, not for "{year}"; leave it out, or, if it is for {year}, correct {what}',
)

SHEET_PERIOD = Kind(
    "sheet.period",
    'is for "{found}", as {what} says, but `period` in year.yaml is {first} to {last}; correct `period` or {what}, '
    "or leave it out",
)

HEADING_YEAR = Kind(
    "heading.year",
    'is "{found}", a heading of "{other}", not of "{year}"; write `ignore` for it in import.yaml, or correct it',
)

ROW_YEAR = Kind(
    "row.year",
    'is "{found}", but figures are imported for "{year}"; delete the row, or, if it is for {year}, correct the cell',
    spans_column=True,
)

# The heading of a column that says of each row which year it is about; "Year founded" says something else.
_OF_ROWS = re.compile(
    r"(?:(?:financial|fiscal|reporting|business|council|time) ?)?(?:year|period|quarter)s?(?: end(?:ed|ing)?)?|fy|f/y",
)

_NEAR = 15  # years; what is further off is none that figures are imported for
_NEW_YEARS_EVE = (12, 31)
_SHORTEST_YEAR = 300  # days; a quarter is no part of a shorter period

Years = tuple[int, int]  # the first and the last: (2018, 2018), (2017, 2018)


@dataclass(frozen=True, slots=True)
class _Source:
    """A text that may state years, and how a fault calls it."""

    what: str
    text: str
    is_name: bool = True


class OwnYears:
    """The years that mean an edition's; without a year in its name, none is another.

    With `parts`, parts of its period do too: of cases there may be a list for each quarter.
    """

    def __init__(self, edition: Edition, *, parts: bool = False) -> None:
        self._edition = edition
        self._parts = parts
        self._named = [(each.first, each.last) for each in _stated(edition.year)]
        period = edition.period
        over = [(period.first.year, period.last.year)] if period else [(last - 1, last) for _, last in self._named]
        self._own = {*self._named, *((last, last) for _, last in self._named), *over} if self._named else set()
        columns = edition.table_spec.columns()
        populations = (each for each in columns if each.largest == LARGEST_POPULATION)
        self.undated = frozenset(each.field for each in populations)  # of the middle of an earlier year
        self._last_day = (period.last.month, period.last.day) if period else (3, 31)

    def another(self, text: str, *, is_name: bool = False) -> Stated | None:
        """The first year that a text states, if it states none that is the edition's."""
        found = self._said(text, is_name=is_name)
        return found[0] if found and not any(map(self._is_own, found)) else None

    def says(self, text: str, *, is_name: bool = False) -> bool:
        """True for a text that states any year."""
        return bool(self._said(text, is_name=is_name))

    def part(self, text: str) -> Stated | None:
        """The part of a year that a text states: "Q4"."""
        period = self._edition.period
        if self._parts or not self._own or (period and (period.last - period.first).days < _SHORTEST_YEAR):
            return None
        return next((each for each in self._read(text, is_name=True) if not each.last), None)

    def is_of_period(self, each: Stated) -> bool:
        """True where another `period` would make it the edition's: its year as it is named, or a span of other months."""
        period = self._edition.period
        if period is None:
            return False
        ends = [(day.month, day.day) for day in (period.first, period.last)]
        if each.days and [(day.month, day.day) for day in each.days] != ends:
            return True
        return not each.last or (each.first, each.last) in [(year - 1, year) for _, year in self._named]

    def _is_own(self, each: Stated) -> bool:
        period = self._edition.period
        if each.days and period:
            within = period.first <= each.days[0] and each.days[1] <= period.last
            return within if self._parts else each.days == (period.first, period.last)
        return (each.first, each.last) in self._own

    def _said(self, text: str, *, is_name: bool) -> list[Stated]:
        """The years that a text states; single ones only where it has no others."""
        found = [each for each in self._read(text, is_name=is_name) if each.last] if self._own else []
        return [each for each in found if not each.is_single] or found

    def _read(self, text: str, *, is_name: bool) -> list[Stated]:
        near = max((last for _, last in self._own), default=0)
        return list(stated(text, near, _NEAR, self._last_day, is_name=is_name))


def wrong(sheet: Sheet, head: Head, edition: Edition, *, parts: bool = False) -> list[Fault]:
    """The faults of a sheet that is of another year by what states one nearest to its figures, or of a part of the year.

    With `parts`, a part of the year is no fault.
    """
    own = OwnYears(edition, parts=parts)
    path = PurePath(sheet.path)
    title = _Source("its title", " ".join(_row(sheet, row) for row in range(1, head.row)), is_name=False)
    names = [_Source("its name", sheet.name), _Source("its file's name", path.stem)]
    for source in (title, *names):
        if part := own.part(source.text):
            return [_fault(sheet, source.what, part, own, edition)]
    columns = _columns(sheet, head, edition.table_spec, own)
    others = {at: other for at, (_, other) in columns.items() if other}
    if others and len(others) == len(columns):
        return [_fault(sheet, "its row of headings", next(iter(others.values())), own, edition)]
    if any(says for says, _ in columns.values()):
        return [
            HEADING_YEAR(sheet.place(head.row, at), found=head.texts[at], other=other.name, year=edition.year)
            for at, other in others.items()
        ]
    in_words: list[Fault] = []  # a single year of a title, "since the census of 2011", may be another than the figures'
    for source in (title, *names, _Source("its folder's name", path.parent.name)):
        if own.says(source.text, is_name=source.is_name):
            found = own.another(source.text, is_name=source.is_name)
            if not found or source is not title or not found.is_single:
                return [_fault(sheet, source.what, found, own, edition)] if found else []
            in_words = [_fault(sheet, source.what, found, own, edition)]
    return in_words


def of_rows(sheet: Sheet, head: Head, edition: Edition) -> Iterator[Fault]:
    """The faults of rows of another year, or of a part of one, by a column beside their figures, even an ignored one."""
    own = OwnYears(edition)
    if not _dated(edition.table_spec, own).intersection(head.columns.values()):
        return
    for at, text in head.texts.items():
        if head.columns.get(at, IGNORE) != IGNORE or not _OF_ROWS.fullmatch(plain(text)):
            continue
        for row in range(head.row + 1, len(sheet.rows) + 1):
            found = cells.text(sheet, row, at)
            if own.another(found, is_name=True) or own.part(found):
                yield ROW_YEAR(sheet.place(row, at), found=found, year=edition.year)


def of_column(own: OwnYears, sheet: Sheet, row: int, column: int, label: str) -> tuple[bool, Stated | None]:
    """Whether the headings of a column state a year, the nearest first, and which, if it is another.

    Those are its own, and what is over it in the two rows above; there, a text alone in its row is a title.
    """
    over = (each for each in (row - 1, row - 2) if each >= 1 and own.says(_row(sheet, each)))
    for text in (label, *(_over(sheet, each, column) for each in over)):
        if own.says(text):
            return True, own.another(text)
    return False, None


def _columns(
    sheet: Sheet, head: Head, table_spec: TableSpec, own: OwnYears
) -> Mapping[int, tuple[bool, Stated | None]]:
    """What the headings of each column of figures state."""
    words = mapping.own(table_spec)
    fields = _dated(table_spec, own)
    return {
        at: of_column(own, sheet, head.row, at, "" if plain(head.texts[at]) in words else head.texts[at])
        for at, target in head.columns.items()
        if target.startswith("values:") or target in fields
    }


def _dated(table_spec: TableSpec, own: OwnYears) -> frozenset[str]:
    """The figures that must be of the edition's year."""
    return frozenset(each.field for each in table_spec.columns() if not isinstance(each.figure, Rate)) - own.undated


def _row(sheet: Sheet, row: int) -> str:
    return " ".join(cells.text(sheet, row, at) for at in range(1, len(sheet.rows[row - 1]) + 1))


def _over(sheet: Sheet, row: int, column: int) -> str:
    """The heading in a row that is over a column: its own cell, or one to the left that spans it."""
    texts = [cells.text(sheet, row, at) for at in range(1, len(sheet.rows[row - 1]) + 1)]
    if sum(map(bool, texts)) < 2:
        return ""
    return next((text for text in reversed(texts[:column]) if text), "")


def _fault(sheet: Sheet, what: str, found: Stated, own: OwnYears, edition: Edition) -> Fault:
    if edition.period and own.is_of_period(found):
        days = {"first": edition.period.first.isoformat(), "last": edition.period.last.isoformat()}
        return SHEET_PERIOD(sheet.place(), what=what, found=found.name, **days)
    return SHEET_YEAR(sheet.place(), what=what, found=found.name, year=edition.year)


def _stated(year: str) -> list[Stated]:
    return [each for each in stated(year, 2000, 1000, _NEW_YEARS_EVE, is_name=False) if each.last]
