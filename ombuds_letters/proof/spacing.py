"""How a letter's lines follow each other: how far each is below the one before, and how far to its right.

A page is set in few such steps: the next line of a paragraph, the next paragraph, a heading, the first line of a page. A line
that was moved, up, down or sideways, makes another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from ..pages import Document, Element, Page, TextRun

_CELLS = ("TH", "TD")
_SAME_LINE = 0.5  # points
_NEAR_TOP = 3.0  # points by which the first lines of headings and paragraphs differ
_LEADING = (1.0, 1.6)  # how far apart a block's own lines are at least and at most, in sizes of their type
_FIRST = re.compile(r"page of (?P<size>\d+ by \d+) to \w+: (?P<down>[\d.]+) down, (?P<right>[\d.]+) right")
_WITHIN = re.compile(r"(?P<kind>\w+) to (?P=kind): (?P<down>[\d.]+) down, 0\.0 right")
_OFF_TIES = 0.013  # points; without it, what is always 0.05 would be 0.0 in one letter and 0.1 in another


def steps(document: Document) -> Iterator[tuple[str, int, str]]:
    """Each step with its page and the words it leads to: ("p to p: 14.9 down, 0.0 right", 1, "about your authority")."""
    before: tuple[int, str, TextRun, TextRun] | None = None  # page, kind, the line's first text, and its latest
    for kind, page, text in _lines(document):
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
            across = f", {_points(text.start - first.start)} right"
            yield f"{above} to {kind}: {_points(down)} down{across}", page, text.text.strip()
            before = page, kind, text, text
    yield from _cells(document)
    yield from _margins(document)


def is_accepted(step: str, accepted: Collection[str], types: Collection[str]) -> bool:
    """True for a step that was accepted, or that another record may bring without another look.

    That is a page that begins with another kind of block at the height where pages begin, and a block that has two lines
    where accepted ones had one, at the distance that `types`, "h1: Ombuds-Letter-Sans 15 pt #123f5a", make lines have.
    """
    if step in accepted:
        return True
    if first := _FIRST.fullmatch(step):
        others = filter(None, map(_FIRST.fullmatch, accepted))
        return any(
            other["size"] == first["size"]
            and other["right"] == first["right"]
            and abs(float(other["down"]) - float(first["down"])) <= _NEAR_TOP
            for other in others
        )
    if within := _WITHIN.fullmatch(step):
        sizes = [float(size) for kind, size in map(_kind_and_size, types) if kind == within["kind"]]
        return any(size * _LEADING[0] <= float(within["down"]) <= size * _LEADING[1] for size in sizes)
    return False


def _kind_and_size(type_: str) -> tuple[str, str]:
    kind, _, rest = type_.partition(": ")
    return kind, rest.rpartition(" pt ")[0].rpartition(" ")[2]


def _first(kind: str, text: TextRun, page: Page) -> str:
    return f"page of {_size(page)} to {kind}: {_points(page.height - text.baseline)} down, {_points(text.start)} right"


def _size(page: Page) -> str:
    return f"{round(page.width)} by {round(page.height)}"


def _margins(document: Document) -> Iterator[tuple[str, int, str]]:
    """Where the texts in the margins are: a page's number, the mark of a specimen."""
    for number, page in enumerate(document.pages, 1):
        for text in page.outside:
            if text.text.strip():
                middle = _points(_middle(text) - page.width / 2)
                down = _points(page.height - text.baseline)
                yield f"margin of {_size(page)}: {down} down, {middle} from the middle", number, text.text.strip()


def _points(length: float) -> str:
    return f"{round(length + _OFF_TIES, 1) + 0.0:.1f}"


def _lines(document: Document) -> Iterator[tuple[str, int, TextRun]]:
    """The texts outside of tables' cells in the order of reading, with the kind of their block, and its page."""
    for element in document.elements:
        yield from _below(element)


def _below(element: Element) -> Iterator[tuple[str, int, TextRun]]:
    if element.kind in _CELLS:
        return
    own = set(map(id, element.texts))
    for text in element.texts:
        if text.text.strip():
            yield element.kind.lower(), element.page, text
    for kid in element.kids:
        if own.isdisjoint(map(id, kid.texts)):
            yield from _below(kid)


def _cells(document: Document) -> Iterator[tuple[str, int, str]]:
    """How far the middle of each line of a cell is from the middle of its column's, as the cells below and above have it."""
    for table in (element for element in document.walk() if element.kind == "Table"):
        heads = {each.identifier: each for each in table.walk() if each.kind == "TH"}
        for cell in (each for each in table.walk() if each.kind in _CELLS):
            head = heads.get(cell.headers[-1]) if cell.headers else None
            texts = [text for each in cell.walk() for text in each.texts if text.text.strip()]
            if cell.kind == "TD" and head is not None and head.texts:
                for text in texts[:1]:
                    down = head.texts[-1].baseline - text.baseline
                    middle = _middle(text) - _middle(head.texts[-1])
                    yield f"cell: {_points(middle)} from the middle of its head", cell.page, text.text.strip()
                    yield (
                        f"cell: {round(down / 2) * 2} below its head's last line or more",
                        cell.page,
                        text.text.strip(),
                    )
            for one, other in pairwise(texts):
                down, middle = one.baseline - other.baseline, _middle(other) - _middle(one)
                yield (
                    f"cell's lines: {_points(down)} down, {_points(middle)} from the middle",
                    cell.page,
                    other.text.strip(),
                )


def _middle(text: TextRun) -> float:
    return (text.start + text.end) / 2
