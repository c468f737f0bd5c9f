"""What the reader does not give of a workbook, hidden, merged, in error or raised, and how large a workbook may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
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
_LONGEST = 100  # characters of a number with a footnote, of which no more is kept


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows and columns, counted from 1, that are hidden; merged ranges as (top, left, bottom, right); errors by cell.

    `uncalculated` has the cells with a formula whose result is not in the file; `texts` those whose line breaks and tabs the
    reader drops, with their whole text; `raised` the cells that end in a superscript: ("1", "2") of a 1 with the footnote 2.
    `shown_as` has the cells whose number looks like another one, with how: "a percentage", of a 1 that is shown as 100%.
    `struck` has the cells with a line through their text, or through a part of it.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    texts: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    raised: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    shown_as: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    struck: frozenset[tuple[int, int]] = frozenset()


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


class Runs:
    """The text of a cell in which parts are superscript: `found` gives ("1", "2") for a 1 with the footnote 2.

    `is_struck` is true where a part has a line through it.
    """

    def __init__(self) -> None:
        self._texts = ["", ""]
        self._is_raised = False
        self.is_struck = False

    def start(self, name: str, attrs: AttributesImpl) -> None:
        if name == "r":
            self._is_raised = False
        elif name == "vertAlign":
            self._is_raised = attrs.get("val") == "superscript"
        elif name == "strike":
            self.is_struck = self.is_struck or is_on(attrs)

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


def is_on(attrs: AttributesImpl) -> bool:
    """True for an element like `<strike/>`, unless it says that it isn't meant: `<strike val="0"/>`."""
    return attrs.get("val", "1") in ("1", "true")


def number(text: str | None) -> int:
    """A number in an attribute; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
