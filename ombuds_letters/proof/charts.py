"""The charts of a letter, measured: each mark is as long as its figure says, to half a point, in its place and its colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..faults import Fault, Kind
from ..pages import Box, Colour, Document, Element, PaintedArea
from .acceptance import drawing
from .acceptance.accepted import Item, fill_slots
from .acceptance.conditions import holds
from .acceptance.drawing import ChartMark
from .expected import ExpectedLetter
from .values import Values

PROOF_CHART_MARKS = Kind(
    "proof.chart_marks", 'draws the chart "{chart}" with {found} marks; accepted are {expected}; build it again'
)
PROOF_CHART_MARK = Kind(
    "proof.chart_mark",
    'draws mark {number} of the chart "{chart}" {found} (points from its left and top); by the record it should be {expected}',
)
PROOF_CHART_COLOUR = Kind(
    "proof.chart_colour",
    'draws mark {number} of the chart "{chart}" in {found}; accepted is {expected}; build it again',
)

_NEAR = 0.5  # points


@dataclass(frozen=True, slots=True)
class ReadChart:
    """A chart of a letter: its element, what it paints, in order, and the marks that were accepted.

    `left` and `top` are its upper left corner on the page, in points from the page's lower left; by its first mark, which
    depends on no figure.
    """

    element: Element
    areas: tuple[PaintedArea, ...]
    marks: tuple[ChartMark, ...]
    left: float
    top: float


def read(document: Document, items: Sequence[Item], values: Values) -> tuple[ReadChart, ...]:
    """The charts that a letter has and must have, found by what they say to people who can't see them.

    What one says may be wrong, which is a fault of the wording: those that are left are taken in order.
    """
    wanted = [item for item in items if item.drawing and holds(item.when, values)]
    figures = [element for element in document.walk() if element.kind == "Figure"] if wanted else []
    found: dict[int, Element] = {}
    for number, item in enumerate(wanted):
        text = fill_slots(item.text, values)
        if element := next((each for each in figures if each.alt == text), None):
            found[number] = element
            figures.remove(element)
    left = [number for number in range(len(wanted)) if number not in found]
    found |= dict(zip(left, figures, strict=True)) if len(left) == len(figures) else {}
    charts = (_chart(document, element, wanted[number], values) for number, element in sorted(found.items()))
    return tuple(chart for chart in charts if chart is not None)


def _chart(document: Document, element: Element, item: Item, values: Values) -> ReadChart | None:
    areas = tuple(each for each in document.pages[element.page - 1].content.areas if each.mark in element.marks)
    marks = tuple(map(drawing.read, item.drawing))
    ground = marks[0].box(values)
    if not areas or ground is None:
        return None
    return ReadChart(element, areas, marks, areas[0].box.left - ground.left, areas[0].box.top - ground.top)


def measured(charts: Sequence[ReadChart]) -> frozenset[tuple[int, int]]:
    """What is measured: numbers of pages, and of marked content on them."""
    return frozenset((chart.element.page, mark) for chart in charts for mark in chart.element.marks)


def faults(charts: Sequence[ReadChart], expected: ExpectedLetter) -> Iterator[Fault]:
    """Marks that are longer, shorter or elsewhere than the record says, or of another colour."""
    for chart in charts:
        page, name = f"page {chart.element.page}", chart.element.alt
        if len(chart.areas) != len(chart.marks):
            counts = {"found": len(chart.areas), "expected": len(chart.marks)}
            yield expected.fault(page, PROOF_CHART_MARKS, chart=name, **counts)
            continue
        for number, (area, mark) in enumerate(zip(chart.areas, chart.marks, strict=True), 1):
            field = min(mark.fields(), default=page)
            wanted, is_ = mark.box(expected.values), _within(chart, area.box)
            about = {"number": number, "chart": name}
            if wanted is None or not _same(is_, wanted, area):
                said = _sides(wanted) if wanted else "nothing"
                yield expected.fault(field, PROOF_CHART_MARK, found=_sides(is_), expected=said, **about)
            if area.colour != mark.colour:
                shown = _hexadecimal(area.colour) if area.colour else "no colour"
                yield expected.fault(page, PROOF_CHART_COLOUR, found=shown, expected=_hexadecimal(mark.colour), **about)


def _within(chart: ReadChart, box: Box) -> Box:
    """A box of the page as one of the chart."""
    return Box(box.left - chart.left, box.bottom - chart.top, box.right - chart.left, box.top - chart.top)


def _same(found: Box, wanted: Box, area: PaintedArea) -> bool:
    thin = min(wanted.right - wanted.left, wanted.top - wanted.bottom) < _NEAR
    near = all(abs(one - other) <= _NEAR for one, other in zip(found, wanted, strict=True))
    return near and (area.solid or thin)


def _sides(box: Box) -> str:
    """Where a box is in its chart: "0.0 to 127.8 across and 2.2 to 14.2 down"."""
    return f"{box.left:.1f} to {box.right:.1f} across and {-box.top:.1f} to {-box.bottom:.1f} down"


def _hexadecimal(colour: Colour) -> str:
    return f"#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}"
