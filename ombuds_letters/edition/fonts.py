"""The fonts of an edition, and the characters that all of them can print."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from io import BytesIO

from ..faults import Fault, Kind, Place

FONT = Kind("font.refused", "has no font that can be used ({problem}); put a .ttf or .otf file there")

SOFT_HYPHEN = "\xad"  # invisible in print, and yet a character of the text


def characters(fonts: Mapping[str, bytes], display_paths: Mapping[str, str]) -> tuple[frozenset[str], list[Fault]]:
    """The characters that every one of the fonts has, and what is wrong with a font that can't be read.

    `fonts` has each file's bytes by name; `display_paths` how each is named in faults.
    """
    from fontTools.ttLib import TTLibError  # 90 ms that `--help` need not wait for

    unreadable = (TTLibError, AssertionError, LookupError, ValueError, struct.error)  # what fontTools raises
    common: frozenset[str] | None = None
    faults = []
    for name, content in fonts.items():
        try:
            its_own = _characters(content)
        except unreadable as error:
            faults.append(FONT(Place(display_paths[name]), problem=str(error) or type(error).__name__))
            continue
        common = its_own if common is None else common & its_own
    return (common or frozenset()) - {SOFT_HYPHEN}, faults


@lru_cache(maxsize=8)  # the preview reads an edition at every save, with the same fonts
def _characters(font: bytes) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    return frozenset(map(chr, TTFont(BytesIO(font), lazy=True).getBestCmap() or ()))


def widths(fonts: Sequence[bytes]) -> Callable[[str], int]:
    """How wide a text is in the widest of the fonts, in units of its em, without kerning: `widths([font])("Ux")` is 1_203."""
    tables = [_advances(font) for font in fonts]

    @cache
    def advance(character: str) -> int:
        return max((table.get(character, 0) for table in tables), default=1)

    return lambda text: sum(map(advance, text))


@lru_cache(maxsize=8)
def _advances(font: bytes) -> Mapping[str, int]:
    from fontTools.ttLib import TTFont

    read = TTFont(BytesIO(font), lazy=True)
    glyphs = read.getBestCmap() or {}
    return {chr(number): read["hmtx"].metrics[name][0] for number, name in glyphs.items()}
