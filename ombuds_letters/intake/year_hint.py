"""Which year a sheet says it is for: in its name, the titles above its headings, its file's name, or its folder's."""

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
    'is for "{found}", as {what} says, not for "{year}"; leave it out, or, if it is for {year}, write that in its name '
    "or in its file's",
)

# A year, "2018", or one that runs over New Year: "2017-18", "2017/2018".
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?[-–/_]\s?((?:19|20)?\d\d)(?!\d))?(?!\d)")

Years = tuple[int, int]  # the first and the last: (2018, 2018), (2017, 2018)


def wrong(sheet: Sheet, head: Head, edition: Edition) -> list[Fault]:
    """The fault of a sheet that mentions another year and nowhere the edition's."""
    own = _own(edition)
    if not own:
        return []
    titles = " ".join(cells.text(sheet, row, at) for row in range(1, head.row) for at in _width(sheet, row))
    path = PurePath(sheet.path)
    texts = [("its name", sheet.name), ("its title", titles), ("its file's name", path.stem)]
    found = [(what, year) for what, text in texts for year in _years_in(text)]
    found = found or [("its folder's name", year) for year in _years_in(path.parent.name)]
    if not found or any(year in own for _, year in found):
        return []
    what, (first, last) = found[0]
    name = str(first) if first == last else f"{first}-{last % 100:02}"
    return [SHEET_YEAR(sheet.place(), what=what, found=name, year=edition.year)]


def _own(edition: Edition) -> frozenset[Years]:
    """The years that mean the edition's: its own name, and its period."""
    called = list(_years_in(edition.year))
    if not called:
        return frozenset()
    period = edition.period
    over = [(period.first.year, period.last.year)] if period else [(last - 1, last) for _, last in called]
    return frozenset([*called, *((last, last) for _, last in called), *over])


def _years_in(text: str) -> Iterator[Years]:
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
