"""Reconciliation: all records together against the year's national figures, and what would explain a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..edition.tables import Column, Total
from . import sentences
from .comparison import ComparedAuthority, Comparison
from .question import Question, QuestionFigure, QuestionKind
from .year_on_year import swaps

_SURPRISE = 9.0  # no matter of chance: one of the two is wrong
_FEW = 3  # of many figures that would explain a difference, none does


def questions(batch: Comparison) -> Iterator[Question]:
    """Each national figure that the records don't make; a table whose differences are one authority's row is one question."""
    for table in batch.form.tables:
        given = {column.field: column for column in table.columns if column.field in batch.national}
        sums = {field: batch.together(field) for field in given}
        off = {field: sums[field] - batch.national[field] for field in given if sums[field] != batch.national[field]}
        if not off:
            continue
        whose = _row_of(batch, given, off)
        if whose is not None:
            twice = sum(off.values()) > 0
            yield _question(
                batch,
                table.key,
                table.title,
                tuple(off),
                sums,
                sentences.national_row(table.title, whose.name, twice=twice),
            )
            continue
        for field, column in given.items():
            if field in off and not _made_by_parts(column, off):
                explained = _explained(batch, field, off[field])
                says = sentences.national(table.title, column.heading, sums[field], batch.national[field], explained)
                yield _question(batch, field, column.heading, (field,), sums, says)


def _row_of(batch: Comparison, given: Mapping[str, Column], off: Mapping[str, int]) -> ComparedAuthority | None:
    """The one authority whose row makes all differences of a table, where two columns or more differ."""
    if len([field for field in off if not isinstance(given[field].figure, Total)]) < 2:
        return None
    for sign in (1, -1):
        wanted = [sign * off.get(field, 0) for field in given]
        having = [each for each in batch.authorities if [each.figures[field] for field in given] == wanted]
        if len(having) == 1:
            return having[0]
    return None


def _made_by_parts(column: Column, off: Mapping[str, int]) -> bool:
    """True for a total that is off by just what its parts are: they are asked about."""
    if not isinstance(column.figure, Total) or not any(part in off for part in column.figure.parts):
        return False
    return off[column.field] == sum(off.get(part, 0) for part in column.figure.parts)


def _explained(batch: Comparison, field: str, difference: int) -> str:
    """Whose slip would make just this difference, in words: "" where nobody's or too many's would."""
    swapped = [
        (authority.name, authority.figures[field], right)
        for authority in batch.authorities
        for right in swaps(authority.figures[field])
        if authority.figures[field] - right == difference
        and _nearer(right, authority.figures[field], authority.last.get(field))
    ]
    same = [authority.name for authority in batch.authorities if authority.figures[field] == abs(difference)]
    told = []
    if 0 < len(same) <= _FEW:
        told.append(sentences.just_the_difference(same, more=difference > 0))
    if 0 < len(swapped) <= _FEW:
        told.append(sentences.swapped_digits(swapped))
    return "; ".join(told)


def _nearer(right: int, count: int, before: int | None) -> bool:
    """False where last year's figure speaks for the one that stands."""
    return before is None or abs(right - before) < abs(count - before)


def _question(
    batch: Comparison, subject: str, label: str, fields: Sequence[str], sums: Mapping[str, int], says: str
) -> Question:
    bound: list[QuestionFigure] = []
    for field in fields:
        bound += [
            QuestionFigure(batch.year, "", f"{field} nationally", str(batch.national[field])),
            QuestionFigure(batch.year, "", f"{field} in all records", str(sums[field])),
        ]
    place = batch.year_place
    return Question(batch.year, QuestionKind.NATIONAL, (), (), subject, label, tuple(bound), says, _SURPRISE, place)
