"""The rules, grounds and pictures of a page in groups that touch each other: a table's grid, a box, a letterhead's line.

What a group looks like doesn't depend on the letter: how high its rows are may, how many lines it has, where they are across
the page and what colour they have may not. So groups can be accepted, and whatever else is drawn is something added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..faults import Fault, Kind
from ..pages import Box, Colour, Document, Element, Page, PaintedArea, TextRun
from .expected import ExpectedLetter
from .lengths import SAME_EDGE, points

PROOF_OUTSIDE_TABLE = Kind(
    "proof.outside_table", 'has "{found}" outside of the drawn table "{table}" that it belongs to; build it again'
)

_TOUCHING = 1.0  # points
_SAME = 0.3  # points by which the same line may differ
_THIN = 4.0  # points; what is lower or narrower is a line, whose thickness is part of its look
_UNDER = 0.35  # of a text's size; how far below the baseline a line under words may be


@dataclass(frozen=True, slots=True)
class Group:
    """A group of shapes: the box around it, how many there are, and a digest of what it looks like."""

    box: Box
    shapes: int
    digest: str


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What is drawn on a page: `groups`, from its top, and the `lines` under words, each with the words it begins under."""

    groups: tuple[Group, ...]
    lines: tuple[tuple[TextRun, Box], ...]


def of_pages(document: Document, charts: Collection[tuple[int, int]] = ()) -> tuple[DrawnPage, ...]:
    """What is drawn on each page; lines under words belong to their words.

    `charts` are the numbers of pages and of marked content on them that is measured, and belongs to no group.
    """
    return tuple(
        _of_page(page, {mark for on, mark in charts if on == number}) for number, page in enumerate(document.pages, 1)
    )


def _of_page(page: Page, charts: Collection[int]) -> DrawnPage:
    by_colour: dict[Colour | None, list[TextRun]] = {}
    for text in page.written:
        by_colour.setdefault(text.colour, []).append(text)
    grouped: list[PaintedArea] = []
    lines: list[tuple[TextRun, Box]] = []
    for area in page.content.areas:
        if text_above := _underlined(area, by_colour.get(area.colour, ())):
            lines.append((text_above, area.box))
        elif area.mark not in charts:
            grouped.append(area)
    return DrawnPage(_groups(tuple(grouped)), tuple(lines))


@lru_cache(maxsize=256)  # most letters have the same
def _groups(areas: tuple[PaintedArea, ...]) -> tuple[Group, ...]:
    found: list[tuple[Box, list[PaintedArea]]] = []
    for area in areas:
        box, together = area.box, [area]
        apart = []
        for other, members in found:
            if _touch(box, other):
                box = Box(
                    min(box.left, other.left),
                    min(box.bottom, other.bottom),
                    max(box.right, other.right),
                    max(box.top, other.top),
                )
                together += members
            else:
                apart.append((other, members))
        found = [*apart, (box, together)]
    return tuple(
        sorted((_group(box, members) for box, members in found), key=lambda each: (-each.box.top, each.box.left))
    )


def _touch(one: Box, other: Box) -> bool:
    return one.meets(other, -_TOUCHING)


def _group(box: Box, members: Sequence[PaintedArea]) -> Group:
    """A group of these shapes; those of pictures count in the order of painting, as a later one may cover another."""
    heights = sorted({edge for area in members for edge in (area.box.bottom, area.box.top)})
    ranks, rank = {}, 0
    for before, height in zip([heights[0], *heights], heights, strict=False):
        rank += height - before > _SAME
        ranks[height] = rank
    looks = sorted(repr(_look(area, ranks)) for area in members if area.mark < 0)
    looks += [repr(_look(area, ranks)) for area in sorted(members, key=lambda each: each.order) if area.mark >= 0]
    return Group(box, len(members), hashlib.sha256("\n".join(looks).encode()).hexdigest()[:16])


def _look(area: PaintedArea, ranks: dict[float, int]) -> tuple[object, ...]:
    """What a shape looks like in its group: how high it is counts only for a line."""
    high = area.box.top - area.box.bottom
    rows = (ranks[area.box.bottom], ranks[area.box.top]) if high > _THIN else (ranks[area.box.top], round(high, 1))
    return area.colour, area.solid, area.form, round(area.box.left, 1), round(area.box.right, 1), rows


def edges(page: Page, group: Group) -> Iterator[tuple[str, ...]]:
    """Where the top and the bottom of a group are, said in up to five ways, of which one is the same in all letters.

    `("top of 39a1f7d8: 51.0 down", "top of 39a1f7d8: 14.2 under a text", "top of 39a1f7d8: 20.1 above a text", …)`; what is
    "near" a text need not be over or below it.
    """
    box = group.box
    over_it = [text for text in page.written if text.box.left < box.right and box.left < text.box.right]
    for name, edge in (("top", box.top), ("bottom", box.bottom)):
        where = f"{name} of {group.digest[:8]}"
        ways = [f"{where}: {points(page.height - edge)} down"]
        for those, of in ((over_it, "a text"), (page.written, "a text near it")):
            apart = [text.baseline - edge for text in those]
            above, below = [each for each in apart if each >= 0], [-each for each in apart if each < 0]
            ways += [
                f"{where}: {points(min(each))} {which} {of}"
                for each, which in ((above, "under"), (below, "above"))
                if each
            ]
        yield tuple(ways)


def underlines(drawn: Sequence[DrawnPage]) -> Iterator[tuple[str, int, str]]:
    """How thick each line under words is, and how far below: ("line under 11 pt: 0.8 thick, 1.2 below", 2, "the website")."""
    for number, page in enumerate(drawn, 1):
        for text, line in page.lines:
            thick, below = line.top - line.bottom, text.baseline - line.top
            step = f"line under {round(text.size, 1):g} pt: {points(thick)} thick, {points(below)} below"
            yield step, number, text.text.strip()


def _underlined(area: PaintedArea, texts: Sequence[TextRun]) -> TextRun | None:
    """The first of the words that a line is just under, from end to end; `texts` are those of its colour."""
    if area.box.top - area.box.bottom > _THIN:
        return None
    above = [
        text
        for text in texts
        if text.baseline - _UNDER * text.size <= area.box.bottom and area.box.top <= text.baseline + _SAME
    ]
    reach = 0.0 if area.solid else (area.box.top - area.box.bottom) / 2  # of a stroke, beyond its ends
    begins = [text for text in above if abs(text.start - area.box.left - reach) < SAME_EDGE]
    ends = any(abs(area.box.right - reach - text.end) < SAME_EDGE for text in above)
    return begins[0] if begins and ends else None


def faults(document: Document, drawn_pages: Sequence[DrawnPage], expected: ExpectedLetter) -> Iterator[Fault]:
    """Cells that are not in the drawn table that their headers are in."""
    for table in (element for element in document.walk() if element.kind == "Table"):
        cells = [(kind, text) for kind, text in _cells(table) if text.text.strip()]
        heads = [text.box for kind, text in cells if kind == "TH"]  # between single rules, they are in no drawn table
        groups = drawn_pages[table.page - 1].groups
        drawn = next((each for each in groups if any(box.within(each.box, _SAME) for box in heads)), None)
        caption = next((each.text for each in table.walk() if each.kind == "Caption"), "")
        for _, text in cells:
            if drawn is not None and not text.box.within(drawn.box, _SAME):
                yield expected.fault(f"page {table.page}", PROOF_OUTSIDE_TABLE, found=text.text.strip(), table=caption)


def _cells(table: Element) -> Iterator[tuple[str, TextRun]]:
    for element in table.walk():
        if element.kind in ("TH", "TD"):
            yield from ((element.kind, text) for each in element.walk() for text in each.texts)
