"""The marks of drawings that show figures, as accepted.yaml has them: rectangles with a colour and four corners.

`#123f5a 0,3 {figures.decided.uphold_rate | plotted 0 100 0 300},3 …` is a bar whose length is the uphold rate. Corners are in
CSS pixels from the left and the top of the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from . import plotting

_VALUE = re.compile("\ue000([^\ue001]*)\ue001")
_COLOUR = re.compile("#[0-9a-f]{6}")
_NUMBER = r"(?:-?\d+(?:\.\d{1,2})?|\{[^}]*\})"
_CORNERS = re.compile(rf"(?:{_NUMBER},{_NUMBER}(?: |$)){{4}}")
_SLOT = re.compile(rf"\{{[\w.]+ \| {plotting.PLOTTED} [^}}]*\}}")


class BadDrawing(Exception):
    """A drawing that shows figures as the proof can't measure; the message says why, and what to write."""


def mark(name: str, attributes: Mapping[str, str]) -> str:
    """A polygon as a mark, "#123f5a 0,0 300,0 300,44 0,44"; another element by its name and attributes."""
    written = {key: _VALUE.sub(lambda value: f"{{{value[1]}}}", text) for key, text in attributes.items()}
    if name == "polygon" and written.keys() == {"fill", "points"}:
        return f"{written['fill']} {' '.join(written['points'].split())}"
    return " ".join([f"<{name}>", *(f"{key}={text}" for key, text in written.items())])


def checked(title: str, marks: Sequence[str]) -> tuple[str, ...]:
    """The marks of a drawing of rectangles, as charts are; none of any other, which is a picture.

    Raises: BadDrawing, for another drawing that shows figures.
    """
    shows_figures = any(map(_SLOT.search, marks))
    problem = _problem(title, marks)
    if problem and shows_figures:
        raise BadDrawing(problem)
    return () if problem else tuple(marks)


def _problem(title: str, marks: Sequence[str]) -> str:
    """Why a drawing can't be measured; "" if it can."""
    if not title:
        return "it has no <title>; add one that says the figures"
    if not marks or _SLOT.search(marks[0]):
        return "its first mark depends on a figure; begin with the ground, which is the same in every letter"
    for each in marks:
        colour, _, corners = each.partition(" ")
        if each.startswith("<"):
            return f'it has {colour}; draw it with <polygon fill="#123f5a" points="…"/> only'
        if not _COLOUR.fullmatch(colour) or not _CORNERS.fullmatch(_SLOT.sub("0", corners)):
            return f'it has the polygon "{each}"; give it a colour as #123f5a, and four corners as 0,0 9,0 9,5 0,5'
    return ""
