"""A forme: one wording laid out, with slots for what differs from letter to letter.

`builder` makes it from two letters that WeasyPrint laid out; filling it needs nothing but the forme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..letter.attachment import Attached
from ..pdf import Pdf, objects, writer
from ..pdf.writer import SharedBlock
from ..records.roster import LetterJob
from .document_objects import AttachedObject, LetterObject
from .patterns import Unfit
from .slots import SlottedLines


@dataclass(slots=True)
class FormeGroup:
    """The letters of one wording, with the values of each; of a single letter the wording is not kept, it is ""."""

    wording: str
    letter_jobs: list[LetterJob] = field(default_factory=list)
    values: list[tuple[str, ...]] = field(default_factory=list)


def with_file_name(values: tuple[str, ...], attached: Attached | None) -> tuple[str, ...]:
    """A letter's values, and as the last one the name of the file attached to it."""
    return (*values, attached.name) if attached else values


@dataclass(frozen=True, slots=True)
class FixedPiece:
    """A piece of content that is the same in every letter: the PDF object as it is written in the file."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class SlottedPiece:
    """A piece of content with slots."""

    number: int
    lines: SlottedLines

    def filled(self, values: Sequence[str]) -> bytes:
        """The PDF object as it is written in the file.

        Raises: Unfit.
        """
        lines = [line if isinstance(line, bytes) else line.filled(values) for line in self.lines]
        return objects.piece(self.number, lines)


@dataclass(frozen=True, slots=True)
class Forme:
    """One wording laid out: `forme.fill(values, attached)` is a finished letter.

    `constants` are values that all letters of the forme share, by index; a letter in which one of them differs doesn't fit.
    """

    constants: tuple[tuple[int, str], ...]
    block: SharedBlock
    pieces: tuple[FixedPiece | SlottedPiece, ...]
    letter_objects: tuple[LetterObject | AttachedObject, ...]
    root: int
    info: int
    pages: int

    def fill(self, values: tuple[str, ...], attached: Attached | None) -> Pdf:
        """The letter with these values, byte for byte as WeasyPrint makes it.

        Raises: Unfit, when a value is too wide for its slot, or differs from a value that the others share.
        """
        for index, value in self.constants:
            if values[index] != value:
                raise Unfit(f"it says “{values[index]}” where the others say “{value}”")
        all_values = with_file_name(values, attached)
        own = [
            (piece.number, piece.data if isinstance(piece, FixedPiece) else piece.filled(all_values))
            for piece in self.pieces
        ]
        own += [(each.number, each.filled(all_values, attached)) for each in self.letter_objects]
        return writer.assemble(self.block, own, self.root, self.info, self.pages)
