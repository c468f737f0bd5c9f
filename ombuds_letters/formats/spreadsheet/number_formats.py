"""How an .xlsx shows its numbers, where that is not what they are: a 1 as 100%, as £1.00, as 10, or struck out."""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .marks import is_on, number

PERCENTAGE, MONEY = "a percentage", "money"
_THOUSANDS, _NOTHING, _OTHER, _NEGATIVE = "thousands", "nothing", "another number", "a negative number"
# The formats that every workbook has (ECMA-376, 18.8.30), and those of money, which differ by language.
_BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((5, 6, 7, 8, 42, 44), "£0")}
_MOST_FORMATS = 65_000  # Excel has no more

_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')  # words, or a blank
_CURRENCY = re.compile(r"\[\$[^\]-]|[£€]|(?<!\[)\$")
_NUMBER = re.compile("[0#?@]|general|[dmyhs]", re.IGNORECASE)  # those of days too, which are read as days
_SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma between digits only parts them
_UNIT = re.compile(r"k|m|bn|thousands?|millions?|000", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


class NumberFormats(ContentHandler):
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
            if code and any(map(_how_shown, _sections(code))):
                self.unlike[self._styles] = code
            font = number(attrs.get("fontId"))
            if font < len(self._fonts) and self._fonts[font]:
                self.struck.add(self._styles)
            self._styles += 1

    def endElement(self, name: str) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        self._in_cells = self._in_cells and name != "cellXfs"
        self._in_fonts = self._in_fonts and name != "fonts"


@lru_cache(maxsize=10_000)
def how_shown(code: str, value: float) -> str:
    """How a format shows a number above 0, "" where as itself: "a percentage" for "0.00%".

    `how_shown('[<5]"few";0', 3)` gives "nothing", as no number is shown.
    """
    sections = _sections(code)
    return _how_shown(next((each for each in sections if _is_for(each, value)), sections[0]))


def _sections(code: str) -> list[str]:
    """The parts of a format, which semicolons separate."""
    parts = [""]
    for piece in re.split(r'("[^"]*"|\\.|;)', code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _is_for(section: str, value: float) -> bool:
    condition = _CONDITION.search(section)
    return condition is None or bool(_HOLDS[condition[1]](value, float(condition[2])))


def _how_shown(section: str) -> str:
    """How a section of a format shows a number that it is for."""
    bare = _BRACKETED.sub("", _PIECE.sub("", section))
    words = "".join(one or other for one, other in _PIECE.findall(section))
    if not _NUMBER.search(bare):
        return _NOTHING
    if "%" in section:
        return PERCENTAGE
    if _CURRENCY.search(section):
        return MONEY
    if _SCALED.search(bare) or _UNIT.fullmatch(words.strip()):
        return _THOUSANDS
    if re.search("[0-9]", words):
        return _OTHER
    shown = _BRACKETED.sub("", _PIECE.sub(r"\1\2", section))
    return _NEGATIVE if shown.lstrip().startswith(("-", "−", "(")) else ""
