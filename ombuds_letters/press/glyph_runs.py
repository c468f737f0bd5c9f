"""Strings set in type without a layout: the glyphs that WeasyPrint would show for a text, byte for byte, and its width.

WeasyPrint takes glyphs and advances from Pango, Pango from HarfBuzz; here HarfBuzz is asked itself, at Pango's scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz

PANGO_SCALE = 1024  # Pango counts a pixel in so many units, and sizes of type in whole units


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """A text in type: `show` is the operator that shows it, b"[<0034>-18<0046>] TJ"; `width` its advance in CSS pixels."""

    show: bytes
    width: float


class ShapedFont:
    """One face at one size: `Fount(ttf_bytes, 14.0).sort("Sevenoaks").width == 69.28125`."""

    def __init__(self, content: bytes, size: float) -> None:
        self.content = content
        self.size = size
        self._units = int(size * PANGO_SCALE)
        self._size = self._units / PANGO_SCALE
        self._face = uharfbuzz.Face(content)
        self._font = uharfbuzz.Font(self._face)
        self._font.scale = (self._units, self._units)
        self.sort = lru_cache(maxsize=4096)(self._sort)  # most figures are small numbers
        self._shown = lru_cache(maxsize=4096)(self._show)

    def _sort(self, text: str) -> GlyphRun:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, {"kern": True}, shapers=["ot"])  # whatever HB_SHAPER_LIST says
        show = ["<"]
        width = 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            advance = position.x_advance
            show.append(self._shown(info.codepoint, advance))
            width += advance
        line = "[" + "".join(show) + ">] TJ"
        return GlyphRun(line.replace("<>", "").encode(), width / PANGO_SCALE)

    def _show(self, glyph: int, advance: int) -> str:
        # The file says of each glyph how wide it is, in whole thousandths of the size; what is left over is a correction,
        # which WeasyPrint truncates.
        stated = round(self._font.get_glyph_h_advance(glyph) * 1000 / PANGO_SCALE / self._size)
        correction = int(stated - advance * 1000 / PANGO_SCALE / self._size)
        return f"{glyph:04x}>{correction}<" if correction else f"{glyph:04x}"
