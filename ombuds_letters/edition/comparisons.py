"""What figures.yaml says of comparing an authority: with others of its kind, with itself in earlier years, with a threshold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from string import Formatter

from ..faults import Kind, suggest
from ..formats import left_over
from ..formats.fields import Fields
from . import bands
from .bands import Band

NOT_COMPARED = Kind("form.not_compared", 'has "{found}", which is not a column; {suggestion}')
NOT_IN_RECORDS = Kind(
    "form.not_in_records", 'is "{found}", which is a rate; write a column that records have, as a total'
)
CHANGE_SLOT = Kind(
    "form.change_slot", 'is "{found}"; write {{before}} for the earlier figure, once at most, and no other braces'
)

COUNTS, RATES = "counts", "rates"


@dataclass(frozen=True, slots=True)
class AverageRules:
    """How the averages of authorities of one kind are made: `of` these columns, for kinds with so many authorities.

    From the counts of all together or, `from_rates`, as the mean of their rates; `decimals` are those of the average of a
    count. `none` is printed where there is no average, "n/a"; "" where templates ask for it. `bands` are words for how far
    a figure is from its average.
    """

    of: tuple[str, ...]
    at_least: int
    from_rates: bool
    decimals: int
    none: str
    bands: tuple[Band, ...]
    line: int = field(default=0, compare=False, repr=False)  # of figures.yaml


@dataclass(frozen=True, slots=True)
class EarlierRules:
    """How earlier figures are said: `up`, "up from {before}", `down`, `same` and `not_comparable` are words for the change.

    `none` is printed where there is no earlier figure, "–"; "" where templates ask for it.
    """

    up: str
    down: str
    same: str
    not_comparable: str
    none: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """Who gets a letter at all: authorities with at least so many of a figure, and why, in the office's words."""

    field: str
    at_least: int
    reason: str


def averages(
    fields: Fields, rates: Collection[str], known: Collection[str], printable: Collection[str] | None
) -> AverageRules | None:
    """The entry `averages`; `rates` are the columns that are rates, `known` all columns."""
    below = fields.fields("averages") if fields.has("averages") else None
    if below is None:
        return None
    of = below.texts("of", filled=True) if below.has("of") else tuple(rates)
    _check_columns(below, "of", of, known)
    rules = AverageRules(
        of=of,
        at_least=max(1, below.count("at_least")),
        from_rates=below.has("from") and below.choice("from", (COUNTS, RATES)) == RATES,
        decimals=decimals(below),
        none=printed_text(below, "none") if below.has("none") else "",
        bands=bands.read(below, printable) if below.has("bands") else (),
        line=below.place.line - 1,  # that of its key
    )
    below.report_unknown()
    return rules


def earlier(fields: Fields) -> EarlierRules | None:
    """The entry `previous`."""
    below = fields.fields("previous") if fields.has("previous") else None
    if below is None:
        return None
    up, down = (_with_slot(below, key) for key in ("up", "down"))
    same, not_comparable = (printed_text(below, key) for key in ("same", "not_comparable"))
    rules = EarlierRules(up, down, same, not_comparable, printed_text(below, "none") if below.has("none") else "")
    below.report_unknown()
    return rules


def threshold(fields: Fields, entered: Collection[str], known: Collection[str]) -> Threshold | None:
    """The entry `letters_for`; `entered` are the columns that records have, `known` all columns."""
    below = fields.fields("letters_for") if fields.has("letters_for") else None
    if below is None:
        return None
    field = below.text("figure")
    if field in known and field not in entered:
        below.add_fault("figure", NOT_IN_RECORDS, found=field)
    elif field and field not in entered:
        below.add_fault("figure", NOT_COMPARED, found=field, suggestion=suggest(field, tuple(entered)))
    found = Threshold(field, below.count("at_least"), below.text("reason"))
    below.report_unknown()
    return found


def printed_text(fields: Fields, key: str) -> str:
    """A text that letters print."""
    text = fields.text(key)
    fields.faults += left_over.marks(fields.place_of(key), f"{fields.field}.{key}", text)
    return text


def decimals(fields: Fields) -> int:
    return int(fields.choice("decimals", ("0", "1")) == "1") if fields.has("decimals") else 0


def _with_slot(fields: Fields, key: str) -> str:
    text = fields.text(key)
    found = left_over.marks(fields.place_of(key), f"{fields.field}.{key}", text.replace("{before}", "0"))
    try:
        slots = [(slot, how, to) for _, slot, how, to in Formatter().parse(text) if slot is not None]
    except ValueError:  # a single brace
        slots = [("{", "", None)]
    if slots not in ([], [("before", "", None)]):
        fields.add_fault(key, CHANGE_SLOT, found=text)
        return ""
    fields.faults += found
    return text


def _check_columns(fields: Fields, key: str, names: tuple[str, ...], known: Collection[str]) -> None:
    for name in names:
        if name and name not in known:
            fields.add_fault(key, NOT_COMPARED, found=name, suggestion=suggest(name, tuple(known)))
