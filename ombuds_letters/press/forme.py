"""A forme: a letter's type locked up once, with slots for what differs from letter to letter.

`locking` makes it of two letters that WeasyPrint set; striking needs no more than the forme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..letter.attachment import Attached
from ..pdf import Pdf, objects, writer
from ..pdf.writer import ObjectBlock
from ..records.roster import LetterJob
from .document_objects import AttachedObject, LetterObject
from .patterns import Unfit
from .slots import Strip


@dataclass(slots=True)
class FormeGroup:
    """The letters of one wording, with the values of each."""

    wording: str
    letter_jobs: list[LetterJob] = field(default_factory=list)
    values: list[tuple[str, ...]] = field(default_factory=list)


def with_name(values: tuple[str, ...], attached: Attached | None) -> tuple[str, ...]:
    """A letter's values, and the name of the file attached to it."""
    return (*values, attached.name) if attached else values


@dataclass(frozen=True, slots=True)
class FixedPiece:
    """A piece of content that is the same in every letter, as it stands in the file."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class SlottedPiece:
    """A piece of content with slots."""

    number: int
    strip: Strip


@dataclass(frozen=True, slots=True)
class Forme:
    """A wording locked up: `forme.strike(values, attached)` is a finished letter.

    `constants` are the values that are part of it, by index: a letter whose values differ there has no place in it.
    """

    constants: tuple[tuple[int, str], ...]
    block: ObjectBlock
    pieces: tuple[FixedPiece | SlottedPiece, ...]
    own: tuple[LetterObject | AttachedObject, ...]
    root: int
    info: int
    pages: int

    def fill(self, values: tuple[str, ...], attached: Attached | None) -> Pdf:
        """The letter with these values, byte for byte as WeasyPrint sets it.

        Raises: Unfit, when a value has no room in its slot, or is another where letters of this forme have the same.
        """
        for index, value in self.constants:
            if values[index] != value:
                raise Unfit(f"it says “{values[index]}” where the others say “{value}”")
        filled = with_name(values, attached)
        own = [
            (piece.number, piece.data if isinstance(piece, FixedPiece) else _struck(piece, filled))
            for piece in self.pieces
        ]
        own += [(each.number, each.filled(filled, attached)) for each in self.own]
        return writer.assemble(self.block, own, self.root, self.info, self.pages)


def _struck(piece: SlottedPiece, values: Sequence[str]) -> bytes:
    return objects.piece(
        piece.number, [line if isinstance(line, bytes) else line.struck(values) for line in piece.strip]
    )
