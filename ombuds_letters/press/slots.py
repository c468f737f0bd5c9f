"""The slots of a forme: where on its pages there are values, in which font, and how much room each line has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..pdf import objects
from .glyph_runs import ShapedFont
from .patterns import Pattern, Unfit


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of text with values in it, as PDF operators: from the text matrix to the operator that shows the glyphs.

    `anchor` is the point that stays in place, in CSS pixels from the left of the page: the line's start, middle or end, as
    `alignment` says (0, 0.5 or 1). `room` is the greater of the text's widths in the two probes. `matrix` is what comes
    before and after the horizontal position in the matrix; `between` are the operators between matrix and glyphs, such as
    a change of font.
    """

    text: Pattern
    font: ShapedFont
    alignment: float
    anchor: float
    matrix: tuple[bytes, bytes]
    between: tuple[bytes, ...]
    room: float

    def filled(self, values: Sequence[str]) -> bytes:
        """The operators with these values.

        Raises: Unfit, when they are too wide.
        """
        text = self.text.filled(values)
        glyphs = self.font.glyphs(text)
        if glyphs.width > self.room:
            raise Unfit(f"“{text}” is wider than what others have on its line")
        left = objects.coordinate(self.anchor - self.alignment * glyphs.width)
        return b"\n".join([self.matrix[0] + left + self.matrix[1], *self.between, glyphs.show])


@dataclass(frozen=True, slots=True)
class NumberSlot:
    """A path's step with numbers of a drawing in it: `parts` are operands and the indexes of values, (3, b"19", b"l")."""

    parts: tuple[bytes | int, ...]

    def filled(self, values: Sequence[str]) -> bytes:
        """The operators with these values, which are written as pydyf writes numbers."""
        return b" ".join([part if isinstance(part, bytes) else values[part].encode() for part in self.parts])


SlottedLines = tuple[
    bytes | Slot | NumberSlot, ...
]  # a piece of a page's content: operators that are the same in every letter, and slots
