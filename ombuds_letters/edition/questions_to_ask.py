"""Questions that councillors may ask about an authority's figures: `templates/YEAR/questions-to-ask.yaml`.

Each has conditions about figures; the site asks it on the pages of the authorities that satisfy all of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter

from ..faults import Fault, Faults, Kind, suggest
from ..formats import left_over, yaml_reader
from ..formats.fields import Fields
from ..formats.nodes import Node
from .edition import QUESTIONS_TO_ASK, Edition
from .tables_file import UNKNOWN_COLUMN, key_of

ASKED_SHARE = Kind("asked.share", 'is "{found}"; write a share of the average as "1/3", or 0 for any difference')
ASKED_SLOT = Kind(
    "asked.slot", 'is "{found}"; write {{figure}} and {{average}} for the two figures, and no other braces'
)
ASKED_NEVER = Kind(
    "asked.never", 'is "{found}", more than at_most, "{most}", so that nobody is asked; correct one of the two'
)
ASKED_NOTHING = Kind("asked.nothing", "has no condition; write at_least, at_most, above_average or below_average")

_SHARE = re.compile(r"(0)|([1-9]\d?)/([1-9]\d?)")
_SLOTS = frozenset({"figure", "average"})
_SLOT = re.compile("|".join(rf"\{{{slot}\}}" for slot in sorted(_SLOTS)))


@dataclass(frozen=True, slots=True)
class FigureCondition:
    """A condition about a figure, in each of `years` years, this one included; a limit that is None asks nothing.

    Limits of a rate are in its own unit, such as per cent. `above_average` is by what share of the average of its kind the
    figure must be above it, at least: 1/3; `below_average` likewise.
    """

    field: str
    at_least: int | None
    at_most: int | None
    above_average: Fraction | None
    below_average: Fraction | None
    years: int


@dataclass(frozen=True, slots=True)
class QuestionToAsk:
    """A question: its text, in which {figure} and {average} are those of the first condition."""

    key: str
    when: tuple[FigureCondition, ...]
    ask: str


def read(edition: Edition) -> tuple[QuestionToAsk, ...]:
    """The questions of an edition; none where it has no such file.

    Raises: Faults.
    """
    content = edition.file(QUESTIONS_TO_ASK)
    if content is None:
        return ()
    path = edition.place(QUESTIONS_TO_ASK).path
    text, faults = yaml_reader.text(content, path)
    node = None
    if not faults:
        node, faults = yaml_reader.document(text, path)
    found: list[QuestionToAsk] = []
    if node is not None:
        fields = Fields(node, "", faults)
        known = tuple(column.field for column in edition.table_spec.columns())
        for name, item in fields.items("questions", filled=True):
            found.append(_question(Fields(item, name, faults), {each.key for each in found}, known))
        fields.report_unknown()
    if faults:
        raise Faults(faults)
    return tuple(found)


def _question(fields: Fields, used: Collection[str], known: Collection[str]) -> QuestionToAsk:
    key, ask = key_of(fields, used), fields.text("ask")
    if not _has_known_slots(ask):
        fields.add_fault("ask", ASKED_SLOT, found=ask)
    else:
        fields.faults += left_over.faults(fields.place_of("ask"), f"{fields.field}.ask", _SLOT.sub("", ask))
    when = tuple(_condition(item, name, fields.faults, known) for name, item in fields.items("when", filled=True))
    fields.report_unknown()
    return QuestionToAsk(key, when, ask)


def _condition(node: Node, name: str, faults: list[Fault], known: Collection[str]) -> FigureCondition:
    fields = Fields(node, name, faults)
    field = fields.text("figure")
    if field and field not in known:
        fields.add_fault("figure", UNKNOWN_COLUMN, found=field, suggestion=suggest(field, known))
    least, most = (fields.count(key) if fields.has(key) else None for key in ("at_least", "at_most"))
    if least is not None and most is not None and least > most:
        fields.add_fault("at_least", ASKED_NEVER, found=least, most=most)
    above, below = (_share(fields, key) if fields.has(key) else None for key in ("above_average", "below_average"))
    years = fields.count("years") if fields.has("years") else 1
    if all(each is None for each in (least, most, above, below)):
        faults.append(ASKED_NOTHING(fields.place, name))
    fields.report_unknown()
    return FigureCondition(field, least, most, above, below, max(years, 1))


def _share(fields: Fields, key: str) -> Fraction:
    written = fields.text(key)
    if match := _SHARE.fullmatch(written):
        return Fraction(0) if match[1] else Fraction(int(match[2]), int(match[3]))
    fields.add_fault(key, ASKED_SHARE, found=written)
    return Fraction(0)


def _has_known_slots(text: str) -> bool:
    """False for other braces too: two would be printed as one."""
    if "{{" in text or "}}" in text:
        return False
    try:
        return all(slot is None or (slot in _SLOTS and not form) for _, slot, form, _ in Formatter().parse(text))
    except ValueError:
        return False
