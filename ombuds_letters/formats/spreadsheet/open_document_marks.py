"""The marks of the tables of an .ods, from its XML.

The XML is read piece by piece as it is unpacked, so that a file of gigabytes is refused before it is unpacked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from types import MappingProxyType
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .marks import MOST_COLUMNS, MOST_ROWS, Extent, Marks, Runs, number
from .number_formats import MONEY, PERCENTAGE

_ERROR = re.compile(r"#[^\s0-9#]\S*|Err:[0-9]{3}|\?NAME\?")  # as a program shows it, in whatever language
_BLANKS = {"text:line-break": "\n", "text:tab": "\t", "text:s": " "}
_SHOWN_AS = {"percentage": PERCENTAGE, "currency": MONEY}
_DIGITS = re.compile("[0-9]")
_ZEROS = re.compile(r"[.,]0+(?=[^0-9.,]*\Z)")  # a decimal part
_FILLED_UP = re.compile(r"\A([^0-9]*)0+(?=[0-9])")  # 007
_ROUNDING = 1e-9  # what is left of adding fractions is shown as the whole number
_LONGEST = 20  # characters of what is shown
_MOST_REPEATED = 1_000  # cells of one row or column with the same error or text


class OpenDocument(ContentHandler):
    """The marks of every table of an .ods, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Marks] = []
        self._extent = Extent()
        self._open = False
        self._is_whole = True
        self._aside = 0  # elements open within a note on a cell
        self._style = ""
        self._superscript: set[str] = set()  # names of styles
        self._line_through: set[str] = set()
        self._lifted = 0  # elements open within a superscript
        self._runs = Runs()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if name == "table:table":
            self._extent.sheet()
            self._rows: set[int] = set()
            self._columns: set[int] = set()
            self._merged: list[tuple[int, int, int, int]] = []
            self._row = self._next_row = self._next_column = 1
            self._errors: dict[tuple[int, int], str] = {}
            self._uncalculated: set[tuple[int, int]] = set()
            self._texts: dict[tuple[int, int], str] = {}
            self._raised: dict[tuple[int, int], tuple[str, str]] = {}
            self._shown_as: dict[tuple[int, int], str] = {}
            self._struck: set[tuple[int, int]] = set()
            self._repeated = self._first = 0
            self._open = True
        elif not self._open:
            self._styled(name, attrs)
        elif name == "office:annotation" or self._aside:
            self._aside += 1
        elif name == "text:span" and self._repeated:
            self._lifted += bool(self._lifted or attrs.get("text:style-name") in self._superscript)
            self._runs.lift(is_raised=self._lifted > 0)
            self._strike(attrs.get("text:style-name"))
        elif name in _BLANKS and self._repeated:
            self._written.append(_BLANKS[name] * _repeats(attrs, "text:c"))
            self._is_whole = self._is_whole and name == "text:s"
        elif name == "text:p" and self._repeated:
            self._written += ["\n"] if self._written else []
        elif name == "table:table-column":
            last = self._next_column + _repeats(attrs, "table:number-columns-repeated")
            if attrs.get("table:visibility") in ("collapse", "filter"):
                self._columns.update(range(self._next_column, min(last, MOST_COLUMNS + 1)))
            self._next_column = last
        elif name == "table:table-row":
            self._row, self._next_column = self._next_row, 1
            self._next_row += _repeats(attrs, "table:number-rows-repeated")
            if attrs.get("table:visibility") in ("collapse", "filter"):
                self._rows.update(range(self._row, min(self._next_row, MOST_ROWS + 1)))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attrs)

    def _styled(self, name: str, attrs: AttributesImpl) -> None:
        """Notes the styles of superscripts and of lines through a text, which come before the tables."""
        if name == "style:style":
            self._style = attrs.get("style:name", "")
        elif name == "style:text-properties" and attrs.get("style:text-position", "").startswith("super"):
            self._superscript.add(self._style)
        if name == "style:text-properties" and attrs.get("style:text-line-through-style", "none") != "none":
            self._line_through.add(self._style)

    def _cell(self, attrs: AttributesImpl) -> None:
        first = self._next_column
        self._next_column += _repeats(attrs, "table:number-columns-repeated")
        self._repeated = (self._next_column - first) * (self._next_row - self._row)
        wide, high = (_repeats(attrs, f"table:number-{each}-spanned") for each in ("columns", "rows"))
        if (wide > 1 or high > 1) and len(self._merged) < MOST_ROWS:
            self._merged.append((self._row, first, self._row + high - 1, first + wide - 1))
        self._first, self._written = first, list[str]()
        self._runs, self._lifted = Runs(), 0
        self._is_whole = True
        self._is_text = attrs.get("office:value-type", "string") == "string"
        self._is_error = attrs.get("calcext:value-type") == "error"
        self._has_formula = "table:formula" in attrs
        if self._has_formula and "office:value-type" not in attrs:
            self._uncalculated.add((self._row, first))
        self._strike(attrs.get("table:style-name"))
        self._number = attrs.get("office:value", "") if attrs.get("office:value-type") == "float" else ""
        if how := _SHOWN_AS.get(attrs.get("office:value-type", "")):
            self._shown_as |= dict.fromkeys(self._cells(), how)
        if "office:value-type" in attrs:
            self._extent.reach(self._next_row - 1, self._next_column - 1)
            self._extent.text(len(attrs.get("office:string-value", "")) * self._repeated)

    def _strike(self, style: str | None) -> None:
        if style in self._line_through:
            self._struck.update(self._cells())

    def characters(self, content: str) -> None:
        if self._open and self._repeated:
            if not content.isspace():
                self._extent.reach(self._next_row - 1, self._next_column - 1)
            self._extent.text(len(content) * self._repeated)
            if not self._aside:
                self._written.append(content)
                self._runs.characters(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if self._aside:
            self._aside -= 1
        elif name == "text:span" and self._lifted:
            self._lifted -= 1
            self._runs.lift(is_raised=self._lifted > 0)
        elif name in ("table:table-cell", "table:covered-table-cell"):
            if self._repeated:
                if found := self._runs.found():
                    self._raised[self._row, self._first] = found
                self._cell_end("".join(self._written).strip())
            self._repeated = 0
        elif name == "table:table" and self._open:
            self._open = False
            rows, columns, merged = frozenset(self._rows), frozenset(self._columns), tuple(self._merged)
            errors, texts = MappingProxyType(self._errors), MappingProxyType(self._texts)
            raised, shown_as = MappingProxyType(self._raised), MappingProxyType(self._shown_as)
            uncalculated = frozenset(self._uncalculated)
            struck = frozenset(self._struck)
            self.found.append(Marks(rows, columns, merged, errors, uncalculated, texts, raised, shown_as, struck))

    def _cell_end(self, shown: str) -> None:
        """Notes what the reader doesn't give of a cell: that it is an error, which many programs write as the number 0."""
        is_error = self._is_error or ((self._has_formula or not self._is_text) and _ERROR.fullmatch(shown))
        if self._number and shown and not is_error and not _is_shown(self._number, shown):
            self._shown_as |= dict.fromkeys(self._cells(), f'"{shown[:_LONGEST]}"')
        if not is_error and self._is_whole:
            return
        for cell in self._cells():
            if is_error:
                self._errors[cell] = (shown or "an error")[:20]
            elif self._is_text:
                self._texts[cell] = shown

    def _cells(self) -> Iterator[tuple[int, int]]:
        """The cells that the one that is read stands for."""
        for row in range(self._row, min(self._next_row, self._row + _MOST_REPEATED)):
            for column in range(self._first, min(self._next_column, self._first + _MOST_REPEATED)):
                yield row, column


def _is_shown(number: str, shown: str) -> bool:
    """True where a text has the digits of a whole number, perhaps with separators or a decimal part of zeros.

    A 0 may be shown as a line, and any number in a narrow column as ###.
    """
    try:
        value = float(number)
    except ValueError:
        return True
    if not math.isfinite(value) or abs(value - round(value)) > _ROUNDING or not shown.strip("#"):
        return True
    shown = _FILLED_UP.sub(r"\1", shown)
    digits = ["".join(_DIGITS.findall(text)) for text in (shown, _ZEROS.sub("", shown))]
    return str(abs(round(value))) in digits or (value == 0 and digits[0] == "")


def _repeats(attrs: AttributesImpl, name: str) -> int:
    text = attrs.get(name)
    return 1 if text is None else max(1, number(text)) if len(text) < 10 else 10**9
