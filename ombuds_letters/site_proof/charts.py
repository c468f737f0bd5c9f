"""The charts of a letter on an authority's page: every mark has the corners that the record's figures give it, and its colour.

A chart is known by its place among the letter's drawings; what it says to people who can't see it is compared with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest

from ..faults import Kind
from ..proof.acceptance import drawing
from ..proof.acceptance.accepted import Item
from ..proof.acceptance.conditions import holds
from ..proof.acceptance.drawing import ChartMark
from ..proof.values import Values
from .checked_page import SITE_ADDED, SITE_SAYS, CheckedPage
from .html_reader import HtmlElement

SITE_CHART = Kind(
    "site.chart",
    'draws mark {number} of the chart "{chart}" as "{found}"; by the records it should be "{expected}"; publish again',
)

FIGURE = "figure"
_NOTHING = "nothing"
_OF_A_CHART = frozenset(("xmlns", "width", "height", "viewbox", "role", "aria-label"))  # its attributes
_WRITTEN = Fraction(1, 100)  # of a CSS pixel, to which corners are written
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_POINTS = re.compile(rf"(?:-?{_NUMBER},-?{_NUMBER}(?: |$)){{4}}")
_LENGTH = re.compile(rf"({_NUMBER})(?:px)?")
_EMPTIEST = 2  # times as wide or as high as its marks reach: what is larger makes them small

_Corners = tuple[tuple[Fraction, Fraction], ...]


def images(letter: HtmlElement) -> Iterator[HtmlElement]:
    """The drawings of a letter that say something, in order."""
    return (each for each in letter.all("svg") if says(each) is not None)


def says(svg: HtmlElement) -> str | None:
    """What a drawing says to people who can't see it; None of one that they aren't to notice."""
    return svg.attributes.get("aria-label", "") if svg.attributes.get("role") == "img" else None


def check(page: CheckedPage, letter: HtmlElement, items: Sequence[Item], values: Values) -> None:
    """Measures the charts of a letter that has all its drawings."""
    wanted = [item for item in items if item.kind == FIGURE and holds(item.when, values)]
    found = list(images(letter))
    for item, svg in zip(wanted, found, strict=True) if len(wanted) == len(found) else ():
        if item.drawing:
            _chart(page, svg, [drawing.read(each) for each in item.drawing], values)


def _chart(page: CheckedPage, svg: HtmlElement, marks: Sequence[ChartMark], values: Values) -> None:
    """Reports the first mark that is not as it should be, or that the drawing doesn't show as it is."""
    name = says(svg) or ""
    if (shown := _shown(svg)) != (whole := _whole(svg, marks, values)):
        page.fault(svg.line, f"chart, {name}", SITE_SAYS, found=shown, expected=whole)
        return
    if added := svg.attributes.keys() - _OF_A_CHART:
        page.fault(svg.line, f"chart, {name}", SITE_ADDED, found=", ".join(sorted(added)))
        return
    parts = svg.walk()[1:]
    for number, (part, mark) in enumerate(zip_longest(parts, marks), 1):
        corners = mark.corners(values) if mark else None
        if part is None or mark is None or corners is None or not _is_drawn(part, mark, corners):
            page.fault(
                part.line if part else svg.line,
                "chart",
                SITE_CHART,
                number=number,
                chart=name,
                found=_written(part) if part else _NOTHING,
                expected=_expected(mark, corners) if mark and corners else _NOTHING,
            )
            return


def _shown(svg: HtmlElement) -> str:
    """Which part of a drawing is shown, and how large: "viewBox=0 0 302 44 width=302 height=44"."""
    view, width, height = (svg.attributes.get(name, "") for name in ("viewbox", "width", "height"))
    return f"viewBox={view} width={width.removesuffix('px')} height={height.removesuffix('px')}"


def _whole(svg: HtmlElement, marks: Sequence[ChartMark], values: Values) -> str:
    """What a drawing of its width and height must show: all of it; if its marks don't fit that, as far as they reach."""
    corners = [corner for mark in marks for corner in mark.corners(values) or ()]
    ends = [sorted((Fraction(0), *side)) for side in zip(*corners, strict=True)] or [[Fraction(0)]] * 2
    first, far = [each[0] for each in ends], [each[-1] for each in ends]
    sizes = [_LENGTH.fullmatch(svg.attributes.get(name, "")) for name in ("width", "height")]
    written = [size[1] for size in sizes if size]
    fit = [end <= Fraction(size) <= end * _EMPTIEST for end, size in zip(far, written, strict=False)]
    width, height = written if fit == [True, True] else [f"{float(each):.6g}" for each in far]
    left, top = (f"{float(each):.6g}" for each in first)
    return f"viewBox={left} {top} {width} {height} width={width} height={height}"


def _is_drawn(part: HtmlElement, mark: ChartMark, corners: _Corners) -> bool:
    points = part.attributes.get("points", "")
    if part.tag != "polygon" or part.attributes.keys() != {"fill", "points"} or not _POINTS.fullmatch(points):
        return False
    found = [Fraction(each) for pair in points.split() for each in pair.split(",")]
    wanted = [each for corner in corners for each in corner]
    near = all(abs(one - other) < _WRITTEN for one, other in zip(found, wanted, strict=True))
    return near and part.attributes["fill"] == mark.fill


def _written(part: HtmlElement) -> str:
    """A part as its attributes write it: "#123f5a 0,3 213,3 213,19 0,19"."""
    if part.tag == "polygon" and part.attributes.keys() == {"fill", "points"}:
        return f"{part.attributes['fill']} {part.attributes['points']}"
    return " ".join([f"<{part.tag}>", *(f"{name}={value}" for name, value in part.attributes.items())])


def _expected(mark: ChartMark, corners: _Corners) -> str:
    return " ".join([mark.fill, *(f"{float(x):.6g},{float(y):.6g}" for x, y in corners)])
