"""Rows of figures that are met twice: another authority's, or last year's; a table of nothing else is one question."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..edition.tables import Table
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, Comparison
from .question import Question, QuestionFigure, QuestionKind, figures, surprise

_FEW = 3  # so many rows of last year are asked about one by one
_NEARLY_ALL = 0.9


def questions(batch: Comparison) -> Iterator[Question]:
    """Rows that were copied, by all that chance can say: small counts meet easily, and aren't asked about."""
    tables = [(table, fields) for table in batch.form.tables if (fields := batch.counted(table))]
    if not tables:
        return
    near = _neighbours(batch.authorities)
    many = len(batch.authorities)
    for table, fields in tables:
        rows: dict[tuple[int, ...], list[ComparedAuthority]] = {}
        for authority in batch.authorities:
            rows.setdefault(tuple(authority.figures[field] for field in fields), []).append(authority)
        for row, having in rows.items():
            if len(having) > 1:
                neighbours = any((a.code, b.code) in near for a in having for b in having)
                pairs = (len(near) // 2 if neighbours else many * (many - 1) // 2) * len(tables)
                chance = beta_binomial.repeat_probability(row)
                if chance < beta_binomial.threshold(pairs):
                    yield _same(batch, table, fields, having, chance, pairs, neighbours=neighbours)
        yield from _last_years(batch, table, fields, len(tables))


def _neighbours(authorities: Sequence[ComparedAuthority]) -> set[tuple[str, str]]:
    """The codes of authorities that follow each other in a list by name or by code, both ways round."""
    by_code = sorted(authorities, key=lambda authority: authority.code)
    pairs = [(a.code, b.code) for job in (authorities, by_code) for a, b in pairwise(job)]
    return {each for a, b in pairs for each in ((a, b), (b, a))}


def _same(
    batch: Comparison,
    table: Table,
    fields: Sequence[str],
    having: Sequence[ComparedAuthority],
    chance: float,
    pairs: int,
    *,
    neighbours: bool,
) -> Question:
    names = tuple(authority.name for authority in having)
    bound: list[QuestionFigure] = []
    for authority in having:
        bound += figures(batch.year, authority.code, fields, [authority.figures[field] for field in fields])
    return Question(
        year=batch.year,
        kind=QuestionKind.SAME_ROW,
        codes=tuple(authority.code for authority in having),
        names=names,
        subject=table.key,
        label=table.title,
        figures=tuple(bound),
        text=sentences.same_row(table.title, names, chance, neighbours=neighbours),
        surprise=surprise(chance, pairs),
        place=having[0].place,
    )


def _last_years(batch: Comparison, table: Table, fields: Sequence[str], tables: int) -> Iterator[Question]:
    both = [authority for authority in batch.authorities if all(field in authority.last for field in fields)]
    rows = {authority.code: [authority.figures[field] for field in fields] for authority in both}
    same = [each for each in both if [each.last[field] for field in fields] == rows[each.code]]
    if len(same) > _FEW and len(same) >= _NEARLY_ALL * len(both):
        # Chance may choose which rows differ.
        chosen = math.log(math.comb(len(both), len(same)))
        alike = sum(beta_binomial.log_repeat_probability(rows[each.code]) for each in same)
        chance = math.exp(min(0.0, chosen + alike))
        if chance < beta_binomial.threshold(tables):
            yield _last_years_table(batch, table, fields, len(same), len(both), surprise(chance, tables))
            return
    compared = len(batch.authorities) * tables
    for authority in same:
        row = rows[authority.code]
        if (chance := beta_binomial.repeat_probability(row)) >= beta_binomial.threshold(compared):
            continue
        bound = [
            *figures(batch.year, authority.code, fields, row),
            *figures(batch.earlier[0], authority.code, fields, row),
        ]
        yield Question(
            year=batch.year,
            kind=QuestionKind.LAST_YEARS_ROW,
            codes=(authority.code,),
            names=(authority.name,),
            subject=table.key,
            label=table.title,
            figures=tuple(bound),
            text=sentences.last_years_row(table.title, chance),
            surprise=surprise(chance, compared),
            place=authority.place,
        )


def _last_years_table(
    batch: Comparison, table: Table, fields: Sequence[str], same: int, of: int, how: float
) -> Question:
    """Bound to the sums and to how many rows are last year's: it is open again when a row is mended."""
    sums = [QuestionFigure(batch.year, "", f"{field} in all records", str(batch.together(field))) for field in fields]
    count = QuestionFigure(batch.year, "", f"{table.key}: rows that are those of {batch.earlier[0]}", f"{same} of {of}")
    says = sentences.last_years_table(table.title, same, of)
    return Question(
        batch.year,
        QuestionKind.LAST_YEARS_TABLE,
        (),
        (),
        table.key,
        table.title,
        (*sums, count),
        says,
        how,
        batch.year_place,
    )
