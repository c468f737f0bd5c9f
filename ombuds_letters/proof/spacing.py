"""How a letter's lines follow each other: how far each is below the one before, and how far to its right.

A page is set in few such steps: the next line of a paragraph, the next paragraph, a heading, the first line of a page. A line
that was moved, up, down or sideways, makes another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from ..pages import Document, Element, Page, TextRun

_CELLS = ("TH", "TD")
_SAME_LINE = 0.5  # points
_SAME_EDGE = (
    0.4  # points; the widths that a file states for glyphs are rounded, so that ends add up a little differently
)
_NEAR_TOP = 3.0  # points by which the first lines of headings and paragraphs differ
_LEADING = (1.0, 1.6)  # how far apart a block's own lines are at least and at most, in sizes of their type
_FIRST = re.compile(r"page of (?P<size>\d+ by \d+) to \w+: (?P<down>[\d.]+) down, (?P<right>[\d.]+) right")
_WITHIN = re.compile(r"(?P<kind>\w+) to (?P=kind): (?P<down>[\d.]+) down, 0\.0 right")
_MARGIN = re.compile(r"margin of (?P<size>\d+ by \d+): (?P<down>[\d.]+) down, (?P<across>.+)")
_STEP = re.compile(r"(?P<above>\w+) to (?P<kind>\w+): (?P<down>[\d.]+) down, (?P<right>-?[\d.]+) right")
_OF_LISTS = ("li", "lbody")
_OFF_TIES = 0.013  # points; without it, what is always 0.05 would be 0.0 in one letter and 0.1 in another

_Place = tuple[float, float]  # left and top of a chart, in points from the lower left of its page
_Before = tuple[int, str, TextRun, TextRun]  # page, kind, the line's first text, and its latest


def steps(document: Document, charts: Mapping[int, _Place]) -> Iterator[tuple[str, int, str]]:
    """Each step with its page and the words it leads to: ("p to p: 14.9 down, 0.0 right", 1, "about your authority").

    `charts` has the left and the top of each chart on its page, by the `id` of its element.
    """
    before: _Before | None = None
    right_edges = _right_edges(document)
    for kind, page, text in _lines(document, charts):
        if not isinstance(text, TextRun):
            yield (
                _to_chart(text, document.pages[page - 1], before if before and before[0] == page else None),
                page,
                "a chart",
            )
            continue
        if before is None or before[0] != page:
            yield _first(kind, text, document.pages[page - 1]), page, text.text.strip()
            before = page, kind, text, text
            continue
        _, above, first, latest = before
        down = latest.baseline - text.baseline
        if abs(down) < _SAME_LINE:
            yield f"{above} to {kind}: on its line, {_points(text.start - latest.end)} right", page, text.text.strip()
            before = page, kind, first, text
        else:
            edge = right_edges[page - 1]
            across = f", {_points(_edge(text, edge) - _edge(first, edge))} right"
            yield f"{above} to {kind}: {_points(down)} down{across}", page, text.text.strip()
            before = page, kind, text, text
    yield from _cells(document)
    yield from _margins(document)


def _right_edges(document: Document) -> list[float]:
    """Where each page's texts end at most, in points from the left; as far from its side as they begin from the other."""
    starts: dict[int, float] = {}
    for _, page, text in _lines(document, {}):
        if isinstance(text, TextRun):
            starts[page] = min(text.start, starts.get(page, text.start))
    return [page.width - starts.get(number, 0.0) for number, page in enumerate(document.pages, 1)]


def _edge(text: TextRun, right: float) -> float:
    """Where a line is across the page: its start, or the right edge if it is set to that, wherever it starts then."""
    return right if text.start > right / 2 and abs(text.end - right) < _SAME_EDGE else text.start


def is_accepted(step: str, accepted: Collection[str], types: Collection[str]) -> bool:
    """True for a step that was accepted, or that another record may bring without another look.

    That is a page that begins with another kind of block at the height where pages begin, a block, or a text in the
    margins, that has two lines where accepted ones had one, at the distance that `types`, "h1: Ombuds-Letter-Sans 15 pt
    #123f5a", make lines have, and a list before or after another block, at the distance of these two, as far to the right
    as from any other.
    """
    if step in accepted:
        return True
    if first := _FIRST.fullmatch(step):
        firsts = filter(None, map(_FIRST.fullmatch, accepted))
        return any(
            each["size"] == first["size"]
            and each["right"] == first["right"]
            and abs(float(each["down"]) - float(first["down"])) <= _NEAR_TOP
            for each in firsts
        )
    if margin := _MARGIN.fullmatch(step):
        sizes = [float(size) for kind, size in map(_kind_and_size, types) if kind == "margin"]
        apart = [
            abs(float(other["down"]) - float(margin["down"]))
            for other in filter(None, map(_MARGIN.fullmatch, accepted))
            if (other["size"], other["across"]) == (margin["size"], margin["across"])
        ]
        return any(size * _LEADING[0] <= down <= size * _LEADING[1] for down in apart for size in sizes)
    if within := _WITHIN.fullmatch(step):
        sizes = [float(size) for kind, size in map(_kind_and_size, types) if kind == within["kind"]]
        if any(size * _LEADING[0] <= float(within["down"]) <= size * _LEADING[1] for size in sizes):
            return True
    if (found := _STEP.fullmatch(step)) and (sides := _in_list(found)) != (False, False):
        others = [other for each in accepted if (other := _STEP.fullmatch(each))]
        alike = [other["down"] for other in others if other.group("above", "kind") == found.group("above", "kind")]
        return found["down"] in alike and any(
            _in_list(other) == sides and other["right"] == found["right"] for other in others
        )
    return False


def _in_list(step: re.Match[str]) -> tuple[bool, bool]:
    """Whether a step comes from a list, and leads to one."""
    return step["above"] in _OF_LISTS, step["kind"] in _OF_LISTS


def _kind_and_size(type_: str) -> tuple[str, str]:
    kind, _, rest = type_.partition(": ")
    return kind, rest.rpartition(" pt ")[0].rpartition(" ")[2]


def _first(kind: str, text: TextRun, page: Page) -> str:
    return f"page of {_size(page)} to {kind}: {_points(page.height - text.baseline)} down, {_points(text.start)} right"


def _to_chart(place: _Place, page: Page, before: _Before | None) -> str:
    left, top = place
    if before is None:
        return f"page of {_size(page)} to chart: {_points(page.height - top)} down, {_points(left)} right"
    _, above, first, latest = before
    return f"{above} to chart: {_points(latest.baseline - top)} down, {_points(left - first.start)} right"


def _size(page: Page) -> str:
    return f"{round(page.width)} by {round(page.height)}"


def _margins(document: Document) -> Iterator[tuple[str, int, str]]:
    """Where the texts in the margins are: a page's number, the mark of a specimen."""
    for number, page in enumerate(document.pages, 1):
        for text in page.outside:
            if text.text.strip():
                down = _points(page.height - text.baseline)
                where = f"margin of {_size(page)}: {down} down, {_place_across(text, page)}"
                yield where, number, text.text.strip()


def _place_across(text: TextRun, page: Page) -> str:
    """Where a text is in a margin, whatever its length: "70.9 from the left", "0.0 from the middle"."""
    middle = _middle(text) - page.width / 2
    if abs(middle) < _SAME_EDGE:
        return "in the middle"
    left, right = text.start, page.width - text.end
    return f"{_points(left)} from the left" if left < right else f"{round(right)} from the right"


def _points(length: float) -> str:
    return f"{round(length + _OFF_TIES, 1) + 0.0:.1f}"


def _lines(document: Document, charts: Mapping[int, _Place]) -> Iterator[tuple[str, int, TextRun | _Place]]:
    """The texts outside of tables' cells, and the charts, in the order of reading, with kind and page of their block."""
    for element in document.elements:
        yield from _below(element, charts)


def _below(element: Element, charts: Mapping[int, _Place]) -> Iterator[tuple[str, int, TextRun | _Place]]:
    if element.kind in _CELLS:
        return
    if id(element) in charts:
        yield "figure", element.page, charts[id(element)]
    own = set(map(id, element.texts))
    for text in element.texts:
        if text.text.strip():
            yield element.kind.lower(), element.page, text
    for kid in element.kids:
        if own.isdisjoint(map(id, kid.texts)):
            yield from _below(kid, charts)


def _cells(document: Document) -> Iterator[tuple[str, int, str]]:
    """How the lines of cells are below each other, and each figure below its column's head."""
    for table in (element for element in document.walk() if element.kind == "Table"):
        heads = {each.identifier: each for each in table.walk() if each.kind == "TH"}
        for cell in (each for each in table.walk() if each.kind in _CELLS):
            head = heads.get(cell.headers[-1]) if cell.headers else None
            texts = [text for each in cell.walk() for text in each.texts if text.text.strip()]
            if cell.kind == "TD" and head is not None and head.texts:
                for text in texts[:1]:
                    down = head.texts[-1].baseline - text.baseline
                    yield f"cell: {_aligned(text, head.texts[-1])} its head", cell.page, text.text.strip()
                    yield (
                        f"cell: {round(down / 2) * 2} below its head's last line or more",
                        cell.page,
                        text.text.strip(),
                    )
            for one, other in pairwise(texts):
                below = _points(one.baseline - other.baseline)
                yield f"cell's lines: {below} down, {_aligned(other, one)} those above", cell.page, other.text.strip()


def _aligned(text: TextRun, above: TextRun) -> str:
    """How a text is below another: "at the right edge of", "at the middle of", or how far from that."""
    edges = {
        "right edge": text.end - above.end,
        "middle": _middle(text) - _middle(above),
        "left edge": text.start - above.start,
    }
    for edge, apart in edges.items():
        if abs(apart) < _SAME_EDGE:
            return f"at the {edge} of"
    return f"{_points(edges['right edge'])} from the right edge of"


def _middle(text: TextRun) -> float:
    return (text.start + text.end) / 2
