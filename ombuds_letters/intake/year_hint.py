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

SHEET_PERIOD = Kind(
    "sheet.period",
    'is for "{found}", as {what} says, but `period` in year.yaml is {first} to {last}; correct `period`, or leave it out',
)

# What in a title is no year that its figures are about: when it was printed, an Act's year, a telephone, a quantity.
_NO_YEAR = re.compile(
    r"\b(?:acts?|regulations|order|rules|code|directive|section)(?:\s+of)?\s+\d{4}\b"
    r"|\b(?:since|before|after|over|under|about|nearly|almost|around|approximately|than|top|first|some)\s+\d{4}\b"
    r"|\b\d{4}\s+(?:words|rows|records|people|pages|calls)\b"
    r"|\+?\d(?:[\s()-]?\d){9,}"
    r"|(?<!\d)\d{3,5}[ -]\d{3}[ -]\d{3,4}(?!\d)"
    r"|\b(?:run|printed|created|exported|extracted|generated|produced|downloaded|updated|saved|refreshed|accessed|as (?:at|of))"
    r"\b"
    r"[^\d]{0,20}(?:\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\s+\d{1,2},?\s+\d{4}|\d{4})"
    r"|(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:to|until|ended|ending|–|-)\s*(\d{1,2}[/.-]\d{1,2}[/.-])(\d{4})", re.IGNORECASE
)  # a period's last day
_UNDERSCORE = re.compile(r"(?<!\d)_|_(?!\d)")  # between the words of a file's name; in "2016_17" it is a range's
_NEAR = 15  # years; what is further off is none that figures are imported for

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
    found = [(what, year) for what, text in texts for year in _meant(text, own)]
    found = found or [("its folder's name", year) for year in _meant(path.parent.name, own)]
    if not found or any(year in own for _, year in found):
        return []
    what, (first, last) = found[0]
    name = str(first) if first == last else f"{first}-{last % 100:02}"
    period = edition.period
    if period and (first, last) in [(year - 1, year) for _, year in _years_in(edition.year)]:  # what its name says
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        return [SHEET_PERIOD(sheet.place(), what=what, found=name, **days)]
    return [SHEET_YEAR(sheet.place(), what=what, found=name, year=edition.year)]


def _own(edition: Edition) -> frozenset[Years]:
    """The years that mean the edition's: its own name, and its period."""
    called = list(_years_in(edition.year))
    if not called:
        return frozenset()
    period = edition.period
    over = [(period.first.year, period.last.year)] if period else [(last - 1, last) for _, last in called]
    return frozenset([*called, *((last, last) for _, last in called), *over])


def _meant(text: str, own: frozenset[Years]) -> Iterator[Years]:
    """The years that a title means; "under the Local Government Act 1974" and "printed 03/05/2019" mean none."""
    dates = _UNTIL.sub(lambda match: f" {match[2]} ", _UNDERSCORE.sub(" ", text))
    for year in _years_in(_NO_YEAR.sub(" ", dates)):
        if any(abs(year[1] - last) <= _NEAR for _, last in own):
            yield year


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
