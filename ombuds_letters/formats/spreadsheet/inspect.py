"""What the reader doesn't give of a workbook, from its XML: what is hidden, merged or in error; and how large it is.

The XML is read piece by piece as it is unpacked, so that a file of gigabytes is refused before it is unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from ...faults import Fault, Kind, Place, column_letters

SHEET_UNPACKS = Kind(
    "sheet.unpacks", "unpacks to more than {most:,} bytes; save only its tables, without pictures and old sheets"
)
SHEET_CELLS = Kind(
    "sheet.cells",
    "reaches to {found}, more than {most:,} cells; delete the cells far from the table, and save it again",
)

MOST_CELLS = 1_000_000  # the reader makes a full rectangle of them
MOST_TEXT = 50_000_000  # characters of all cells; a text that many cells share counts for each
MOST_UNPACKED = 200_000_000
MOST_SHEETS = 1_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # Excel has no more

_CELL = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")

_ERROR = re.compile(r"#[^\s0-9#]\S*|Err:[0-9]{3}|\?NAME\?")  # as a program shows it, in whatever language
_BLANKS = {"text:line-break": "\n", "text:tab": "\t", "text:s": " "}
_LONGEST = 100  # characters of a number with a footnote, of which no more is kept
_MOST_REPEATED = 1_000  # cells of one row or column with the same error or text


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows and columns, counted from 1, that are hidden; merged ranges as (top, left, bottom, right); errors by cell.

    `uncalculated` has the cells with a formula whose result is not in the file; `texts` those whose line breaks and tabs the
    reader drops, with their whole text; `raised` the cells that end in a superscript: ("1", "2") of a 1 with the footnote 2.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    texts: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    raised: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))


NO_MARKS = Marks()


class TooMuch(Exception):
    """A workbook beyond a limit; with a row and column it reaches too far, else it is too large."""

    def __init__(self, *, row: int = 0, column: int = 0) -> None:
        self.row = row
        self.column = column

    def fault(self, path: str) -> Fault:
        if self.row:
            found = f"cell {column_letters(self.column)}{self.row}"
            return SHEET_CELLS(Place(path), found=found, most=MOST_CELLS)
        return SHEET_UNPACKS(Place(path), most=MOST_UNPACKED)


class Texts(ContentHandler):
    """The lengths of the texts that the cells of an .xlsx share, in their order; `raised` has those with a superscript."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.raised: dict[int, tuple[str, str]] = {}
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
        if name.rpartition(":")[2] == "si" and (found := self._runs.found()):
            self.raised[len(self.lengths) - 1] = found


class Runs:
    """The text of a cell in which parts are superscript: `found` gives ("1", "2") for a 1 with the footnote 2."""

    def __init__(self) -> None:
        self._texts = ["", ""]
        self._is_raised = False

    def start(self, name: str, attrs: AttributesImpl) -> None:
        if name == "r":
            self._is_raised = False
        elif name == "vertAlign":
            self._is_raised = attrs.get("val") == "superscript"

    def lift(self, *, is_raised: bool) -> None:
        self._is_raised = is_raised

    def characters(self, content: str) -> None:
        if len(self._texts[self._is_raised]) < _LONGEST:
            self._texts[self._is_raised] += content

    def found(self) -> tuple[str, str] | None:
        normal, raised = (each.strip() for each in self._texts)
        return (normal, raised) if normal and raised else None


class Extent:
    """How far the sheets of a workbook reach, all together, and how much text their cells have."""

    def __init__(self) -> None:
        self._sheets = self._before = self._rows = self._columns = self._text = 0

    def sheet(self) -> None:
        """Starts another sheet.

        Raises: TooMuch.
        """
        self._sheets += 1
        if self._sheets > MOST_SHEETS:
            raise TooMuch
        self._before += self._rows * self._columns
        self._rows = self._columns = 0

    def reach(self, row: int, column: int) -> None:
        """Raises: TooMuch."""
        if row > self._rows or column > self._columns:
            self._rows, self._columns = max(row, self._rows), max(column, self._columns)
            if self._before + self._rows * self._columns > MOST_CELLS:
                raise TooMuch(row=row, column=column)

    def text(self, length: int) -> None:
        """Raises: TooMuch."""
        self._text += length
        if self._text > MOST_TEXT:
            raise TooMuch


class ExcelSheet(ContentHandler):
    """The marks of one worksheet of an .xlsx; `shared` has the texts its cells may refer to."""

    def __init__(self, shared: Texts, extent: Extent) -> None:
        super().__init__()
        self._shared = shared.lengths
        self._shared_raised = shared.raised
        self._raised: dict[tuple[int, int], tuple[str, str]] = {}
        self._runs = Runs()
        self._extent = extent
        extent.sheet()
        self._row = self._column = 0
        self._kind: str | None = None
        self._value = ""
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._errors: dict[tuple[int, int], str] = {}
        self._has_formula = self._has_value = False
        self._uncalculated: set[tuple[int, int]] = set()

    @property
    def marks(self) -> Marks:
        errors = MappingProxyType(self._errors)
        rows, columns, merged = frozenset(self._rows), frozenset(self._columns), tuple(self._merged)
        raised = MappingProxyType(self._raised)
        return Marks(rows, columns, merged, errors, frozenset(self._uncalculated), raised=raised)

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
            self._row = _number(attrs.get("r")) or self._row + 1
            self._column = 0
            if attrs.get("hidden") in ("1", "true") and self._row <= MOST_ROWS:
                self._rows.add(self._row)
        elif name == "col" and attrs.get("hidden") in ("1", "true"):
            first, last = _number(attrs.get("min")), min(_number(attrs.get("max")), MOST_COLUMNS)
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
        kind = attrs.get("t")
        self._kind = kind if kind in ("s", "e", "str", "inlineStr") else None
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
        if self._kind != "str" and self._has_formula and not (self._has_value and self._value.strip()):
            self._uncalculated.add((self._row, self._column))
        elif self._kind == "e":
            self._errors[self._row, self._column] = self._value[:20]
        elif self._kind == "s":
            at = _number(self._value)
            self._extent.text(self._shared[at] if at < len(self._shared) else 0)
            if found := self._shared_raised.get(at):
                self._raised[self._row, self._column] = found
        elif self._kind == "inlineStr" and (found := self._runs.found()):
            self._raised[self._row, self._column] = found
        self._kind = None


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
            self._repeated = self._first = 0
            self._open = True
        elif not self._open:
            self._styled(name, attrs)
        elif name == "office:annotation" or self._aside:
            self._aside += 1
        elif name == "text:span" and self._repeated:
            self._lifted += bool(self._lifted or attrs.get("text:style-name") in self._superscript)
            self._runs.lift(is_raised=self._lifted > 0)
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
        """Notes the styles of superscripts, which come before the tables."""
        if name == "style:style":
            self._style = attrs.get("style:name", "")
        elif name == "style:text-properties" and attrs.get("style:text-position", "").startswith("super"):
            self._superscript.add(self._style)

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
        if "office:value-type" in attrs:
            self._extent.reach(self._next_row - 1, self._next_column - 1)
            self._extent.text(len(attrs.get("office:string-value", "")) * self._repeated)

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
            raised = MappingProxyType(self._raised)
            self.found.append(Marks(rows, columns, merged, errors, frozenset(self._uncalculated), texts, raised))

    def _cell_end(self, shown: str) -> None:
        """Notes what the reader doesn't give of a cell: that it is an error, which many programs write as the number 0."""
        is_error = self._is_error or ((self._has_formula or not self._is_text) and _ERROR.fullmatch(shown))
        if not is_error and self._is_whole:
            return
        for row in range(self._row, min(self._next_row, self._row + _MOST_REPEATED)):
            for column in range(self._first, min(self._next_column, self._first + _MOST_REPEATED)):
                if is_error:
                    self._errors[row, column] = (shown or "an error")[:20]
                elif self._is_text:
                    self._texts[row, column] = shown


def _address(text: str) -> tuple[int, int]:
    """Row and column of an address like "H112"; (0, 0) for what is none."""
    found = _CELL.fullmatch(text.replace("$", ""))
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _number(text: str | None) -> int:
    """A number in an attribute; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _repeats(attrs: AttributesImpl, name: str) -> int:
    text = attrs.get(name)
    return 1 if text is None else max(1, _number(text)) if len(text) < 10 else 10**9
