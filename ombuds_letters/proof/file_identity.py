"""What a letter's file says of itself: the days that it gives are the letter's."""

from __future__ import annotations

from collections.abc import Iterator

from ..faults import Fault
from .expected import ExpectedLetter
from .letter_file import ReadLetter
from .values import format_value


def faults(letter: ReadLetter, expected: ExpectedLetter) -> Iterator[Fault]:
    """Days in the file's information, its metadata or its attached file that aren't the letter's."""
    wanted = format_value(expected.values["letter.date"])
    for day in letter.days:
        yield from expected.unless_same("date of the file", day, wanted)
