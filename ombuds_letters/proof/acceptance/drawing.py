"""The marks of a chart as they were accepted: rectangles, with places for figures.

`#123f5a 0,3 {figures.decided.uphold_rate | plotted 0 100 0 300},3 …` is a bar as long as the uphold rate.

The proof calculates from them where each mark must be, by the record, without the templates that drew it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ...pages import Box, Colour
from ..values import Values, figure, one_of

_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")
_NUMBER = r"-?\d+(?:\.\d+)?"
_FIGURE = (
    rf"\{{(?P<field>[\w.]+) \| plotted (?P<low>{_NUMBER}) (?P<tops>[\w.,-]+) (?P<start>{_NUMBER}) (?P<end>{_NUMBER})"
    r"(?: at (?P<share>[01]|0\.\d{1,2}))?\}"
)
_COORDINATE = re.compile(rf"(?P<number>{_NUMBER})|{_FIGURE}")
_CORNERS = 4


class NotAMark(Exception):
    """A text that is no mark of a chart."""


@dataclass(frozen=True, slots=True)
class PlottedFigure:
    """A figure on a scale: `low` lies at `start`, the largest of `tops`, numbers or fields, at `end`; in CSS pixels.

    With a `share`, the field has several numbers, and the one at that share of the way is shown.
    """

    field: str
    low: Fraction
    tops: tuple[str, ...]
    start: Fraction
    end: Fraction
    share: str = ""

    def fields(self) -> Iterator[str]:
        """The fields whose figures it needs."""
        yield self.field
        yield from (each for each in self.tops if "." in each and figure(each) is None)

    def at(self, values: Values) -> Fraction | None:
        """Where it lies in a letter with those values; None where one isn't a figure."""
        value = values.get(self.field, "")
        found = figure(one_of(str(value), self.share) if self.share else value)
        tops = [figure(each) if figure(each) is not None else figure(values.get(each, "")) for each in self.tops]
        numbers = [each for each in tops if each is not None]
        if found is None or len(numbers) < len(tops):
            return None
        length = max(numbers) - self.low
        return self.start + ((found - self.low) * (self.end - self.start) / length if length else 0)


Coordinate = Fraction | PlottedFigure


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A rectangle of one colour, with its corners in CSS pixels from the left and the top of its chart."""

    colour: Colour
    across: tuple[Coordinate, ...]
    down: tuple[Coordinate, ...]

    def fields(self) -> frozenset[str]:
        """The fields whose figures it shows."""
        plotted = [each for each in (*self.across, *self.down) if isinstance(each, PlottedFigure)]
        return frozenset(field for each in plotted for field in each.fields())

    @property
    def fill(self) -> str:
        """Its colour as it is written, "#123f5a"."""
        red, green, blue, _ = self.colour
        return f"#{red:02x}{green:02x}{blue:02x}"

    def corners(self, values: Values) -> tuple[tuple[Fraction, Fraction], ...] | None:
        """Its corners in a letter with those values, in CSS pixels; None where a figure that it shows is none."""
        pairs = [(_at(x, values), _at(y, values)) for x, y in zip(self.across, self.down, strict=True)]
        known = tuple((x, y) for x, y in pairs if x is not None and y is not None)
        return known if len(known) == len(pairs) else None

    def box(self, values: Values) -> Box | None:
        """Its sides in a letter with those values, in points from the chart's left and, negative, from its top."""
        corners = self.corners(values)
        if corners is None:
            return None
        left, right, top, bottom = (
            float(pick(side)) * 0.75 for side in zip(*corners, strict=True) for pick in (min, max)
        )
        return Box(left, -bottom, right, -top)


@lru_cache(maxsize=256)
def read(text: str) -> ChartMark:
    """A mark from its text, "#e8eef2 0,0 300,0 300,44 0,44".

    Raises: NotAMark.
    """
    colour = _COLOUR.match(text)
    at = colour.end() if colour else 0
    numbers: list[Coordinate] = []
    while colour and at < len(text):
        found = _COORDINATE.match(text, at + 1)
        if found is None or text[at] != (" ", ",")[len(numbers) % 2]:
            raise NotAMark
        numbers.append(Fraction(found["number"]) if found["number"] else _plotted(found))
        at = found.end()
    if colour is None or len(numbers) != 2 * _CORNERS:
        raise NotAMark
    red, green, blue = (int(part, 16) for part in colour.groups())
    return ChartMark((red, green, blue, 255), tuple(numbers[::2]), tuple(numbers[1::2]))


def _plotted(found: re.Match[str]) -> PlottedFigure:
    low, start, end = (Fraction(found[name]) for name in ("low", "start", "end"))
    return PlottedFigure(found["field"], low, tuple(found["tops"].split(",")), start, end, found["share"] or "")


def _at(coordinate: Coordinate, values: Values) -> Fraction | None:
    return coordinate.at(values) if isinstance(coordinate, PlottedFigure) else coordinate
