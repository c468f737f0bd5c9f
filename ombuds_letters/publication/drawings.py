"""Drawings of the site as SVG: where a figure is among others, bars, and the map of hexagons."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..letter.documents import Html
from ..records.geography import Hexagon

_STRIP = 100  # units wide, with a margin on either side
_MARGIN = 2
_WIDTH = 10  # of a hexagon
_ROW = 8.66  # from one row of hexagons to the next: 10 × √3 / 2
_PIXELS = 2.3  # of the screen for each unit, where there is room
_SHAPE = "M0-5.4 4.7-2.7V2.7L0 5.4-4.7 2.7V-2.7Z"


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of ticks, one for each different position that a figure of a group has; `most` is at its right end."""

    ticks: str
    most: Fraction

    def drawing(self, own: Fraction, label: str) -> Html:
        """The ticks with one figure's own position among them."""
        return Html(
            f'<svg class="strip" viewBox="0 0 104 14" role="img" aria-label="{html.escape(label)}">'
            f'<path d="{self.ticks}"/><path class="own" d="M{_at(own, self.most)} 0v14"/></svg>'
        )


def strip(numbers: Sequence[Fraction], most: Fraction | None = None) -> Strip:
    """The strip of a group's figures, from 0 to the largest of them, or to `most`."""
    end = most or max(numbers, default=Fraction(0)) or Fraction(1)
    positions = sorted({_at(number, end) for number in numbers})
    return Strip("".join(f"M{at} 2v10" for at in positions), end)


def _at(number: Fraction, most: Fraction) -> int:
    return _MARGIN + int(_STRIP * number / most)


def bar(number: Fraction, most: Fraction, figure: str) -> Html:
    """A bar beside the figure that it shows, 100 units long for the largest."""
    length = int(1000 * number / most) / 10 if most else 0
    return Html(
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<title>{html.escape(figure)}</title><path fill="#35749c" d="M0 0H{length:g}V8H0Z"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class MapCell:
    """An authority on a map: its hexagon, its page, its name with a figure, and its row in the table of all authorities.

    `classes` has, for each measure in order, which class of the legend its figure is in; 0 for none.
    """

    hexagon: Hexagon
    page: str
    label: str
    row: int
    classes: tuple[int, ...]


def hexagon_map(title: str, cells: Sequence[MapCell], number: int) -> Html:
    """A layer of the map: a link for each authority, coloured by its class of the first measure."""
    left, top = (min(at) for at in zip(*map(_centre, cells), strict=True))
    right, bottom = (max(at) for at in zip(*map(_centre, cells), strict=True))
    width = right - left + 12
    box = f"{left - 6:g} {top - 6:g} {width:g} {bottom - top + 12:g}"
    parts = [
        (
            f'<svg class="map" width="{width * _PIXELS:g}" viewBox="{box}" role="group" aria-label="{html.escape(title)}">'
            f'<defs><path id="h{number}" d="{_SHAPE}"/><g id="z{number}"><path d="{_SHAPE}"/>'
            f'<path class="hatch" d="M-3.6-2 2-5M-4.2 1.4 4.2-3.2M-3.6 4.4 4.4 0M-1.4 6.2 4 3.2"/></g></defs>'
        )
    ]
    for cell in cells:
        x, y = _centre(cell)
        first = cell.classes[0]
        parts.append(
            f'<a href="{html.escape(cell.page)}" class="b{first}" data-r="{cell.row}" '
            f'data-b="{"".join(map(str, cell.classes))}"><title>{html.escape(cell.label)}</title>'
            f'<use href="#{"h" if first else "z"}{number}" x="{x:g}" y="{y:g}"/></a>'
        )
    return Html("\n".join([*parts, "</svg>"]))


def _centre(cell: MapCell) -> tuple[float, float]:
    hexagon = cell.hexagon
    return _WIDTH * hexagon.column + (_WIDTH / 2 if hexagon.row % 2 else 0), round(_ROW * hexagon.row, 2)
