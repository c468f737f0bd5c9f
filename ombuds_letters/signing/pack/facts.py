"""What all letters share, in words, beside last year's: what is equal and should differ is marked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from ...edition import Edition, load_edition
from ...edition.field_words import in_words
from ...proof.values import LONG, Value, edition_values, format_value
from ...text import english
from ..context import SigningYear
from .page import FactRow, PackFacts

CHANGED, SAME, NEW, GONE = "changed", "same", "new", "gone"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def of_year(year: SigningYear) -> PackFacts:
    """The facts of a year, and of the edition before it.

    Raises: Faults: of the edition before.
    """
    earlier = [each for each in year.workspace.years() if each < year.edition.year]
    last = load_edition(year.workspace, earlier[-1]) if earlier else None
    now, before = dict(_values(year.edition)), dict(_values(last)) if last else {}
    return PackFacts(
        earlier[-1] if earlier else "",
        tuple(_row(year.edition, field, now, before, last) for field in dict.fromkeys((*now, *before))),
    )


def _values(edition: Edition) -> Iterator[tuple[str, Value]]:
    """What letters print of year.yaml, the file names, and the period that the figures are about."""
    yield from edition_values(edition).items()
    yield "letter.file_name", edition.file_pattern
    if edition.period is not None:
        yield "period.first_day", edition.period.first
        yield "period.last_day", edition.period.last


def _row(
    edition: Edition, field: str, now: Mapping[str, Value], before: Mapping[str, Value], last: Edition | None
) -> FactRow:
    value, then = now.get(field), before.get(field)
    mark, note = "", ""
    if last is not None and value != then:
        mark = NEW if then is None else GONE if value is None else CHANGED
        note = {NEW: "new this year", GONE: "no longer there", CHANGED: ""}[mark]
    elif last is not None and value is not None and _should_differ(field, value, last):
        mark, note = SAME, "as last year: is it meant?"
    name = in_words(edition, field)
    return FactRow(english.capitalised(name), _shown(value), _shown(then), mark, note)


def _should_differ(field: str, value: Value, last: Edition) -> bool:
    """True for dates, for a title or file name with a number in it, and for what names the year before."""
    if isinstance(value, datetime.date):
        return True
    text = str(value)
    return last.year in text or (field in ("letter.title", "letter.file_name") and any(map(str.isdigit, text)))


def _shown(value: Value | None) -> str:
    if isinstance(value, datetime.date):
        return f"{_DAYS[value.weekday()]} {format_value(value, LONG)}"
    return "" if value is None else format_value(value)
