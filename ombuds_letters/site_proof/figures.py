"""Figures calculated again from counts, by other code than the site's own, so that neither hides the other's mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..edition.tables import PER_CENT, Column, Rate
from ..records.record import Record

DASH = "–"

Counts = Mapping[str, int]


class OfSeveralKinds(dict[str, int]):
    """Sums of authorities of several kinds, some of which may have the same residents: these can't be known from them."""


def fields_of(column: Column) -> tuple[str, ...]:
    """The counts that a figure is made from."""
    return (
        (*column.figure.numerator, *column.figure.denominator) if isinstance(column.figure, Rate) else (column.field,)
    )


def _is_known(counts: Counts, column: Column) -> bool:
    """True if counts have a figure, and it isn't of residents that are counted twice."""
    twice = column.residents and isinstance(counts, OfSeveralKinds)
    return not twice and all(field in counts for field in fields_of(column))


def number(counts: Counts, column: Column) -> Decimal | None:
    """A figure as it is printed, as a number: a rate rounded, halves up. None where there is nothing to divide by."""
    if not _is_known(counts, column):
        return None
    if not isinstance(column.figure, Rate):
        return Decimal(counts[column.field])
    part, whole = (sum(counts[each] for each in side) for side in (column.figure.numerator, column.figure.denominator))
    return _rate(part, whole, column.figure.per, column.figure.decimals) if whole else None


@lru_cache(maxsize=10_000)
def _rate(part: int, whole: int, per: int, decimals: int) -> Decimal:
    return rounded(Fraction(part * per, whole), decimals)


def exactly(counts: Counts, column: Column) -> Fraction | None:
    """A figure before it is rounded."""
    if isinstance(counts, OfSeveralKinds) and column.residents:
        return None
    if not isinstance(column.figure, Rate):
        return Fraction(counts[column.field])
    whole = sum(counts[field] for field in column.figure.denominator)
    part = sum(counts[field] for field in column.figure.numerator)
    return Fraction(part * column.figure.per, whole) if whole else None


def rounded(exact: Fraction, digits: int) -> Decimal:
    """A number with so many decimals, halves up."""
    scale = 10**digits
    whole, rest = divmod(exact * scale, 1)
    return Decimal(whole + (rest >= Fraction(1, 2))).scaleb(-digits)


def written(value: Decimal | None, column: Column) -> str:
    """A figure as pages print it: "1,204", "88%"; what the edition prints of nothing where there is nothing to divide by."""
    if isinstance(column.figure, Rate):
        return column.figure.when_zero if value is None else written_rate(value, column.figure)
    return DASH if value is None else f"{value:,.0f}"


def written_rate(value: Decimal, rate: Rate) -> str:
    """A rounded rate as pages print it: "88%", or "14.6" and "11" per 100,000."""
    return f"{plain(value)}{'%' if rate.per == PER_CENT else ''}"


def plain(value: Decimal) -> str:
    """A number without decimals that are 0: "14.6", "11"."""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:f}"


def figure(counts: Counts, column: Column) -> str:
    """A figure of some counts as pages print it, a dash where a year doesn't have it."""
    if not _is_known(counts, column):
        return DASH
    return written(number(counts, column), column)


def summed(records: Iterable[Record]) -> Counts:
    """All counts of several authorities together."""
    found: dict[str, int] = {}
    kinds: set[str] = set()
    for record in records:
        kinds.add(record.kind)
        for field, count in record.figures.items():
            found[field] = found.get(field, 0) + count
    return OfSeveralKinds(found) if len(kinds) > 1 else found


def mean(totals: Counts, count: int, column: Column) -> Fraction | None:
    """The average of so many authorities before it is rounded: of a rate that of all their cases together."""
    total = exactly(totals, column)
    return total if total is None or isinstance(column.figure, Rate) else total / count


def average(exact: Fraction | None, column: Column) -> str:
    """An average as pages print it: "12.3", "57%"."""
    if exact is None:
        return DASH
    if isinstance(column.figure, Rate):
        return written_rate(rounded(exact, column.figure.decimals), column.figure)
    return f"{rounded(exact, 1):,.1f}"


def share(part: int, of: int) -> str:
    """A part of a whole as pages print it: "13.5%"."""
    return f"{rounded(Fraction(part * 100, of), 1):,.1f}%" if of else DASH
