"""What is painted on a page: texts, pictures and filled areas, with their positions, in the order of painting."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

# PDFium's own characters for a hyphen at the end of a line, which it takes for one that typesetting has added.
LINE_END_HYPHEN = str.maketrans({"\x02": "-", "\ufffe": "-"})

_BUFFER = 4096  # bytes; a line of text has some hundred characters of two

# How many path segments draw a rectangle, and two rectangles, one inside the other.
_RECTANGLE, _FRAME = 5, 10


Colour = tuple[int, int, int, int]  # red, green, blue and how opaque, each 0 to 255


# Named tuples: a letter has hundreds, and a frozen dataclass takes five times as long to create.
class Box(NamedTuple):
    """A rectangle in points from the lower left of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def within(self, other: Box, slack: float = 0.0) -> bool:
        """True if it is inside another, or extends beyond it by no more than `slack`."""
        across = other.left - slack <= self.left and self.right <= other.right + slack
        return across and other.bottom - slack <= self.bottom and self.top <= other.top + slack

    def meets(self, other: Box, slack: float = 0.0) -> bool:
        """True if the two overlap by more than `slack` in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > slack and min(self.top, other.top) - max(self.bottom, other.bottom) > slack

    def common(self, other: Box) -> Box:
        """The part that two have in common; where they don't meet, a box without extent."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))

    @staticmethod
    def around(boxes: Collection[Box]) -> Box | None:
        """The smallest box with all of these in it; None for none."""
        if not boxes:
            return None
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return Box(min(lefts), min(bottoms), max(rights), max(tops))


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the file has it: `Font("AZXSTJ+Ombuds-Letter-Sans", b"…")`; `program` is b"" where none is embedded."""

    name: str
    program: bytes


class TextRun(NamedTuple):
    """A piece of text on one line, as painted: `TextRun("Dear Pav Ramewal,", Box(…), 10.5, …)`.

    `box` is around the ink, `size` is the font's, in points, `baseline` is in points above the foot of the page, `mark` is
    the number of its marked content, -1 outside the structure tree. It is painted inside `clip` only, None for the whole
    page; `painted` is false for invisible text. `order` counts what is painted on the page. `start` and `end` are where the
    pen was before and after it, in points from the left; PDFium's reading doesn't have the latter.
    """

    text: str
    box: Box
    size: float
    baseline: float
    font: Font
    colour: Colour
    mark: int
    painted: bool
    clip: Box | None
    order: int
    start: float = 0.0
    end: float = 0.0


class PaintedArea(NamedTuple):
    """A filled shape, with its colour, or a picture, without one; `box` is the part of it that may be painted.

    `solid` is true if it fills all of its box. The border of a table's cell doesn't count: it fills nothing but an edge.
    `form` tells shapes that aren't rectangles apart, wherever they are, and `mark` is the number of a picture's marked
    content, -1 outside the structure tree; PDFium's reading doesn't have them.
    """

    box: Box
    colour: Colour | None
    order: int
    solid: bool
    form: str = ""
    mark: int = -1


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that is painted on a page, in order. `loose` counts texts inside form XObjects, which are not in reading order."""

    texts: tuple[TextRun, ...]
    areas: tuple[PaintedArea, ...]
    loose: int


class PageReader:
    """Reads the pages of one document; each font is read once."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        self._bounds = tuple(ctypes.c_float() for _ in range(4))
        self._bounds_by = tuple(map(ctypes.byref, self._bounds))
        self._rgba = tuple(ctypes.c_uint() for _ in range(4))
        self._rgba_by = tuple(map(ctypes.byref, self._rgba))
        self._size = ctypes.c_float()
        self._size_by = ctypes.byref(self._size)
        self._mode = (ctypes.c_int(), ctypes.c_int())
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_by = ctypes.byref(self._matrix)
        self._buffer = (ctypes.c_ushort * (_BUFFER // 2))()

    def content(self, page: Any, textpage: Any) -> PageContent:
        """What is painted on a page that PDFium has open."""
        texts: list[TextRun] = []
        areas: list[PaintedArea] = []
        loose = 0
        for order in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, order)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                texts.append(self._text(item, textpage, order))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                if (area := self._filled(item, order)) is not None:
                    areas.append(area)
            else:
                areas.append(PaintedArea(self._box(item), None, order, False))
                loose += kind == pdfium.FPDF_PAGEOBJ_FORM and _texts_in(item)
        return PageContent(tuple(texts), tuple(areas), loose)

    def _text(self, item: Any, textpage: Any, order: int) -> TextRun:
        pdfium.FPDFPageObj_GetMatrix(item, self._matrix_by)
        pdfium.FPDFTextObj_GetFontSize(item, self._size_by)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        matrix = self._matrix
        return TextRun(
            text=self._words(item, textpage),
            box=self._box(item),
            size=self._size.value * (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5,
            baseline=matrix.f,
            font=self._font(item),
            colour=self._colour(item),
            mark=pdfium.FPDFPageObj_GetMarkedContentID(item),
            painted=mode in (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE),
            clip=_clip(item),
            order=order,
        )

    def _words(self, item: Any, textpage: Any) -> str:
        size = pdfium.FPDFTextObj_GetText(item, textpage, self._buffer, _BUFFER)
        buffer = self._buffer
        if size > _BUFFER:
            buffer = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(item, textpage, buffer, size)
        return ctypes.string_at(buffer, max(0, size - 2)).decode("utf-16-le", "replace").translate(LINE_END_HYPHEN)

    def _box(self, item: Any) -> Box:
        pdfium.FPDFPageObj_GetBounds(item, *self._bounds_by)
        left, bottom, right, top = self._bounds
        return Box(left.value, bottom.value, right.value, top.value)

    def _colour(self, item: Any) -> Colour:
        pdfium.FPDFPageObj_GetFillColor(item, *self._rgba_by)
        red, green, blue, opaque = self._rgba
        return red.value, green.value, blue.value, opaque.value

    def _filled(self, item: Any, order: int) -> PaintedArea | None:
        """What a path fills, within its clip; a path that only draws a line, or a frame, fills nothing."""
        fill, stroke = self._mode
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        strokes = pdfium.FPDFPath_CountSegments(item) if fill.value else 0
        if not fill.value or (strokes == _FRAME and fill.value == pdfium.FPDF_FILLMODE_ALTERNATE):
            return None
        box, clip = self._box(item), _clip(item)
        if clip is not None:
            left, bottom = max(box.left, clip.left), max(box.bottom, clip.bottom)
            box = Box(left, bottom, min(box.right, clip.right), min(box.top, clip.top))
        return PaintedArea(box, self._colour(item), order, strokes == _RECTANGLE)

    def _font(self, item: Any) -> Font:
        font = pdfium.FPDFTextObj_GetFont(item)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _font(font)
        return self._fonts[key]


def _font(font: Any) -> Font:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    size = ctypes.c_size_t()
    program = b""
    if pdfium.FPDFFont_GetIsEmbedded(font) == 1 and pdfium.FPDFFont_GetFontData(font, None, 0, size):
        buffer = (ctypes.c_ubyte * size.value)()
        pdfium.FPDFFont_GetFontData(font, buffer, size.value, size)
        program = bytes(buffer)
    return Font(name.value.decode("utf-8", "replace"), program)


def _clip(item: Any) -> Box | None:
    """The rectangle that an object may paint on; of a clip path that isn't a rectangle, the one around it."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    paths = pdfium.FPDFClipPath_CountPaths(clip)
    if paths < 1:  # -1 for none
        return None
    boxes = [_around(_points(clip, path)) for path in range(paths)]
    left, bottom = max(box.left for box in boxes), max(box.bottom for box in boxes)
    return Box(left, bottom, min(box.right for box in boxes), min(box.top for box in boxes))


def _points(clip: Any, path: int) -> Iterator[tuple[float, float]]:
    across, up = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, across, up)
        yield across.value, up.value


def _around(points: Iterator[tuple[float, float]]) -> Box:
    found = list(points) or [(0.0, 0.0)]
    across, up = [point[0] for point in found], [point[1] for point in found]
    return Box(min(across), min(up), max(across), max(up))


def _texts_in(form: Any) -> int:
    found = 0
    for index in range(max(0, pdfium.FPDFFormObj_CountObjects(form))):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        found += _texts_in(item) if kind == pdfium.FPDF_PAGEOBJ_FORM else kind == pdfium.FPDF_PAGEOBJ_TEXT
    return found
