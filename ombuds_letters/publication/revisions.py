"""The revisions of a year's data: each issue is one, with what changed since the one before."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..release.issue import Issue
from ..text import english
from .year import PublishedYear


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that an issue changed, as it was printed before and after: `Change("Ux Council", "Housing", "1", "2")`."""

    authority: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision: its number, the day on which the figures were taken from the records, and what changed.

    `withdrawn` are the authorities whose figures left the data with their letter, `returned` those that have a letter again.
    """

    number: int
    day: datetime.date
    issued: bool
    changes: tuple[Change, ...]
    withdrawn: tuple[str, ...]
    returned: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        """The values of its part of a page."""
        return {
            "number": str(self.number),
            "day": english.long_date(self.day),
            "issued": self.issued,
            "withdrawn": self.withdrawn,
            "returned": self.returned,
            "changes": tuple(
                {"authority": each.authority, "heading": each.heading, "before": each.before, "after": each.after}
                for each in self.changes
            ),
        }


def of(year: PublishedYear) -> tuple[Revision, ...]:
    """The revisions of a year, the first one first; one without a change for letters that were built and not issued."""
    if not year.issues:
        return (Revision(1, year.edition.letter_date, issued=False, changes=(), withdrawn=(), returned=()),)
    before: dict[str, Mapping[str, str]] = {}
    gone: set[str] = set()
    found = []
    for issue in year.issues:
        changes = tuple(_changes(issue, before))
        withdrawn = tuple(each.authority for each in issue.withdrawn)
        returned = tuple(each.authority for each in issue.letters if each.code in gone)
        found.append(Revision(issue.number, issue.day, True, changes, withdrawn, returned))
        before |= {letter.code: letter.figures for letter in issue.letters}
        gone = (gone | {each.code for each in issue.withdrawn}) - {each.code for each in issue.letters}
    return tuple(found)


def _changes(issue: Issue, before: Mapping[str, Mapping[str, str]]) -> Iterator[Change]:
    headings = {field: heading for table in issue.tables for field, heading in table.columns}
    for letter in issue.letters:
        then = before.get(letter.code)
        for field, figure in letter.figures.items() if then is not None else ():
            was = then.get(field, "") if then else ""
            if was != figure:
                yield Change(letter.authority, headings.get(field, field), was, figure)
