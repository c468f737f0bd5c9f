"""Bars in tables: each where it must be, as long as its figure says, and none elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage
from .html_reader import HtmlElement, HtmlTable

_SHAPE = re.compile(r"M0 0H([0-9]+(?:\.[0-9]+)?)V8H0Z")
_LONGEST = 100
_TOLERANCE = Fraction(1, 10)  # lengths have one decimal


@dataclass(frozen=True, slots=True)
class ExpectedBar:
    """A bar: the number that it shows, the number of the longest bar, and the figure as it is printed, "88%"."""

    number: Fraction
    longest: Fraction
    figure: str


def check(page: CheckedPage, table: HtmlTable, wanted: Mapping[str, Mapping[str, ExpectedBar]]) -> None:
    """Compares a table's bars: for each row's head what each column's bar shows; other cells have none."""
    for row in table.rows:
        its = wanted.get(row.head, {})
        _cell(page, row.head_cell, row.head, None)
        for at, cell in enumerate(row.cells):
            shows = table.shows[at] if at < len(table.shows) else ""
            _cell(page, cell, f"{row.head}, {shows}", its.get(shows))


def _cell(page: CheckedPage, cell: HtmlElement, name: str, wanted: ExpectedBar | None) -> None:
    drawings = cell.all("svg")
    if len(drawings) > (wanted is not None):
        page.fault(cell.line, name, SITE_ADDED, found=f"{len(drawings)} bar{'s' if len(drawings) > 1 else ''}")
    elif wanted is not None and not drawings:
        page.fault(cell.line, name, SITE_LACKS, expected="a bar")
    elif wanted is not None:
        _bar(page, drawings[0], name, wanted)


def _bar(page: CheckedPage, drawing: HtmlElement, name: str, wanted: ExpectedBar) -> None:
    paths = [each.attributes.get("d", "") for each in drawing.all("path")]
    match = _SHAPE.fullmatch(paths[0]) if len(paths) == 1 else None
    length = wanted.number * _LONGEST / wanted.longest if wanted.longest else Fraction(0)
    if match is None or abs(Fraction(match[1]) - length) > _TOLERANCE:
        found = f"a bar of {match[1] if match else 'no length'}"
        page.fault(drawing.line, name, SITE_SAYS, found=found, expected=f"{float(length):.1f}")
    page.same(drawing, name, "; ".join(each.text for each in drawing.all("title")), wanted.figure)
