"""The faults of an import as a workbook, to send to the owner of the figures."""

from __future__ import annotations

from collections.abc import Sequence

from ..faults import Fault
from ..formats.spreadsheet import writer
from ..formats.spreadsheet.writer import SheetColumn, SheetPage

_COLUMNS = (
    SheetColumn("File", width=32),
    SheetColumn("Sheet", width=18),
    SheetColumn("Cell", width=9),
    SheetColumn("Figure", width=28),
    SheetColumn("What is there, and what to do", width=90),
)


def workbook(faults: Sequence[Fault], notes: Sequence[Fault]) -> bytes:
    """A page with one row per fault, and one for what was unusual and stops nothing."""
    pages = [SheetPage("Faults", _COLUMNS, [_row(each) for each in faults], kept=3)]
    if notes:
        pages.append(SheetPage("Notes", _COLUMNS, [_row(each) for each in notes], kept=3))
    return writer.workbook(pages, "Faults of an import")


def _row(fault: Fault) -> list[str]:
    place = fault.place
    if place.sheet is None:
        cell = ":".join(str(number) for number in (place.line, place.column) if number)
    else:
        cell = place.cell if place.line and place.column else str(place.line or "")
    return [place.path, place.sheet or "", cell, fault.field, fault.message]
