"""All files of one import gone through, sheet by sheet: what each is, by its headings, and what is taken from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..edition import Edition
from ..edition.tables import TableSpec
from ..faults import Kind, Place
from ..formats import spreadsheet
from ..formats.spreadsheet import Book, Sheet
from ..records.name_index import KnownName
from . import case_rows, cells, contact_rows, headers, mapping, year_hint
from .authority_rows import AuthorityRows
from .collected import MOST_FAULTS, Collected
from .headers import HEADING_NOBODY, Head
from .mapping import WHO, Rows, SheetMapping
from .matching import AUTHORITY_CLASH, AUTHORITY_NAMELESS, AUTHORITY_SEVERAL, AUTHORITY_UNKNOWN, AuthorityMatcher

IMPORT_NOTHING = Kind(
    "import.nothing",
    "has no sheet whose headings are known; say what they mean: ombuds-letters mapping {year} {path}",
)
IMPORT_NOT_COUNTED = Kind("import.not_counted", "has {rows}, not cases to count; import it without --count")
SHEET_UNREAD = Kind("sheet.unread", "was not read: it has no headings that are known")
HEADINGS_NONE = Kind("heading.none", "has no row with the headings that {layout} names")
AUTHORITY_MISSING = Kind(
    "authority.missing", "has no row for {name} ({code}); add it, with 0 where there was nothing", spans_column=True
)

_FEW_FIGURES = 3  # so many headings of figures make a table, though nobody is named in it
_UNRESOLVED = (AUTHORITY_UNKNOWN, AUTHORITY_SEVERAL, AUTHORITY_CLASH, AUTHORITY_NAMELESS)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: a sheet, as it is named in faults, how many rows it has, and of what.

    Of cases, `uncounted` is how many count in no figure, and `blank` how many have nothing in each column that counts.
    """

    sheet: str
    count: int
    rows: Rows
    uncounted: int = 0
    blank: tuple[tuple[str, int], ...] = ()


def read(
    files: Sequence[Path], layouts: Sequence[SheetMapping], edition: Edition, whose: AuthorityMatcher, *, count: bool
) -> tuple[list[Book], Collected, list[Read]]:
    """The files as books, all that was taken from them, and how each sheet was read."""
    taken = Collected(edition.table_spec)
    books = []
    for path in files:
        book, faults = spreadsheet.file(path, path.as_posix())
        books.append(book)
        taken.faults += faults
    reader = _Reader(layouts, edition, whose, taken, count)
    for book in books:
        reader.book(book)
    reader.end()
    return books, taken, reader.read


class _Reader:
    def __init__(
        self, layouts: Sequence[SheetMapping], edition: Edition, whose: AuthorityMatcher, taken: Collected, count: bool
    ) -> None:
        self.read: list[Read] = []
        self._layouts = layouts
        self._edition = edition
        self._form: TableSpec = edition.table_spec
        self._whose = whose
        self._taken = taken
        self._count = count
        self._given: dict[str, Sheet] = {}  # by table, the first sheet with a row an authority that gives it
        self._cases: list[Sheet] = []
        self._case_tables: frozenset[str] = frozenset()

    def book(self, book: Book) -> None:
        if not book.sheets:
            return  # told
        before = len(self.read)
        unread = [sheet for sheet in book.sheets if sheet.rows and not self._sheet(sheet, Path(book.path).name)]
        if len(self.read) == before:
            where = Place(book.path)
            self._taken.faults.append(IMPORT_NOTHING(where, year=self._edition.year, path=book.path))
        else:
            self._taken.notes += [SHEET_UNREAD(sheet.place()) for sheet in unread]

    def end(self) -> None:
        """Counts the cases, and tells of what belongs to no single sheet."""
        if self._cases:
            case_rows.count(self._form, self._case_tables, self._whose, self._taken, self._cases)
        self._taken.settle()
        for table, sheet in self._given.items():
            self._missing(table, sheet)

    def _sheet(self, sheet: Sheet, file: str) -> bool:
        """False where its headings say nothing."""
        fitting = next((each for each in self._layouts if each.fits(file, sheet.name)), None)
        if fitting is not None:
            head = headers.find(sheet, fitting.targets)
            if head is None:
                self._taken.faults.append(HEADINGS_NONE(sheet.place(), layout=mapping.FILE))
                self.read.append(Read(str(sheet.place()), 0, fitting.rows))
                return True
            rows, totals = fitting.rows, fitting.totals
            values = {
                at: fitting.value(target[7:]) for at, target in head.columns.items() if target.startswith("values:")
            }
        else:
            named = any(each.is_of(file) for each in self._layouts)  # and so are the sheets of it that count
            found = None if named else self._own(sheet)
            if found is None:
                return False
            head, rows = found
            totals = ()
            tables = {at: target[7:] for at, target in head.columns.items() if target.startswith("values:")}
            values = {at: mapping.own_values(self._form, table) for at, table in tables.items()}
        self._take(sheet, head, rows, totals, values)
        return True

    def _own(self, sheet: Sheet) -> tuple[Head, Rows] | None:
        """The head of a sheet with the form's own headings, or those of contacts.csv, and what its rows are."""
        if (head := headers.find(sheet, mapping.own_contacts())) is not None and head.column("contact.title"):
            return head, Rows.CONTACTS
        head = headers.find(sheet, mapping.own(self._form))
        if head is None:
            return None
        figures = sum("." in target for target in head.columns.values()) - len(WHO & set(head.columns.values()))
        if not WHO & set(head.columns.values()) and figures < _FEW_FIGURES:
            return None
        cases = head.column(mapping.REFERENCE) and any(each.startswith("values:") for each in head.columns.values())
        return head, Rows.CASES if cases else Rows.AUTHORITIES

    def _take(
        self, sheet: Sheet, head: Head, rows: Rows, totals: tuple[str, ...], values: Mapping[int, Mapping[str, str]]
    ) -> None:
        taken = self._taken
        if self._count and rows is not Rows.CASES:
            taken.faults.append(IMPORT_NOT_COUNTED(sheet.place(), rows=rows.value))
        wrong = [*head.faults, *headers.missing_name_column(head, sheet)]
        taken.faults += wrong
        taken.hidden(sheet, head)
        if rows is not Rows.CONTACTS:  # whose list is of the day on which letters go out
            taken.faults += year_hint.wrong(sheet, head, self._edition)
        count, uncounted, blank = 0, 0, dict[str, int]()
        if not any(each.kind == HEADING_NOBODY for each in wrong):
            if rows is Rows.CASES:
                count, tables = case_rows.take(sheet, head, values, self._whose, taken)
                self._cases.append(sheet)
                own = [each for each in taken.cases if (each.place.path, each.place.sheet) == (sheet.path, sheet.name)]
                uncounted = sum(not each.fields for each in own)
                blank = {
                    head.texts[at]: number
                    for at in values
                    if (number := sum(cells.blank(sheet, each.place.line, at) for each in own))
                }
                self._case_tables |= tables
            elif rows is Rows.CONTACTS:
                count = contact_rows.take(sheet, head, self._whose, taken)
            else:
                tabled = AuthorityRows(sheet, head, totals, self._whose, taken)
                tabled.take()
                count = tabled.authorities
                for table in tabled.tables:
                    self._given.setdefault(table.key, sheet)
        self.read.append(Read(str(sheet.place()), count, rows, uncounted, tuple(blank.items())))

    def _missing(self, table: str, sheet: Sheet) -> None:
        """The authorities that must have a row and have none, unless rows whose owner nobody knows may be theirs."""
        missing: list[KnownName] = [
            each for each in self._whose.expected() if (each.code, table) not in self._taken.rows
        ]
        unresolved = sum(each.kind in _UNRESOLVED and each.place.path == sheet.path for each in self._taken.faults)
        if len(missing) <= unresolved or len(self._taken.faults) > MOST_FAULTS:
            return
        for each in missing:
            self._taken.faults.append(AUTHORITY_MISSING(sheet.place(), name=each.name, code=each.code))
