"""Counts for made-up authorities: plausible, within the rules of figures.yaml, with their totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..edition.tables import PER_CENT, Counted, Rate, TableSpec, Total
from .prng import Prng

_POPULATION = 97  # of whatever a rate per 100,000 is of, for each case that was made up


def counted(table_spec: TableSpec) -> list[str]:
    """The fields that are counted: no totals, no rates."""
    return [
        column.field for column in table_spec.columns() if column.is_entered and not isinstance(column.figure, Total)
    ]


def plausible(
    table_spec: TableSpec, total: Callable[[], int], prng: Prng, national: Mapping[str, int] = MappingProxyType({})
) -> dict[str, int]:
    """Counts for every table, `total()` cases in each before rules cut some off, with the totals.

    Tables whose `national` figures are known have their cases spread as these are, and as many as these in proportion to the
    first such table.
    """
    counts = dict.fromkeys(counted(table_spec), 0)
    of_first = cases = 0
    for table in table_spec.tables:
        fields = [column.field for column in table.columns if column.field in counts]
        known = [national[field] for field in fields if field in national]
        of_table = sum(known)
        if len(known) == len(fields) and of_table:
            if not of_first:
                cases, of_first = total(), of_table
            weights, here = known, (cases * of_table + of_first // 2) // of_first
        else:
            weights = [1 + prng.below(9) for _ in fields]
            here = total() if fields else 0
        for _ in range(here):
            counts[prng.weighted(fields, weights)] += 1
    for field in populations(table_spec):
        counts[field] = _POPULATION * (1 + counts[field])
    return summed(table_spec, within_rules(table_spec, counts))


def populations(table_spec: TableSpec) -> list[str]:
    """The fields that rates per 1,000 or 100,000 are of."""
    return [each.field for each in table_spec.columns() if each.population and isinstance(each.figure, Counted)]


def last_years(
    table_spec: TableSpec, figures: Mapping[str, int], prng: Prng, national: Mapping[str, int] = MappingProxyType({})
) -> dict[str, int]:
    """The same authority's figures last year; an authority without any cases had none then either.

    Where `national` figures say how rare something is, none this year was none last year: else all of them would have some.
    """
    less = 1 if national else 0
    some = any(figures[field] for field in counted(table_spec) if field not in populations(table_spec))
    same = populations(table_spec)
    counts = {
        field: figures[field] if field in same else prng.gamma_poisson(figures[field] - less) if some else 0
        for field in counted(table_spec)
    }
    return summed(table_spec, within_rules(table_spec, counts))


def of_earlier_tables(table_spec: TableSpec, figures: Mapping[str, int], prng: Prng) -> dict[str, int]:
    """Figures as an earlier year's tables have them; what these alone have is made up."""
    counts = {
        field: figures[field] if field in figures else prng.below(3) if any(figures.values()) else 0
        for field in counted(table_spec)
    }
    return summed(table_spec, within_rules(table_spec, counts))


def split(table_spec: TableSpec, figures: Mapping[str, int], prng: Prng) -> tuple[dict[str, int], dict[str, int]]:
    """The same figures as two authorities have them together."""
    one = {field: prng.below(figures[field] + 1) for field in counted(table_spec)}
    one = within_rules(table_spec, one)
    other = within_rules(table_spec, {field: figures[field] - one[field] for field in one})
    return summed(table_spec, one), summed(table_spec, other)


def within_rules(table_spec: TableSpec, counts: dict[str, int]) -> dict[str, int]:
    """Counts that raise neither question nor fault: where a rule is broken, its counts are reduced in proportion.

    So are those that are more than what their share is of. What a rate per 100,000 is of is 1 at least.
    """
    limits = [(rule.sum, rule.at_most) for rule in table_spec.rules]
    for rate in (column.figure for column in table_spec.columns()):
        if isinstance(rate, Rate) and rate.per != PER_CENT:
            counts |= {field: max(counts.get(field, 0), 1) for field in rate.denominator}
        elif isinstance(rate, Rate) and rate.apart:
            limits.append((rate.numerator, rate.denominator))
    for fields, at_most in limits:
        total, limit = (sum(counts.get(field, 0) for field in side) for side in (fields, at_most))
        if total > limit:
            for field in fields:
                counts[field] = counts[field] * limit // total
    return counts


def summed(table_spec: TableSpec, counts: Mapping[str, int]) -> dict[str, int]:
    """Counts with their totals."""
    figures = {}
    for column in table_spec.columns():
        if isinstance(column.figure, Total):
            figures[column.field] = sum(counts[part] for part in column.figure.parts)
        elif not isinstance(column.figure, Rate):
            figures[column.field] = counts[column.field]
    return figures
