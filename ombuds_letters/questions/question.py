"""A question: something unusual in a year's figures or contacts, which a person should explain. It stops nothing."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ..faults import Kind, Place

QUESTION_OPEN = Kind("figures.question_open", "is open: {question}")

_MOST_CODES = 6  # of more: the first, the number of the others, and a digest
_MAX_SURPRISE = 50.0  # beyond any doubt; smaller probabilities rank the same


class QuestionKind(StrEnum):
    """The kinds of question; their sentences are in `sentences`."""

    NATIONAL = "national"
    AVERAGE = "average"
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
    LEFT_OVER = "left_over"
    LAST_YEARS_FACT = "last_years_fact"
    SAME_CONDITION = "same_condition"


@dataclass(frozen=True, slots=True)
class QuestionFigure:
    """One value that is asked about: `QuestionFigure("2018", "E07000111", "received.housing", "61")`.

    `code` is "" for a figure of all authorities together. A contact's name is a value too, of the field "contact.name".
    """

    year: str
    code: str
    field: str
    value: str


class QuestionText(NamedTuple):
    """A question in words: `QuestionText("Housing is 61, last year 6", "chance … once in 400,000 figures", "is it right?")`.

    `says` is what was found, `chance` how rarely chance alone does the same, "" where that isn't known; `asks` is the question.
    """

    says: str
    chance: str
    asks: str

    @property
    def plain(self) -> str:
        """The question without how rare it is: "Housing is 61, last year 6; is it right?"."""
        return "; ".join(filter(None, (self.says, self.asks)))

    def __str__(self) -> str:
        return "; ".join(filter(None, self))


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a year, with all the values that were compared.

    `codes` and `names` are the authorities it is about, none for the national figures. `subject` is a field, a table, a
    rule or "contact"; `label` is how people call it. `surprise` is the rank: 3.0 for what chance alone gives once in 10^3
    years.
    """

    year: str
    kind: QuestionKind
    codes: tuple[str, ...]
    names: tuple[str, ...]
    subject: str
    label: str
    figures: tuple[QuestionFigure, ...]
    words: QuestionText
    surprise: float
    place: Place

    @property
    def text(self) -> str:
        """The whole question in one sentence."""
        return str(self.words)

    @property
    def id(self) -> str:
        """Its reference, which does not depend on values: "2018 jump received E07000111"."""
        codes = self.codes
        if len(codes) > _MOST_CODES:
            codes = (*codes[:1], f"+{len(codes) - 1}", hashlib.sha256(" ".join(codes).encode()).hexdigest()[:12])
        return " ".join([self.year, self.kind, self.subject, *codes])

    @property
    def bound_values(self) -> tuple[str, ...]:
        """The values it asks about, ("2018 E07000111 received.housing 61", …): an answer is valid for these and no others."""
        values = [(each.year, each.code, each.field, each.value) for each in self.figures]
        return tuple(" ".join(" ".join(filter(None, each)).split()) for each in sorted(values))

    @property
    def values_digest(self) -> str:
        """A short digest of those values, "3f9a51c07be2"."""
        return hashlib.sha256("\n".join(self.bound_values).encode()).hexdigest()[:12]

    @property
    def authorities(self) -> str:
        """The authorities it is about, the first few by name: "Aldbeck Council, Foxholme Council and 5 more"."""
        more = len(self.names) - _MOST_CODES
        return ", ".join(self.names[:_MOST_CODES]) + (f" and {more:,} more" if more > 0 else "")


def figures(year: str, code: str, fields: Sequence[str], values: Sequence[object]) -> tuple[QuestionFigure, ...]:
    """Several values of one authority and year."""
    return tuple(QuestionFigure(year, code, field, str(value)) for field, value in zip(fields, values, strict=True))


def surprise_score(probability: float, comparisons: int) -> float:
    """The rank of the least probable among so many comparisons: 3.0 is once in a thousand years."""
    expected = probability * comparisons
    return _MAX_SURPRISE if expected <= 10**-_MAX_SURPRISE else min(_MAX_SURPRISE, -math.log10(expected))
