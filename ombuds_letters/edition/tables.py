"""The tables of an edition: their columns, and which of them are sums or rates of others.

All code that needs the columns takes them from here; `tables_file` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..faults import Kind
from ..formats.scalars import LARGEST_COUNT, LARGEST_POPULATION
from ..text import english
from .comparisons import AverageRules, EarlierRules, Threshold

WRONG_TOTAL = Kind(
    "figures.wrong_total", 'is "{found}", but its parts add up to {sum}; correct the total or the part that is wrong'
)
BEYOND_LIMIT = Kind("figures.beyond_limit", "{asked}")
OVER_WHOLE = Kind(
    "figures.over_whole",
    'is "{found}", more than the {whole} that its share is of ({of}), so that "{rate}" would be over 100%; correct one of them',
)
NOTHING_TO_DIVIDE = Kind(
    "figures.nothing_to_divide", 'is "0", so that "{rate}" can\'t be calculated; write how many there are, 1 or more'
)


PER_CENT = 100

FIGURES, PREVIOUS, AVERAGES, EARLIER = "figures", "previous", "averages", "earlier"


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure that was counted, and is typed in the record."""


@dataclass(frozen=True, slots=True)
class Total:
    """A figure that is the sum of others; it is typed in the record too, as a check against slips."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate, never typed: numerator by denominator, in per cent or `per` another number, rounded to `decimals`, halves up.

    `when_zero` is printed where the denominator is 0. `apart` means that the numerator's cases are none of the denominator's,
    so that records are checked for more of them.
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    when_zero: str
    per: int = 100
    decimals: int = 0
    apart: bool = False

    @property
    def unit(self) -> str:
        """What is printed after the number: "%", or nothing for a rate per 100,000."""
        return "%" if self.per == PER_CENT else ""

    def printed(self, part: int, of: int) -> str:
        """The rate of two counts as it is printed: "88%" of 7 and 8, "14.6" per 100,000."""
        return english.rate(part, of, self.per, self.decimals, self.unit, self.when_zero)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its `field` is the table's key and its own: "received.housing".

    `group_heading` is the heading that it shares with its neighbours, "" where it has none. `comparable_since` is the first
    year whose figures can be compared with this year's, "" for any. With `commas` it is printed as 1,751. A `population` is
    what a rate per 1,000 or 100,000 is of. `residents` are people, not cases, or a rate of them: a county and its districts
    have the same ones, so that those of several kinds of authority can't be added up.
    """

    key: str
    field: str
    label: str
    group_heading: str
    figure: Counted | Total | Rate
    comparable_since: str = ""
    commas: bool = False
    population: bool = False
    residents: bool = False

    @property
    def largest(self) -> int:
        """The largest number that a record may have: 999,999, and more of a population."""
        return LARGEST_POPULATION if self.population else LARGEST_COUNT

    @property
    def is_entered(self) -> bool:
        """True where a record has this figure."""
        return not isinstance(self.figure, Rate)

    @property
    def is_share(self) -> bool:
        """True for a rate in per cent, which is a share of all."""
        return isinstance(self.figure, Rate) and self.figure.per == PER_CENT

    @property
    def made_from(self) -> tuple[str, ...]:
        """The fields of records that it is calculated from, its own where a record has it."""
        if isinstance(self.figure, Rate):
            return (*self.figure.numerator, *self.figure.denominator)
        return (self.field,)

    @property
    def is_total(self) -> bool:
        """True for the sum of other columns."""
        return isinstance(self.figure, Total)

    @property
    def heading(self) -> str:
        """Both levels of heading in one line: "Detailed Investigations: Upheld"."""
        return f"{self.group_heading}: {self.label}" if self.group_heading else self.label


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table's head, with how many columns and rows it spans."""

    label: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: `TableRow("previous", "2017-18")`; it shows "figures", "previous", "averages" or "earlier.1"."""

    shows: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, as printed over it, and its columns in printed order.

    One that isn't `printed` is in records, and letters may print its figures in sentences. With `rows`, each has a heading of
    its own, below `row_heading`; without, there is one row, the authority's figures. `language` is "" where there is only one.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    is_printed: bool = True
    row_heading: str = ""
    rows: tuple[TableRow, ...] = ()
    language: str = ""

    @property
    def name(self) -> str:
        """Its key, and its language if there are several: "received", "received cy"."""
        return f"{self.key} {self.language}" if self.language else self.key

    @property
    def head(self) -> tuple[tuple[HeadCell, ...], ...]:
        """The rows of the table's head, one or two: a column without a group heading spans both."""
        rows = 2 if any(column.group_heading for column in self.columns) else 1
        first: list[HeadCell] = [HeadCell(self.row_heading, 1, rows)] if self.rows else []
        before = ""
        for column in self.columns:
            if not column.group_heading:
                first.append(HeadCell(column.label, 1, rows))
            elif column.group_heading == before:
                first[-1] = HeadCell(before, first[-1].columns + 1, 1)
            else:
                first.append(HeadCell(column.group_heading, 1, 1))
            before = column.group_heading
        second = tuple(HeadCell(column.label, 1, 1) for column in self.columns if column.group_heading)
        return (tuple(first), second) if second else (tuple(first),)


@dataclass(frozen=True, slots=True)
class Rule:
    """What the figures should satisfy together: the sum of some is at most the sum of others.

    `message` is the office's wording, with {sum} and {limit} for the two. Where `is_question`, breaking it is a question to
    answer; else it is a fault.
    """

    key: str
    sum: tuple[str, ...]
    at_most: tuple[str, ...]
    is_question: bool
    message: str

    def says(self, total: int, limit: int) -> str:
        """The office's wording with the two sums in it: "more complaints are remedied (3) than upheld (2)"."""
        return self.message.format(sum=total, limit=limit)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """All tables of an edition, its rules, and what it compares authorities with; None for what it doesn't.

    Where titles and labels are in several `languages`, `tables` has the first of them, and `translated` the others.
    """

    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    averages: AverageRules | None = None
    earlier: EarlierRules | None = None
    letters_for: Threshold | None = None
    languages: tuple[str, ...] = ()
    translated: tuple[Table, ...] = ()

    @property
    def every(self) -> tuple[Table, ...]:
        """The tables in each language."""
        return (*self.tables, *self.translated)

    @property
    def printed(self) -> tuple[Table, ...]:
        """The tables that the report has, in each language."""
        return tuple(table for table in self.every if table.is_printed)

    def columns(self) -> Iterator[Column]:
        """Every column of every table, in printed order."""
        for table in self.tables:
            yield from table.columns

    def full_name(self, column: Column) -> str:
        """What a figure is called away from its table: a total has the table's title, "Decisions made"."""
        table = next(each for each in self.tables if column in each.columns)
        if isinstance(column.figure, Total):
            return table.title
        return column.heading if column.group_heading else f"{table.title}: {column.label}"


def rate_counts(figures: Mapping[str, int], rate: Rate) -> tuple[int, int]:
    """The two counts of a rate, (1, 3): numerator and denominator."""
    return sum(figures[field] for field in rate.numerator), sum(figures[field] for field in rate.denominator)
