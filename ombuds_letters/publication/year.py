"""A year as it is published: everything that pages and data files say, read from the workspace once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..edition import Edition, load_edition, questions_to_ask
from ..edition.questions_to_ask import QuestionToAsk
from ..edition.tables import Column
from ..faults import Fault, Faults, Kind, Place
from ..records import comparison, earlier_years, geography, register
from ..records.compared_with import EarlierFigures
from ..records.comparison import Predecessors
from ..records.earlier_years import EarlierYear
from ..records.geography import Geography, Hexagon
from ..records.record import Record
from ..records.register import Register
from ..records.roster import LetterJob, load_roster
from ..release.issue import Issue
from ..storage.workspace import Workspace
from ..text import english, slug
from . import letters, site_settings, site_words
from .letters import CouncilLetters
from .site_settings import SiteSettings
from .statistics import AuthorityGroup

PUBLISH_TOO_EARLY = Kind(
    "publish.too_early",
    'is "{publication}", and until then nothing is published; wait, or make a draft of the site with --draft',
)
PUBLISH_NOTHING = Kind(
    "publish.nothing",
    "has no letter that is issued and not withdrawn, so that there are no figures to publish; issue one: "
    "ombuds-letters correct {year} NAME --reason TEXT --by WHO",
)


@dataclass(frozen=True)
class PublishedYear:
    """A year: `read(workspace, "2018", now, draft=False)`.

    `jobs` are its letters in the order of the authorities' names, `letters` the PDFs of each authority by code. `left_out` are
    the authorities whose letter was withdrawn: they have a page that says so, and no figure of theirs is published.
    """

    edition: Edition
    settings: SiteSettings
    jobs: tuple[LetterJob, ...]
    left_out: tuple[LetterJob, ...]
    letters: Mapping[str, CouncilLetters]
    issues: tuple[Issue, ...]
    earlier: tuple[EarlierYear, ...]
    geography: Geography | None
    register: Register | None
    asked: tuple[QuestionToAsk, ...]
    draft: bool

    @property
    def every(self) -> tuple[LetterJob, ...]:
        """All that have a page."""
        return (*self.jobs, *self.left_out)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of all tables, in printed order."""
        return tuple(self.edition.table_spec.columns())

    @cached_property
    def measures(self) -> tuple[Column, ...]:
        """What the table of all authorities, the map and the review show."""
        return tuple(self._by_field[field] for field in self.settings.measures)

    def title(self, column: Column) -> str:
        """What a figure is called away from its table."""
        return self.edition.table_spec.full_name(column)

    @cached_property
    def all(self) -> AuthorityGroup:
        """All authorities together."""
        return self.group("All authorities", self.jobs)

    @cached_property
    def kinds(self) -> Mapping[str, AuthorityGroup]:
        """The authorities of each kind that has any, in the order of year.yaml."""
        found = {key: [job for job in self.jobs if job.record.kind == key] for key in self.edition.kinds}
        return {key: self.group(self.edition.kinds[key].title, jobs) for key, jobs in found.items() if jobs}

    @cached_property
    def regions(self) -> Mapping[str, AuthorityGroup]:
        """The authorities of each region, in alphabetical order; none where it isn't known where they are."""
        found: dict[str, list[LetterJob]] = {}
        for job in self.jobs:
            if (hexagon := self.hexagon(job.record.code)) is not None:
                found.setdefault(hexagon.region, []).append(job)
        return {region: self.group(region, found[region]) for region in sorted(found)}

    def group(self, title: str, jobs: Sequence[LetterJob]) -> AuthorityGroup:
        people = [hexagon.population if (hexagon := self.hexagon(job.record.code)) else None for job in jobs]
        known = [each for each in people if each is not None]
        return AuthorityGroup(
            title,
            tuple(job.record for job in jobs),
            sum(known) if len(known) == len(people) else None,
            self.residents,
        )

    @cached_property
    def residents(self) -> frozenset[str]:
        """The fields of records that count people."""
        return frozenset(each.field for each in self.columns if each.residents and each.is_entered)

    def of_few(self) -> PublishedYear:
        """The same year with the first authority of each kind and of each region alone, of those that are on the map."""
        placed = [job for job in self.jobs if self.hexagon(job.record.code) is not None]
        first: dict[tuple[str, str], LetterJob] = {}
        for job in placed or self.jobs:
            first.setdefault(("kind", job.record.kind), job)
            if (hexagon := self.hexagon(job.record.code)) is not None:
                first.setdefault(("region", hexagon.region), job)
        codes = {job.record.code for job in first.values()}
        few = tuple(job for job in self.jobs if job.record.code in codes)
        return replace(self, jobs=few, geography=self.geography if placed else None)

    def hexagon(self, code: str) -> Hexagon | None:
        """Where an authority is on the map; None where that isn't known."""
        return self.geography.hexagons.get(code) if self.geography else None

    def before(self, record: Record) -> tuple[EarlierFigures, ...]:
        """What an authority had in each earlier year, or those whose place it took, as letters have it."""
        return tuple(comparison.earlier_figures(record, self.earlier, self._predecessors, []))

    @cached_property
    def _predecessors(self) -> Predecessors:
        return Predecessors(self.edition, self.register)

    def is_comparable(self, column: Column, name: str) -> bool:
        """True if a figure of a year, this one or an earlier one, can be compared with this year's."""
        return name == self.edition.year or comparison.is_comparable(column, name, self._by_field)

    @cached_property
    def _by_field(self) -> Mapping[str, Column]:
        return {column.field: column for column in self.columns}

    def page(self, job: LetterJob) -> str:
        """The path of an authority's page: "councils/sevenoaks-district-council.html"."""
        return f"councils/{slug.file_name_part(job.record.name)}.html"

    def other_names(self, code: str) -> tuple[str, ...]:
        """Other names of an authority, and those of the ones whose place it took, as the register lists them."""
        if self.register is None:
            return ()
        own = self.register.by_code.get(code)
        before = [each for each in self.register.authorities if each.successor == code]
        return tuple(
            dict.fromkeys(
                [
                    *(own.other_names if own else ()),
                    *(name for each in before for name in (each.name, *each.other_names)),
                ]
            )
        )


def region_page(region: str) -> str:
    """The path of a region's page: "regions/south-east.html"."""
    return f"regions/{slug.file_name_part(region) or 'region'}.html"


def read(workspace: Workspace, year: str, now: datetime.datetime, *, draft: bool) -> PublishedYear:
    """Everything that is published of a year; `now` must be after its publication time, unless it is a draft.

    Raises: Faults: it is too early, or anything of the year has a fault.
    """
    edition = load_edition(workspace, year)
    if not draft and now < edition.publication:
        raise _too_early(workspace, edition)
    without = _without_letters(workspace, edition, draft=draft)
    pdfs, issues = letters.read(workspace, edition, without.jobs, draft=draft)
    shown = tuple(job for job in without.jobs if job.record.code in pdfs and not pdfs[job.record.code].withdrawn)
    left_out = tuple(job for job in without.jobs if job.record.code in pdfs and pdfs[job.record.code].withdrawn)
    if not shown:
        raise PUBLISH_NOTHING.error(Place(workspace.data(year).as_posix()), year=year)
    return replace(without, jobs=shown, left_out=left_out, letters=pdfs, issues=issues)


def read_without_letters(workspace: Workspace, year: str) -> PublishedYear:
    """A year as a draft of its site shows it before any letter is made, and before every authority has its place on the map.

    Raises: Faults, of anything of the year but its letters, and places that are missing.
    """
    return _without_letters(workspace, load_edition(workspace, year), draft=True, placed=False)


def _without_letters(workspace: Workspace, edition: Edition, *, draft: bool, placed: bool = True) -> PublishedYear:
    """`placed` is whether an authority without a place on the map is a fault."""
    roster = load_roster(workspace, edition)
    faults: list[Fault] = [*roster.faults]
    records = [job.record for job in roster.letter_jobs]
    where, found = geography.of_year(workspace, edition.year, records if placed else ())
    faults += found
    listed, found = register.of_year(workspace, edition.year, tuple(edition.kinds))
    faults += found
    years: list[EarlierYear] = []
    for each in edition.earlier_years:
        one, found = earlier_years.read(workspace, edition, each)
        years.append(one)
        faults += found
    asked: tuple[QuestionToAsk, ...] = ()
    settings = None
    try:
        asked = questions_to_ask.read(edition)
        regions = {each.region for each in where.hexagons.values()} if where else set()
        settings = site_settings.read(workspace, edition, regions)
        faults += [] if draft else site_words.faults(edition, settings)
    except Faults as error:
        faults += error.found
    if faults or settings is None:
        raise Faults(faults)
    jobs = tuple(sorted(roster.letter_jobs, key=lambda job: (slug.searchable(job.record.name), job.record.code)))
    none = {job.record.code: letters.NO_LETTERS for job in jobs}
    return PublishedYear(edition, settings, jobs, (), none, (), tuple(years), where, listed, asked, draft)


def _too_early(workspace: Workspace, edition: Edition) -> Faults:
    day, time = english.long_date(edition.publication.date()), f"{edition.publication:%H:%M}"
    place = Place((workspace.data(edition.year) / "year.yaml").as_posix())
    return PUBLISH_TOO_EARLY.error(place, "publication", publication=f"{day}, {time}")
