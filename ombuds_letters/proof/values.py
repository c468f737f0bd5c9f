"""What a letter may print of its record, its contact and the year's facts, by field, in the proof's own formats.

What makes letters has other code for the same, so that neither hides the other's mistake.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from ..edition import Edition
from ..edition.facts import OPTIONAL, Fact
from ..edition.tables import Rate, TableSpec, Total
from ..records.contacts import Contact
from ..records.record import Record
from . import languages
from .compared import ComparedFigures

Value = str | int | bool | datetime.date
Values = Mapping[str, Value]

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_NUMBER = re.compile(r"\s*([+-]?\d+)(?:\.\d*)?%?\s*")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

LONG, SHORT = "long_date", "short_date"
_IN_WORDS: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "capitalize": lambda text: text[:1].upper() + text[1:].lower(),
    "title": lambda text: re.sub(r"[^-\s({\[<]+", lambda word: word[0][0].upper() + word[0][1:].lower(), text),
    "int": lambda text: str(as_number(text)),
}
_STYLES = frozenset({LONG, SHORT, *_IN_WORDS})  # how a value can be printed
_RANKED = re.compile(r"ranked (?P<share>[01]|0\.\d{1,2})")
_LONG_IN = re.compile(rf"{LONG} [A-Za-z-]+")  # in another language than English
_COUNTED = re.compile(r"counted\('((?:[^']|'')+)', '((?:[^']|'')+)'(?:, '((?:[^']|'')+)')?\)")

_ATTACHED = "CSV"  # what kind of file the figures are attached as
SPECIMEN = "SPECIMEN – a made-up authority"  # what every page of a letter to one says


def edition_values(edition: Edition) -> Values:
    """What every letter of the edition may print: {"letter.author": "…", "facts.training.courses": "58", …}."""
    values: dict[str, Value] = {
        "letter.title": edition.title,  # of a letter, the authority's name follows
        "letter.author": edition.author,
        "letter.language": edition.language,
        "letter.year": edition.year,
        "letter.subject": edition.title,
        "letter.attached": _ATTACHED if edition.attach_figures else "",
        "letter.date": edition.letter_date,
    }
    values |= {f"facts.{name}": "" for name in OPTIONAL}
    values |= _facts("facts", edition.facts)
    return values


def letter_values(edition: Edition, record: Record, contact: Contact, compared: ComparedFigures) -> Values:
    """What one letter may print of its own: {"authority.name": "…", "contact.name": "", "figures.received.total": 10, …}.

    What the contact's row leaves empty is "".
    """
    values: dict[str, Value] = {
        "authority.code": record.code,
        "authority.name": record.name,
        "authority.kind": edition.kinds[record.kind].title,
        "authority.specimen": record.specimen,
        "contact.name": contact.name,
        "contact.title": contact.title,
        "contact.salutation": contact.salutation,
        "contact.body": contact.body,
        "correction.reason": "",
        "correction.replaced": "",
        "letter.title": ": ".join([*([SPECIMEN] if record.specimen else []), edition.title, record.name]),
        "letter.mark": SPECIMEN if record.specimen else "",
        "passages": bool(record.passages),
    }
    if record.correction is not None:
        values["letter.date"] = record.correction.day
        values["correction.reason"] = record.correction.reason
        values["correction.replaced"] = record.correction.replaced
    for field, figure in computed(edition.table_spec, record.figures).items():
        values[f"figures.{field}"] = figure
    values |= compared.values(record)
    return values


def computed(table_spec: TableSpec, figures: Mapping[str, int]) -> dict[str, int | str]:
    """Every figure as it must read: counts from the record, totals and rates calculated here.

    A count or total is a number, a rate is as printed: {"decided.total": 7, "decided.uphold_rate": "0%"}.
    """
    found: dict[str, int | str] = {}
    for column in table_spec.columns():
        kind = column.figure
        if isinstance(kind, Total):
            found[column.field] = sum(figures[part] for part in kind.parts)
        elif isinstance(kind, Rate):
            part, whole = (sum(map(figures.__getitem__, fields)) for fields in (kind.numerator, kind.denominator))
            found[column.field] = rate(part, whole, kind)
        else:
            found[column.field] = figures[column.field]
    return found


def rate(part: int, whole: int, kind: Rate) -> str:
    """A share, whole or with a decimal that isn't 0, halves rounded up: "88%" of 7 and 8, "14.6" of so many per 100,000.

    Where there is nothing to share it is what the edition says for that.
    """
    if not whole:
        return kind.when_zero
    number, rest = divmod(kind.per * 10**kind.decimals * part, whole)
    units, decimal = divmod(number + (2 * rest >= whole), 10**kind.decimals)
    return f"{units}.{decimal}{kind.unit}" if decimal else f"{units}{kind.unit}"


def format_value(value: Value, style: str = "") -> str:
    """A value as a letter prints it; a date in a format: "18 July 2018" (`LONG`) or "31/03/2018" (`SHORT`)."""
    if isinstance(value, datetime.date):
        name, _, language = style.partition(" ")
        if name == LONG and language:
            return languages.long_date(value, language)
        if style == LONG:
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}" if style == SHORT else value.isoformat()
    if at := _RANKED.fullmatch(style):
        return one_of(str(value), at["share"])
    if languages.is_form(style):
        return languages.with_form(str(value), style)
    if nouns := _COUNTED.fullmatch(style):
        return _with_noun(str(value), *(each and each.replace("''", "'") for each in nouns.groups()))
    return _IN_WORDS[style](str(value)) if style in _IN_WORDS else str(value)


def is_style(style: str) -> bool:
    """True for a way in which a value can be printed: "long_date", "counted('decision', 'decisions')"."""
    if style in _STYLES or languages.is_form(style):
        return True
    return any(each.fullmatch(style) for each in (_LONG_IN, _COUNTED, _RANKED))


def _with_noun(count: str, one: str, more: str, none: str | None) -> str:
    """A count with the noun that agrees with it: "1 decision", "0 decisions"; `none` where there is one, and the count is 0."""
    if count == "0" and none is not None:
        return none
    return " ".join([count, one if count == "1" else more])


def as_number(value: Value) -> int:
    """A value as a number, for comparing: 10 for 10 or "10", 1751 for "1,751", 50 for "50%", 0 for what is none."""
    text = str(value)
    found = _NUMBER.fullmatch(text.replace(",", "") if _COMMAS.fullmatch(text) else text)
    return int(found[1]) if found else 0


def figure(value: Value) -> Fraction | None:
    """A figure as it is drawn, 71 for "71%", 1234 for "1,234"; None for what is none, as "n/a"."""
    plain = str(value).strip().replace(",", "").removesuffix("%")
    return Fraction(plain) if not isinstance(value, bool) and _PLAIN.fullmatch(plain) else None


def one_of(numbers: str, share: str) -> str:
    """One of several numbers in ascending order, by its share of the way from the lowest, "0", to the highest, "1"."""
    ordered = numbers.split()
    place = Fraction(share) * (len(ordered) - 1)
    return ordered[place.numerator // place.denominator + (2 * (place % 1) >= 1)] if ordered else numbers


def as_text(value: Value) -> str:
    """A value as it is accepted and compared: "true", "58", "2018-03-31"."""
    return str(value).lower() if isinstance(value, bool) else format_value(value)


def _facts(name: str, fact: Fact) -> dict[str, Value]:
    return dict(_leaves(name, fact))


def _leaves(name: str, fact: Fact) -> Iterator[tuple[str, Value]]:
    if isinstance(fact, Mapping):
        for key, each in fact.items():
            yield from _leaves(f"{name}.{key}", each)
    elif isinstance(fact, tuple):
        for number, each in enumerate(fact):  # as templates count
            yield from _leaves(f"{name}.{number}", each)
    else:
        yield name, fact
