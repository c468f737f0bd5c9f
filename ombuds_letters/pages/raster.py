"""A PDF's pages as pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium


def pictures(content: bytes, width: int) -> tuple[bytes, ...]:
    """Each page as a PNG of that many pixels across, as it would be printed."""
    with _opened(content) as document:
        return tuple(_picture(page, width) for page in document)


def picture(content: bytes, page: int, width: int) -> bytes:
    """One page, counted from 1, as a PNG of that many pixels across."""
    with _opened(content) as document:
        return _picture(document[page - 1], width)


def digests(content: bytes, width: int) -> tuple[str, ...]:
    """A digest of each page as it looks that many pixels wide: two pages that look the same have the same."""
    with _opened(content) as document:
        bitmaps = (page.render(scale=width / page.get_width()) for page in document)
        return tuple(hashlib.sha256(bitmap.buffer).hexdigest()[:16] for bitmap in bitmaps)


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, width: int) -> bytes:
    scale = width / page.get_width()
    bitmap = page.render(scale=scale, force_bitmap_format=pdfium.FPDFBitmap_BGR, rev_byteorder=True)  # RGB, as in PNG
    png = BytesIO()
    bitmap.to_pil().save(png, "PNG", compress_level=1)  # in a third of the time of level 6, and not larger
    return png.getvalue()
