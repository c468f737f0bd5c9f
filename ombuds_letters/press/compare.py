"""Lines of text as WeasyPrint laid them out, two settings of one wording side by side: what differs becomes slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import boxes

from ..pdf import LaidOutDocument, objects
from ..pdf.object_split import ContentPiece
from .glyph_runs import ShapedFont
from .patterns import Pattern, PatternComparison, PatternFinder, Unexplained
from .slots import Slot, Strip

# How far a string is moved to the left for each pixel that it is wider, by the alignment of its line.
_ALIGNED = {"start": 0.0, "left": 0.0, "justify": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}

# What changes the glyphs of a text or their distances. Where any of these is not as CSS has it of itself, a string is not
# what HarfBuzz makes of it alone.
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
    """A text as WeasyPrint laid it out, alone on its line: left edge and width in CSS pixels.

    `room` is the most that its line can have; floats, indents and what stands in the line may leave less.
    """

    text: str
    left: float
    width: float
    room: float
    aligned: float
    plain: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of a probe where values stand: the text, its type, and how wide it may be, in CSS pixels."""

    text: Pattern
    fount: ShapedFont
    room: float

    def width(self, values: Sequence[str]) -> float:
        """How wide the text is with these values, in CSS pixels."""
        return self.fount.sort(self.text.filled(values)).width


def openings(narrow: LaidOutDocument, explainer: PatternFinder) -> list[Opening]:
    """The lines of a probe's pages where values stand."""
    lines = [_lines(page) for page in narrow.pages]
    founts = _Founts(narrow)
    found = []
    for piece in narrow.galley.pieces:
        for start, end in _texts(piece.lines):
            founts.follow(piece.page, piece.lines[start:end])
            line = lines[piece.page].get(piece.lines[start])
            text = explainer.text(line.text) if line else Pattern(())
            if line and text.has_values:
                found.append(Opening(text, founts.current, line.room))
    return found


def strips(narrow: LaidOutDocument, wide: LaidOutDocument, comparison: PatternComparison) -> list[Strip]:
    """The pieces of the pages' content, one for each of `narrow.galley.pieces`, with slots where the two settings differ.

    Raises: Unexplained.
    """
    lines = [[_lines(page) for page in setting.pages] for setting in (narrow, wide)]
    founts = _Founts(narrow)
    found = []
    for first, second in zip(narrow.galley.pieces, wide.galley.pieces, strict=True):
        if len(first.lines) != len(second.lines):
            raise Unexplained("a value changes how much stands on a page")
        at = (lines[0][first.page], lines[1][second.page])
        found.append(tuple(_strip(first, second, at, founts, comparison)))
    return found


def _strip(
    first: ContentPiece,
    second: ContentPiece,
    at: tuple[dict[bytes, _Line], dict[bytes, _Line]],
    founts: _Founts,
    comparison: PatternComparison,
) -> Iterator[bytes | Slot]:
    texts = list(_texts(first.lines))
    position = 0
    for start, end in texts:
        yield from _unchanged(first.lines[position:start], second.lines[position:start])
        ours, theirs = first.lines[start:end], second.lines[start:end]
        founts.follow(first.page, ours)
        if ours == theirs:
            yield from ours
        else:
            yield _slot(ours, theirs, (at[0].get(ours[0]), at[1].get(theirs[0])), founts, comparison)
        position = end
    yield from _unchanged(first.lines[position:], second.lines[position:])


def _texts(lines: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Where texts stand in a piece: from a matrix to just behind the one string that it places."""
    start = None
    for position, line in enumerate(lines):
        if line.endswith(b" Tm"):
            start = position
        elif line.endswith(b"TJ") and start is not None:
            yield start, position + 1
            start = None


def _unchanged(ours: Sequence[bytes], theirs: Sequence[bytes]) -> Sequence[bytes]:
    if ours != theirs:
        changed = next(a for a, b in zip(ours, theirs, strict=True) if a != b)
        raise Unexplained(f"a value changes what is drawn: {changed[:60].decode(errors='replace')}")
    return ours


def _slot(
    ours: Sequence[bytes],
    theirs: Sequence[bytes],
    at: tuple[_Line | None, _Line | None],
    founts: _Founts,
    comparison: PatternComparison,
) -> Slot:
    first, second = at
    if first is None or second is None:
        raise Unexplained("a value stands in a line with other text, or runs over several lines")
    text = comparison.text(first.text, second.text)
    if not first.plain:
        raise Unexplained(f"a style changes its letters or their distances: “{second.text}”")
    if ours[1:-1] != theirs[1:-1]:
        raise Unexplained(f"a value changes its own type: {second.text!r}")
    before, after = ours[0].split(b" ")[:4], ours[0].split(b" ")[5:]
    if theirs[0].split(b" ")[:4] != before or theirs[0].split(b" ")[5:] != after:
        raise Unexplained(f"a value moves up or down: {second.text!r}")
    anchors = [line.left + line.aligned * line.width for line in (first, second)]
    if first.aligned != second.aligned or abs(anchors[0] - anchors[1]) > _SAME:
        raise Unexplained(f"a value moves other than its alignment says: {second.text!r}")
    matrix = (b" ".join(before) + b" ", b" " + b" ".join(after))
    slot = Slot(
        text, founts.current, first.aligned, anchors[0], matrix, tuple(ours[1:-1]), max(first.width, second.width)
    )
    for line, operators in ((first, ours), (second, theirs)):
        sort = slot.fount.sort(line.text)
        if sort.show != operators[-1] or abs(sort.width - line.width) > _SAME:
            raise Unexplained(f"the type comes out otherwise: {line.text!r}")
    return slot


class _Founts:
    """Which type is in force while a page's operators are gone through: it holds until the next change."""

    def __init__(self, setting: LaidOutDocument) -> None:
        self._contents = {f"/{font.hash}".encode(): font.file_content for font in setting.fonts.values()}
        self._made: dict[bytes, ShapedFont] = {}
        self._page = -1
        self._in_force = b""

    def follow(self, page: int, operators: Sequence[bytes]) -> None:
        if page != self._page:
            self._page, self._in_force = page, b""
        for operator in operators:
            if operator.endswith(b" Tf"):
                self._in_force = operator

    @property
    def current(self) -> ShapedFont:
        if self._in_force not in self._made:
            name, size, _ = self._in_force.split(b" ")
            self._made[self._in_force] = ShapedFont(self._contents[name], float(size))
        return self._made[self._in_force]


def _lines(page: Any) -> dict[bytes, _Line]:
    """The texts of a page that stand alone on their lines, by the matrix that places each."""
    found: dict[bytes, _Line | None] = {}
    for block, line in _line_boxes(page._page_box, None):
        texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox) and box.text.strip()]
        for box in texts:
            matrix = b" ".join(
                [
                    b"1 0 0 -1",
                    objects.coordinate(box.position_x),
                    objects.coordinate(box.position_y + box.baseline),
                    b"Tm",
                ]
            )
            alone = len(texts) == 1 and matrix not in found
            room = block.width - _CLEARANCE if block is not None else 0.0
            aligned = _ALIGNED.get(box.style["text_align_all"], 0.0)
            found[matrix] = (
                _Line(box.text, box.position_x, box.width, room, aligned, _plain(box.style)) if alone else None
            )
    return {matrix: line for matrix, line in found.items() if line is not None}


def _plain(style: Any) -> bool:
    return all(style[name] == INITIAL_VALUES[name] for name in _PLAIN)


def _line_boxes(box: Any, block: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(box, boxes.LineBox):
        yield block, box
    for child in getattr(box, "children", ()):
        yield from _line_boxes(child, box if isinstance(box, boxes.BlockContainerBox) else block)
