"""Finds the condition of a paragraph that only some letters have: the one that fits exactly, or a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..expected import ExpectedLetter
from ..values import Value
from .accepted import Clause, Condition, as_condition_text, holds, parse_condition

_IDENTITY_FIELDS = ("authority.code", "authority.name")
_PERSONAL_FIELDS = (
    "contact.name",
    "contact.salutation",
    "contact.body",
)  # tested for presence only


@dataclass(frozen=True, slots=True)
class WordingQuestion:
    """A paragraph that only some letters have, and whose condition isn't clear.

    `number` counts the questions from 1; `has` are the authorities whose letters have it, of `of` letters; `fits` are the
    conditions that would fit.
    """

    number: int
    text: str
    has: tuple[str, ...]
    of: int
    fits: tuple[str, ...]


class ConditionFinder:
    """Finds conditions, and collects the questions about paragraphs for which none is clear."""

    def __init__(self, expected_letters: Sequence[ExpectedLetter], answers: Mapping[int, Condition]) -> None:
        self.questions: list[WordingQuestion] = []
        self._expected_letters = expected_letters
        self._answers = answers
        self._number = 0

    def condition(self, text: str, has: Sequence[bool], before: Condition) -> Condition:
        """The condition under which exactly those letters have a text: the earlier one, the one that fits, or the answer."""
        if before and all(
            holds(before, expected.values) is here for expected, here in zip(self._expected_letters, has, strict=True)
        ):
            return before  # even if all letters have it this time
        if all(has):
            return ()
        fits = list(_fits(self._expected_letters, has))
        if len(fits) == 1 and self._unambiguous(fits[0]):
            return (fits[0],)
        self._number += 1
        answer = self._answers.get(self._number, ())
        if answer and all(
            holds(answer, expected.values) is here for expected, here in zip(self._expected_letters, has, strict=True)
        ):
            return answer
        names = tuple(expected.record.name for expected, here in zip(self._expected_letters, has, strict=True) if here)
        self.questions.append(WordingQuestion(self._number, text, names, len(has), tuple(map(str, fits))))
        return ()

    def _unambiguous(self, clause: Clause) -> bool:
        """False for a figure that may fit by chance: a rate, or a threshold without a letter just beyond it."""
        if clause.test not in ("at least", "at most"):
            return not clause.field.startswith("figures.")
        beyond = int(clause.operand) + (-1 if clause.test == "at least" else 1)
        return any(expected.values[clause.field] == beyond for expected in self._expected_letters)


def _fits(expected_letters: Sequence[ExpectedLetter], has: Sequence[bool]) -> Iterator[Clause]:
    """For every field the simplest condition that fits exactly those letters; code and name of the authority are left out."""
    for field in (
        field for field in expected_letters[0].values if not field.startswith(("facts.", "letter.", *_IDENTITY_FIELDS))
    ):
        values = [expected.values[field] for expected in expected_letters]
        for clause in _clauses(field, values, has):
            written = parse_condition(str(clause), (field,)) == (clause,)
            if written and all(
                clause.holds(expected.values) is here for expected, here in zip(expected_letters, has, strict=True)
            ):
                yield clause
                break


def _clauses(field: str, values: Sequence[Value], has: Sequence[bool]) -> Iterator[Clause]:
    inside = [value for value, here in zip(values, has, strict=True) if here]
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        yield Clause(field, "at least", str(min(inside)))
        yield Clause(field, "at most", str(max(inside)))
        return
    yield Clause(field, "present", "")
    yield Clause(field, "absent", "")
    if field in _PERSONAL_FIELDS:
        return
    for value in {as_condition_text(value) for value in inside if value != ""}:
        yield Clause(field, "is", value)
    for value in {
        as_condition_text(value) for value, here in zip(values, has, strict=True) if not here and value != ""
    }:
        yield Clause(field, "is not", value)
