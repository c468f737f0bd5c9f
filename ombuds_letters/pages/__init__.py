"""A finished PDF read as a stranger would: its pages, its words in reading order, its tables cell by cell, all by the tags.

Knows nothing of records, editions or how the file was made. PDFium is not safe in threads: read in one thread only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from . import document_info as covers
from . import page_content as sheets
from . import structure_tree
from .document_info import Annotation, Bookmark, DocumentInfo, EmbeddedFile, names
from .page_content import Box, Colour, Font, PageContent, PaintedArea, TextRun
from .raster import digests, picture, pictures
from .structure_tree import INLINE, Element, ReadCell, ReadTable, joined, lined

__all__ = [
    "INLINE",
    "Annotation",
    "Bookmark",
    "Box",
    "Colour",
    "Document",
    "DocumentInfo",
    "Element",
    "EmbeddedFile",
    "Font",
    "NotPdf",
    "Page",
    "PageContent",
    "PaintedArea",
    "ReadCell",
    "ReadTable",
    "TextRun",
    "digests",
    "joined",
    "lined",
    "names",
    "picture",
    "pictures",
    "read",
]  # fmt: skip


class NotPdf(Exception):
    """The bytes are no PDF that can be opened."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: width and height in points.

    `sheet` has what is painted on it, `outside` those of its texts that stand outside the structure, `annotations` what is
    laid on it.
    """

    width: float
    height: float
    content: PageContent
    outside: tuple[TextRun, ...]
    annotations: tuple[Annotation, ...]

    @property
    def text(self) -> str:
        """All that can be extracted from the page, in lines, hidden words too."""
        return "\n".join(structure_tree.lines(self.content.texts))

    @property
    def artifacts(self) -> tuple[str, ...]:
        """What stands outside the structure, as a page's number does: ("2",)."""
        found = (" ".join(text.text.split()) for text in self.outside)
        return tuple(text for text in found if text)


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF as it was read: its `pages`, its `cover`, the top `elements` of its structure tree, page after page."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    info: DocumentInfo

    def walk(self) -> Iterator[Element]:
        """All elements in reading order; those that hold others, "Sect" or "Table", before what they hold."""
        for element in self.elements:
            yield from element.walk()

    def blocks(self) -> tuple[Element, ...]:
        """The elements with words of their own, in reading order: headings, paragraphs, captions, cells."""
        return tuple(element for element in self.walk() if element.lines and element.kind not in INLINE)

    def tables(self) -> tuple[ReadTable, ...]:
        """Every table in reading order, each cell with its headers by their names, never by where it stands."""
        return tuple(structure_tree.table(element) for element in self.walk() if element.kind == "Table")


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
        reader = sheets.PageReader()
        pages: list[Page] = []
        elements: list[Element] = []
        for number in range(1, len(document) + 1):
            page, own = _page(document, number, reader)
            pages.append(page)
            elements += own
        return Document(tuple(pages), tuple(elements), covers.document_info(document))
    finally:
        document.close()


def _page(document: Any, number: int, reader: sheets.PageReader) -> tuple[Page, tuple[Element, ...]]:
    """A page, and the elements at the top of its structure tree."""
    raw = pdfium.FPDF_LoadPage(document, number - 1)
    if not raw:
        raise NotPdf(f"page {number} can't be opened")
    text = pdfium.FPDFText_LoadPage(raw)
    try:
        sheet = reader.sheet(raw, text)
        found = structure_tree.tree(raw, number, sheet.texts)
        width, height = pdfium.FPDF_GetPageWidthF(raw), pdfium.FPDF_GetPageHeightF(raw)
        return Page(width, height, sheet, found.outside, covers.laid_on(document, raw, number)), found.elements
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(raw)
