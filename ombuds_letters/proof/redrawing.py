"""A letter drawn again from what was read of it: a PDF of our own, of nothing but its words, rules, grounds and pictures.

Each text is set with the glyphs that the edition's font file has for the words that were read, where they were read. There
are no tags, links, tables of glyphs or layers: whatever else a letter's file has can't come into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..pages import Document
from ..pages.object_values import Name, Stream
from .letter_file import ReadLetter
from .painting import Drawn
from .typefaces import Typeface


def redrawn(letter: ReadLetter, document: Document) -> bytes:
    """A PDF with the same pages, which must look the same."""
    writer = _Writer(document)
    for index, drawn in enumerate(letter.drawn):
        writer.page(index, drawn, letter.pictures[index])
    return writer.file()


class _Writer:
    """Writes a PDF: object 1 is the catalog, 2 the pages; each font is embedded once."""

    def __init__(self, document: Document) -> None:
        self._sizes = [(page.width, page.height) for page in document.pages]
        self._objects: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
        self._pages: list[int] = []
        self._fonts: dict[bytes, tuple[str, int]] = {}

    def _add(self, content: bytes) -> int:
        number = max(2, *self._objects) + 1
        self._objects[number] = content
        return number

    def _add_stream(self, data: bytes, entries: str = "") -> int:
        return self._add(f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream")

    def page(self, index: int, drawn: Sequence[Drawn], pictures: Mapping[str, Stream]) -> None:
        """Adds a page with what is painted on it."""
        content = "".join(f"q\n{each.before}{self._itself(each)}Q\n" for each in drawn)
        named = {name: self._picture(each) for name, each in pictures.items()}
        width, height = self._sizes[index]
        fonts = "".join(f"/{name} {number} 0 R" for name, number in self._fonts.values())
        images = "".join(f"/{name} {number} 0 R" for name, number in named.items())
        self._pages.append(
            self._add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width!r} {height!r}]"
                f"/Contents {self._add_stream(content.encode())} 0 R"
                f"/Resources<</Font<<{fonts}>>/XObject<<{images}>>>>>>".encode()
            )
        )

    def _itself(self, drawn: Drawn) -> str:
        if drawn.font is None:
            return drawn.itself
        place, _, size = drawn.itself.rpartition(" ")
        return f"{place} /{self._font(drawn.font)} {size} Tf [{_shown(drawn.font, drawn.pieces)}] TJ ET\n"

    def _font(self, typeface: Typeface) -> str:
        """The name of a font, which is embedded when it is first needed."""
        if typeface.program not in self._fonts:
            name = f"F{len(self._fonts)}"
            kind = 3 if typeface.program.startswith(b"OTTO") else 2
            file = self._add_stream(typeface.program, "/Subtype/OpenType" if kind == 3 else "")
            descriptor = self._add(
                f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[0 -300 1000 1000]/ItalicAngle 0/Ascent 900"
                f"/Descent -300/CapHeight 900/StemV 80/FontFile{kind} {file} 0 R>>".encode()
            )
            glyphs = self._add(
                f"<</Type/Font/Subtype/CIDFontType{0 if kind == 3 else 2}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)"
                f"/Ordering(Identity)/Supplement 0>>/W[0[{_widths(typeface)}]]/FontDescriptor {descriptor} 0 R"
                f"{'' if kind == 3 else '/CIDToGIDMap/Identity'}>>".encode()
            )
            font = f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{glyphs} 0 R]>>"
            self._fonts[typeface.program] = name, self._add(font.encode())
        return self._fonts[typeface.program][0]

    def _picture(self, picture: Stream) -> int:
        entries = "".join(
            f"/{key.decode()} {f'/{value.decode()}' if isinstance(value, Name) else value}"
            for key, value in picture.entries.items()
            if isinstance(value, Name) or type(value) is int
        )
        return self._add_stream(picture.data, entries)

    def file(self) -> bytes:
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._objects[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(self._pages)}>>".encode()
        content = bytearray(b"%PDF-1.7\n")
        table = [b"0000000000 65535 f \n"]
        for number, item in sorted(self._objects.items()):
            table.append(b"%010d 00000 n \n" % len(content))
            content += b"%d 0 obj\n%b\nendobj\n" % (number, item)
        start = len(content)
        content += b"xref\n0 %d\n%b" % (len(table), b"".join(table))
        return bytes(content) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(table), start)


@lru_cache(maxsize=4096)  # most texts that are near a letter's own are in all letters
def _shown(typeface: Typeface, pieces: tuple[str | float, ...]) -> str:
    """Words and the spacing between them as glyphs: "<0012>74.0<0015>"."""
    glyphs = typeface.glyphs
    return "".join(
        f"<{''.join(f'{glyphs[character]:04x}' for character in piece)}>" if isinstance(piece, str) else repr(piece)
        for piece in pieces
    )


@lru_cache
def _widths(typeface: Typeface) -> str:
    return " ".join(map(repr, typeface.widths))
