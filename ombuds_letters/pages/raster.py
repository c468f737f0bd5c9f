"""A PDF's pages as pictures."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from .page_content import Box


def pictures(content: bytes, width: int) -> tuple[bytes, ...]:
    """Each page as a PNG of that many pixels across, as it would be printed."""
    with _opened(content) as document:
        return tuple(_picture(page, width) for page in document)


def picture(content: bytes, page: int, width: int) -> bytes:
    """One page, counted from 1, as a PNG of that many pixels across."""
    with _opened(content) as document:
        return _picture(document[page - 1], width)


def small_pictures(content: bytes, scale: float, colours: int) -> tuple[bytes, ...]:
    """Each page as a PNG of so many colours, at `scale` pixels a point: with 64, a third of the bytes of `pictures`."""
    with _opened(content) as document:
        found = []
        for page in document:
            bitmap = page.render(scale=scale, force_bitmap_format=pdfium.FPDFBitmap_BGR, rev_byteorder=True)
            few = bitmap.to_pil().quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
            png = BytesIO()
            few.save(png, "PNG")
            found.append(png.getvalue())
        return tuple(found)


def digests(content: bytes, width: int) -> tuple[str, ...]:
    """A digest of each page as it looks that many pixels wide: two pages that look the same have the same."""
    with _opened(content) as document:
        bitmaps = (page.render(scale=width / page.get_width()) for page in document)
        return tuple(hashlib.sha256(bitmap.buffer).hexdigest()[:16] for bitmap in bitmaps)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two pages look different: the page, the box around it in pixels from the upper left, and a picture of it.

    The picture is a PNG: the first page, the second, and what is different, side by side.
    """

    page: int
    box: tuple[int, int, int, int]
    picture: bytes


def differences(content: bytes, other: bytes, scale: float) -> tuple[Difference, ...]:
    """Pages of two PDFs that don't look the same to the last pixel, at `scale` pixels a point; links' marks are drawn too.

    Raises: ValueError: they have not as many pages, or not of the same size.
    """
    with _opened(content) as one, _opened(other) as two:
        if len(one) != len(two):
            raise ValueError(f"{len(one)} pages and {len(two)}")
        canvases = (_Canvas(), _Canvas())
        found = [_difference(number, page, two[number - 1], scale, canvases) for number, page in enumerate(one, 1)]
        return tuple(each for each in found if each is not None)


def look_same(content: bytes, other: bytes, scale: float, parts: Sequence[Sequence[Box]]) -> bool:
    """True if two PDFs look the same to the last pixel in these boxes of each page, a point around them too."""
    with _opened(content) as one, _opened(other) as two:
        for number, boxes in enumerate(parts):
            pages = (one[number], two[number]) if boxes else ()
            for box in boxes:
                first, second = (_part(page, box, scale) for page in pages)
                if first != second:
                    return False
    return True


def _part(page: pypdfium2.PdfPage, box: Box, scale: float) -> bytes:
    width, height = page.get_size()
    left, bottom, right, top = Box(box.left - 1, box.bottom - 1, box.right + 1, box.top + 1).common(
        Box(0, 0, width, height)
    )
    if right - left < 1 or top - bottom < 1:  # beside the page
        return b""
    crop = (left, bottom, width - right, height - top)
    return bytes(page.render(scale=scale, force_bitmap_format=pdfium.FPDFBitmap_BGR, crop=crop).buffer)


class _Canvas:
    """Pixels that one page after another is drawn into: to have new ones for each, and copies of both to compare them, took
    a third of the time of drawing a page.
    """

    def __init__(self) -> None:
        self.pixels = bytearray()

    def draw(self, page: pypdfium2.PdfPage, scale: float) -> pypdfium2.PdfBitmap:
        """The page's bitmap, whose pixels are these until another page is drawn."""
        return page.render(scale=scale, force_bitmap_format=pdfium.FPDFBitmap_BGR, bitmap_maker=self._bitmap)

    def _bitmap(self, width: int, height: int, **how: Any) -> pypdfium2.PdfBitmap:
        size = 3 * width * height
        if size != len(self.pixels):
            self.pixels = bytearray(size)
        buffer = (ctypes.c_ubyte * size).from_buffer(self.pixels)
        return pypdfium2.PdfBitmap.new_native(width, height, buffer=buffer, **how)


def _difference(
    number: int, one: pypdfium2.PdfPage, two: pypdfium2.PdfPage, scale: float, canvases: Sequence[_Canvas]
) -> Difference | None:
    bitmaps = [canvas.draw(page, scale) for canvas, page in zip(canvases, (one, two), strict=True)]
    if (bitmaps[0].width, bitmaps[0].height) != (bitmaps[1].width, bitmaps[1].height):
        raise ValueError(f"page {number} has another size")
    if canvases[0].pixels == canvases[1].pixels:
        return None
    pictures_ = [bitmap.to_pil() for bitmap in bitmaps]
    changed = ImageChops.difference(*pictures_)
    box = changed.getbbox() or (0, 0, *changed.size)
    width, height = pictures_[0].size
    sheet = Image.new("RGB", (3 * width, height), "white")
    for index, picture in enumerate((*pictures_, ImageChops.invert(changed))):
        sheet.paste(picture, (index * width, 0))
    png = BytesIO()
    sheet.save(png, "PNG")
    return Difference(number, box, png.getvalue())


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
