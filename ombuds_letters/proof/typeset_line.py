"""A line of glyphs read by its font: its words, the box around its ink, where it ends, and what is wrong with its spacing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..pages import Box
from .typefaces import Typeface

_SPACES = frozenset({" ", "\xa0", "\u2002", "\u2003", "\u2009", "\u202f"})
_TIGHTEST, _WIDEST, _WIDEST_SPACE = -20.0, 250.0, 1200.0  # thousandths of the size that letters may be set apart
_EVEN = 3.0  # thousandths by which the spacing of one text may vary: kerning and advances are rounded each
_GLYPHS = re.compile(r"<([0-9a-f]+)>|([-\d.]+)")


class TypesetLine(NamedTuple):
    """Glyphs as text: the words, the box around their ink and their advance, in thousandths of the size."""

    text: str
    ink: Box
    advance: float
    pieces: tuple[str | float, ...]
    refusals: tuple[str, ...]


@lru_cache(maxsize=8192)  # the words of the edition are in all letters
def typeset(typeface: Typeface, glyphs: str) -> TypesetLine:
    """A text's glyphs, "[<0012>74<0015>]", read by their font: the words, their ink, and where they end."""
    text = ""
    pieces: list[str | float] = []
    refusals: list[str] = []
    spread: list[tuple[bool, float, float]] = []
    boxes: list[Box] = []
    across, before, last, moved = 0.0, None, "", 0.0
    for codes, adjustment in _GLYPHS.findall(glyphs):
        if adjustment:
            moved = float(adjustment)
            across -= moved
            pieces.append(moved)
            continue
        part = ""
        for at in range(0, len(codes), 4):
            glyph = int(codes[at : at + 4], 16)
            character = typeface.characters.get(glyph)
            if character is None:
                refusals.append(f"glyph {glyph} of no character")
                character = "\ufffd"
            elif before is not None:
                spread.append((last in _SPACES, typeface.kerning(before, glyph), moved))
            moved = 0.0
            if (ink := typeface.ink(glyph)) is not None:
                boxes.append(Box(across + ink.left, ink.bottom, across + ink.right, ink.top))
            part += character
            before, last = glyph, character
            across += typeface.widths[glyph]
        text += part
        pieces.append(part)
    if (found := _spacing(spread)) is not None:
        refusals.append(f'"{text[:40]}" {found}')
    return TypesetLine(text, Box.around(boxes) or Box(0.0, 0.0, across, 0.0), across, tuple(pieces), tuple(refusals))


def _spacing(spread: Sequence[tuple[bool, float, float]]) -> str | None:
    """What is wrong with how far letters are apart: each pair says whether a space comes first, its kerning, and its spacing.

    A text is kerned or, as one without letters, isn't; all its letters may be set apart a little, and spaces more.
    """
    kerned = [(after_space, kerning - moved) for after_space, kerning, moved in spread]
    plain = [(after_space, -moved) for after_space, _, moved in spread]
    if _is_even(kerned) or _is_even(plain):
        return None
    nearer = [min(pair, key=lambda each: abs(each[1])) for pair in zip(kerned, plain, strict=True)]
    return None if _is_even(nearer) else "with letters moved together or apart"


def _is_even(spread: Sequence[tuple[bool, float]]) -> bool:
    """True if all letters are set apart alike, and so are all words; a single space can't be told from a changed one."""
    letters = [apart for after_space, apart in spread if not after_space]
    words = [apart for after_space, apart in spread if after_space]
    widest = _WIDEST_SPACE if len(words) > 1 else _WIDEST if letters else _EVEN
    if len(words) == 1 and letters:
        letters += words
    return all(
        not each or (min(each) >= _TIGHTEST and max(each) <= limit and max(each) - min(each) <= _EVEN)
        for each, limit in ((letters, _WIDEST), (words, widest))
    )
