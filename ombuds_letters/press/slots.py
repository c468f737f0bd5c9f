"""The slots of a forme: where on its pages the values stand, in which type, and how much room each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..pdf import objects
from .glyph_runs import ShapedFont
from .patterns import Pattern, Unfit

_OFTEN = 4  # so short a text is a figure, and will come again


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of text with values in it: the operators from its matrix to the string shown.

    `anchor` is the point that stays where it is, in CSS pixels from the left: the line's start, middle or end, as
    `aligned` says (0, 0.5 or 1). `room` is how wide the text was in a probe, and may be. `between` are the operators that
    stand between matrix and string, such as a change of type.
    """

    text: Pattern
    fount: ShapedFont
    aligned: float
    anchor: float
    matrix: tuple[bytes, bytes]
    between: tuple[bytes, ...]
    room: float
    _again: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def struck(self, values: Sequence[str]) -> bytes:
        """The operators for these values.

        Raises: Unfit, when they have no room.
        """
        text = self.text.filled(values)
        if (struck := self._again.get(text)) is None:
            struck = self._struck(text)
            if len(text) <= _OFTEN:
                self._again[text] = struck
        return struck

    def _struck(self, text: str) -> bytes:
        sort = self.fount.sort(text)
        if sort.width > self.room:
            raise Unfit(f"“{text}” is wider than what others have on its line")
        left = objects.coordinate(self.anchor - self.aligned * sort.width)
        return b"\n".join([self.matrix[0] + left + self.matrix[1], *self.between, sort.show])


Strip = tuple[bytes | Slot, ...]  # a piece of content, lines as they stand and slots
