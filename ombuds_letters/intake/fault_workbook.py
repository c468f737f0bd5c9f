"""The faults of an import as a workbook, to send to the owner of the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from ..edition import Edition
from ..edition.field_words import in_words
from ..faults import Fault, Place
from ..formats import spreadsheet
from ..formats.spreadsheet import Sheet, writer
from ..formats.spreadsheet.sheet_page import SheetColumn, SheetPage
from ..records import name_index
from . import headers, mapping

_COLUMNS = (
    SheetColumn("What is there, and what to do", width=58),
    SheetColumn("Done?", width=9, fill=True),
    SheetColumn("Authority", width=30),
    SheetColumn("Figure", width=28),
    SheetColumn("Cell", width=20),
    SheetColumn("Sheet", width=16),
    SheetColumn("File", width=20),
)
_FEW = 3  # the same fault in so many cells of a column has a row each
_MOST_STRETCHES = 40  # so many stretches of cells are named
_WHAT_TO_DO = "Correct these cells in the spreadsheets; mark what is done"


def workbook(faults: Sequence[Fault], notes: Sequence[Fault], edition: Edition | None) -> bytes:
    """A page with one row per fault, and one for what was unusual and stops nothing.

    The same fault in many cells of a column is one row, which names them all.
    """
    names = _Names(edition)
    pages = [_page("Faults", faults, names, edition)]
    if notes:
        pages.append(_page("Notes", notes, names, edition))
    return writer.workbook(pages, "Faults of an import")


def _page(name: str, faults: Sequence[Fault], names: _Names, edition: Edition | None) -> SheetPage:
    rows = []
    for _, group in groupby(sorted(faults, key=lambda each: (_alike(each), each.place)), key=_alike):
        alike = list(group)
        rows += [_row(alike, names, edition)] if len(alike) > _FEW else [_row([each], names, edition) for each in alike]
    return SheetPage(name, _COLUMNS, rows, kept=1, title=_WHAT_TO_DO, table=name.lower() if rows else "", locked=True)


def _alike(fault: Fault) -> tuple[str, str, str, int, str, str]:
    """What faults in one row have in common: all but the row of the spreadsheet, and what was found where any is wrong."""
    place = fault.place
    column = place.column if place.sheet is not None else -1
    message = "" if fault.kind.spans_column and column > 0 else fault.message
    return fault.code, place.path, place.sheet or "", column, fault.field, message


def _row(alike: Sequence[Fault], names: _Names, edition: Edition | None) -> list[str]:
    first = alike[0]
    cell, said = _cell(first.place), first.message
    if len(alike) > _FEW:
        cell = f"{_cells([each.place for each in alike])} ({len(alike):,} cells)"
        if any(each.message != said for each in alike):
            said += f" (and {len(alike) - 1:,} more like it)"
    authority = names.of(first.place) if len(alike) <= _FEW else f"{len(alike):,} rows"
    figure = in_words(edition, first.field) if edition and first.field.startswith(_figures(edition)) else first.field
    return [said, "", authority, figure, cell, first.place.sheet or "", Path(first.place.path).name]


def _figures(edition: Edition) -> tuple[str, ...]:
    return ("figures.", *(f"{table.key}." for table in edition.table_spec.tables))


def _cell(place: Place) -> str:
    if place.sheet is None:
        return ":".join(str(number) for number in (place.line, place.column) if number)
    return place.cell if place.line and place.column else str(place.line or "")


def _cells(places: Sequence[Place]) -> str:
    """Where many cells of a column are, "H5 to H9, H12"; of many stretches the first few, "…, H80 to H124 and others"."""
    stretches: list[tuple[Place, Place]] = []
    for place in places:
        if stretches and place.line == stretches[-1][1].line + 1:
            stretches[-1] = stretches[-1][0], place
        else:
            stretches.append((place, place))
    named = [_cell(one) if one == other else f"{_cell(one)} to {_cell(other)}" for one, other in stretches]
    return ", ".join(named[:_MOST_STRETCHES]) + (" and others" if len(named) > _MOST_STRETCHES else "")


class _Names:
    """Which authority a row of a spreadsheet is about, as the spreadsheet says it."""

    def __init__(self, edition: Edition | None) -> None:
        nouns = name_index.nouns(edition.kinds) if edition else ()
        self._targets = {**mapping.own_contacts(nouns), **(mapping.own(edition.table_spec) if edition else {})}
        self._sheets: dict[str, Mapping[str, tuple[Sheet, int]]] = {}

    def of(self, place: Place) -> str:
        """The name in a place's row; "" where it has none, or the file can't be read."""
        if place.sheet is None or not place.line:
            return ""
        if place.path not in self._sheets:
            self._sheets[place.path] = self._read(place.path)
        sheet, column = self._sheets[place.path].get(place.sheet, (None, 0))
        if sheet is None or not column or place.line > len(sheet.rows):
            return ""
        return str(sheet.value(place.line, column))

    def _read(self, path: str) -> Mapping[str, tuple[Sheet, int]]:
        book, faults = spreadsheet.file(Path(path), path)
        found = {}
        for sheet in () if faults else book.sheets:
            head = headers.find(sheet, self._targets)
            if head is not None:
                found[sheet.name] = (sheet, head.column(mapping.NAME) or head.column(mapping.CODE))
        return found
