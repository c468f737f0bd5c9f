"""The structure tree of a page: its elements with their words, and the tables among them, cell by cell."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from .page_content import Box, TextRun

# Elements within a paragraph, heading or cell; any other with words begins a block of its own.
INLINE = frozenset({"Span", "Link", "NonStruct", "Em", "Strong", "Quote", "Code", "Lbl", "Reference"})

# A line that ends like this continues without a space in the next one: "well-" "established".
_CONTINUES = re.compile(r"\S[-–—/]$")

# Texts whose baselines are nearer to each other than this, in points, are on one line.
_SAME_LINE = 0.5
_LEADING = (1.0, 1.5)  # how far apart a paragraph's lines are at least and at most, in sizes of their type
_BEARING = 0.2  # by how much of their size two lines' ink begins differently where the lines begin alike

_CELLS = ("TH", "TD")


class Element(NamedTuple):
    """An element of the structure tree: `Element("H1", ("Annual Review letter 2018",), 1)`.

    `kind` is its tag, roles resolved (ISO 32000-1, 14.8.4). `lines` are its words line by line as printed, without those of
    blocks within it. `page` counts from 1. `alt` is the alternative text of a picture; `identifier` is the name of a header
    cell, `headers` are the names of a cell's headers, `columns` and `rows` how many it spans. `box` is around its words, None
    without any. `texts` are what its lines were read from; `marks` are the numbers of a picture's marked content, and
    `language` is "cy" where it isn't the document's; PDFium's reading has neither.
    """

    kind: str
    lines: tuple[str, ...]
    page: int
    kids: tuple[Element, ...] = ()
    alt: str = ""
    identifier: str = ""
    headers: tuple[str, ...] = ()
    box: Box | None = None
    texts: tuple[TextRun, ...] = ()
    marks: tuple[int, ...] = ()
    columns: int = 1
    rows: int = 1
    language: str = ""

    @property
    def text(self) -> str:
        """The lines as running text, joined by single spaces, but not after a hyphen, which may belong to the word."""
        return joined(self.lines)

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in reading order."""
        left = [self]
        while left:
            element = left.pop()
            yield element
            left += reversed(element.kids)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell of a table: `ReadCell("0%", ("Detailed Investigations", "Uphold Rate"), 3)`.

    `headers` are the texts of the headers that the cell names, and of those that these name, the outermost first; "" for a
    name that no header has. `box` is around the words, None if there are none.
    """

    text: str
    headers: tuple[str, ...]
    page: int
    box: Box | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table: `caption` is "Decisions made", or "" if it has none; header cells, `heads`, and `cells` in reading order.

    A head's `headers` are those above it.
    """

    caption: str
    heads: tuple[ReadCell, ...]
    cells: tuple[ReadCell, ...]
    page: int


def joined(lines: Sequence[str]) -> str:
    """Lines as running text."""
    text = ""
    for line in lines:
        text += line if _CONTINUES.search(text) and line else f" {line}"
    return " ".join(text.split())


def table(element: Element) -> ReadTable:
    """A Table element as a table."""
    below = list(element.walk())
    heads = {each.identifier: each for each in below if each.kind == "TH" and each.identifier}
    caption = next((each.text for each in below if each.kind == "Caption"), "")
    cells = {kind: tuple(_cell(each, heads) for each in below if each.kind == kind) for kind in _CELLS}
    return ReadTable(caption, cells["TH"], cells["TD"], element.page)


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements at the top of a page's structure tree, and the texts in none of them, artifacts or stray."""

    elements: tuple[Element, ...]
    outside: tuple[TextRun, ...]


def tree(page: Any, number: int, texts: Sequence[TextRun]) -> Tree:
    """The part of the structure tree with content on this page, which PDFium has open; pages count from 1."""
    root = pdfium.FPDF_StructTree_GetForPage(page)
    if not root:
        return Tree((), tuple(texts))
    found: list[Element] = []
    reader = _Reader(number, texts)
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(root)):
            top = pdfium.FPDF_StructTree_GetChildAtIndex(root, index)
            if top:
                element, _ = reader.element(top)
                # Every page gives the Document element again, with the part of its content that is on that page.
                found += () if element is None else element.kids if element.kind == "Document" else (element,)
    finally:
        pdfium.FPDF_StructTree_Close(root)
    return Tree(tuple(found), tuple(text for text in texts if text.mark not in reader.held))


class _Reader:
    """Reads the elements of one page; `held` are the marks of the texts in elements."""

    def __init__(self, page: int, texts: Sequence[TextRun]) -> None:
        self.held: set[int] = set()
        self._page = page
        self._marked: dict[int, list[TextRun]] = {}
        for text in texts:
            self._marked.setdefault(text.mark, []).append(text)
        self._buffer = ctypes.create_string_buffer(512)

    def element(self, raw: Any) -> tuple[Element | None, list[TextRun]]:
        """An element with all below it, and its own texts, for the block that it may be part of.

        For a Span there are texts only.
        """
        kids: list[Element] = []
        texts: list[TextRun] = []
        for index in range(pdfium.FPDF_StructElement_CountChildren(raw)):
            kid = pdfium.FPDF_StructElement_GetChildAtIndex(raw, index)
            if kid:
                element, own = self.element(kid)
                if element is not None:
                    kids.append(element)
                if element is None or element.kind in INLINE:
                    texts += own
            else:  # the number is -1 for content on another page, and for anything that is not content
                mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, index)
                if mark >= 0:
                    self.held.add(mark)
                    texts += self._marked.get(mark, ())
        kind = self._string(pdfium.FPDF_StructElement_GetType, raw)
        if kind == "Span" and not kids:
            return None, texts
        cell = kind in _CELLS
        element = Element(
            kind=kind,
            lines=tuple(lines(texts)),
            page=self._page,
            kids=tuple(kids),
            alt=self._string(pdfium.FPDF_StructElement_GetAltText, raw),
            identifier=self._string(pdfium.FPDF_StructElement_GetID, raw) if cell else "",
            headers=tuple(_headers(raw)) if cell else (),
            box=_around(texts),
            texts=tuple(texts),
            columns=_span(raw, b"ColSpan") if cell else 1,
            rows=_span(raw, b"RowSpan") if cell else 1,
        )
        return element, texts

    def _string(self, get: Callable[..., int], raw: Any) -> str:
        size = get(raw, self._buffer, len(self._buffer))
        if size > len(self._buffer):
            self._buffer = ctypes.create_string_buffer(size)
            get(raw, self._buffer, size)
        return ctypes.string_at(self._buffer, size - 2).decode("utf-16-le", "replace") if size > 2 else ""


def _around(texts: Sequence[TextRun]) -> Box | None:
    boxes = [text.box for text in texts]
    if not boxes:
        return None
    left, bottom = min(box.left for box in boxes), min(box.bottom for box in boxes)
    return Box(left, bottom, max(box.right for box in boxes), max(box.top for box in boxes))


def lines(texts: Sequence[TextRun]) -> Iterator[str]:
    """Texts as lines; those on one baseline are one line."""
    if len(texts) == 1:  # as in most cells
        if line := " ".join(texts[0].text.split()):
            yield line
        return
    for of_line in lined(texts):
        yield " ".join("".join(text.text for text in of_line).split())


def paragraphs(texts: Sequence[TextRun]) -> Iterator[list[str]]:
    """The lines of texts that no element holds together: those that begin below each other in one type are one paragraph."""
    found: list[str] = []
    before: TextRun | None = None
    for text in texts:
        if not text.text.strip():
            continue
        if before is not None and not _is_next_line(text, before):
            yield found
            found = []
        found.append(" ".join(text.text.split()))
        before = text
    if found:
        yield found


def _is_next_line(text: TextRun, before: TextRun) -> bool:
    down = (before.baseline - text.baseline) / text.size if text.size else 0.0
    same_type = text.font.name == before.font.name and abs(text.size - before.size) < _SAME_LINE
    aligned = abs(text.box.left - before.box.left) < _BEARING * text.size
    return same_type and aligned and _LEADING[0] <= down <= _LEADING[1]


def lined(texts: Sequence[TextRun]) -> Iterator[tuple[TextRun, ...]]:
    """Texts grouped by their lines, without lines of nothing but spaces."""
    line: list[TextRun] = []
    for text in texts:
        if any(each.text for each in line) and abs(text.baseline - line[0].baseline) < _SAME_LINE:
            line.append(text)
            continue
        if any(each.text.strip() for each in line):
            yield tuple(line)
        line = [text]
    if any(each.text.strip() for each in line):
        yield tuple(line)


def _headers(raw: Any) -> Iterator[str]:
    for index in range(pdfium.FPDF_StructElement_GetAttributeCount(raw)):
        attributes = pdfium.FPDF_StructElement_GetAttributeAtIndex(raw, index)
        names = pdfium.FPDF_StructElement_Attr_GetValue(attributes, b"Headers")
        for number in range(max(0, pdfium.FPDF_StructElement_Attr_CountChildren(names)) if names else 0):
            name = pdfium.FPDF_StructElement_Attr_GetChildAtIndex(names, number)
            size = ctypes.c_ulong()
            pdfium.FPDF_StructElement_Attr_GetStringValue(name, None, 0, size)
            buffer = ctypes.create_string_buffer(size.value)
            pdfium.FPDF_StructElement_Attr_GetStringValue(name, buffer, size, size)
            yield buffer.raw[:-2].decode("utf-16-le", "replace")


def _span(raw: Any, name: bytes) -> int:
    """How many columns or rows a cell spans."""
    number = ctypes.c_float()
    for index in range(pdfium.FPDF_StructElement_GetAttributeCount(raw)):
        attributes = pdfium.FPDF_StructElement_GetAttributeAtIndex(raw, index)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attributes, name)
        if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return max(1, round(number.value))
    return 1


def _cell(element: Element, heads: Mapping[str, Element]) -> ReadCell:
    names = dict.fromkeys(_over(element, heads, frozenset()))
    headers = tuple(heads[name].text if name in heads else "" for name in names)
    return ReadCell(element.text, headers, element.page, element.box)


def _over(element: Element, heads: Mapping[str, Element], seen: frozenset[str]) -> Iterator[str]:
    """The names of an element's headers, each after those that the header itself names."""
    for name in element.headers:
        if name not in seen:  # a header that names itself is ignored
            if name in heads:
                yield from _over(heads[name], heads, seen | {name})
            yield name
