"""Conditions of the templates that have the same answer in every letter of a complete year: then one wording is never used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..letter import Templates
from ..records.roster import LetterJob
from . import sentences
from .question import Question, QuestionFigure, QuestionKind

_RANK = 3.0  # among the probabilities; a slip in a threshold changes many letters


def questions(templates: Templates, letter_jobs: Sequence[LetterJob]) -> Iterator[Question]:
    """A question for each condition that is true of all letters, or of none, or excluded by those around it.

    Whether something is there at all isn't asked about: a year may well have no contact without a name, no successor, no
    correction, no kind without an average.
    """
    year = templates.edition.year
    for condition in templates.asked([(job.record, job.contact) for job in letter_jobs]):
        if len(set(condition.answers)) != 1 or condition.asks_whether_there:
            continue
        answer = condition.answers[0]
        subject = "".join(condition.text.split())
        bound = (QuestionFigure(year, "", subject, "always" if answer else "never"),)
        words = sentences.same_condition(condition.text, len(letter_jobs), answer=answer)
        yield Question(
            year, QuestionKind.SAME_CONDITION, (), (), subject, "Condition", bound, words, _RANK, condition.place
        )
    for each in templates.contradictions():
        subject = "".join(f"{each.text}within{each.known}".split())
        bound = (QuestionFigure(year, "", subject, "never"),)
        words = sentences.contradiction(each.text, each.known)
        yield Question(year, QuestionKind.SAME_CONDITION, (), (), subject, "Condition", bound, words, _RANK, each.place)
