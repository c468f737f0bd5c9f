"""Compares two laid-out documents of one wording, line by line: where they differ there are slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import boxes

from ..pdf import LaidOutDocument, objects
from ..pdf.object_split import ContentPiece
from .glyph_runs import ShapedFont
from .patterns import Pattern, PatternComparison, PatternFinder, ProbeNumbers, Unexplained
from .slots import NumberSlot, Slot, SlottedLines

# How far a text moves to the left for each pixel that it gets wider, by its line's `text-align`.
_ALIGNMENT = {"start": 0.0, "left": 0.0, "justify": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}

# Properties that change glyphs or the distances between them. Unless all have their initial values, HarfBuzz alone doesn't
# give the text that WeasyPrint shows.
_PLAIN = (
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "letter_spacing",
    "text_overflow",
    "text_transform",
    "word_spacing",
)

_SAME = 1e-6  # pixels; the sixth decimal is the last that is written
_CLEARANCE = 1.0  # pixels between a value and the end of its line, so that no rounding can break the line


@dataclass(frozen=True, slots=True)
class _Line:
    """A text that WeasyPrint laid out alone on its line; left edge and width in CSS pixels.

    `room` is the most that its line can have; floats and whatever else is on the line may leave less.
    """

    text: str
    left: float
    width: float
    room: float
    alignment: float
    plain: bool

    @property
    def anchor(self) -> float:
        return self.left + self.alignment * self.width


_LinesByMatrix = dict[bytes, _Line]  # {b"1 0 0 -1 56.7 120 Tm": _Line("Dear Pav Ramewal,", …)}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A line of a probe with values in it: its text, its font, and how wide it may be, in CSS pixels."""

    text: Pattern
    font: ShapedFont
    room: float

    def width(self, values: Sequence[str]) -> float:
        """How wide the text is with these values, in CSS pixels."""
        return self.font.glyphs(self.text.filled(values)).width


def value_lines(narrow: LaidOutDocument, finder: PatternFinder) -> list[ValueLine]:
    """The lines of a probe's pages that have values in them."""
    lines = [_lines(page) for page in narrow.pages]
    fonts = _FontTracker(narrow)
    found = []
    for piece in narrow.objects.pieces:
        for start, end in _texts(piece.lines):
            fonts.follow(piece.page, piece.lines[start:end])
            line = lines[piece.page].get(piece.lines[start])
            text = finder.pattern(line.text) if line else Pattern(())
            if line and text.has_values:
                found.append(ValueLine(text, fonts.current, line.room))
    return found


def slotted(
    narrow: LaidOutDocument, wide: LaidOutDocument, comparison: PatternComparison, numbers: ProbeNumbers
) -> list[SlottedLines]:
    """Each of `narrow.objects.pieces` as lines, with slots where the two documents differ.

    Raises: Unexplained.
    """
    lines = [[_lines(page) for page in document.pages] for document in (narrow, wide)]
    fonts = _FontTracker(narrow)
    operands = numbers.by_operands()
    found = []
    for one, other in zip(narrow.objects.pieces, wide.objects.pieces, strict=True):
        if len(one.lines) != len(other.lines):
            raise Unexplained("a value changes how much there is on a page")
        by_matrix = (lines[0][one.page], lines[1][other.page])
        found.append(tuple(_slotted_piece(one, other, by_matrix, fonts, comparison, operands)))
    return found


def _slotted_piece(
    one: ContentPiece,
    other: ContentPiece,
    by_matrix: tuple[_LinesByMatrix, _LinesByMatrix],
    fonts: _FontTracker,
    comparison: PatternComparison,
    operands: Mapping[tuple[bytes, bytes], int],
) -> Iterator[bytes | Slot | NumberSlot]:
    position = 0
    for start, end in _texts(one.lines):
        yield from _drawn(one.lines[position:start], other.lines[position:start], operands)
        ours, theirs = one.lines[start:end], other.lines[start:end]
        fonts.follow(one.page, ours)
        if ours == theirs:
            yield from ours
        else:
            lines = (by_matrix[0].get(ours[0]), by_matrix[1].get(theirs[0]))
            yield _slot(ours, theirs, lines, fonts, comparison)
        position = end
    yield from _drawn(one.lines[position:], other.lines[position:], operands)


def _texts(lines: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Where the texts of a piece begin and end: from a text matrix to the one string shown at it."""
    start = None
    for position, line in enumerate(lines):
        if line.endswith(b" Tm"):
            start = position
        elif line.endswith(b"TJ") and start is not None:
            yield start, position + 1
            start = None


def _drawn(
    ours: Sequence[bytes], theirs: Sequence[bytes], operands: Mapping[tuple[bytes, bytes], int]
) -> Iterator[bytes | NumberSlot]:
    """Operators that draw: where the two differ, each number that does must be a value's own."""
    for line, other in zip(ours, theirs, strict=True):
        yield line if line == other else _number_slot(line, other, operands)


def _number_slot(ours: bytes, theirs: bytes, operands: Mapping[tuple[bytes, bytes], int]) -> NumberSlot:
    pairs = list(zip(ours.split(b" "), theirs.split(b" "), strict=False))
    parts = [one if one == other else operands.get((one, other)) for one, other in pairs]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts) or ours.count(b" ") != theirs.count(b" "):
        raise Unexplained(f"a value changes what is drawn: {ours[:60].decode(errors='replace')}")
    return NumberSlot(known)


def _slot(
    ours: Sequence[bytes],
    theirs: Sequence[bytes],
    lines: tuple[_Line | None, _Line | None],
    fonts: _FontTracker,
    comparison: PatternComparison,
) -> Slot:
    one, other = lines
    if one is None or other is None:
        raise Unexplained("a value is on a line with other text, or runs over several lines")
    text = comparison.pattern(one.text, other.text)
    if not one.plain:
        raise Unexplained(f"a style changes its letters or the distances between them: “{other.text}”")
    if ours[1:-1] != theirs[1:-1]:
        raise Unexplained(f"a value changes its own font or colour: “{other.text}”")
    before, after = ours[0].split(b" ")[:4], ours[0].split(b" ")[5:]
    if theirs[0].split(b" ")[:4] != before or theirs[0].split(b" ")[5:] != after:
        raise Unexplained(f"a value moves up or down: “{other.text}”")
    if one.alignment != other.alignment or abs(one.anchor - other.anchor) > _SAME:
        raise Unexplained(f"a value moves otherwise than its alignment says: “{other.text}”")
    matrix = (b" ".join(before) + b" ", b" " + b" ".join(after))
    room = max(one.width, other.width)
    slot = Slot(text, fonts.current, one.alignment, one.anchor, matrix, tuple(ours[1:-1]), room)
    for line, operators in ((one, ours), (other, theirs)):
        glyphs = slot.font.glyphs(line.text)
        if glyphs.show != operators[-1] or abs(glyphs.width - line.width) > _SAME:
            raise Unexplained(f"its glyphs come out differently: “{line.text}”")
    return slot


class _FontTracker:
    """Which font applies while a page's operators are gone through: each applies until the next `Tf`."""

    def __init__(self, document: LaidOutDocument) -> None:
        self._contents = {f"/{font.hash}".encode(): font.file_content for font in document.fonts.values()}
        self._shaped: dict[bytes, ShapedFont] = {}
        self._page = -1
        self._operator = b""

    def follow(self, page: int, operators: Sequence[bytes]) -> None:
        if page != self._page:
            self._page, self._operator = page, b""
        for operator in operators:
            if operator.endswith(b" Tf"):
                self._operator = operator

    @property
    def current(self) -> ShapedFont:
        if self._operator not in self._shaped:
            name, size, _ = self._operator.split(b" ")
            self._shaped[self._operator] = ShapedFont(self._contents[name], float(size))
        return self._shaped[self._operator]


def _lines(page: Any) -> _LinesByMatrix:
    """The texts of a page that are alone on their lines, by the text matrix of each."""
    found: dict[bytes, _Line | None] = {}
    for block, line in _line_boxes(page._page_box, None):
        texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox) and box.text.strip()]
        for box in texts:
            left, baseline = objects.coordinate(box.position_x), objects.coordinate(box.position_y + box.baseline)
            matrix = b"1 0 0 -1 %b %b Tm" % (left, baseline)
            if len(texts) > 1 or matrix in found:
                found[matrix] = None
                continue
            room = block.width - _indent(block) - _CLEARANCE if block is not None else 0.0
            alignment = _ALIGNMENT.get(box.style["text_align_all"], 0.0)
            found[matrix] = _Line(box.text, box.position_x, box.width, room, alignment, _plain(box.style))
    return {matrix: line for matrix, line in found.items() if line is not None}


def _indent(block: Any) -> float:
    """How far the first line of a block is indented, in CSS pixels."""
    indent = block.style["text_indent"]
    return float(indent.value * block.width / 100 if indent.unit == "%" else indent.value)


def _plain(style: Any) -> bool:
    return all(style[name] == INITIAL_VALUES[name] for name in _PLAIN)


def _line_boxes(box: Any, block: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(box, boxes.LineBox):
        yield block, box
    for child in getattr(box, "children", ()):
        yield from _line_boxes(child, box if isinstance(box, boxes.BlockContainerBox) else block)
