"""The head of a sheet: the row of its headings, or two, and what each column means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ..faults import Fault, Kind, Remedy, nearest
from ..formats.csv_reader import CSV_SHAPE
from ..formats.spreadsheet import Sheet
from .mapping import IGNORE, WHO, Targets, plain

HEADING_UNKNOWN = Kind(
    "heading.unknown",
    'is "{found}", a heading that matches nothing; {near}write in import.yaml what it means, or `ignore`',
)
HEADING_TWICE = Kind(
    "heading.twice",
    'is "{found}", which means "{target}", as cell {first} does; {remedy}',
)
_ONE_OF_TWO = "write in import.yaml which is meant, and ignore the other"
_ALIKE = "write another heading above one of the two, and in import.yaml what it means, or `ignore`"
HEADING_AMBIGUOUS = Kind(
    "heading.ambiguous", 'is "{found}", which may mean {targets}; write in import.yaml which is meant'
)
HEADING_MISSING = Kind("heading.missing", 'has no column "{heading}"; add it, or write in import.yaml which it is')
HEADING_NOBODY = Kind(
    "heading.nobody", "has no column with the authorities' names or codes; write in import.yaml which it is"
)

_LONGEST = 500  # characters of a heading
_MOST_SUGGESTIONS = 100  # unknown headings for which the nearest is searched
_LOOKED_AT = 30  # rows; titles and notes above the head are fewer


@dataclass(frozen=True, slots=True)
class Head:
    """`row` is that of the lowest headings; `columns` what each column means, `texts` its heading."""

    row: int
    columns: Mapping[int, str]
    texts: Mapping[int, str]
    faults: tuple[Fault, ...]

    def column(self, target: str) -> int:
        """The column that means a target; 0 where none does."""
        return next((column for column, found in self.columns.items() if found == target), 0)


def find(sheet: Sheet, targets: Targets) -> Head | None:
    """The row with most known headings; None where no row has two."""
    lines = HeadingRows(sheet)
    best: tuple[int, int] | None = None
    for row in range(1, min(len(sheet.rows), _LOOKED_AT) + 1):
        known = len({tuple(found) for at in lines.columns(row) if (found := lines.candidates(row, at, targets))})
        if known >= 2 and (best is None or known > best[0]):
            best = known, row
    return _head(lines, best[1], targets) if best else None


def _head(lines: HeadingRows, row: int, targets: Targets) -> Head:
    found = {column: lines.candidates(row, column, targets) for column in lines.columns(row)}
    certain = {_table(next(iter(each))) for each in found.values() if len(each) == 1}
    columns: dict[int, str] = {}
    texts: dict[int, str] = {}
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for column, every in found.items():
        text = texts[column] = lines.text(row, column)
        place = lines.sheet.place(row, column)
        meant = _narrowed(every, _table(columns.get(column - 1, "")), certain)
        if len(meant) > 1:
            names = " or ".join(sorted(meant))
            faults.append(HEADING_AMBIGUOUS(place, found=text, targets=Remedy(names)))
        elif meant:
            target = columns[column] = next(iter(meant))
            if (at := first.setdefault(target, column)) != column and target != IGNORE:
                cell = lines.sheet.place(row, at).cell
                remedy = Remedy(_ALIKE if plain(texts[at]) == plain(text) else _ONE_OF_TWO)
                faults.append(HEADING_TWICE(place, found=text, target=target, first=cell, remedy=remedy))
        elif text:
            close = nearest(plain(text), targets) if len(faults) < _MOST_SUGGESTIONS else None
            near = f'did you mean "{close}"? Otherwise ' if close else ""
            faults.append(HEADING_UNKNOWN(place, found=text, near=Remedy(near)))
    return Head(row, columns, texts, tuple(faults))


def _narrowed(found: Collection[str], before: str, certain: Collection[str]) -> Collection[str]:
    """Which "Total" is meant, as each table has one: that of the table to its left, or of the only table of the sheet."""
    if len(found) < 2:
        return found
    beside = [each for each in found if _table(each) == before]
    return beside or [each for each in found if _table(each) in certain] or found


def _table(target: str) -> str:
    return target.partition(".")[0]


def missing_name_column(head: Head, sheet: Sheet) -> list[Fault]:
    """The fault of a head without a column for names or codes."""
    return [] if WHO & set(head.columns.values()) else [HEADING_NOBODY(sheet.place(head.row))]


def longer_rows(sheet: Sheet, head: Head) -> Iterator[Fault]:
    """The rows of a CSV below its head that have more cells than it: what is in them is shifted, as "1,234" without quotes.

    A salutation in the last column, "Dear Ann," without quotes, has lost its comma to an empty cell.
    """
    if sheet.typed:
        return
    last = max((column for column, text in head.texts.items() if text), default=0)
    width = max(last, len(sheet.rows[head.row - 1]))
    salutes = head.columns.get(last) == "contact.salutation"
    first = "the first row" if head.row == 1 else f"row {head.row}"
    for row, texts in enumerate(sheet.rows[head.row :], head.row + 1):
        if len(texts) > width and (any(texts[last:]) or (salutes and str(texts[last - 1])[-1:] not in ("", ","))):
            yield CSV_SHAPE(sheet.place(row), found=len(texts), first=Remedy(first), expected=width)


class HeadingRows:
    """The texts of a sheet's first rows as headings; each row is read once, however many columns it has."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._own: dict[int, list[str]] = {}
        self._over: dict[int, list[str]] = {}

    def columns(self, row: int) -> range:
        """The columns that a head may have, of which this is the lowest row."""
        return range(1, max(len(self._row(row)), len(self._row(row - 1))) + 1)

    def candidates(self, row: int, column: int, targets: Targets) -> Collection[str]:
        """What a column of a head may mean."""
        for text in self._headings(row, column):
            if found := targets.get(plain(text)):
                return found
        over = "" if self.text(row, column) else self._cell(row - 2, column)  # one heading over three rows
        found = targets.get(plain(over), ())
        return found if WHO.issuperset(found) else ()

    def text(self, row: int, column: int) -> str:
        """A column's own heading, in this row or the one above."""
        return self._cell(row, column) or self._cell(row - 1, column)

    def full(self, row: int, column: int) -> str:
        """A column's heading with the one over it, "Decisions made: Total"."""
        label, above = self._cell(row, column), self._left(row - 1, column)
        return f"{above}: {label}" if label and above else self.text(row, column)

    def fullest(self, row: int, column: int) -> str:
        """A column's heading with all that is over it, "Decisions made: Detailed Investigations: Upheld"."""
        return next(self._headings(row, column), "")

    def _headings(self, row: int, column: int) -> Iterator[str]:
        """The headings a column may have, the fullest first: "Decisions made: Detailed Investigations: Upheld" … "Upheld"."""
        label, own = self._cell(row, column), self._cell(row - 1, column)
        over = self._left(row - 2, column)
        if not label:
            if own:  # one heading over two rows
                yield from ([f"{over}: {own}"] if over else [])
                yield own
            return
        above = self._left(row - 1, column)
        if above and over:
            yield f"{over}: {above}: {label}"
        if above:
            yield f"{above}: {label}"
        if over:
            yield f"{over}: {label}"
        yield label

    def _cell(self, row: int, column: int) -> str:
        cells = self._row(row)
        return cells[column - 1] if column <= len(cells) else ""

    def _left(self, row: int, column: int) -> str:
        """The heading over a column: its own cell, or one to the left that spans it."""
        if row not in self._over:
            over: list[str] = []
            for text in self._row(row):
                over.append(text or (over[-1] if over else ""))
            self._over[row] = over
        cells = self._over[row]
        return cells[min(column, len(cells)) - 1] if cells else ""

    def _row(self, row: int) -> list[str]:
        if row not in self._own:
            cells = self.sheet.rows[row - 1] if 0 < row <= len(self.sheet.rows) else ()
            self._own[row] = [" ".join(cell[:_LONGEST].split()) if isinstance(cell, str) else "" for cell in cells]
        return self._own[row]
