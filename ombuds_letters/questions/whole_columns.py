"""Whole columns against last year: exchanged, of another year, or of other authorities.

Comparing each authority with the others misses what is wrong with all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..edition.tables import Column, Table
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, YearComparison
from .question import Question, QuestionFigure, QuestionKind, QuestionText, surprise_score

_MAX_GROWTH = 1.5  # a column may grow or shrink by this factor beside the others


@dataclass(frozen=True, slots=True)
class _CountedColumn:
    """A column that was counted in both years, with the figures of each, in the order of the authorities."""

    table: Table
    column: Column
    now: list[int]
    last: list[int]


def questions(comparison: YearComparison) -> Iterator[Question]:
    """Columns that differ as a whole from last year's, if enough authorities have both years."""
    both = [authority for authority in comparison.authorities if authority.last]
    if comparison.authorities and 2 * len(both) < len(comparison.authorities) and comparison.earlier_years:
        yield _few(comparison, len(both))
    if len(both) < beta_binomial.MIN_CELLS:
        return
    columns = list(_counted(comparison, both))
    exchanged: set[str] = set()
    pairs = [(a, b) for a, b in combinations(columns, 2) if a.table is b.table]
    for a, b in pairs:
        straight, crossed = _nearer(a, b)
        probability = beta_binomial.tail_probability(crossed, straight + crossed, 0.5, beta_binomial.MIN_OVERDISPERSION)
        if crossed > straight and probability < beta_binomial.threshold(len(pairs)):
            one, other = a.column, b.column
            exchanged |= {one.field, other.field}
            words = sentences.exchanged(a.table.title, one.heading, other.heading, crossed, straight + crossed)
            subject, label = f"{one.field}-{other.key}", f"{one.heading}; {other.heading}"
            yield _question(
                comparison,
                QuestionKind.EXCHANGED,
                subject,
                label,
                (a, b),
                words,
                surprise_score(probability, len(pairs)),
            )
    yield from _grown(comparison, [each for each in columns if each.column.field not in exchanged], columns)


def _counted(comparison: YearComparison, both: Sequence[ComparedAuthority]) -> Iterator[_CountedColumn]:
    for table in comparison.table_spec.tables:
        for field in comparison.counted_fields(table):
            if all(field in each.last for each in both):
                now, last = [each.figures[field] for each in both], [each.last[field] for each in both]
                yield _CountedColumn(table, comparison.columns[field], now, last)


def _nearer(a: _CountedColumn, b: _CountedColumn) -> tuple[int, int]:
    """How many authorities' two figures are nearer to their own columns of last year, and how many to each other's."""
    straight = crossed = 0
    for now_a, now_b, last_a, last_b in zip(a.now, b.now, a.last, b.last, strict=True):
        more = abs(now_a - last_a) + abs(now_b - last_b) - abs(now_a - last_b) - abs(now_b - last_a)
        straight += more < 0
        crossed += more > 0
    return straight, crossed


def _grown(
    comparison: YearComparison, columns: Sequence[_CountedColumn], all_: Sequence[_CountedColumn]
) -> Iterator[Question]:
    changes = sorted((sum(each.now) + 1) / (sum(each.last) + 1) for each in all_)
    usual = changes[len(changes) // 2] if changes else 1.0
    for each in columns:
        now, before = sum(each.now), sum(each.last)
        if 1 / _MAX_GROWTH < (now + 1) / (before + 1) / usual < _MAX_GROWTH:
            continue
        probability = beta_binomial.tail_probability(
            now, now + before, usual / (usual + 1), beta_binomial.MIN_OVERDISPERSION
        )
        if probability < beta_binomial.threshold(len(all_)):
            words = sentences.grown(each.table.title, each.column.heading, now, before, usual)
            field, label = each.column.field, each.column.heading
            yield _question(
                comparison, QuestionKind.GROWN, field, label, (each,), words, surprise_score(probability, len(all_))
            )


def _question(
    comparison: YearComparison,
    kind: QuestionKind,
    subject: str,
    label: str,
    columns: Sequence[_CountedColumn],
    words: QuestionText,
    score: float,
) -> Question:
    bound = [
        QuestionFigure(year, "", f"{each.column.field} in all records", str(sum(counts)))
        for each in columns
        for year, counts in ((comparison.year, each.now), (comparison.earlier_years[0], each.last))
    ]
    return Question(comparison.year, kind, (), (), subject, label, tuple(bound), words, score, comparison.year_place)


def _few(comparison: YearComparison, count: int) -> Question:
    last = comparison.earlier_years[0]
    said_ = sentences.few_compared(len(comparison.authorities), count, last)
    values: Mapping[str, int] = {comparison.year: len(comparison.authorities), last: count}
    bound = tuple(QuestionFigure(year, "", "authorities", str(number)) for year, number in values.items())
    return Question(
        comparison.year,
        QuestionKind.NOT_COMPARED,
        (),
        (),
        last,
        "Authorities",
        bound,
        said_,
        9.0,
        comparison.year_place,
    )
