"""The averages of authorities of one kind, from the counts of all of them.

An average of a rate is made from the counts of all together, 24 + 10 + … of 34 + 19 + …, or as the mean of their rates; that
of a count is the count that each would have if all had the same. What year.yaml states is printed as it is stated there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..edition.comparisons import AverageRules
from ..edition.tables import Column, Rate, TableSpec, rate_counts
from ..text import english

_Counts = Mapping[str, int]  # one authority's figures by field


@dataclass(frozen=True, slots=True)
class Average:
    """An average as it is printed, and what it was made from: `Average("64%", 2_176, 3_400, 201)`.

    `part` of `whole` are the counts of all `authorities` together; of a count, `whole` is their number. With `stated` it is
    what year.yaml says, and the counts are 0.
    """

    text: str
    part: int = 0
    whole: int = 0
    authorities: int = 0
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Averages:
    """The averages of one kind of authority by column, and all figures that they are averages of, in ascending order.

    A column without an average isn't in `of`. `among` has the figures as numbers, "0 12.5 33 50", "" for none.
    """

    of: Mapping[str, Average]
    among: Mapping[str, str]


def of_kind(
    table_spec: TableSpec, rows: Sequence[_Counts], stated: Mapping[str, str], *, complete: bool = True
) -> Averages:
    """The averages of a kind whose authorities have these figures: `of_kind(table_spec, rows, {"decided.uphold_rate": "64%"})`.

    Where not every authority has its record, so that the year isn't `complete`, only those that are stated. None of what
    figures.yaml has no average of, of a kind with fewer authorities than it wants, and where there is nothing to divide.
    """
    rules = table_spec.averages
    if rules is None:
        return Averages({}, {})
    columns = {column.field: column for column in table_spec.columns()}
    found: dict[str, Average] = {}
    among: dict[str, str] = {}
    for field in rules.of:
        average = calculated(columns[field], rules, rows) if complete else None
        if field in stated:
            average = Average(stated[field], stated=True) if stated[field] != rules.none else None
        if average is not None:
            found[field] = average
        among[field] = _among(columns[field], rows) if complete else ""
    return Averages(found, among)


def calculated(column: Column, rules: AverageRules, rows: Sequence[_Counts]) -> Average | None:
    """One average, whatever is stated; None of too few authorities, or where there is nothing to divide."""
    if len(rows) < rules.at_least:
        return None
    if not isinstance(column.figure, Rate):
        part = sum(each[column.field] for each in rows)
        text = english.rounded(Fraction(part, len(rows)), rules.decimals)
        return Average(text, part, len(rows), len(rows))
    rate, counts = column.figure, [rate_counts(each, column.figure) for each in rows]
    part, whole = sum(one for one, _ in counts), sum(of for _, of in counts)
    if not whole:
        return None
    value = Fraction(rate.per * part, whole)
    if rules.from_rates:
        rates = [Fraction(rate.per * one, of) for one, of in counts if of]
        value = sum(rates, Fraction()) / len(rates)
    return Average(english.rounded(value, rate.decimals) + rate.unit, part, whole, len(rows))


def _among(column: Column, rows: Sequence[_Counts]) -> str:
    """What these authorities have, as numbers in ascending order; one that has nothing to divide is left out."""
    values: list[Fraction] = []
    for each in rows:
        if not isinstance(column.figure, Rate):
            values.append(Fraction(each[column.field]))
            continue
        part, whole = rate_counts(each, column.figure)
        if whole:
            values.append(Fraction(column.figure.per * part, whole))
    decimals = column.figure.decimals if isinstance(column.figure, Rate) else 0
    return " ".join(english.rounded(value, decimals) for value in sorted(values))
