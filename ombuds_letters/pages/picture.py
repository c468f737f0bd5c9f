"""A PDF's pages as pictures."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Any

import pypdfium2


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
        return tuple(hashlib.sha256(bytes(bitmap.buffer)).hexdigest()[:16] for bitmap in bitmaps)
    finally:
        document.close()


def _picture(page: Any, width: int, packed: int = 9) -> bytes:
    bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)  # red first, as PNG has it
    row = bitmap.width * bitmap.n_channels
    pixels = bytes(bitmap.buffer)
    rows = (pixels[start : start + row] for start in range(0, bitmap.height * bitmap.stride, bitmap.stride))
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, {1: 0, 3: 2, 4: 6}[bitmap.n_channels], 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + each for each in rows), packed)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file (ISO/IEC 15948, 5.3): length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
