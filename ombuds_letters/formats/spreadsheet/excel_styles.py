"""The styles of an .xlsx that change how a cell is taken: a number format that shows another number, a line through it."""

from __future__ import annotations

from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .marks import is_on, number
from .number_formats import is_unlike

# The formats that every workbook has (ECMA-376, 18.8.30), and those of money, which differ by language.
_BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((5, 6, 7, 8, 42, 44), "£0")}
_MOST_FORMATS = 65_000  # Excel has no more


class ExcelStyles(ContentHandler):
    """`unlike` has the formats of cells' styles that may show a number as another, after styles.xml was read: {4: "0.00%"}.

    `struck` has the styles with a line through the text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unlike: dict[int, str] = {}
        self.struck: set[int] = set()
        self._own: dict[int, str] = {}
        self._fonts: list[bool] = []  # whether each has a line through it
        self._in_fonts = False
        self._in_cells = False
        self._styles = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        if name == "numFmt" and len(self._own) < _MOST_FORMATS:
            self._own[number(attrs.get("numFmtId"))] = attrs.get("formatCode", "")
        elif name == "fonts":
            self._in_fonts = True
        elif name == "font" and self._in_fonts and len(self._fonts) < _MOST_FORMATS:
            self._fonts.append(False)
        elif name == "strike" and self._in_fonts and self._fonts:
            self._fonts[-1] = is_on(attrs)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and self._styles < _MOST_FORMATS:
            of = number(attrs.get("numFmtId"))
            code = self._own.get(of, _BUILT_IN.get(of, ""))
            if code and is_unlike(code):
                self.unlike[self._styles] = code
            font = number(attrs.get("fontId"))
            if font < len(self._fonts) and self._fonts[font]:
                self.struck.add(self._styles)
            self._styles += 1

    def endElement(self, name: str) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        self._in_cells = self._in_cells and name != "cellXfs"
        self._in_fonts = self._in_fonts and name != "fonts"
