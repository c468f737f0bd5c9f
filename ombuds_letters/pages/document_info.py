"""What a PDF has besides the content of its pages: title, language, bookmarks, attached files, scripts, annotations."""

from __future__ import annotations

import ctypes
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .page_content import Box, TextRun

logging.getLogger("pypdfium2").addHandler(logging.NullHandler())  # bookmarks in a circle are left out without a word

LINK = int(pdfium.FPDF_ANNOT_LINK)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `level` and `page` count from 1, and `page` is 0 where it leads to none.

    `left` and `top` are the place on the page that it leads to, in points; PDFium's reading doesn't have them.
    """

    level: int
    title: str
    page: int
    left: float | None = None
    top: float | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that is attached to the PDF: `EmbeddedFile("sevenoaks-district-council.csv", b"Code,…")`."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page, such as a link with its address and description.

    `kind` is one of PDFium's numbers `FPDF_ANNOT_…`; `address` is "" unless it leads out of the letter. `box` is where it is,
    and `shown` are the printed words that it is over; PDFium's reading doesn't have them.
    """

    page: int
    kind: int
    address: str
    words: str
    box: Box | None = None
    shown: tuple[TextRun, ...] = ()

    @property
    def is_link(self) -> bool:
        return self.kind == LINK


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a PDF says of itself and has attached; `scripts` counts JavaScript actions."""

    title: str
    author: str
    language: str
    tagged: bool
    bookmarks: tuple[Bookmark, ...]
    attachments: tuple[EmbeddedFile, ...]
    scripts: int
    forms: bool


def document_info(document: pypdfium2.PdfDocument) -> DocumentInfo:
    """What the document that pypdfium2 has open says of itself."""
    return DocumentInfo(
        title=document.get_metadata_value("Title"),
        author=document.get_metadata_value("Author"),
        language=_string(lambda *into: pdfium.FPDFCatalog_GetLanguage(document, *into)),
        tagged=document.is_tagged(),
        bookmarks=tuple(map(_bookmark, document.get_toc())),
        attachments=tuple(_attachments(document)),
        scripts=max(0, pdfium.FPDFDoc_GetJavaScriptActionCount(document)),
        forms=document.get_formtype() != pdfium.FORMTYPE_NONE,
    )


def page_annotations(document: pypdfium2.PdfDocument, page: Any, number: int) -> tuple[Annotation, ...]:
    """The annotations of a page that PDFium has open."""
    found = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        raw = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(raw)
        address = _address(document, raw) if kind == pdfium.FPDF_ANNOT_LINK else ""
        words = _string(lambda *into, raw=raw: pdfium.FPDFAnnot_GetStringValue(raw, b"Contents", *into))
        found.append(Annotation(number, kind, address, words))
        pdfium.FPDFPage_CloseAnnot(raw)
    return tuple(found)


_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def names(content: bytes) -> frozenset[bytes]:
    """Every name that the objects of a PDF use, {b"Type", b"Catalog", …}, escapes resolved, content streams left out.

    They are read from the bytes without a library, so that what a library ignores is seen too.
    """
    texts = []
    for chunk in content.split(b"endstream"):
        head, _, packed = chunk.partition(b"stream")
        texts.append(head)
        if b"/ObjStm" in head:
            data = packed.lstrip(b"\r\n")
            if b"/Filter" not in head.rpartition(b" obj")[2]:
                texts.append(data)
                continue
            try:
                texts.append(zlib.decompressobj().decompress(data))
            except zlib.error:
                texts.append(b"/Undecipherable")
    found = {name for text in texts for name in _NAME.findall(text)}
    return frozenset(_ESCAPED.sub(_unescaped, name) if b"#" in name else name for name in found)


def _unescaped(code: re.Match[bytes]) -> bytes:
    return bytes([int(code[1], 16)])


def _bookmark(bookmark: pypdfium2.PdfBookmark) -> Bookmark:
    target = bookmark.get_dest()
    index = target.get_index() if target else None
    return Bookmark(bookmark.level + 1, bookmark.get_title(), 0 if index is None else index + 1)


def _attachments(document: pypdfium2.PdfDocument) -> Iterator[EmbeddedFile]:
    for index in range(document.count_attachments()):
        attachment = document.get_attachment(index)
        try:
            content = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:  # an empty file too
            content = b""
        yield EmbeddedFile(attachment.get_name(), content)


def _address(document: Any, raw: Any) -> str:
    """Where a link leads: a web address, "" for a place in the letter, or the kind of another action, "action 4"."""
    link = pdfium.FPDFAnnot_GetLink(raw)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    kind = pdfium.FPDFAction_GetType(action) if action else pdfium.PDFACTION_GOTO
    if kind == pdfium.PDFACTION_GOTO:
        return ""
    if kind != pdfium.PDFACTION_URI:
        return f"action {kind}"
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _string(get: Callable[..., int]) -> str:
    size = get(None, 0)
    if size <= 2:  # only the closing null
        return ""
    buffer = (ctypes.c_ushort * ((size + 1) // 2))()
    get(buffer, size)
    return ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")
