"""What a site must say: decided from records, contacts and letters, before anything of it is read."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..edition import Edition
from ..edition.questions_to_ask import QuestionToAsk
from ..edition.tables import Column, Table, Total
from ..records.compared_with import EarlierFigures
from ..records.contacts import Contact
from ..records.geography import Geography, Hexagon
from ..records.record import Record
from ..records.roster import LetterJob
from ..text import slug
from .figures import DASH, Counts, OfSeveralKinds, fields_of, figure


@dataclass(frozen=True, slots=True)
class ExpectedLetterFile:
    """A letter's PDF that the site must have: `ended_by` is the number of the issue that replaced it, 0 for none.

    If it was `withdrawn`, that is the issue that withdrew it.
    """

    code: str
    file: str
    sha256: str
    issue: int
    ended_by: int
    withdrawn: bool


@dataclass(frozen=True)
class ExpectedSite:
    """What a site is checked against.

    `jobs` are the authorities whose figures it shows, `left_out` those whose page says that their letter was withdrawn;
    `earlier` has each earlier year's name and counts by code, `before` by code what each authority had then, or those whose
    place it took. `withdrawn` are the reasons why letters were withdrawn, by code. `measures` are the fields that its
    tables of authorities show, `in_sentences` how regions' names read there. `own_words` is all that its templates say
    themselves, `words` what of it is read; `said_of_letters` and `said_of_revisions` are days, reasons and figures of
    issues, which pages may repeat.
    """

    edition: Edition
    jobs: Sequence[LetterJob]
    geography: Geography | None
    earlier: Sequence[tuple[str, Mapping[str, Counts]]]
    before: Mapping[str, Sequence[EarlierFigures]]
    letters: Sequence[ExpectedLetterFile]
    withdrawn: Mapping[str, str]
    measures: Sequence[str]
    asked: Sequence[QuestionToAsk]
    revision: int
    day: datetime.date
    draft: bool
    in_sentences: Mapping[str, str] = dataclasses.field(default_factory=dict)
    earlier_names: Mapping[str, Mapping[str, tuple[str, str]]] = dataclasses.field(default_factory=dict)
    own_words: str = ""
    words: str = ""
    said_of_letters: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    said_of_revisions: Sequence[str] = ()
    left_out: Sequence[LetterJob] = ()

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The record of each authority whose figures are shown, by its code."""
        return {job.record.code: job.record for job in self.jobs}

    @cached_property
    def every(self) -> Mapping[str, Record]:
        """The record of each authority that has a page, by its code."""
        return {job.record.code: job.record for job in (*self.jobs, *self.left_out)}

    @cached_property
    def by_name(self) -> Mapping[str, Record]:
        """Each authority's record by its name."""
        return {record.name: record for record in self.records.values()}

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """Each authority's contact by its code."""
        return {job.record.code: job.contact for job in (*self.jobs, *self.left_out)}

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Each column by its field."""
        return {column.field: column for column in self.edition.table_spec.columns()}

    @cached_property
    def shown(self) -> Sequence[Column]:
        """The columns of `measures`."""
        return tuple(self.columns[field] for field in self.measures)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Each table by its title."""
        return {table.title: table for table in self.edition.table_spec.tables}

    @cached_property
    def kinds(self) -> Mapping[str, tuple[Record, ...]]:
        """The records of each kind."""
        found: dict[str, list[Record]] = {}
        for record in self.records.values():
            found.setdefault(record.kind, []).append(record)
        return {kind: tuple(records) for kind, records in found.items()}

    @cached_property
    def regions(self) -> Mapping[str, tuple[Record, ...]]:
        """The records of each region."""
        found: dict[str, list[Record]] = {}
        for record in self.records.values():
            if (hexagon := self.hexagon(record.code)) is not None:
                found.setdefault(hexagon.region, []).append(record)
        return {region: tuple(found[region]) for region in sorted(found)}

    def hexagon(self, code: str) -> Hexagon | None:
        return self.geography.hexagons.get(code) if self.geography else None

    def title(self, column: Column) -> str:
        """What a figure is called away from its table."""
        return self.edition.table_spec.full_name(column)

    def page(self, record: Record) -> str:
        return f"councils/{slug.file_name_part(record.name)}.html"

    @property
    def addressee(self) -> bool:
        """True if pages may say whom a letter goes to."""
        return self.edition.publish_addressee

    def years_of(self, record: Record) -> list[tuple[str, Counts]]:
        """An authority's counts of each year, this one first; {} of a year that has none."""
        found: list[tuple[str, Counts]] = [(self.edition.year, record.figures)]
        for each in self.before[record.code]:
            fields = set(each.rows[0]).intersection(*each.rows) if each.rows else set()
            sums = {field: sum(row[field] for row in each.rows) for field in fields}
            found.append((each.year, OfSeveralKinds(sums) if len(set(each.kinds)) > 1 else sums))
        return found

    def figure_of(self, year: str, counts: Counts, column: Column) -> str:
        """A year's figure as pages print it, a dash where it isn't there or can't be compared with this year's."""
        return figure(counts, column) if self._is_comparable(column, year) else DASH

    def _is_comparable(self, column: Column, year: str) -> bool:
        if year == self.edition.year:
            return True
        if column.comparable_since and _order(year) < _order(column.comparable_since):
            return False
        parts = column.figure.parts if isinstance(column.figure, Total) else fields_of(column)
        return all(self._is_comparable(self.columns[part], year) for part in parts if part != column.field)


def _order(year: str) -> tuple[int, str]:
    return (int(year), "") if year.isdecimal() else (0, year)


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
