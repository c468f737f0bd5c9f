"""On which condition a paragraph stands that only some letters have: the one that fits them exactly, or a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..expected import ExpectedLetter
from ..values import Value
from .accepted import Clause, Condition, as_condition_text, holds, parsed

_WHO = ("authority.code", "authority.name")
_NAMED = ("contact.name", "contact.salutation", "contact.body")  # there or not, but never one of them


@dataclass(frozen=True, slots=True)
class WordingQuestion:
    """A paragraph that only some letters have, and whose condition isn't clear: the letters that have it, and what fits.

    `number` counts the questions from 1.
    """

    number: int
    text: str
    has: tuple[str, ...]
    of: int
    fits: tuple[str, ...]


class ConditionFinder:
    """Conditions found for paragraphs that only some letters have, and the questions where none is clear."""

    def __init__(self, cases: Sequence[ExpectedLetter], answers: Mapping[int, Condition]) -> None:
        self.questions: list[WordingQuestion] = []
        self._cases = cases
        self._answers = answers
        self._number = 0

    def condition(self, text: str, has: Sequence[bool], before: Condition) -> Condition:
        """The condition on which exactly those letters have a text: what held before, the one that fits, or the answer."""
        if before and all(holds(before, case.values) is here for case, here in zip(self._cases, has, strict=True)):
            return before  # also where all letters of this batch have it
        if all(has):
            return ()
        fits = list(_fits(self._cases, has))
        if len(fits) == 1 and self._unambiguous(fits[0]):
            return (fits[0],)
        self._number += 1
        answer = self._answers.get(self._number, ())
        if answer and all(holds(answer, case.values) is here for case, here in zip(self._cases, has, strict=True)):
            return answer
        names = tuple(case.record.name for case, here in zip(self._cases, has, strict=True) if here)
        self.questions.append(WordingQuestion(self._number, text, names, len(has), tuple(map(str, fits))))
        return ()

    def _unambiguous(self, clause: Clause) -> bool:
        """False for a figure that may fit by chance: a rate, or a threshold with no count next to it on the other side."""
        if clause.test not in ("at least", "at most"):
            return not clause.field.startswith("figures.")
        beyond = int(clause.operand) + (-1 if clause.test == "at least" else 1)
        return any(case.values[clause.field] == beyond for case in self._cases)


def _fits(cases: Sequence[ExpectedLetter], has: Sequence[bool]) -> Iterator[Clause]:
    """Of every field the plainest condition that holds for exactly those letters; who a letter is for is no condition."""
    for field in (field for field in cases[0].values if not field.startswith(("facts.", "letter.", *_WHO))):
        values = [case.values[field] for case in cases]
        for clause in _clauses(field, values, has):
            written = parsed(str(clause), (field,)) == (clause,)
            if written and all(clause.holds(case.values) is here for case, here in zip(cases, has, strict=True)):
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
    if field in _NAMED:
        return
    for value in {as_condition_text(value) for value in inside if value != ""}:
        yield Clause(field, "is", value)
    for value in {
        as_condition_text(value) for value, here in zip(values, has, strict=True) if not here and value != ""
    }:
        yield Clause(field, "is not", value)
