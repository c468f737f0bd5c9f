"""A forme: a letter's type locked up once, with slots for what differs from letter to letter.

It is made of two settings by WeasyPrint of the same wording, one with narrow values and one with the widest there are.
Whatever differs between the two must be explained by the values, letter for letter and point for point; anything else
means that a value moves what stands around it, and there is no forme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..letter.data import Attached
from ..pdf import Pdf, Setting, file
from ..pdf.file import Block
from .own import Enclosed, Own, own
from .slots import Slot, Strip, strips
from .text import Comparison, Explainer, Unexplained, Unfit


@dataclass(frozen=True, slots=True)
class Probe:
    """A wording set with certain values. The attached file's name counts as one more value, the last."""

    values: tuple[str, ...]
    attached: Attached | None
    setting: Setting

    @property
    def all_values(self) -> tuple[str, ...]:
        return with_name(self.values, self.attached)

    def explainer(self, varying: Sequence[int]) -> Explainer:
        """What tells texts of this probe, the narrow one, from each other."""
        return Explainer(self.all_values, [*varying, *([-1] if self.attached else [])])


def with_name(values: tuple[str, ...], attached: Attached | None) -> tuple[str, ...]:
    """A letter's values, and the name of the file attached to it."""
    return (*values, attached.name) if attached else values


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A piece of content that is the same in every letter, as it stands in the file."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Open:
    """A piece of content with slots."""

    number: int
    strip: Strip


@dataclass(frozen=True, slots=True)
class Forme:
    """A wording locked up: `forme.strike(values, attached)` is a finished letter.

    `constants` are the values that are part of it, by index: a letter whose values differ there has no place in it.
    """

    constants: tuple[tuple[int, str], ...]
    block: Block
    pieces: tuple[_Pressed | _Open, ...]
    own: tuple[Own | Enclosed, ...]
    root: int
    info: int
    pages: int

    def strike(self, values: tuple[str, ...], attached: Attached | None) -> Pdf:
        """The letter with these values, byte for byte as WeasyPrint sets it.

        Raises: Unfit, when a value has no room in its slot, or is another where letters of this forme have the same.
        """
        for index, value in self.constants:
            if values[index] != value:
                raise Unfit(f"it says “{values[index]}” where the others say “{value}”")
        filled = with_name(values, attached)
        objects = [
            (piece.number, piece.data if isinstance(piece, _Pressed) else _struck(piece, filled))
            for piece in self.pieces
        ]
        objects += [(each.number, each.filled(filled, attached)) for each in self.own]
        return Pdf(file.lock(self.block, objects, self.root, self.info), self.pages)


def locked(narrow: Probe, wide: Probe, varying: Sequence[int]) -> Forme:
    """The forme of two settings of one wording.

    Raises: Unexplained.
    """
    a, b = narrow.setting.galley, wide.setting.galley
    comparison = Comparison(narrow.explainer(varying), wide.all_values)
    block = file.block(a.shared, a.following)
    if a.following != b.following or file.block(b.shared, b.following) != block:
        raise Unexplained("a value changes what its letters share: a page, a tag or a link")
    if [(each.number, each.page) for each in a.pieces] != [(each.number, each.page) for each in b.pieces]:
        raise Unexplained("a value changes how much stands on a page")
    pieces = [
        _Open(each.number, _joined(strip))
        if any(isinstance(line, Slot) for line in strip)
        else _pressed(each.number, each.lines)
        for each, strip in zip(a.pieces, strips(narrow.setting, wide.setting, comparison), strict=True)
    ]
    owned = [own(number, first, second, comparison) for (number, first), (_, second) in zip(a.own, b.own, strict=True)]
    constants = tuple((index, value) for index, value in enumerate(narrow.values) if index not in set(varying))
    return Forme(constants, block, tuple(pieces), tuple(owned), a.root, a.info, len(narrow.setting.pages))


def _pressed(number: int, lines: Sequence[bytes]) -> _Pressed:
    return _Pressed(number, file.piece(number, lines))


def _joined(strip: Strip) -> Strip:
    """A strip with the lines between its slots put together."""
    joined: list[bytes | Slot] = []
    for line in strip:
        if isinstance(line, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += b"\n" + line
        else:
            joined.append(line)
    return tuple(joined)


def _struck(piece: _Open, values: Sequence[str]) -> bytes:
    return file.piece(piece.number, [line if isinstance(line, bytes) else line.struck(values) for line in piece.strip])
