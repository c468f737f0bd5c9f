"""A question: something odd in a year's figures or contacts that a person should answer for, and that stops nothing."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..faults import Kind, Place

QUESTION_OPEN = Kind("figures.question_open", "is open: {question}")

_MOST_CODES = 6  # of more the first, their number and a digest
_MOST = 50.0  # beyond any doubt; chances so small are no longer told apart


class QuestionKind(StrEnum):
    """What is asked, one name for each kind of question; how each is said stands in `said`."""

    NATIONAL = "national"
    NOT_COMPARED = "not_compared"
    EXCHANGED = "exchanged"
    GROWN = "grown"
    RULE = "rule"
    LAST_YEARS_TABLE = "last_years_table"
    SAME_ROW = "same_row"
    LAST_YEARS_ROW = "last_years_row"
    ZERO = "zero"
    SWAPPED = "swapped"
    JUMP = "jump"
    UNLIKE = "unlike"
    SHARED_CONTACT = "shared_contact"
    OTHER_CONTACT = "other_contact"


@dataclass(frozen=True, slots=True)
class QuestionFigure:
    """One value that is asked about: `Figure("2018", "E07000111", "received.housing", "61")`.

    `code` is "" for a figure of all authorities together. A contact's name is one too: its field is "contact.name".
    """

    year: str
    code: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a year, with all that was looked at.

    `codes` and `names` are the authorities it is about, none for the national figures; `subject` is a field, a table, a
    rule or "contact". `says` is the whole question in words. `surprise` ranks: how many times rarer than once a year
    chance alone would give it, as a power of ten; 3.0 is once in a thousand years.
    """

    year: str
    kind: QuestionKind
    codes: tuple[str, ...]
    names: tuple[str, ...]
    subject: str
    label: str
    figures: tuple[QuestionFigure, ...]
    text: str
    surprise: float
    place: Place

    @property
    def id(self) -> str:
        """What it asks of which figures, whatever their values: "2018 jump received E07000111"."""
        codes = self.codes
        if len(codes) > _MOST_CODES:
            codes = (*codes[:1], f"+{len(codes) - 1}", hashlib.sha256(" ".join(codes).encode()).hexdigest()[:12])
        return " ".join([self.year, self.kind, self.subject, *codes])

    @property
    def bound_values(self) -> tuple[str, ...]:
        """The values it asks about, ("2018 E07000111 received.housing 61", …): an answer holds for these and no others."""
        said = [(each.year, each.code, each.field, each.value) for each in self.figures]
        return tuple(" ".join(" ".join(filter(None, each)).split()) for each in sorted(said))

    @property
    def values_digest(self) -> str:
        """A digest of those values, "3f9a51c07be2", for where they have no room."""
        return hashlib.sha256("\n".join(self.bound_values).encode()).hexdigest()[:12]

    @property
    def authorities(self) -> str:
        """The authorities it is about, as they are told: "Aldbeck Council, Foxholme Council"."""
        more = len(self.names) - _MOST_CODES
        return ", ".join(self.names[:_MOST_CODES]) + (f" and {more:,} more" if more > 0 else "")


def figures(year: str, code: str, fields: Sequence[str], values: Sequence[object]) -> tuple[QuestionFigure, ...]:
    """Several values of one authority and year."""
    return tuple(QuestionFigure(year, code, field, str(value)) for field, value in zip(fields, values, strict=True))


def surprise(chance: float, comparisons: int) -> float:
    """How surprising it is to find, among so many, one that chance gives so rarely: 3.0 is once in a thousand years."""
    expected = chance * comparisons
    return _MOST if expected <= 10**-_MOST else min(_MOST, -math.log10(expected))
