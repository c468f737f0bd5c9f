"""What a PDF says and carries outside its pages: title and language, bookmarks, files, scripts, links, what is active."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: how deep it stands, from 1, what it says, and the page it leads to, from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that the PDF carries: `Attachment("sevenoaks-district-council.csv", b"Code,…")`."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something laid on a page: a link with where it leads and its words, or another thing by its kind's number.

    `kind` is of PDFium's `FPDF_ANNOT_…` numbers; `address` is "" for what leads nowhere outside.
    """

    page: int
    kind: int
    address: str
    words: str

    @property
    def is_link(self) -> bool:
        return bool(self.kind == pdfium.FPDF_ANNOT_LINK)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a PDF says of itself, and what it carries."""

    title: str
    author: str
    language: str
    tagged: bool
    bookmarks: tuple[Bookmark, ...]
    attachments: tuple[EmbeddedFile, ...]
    scripts: int
    forms: bool


def document_info(document: Any) -> DocumentInfo:
    """The cover of a document that PDFium has open."""
    return DocumentInfo(
        title=_string(lambda *into: pdfium.FPDF_GetMetaText(document, b"Title", *into)),
        author=_string(lambda *into: pdfium.FPDF_GetMetaText(document, b"Author", *into)),
        language=_string(lambda *into: pdfium.FPDFCatalog_GetLanguage(document, *into)),
        tagged=bool(pdfium.FPDFCatalog_IsTagged(document)),
        bookmarks=tuple(_bookmarks(document, None, 1)),
        attachments=tuple(_attachments(document)),
        scripts=max(0, pdfium.FPDFDoc_GetJavaScriptActionCount(document)),
        forms=pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE,
    )


def laid_on(document: Any, page: Any, number: int) -> tuple[Annotation, ...]:
    """What is laid on a page that PDFium has open."""
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
    """Every name that the objects of a PDF use, {b"Type", b"Catalog", …}, escapes resolved; what streams paint left out.

    Read from the bytes themselves, by no library, so that what a library passes over is seen too.
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


def _bookmarks(document: Any, above: Any, level: int) -> Iterator[Bookmark]:
    item = pdfium.FPDFBookmark_GetFirstChild(document, above)
    while item:
        page = pdfium.FPDFDest_GetDestPageIndex(document, pdfium.FPDFBookmark_GetDest(document, item))
        yield Bookmark(level, _string(lambda *into, item=item: pdfium.FPDFBookmark_GetTitle(item, *into)), page + 1)
        if level < 10:  # a circle of bookmarks would have no end
            yield from _bookmarks(document, item, level + 1)
        item = pdfium.FPDFBookmark_GetNextSibling(document, item)


def _attachments(document: Any) -> Iterator[EmbeddedFile]:
    for index in range(pdfium.FPDFDoc_GetAttachmentCount(document)):
        raw = pdfium.FPDFDoc_GetAttachment(document, index)
        name = _string(lambda *into, raw=raw: pdfium.FPDFAttachment_GetName(raw, *into))
        size = ctypes.c_ulong()
        content = b""
        if pdfium.FPDFAttachment_GetFile(raw, None, 0, size):
            buffer = ctypes.create_string_buffer(size.value)
            pdfium.FPDFAttachment_GetFile(raw, buffer, size.value, size)
            content = buffer.raw
        yield EmbeddedFile(name, content)


def _address(document: Any, raw: Any) -> str:
    """Where a link leads: a web address; "" within the letter; else the kind of its action, "action 4"."""
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
    if size <= 2:  # the closing null alone
        return ""
    buffer = (ctypes.c_ushort * ((size + 1) // 2))()
    get(buffer, size)
    return ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")
