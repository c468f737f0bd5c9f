"""All files of one import, read sheet by sheet: what each is, by its headings, and what is collected from it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..edition import Edition
from ..edition.tables import TableSpec
from ..faults import Kind, Place, Remedy
from ..formats import spreadsheet
from ..formats.spreadsheet import Book, Sheet
from ..records import name_index
from ..records.name_index import KnownName
from . import case_rows, cells, contact_rows, headers, mapping, year_hint
from .authority_rows import AuthorityRows
from .collected import MOST_FAULTS, Collected
from .headers import HEADING_NOBODY, HEADING_TWICE, Head
from .mapping import WHO, Rows, SheetMapping
from .matching import AUTHORITY_CLASH, AUTHORITY_NAMELESS, AUTHORITY_SEVERAL, AUTHORITY_UNKNOWN, AuthorityMatcher
from .year_hint import HEADING_YEAR

IMPORT_NOTHING = Kind(
    "import.nothing",
    "has no sheet with known headings; write what they mean, after: ombuds-letters mapping {year} {path}",
)
IMPORT_NOT_COUNTED = Kind("import.not_counted", "has {rows}, not cases to count; import it without --count")
SHEET_UNREAD = Kind("sheet.unread", "was not read: it has no known headings")
HEADINGS_NONE = Kind("heading.none", "has no row with the headings that {layout} names; correct one of the two")
AUTHORITY_MISSING = Kind(
    "authority.missing", 'has no row for "{name}" ({code}); add it, with 0 where there was nothing', spans_column=True
)

_FEWEST_FIGURES = 3  # headings of figures that make a table, even without names
_UNRESOLVED = (AUTHORITY_UNKNOWN, AUTHORITY_SEVERAL, AUTHORITY_CLASH, AUTHORITY_NAMELESS)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: a sheet, as it is named in faults, how many rows it has, and what they are.

    For cases, `uncounted` is how many count in no figure, and `blank` how many are blank in each column that is counted.
    """

    sheet: str
    count: int
    rows: Rows
    uncounted: int = 0
    blank: tuple[tuple[str, int], ...] = ()


def read(
    files: Sequence[Path], mappings: Sequence[SheetMapping], edition: Edition, matcher: AuthorityMatcher, *, count: bool
) -> tuple[list[Book], Collected, list[Read]]:
    """The files as books, all that was collected from them, and how each sheet was read."""
    collected = Collected(edition.table_spec)
    books = []
    for path in files:
        book, faults = spreadsheet.file(path, path.as_posix())
        books.append(book)
        collected.faults += faults
    reader = _Reader(mappings, edition, matcher, collected, count)
    for book in books:
        reader.book(book)
    reader.end()
    return books, collected, reader.read


def command_path(path: str, *, count: bool) -> str:
    """A file as `mapping` takes it on a command line: `--count 'case list.xlsx'`."""
    return f"{'--count ' if count else ''}{shlex.quote(path)}"


class _Reader:
    def __init__(
        self,
        mappings: Sequence[SheetMapping],
        edition: Edition,
        matcher: AuthorityMatcher,
        collected: Collected,
        count: bool,
    ) -> None:
        self.read: list[Read] = []
        self._mappings = mappings
        self._edition = edition
        self._table_spec: TableSpec = edition.table_spec
        self._matcher = matcher
        self._collected = collected
        self._count = count
        self._given: dict[str, Sheet] = {}  # by table, the first sheet that has it with one row per authority
        self._cases: list[Sheet] = []
        self._case_tables: frozenset[str] = frozenset()

    def book(self, book: Book) -> None:
        if not book.sheets:
            return  # its fault is reported
        before = len(self.read)
        unread = [sheet for sheet in book.sheets if sheet.rows and not self._sheet(sheet, Path(book.path).name)]
        if len(self.read) == before:
            where = Place(book.path)
            self._collected.faults.append(
                IMPORT_NOTHING(where, year=self._edition.year, path=Remedy(command_path(book.path, count=self._count)))
            )
        else:
            self._collected.notes += [SHEET_UNREAD(sheet.place()) for sheet in unread]

    def end(self) -> None:
        """Counts the cases, and reports what belongs to no single sheet."""
        if self._cases:
            case_rows.count(self._table_spec, self._case_tables, self._matcher, self._collected, self._cases)
        self._collected.settle()
        for table, sheet in self._given.items():
            self._missing(table, sheet)

    def _sheet(self, sheet: Sheet, file: str) -> bool:
        """False where no heading is known, or the sheet explains the headings of others."""
        if tuple(sheet.value(1, column) for column in range(1, len(mapping.DICTIONARY) + 1)) == mapping.DICTIONARY:
            return False
        fitting = next((each for each in self._mappings if each.fits(file, sheet.name)), None)
        if fitting is not None:
            head = headers.find(sheet, fitting.targets)
            if head is None:
                self._collected.faults.append(HEADINGS_NONE(sheet.place(), layout=mapping.FILE))
                self.read.append(Read(str(sheet.place()), 0, fitting.rows))
                return True
            rows, totals = fitting.rows, fitting.totals
            values = {
                at: fitting.value(target[7:]) for at, target in head.columns.items() if target.startswith("values:")
            }
        else:
            named = any(each.is_of(file) for each in self._mappings)  # then only the sheets that it names are read
            found = None if named else self._own(sheet)
            if found is None:
                return False
            head, rows = found
            totals = ()
            tables = {at: target[7:] for at, target in head.columns.items() if target.startswith("values:")}
            values = {at: mapping.own_values(self._table_spec, table) for at, table in tables.items()}
        self._take(sheet, head, rows, totals, values)
        return True

    def _own(self, sheet: Sheet) -> tuple[Head, Rows] | None:
        """The head of a sheet with the headings of the tables, or those of contacts.csv, and what its rows are."""
        nouns = name_index.nouns(self._edition.kinds)
        head = headers.find(sheet, mapping.own_contacts(nouns))
        if head is not None and (forms := contact_rows.forms_of_address(sheet, head)):
            head = headers.find(sheet, mapping.own_contacts(nouns, forms))
        if head is not None and head.column(mapping.TITLE):
            return head, Rows.CONTACTS
        head = headers.find(sheet, mapping.own(self._table_spec))
        if head is None:
            return None
        others = ("authority.", "passage.")
        figures = sum("." in target and not target.startswith(others) for target in head.columns.values())
        targets = set(head.columns.values())
        if not WHO & targets and figures < _FEWEST_FIGURES:
            return None
        words = {mapping.SPECIMEN, mapping.REFERENCE, *mapping.PASSAGES.values()}
        if not figures and not targets & words and not any(each.startswith("values:") for each in targets):
            return None  # a list of authorities, and of nothing else
        cases = head.column(mapping.REFERENCE) and any(each.startswith("values:") for each in head.columns.values())
        return head, Rows.CASES if cases else Rows.AUTHORITIES

    def _take(
        self, sheet: Sheet, head: Head, rows: Rows, totals: tuple[str, ...], values: Mapping[int, Mapping[str, str]]
    ) -> None:
        collected = self._collected
        if self._count and rows is not Rows.CASES:
            collected.faults.append(IMPORT_NOT_COUNTED(sheet.place(), rows=rows.value))
        # A list of contacts is of the day on which letters go out.
        years = (
            year_hint.wrong(sheet, head, self._edition, parts=rows is Rows.CASES) if rows is not Rows.CONTACTS else []
        )
        several = any(each.kind == HEADING_YEAR for each in years)  # then a heading for each year is no heading twice
        found = (each for each in head.faults if not (several and each.kind == HEADING_TWICE))
        wrong = [*found, *headers.missing_name_column(head, sheet)]
        collected.faults += [*wrong, *islice(headers.longer_rows(sheet, head), MOST_FAULTS)]
        used = [at for at, target in head.columns.items() if target != mapping.IGNORE]
        collected.faults += islice(cells.struck(sheet, head.row, used), MOST_FAULTS)
        collected.hidden(sheet, head)
        collected.faults += years
        count, uncounted, blank = 0, 0, dict[str, int]()
        if not any(each.kind == HEADING_NOBODY for each in wrong):
            if rows is Rows.CASES:
                count, tables = case_rows.read(sheet, head, values, self._matcher, collected)
                self._cases.append(sheet)
                own = [
                    each for each in collected.cases if (each.place.path, each.place.sheet) == (sheet.path, sheet.name)
                ]
                uncounted = sum(not each.fields for each in own)
                blank = {
                    head.texts[at]: number
                    for at in values
                    if (number := sum(cells.blank(sheet, each.place.line, at) for each in own))
                }
                self._case_tables |= tables
            elif rows is Rows.CONTACTS:
                count = contact_rows.read(sheet, head, self._matcher, collected)
            else:
                collected.faults += islice(year_hint.of_rows(sheet, head, self._edition), MOST_FAULTS)
                rows_read = AuthorityRows(sheet, head, totals, self._matcher, collected)
                rows_read.read()
                count = rows_read.authorities
                for table in rows_read.tables:
                    self._given.setdefault(table.key, sheet)
        self.read.append(Read(str(sheet.place()), count, rows, uncounted, tuple(blank.items())))

    def _missing(self, table: str, sheet: Sheet) -> None:
        """Reports authorities that must have a row and have none, unless rows of unknown authorities may be theirs."""
        missing: list[KnownName] = [
            each for each in self._matcher.expected() if (each.code, table) not in self._collected.rows
        ]
        unresolved = sum(each.kind in _UNRESOLVED and each.place.path == sheet.path for each in self._collected.faults)
        if len(missing) <= unresolved or len(self._collected.faults) > MOST_FAULTS:
            return
        for each in missing:
            self._collected.faults.append(AUTHORITY_MISSING(sheet.place(), name=each.name, code=each.code))
