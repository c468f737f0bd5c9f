"""The marks of the worksheets of an .xlsx, from their XML.

The XML is read piece by piece as it is unpacked, so that a file of gigabytes is refused before it is unpacked.
"""

from __future__ import annotations

import re
from contextlib import suppress
from types import MappingProxyType
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .excel_styles import ExcelStyles
from .marks import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Extent, Marks, Runs, TooMuch, number
from .number_formats import how_shown

_CELL = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")


class Texts(ContentHandler):
    """The lengths of the texts that the cells of an .xlsx share, in their order.

    `raised` has those with a superscript, `struck` those with a line through them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.raised: dict[int, tuple[str, str]] = {}
        self.struck: set[int] = set()
        self._runs = Runs()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        if name == "si":
            self.lengths.append(0)
            self._runs = Runs()
            if len(self.lengths) > MOST_CELLS:
                raise TooMuch
        else:
            self._runs.start(name, attrs)

    def characters(self, content: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(content)
            self._runs.characters(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if name.rpartition(":")[2] != "si":
            return
        if found := self._runs.found():
            self.raised[len(self.lengths) - 1] = found
        if self._runs.is_struck:
            self.struck.add(len(self.lengths) - 1)


class ExcelSheet(ContentHandler):
    """The marks of one worksheet of an .xlsx; `shared` has the texts its cells may refer to.

    `styles` says what is unusual about its cells' styles.
    In a workbook that is `to_be_calculated` when it is opened, a formula's 0 is no result: programs that don't calculate
    write it, as XlsxWriter does.
    """

    def __init__(self, shared: Texts, styles: ExcelStyles, extent: Extent, *, to_be_calculated: bool = False) -> None:
        super().__init__()
        self._unlike = {str(style): code for style, code in styles.unlike.items()}
        self._struck_styles = {str(style) for style in styles.struck}
        self._struck: set[tuple[int, int]] = set()
        self._shared_struck = shared.struck
        self._shown_as: dict[tuple[int, int], str] = {}
        self._shared = shared.lengths
        self._shared_raised = shared.raised
        self._raised: dict[tuple[int, int], tuple[str, str]] = {}
        self._runs = Runs()
        self._extent = extent
        extent.sheet()
        self._row = self._column = 0
        self._kind: str | None = None
        self._format: str | None = None
        self._value = ""
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._errors: dict[tuple[int, int], str] = {}
        self._no_results = ("", "0") if to_be_calculated else ("",)
        self._has_formula = self._has_value = False
        self._uncalculated: set[tuple[int, int]] = set()

    @property
    def marks(self) -> Marks:
        errors = MappingProxyType(self._errors)
        rows, columns, merged = frozenset(self._rows), frozenset(self._columns), tuple(self._merged)
        raised, shown_as = MappingProxyType(self._raised), MappingProxyType(self._shown_as)
        uncalculated = frozenset(self._uncalculated)
        struck = frozenset(self._struck)
        return Marks(rows, columns, merged, errors, uncalculated, raised=raised, shown_as=shown_as, struck=struck)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if name == "v":  # nearly all elements are `c` and `v`
            self._value = ""  # without the formula above
            self._has_value = True
            return
        name = name.rpartition(":")[2]
        if name == "v":
            self._value, self._has_value = "", True
        elif name == "c":
            self._cell(attrs)
        elif name == "f":
            self._has_formula = True
            self._kind = self._kind or "n"  # so that its value is read
        elif name == "row":
            self._row = number(attrs.get("r")) or self._row + 1
            self._column = 0
            if _is_hidden(attrs, "ht") and self._row <= MOST_ROWS:
                self._rows.add(self._row)
        elif name == "col" and _is_hidden(attrs, "width"):
            first, last = number(attrs.get("min")), min(number(attrs.get("max")), MOST_COLUMNS)
            self._columns.update(range(first, last + 1))
        elif name == "mergeCell":
            corners = [_address(each) for each in attrs.get("ref", "").split(":")]
            if len(corners) == 2 and len(self._merged) < MOST_ROWS:
                self._merged.append((*corners[0], *corners[1]))
        elif self._kind == "inlineStr":
            self._runs.start(name, attrs)

    def _cell(self, attrs: AttributesImpl) -> None:
        address = attrs.get("r")
        if address is None:
            self._column += 1
        else:
            self._row, self._column = _address(address)
        self._extent.reach(self._row, self._column)
        if attrs.get("s") in self._struck_styles:
            self._struck.add((self._row, self._column))
        kind = attrs.get("t")
        self._format = self._unlike.get(attrs.get("s", "0")) if kind in (None, "n") else None
        self._kind = kind if kind in ("s", "e", "str", "inlineStr") else "n" if self._format else None
        self._runs = Runs() if kind == "inlineStr" else self._runs
        self._value = ""
        self._has_formula = self._has_value = False

    def characters(self, content: str) -> None:
        if self._kind is not None:
            self._extent.text(len(content))
            self._value += content
            if self._kind == "inlineStr":
                self._runs.characters(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if self._kind is None or name.rpartition(":")[2] != "c":
            return
        if (
            self._kind != "str"
            and self._has_formula
            and (not self._has_value or self._value.strip() in self._no_results)
        ):
            self._uncalculated.add((self._row, self._column))
        elif self._format:
            self._shown(self._format)
        elif self._kind == "e":
            self._errors[self._row, self._column] = self._value[:20]
        elif self._kind == "s":
            at = number(self._value)
            self._extent.text(self._shared[at] if at < len(self._shared) else 0)
            if found := self._shared_raised.get(at):
                self._raised[self._row, self._column] = found
            if at in self._shared_struck:
                self._struck.add((self._row, self._column))
        elif self._kind == "inlineStr":
            if found := self._runs.found():
                self._raised[self._row, self._column] = found
            if self._runs.is_struck:
                self._struck.add((self._row, self._column))
        self._kind = None

    def _shown(self, code: str) -> None:
        with suppress(ValueError):  # of what is no number
            if how := how_shown(code, float(self._value)):
                self._shown_as[self._row, self._column] = how


def _is_hidden(attrs: AttributesImpl, size: str) -> bool:
    """True for a row or column that is hidden, or has a size of nothing, as one that was dragged shut."""
    return attrs.get("hidden") in ("1", "true") or re.fullmatch("0(?:[.]0*)?", attrs.get(size, "")) is not None


def _address(text: str) -> tuple[int, int]:
    """Row and column of an address like "H112"; (0, 0) for what is none."""
    found = _CELL.fullmatch(text.replace("$", ""))
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
