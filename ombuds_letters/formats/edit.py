"""Values of a text replaced where they are, and nothing else changed: comments, order and line ends stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .nodes import Scalar

_LINE = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """A plain value as it was read, and what replaces it: `Edit(scalar, "11")`."""

    value: Scalar
    text: str


def apply_edits(content: str, edits: Iterable[Edit]) -> str:
    """The text with each value replaced.

    Raises: ValueError, for a value that is not plain, or was not read from this text.
    """
    starts = [0, *(found.end() for found in _LINE.finditer(content))]
    pieces: list[str] = []
    end = len(content)
    for each in sorted(edits, key=lambda each: each.value.place, reverse=True):
        old = each.value.text
        start = starts[each.value.place.line - 1] + each.value.place.column - 1
        if not each.value.plain or not content.startswith(old, start) or start + len(old) > end:
            raise ValueError(f"{each.value.place}: {old!r} is not a plain value here")
        pieces += [content[start + len(old) : end], each.text]
        end = start
    return "".join([content[:end], *reversed(pieces)])
