"""Counts for made-up authorities: plausible ones, within the form's rules, with the totals that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..edition.tables import Rate, TableSpec, Total
from .prng import Prng


def counted(form: TableSpec) -> list[str]:
    """The fields that are counted: neither sums nor shares."""
    return [column.field for column in form.columns() if column.is_entered and not isinstance(column.figure, Total)]


def plausible(form: TableSpec, total: Callable[[], int], chance: Prng) -> dict[str, int]:
    """Counts for every table, with about that many in each, and the totals that they make."""
    counts = dict.fromkeys(counted(form), 0)
    for table in form.tables:
        fields = [column.field for column in table.columns if column.field in counts]
        weights = [1 + chance.below(9) for _ in fields]
        for _ in range(total() if fields else 0):
            counts[chance.weighted(fields, weights)] += 1
    return summed(form, within_rules(form, counts))


def of_another_year(form: TableSpec, figures: Mapping[str, int], chance: Prng) -> dict[str, int]:
    """The same authority's figures in another year; who has no cases at all has none then."""
    some = any(figures.values())
    counts = {field: chance.gamma_poisson(figures[field]) if some else 0 for field in counted(form)}
    return summed(form, within_rules(form, counts))


def within_rules(form: TableSpec, counts: dict[str, int]) -> dict[str, int]:
    """Counts that raise no question: what is too much for a rule is cut down in proportion."""
    for rule in form.rules:
        total, limit = (sum(counts.get(field, 0) for field in side) for side in (rule.sum, rule.at_most))
        if total > limit:
            for field in rule.sum:
                counts[field] = counts[field] * limit // total
    return counts


def summed(form: TableSpec, counts: Mapping[str, int]) -> dict[str, int]:
    """Counts with the totals that they make."""
    figures = {}
    for column in form.columns():
        if isinstance(column.figure, Total):
            figures[column.field] = sum(counts[part] for part in column.figure.parts)
        elif not isinstance(column.figure, Rate):
            figures[column.field] = counts[column.field]
    return figures
