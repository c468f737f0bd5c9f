"""How an .xlsx shows its numbers, where that is not what they are: a 1 as 100%, or as £1.00."""

from __future__ import annotations

import re
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .marks import number

PERCENTAGE, MONEY = "a percentage", "money"
_THOUSANDS, _NOTHING = "thousands", "nothing"
# The formats that every workbook has (ECMA-376, 18.8.30), and those of money, which differ by language.
_BUILT_IN = {9: PERCENTAGE, 10: PERCENTAGE, **dict.fromkeys((5, 6, 7, 8, 42, 44), MONEY)}
_MOST_FORMATS = 65_000  # Excel has no more

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_CURRENCY = re.compile(r"\[\$[^\]-]|[£€]|(?<!\[)\$")
_NUMBER = re.compile("[0#?@]|general|[dmyhs]", re.IGNORECASE)  # those of days too, which are read as days
_SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma between digits only parts them
_CONDITION = re.compile(r"\[[^\]]*\]")


class NumberFormats(ContentHandler):
    """`shown_as` says of a cell's style how it shows numbers, after styles.xml was read: {4: "a percentage"}."""

    def __init__(self) -> None:
        super().__init__()
        self.shown_as: dict[int, str] = {}
        self._own: dict[int, str] = {}
        self._in_cells = False
        self._styles = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        if name == "numFmt" and len(self._own) < _MOST_FORMATS:
            self._own[number(attrs.get("numFmtId"))] = _how_shown(attrs.get("formatCode", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and self._styles < _MOST_FORMATS:
            of = number(attrs.get("numFmtId"))
            if how := self._own.get(of, _BUILT_IN.get(of, "")):
                self.shown_as[self._styles] = how
            self._styles += 1

    def endElement(self, name: str) -> None:  # noqa: N802
        if name.rpartition(":")[2] == "cellXfs":
            self._in_cells = False


def _how_shown(code: str) -> str:
    """How a format shows a number above 0, "" where as itself: "a percentage" for "0.00%"."""
    section = code.split(";")[0]
    bare = _CONDITION.sub("", _LITERAL.sub("", section))
    if code and not _NUMBER.search(bare):
        return _NOTHING
    if "%" in section:
        return PERCENTAGE
    if _CURRENCY.search(section):
        return MONEY
    return _THOUSANDS if _SCALED.search(bare) else ""
