"""Rows of sums in a sheet, wherever they are: below all rows, above them, or at either end of a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..faults import Fault, Kind
from ..formats.spreadsheet import Sheet

CELL_FOOTER = Kind(
    "cell.footer",
    'is "{found}", but the rows above add up to {sum}; correct what is wrong, or add the row that is missing',
)
CELL_HEADER = Kind(
    "cell.header",
    'is "{found}", but the rows below add up to {sum}; correct what is wrong, or add the row that is missing',
)

Sums = Mapping[int, int]  # by column


@dataclass(slots=True)
class Footers:
    """Sums of rows collected from top to bottom, and the rows that say what they are.

    `add` takes each authority's counts by column, `footer` the counts of a row of sums, with the kind of authorities that it is
    named after; `faults` then compares. `unsound` has the columns with a fault in some row, whose sums can't be checked.
    """

    sheet: Sheet
    fields: Mapping[int, str]
    unsound: set[int] = field(default_factory=set)
    _sums: list[dict[int, int]] = field(
        default_factory=lambda: [{}]
    )  # one for the rows before each footer, one for the rest
    _rows: list[int] = field(default_factory=lambda: [0])  # how many rows each of them has
    _kinds: dict[str, dict[int, int]] = field(default_factory=dict)
    _footers: list[tuple[int, Sums, str]] = field(default_factory=list)

    def add(self, counts: Sums, kind: str = "") -> None:
        self._rows[-1] += 1
        for sums in (self._sums[-1], self._kinds.setdefault(kind, {})):
            for column, count in counts.items():
                sums[column] = sums.get(column, 0) + count

    def footer(self, row: int, counts: Sums, kind: str = "") -> None:
        self._footers.append((row, counts, kind))
        self._sums.append({})
        self._rows.append(0)

    def above(self) -> dict[int, int]:
        """The sums of all rows so far."""
        return self._total(range(len(self._sums)))

    def faults(self) -> Iterator[Fault]:
        """A fault for each figure of a row of sums that is not the sum of the rows that it can be meant for.

        These are all rows, those above it or below it, those between it and the next such row on either side, or those of the
        kind that it is named after, wherever they are.
        """
        for number, (row, counts, named_after) in enumerate(self._footers):
            of_kind = self._kinds.get(named_after, {}) if named_after else {}
            if of_kind and all(found == of_kind.get(at, 0) for at, found in counts.items() if at not in self.unsound):
                continue
            above, below = range(number + 1), range(number + 1, len(self._sums))
            group_above, group_below = self._next(reversed(above)), self._next(below)
            meant = [above, group_above, range(len(self._sums)), below, group_below]
            sums = [(self._total(parts), parts) for parts in meant if any(self._rows[part] for part in parts)]
            if not sums:
                continue
            best, parts = max(sums, key=lambda each: self._matching(counts, each[0]))
            kind = CELL_FOOTER if any(self._rows[part] for part in parts if part <= number) else CELL_HEADER
            for column, found in counts.items():
                if column not in self.unsound and found != best.get(column, 0):
                    place = self.sheet.place(row, column)
                    yield kind(place, self.fields[column], found=found, sum=best.get(column, 0))

    def _next(self, parts: Iterator[int] | range) -> range:
        """The first part that has rows."""
        part = next((each for each in parts if self._rows[each]), -1)
        return range(part, part + 1) if part >= 0 else range(0)

    def _total(self, parts: range) -> dict[int, int]:
        total: dict[int, int] = {}
        for part in parts:
            for column, count in self._sums[part].items():
                total[column] = total.get(column, 0) + count
        return total

    def _matching(self, counts: Sums, sums: Sums) -> tuple[int, int]:
        """How many columns are the same, and how near the others are."""
        same = sum(found == sums.get(column, 0) for column, found in counts.items() if column not in self.unsound)
        return same, -sum(abs(found - sums.get(column, 0)) for column, found in counts.items())
