"""Compares the sums of all records with the national figures, and looks for what explains a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..edition.tables import Column, Total
from . import sentences
from .comparison import ComparedAuthority, YearComparison
from .question import Question, QuestionFigure, QuestionKind, QuestionText
from .year_on_year import digit_swaps

_SURPRISE = 9.0  # high: one of the two is certainly wrong
_FEW = 3  # a difference with more possible explanations is not explained


def questions(comparison: YearComparison) -> Iterator[Question]:
    """Each national figure that differs; if a table's differences are one authority's row, that is one question."""
    for table in comparison.table_spec.tables:
        given = {column.field: column for column in table.columns if column.field in comparison.national}
        sums = {field: comparison.sum_over_all(field) for field in given}
        off = {
            field: sums[field] - comparison.national[field]
            for field in given
            if sums[field] != comparison.national[field]
        }
        if not off:
            continue
        authority = _authority_of_difference(comparison, given, off)
        if authority is not None:
            twice = sum(off.values()) > 0
            yield _question(
                comparison,
                table.key,
                table.title,
                tuple(off),
                sums,
                sentences.national_row(table.title, authority.name, twice=twice),
            )
            continue
        for field, column in given.items():
            if field in off and not _made_by_parts(column, off):
                explained = _explained(comparison, field, off[field])
                words = sentences.national(
                    table.title, column.heading, sums[field], comparison.national[field], explained
                )
                yield _question(comparison, field, column.heading, (field,), sums, words)


def _authority_of_difference(
    comparison: YearComparison, given: Mapping[str, Column], off: Mapping[str, int]
) -> ComparedAuthority | None:
    """The one authority whose row is exactly the differences of a table with at least two columns that differ."""
    if len([field for field in off if not isinstance(given[field].figure, Total)]) < 2:
        return None
    for sign in (1, -1):
        wanted = [sign * off.get(field, 0) for field in given]
        matching = [each for each in comparison.authorities if [each.figures[field] for field in given] == wanted]
        if len(matching) == 1:
            return matching[0]
    return None


def _made_by_parts(column: Column, off: Mapping[str, int]) -> bool:
    """True for a total that differs by exactly as much as its parts, which are asked about."""
    if not isinstance(column.figure, Total) or not any(part in off for part in column.figure.parts):
        return False
    return off[column.field] == sum(off.get(part, 0) for part in column.figure.parts)


def _explained(comparison: YearComparison, field: str, difference: int) -> str:
    """Which authority's slip would make exactly this difference, in words; "" for none or too many."""
    swapped = [
        (authority.name, authority.figures[field], right)
        for authority in comparison.authorities
        for right in digit_swaps(authority.figures[field])
        if authority.figures[field] - right == difference
        and _nearer(right, authority.figures[field], authority.last.get(field))
    ]
    same = [authority.name for authority in comparison.authorities if authority.figures[field] == abs(difference)]
    explanations = []
    if 0 < len(same) <= _FEW:
        explanations.append(sentences.just_the_difference(same, more=difference > 0))
    if 0 < len(swapped) <= _FEW:
        explanations.append(sentences.swapped_digits(swapped))
    return "; ".join(explanations)


def _nearer(right: int, count: int, before: int | None) -> bool:
    """True if the corrected count is nearer to last year's, or there is none."""
    return before is None or abs(right - before) < abs(count - before)


def _question(
    comparison: YearComparison,
    subject: str,
    label: str,
    fields: Sequence[str],
    sums: Mapping[str, int],
    words: QuestionText,
) -> Question:
    bound: list[QuestionFigure] = []
    for field in fields:
        bound += [
            QuestionFigure(comparison.year, "", f"{field} nationally", str(comparison.national[field])),
            QuestionFigure(comparison.year, "", f"{field} in all records", str(sums[field])),
        ]
    place = comparison.year_place
    return Question(
        comparison.year, QuestionKind.NATIONAL, (), (), subject, label, tuple(bound), words, _SURPRISE, place
    )
