"""The fonts of an edition, from their files: which glyph a character has, how wide it is, where its ink is, its kerning.

A letter's own tables of the same (its character map and its widths) are compared with these, and its text is read by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from ..edition import FONT_SUFFIXES, Edition
from ..pages import Box
from ..pages.object_values import PdfValue

EM = 1000  # a letter's widths and spacings are in thousandths of the type's size

_PAIR = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]{4,8})>")
_MAP = re.compile(
    r"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<< /Registry \(Adobe\)\n"
    r"/Ordering \(UCS\)\n/Supplement 0\n>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    r"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    r"((?:\d{1,3} beginbfchar\n(?:<[0-9a-f]{4}> <[0-9a-f]{4,8}>\n){1,100}endbfchar\n)+)"
    r"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n?"
)


class Typeface:
    """One font file: `Typeface(content).characters[18] == "1"`; glyphs are numbered as in the file."""

    def __init__(self, program: bytes) -> None:
        self.program = program
        self._font = TTFont(BytesIO(program))
        self._scale = EM / self._font["head"].unitsPerEm
        self._order = self._font.getGlyphOrder()
        number = {name: index for index, name in enumerate(self._order)}
        cmap = self._font.getBestCmap() or {}
        self.glyphs = {chr(code): number[name] for code, name in cmap.items()}
        names: dict[int, list[str]] = {}
        for character, glyph in self.glyphs.items():
            names.setdefault(glyph, []).append(character)
        self.characters: Mapping[int, str] = {glyph: min(each) for glyph, each in names.items()}
        self._names = names
        self.widths = tuple(self._font["hmtx"][name][0] * self._scale for name in self._order)
        self._ink: dict[int, Box | None] = {}

    def __reduce__(self) -> tuple[Any, ...]:  # a worker process reads the file again
        return Typeface, (self.program,)

    def ink(self, glyph: int) -> Box | None:
        """The box around a glyph's outline, in thousandths of the size from its origin; None for a blank."""
        if glyph not in self._ink:
            glyphs = self._font.getGlyphSet()
            pen = BoundsPen(glyphs)
            glyphs[self._order[glyph]].draw(pen)
            self._ink[glyph] = Box(*(each * self._scale for each in pen.bounds)) if pen.bounds else None
        return self._ink[glyph]

    def kerning(self, left: int, right: int) -> float:
        """How much two glyphs are moved together, in thousandths: 74.2 for "1" after "1"."""
        for table in self._pairs:
            value = table(self._order[left], self._order[right])
            if value is not None:
                return -int(value) * float(self._scale)
        return 0.0

    @cached_property
    def _pairs(self) -> list[Any]:
        """The font's pair adjustments, in the order in which they are tried (OpenType, GPOS lookup type 2)."""
        if "GPOS" not in self._font:
            return []
        table = self._font["GPOS"].table
        kern = [each.Feature.LookupListIndex for each in table.FeatureList.FeatureRecord if each.FeatureTag == "kern"]
        found = []
        for index in sorted({index for each in kern for index in each}):
            for subtable in table.LookupList.Lookup[index].SubTable:
                subtable = getattr(subtable, "ExtSubTable", subtable)  # noqa: PLW2901
                if subtable.LookupType == 2:
                    found.append(_pair_reader(subtable))
        return found

    def says(self, character_map: bytes) -> bool:
        """True if a letter's character map gives every glyph of the font a character that the font has it for."""
        match = _MAP.fullmatch(character_map.decode("latin-1"))
        if match is None:
            return False
        pairs = [
            (int(glyph, 16), bytes.fromhex(code).decode("utf-16-be", "replace"))
            for glyph, code in _PAIR.findall(match[1])
        ]
        listed = dict(pairs)
        return (
            len(listed) == len(pairs)
            and listed.keys() == self.characters.keys() - {0}
            and all(code in self._names[glyph] for glyph, code in pairs)
        )

    def has_widths(self, widths: PdfValue) -> bool:
        """True if a letter's widths, [0 [750 277.8 …]], are the font's."""
        if (
            not isinstance(widths, list)
            or len(widths) != 2
            or repr(widths[0]) != "0"
            or not isinstance(widths[1], list)
        ):
            return False
        listed = widths[1]
        return len(listed) == len(self.widths) and all(
            type(each) in (int, float) and abs(each - own) < 0.01 for each, own in zip(listed, self.widths, strict=True)
        )


def _pair_reader(subtable: Any) -> Any:
    """A function of two glyphs' names: their adjustment in the font's units, None if this table has none for the first."""
    covered = set(subtable.Coverage.glyphs)
    if subtable.Format == 1:
        sets = dict(zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True))
        pairs = {
            (left, record.SecondGlyph): _advance(record.Value1)
            for left, each in sets.items()
            for record in each.PairValueRecord
        }
        return lambda left, right: pairs.get((left, right))
    first, second = subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs

    def by_class(left: str, right: str) -> int | None:
        if left not in covered:
            return None
        record = subtable.Class1Record[first.get(left, 0)].Class2Record[second.get(right, 0)]
        return _advance(record.Value1)

    return by_class


def _advance(value: Any) -> int:
    return int(getattr(value, "XAdvance", 0) or 0) if value is not None else 0


def edition_typefaces(edition: Edition) -> tuple[Typeface, ...]:
    """The edition's fonts, by name of their file; a file that is no font isn't one of them."""
    return tuple(_readable(edition))


def _readable(edition: Edition) -> Iterator[Typeface]:
    for name, content in sorted(edition.files.items()):
        if name.startswith("fonts/") and name.endswith(FONT_SUFFIXES):
            yield Typeface(content)
