"""What a single value is, by how it is written: a key, a count, a date, a time; nothing is guessed."""

from __future__ import annotations

import datetime
import re

from .nodes import Node, Scalar, Sequence

LARGEST_COUNT = 999_999  # all of England had 17,452 complaints in a year
LARGEST_POPULATION = 999_999_999  # of what a rate per 100,000 is of; Kent has more than a million residents

_COUNT = re.compile("0|[1-9][0-9]*")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERS = re.compile("[0-9T:.Z+-]+")
_KEY = re.compile("[a-z][a-z0-9_]*")


def is_key(text: str) -> bool:
    """True for a plain name, as keys are made of: "late_responses"."""
    return _KEY.fullmatch(text) is not None


def is_count(text: str) -> bool:
    """True for a whole number in plain digits, of any size: "10", and neither "010" nor "1e1"."""
    return _COUNT.fullmatch(text) is not None


def is_numbers(text: str) -> bool:
    """True for what is written as a count, a date or a time, so that no words can be missing from its end."""
    return _NUMBERS.fullmatch(text) is not None


def is_dated(text: str) -> bool:
    """True for what is written as a date, even one that doesn't exist: "2018-02-30"."""
    return _DATE.fullmatch(text) is not None


def as_date(text: str) -> datetime.date | None:
    """The date of a text like "2018-07-18"; None where it is none."""
    try:
        return datetime.date.fromisoformat(text) if is_dated(text) else None
    except ValueError:
        return None


def as_time(text: str) -> datetime.datetime | None:
    """The time of a text like "2018-07-25T00:01:00+01:00", with its offset from UTC; None where it is none."""
    try:
        found = datetime.datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def typed(node: Node) -> str:
    """What was typed for a value, as a sentence quotes it: `"1O"`, `"4" in quotes`, `a list`."""
    if isinstance(node, Scalar):
        return f'"{node.text}"' if node.plain else f'"{node.text}" in quotes'
    return "a list" if isinstance(node, Sequence) else "a group of fields"
