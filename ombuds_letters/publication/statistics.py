"""Figures of groups of authorities: sums, averages, shares and ranks. Rates are pooled: of all cases of a group together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..edition.tables import Column, Rate, rate_counts
from ..records.record import Record
from ..text import english

NOTHING = "–"  # printed where there is no figure

FieldCounts = Mapping[str, int]


def value(figures: FieldCounts, column: Column) -> Fraction | None:
    """A figure as a number, Fraction(88) for a rate of 88%. None where it isn't there, or has nothing to divide by."""
    if not knows(figures, column):
        return None
    if not isinstance(column.figure, Rate):
        return Fraction(figures[column.field])
    part, of = rate_counts(figures, column.figure)
    return Fraction(column.figure.per * part, of) if of else None


def knows(figures: FieldCounts, column: Column) -> bool:
    """True if there is what a figure is made from."""
    return all(field in figures for field in column.made_from)


def printed(figures: FieldCounts, column: Column) -> str:
    """A figure as tables print it: "1,204", "88%", "14.6" per 100,000; a dash where it isn't there."""
    if not knows(figures, column):
        return NOTHING
    if isinstance(column.figure, Rate):
        return column.figure.printed(*rate_counts(figures, column.figure))
    return f"{figures[column.field]:,}"


def together(rows: Sequence[FieldCounts], apart: Collection[str] = ()) -> FieldCounts:
    """The sums of the counts that all of some rows have, but those that are kept `apart`; {} without rows."""
    shared = [field for field in (rows[0] if rows else ()) if field not in apart and all(field in row for row in rows)]
    return {field: sum(row[field] for row in rows) for field in shared}


def as_printed(number: Fraction, rate: Rate) -> Fraction:
    """A rate as a number, rounded as it is printed: Fraction(88), Fraction("14.6")."""
    return Fraction(english.rounded(number, rate.decimals))


def rate_text(number: Fraction, rate: Rate) -> str:
    """A rate that is a number already, as it is printed: "88%", "14.6"."""
    return f"{english.rounded(number, rate.decimals)}{rate.unit}"


def tenths(number: Fraction) -> str:
    """A number with one decimal, halves up: "12.3", "1,204.0"."""
    scaled = (20 * number.numerator + number.denominator) // (2 * number.denominator)
    return f"{scaled // 10:,}.{scaled % 10}"


@dataclass(frozen=True, slots=True)
class AuthorityGroup:
    """Authorities that are compared or added up: `AuthorityGroup("District Councils", records)`.

    `population` is how many people live there, None where it isn't known of every one. `residents` are the fields that count
    people: authorities of several kinds have some of them twice, and no sum of them.
    """

    title: str
    records: Sequence[Record]
    population: int | None = None
    residents: frozenset[str] = frozenset()

    @property
    def of_several_kinds(self) -> bool:
        """True if its authorities may have the same residents, as a county and its districts do."""
        return len({each.kind for each in self.records}) > 1

    def total(self, field: str) -> int:
        """The sum of a count."""
        return sum(each.figures[field] for each in self.records)

    def totals(self) -> FieldCounts:
        """The sums of all counts that can be added up, by field."""
        return together([each.figures for each in self.records], self.residents if self.of_several_kinds else ())

    def average(self, column: Column) -> str:
        """A figure's average as it is printed: "12.3" of a count, the pooled rate "57%" of a rate."""
        number = self.mean(column)
        if number is None:
            return NOTHING
        return rate_text(number, column.figure) if isinstance(column.figure, Rate) else tenths(number)

    def mean(self, column: Column) -> Fraction | None:
        """A figure's average as a number; None where there is nothing to divide by."""
        if isinstance(column.figure, Rate):
            return value(self.totals(), column)
        return Fraction(self.total(column.field), len(self.records)) if self.records else None

    def per_100_000(self, field: str) -> Fraction | None:
        """A count for each 100,000 people; None where it isn't known how many they are together."""
        if not self.population or self.of_several_kinds:
            return None
        return Fraction(100_000 * self.total(field), self.population)


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order, the highest first: 3 with what is ahead of it and what has the same figure, by position."""

    place: int
    ahead: tuple[int, ...]
    tied: tuple[int, ...]


def ranks(numbers: Sequence[Fraction | None]) -> tuple[Rank | None, ...]:
    """The rank of each number; equal numbers have the same. A missing number has none."""
    order = sorted((at for at, number in enumerate(numbers) if number is not None), key=lambda at: -_known(numbers[at]))
    found: list[Rank | None] = []
    for at, number in enumerate(numbers):
        if number is None:
            found.append(None)
            continue
        ahead = tuple(each for each in order if _known(numbers[each]) > number)
        tied = tuple(each for each in order if numbers[each] == number and each != at)
        found.append(Rank(len(ahead) + 1, ahead, tied))
    return tuple(found)


def share(part: int, of: int) -> str:
    """A part of a whole with one decimal, "13.5%"."""
    return f"{tenths(Fraction(100 * part, of))}%" if of else NOTHING


def whole(number: Fraction) -> int:
    """A number without decimals, halves up."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def _known(number: Fraction | None) -> Fraction:
    return Fraction(0) if number is None else number
