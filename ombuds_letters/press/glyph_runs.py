"""Text as glyphs without a layout: what WeasyPrint would show for it, byte for byte, and how wide it is.

WeasyPrint takes glyphs and advances from Pango, Pango takes them from HarfBuzz; here HarfBuzz is called directly, at Pango's
scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz

PANGO_SCALE = 1024  # Pango's units to a pixel; font sizes are whole units


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """A text in one font: `show` is the operator that shows it, b"[<0034>-18<0046>] TJ"; `width` is in CSS pixels."""

    show: bytes
    width: float


class ShapedFont:
    """One font at one size in CSS pixels: `ShapedFont(ttf_bytes, 14.0).glyphs("Sevenoaks").width == 69.28125`."""

    def __init__(self, content: bytes, size: float) -> None:
        units = int(size * PANGO_SCALE)
        self._content = content
        self._size = units / PANGO_SCALE
        self._font = uharfbuzz.Font(uharfbuzz.Face(content))
        self._font.scale = (units, units)
        # What this saves of making a further letter: a twentieth for texts, most of which are small numbers; a quarter for
        # single glyphs.
        self.glyphs = lru_cache(maxsize=4096)(self._glyphs)
        self._shown = lru_cache(maxsize=4096)(self._show)

    def __reduce__(self) -> tuple[object, ...]:  # HarfBuzz's own objects don't cross to a worker process
        return ShapedFont, (self._content, self._size)

    def _glyphs(self, text: str) -> GlyphRun:
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
        # The file states each glyph's width in whole thousandths of the font size; the difference from the advance is written
        # as a correction, which WeasyPrint truncates.
        stated = round(self._font.get_glyph_h_advance(glyph) * 1000 / PANGO_SCALE / self._size)
        correction = int(stated - advance * 1000 / PANGO_SCALE / self._size)
        return f"{glyph:04x}>{correction}<" if correction else f"{glyph:04x}"
