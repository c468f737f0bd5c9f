"""Conditions of accepted.yaml: read from their text, and evaluated for a letter's values.

`contact.name is absent and figures.received.total > 60 or authority.kind is 'London Boroughs'`: alternatives with "or"
between them, each of clauses that must all be true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...faults import nearest
from ..values import Value, Values, as_number, figure, format_value

_CLAUSE = re.compile(
    r"(?P<field>[\w.]+) (?:is (?P<there>present|absent|(?:not )?a number)"
    r"|(?P<test>is not|is|>=|<=|>|<) (?:'(?P<text>(?:[^']|'')*)'|(?P<number>-?\d+)|(?P<truth>true|false)"
    r"|(?P<other>\w+(?:\.\w+)+))"
    r"|is (?P<limit>at least|at most) (?P<least>\d+)"  # as before version 1.1, like a text without quotation marks
    r"|(?P<equal>is not|is) (?P<plain>(?!'|present\b|absent\b|a number\b)\S.*?))"
    r"(?=(?P<joint> and | or )[\w.]+ (?:is|[<>])|$)"
)
TESTS = ("present", "absent", "a number", "not a number", "at least", "at most", "true", "false")
_NUMBER = " 0123456789"  # after "at least"
_LIMITS = {"at least": ">=", "at most": "<="}


@dataclass(frozen=True, slots=True)
class OtherField:
    """A field that another one is compared with: `OtherField("figures.decided.not_upheld")`."""

    field: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One test of one field: `Clause("contact.name", "absent")`, `Clause("figures.received.total", ">", 60)`.

    `test` is "present", "absent", "a number", "not a number", "is", "is not", ">", ">=", "<" or "<=";
    compared with a number or with another field, a field counts as a number.
    """

    field: str
    test: str
    operand: str | int | OtherField = ""

    def holds(self, values: Values) -> bool:
        """True if the letter's values pass the test; a count of 0 is present."""
        value = values.get(self.field, "")
        if self.test in ("a number", "not a number"):
            return (figure(value) is not None) is (self.test == "a number")
        if self.test in ("present", "absent"):
            return (value != "" and value is not False) is (self.test == "present")
        if isinstance(self.operand, str):
            return (as_condition_text(value) == self.operand) is (self.test == "is")
        other = self.operand
        limit = as_number(values.get(other.field, "")) if isinstance(other, OtherField) else other
        number = as_number(value)
        return {
            "is": number == limit,
            "is not": number != limit,
            ">": number > limit,
            ">=": number >= limit,
            "<": number < limit,
            "<=": number <= limit,
        }[self.test]

    def fields(self) -> Iterator[str]:
        """The fields that it asks about."""
        yield self.field
        if isinstance(self.operand, OtherField):
            yield self.operand.field

    def __str__(self) -> str:
        if self.test in ("present", "absent", "a number", "not a number"):
            return f"{self.field} is {self.test}"
        if isinstance(self.operand, OtherField):
            return f"{self.field} {self.test} {self.operand.field}"
        if isinstance(self.operand, int) or self.operand in ("true", "false"):
            return f"{self.field} {self.test} {self.operand}"
        quoted = self.operand.replace("'", "''")
        return f"{self.field} {self.test} '{quoted}'"


Condition = tuple[tuple[Clause, ...], ...]  # alternatives; none for what every letter has


def as_condition_text(value: Value) -> str:
    """A value as it is compared with a text: "true", "10", "District Councils"."""
    return str(value).lower() if isinstance(value, bool) else format_value(value)


def holds(when: Condition, values: Values) -> bool:
    """True if every clause of one alternative is true; a condition without alternatives always is."""
    return not when or any(all(clause.holds(values) for clause in each) for each in when)


def text(when: Condition) -> str:
    """A condition as it is written: "contact.name is absent"."""
    return " or ".join(" and ".join(map(str, each)) for each in when)


def parse(words: str, known: Collection[str] | None) -> Condition | None:
    """Reads a condition, "contact.name is absent"; None if it isn't one, or names a field that isn't `known`.

    With None for `known`, it may name any field. A text without quotation marks that is nearly a test, "presnt", is refused.
    """
    alternatives: list[list[Clause]] = [[]]
    at = 0
    while at < len(words) or at == 0:
        match = _CLAUSE.match(words, at)
        if match is None or _is_mistyped(match):
            return None
        clause = _clause(match)
        if known is not None and any(field not in known for field in clause.fields()):
            return None
        alternatives[-1].append(clause)
        at = match.end() + len(match["joint"] or "")
        if match["joint"] == " or ":
            alternatives.append([])
    return tuple(map(tuple, alternatives))


def mistyped(words: str) -> str:
    """What is nearly a test in a condition, "presnt"; "" for nothing."""
    found = (match["plain"].rstrip(_NUMBER) for match in _CLAUSE.finditer(words) if _is_mistyped(match))
    return next(found, "")


def _is_mistyped(match: re.Match[str]) -> bool:
    return match["plain"] is not None and nearest(match["plain"].rstrip(_NUMBER), TESTS) is not None


def _clause(match: re.Match[str]) -> Clause:
    field = match["field"]
    if match["there"]:
        return Clause(field, match["there"])
    if match["number"]:
        return Clause(field, match["test"], int(match["number"]))
    if match["other"]:
        return Clause(field, match["test"], OtherField(match["other"]))
    if match["text"] is not None:
        return Clause(field, match["test"], match["text"].replace("''", "'"))
    if match["limit"]:
        return Clause(field, _LIMITS[match["limit"]], int(match["least"]))
    return Clause(field, match["test"] or match["equal"], match["truth"] or match["plain"])
