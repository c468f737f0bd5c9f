"""The letter's type: the fonts of an edition, and the characters that they all can print."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO

from ..faults import Fault, Kind, Place

FONT = Kind("font.refused", "is not a font that can be used: {problem}")

SOFT_HYPHEN = "\xad"  # invisible where it stands, and read back as a character that nobody sees


def characters(fonts: Mapping[str, bytes], shown: Mapping[str, str]) -> tuple[frozenset[str], list[Fault]]:
    """The characters that every one of the fonts has, and what is wrong with a font that can't be read.

    `fonts` has each file's bytes by name; `shown` how each is named in faults.
    """
    from fontTools.ttLib import TTLibError  # 90 ms that `--help` need not wait for

    spoilt = (TTLibError, AssertionError, LookupError, ValueError, struct.error)  # what fontTools raises
    common: frozenset[str] | None = None
    faults = []
    for name, content in fonts.items():
        try:
            own = _characters(content)
        except spoilt as error:
            faults.append(FONT(Place(shown[name]), problem=str(error) or type(error).__name__))
            continue
        common = own if common is None else common & own
    return (common or frozenset()) - {SOFT_HYPHEN}, faults


@lru_cache(maxsize=8)  # an edition is read at every save, and its fonts are the same
def _characters(font: bytes) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    return frozenset(map(chr, TTFont(BytesIO(font), lazy=True).getBestCmap() or ()))
