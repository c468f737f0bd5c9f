"""Rows of figures that occur twice: in another authority's record, or last year. A whole table of them is one question."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..edition.tables import Table
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, YearComparison
from .question import Question, QuestionFigure, QuestionKind, figures, surprise_score

_FEW_ROWS = 3  # up to so many of last year's rows are asked about one by one
_NEARLY_ALL = 0.9


def questions(comparison: YearComparison) -> Iterator[Question]:
    """Rows that chance would hardly repeat; rows of small counts repeat easily, and aren't asked about."""
    tables = [(table, fields) for table in comparison.table_spec.tables if (fields := comparison.counted_fields(table))]
    if not tables:
        return
    adjacent = _adjacent(comparison.authorities)
    many = len(comparison.authorities)
    for table, fields in tables:
        rows: dict[tuple[int, ...], list[ComparedAuthority]] = {}
        for authority in comparison.authorities:
            rows.setdefault(tuple(authority.figures[field] for field in fields), []).append(authority)
        for row, having in rows.items():
            if len(having) > 1:
                neighbours = any((a.code, b.code) in adjacent for a in having for b in having)
                pairs = (len(adjacent) // 2 if neighbours else many * (many - 1) // 2) * len(tables)
                probability = beta_binomial.repeat_probability(row)
                if probability < beta_binomial.threshold(pairs):
                    yield _same(comparison, table, fields, having, probability, pairs, neighbours=neighbours)
        yield from _last_years(comparison, table, fields, len(tables))


def _adjacent(authorities: Sequence[ComparedAuthority]) -> set[tuple[str, str]]:
    """The codes of authorities that are adjacent in a list by name or by code, both ways round."""
    by_code = sorted(authorities, key=lambda authority: authority.code)
    pairs = [(a.code, b.code) for ordered in (authorities, by_code) for a, b in pairwise(ordered)]
    return {each for a, b in pairs for each in ((a, b), (b, a))}


def _same(
    comparison: YearComparison,
    table: Table,
    fields: Sequence[str],
    having: Sequence[ComparedAuthority],
    probability: float,
    pairs: int,
    *,
    neighbours: bool,
) -> Question:
    names = tuple(authority.name for authority in having)
    bound: list[QuestionFigure] = []
    for authority in having:
        bound += figures(comparison.year, authority.code, fields, [authority.figures[field] for field in fields])
    return Question(
        year=comparison.year,
        kind=QuestionKind.SAME_ROW,
        codes=tuple(authority.code for authority in having),
        names=names,
        subject=table.key,
        label=table.title,
        figures=tuple(bound),
        words=sentences.same_row(table.title, names, probability, neighbours=neighbours),
        surprise=surprise_score(probability, pairs),
        place=having[0].place,
    )


def _last_years(comparison: YearComparison, table: Table, fields: Sequence[str], tables: int) -> Iterator[Question]:
    both = [authority for authority in comparison.authorities if all(field in authority.last for field in fields)]
    rows = {authority.code: [authority.figures[field] for field in fields] for authority in both}
    same = [each for each in both if [each.last[field] for field in fields] == rows[each.code]]
    if len(same) > _FEW_ROWS and len(same) >= _NEARLY_ALL * len(both):
        # Any of the rows may be those that differ.
        log_choices = math.log(math.comb(len(both), len(same)))
        log_repeats = sum(beta_binomial.log_repeat_probability(rows[each.code]) for each in same)
        probability = math.exp(min(0.0, log_choices + log_repeats))
        if probability < beta_binomial.threshold(tables):
            yield _last_years_table(
                comparison, table, fields, len(same), len(both), surprise_score(probability, tables)
            )
            return
    compared = len(comparison.authorities) * tables
    for authority in same:
        row = rows[authority.code]
        if (probability := beta_binomial.repeat_probability(row)) >= beta_binomial.threshold(compared):
            continue
        bound = [
            *figures(comparison.year, authority.code, fields, row),
            *figures(comparison.earlier_years[0], authority.code, fields, row),
        ]
        yield Question(
            year=comparison.year,
            kind=QuestionKind.LAST_YEARS_ROW,
            codes=(authority.code,),
            names=(authority.name,),
            subject=table.key,
            label=table.title,
            figures=tuple(bound),
            words=sentences.last_years_row(table.title, probability),
            surprise=surprise_score(probability, compared),
            place=authority.place,
        )


def _last_years_table(
    comparison: YearComparison, table: Table, fields: Sequence[str], same: int, of: int, score: float
) -> Question:
    """One question for the table; its answer is valid until a sum or the number of repeated rows changes."""
    sums = [
        QuestionFigure(comparison.year, "", f"{field} in all records", str(comparison.sum_over_all(field)))
        for field in fields
    ]
    count = QuestionFigure(
        comparison.year, "", f"{table.key}: rows that are those of {comparison.earlier_years[0]}", f"{same} of {of}"
    )
    words = sentences.last_years_table(table.title, same, of)
    return Question(
        comparison.year,
        QuestionKind.LAST_YEARS_TABLE,
        (),
        (),
        table.key,
        table.title,
        (*sums, count),
        words,
        score,
        comparison.year_place,
    )
