"""Whole columns against last year: exchanged for one another, of another year, or of other authorities.

What is wrong with every authority at once hides from the comparisons of each: all of them are alike in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import median

from ..form import Column, Table
from . import odds, said
from .batch import Authority, Batch, is_total
from .question import Asks, Figure, Question, surprise

_MOST = 1.5  # a column may grow or shrink by half beside the others before somebody is asked


def questions(batch: Batch) -> Iterator[Question]:
    """Columns that aren't what they were last year, where there are enough authorities of both years to tell."""
    both = [authority for authority in batch.authorities if authority.last]
    if batch.authorities and 2 * len(both) < len(batch.authorities) and batch.earlier:
        yield _few(batch, len(both))
    if len(both) < odds.ENOUGH:
        return
    exchanged: set[str] = set()
    pairs = [(table, a, b) for table in batch.form.tables for a, b in combinations(_counted(table, both), 2)]
    for table, a, b in pairs:
        straight, crossed = _nearer(both, a.field, b.field)
        chance = odds.beyond(crossed, straight + crossed, 0.5, 0.0)
        if crossed > straight and chance < odds.threshold(len(pairs)):
            exchanged |= {a.field, b.field}
            says = said.exchanged(table.title, a.heading, b.heading, crossed, straight + crossed)
            label = f"{a.heading}; {b.heading}"
            subject = f"{a.field}-{b.key}"
            yield _question(
                batch, Asks.EXCHANGED, subject, label, (a.field, b.field), says, surprise(chance, len(pairs))
            )
    yield from _grown(batch, both, exchanged)


def _counted(table: Table, both: Sequence[Authority]) -> list[Column]:
    """The columns that were counted in both years."""
    return [
        column
        for column in table.columns
        if column.typed and not is_total(column) and all(column.field in each.last for each in both)
    ]


def _nearer(both: Sequence[Authority], a: str, b: str) -> tuple[int, int]:
    """How many authorities' two figures are nearer to their own columns of last year, and how many to each other's."""
    straight = crossed = 0
    for each in both:
        now_a, now_b, last_a, last_b = each.figures[a], each.figures[b], each.last[a], each.last[b]
        own = abs(now_a - last_a) + abs(now_b - last_b)
        other = abs(now_a - last_b) + abs(now_b - last_a)
        straight += own < other
        crossed += other < own
    return straight, crossed


def _grown(batch: Batch, both: Sequence[Authority], exchanged: set[str]) -> Iterator[Question]:
    columns = [(table, column) for table in batch.form.tables for column in _counted(table, both)]
    sums = {column.field: _sums(both, column.field) for _, column in columns}
    usual = median([(now + 1) / (before + 1) for now, before in sums.values()]) if sums else 1.0
    for table, column in columns:
        now, before = sums[column.field]
        more = (now + 1) / (before + 1) / usual
        if column.field in exchanged or 1 / _MOST < more < _MOST:
            continue
        chance = odds.beyond(now, now + before, usual / (usual + 1), odds.LEAST_SPREAD)
        if chance < odds.threshold(len(columns)):
            says = said.grown(table.title, column.heading, now, before, usual)
            how = surprise(chance, len(columns))
            yield _question(batch, Asks.GROWN, column.field, column.heading, (column.field,), says, how)


def _sums(both: Sequence[Authority], field: str) -> tuple[int, int]:
    return sum(each.figures[field] for each in both), sum(each.last[field] for each in both)


def _question(
    batch: Batch, asks: Asks, subject: str, label: str, fields: Sequence[str], says: str, how: float
) -> Question:
    both = [authority for authority in batch.authorities if authority.last]
    bound: list[Figure] = []
    for field in fields:
        for year, total in zip((batch.year, batch.earlier[0]), _sums(both, field), strict=True):
            bound.append(Figure(year, "", f"{field} in all records", str(total)))
    return Question(batch.year, asks, (), (), subject, label, tuple(bound), says, how, batch.year_place)


def _few(batch: Batch, count: int) -> Question:
    last = batch.earlier[0]
    said_ = said.few_compared(len(batch.authorities), count, last)
    values: Mapping[str, int] = {batch.year: len(batch.authorities), last: count}
    bound = tuple(Figure(year, "", "authorities", str(number)) for year, number in values.items())
    return Question(batch.year, Asks.NOT_COMPARED, (), (), last, "Authorities", bound, said_, 9.0, batch.year_place)
