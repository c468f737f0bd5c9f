"""A PDF's pages as pictures."""

from __future__ import annotations

import ctypes
import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

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
        found = [_difference(number, page, two[number - 1], scale, *canvases) for number, page in enumerate(one, 1)]
        return tuple(each for each in found if each is not None)


def look_same(content: bytes, other: bytes, scale: float, parts: Sequence[Sequence[Box]]) -> bool:
    """True if two PDFs look the same to the last pixel in these boxes of each page, a point around them too."""
    canvases = (_Canvas(), _Canvas())
    with _opened(content) as one, _opened(other) as two:
        for number, boxes in enumerate(parts):
            pages = (one[number], two[number]) if boxes else ()
            for box in boxes:
                for canvas, page in zip(canvases, pages, strict=True):
                    canvas.draw(page, scale, box)
                if not canvases[0].looks_like(canvases[1]):
                    return False
    return True


class _Canvas:
    """Pixels that one page after another is drawn into, or a part of it.

    Each is blue, green and red. New ones for each, copies to compare them, and the objects of pypdfium2 around them took a
    third of the time of drawing.
    """

    def __init__(self) -> None:
        self.size = (0, 0)
        self._pixels = bytearray()

    def draw(self, page: pypdfium2.PdfPage, scale: float, box: Box | None = None) -> None:
        """Draws a page, or what is in a box of it and a point around that, in place of what was drawn before."""
        width, height = page.get_size()
        across, down = math.ceil(width * scale), math.ceil(height * scale)
        left, bottom, right, top = _around(box, width, height) if box else (0.0, 0.0, width, height)
        at_left, at_top = math.ceil(left * scale), math.ceil((height - top) * scale)
        self.size = (
            across - at_left - math.ceil((width - right) * scale),
            down - at_top - math.ceil(bottom * scale),
        )
        if min(self.size) < 1:  # beside the page
            self.size = (0, 0)
            return
        if len(self._pixels) < 3 * self.size[0] * self.size[1]:
            self._pixels = bytearray(3 * self.size[0] * self.size[1])
        memory = (ctypes.c_ubyte * len(self._pixels)).from_buffer(self._pixels)
        bitmap = pdfium.FPDFBitmap_CreateEx(*self.size, pdfium.FPDFBitmap_BGR, memory, 3 * self.size[0])
        if not bitmap:
            raise MemoryError("no bitmap for a page")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *self.size, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, -at_left, -at_top, across, down, 0, pdfium.FPDF_ANNOT)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def _drawn(self) -> memoryview:
        return memoryview(self._pixels)[: 3 * self.size[0] * self.size[1]]

    def looks_like(self, other: _Canvas) -> bool:
        """True if both are the same to the last pixel."""
        return self.size == other.size and self._pixels.startswith(other._drawn())

    def picture(self) -> Image.Image:
        return Image.frombytes("RGB", self.size, bytes(self._drawn()), "raw", "BGR")


def _around(box: Box, width: float, height: float) -> Box:
    """What a page has of a box and a point around it."""
    return Box(box.left - 1, box.bottom - 1, box.right + 1, box.top + 1).common(Box(0, 0, width, height))


def _difference(
    number: int, one: pypdfium2.PdfPage, two: pypdfium2.PdfPage, scale: float, canvas: _Canvas, other: _Canvas
) -> Difference | None:
    canvas.draw(one, scale)
    other.draw(two, scale)
    if canvas.size != other.size:
        raise ValueError(f"page {number} has another size")
    if canvas.looks_like(other):
        return None
    pictures_ = [canvas.picture(), other.picture()]
    changed = ImageChops.difference(*pictures_)
    box = changed.getbbox() or (0, 0, *changed.size)
    width, height = changed.size
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
