"""How the cells of a table are placed by each other: figures under their heads, rows below rows, headings beside and above.

Widths and heights are the same in all letters of an edition, so that a cell that was moved alone makes another step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..pages import Document, Element, TextRun
from .lengths import SAME_EDGE, points

CELLS = ("TH", "TD")


class _Cell(NamedTuple):
    """A cell that has words, and its texts."""

    element: Element
    texts: tuple[TextRun, ...]

    @property
    def start(self) -> float:
        return min(text.start for text in self.texts)

    @property
    def end(self) -> float:
        return max(text.end for text in self.texts)


def steps(document: Document) -> Iterator[tuple[str, int, str]]:
    """Each step with its page and the words it leads to: ("cell: at the middle of its head", 3, "14")."""
    for table in (element for element in document.walk() if element.kind == "Table"):
        cells = [_Cell(each, _texts(each)) for each in table.walk() if each.kind in CELLS]
        for step, cell, text in _of_table([each for each in cells if each.texts]):
            yield step, cell.element.page, text.text.strip()


def _texts(cell: Element) -> tuple[TextRun, ...]:
    return tuple(text for each in cell.walk() for text in each.texts if text.text.strip())


def _of_table(cells: Sequence[_Cell]) -> Iterator[tuple[str, _Cell, TextRun]]:
    for cell in cells:
        for one, other in pairwise(cell.texts):
            below = points(one.baseline - other.baseline)
            yield f"cell's lines: {below} down, {_aligned(other, one)} those above", cell, other
    heads = {each.element.identifier: each for each in cells if each.element.kind == "TH"}
    rows = list(_rows([each for each in cells if each.element.kind == "TD" and each.element.headers]))
    for step, cell in (*_figures(rows, heads), *_headings(rows, heads)):
        yield step, cell, cell.texts[0]


def _rows(figures: Sequence[_Cell]) -> Iterator[list[_Cell]]:
    """A table's figures row by row: a row ends where a column comes again."""
    row: list[_Cell] = []
    for cell in figures:
        if any(cell.element.headers[-1] == each.element.headers[-1] for each in row):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _figures(rows: Sequence[Sequence[_Cell]], heads: Mapping[str, _Cell]) -> Iterator[tuple[str, _Cell]]:
    for row in rows:
        for cell in row:
            if head := heads.get(cell.element.headers[-1]):
                yield f"cell: {_aligned(cell.texts[0], head.texts[-1])} its head", cell
                if row is rows[0]:
                    yield f"cell: {_down(head, cell)} below its head's last line", cell
        for one, other in pairwise(row):
            yield f"cells of a row: {_down(one, other)} down", other
    for above, below in pairwise(rows):
        yield f"rows: {_down(above[0], below[0])} down", below[0]


def _headings(rows: Sequence[Sequence[_Cell]], heads: Mapping[str, _Cell]) -> Iterator[tuple[str, _Cell]]:
    """The heads of several figures: those beside a row, what stands above these, and those above several columns."""
    figures: dict[str, list[_Cell]] = {}
    columns = {name: heads[name] for row in rows for cell in row if (name := cell.element.headers[-1]) in heads}
    for row in rows:
        for cell in row:
            for name in cell.element.headers[:-1]:
                figures.setdefault(name, []).append(cell)
    for name, of in figures.items():
        own = [columns[cell.element.headers[-1]] for cell in of if cell.element.headers[-1] in columns]
        if name not in heads or not own:
            continue
        head = heads[name]
        if len(of) < len(rows[0]):
            middle = (min(each.start for each in own) + max(each.end for each in own)) / 2
            across = points((head.start + head.end) / 2 - middle)
            yield f"head of columns: {across} from their middle, {_down(head, own[0])} up", head
            continue
        yield f"head beside a row: {_down(head, of[0])} up", head
        above = heads.get(head.element.headers[-1]) if head.element.headers else None
        if above:
            yield f"head beside a row: {_aligned(head.texts[0], above.texts[-1])} its head", head
        corner = above or head
        yield (
            f"head of the first column: {points(own[0].start - corner.start)} left, {_down(corner, own[0])} up",
            corner,
        )


def _down(above: _Cell, cell: _Cell) -> str:
    """How far a cell's first line is below another's last."""
    return points(above.texts[-1].baseline - cell.texts[0].baseline)


def _aligned(text: TextRun, above: TextRun) -> str:
    """How a text is below another: "at the right edge of", "at the middle of", or how far from that."""
    edges = {
        "right edge": text.end - above.end,
        "middle": (text.start + text.end - above.start - above.end) / 2,
        "left edge": text.start - above.start,
    }
    for edge, apart in edges.items():
        if abs(apart) < SAME_EDGE:
            return f"at the {edge} of"
    return f"{points(edges['right edge'])} from the right edge of"
