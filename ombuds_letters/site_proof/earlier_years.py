"""Earlier years on an authority's page: their figures, and whose they are where they aren't the authority's own."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from ..records.record import Record
from ..text import english
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage

_TAKEN = re.compile(r'<p class="(?:[^"]* )?taken(?: [^"]*)?">(.*?)</p>', re.DOTALL)  # in templates
_SLOT = re.compile(r"\{\{\s*\w+\.(year|names)\s*\}\}")


def check(page: CheckedPage, record: Record) -> None:
    """Compares an authority's figures of earlier years beside this year's, and whose they are."""
    expected = page.expected
    years = [(year, counts) for year, counts in expected.years_of(record) if counts]
    found = page.tables("years")
    _taken(page, record)
    if len(years) < 2:
        if found:
            page.fault(found[0].line, "years", SITE_ADDED, found=found[0].caption)
        return
    if [each.caption for each in found] != list(expected.tables):
        page.fault(0, "years", SITE_LACKS, expected=", ".join(expected.tables))
        return
    for table in found:
        page.cells(
            table,
            {
                column.heading: {year: expected.figure_of(year, counts, column) for year, counts in years}
                for column in expected.tables[table.caption].columns
            },
        )


def _taken(page: CheckedPage, record: Record) -> None:
    """Compares whose figures those of earlier years are, where they aren't the authority's own."""
    before = page.expected.before[record.code]
    wanted = [(each.year, each.names) for each in before if each.rows and each.names != (record.name,)]
    said = page.root.all("p", "taken")
    if len(said) != len(wanted):
        page.fault(said[0].line if said else 0, "years", SITE_SAYS, found=len(said), expected=len(wanted))
    for each, (year, names) in zip(said, wanted, strict=False):
        values = {"year": year, "names": " ".join(english.all_of(names).split())}
        right = ["".join(values.get(part, part) for part in parts) for parts in _taken_words(page.expected.own_words)]
        page.same(each, "years", each.text, each.text if each.text in right else "; ".join(right))


@lru_cache(maxsize=10)  # all authorities have the same
def _taken_words(own_words: str) -> tuple[tuple[str, ...], ...]:
    """How templates say whose the figures of an earlier year are: (("The figures of ", "year", " are …", "names", "."),)."""
    found = (html.unescape(re.sub("<[^>]*>", "", match[1])) for match in _TAKEN.finditer(own_words))
    return tuple(tuple(_SLOT.split(" ".join(each.split()))) for each in found)
