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


def of_pages(document: Document, charts: Collection[tuple[int, int]] = ()) -> tuple[tuple[Group, ...], ...]:
    """The groups of each page, from its top; lines under words belong to their words.

    `charts` are the numbers of pages and of marked content on them that is measured, and belongs to no group.
    """
    return tuple(
        _of_page(page, {mark for on, mark in charts if on == number}) for number, page in enumerate(document.pages, 1)
    )


def _of_page(page: Page, charts: Collection[int]) -> tuple[Group, ...]:
    by_colour: dict[Colour | None, list[TextRun]] = {}
    for text in page.content.texts:
        if text.text.strip():
            by_colour.setdefault(text.colour, []).append(text)
    return _groups(
        tuple(
            area
            for area in page.content.areas
            if area.mark not in charts and not _is_underline(area, by_colour.get(area.colour, ()))
        )
    )


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
    heights = sorted({edge for area in members for edge in (area.box.bottom, area.box.top)})
    ranks, rank = {}, 0
    for before, height in zip([heights[0], *heights], heights, strict=False):
        rank += height - before > _SAME
        ranks[height] = rank
    looks = sorted(repr(_look(area, ranks)) for area in members)
    return Group(box, len(members), hashlib.sha256("\n".join(looks).encode()).hexdigest()[:16])


def _look(area: PaintedArea, ranks: dict[float, int]) -> tuple[object, ...]:
    """What a shape looks like in its group: how high it is counts only for a line."""
    high = area.box.top - area.box.bottom
    rows = (ranks[area.box.bottom], ranks[area.box.top]) if high > _THIN else (ranks[area.box.top], round(high, 1))
    return area.colour, area.solid, area.form, round(area.box.left, 1), round(area.box.right, 1), rows


def _is_underline(area: PaintedArea, texts: Sequence[TextRun]) -> bool:
    """True for a line just under some words and no longer than they are; `texts` are those of its colour."""
    if area.box.top - area.box.bottom > _THIN:
        return False
    return any(
        text.box.left - text.size <= area.box.left
        and area.box.right <= text.box.right + text.size
        and text.baseline - _UNDER * text.size <= area.box.bottom
        and area.box.top <= text.baseline + _SAME
        for text in texts
    )


def faults(document: Document, groups: Sequence[Sequence[Group]], expected: ExpectedLetter) -> Iterator[Fault]:
    """Cells that are not in the drawn table that their headers are in; `groups` are those of the pages."""
    for table in (element for element in document.walk() if element.kind == "Table"):
        cells = [(kind, text) for kind, text in _cells(table) if text.text.strip()]
        heads = [text.box for kind, text in cells if kind == "TH"]  # between single rules, they are in no drawn table
        drawn = next(
            (each for each in groups[table.page - 1] if any(box.within(each.box, _SAME) for box in heads)), None
        )
        caption = next((each.text for each in table.walk() if each.kind == "Caption"), "")
        for _, text in cells:
            if drawn is not None and not text.box.within(drawn.box, _SAME):
                yield expected.fault(f"page {table.page}", PROOF_OUTSIDE_TABLE, found=text.text.strip(), table=caption)


def _cells(table: Element) -> Iterator[tuple[str, TextRun]]:
    for element in table.walk():
        if element.kind in ("TH", "TD"):
            yield from ((element.kind, text) for each in element.walk() for text in each.texts)
