"""Averages that year.yaml states, compared with those that the year's own records make."""

from __future__ import annotations

from collections.abc import Iterator

from ..edition import Edition
from ..faults import Place
from ..records import averages
from ..records.roster import Roster
from . import sentences
from .question import Question, QuestionFigure, QuestionKind

_SURPRISE = 6.0  # high: one of the two is wrong, or they are averages of something else


def questions(edition: Edition, roster: Roster, year_place: Place) -> Iterator[Question]:
    """Each stated average that differs from the one that all records of a complete year make."""
    rules = edition.table_spec.averages
    if rules is None or not edition.complete or roster.faults:
        return
    columns = {column.field: column for column in edition.table_spec.columns()}
    for kind, stated in edition.stated_averages.items():
        rows = [record.figures for record in roster.records if record.kind == kind]
        for field, text in stated.items():
            found = averages.calculated(columns[field], rules, rows)
            if found is None or found.text == text:
                continue
            title = edition.kinds[kind].title
            bound = (
                QuestionFigure(edition.year, "", f"averages.{kind}.{field}", text),
                QuestionFigure(edition.year, "", f"averages.{kind}.{field} in all records", found.text),
            )
            words = sentences.stated_average(columns[field].heading, title, text, found.text, found.authorities)
            subject, heading = f"{kind}.{field}", columns[field].heading
            yield Question(
                edition.year, QuestionKind.AVERAGE, (), (), subject, heading, bound, words, _SURPRISE, year_place
            )
