"""Which year a sheet says it is of: by its name, the titles above its headings, its file's name, or its folder's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from ..edition import Edition
from ..faults import Fault, Kind
from ..formats.spreadsheet import Sheet
from . import cells
from .headers import Head

SHEET_YEAR = Kind(
    "sheet.year",
    "is of {found}, as {what} says, not of {year}; take it out, or, if it is of {year}, write that into its name "
    "or its file's",
)

# A year, "2018", or one that runs over New Year: "2017-18", "2017/2018".
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?[-–/_]\s?((?:19|20)?\d\d)(?!\d))?(?!\d)")

Years = tuple[int, int]  # the first and the last of what is said: (2018, 2018), (2017, 2018)


def wrong(sheet: Sheet, head: Head, edition: Edition) -> list[Fault]:
    """The fault of a sheet that says another year than the edition's, and nowhere that one."""
    own = _own(edition)
    if not own:
        return []
    titles = " ".join(cells.text(sheet, row, at) for row in range(1, head.row) for at in _width(sheet, row))
    path = PurePath(sheet.path)
    told = [("its name", sheet.name), ("its title", titles), ("its file's name", path.stem)]
    found = [(what, year) for what, text in told for year in _said(text)]
    found = found or [("its folder's name", year) for year in _said(path.parent.name)]
    if not found or any(year in own for _, year in found):
        return []
    what, (first, last) = found[0]
    said = str(first) if first == last else f"{first}-{last % 100:02}"
    return [SHEET_YEAR(sheet.place(), what=what, found=said, year=edition.year)]


def _own(edition: Edition) -> frozenset[Years]:
    """The ways in which the edition's year may be said: as it is called, and by its period."""
    called = list(_said(edition.year))
    if not called:
        return frozenset()
    period = edition.period
    over = [(period.first.year, period.last.year)] if period else [(last - 1, last) for _, last in called]
    return frozenset([*called, *((last, last) for _, last in called), *over])


def _said(text: str) -> Iterator[Years]:
    for match in _YEAR.finditer(text):
        first, last = int(match[1]), int(match[2] or 0)
        if match[2] and last % 100 == (first + 1) % 100:
            yield first, first + 1
        else:
            yield first, first
            if last > 1900:
                yield last, last


def _width(sheet: Sheet, row: int) -> range:
    return range(1, len(sheet.rows[row - 1]) + 1)
