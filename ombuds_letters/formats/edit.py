"""A value put back in its place: a text is changed where its values stand, and nowhere else.

What a person wrote around them, comments, order and line ends, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .yaml_reader import Scalar

_LINE = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """A plain value as it was read, and what shall stand there instead: `Amendment(scalar, "11")`."""

    value: Scalar
    text: str


def apply_edits(content: str, amendments: Iterable[Edit]) -> str:
    """The text with each value replaced; its values must be plain ones, read from this very text."""
    starts = [0, *(found.end() for found in _LINE.finditer(content))]
    pieces: list[str] = []
    end = len(content)
    for each in sorted(amendments, key=lambda each: each.value.place, reverse=True):
        old = each.value.text
        start = starts[each.value.place.line - 1] + each.value.place.column - 1
        if not each.value.plain or not content.startswith(old, start) or start + len(old) > end:
            raise ValueError(f"{each.value.place}: {old!r} doesn't stand there as a plain value")
        pieces += [content[start + len(old) : end], each.text]
        end = start
    return "".join([content[:end], *reversed(pieces)])
