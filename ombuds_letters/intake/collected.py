"""What was collected from all files of one import: figures with their cells, passages, contacts, cases, and every fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..edition.tables import TableSpec
from ..faults import Fault, Kind, Place, column_letters
from ..formats.spreadsheet import Sheet
from ..records.provenance import Case
from ..records.record import Passage
from .headers import Head

IMPORT_ENOUGH = Kind(
    "import.enough", "was not read, nor what follows: there are {most:,} faults already; correct those first"
)
SHEET_HIDDEN = Kind("sheet.hidden", "is a hidden sheet, and was read")
SHEET_ROWS_HIDDEN = Kind("sheet.rows_hidden", "has hidden rows, which were read: {found}")
SHEET_COLUMNS_HIDDEN = Kind("sheet.columns_hidden", "has hidden columns, which were read: {found}")
AUTHORITY_TWICE = Kind("authority.twice", 'is "{name}", as is {first}; keep one of the two')
SHEETS_COMPETE = Kind(
    "sheet.compete",
    "has {tables} for {count}, as has {other}; leave out the one that is not this year's, or name the right one "
    "in import.yaml",
)

MOST_FAULTS = 10_000


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure and its cell; for a figure that was counted, the sheet of its cases."""

    count: int
    place: Place


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a list of contacts: its authority's code, its values by the columns of contacts.csv, and their cells."""

    code: str
    values: Mapping[str, str]
    places: Mapping[str, Place]
    place: Place


@dataclass(slots=True)
class Collected:
    """All that one import found; `faults` stop it, `notes` don't. `rows` has the place of each table of each authority."""

    table_spec: TableSpec
    figures: dict[str, dict[str, CellFigure]] = field(default_factory=dict)
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    specimens: set[str] = field(default_factory=set)
    people: list[Person] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    counted: set[str] = field(default_factory=set)
    rows: dict[tuple[str, str], Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    _competing: dict[tuple[str, str], list[tuple[Place, str, str]]] = field(default_factory=dict)

    def enough(self, sheet: Sheet, row: int) -> bool:
        """True, and reported once per sheet, where there are so many faults already that the other rows are not read."""
        if len(self.faults) < MOST_FAULTS:
            return False
        self.faults.append(IMPORT_ENOUGH(sheet.place(row), most=MOST_FAULTS))
        return True

    def register_row(self, code: str, name: str, table: str, place: Place) -> bool:
        """True for the first row that gives a table of an authority; a second is a fault, or makes its sheet one."""
        first = self.rows.setdefault((code, table), place)
        if first == place:
            return True
        if (first.path, first.sheet) == (place.path, place.sheet):
            twice = AUTHORITY_TWICE(place, name=name, first=f"cell {first.cell}")
            if twice not in self.faults[-len(self.table_spec.tables) :]:  # another table of the same row
                self.faults.append(twice)
        else:
            both = str(Place(first.path, sheet=first.sheet)), str(Place(place.path, sheet=place.sheet))
            self._competing.setdefault(both, []).append((Place(place.path, sheet=place.sheet), table, code))
        return False

    def settle(self) -> None:
        """Reports sheets that have the same tables for the same authorities, once per pair."""
        titles = {table.key: table.title for table in self.table_spec.tables}
        for (other, _), rows in self._competing.items():
            tables = " and ".join(f'"{titles.get(table, table)}"' for table in dict.fromkeys(row[1] for row in rows))
            codes = len({code for _, _, code in rows})
            count = f"{codes:,} {'authority' if codes == 1 else 'authorities'}"
            self.faults.append(SHEETS_COMPETE(rows[0][0], tables=tables, count=count, other=other))
        self._competing.clear()

    def hidden(self, sheet: Sheet, head: Head) -> None:
        """Notes hidden sheets, rows and columns that were read."""
        if sheet.hidden:
            self.notes.append(SHEET_HIDDEN(sheet.place()))
        rows = [row for row in sheet.marks.hidden_rows if head.row < row <= len(sheet.rows)]
        columns = [column for column in sheet.marks.hidden_columns if column in head.columns]
        if rows:
            self.notes.append(SHEET_ROWS_HIDDEN(sheet.place(), found=_ranges(rows, str)))
        if columns:
            self.notes.append(SHEET_COLUMNS_HIDDEN(sheet.place(), found=_ranges(columns, column_letters)))


def _ranges(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Numbers in a sentence: "5, 7 to 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(name(run[0]) if len(run) == 1 else f"{name(run[0])} to {name(run[-1])}" for run in runs)
