"""Counts for made-up authorities: plausible, within the rules of figures.yaml, with their totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..edition.tables import Rate, TableSpec, Total
from .prng import Prng


def counted(table_spec: TableSpec) -> list[str]:
    """The fields that are counted: no totals, no rates."""
    return [
        column.field for column in table_spec.columns() if column.is_entered and not isinstance(column.figure, Total)
    ]


def plausible(table_spec: TableSpec, total: Callable[[], int], prng: Prng) -> dict[str, int]:
    """Counts for every table, `total()` cases in each before rules cut some off, with the totals."""
    counts = dict.fromkeys(counted(table_spec), 0)
    for table in table_spec.tables:
        fields = [column.field for column in table.columns if column.field in counts]
        weights = [1 + prng.below(9) for _ in fields]
        for _ in range(total() if fields else 0):
            counts[prng.weighted(fields, weights)] += 1
    return summed(table_spec, within_rules(table_spec, counts))


def last_years(table_spec: TableSpec, figures: Mapping[str, int], prng: Prng) -> dict[str, int]:
    """The same authority's figures last year; an authority without any cases had none then either."""
    some = any(figures.values())
    counts = {field: prng.gamma_poisson(figures[field]) if some else 0 for field in counted(table_spec)}
    return summed(table_spec, within_rules(table_spec, counts))


def within_rules(table_spec: TableSpec, counts: dict[str, int]) -> dict[str, int]:
    """Counts that raise no question: where a rule is broken, its counts are reduced in proportion."""
    for rule in table_spec.rules:
        total, limit = (sum(counts.get(field, 0) for field in side) for side in (rule.sum, rule.at_most))
        if total > limit:
            for field in rule.sum:
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
