"""The text over a page's picture, read from the finished PDF by its tags: each word in its place, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..pages import INLINE, Box, Document, Element, lined
from .messages import PageArea, PageNode, PreviewPage, TextPiece

_ROLES = {
    "P": "paragraph",
    "Table": "table",
    "TR": "row",
    "TH": "columnheader",
    "TD": "cell",
    "L": "list",
    "LI": "listitem",
    "Caption": "paragraph",
    "Figure": "img",
}
_UNDER_TABLE = frozenset({"THead", "TBody", "TFoot"})


def preview_pages(document: Document, digests: Sequence[str], keys: Mapping[int, str]) -> tuple[PreviewPage, ...]:
    """The pages of a letter; `digests` has one of each page's picture, `keys` the explanations' keys by index of block."""
    indexes = {id(block): index for index, block in enumerate(document.blocks())}
    found = []
    for number, (page, digest) in enumerate(zip(document.pages, digests, strict=True), 1):

        def node(element: Element, height: float = page.height) -> PageNode:
            return _node(element, height, indexes, keys, {})

        nodes = tuple(node(each) for each in document.elements if each.page == number)
        found.append(PreviewPage(number, page.width, page.height, digest, nodes))
    return tuple(found)


def area(box: Box, height: float) -> PageArea:
    """A PDF box on a page of that height, as an area from the top left; in points."""
    return PageArea(
        round(box.left, 2), round(height - box.top, 2), round(box.right - box.left, 2), round(box.top - box.bottom, 2)
    )


def _node(
    element: Element, height: float, indexes: Mapping[int, int], keys: Mapping[int, str], columns: Mapping[int, int]
) -> PageNode:
    """An element as a node; `columns` are those of the cells of the table that it is in, by the cell's id."""
    if element.kind == "Table":
        columns = _columns(element)
    pieces = tuple(
        TextPiece(
            " ".join("".join(text.text for text in line).split()),
            round(min(text.box.left for text in line), 2),
            round(height - line[0].baseline, 2),
            round(max(text.box.right for text in line) - min(text.box.left for text in line), 2),
            round(line[0].size, 2),
        )
        for line in lined(element.texts)
    )
    heading = element.kind[1:] if element.kind[0] == "H" and element.kind[1:].isdigit() else ""
    below = [kid for kid in element.kids if kid.kind not in INLINE]
    captions = [kid for kid in below if element.kind == "Table" and kid.kind == "Caption"]
    own = PageNode(
        role="heading" if heading else "rowgroup" if element.kind in _UNDER_TABLE else _ROLES.get(element.kind, ""),
        level=int(heading or 0),
        label=element.alt or " ".join(caption.text for caption in captions),
        pieces=pieces,
        area=area(element.box, height) if element.box else None,
        children=tuple(_node(kid, height, indexes, keys, columns) for kid in below if kid not in captions),
        key=keys.get(indexes.get(id(element), -1), ""),
        column=columns.get(id(element), 0),
        columns=max(columns.values(), default=1) if element.kind == "Table" else element.columns,
        rows=element.rows,
    )
    if not captions:
        return own
    before = tuple(_node(each, height, indexes, keys, columns) for each in captions)  # in ARIA a table has only rows
    return PageNode("", 0, "", (), None, (*before, own), "")


def _columns(table: Element) -> dict[int, int]:
    """The column of each cell of a table, counted from 1, by the cell's id; a cell takes its columns from the rows it spans."""
    found: dict[int, int] = {}
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(each for each in table.walk() if each.kind == "TR"):
        column = 1
        for cell in (kid for kid in element.kids if kid.kind in ("TH", "TD")):
            while (row, column) in taken:
                column += 1
            found[id(cell)] = column
            taken |= {(row + down, column + across) for down in range(cell.rows) for across in range(cell.columns)}
            column += cell.columns
    return found
