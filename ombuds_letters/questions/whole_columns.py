"""Whole columns against last year: exchanged for one another, of another year, or of other authorities.

What is wrong with every authority at once hides from the comparisons of each: all of them are alike in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..edition.tables import Column, Table
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, Comparison
from .question import Question, QuestionFigure, QuestionKind, surprise

_MOST = 1.5  # a column may grow or shrink by half beside the others before somebody is asked


@dataclass(frozen=True, slots=True)
class _Counted:
    """A column that was counted in both years: its figures of this year and of last, authority by authority."""

    table: Table
    column: Column
    now: list[int]
    last: list[int]


def questions(batch: Comparison) -> Iterator[Question]:
    """Columns that aren't what they were last year, where there are enough authorities of both years to tell."""
    both = [authority for authority in batch.authorities if authority.last]
    if batch.authorities and 2 * len(both) < len(batch.authorities) and batch.earlier:
        yield _few(batch, len(both))
    if len(both) < beta_binomial.ENOUGH:
        return
    columns = list(_counted(batch, both))
    exchanged: set[str] = set()
    pairs = [(a, b) for a, b in combinations(columns, 2) if a.table is b.table]
    for a, b in pairs:
        straight, crossed = _nearer(a, b)
        chance = beta_binomial.tail_probability(crossed, straight + crossed, 0.5, beta_binomial.LEAST_SPREAD)
        if crossed > straight and chance < beta_binomial.threshold(len(pairs)):
            one, other = a.column, b.column
            exchanged |= {one.field, other.field}
            says = sentences.exchanged(a.table.title, one.heading, other.heading, crossed, straight + crossed)
            subject, label = f"{one.field}-{other.key}", f"{one.heading}; {other.heading}"
            yield _question(batch, QuestionKind.EXCHANGED, subject, label, (a, b), says, surprise(chance, len(pairs)))
    yield from _grown(batch, [each for each in columns if each.column.field not in exchanged], columns)


def _counted(batch: Comparison, both: Sequence[ComparedAuthority]) -> Iterator[_Counted]:
    for table in batch.form.tables:
        for field in batch.counted(table):
            if all(field in each.last for each in both):
                now, last = [each.figures[field] for each in both], [each.last[field] for each in both]
                yield _Counted(table, batch.columns[field], now, last)


def _nearer(a: _Counted, b: _Counted) -> tuple[int, int]:
    """How many authorities' two figures are nearer to their own columns of last year, and how many to each other's."""
    straight = crossed = 0
    for now_a, now_b, last_a, last_b in zip(a.now, b.now, a.last, b.last, strict=True):
        more = abs(now_a - last_a) + abs(now_b - last_b) - abs(now_a - last_b) - abs(now_b - last_a)
        straight += more < 0
        crossed += more > 0
    return straight, crossed


def _grown(batch: Comparison, columns: Sequence[_Counted], all_: Sequence[_Counted]) -> Iterator[Question]:
    changes = sorted((sum(each.now) + 1) / (sum(each.last) + 1) for each in all_)
    usual = changes[len(changes) // 2] if changes else 1.0
    for each in columns:
        now, before = sum(each.now), sum(each.last)
        if 1 / _MOST < (now + 1) / (before + 1) / usual < _MOST:
            continue
        chance = beta_binomial.tail_probability(now, now + before, usual / (usual + 1), beta_binomial.LEAST_SPREAD)
        if chance < beta_binomial.threshold(len(all_)):
            says = sentences.grown(each.table.title, each.column.heading, now, before, usual)
            field, label = each.column.field, each.column.heading
            yield _question(batch, QuestionKind.GROWN, field, label, (each,), says, surprise(chance, len(all_)))


def _question(
    batch: Comparison, asks: QuestionKind, subject: str, label: str, columns: Sequence[_Counted], says: str, how: float
) -> Question:
    bound = [
        QuestionFigure(year, "", f"{each.column.field} in all records", str(sum(counts)))
        for each in columns
        for year, counts in ((batch.year, each.now), (batch.earlier[0], each.last))
    ]
    return Question(batch.year, asks, (), (), subject, label, tuple(bound), says, how, batch.year_place)


def _few(batch: Comparison, count: int) -> Question:
    last = batch.earlier[0]
    said_ = sentences.few_compared(len(batch.authorities), count, last)
    values: Mapping[str, int] = {batch.year: len(batch.authorities), last: count}
    bound = tuple(QuestionFigure(year, "", "authorities", str(number)) for year, number in values.items())
    return Question(
        batch.year, QuestionKind.NOT_COMPARED, (), (), last, "Authorities", bound, said_, 9.0, batch.year_place
    )
