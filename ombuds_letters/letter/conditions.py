"""On what condition a letter has a paragraph, from the questions of the templates: as short as they allow.

A condition is a set of alternatives, each a set of clauses that must all be true: `contact.body is present or
contact.name is absent`. Written as accepted.yaml has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from .traced import TemplateQuestion, ValuePath

_OPPOSITE = {
    "present": "absent", "absent": "present", "a number": "not a number", "not a number": "a number",
    "is": "is not", "is not": "is",
    ">": "<=", "<=": ">", ">=": "<", "<": ">=",
}  # fmt: skip
_MOST = 64  # alternatives of one condition


@dataclass(frozen=True, slots=True)
class TemplateClause:
    """A question with its answer: `TemplateClause("figures.received.total", "<=", 60)`, for "no" to "> 60".

    `asked` counts the questions of the templates; clauses are written in its order.
    """

    path: str
    test: str
    operand: str | int | ValuePath = ""
    asked: int = field(default=0, compare=False)

    @classmethod
    def of(cls, question: TemplateQuestion, *, answer: bool, asked: int = 0) -> TemplateClause:
        """The clause that a question's answer makes."""
        test = question.test if answer else _OPPOSITE[question.test]
        return cls(question.path, test, question.operand, asked)

    @property
    def opposite(self) -> TemplateClause:
        """The clause that is true where this one isn't."""
        return TemplateClause(self.path, _OPPOSITE[self.test], self.operand, self.asked)

    def implies(self, other: TemplateClause) -> bool:
        """True if the other clause is true of every letter that this one is true of."""
        if self.path != other.path:
            return False
        if self == other:
            return True
        if isinstance(self.operand, int) and isinstance(other.operand, int):
            return _implied(self, other)
        if self.test == "is" and isinstance(self.operand, str):
            return other.test == "present" or (other.test == "is not" and other.operand != self.operand)
        return self.test == "absent" and other.test == "is not" and isinstance(other.operand, str)

    def allows(self, count: int) -> bool:
        """True of a count that is as a clause asks that compares with a number."""
        least, most = _bounds(self)
        return least <= count <= most and (self.test != "is not" or count != self.operand)

    def __str__(self) -> str:
        if self.test in ("present", "absent", "a number", "not a number"):
            return f"{self.path} is {self.test}"
        if isinstance(self.operand, ValuePath):
            operand = self.operand.path
        else:
            operand = _quoted(self.operand) if isinstance(self.operand, str) else str(self.operand)
        return f"{self.path} {self.test} {operand}"


Alternative = frozenset[TemplateClause]
TemplateCondition = frozenset[Alternative]  # true if all clauses of one alternative are

ALWAYS: TemplateCondition = frozenset({frozenset()})
NEVER: TemplateCondition = frozenset()


class TooMany(Exception):
    """A condition has more alternatives than anybody could read."""


def of(question: TemplateQuestion, *, answer: bool, asked: int) -> TemplateCondition:
    """The condition that a question has an answer; `asked` counts the questions."""
    return frozenset({frozenset({TemplateClause.of(question, answer=answer, asked=asked)})})


def either(one: TemplateCondition, other: TemplateCondition) -> TemplateCondition:
    """True if one of two conditions is."""
    return _shortest(one | other)


def both(one: TemplateCondition, other: TemplateCondition) -> TemplateCondition:
    """True if two conditions are."""
    return _shortest(first | second for first in one for second in other)


def opposite(condition: TemplateCondition) -> TemplateCondition:
    """True where a condition isn't."""
    found = ALWAYS
    for alternative in condition:
        found = both(found, frozenset(frozenset({clause.opposite}) for clause in alternative))
    return found


def text(condition: TemplateCondition) -> str:
    """A condition in words, "contact.name is absent and contact.body is present"; "" for one that is always true."""
    ordered = sorted((_ordered(each) for each in condition), key=lambda each: [_order(clause) for clause in each])
    return " or ".join(" and ".join(map(str, each)) for each in ordered)


def _order(clause: TemplateClause) -> tuple[int, str]:
    return clause.asked, str(clause)


def _ordered(alternative: Alternative) -> list[TemplateClause]:
    return sorted(alternative, key=_order)


def _quoted(operand: str) -> str:
    doubled = operand.replace("'", "''")
    return f"'{doubled}'"


def _bounds(clause: TemplateClause) -> tuple[float, float]:
    """The least and the greatest whole number that a clause allows: (61, inf) for "> 60"."""
    limit = int(clause.operand)  # type: ignore[arg-type]
    return {
        ">": (limit + 1, float("inf")),
        ">=": (limit, float("inf")),
        "<": (float("-inf"), limit - 1),
        "<=": (float("-inf"), limit),
        "is": (limit, limit),
    }.get(clause.test, (float("-inf"), float("inf")))


def _implied(one: TemplateClause, other: TemplateClause) -> bool:
    least, most = _bounds(one)
    if other.test == "is not":
        return one.test != "is not" and not least <= int(other.operand) <= most  # type: ignore[arg-type]
    if one.test == "is not":
        return False
    low, high = _bounds(other)
    return low <= least and most <= high


def _shortest(alternatives: Iterable[Alternative]) -> TemplateCondition:
    """The same condition without clauses and alternatives that add nothing."""
    found: set[Alternative] = set()
    for each in alternatives:
        if not any(one.implies(other.opposite) for one in each for other in each):  # else never true
            found.add(_without_implied(each))
        if len(found) > _MOST:
            raise TooMany
    key = cache(_key)
    changed = True
    while changed:
        changed = False
        ordered = sorted(found, key=key)
        for one in tuple(ordered):
            for other in tuple(ordered):
                if one == other or not {one, other} <= found:
                    continue
                shorter = _combined(one, other)
                if shorter is not None:
                    found -= {one, other}
                    found |= shorter
                    changed = True
            if changed:
                ordered = sorted(found, key=key)
    return frozenset(found)


def _combined(one: Alternative, other: Alternative) -> set[Alternative] | None:
    """Two alternatives as fewer or shorter ones; None if they are as short as can be."""
    if all(any(clause.implies(wanted) for clause in other) for wanted in one):
        return {one}  # whatever the other is true of, this one is
    for clause in one:
        rest = other - {clause.opposite}
        if len(rest) < len(other) and all(any(each.implies(wanted) for each in rest) for wanted in one - {clause}):
            return {one, _without_implied(rest)}  # a or (not a and b): the second needs no "not a"
    return None


def _without_implied(alternative: Alternative) -> Alternative:
    kept: list[TemplateClause] = []
    for clause in _ordered(alternative):
        others = [each for each in alternative if each != clause]
        if not any(each.implies(clause) and not (clause.implies(each) and each not in kept) for each in others):
            kept.append(clause)
    return frozenset(kept)


def _key(alternative: Alternative) -> tuple[int, list[str]]:
    return len(alternative), [str(each) for each in _ordered(alternative)]
