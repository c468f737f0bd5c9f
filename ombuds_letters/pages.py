"""A finished PDF read as a stranger would: its pages, its words in reading order, its tables cell by cell, all by the tags.

Knows nothing of records, editions or how the file was made. PDFium is not safe in threads: read in one thread only.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .errors import LettersError

# What stands within a paragraph, heading or cell; whatever else has words begins a block of its own.
_INLINE = frozenset({"Span", "Link", "NonStruct", "Em", "Strong", "Quote", "Code", "Lbl", "Reference"})

# A line that ends so goes on without a space in the next one: "well-" "established".
_GOES_ON = re.compile(r"\S[-–—/]$")

# PDFium's own signs for a hyphen at a line's end, which it takes for one that a typesetter put in.
_LINE_END_HYPHEN = str.maketrans({"\x02": "-", "\ufffe": "-"})

# Two pieces of text whose baselines are nearer than this, in points, stand on one line.
_SAME_LINE = 0.5


class NotPdf(LettersError):
    """The bytes are no PDF that can be opened."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree: `Element("H1", "Annual Review letter 2018", 1)`.

    `kind` is the tag that a reader is told, roles resolved (ISO 32000-1, 14.8.4). `text` has all words below it, the
    lines of a block joined by single spaces. `page` counts from 1. `alt` is the
    text instead of a picture; `identifier` the name that cells call a header by; `headers` are such names.
    """

    kind: str
    text: str
    page: int
    kids: tuple[Element, ...] = ()
    alt: str = ""
    identifier: str = ""
    headers: tuple[str, ...] = ()

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: `Cell("0%", ("Detailed Investigations", "Uphold Rate"), 3)`.

    `headers` has the text of every header that the cell names, and of those that they name, the outermost first; "" for
    a name that no header has.
    """

    text: str
    headers: tuple[str, ...]
    page: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `caption` is "Decisions made", or "" where it has none; `heads` and `cells` in reading order.

    `headers` of a head are those that stand over it.
    """

    caption: str
    heads: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    page: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `text` is all that can be extracted from it, in lines, hidden words too.

    `artifacts` has what stands outside the structure, as a page's number does: ("2",).
    """

    text: str
    artifacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF as it was read: its `pages`, and the top `elements` of its structure tree, page after page."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]

    def walk(self) -> Iterator[Element]:
        """All elements in reading order; those that hold others, "Sect" or "Table", before what they hold."""
        for element in self.elements:
            yield from element.walk()

    def blocks(self) -> tuple[Element, ...]:
        """The elements with words of their own, in reading order: headings, paragraphs, captions, cells."""
        return tuple(
            element
            for element in self.walk()
            if element.kind not in _INLINE and element.text and all(kid.kind in _INLINE for kid in element.kids)
        )

    def tables(self) -> tuple[Table, ...]:
        """Every table in reading order, each cell with its headers by their names, never by where it stands."""
        return tuple(_table(element) for element in self.walk() if element.kind == "Table")


def read(content: bytes) -> Document:
    """A PDF's bytes as they can be read: `read(pdf).tables()[1].cells[4].headers[0] == "Detailed Investigations"`.

    An element that runs over two pages is two elements.

    Raises: NotPdf.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NotPdf(f"can't be opened as a PDF: {error}") from None
    try:
        pages: list[Page] = []
        elements: list[Element] = []
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            marked = _marked(page, text)
            lines = text.get_text_range().translate(_LINE_END_HYPHEN).replace("\r\n", "\n")
            artifacts = tuple(joined for piece in marked.get(-1, ()) if (joined := _joined([piece])))
            pages.append(Page(lines, artifacts))
            elements += _tree(page, number, marked)
            text.close()
            page.close()
        return Document(tuple(pages), tuple(elements))
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words on one line, with the height of their baseline above the foot of the page, in points; None between blocks."""

    text: str
    baseline: float | None


def _joined(pieces: list[_Piece]) -> str:
    """Pieces as running text: those of one line as they stand, the next line after a space."""
    text, baseline = "", None
    for piece in pieces:
        together = piece.baseline is not None and baseline is not None and abs(piece.baseline - baseline) < _SAME_LINE
        goes_on = piece.baseline is not None and _GOES_ON.search(text)
        text += piece.text if together or goes_on else f" {piece.text}"
        baseline = piece.baseline
    return " ".join(text.split())


def _marked(page: Any, text: Any) -> Mapping[int, list[_Piece]]:
    """The pieces of text on a page by the number of their marked content; -1 has those that have none."""
    found: dict[int, list[_Piece]] = {}
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        size = pdfium.FPDFTextObj_GetText(item, text, None, 0)
        buffer = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFTextObj_GetText(item, text, buffer, size)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        words = bytes(buffer)[:-2].decode("utf-16-le", "replace").translate(_LINE_END_HYPHEN)
        found.setdefault(pdfium.FPDFPageObj_GetMarkedContentID(item), []).append(_Piece(words, matrix.f))
    return found


def _tree(page: Any, number: int, marked: Mapping[int, list[_Piece]]) -> Iterator[Element]:
    """The elements at the top of the structure tree, as far as they have content on the page."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            top = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            if top:
                element = _element(top, number, marked)[0]
                # Every page has the Document element anew; what it holds goes on from page to page.
                yield from element.kids if element.kind == "Document" else (element,)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _element(raw: Any, page: int, marked: Mapping[int, list[_Piece]]) -> tuple[Element, list[_Piece]]:
    """An element and all below it, and its pieces of text, for the block that it may stand in."""
    kids: list[Element] = []
    pieces: list[_Piece] = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(raw)):
        kid = pdfium.FPDF_StructElement_GetChildAtIndex(raw, index)
        if kid:
            element, own = _element(kid, page, marked)
            kids.append(element)
            pieces += own if element.kind in _INLINE else [_Piece(element.text, None)]
        else:  # the number is -1 for content on another page, and for what is no content
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, index)
            pieces += marked.get(mark, ()) if mark >= 0 else ()
    element = Element(
        kind=_string(pdfium.FPDF_StructElement_GetType, raw),
        text=_joined(pieces),
        page=page,
        kids=tuple(kids),
        alt=_string(pdfium.FPDF_StructElement_GetAltText, raw),
        identifier=_string(pdfium.FPDF_StructElement_GetID, raw),
        headers=tuple(_headers(raw)),
    )
    return element, pieces


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


def _string(get: Callable[..., int], raw: Any) -> str:
    size = get(raw, None, 0)
    if size <= 2:  # the closing null alone
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(raw, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _table(element: Element) -> Table:
    below = list(element.walk())
    heads = {each.identifier: each for each in below if each.kind == "TH" and each.identifier}
    caption = next((each.text for each in below if each.kind == "Caption"), "")
    cells = {kind: tuple(_cell(each, heads) for each in below if each.kind == kind) for kind in ("TH", "TD")}
    return Table(caption, cells["TH"], cells["TD"], element.page)


def _cell(element: Element, heads: Mapping[str, Element]) -> Cell:
    names = dict.fromkeys(_over(element, heads, frozenset()))
    return Cell(element.text, tuple(heads[name].text if name in heads else "" for name in names), element.page)


def _over(element: Element, heads: Mapping[str, Element], seen: frozenset[str]) -> Iterator[str]:
    """The names of an element's headers, each after those that it names itself."""
    for name in element.headers:
        if name not in seen:  # a header that names itself is nobody's
            if name in heads:
                yield from _over(heads[name], heads, seen | {name})
            yield name
