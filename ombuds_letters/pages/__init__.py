"""A finished PDF read by its tags, as assistive technology does: pages, words in reading order, tables cell by cell.

Knows nothing of records, editions or how the file was made. PDFium is not thread-safe: read in one thread only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium

from . import document_info, page_content, stream_sizes, structure_tree
from .characters import CharacterBoxes, boxes_of_page
from .document_info import Annotation, Bookmark, DocumentInfo, EmbeddedFile, names
from .page_content import Box, Colour, Font, PageContent, PaintedArea, TextRun
from .raster import Difference, differences, digests, look_same, picture, pictures, small_pictures
from .structure_tree import INLINE, Element, ReadCell, ReadTable, joined, lined, lines

__all__ = [
    "INLINE",
    "Annotation",
    "Bookmark",
    "Box",
    "CharacterBoxes",
    "Colour",
    "Difference",
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
    "character_boxes",
    "differences",
    "digests",
    "joined",
    "lined",
    "lines",
    "look_same",
    "names",
    "picture",
    "pictures",
    "read",
    "small_pictures",
]  # fmt: skip


class NotPdf(Exception):
    """The bytes are not a PDF that can be read."""


_DAMAGED = "can't be opened: it is no PDF, or a damaged one"


@dataclass(frozen=True)
class Page:
    """A page: width and height in points.

    `content` is what is painted on it; `outside` are those of its texts that are not in the structure tree.
    """

    width: float
    height: float
    content: PageContent
    outside: tuple[TextRun, ...]
    annotations: tuple[Annotation, ...]

    @cached_property
    def written(self) -> tuple[TextRun, ...]:
        """The texts that are more than spaces, in the order of painting."""
        return tuple(text for text in self.content.texts if text.text.strip())

    @property
    def text(self) -> str:
        """All that can be extracted from the page, in lines, hidden words too."""
        return "\n".join(structure_tree.lines(self.content.texts))

    @cached_property
    def artifacts(self) -> tuple[str, ...]:
        """Texts outside the structure tree, such as the page's number, ("Page 2 of 3",); one over two lines is one text."""
        return tuple(structure_tree.joined(lines) for lines in structure_tree.paragraphs(self.outside))


@dataclass(frozen=True)
class Document:
    """A PDF as it was read; `elements` are those at the top of its structure tree, page after page."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    info: DocumentInfo

    @cached_property
    def _walked(self) -> tuple[Element, ...]:
        return tuple(each for element in self.elements for each in element.walk())

    def walk(self) -> Iterator[Element]:
        """All elements in reading order; those that contain others, "Sect" or "Table", before what they contain."""
        return iter(self._walked)

    def blocks(self) -> tuple[Element, ...]:
        """The elements with words of their own, in reading order: headings, paragraphs, captions, cells."""
        return tuple(element for element in self.walk() if element.lines and element.kind not in INLINE)

    def tables(self) -> tuple[ReadTable, ...]:
        """Every table in reading order, each cell with the headers that it names, whatever their positions."""
        return tuple(structure_tree.table(element) for element in self.walk() if element.kind == "Table")


def read(content: bytes) -> Document:
    """A PDF from its bytes: `read(pdf).tables()[1].cells[4].headers[0] == "Detailed Investigations"`.

    An element that runs over two pages is two elements.

    Raises: NotPdf.
    """
    if problem := stream_sizes.problem(content):
        raise NotPdf(problem)
    pages: list[Page] = []
    elements: list[Element] = []
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            reader = page_content.PageReader()
            for number in range(1, len(document) + 1):
                page, own = _page(document, number, reader)
                pages.append(page)
                elements += own
            return Document(tuple(pages), tuple(elements), document_info.document_info(document))
    except (pypdfium2.PdfiumError, UnicodeError) as error:
        raise NotPdf(_DAMAGED) from error


def character_boxes(content: bytes) -> tuple[CharacterBoxes, ...]:
    """Where each character is, page by page: `character_boxes(content)[0][document.pages[0].content.texts[0].order]`.

    Raises: NotPdf.
    """
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            return tuple(_characters(document, index) for index in range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise NotPdf(_DAMAGED) from error


def _characters(document: pypdfium2.PdfDocument, index: int) -> CharacterBoxes:
    raw = pdfium.FPDF_LoadPage(document, index)
    if not raw:
        raise NotPdf(f"page {index + 1} can't be opened")
    text = pdfium.FPDFText_LoadPage(raw)
    try:
        return boxes_of_page(raw, text)
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(raw)


def _page(
    document: pypdfium2.PdfDocument, number: int, reader: page_content.PageReader
) -> tuple[Page, tuple[Element, ...]]:
    """A page, and the elements at the top of its structure tree."""
    raw = pdfium.FPDF_LoadPage(document, number - 1)
    if not raw:
        raise NotPdf(f"page {number} can't be opened")
    text = pdfium.FPDFText_LoadPage(raw)
    try:
        painted = reader.content(raw, text)
        found = structure_tree.tree(raw, number, painted.texts)
        width, height = pdfium.FPDF_GetPageWidthF(raw), pdfium.FPDF_GetPageHeightF(raw)
        annotations = document_info.page_annotations(document, raw, number)
        return Page(width, height, painted, found.outside, annotations), found.elements
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(raw)
