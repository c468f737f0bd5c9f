"""How a letter's lines follow each other: how far each is below the one before, and how far to its right.

A page is set in few such steps: the next line of a paragraph, the next paragraph, a heading, the first line of a page. A line
that was moved, up, down or sideways, makes another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..pages import Document, Element, Page, TextRun
from . import table_places
from .lengths import SAME_EDGE, points
from .table_places import CELLS

_SAME_LINE = 0.5  # points
_NEAR_TOP = 3.0  # points by which the first lines of headings and paragraphs differ
_LEADING = (1.0, 1.6)  # how far apart a block's own lines are at least and at most, in sizes of their type
_FIRST = re.compile(r"page of (?P<size>\d+ by \d+) to (?P<type>[^:]+): (?P<down>[\d.]+) down, (?P<right>[\d.]+) right")
_NEXT_LINE = re.compile(
    r"(?P<type>[^:]+ of (?P<size>[\d.]+) pt, next line): (?P<down>[\d.]+) down, (?:0\.0 right|in .+|.+ from .+)"
)
_STEP = re.compile(r"(?P<above>\w+) to (?P<kind>\w+): (?P<down>[\d.]+) down, (?P<right>-?[\d.]+) right")
_OF_LISTS = ("li", "lbody")

_Place = tuple[float, float]  # left and top of a chart, in points from the lower left of its page
_Line = tuple[str, int, TextRun | _Place, int]  # kind, page, what is there, `id` of its block
_Before = tuple[int, str, float, TextRun, int]  # page, kind, where the line begins, its latest text, its element's `id`


def steps(document: Document, charts: Mapping[int, _Place]) -> Iterator[tuple[str, int, str]]:
    """Each step with its page and the words it leads to: ("p to p: 14.9 down, 0.0 right", 1, "about your authority").

    `charts` has the left and the top of each chart on its page, by the `id` of its element.
    """
    before: _Before | None = None
    lines = list(_lines(document, charts))
    right_edges = _right_edges(document, lines)
    for (kind, page, text, element), below in zip(lines, [*lines[1:], None], strict=True):
        if not isinstance(text, TextRun):
            yield (
                _to_chart(text, document.pages[page - 1], before if before and before[0] == page else None),
                page,
                "a chart",
            )
            continue
        begins = _edge(_words(text, page, below) if kind == "li" else text, right_edges[page - 1])
        if before is None or before[0] != page:
            yield _first(kind, text, begins, document.pages[page - 1]), page, text.text.strip()
            before = page, kind, begins, text, element
            continue
        _, above, start, latest, block = before
        down = latest.baseline - text.baseline
        if abs(down) < _SAME_LINE:
            yield f"{above} to {kind}: on its line, {points(text.start - latest.end)} right", page, text.text.strip()
            before = page, kind, start, text, element
        else:
            where = _next_line(kind, text) if element == block else f"{above} to {kind}"
            yield f"{where}: {points(down)} down, {points(begins - start)} right", page, text.text.strip()
            before = page, kind, begins, text, element
    yield from table_places.steps(document)
    yield from _margins(document)


def _words(mark: TextRun, page: int, below: _Line | None) -> TextRun:
    """The words beside an item's mark, where its line begins: a mark ends before them, and begins as it is wide."""
    if below is not None and below[1] == page and isinstance(below[2], TextRun):
        return below[2] if abs(below[2].baseline - mark.baseline) < _SAME_LINE else mark
    return mark


def _right_edges(document: Document, lines: Iterable[_Line]) -> list[float]:
    """Where each page's texts end at most, in points from the left; as far from its side as they begin from the other.

    The numbers of items begin where they are wide enough to: to the left of all else, from 10 on.
    """
    starts: dict[int, float] = {}
    for kind, page, text, _ in lines:
        if isinstance(text, TextRun) and kind not in _OF_LISTS:
            starts[page] = min(text.start, starts.get(page, text.start))
    return [page.width - starts.get(number, 0.0) for number, page in enumerate(document.pages, 1)]


def _edge(text: TextRun, right: float) -> float:
    """Where a line is across the page: its start, or the right edge if it is set to that, wherever it starts then."""
    return right if text.start > right / 2 and abs(text.end - right) < SAME_EDGE else text.start


def is_accepted(step: str, accepted: Collection[str]) -> bool:
    """True for a step that was accepted, or that another record may bring without another look.

    That is a page that begins with a kind of block with which no accepted one does, at the height where pages begin; a
    block, or a text in the margins, of two lines where all accepted ones of its type have one, at a distance that lines
    have; and a list before or after another block, at the distance of these two, as far to the right as from any other.
    """
    if step in accepted:
        return True
    if first := _FIRST.fullmatch(step):
        others = [each for each in map(_FIRST.fullmatch, accepted) if each and _same(each, first, "size", "right")]
        return not any(_same(each, first, "type") for each in others) and any(
            abs(float(each["down"]) - float(first["down"])) <= _NEAR_TOP for each in others
        )
    if line := _NEXT_LINE.fullmatch(step):
        known = any(_same(each, line, "type") for each in map(_NEXT_LINE.fullmatch, accepted) if each)
        return not known and _LEADING[0] <= float(line["down"]) / float(line["size"]) <= _LEADING[1]
    if (found := _STEP.fullmatch(step)) and (sides := _in_list(found)) != (False, False):
        steps = [other for each in accepted if (other := _STEP.fullmatch(each))]
        alike = [each["down"] for each in steps if _same(each, found, "above", "kind")]
        return found["down"] in alike and any(_in_list(each) == sides and _same(each, found, "right") for each in steps)
    return False


def _same(one: re.Match[str], other: re.Match[str], *names: str) -> bool:
    return one.group(*names) == other.group(*names)


def _in_list(step: re.Match[str]) -> tuple[bool, bool]:
    """Whether a step comes from a list, and leads to one."""
    return step["above"] in _OF_LISTS, step["kind"] in _OF_LISTS


def _type(kind: str, text: TextRun) -> str:
    return f"{kind} of {round(text.size, 1):g} pt"


def _next_line(kind: str, text: TextRun) -> str:
    return f"{_type(kind, text)}, next line"


def _first(kind: str, text: TextRun, begins: float, page: Page) -> str:
    down, right = points(page.height - text.baseline), points(begins)
    return f"page of {size(page)} to {_type(kind, text)}: {down} down, {right} right"


def _to_chart(place: _Place, page: Page, before: _Before | None) -> str:
    left, top = place
    if before is None:
        return f"page of {size(page)} to chart: {points(page.height - top)} down, {points(left)} right"
    _, above, start, latest, _ = before
    return f"{above} to chart: {points(latest.baseline - top)} down, {points(left - start)} right"


def size(page: Page) -> str:
    """A page's width and height in whole points, "595 by 842"."""
    return f"{round(page.width)} by {round(page.height)}"


def _margins(document: Document) -> Iterator[tuple[str, int, str]]:
    """Where the texts in the margins are: a page's number, the mark of a specimen.

    Of lines that follow each other, that at the edge of the page is placed by it, as the others are by that one.
    """
    for number, page in enumerate(document.pages, 1):
        texts = [text for text in page.outside if text.text.strip()]
        for text in texts:
            down, across = page.height - text.baseline, _place_across(text, page)
            sign = 1 if down < page.height / 2 else -1
            apart = [
                distance
                for other in texts
                if _LEADING[0] <= (distance := sign * (other.baseline - text.baseline)) / text.size <= _LEADING[1]
                and _place_across(other, page) == across
            ]
            where = f"margin of {size(page)}: {points(down)} down, {across}"
            if apart:
                where = f"{_next_line(f'margin of {size(page)}', text)}: {points(min(apart))} down, {across}"
            yield where, number, text.text.strip()


def _place_across(text: TextRun, page: Page) -> str:
    """Where a text is in a margin, whatever its length: "70.9 from the left", "0.0 from the middle"."""
    middle = _middle(text) - page.width / 2
    if abs(middle) < SAME_EDGE:
        return "in the middle"
    left, right = text.start, page.width - text.end
    return f"{points(left)} from the left" if left < right else f"{round(right)} from the right"


def _lines(document: Document, charts: Mapping[int, _Place]) -> Iterator[_Line]:
    """The texts outside of tables' cells, and the charts, in the order of reading: kind, page, text, `id` of their block."""
    for element in document.elements:
        yield from _below(element, charts)


def _below(element: Element, charts: Mapping[int, _Place]) -> Iterator[_Line]:
    if element.kind in CELLS:
        return
    if id(element) in charts:
        yield "figure", element.page, charts[id(element)], id(element)
    for text in element.texts:
        if text.text.strip():
            yield element.kind.lower(), element.page, text, id(element)
    own = set(map(id, element.texts))
    for kid in element.kids:
        if own.isdisjoint(map(id, kid.texts)):
            yield from _below(kid, charts)


def _middle(text: TextRun) -> float:
    return (text.start + text.end) / 2
