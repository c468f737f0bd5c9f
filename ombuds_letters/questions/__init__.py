"""Questions about a year's figures and contacts: whatever chance does not explain, the most surprising first.

Each module compares one thing: the national figures (`reconciliation`), the rules in figures.yaml (`rules`), rows that occur
twice (`repeated_rows`), whole columns (`whole_columns`) and single figures (`year_on_year`) of earlier years, authorities of
the same kind (`peers`), contacts. Questions stop nothing: a person answers them, and an answer is valid while the figures
that it was given for stay the same (`answers`). No column is known by name: figures.yaml says which are totals and rates,
and which rules they must keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..edition import Edition
from ..edition.tables import Column
from ..faults import Fault, Faults, Place
from ..formats import yaml_reader
from ..letter import Templates
from ..records import earlier_years, provenance
from ..records.comparison import is_comparable
from ..records.contacts import Contact
from ..records.earlier_years import EarlierYear
from ..records.record import Record
from ..records.roster import Roster
from ..storage.workspace import Workspace
from . import (
    answers,
    contacts,
    left_over,
    peers,
    reconciliation,
    repeated_rows,
    rules,
    same_conditions,
    stated_averages,
    whole_columns,
)
from .answers import Answer
from .comparison import ComparedAuthority, YearComparison
from .question import Question
from .year_on_year import YearOnYear

_FEWEST = 20  # of fewer letters a condition may well be the same in all


@dataclass(frozen=True)
class YearQuestions:
    """All questions of a year, the most surprising first, and the answers given so far, by the question's id."""

    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    origins: Mapping[tuple[str, str], str] = field(
        default_factory=dict
    )  # a figure's spreadsheet cell, by code and field

    @cached_property
    def open(self) -> tuple[Question, ...]:
        """Those that have no answer for the current figures."""
        return tuple(each for each in self.questions if self.answer(each) is None)

    @property
    def stale(self) -> tuple[Question, ...]:
        """The open questions that were answered before their figures changed."""
        return tuple(each for each in self.open if each.id in self.answers)

    def cells(self, question: Question) -> tuple[str, ...]:
        """The spreadsheet cells that its figures of this year came from: (`received.xlsx, sheet "2017-18", cell H5`,)."""
        own = [(each.code, each.field) for each in question.figures if each.year == question.year]
        return tuple(dict.fromkeys(self.origins[key] for key in own if key in self.origins))

    def answer(self, question: Question) -> Answer | None:
        """The valid answer to a question, if there is one."""
        found = self.answers.get(question.id)
        return found if found is not None and found.holds(question) else None


NO_QUESTIONS = YearQuestions((), {})


def read(workspace: Workspace, edition: Edition, roster: Roster) -> tuple[YearQuestions, list[Fault]]:
    """All questions about a year, and the faults of its earlier years and of its answers."""
    faults: list[Fault] = []
    years: list[EarlierYear] = []
    known = {each.year: each for each in roster.earlier_years}  # whose faults the roster has
    for year in edition.earlier_years:
        one, found = (known[year], []) if year in known else earlier_years.read(workspace, edition, year)
        faults += found
        if not faults:  # an incomplete year would raise questions of its own
            years.append(one)
    place = Place((workspace.data(edition.year) / "year.yaml").as_posix())
    year_answers, found = answers.read(workspace.data(edition.year))
    asked = [
        *ask(compare(workspace, edition, roster, years)),
        *stated_averages.questions(edition, roster, place),
        *left_over.of_edition(workspace, edition),
        *left_over.of_words(edition),
        *left_over.of_facts(workspace, edition),
        *_about_words(edition, roster),
    ]
    asked.sort(key=lambda each: -each.surprise)
    return YearQuestions(tuple(asked), year_answers, _origins(workspace, edition.year)), [*faults, *found]


def _about_words(edition: Edition, roster: Roster) -> list[Question]:
    """Questions about the conditions in the templates of a complete year; none where templates have faults."""
    if not edition.complete or roster.faults or len(roster.letter_jobs) < _FEWEST:
        return []
    try:
        return list(same_conditions.questions(Templates(edition), roster.letter_jobs))
    except Faults:  # reported where the templates are checked
        return []


def _origins(workspace: Workspace, year: str) -> Mapping[tuple[str, str], str]:
    """The spreadsheet cell of each figure, by code and field; none where sources.yaml can't be read."""
    path = workspace.data(year) / provenance.FILE
    if not path.exists():
        return {}
    text, faults = yaml_reader.file_text(path, path.as_posix(), provenance.MOST_BYTES)
    try:
        known = provenance.Origins() if faults else provenance.read(text, path.as_posix())
    except provenance.UnreadableProvenance:
        return {}
    return {
        (code, field): known.sources[figure.source].at(figure.cell)
        for code, figures in known.figures.items()
        for field, figure in figures.items()
        if figure.cell
    }


def compare(workspace: Workspace, edition: Edition, roster: Roster, years: list[EarlierYear]) -> YearComparison:
    """A year's valid records, with those of earlier years."""
    columns = {column.field: column for column in edition.table_spec.columns()}
    written_to: list[tuple[Record, Contact]] = [(job.record, job.contact) for job in roster.letter_jobs]
    written_to += [(each.record, _nobody(each.record)) for each in roster.without_letter]
    authorities = [
        ComparedAuthority(
            code=record.code,
            name=record.name,
            kind=record.kind,
            place=record.place("code"),
            contact=contact,
            passages=tuple(passage.text for passage in record.passages),
            figures=dict(record.figures),
            before=tuple(_comparable(year, record, columns) for year in years),
            contact_before=years[0].contact_of(record.code, record.name) if years and contact.title else None,
        )
        for record, contact in written_to
    ]
    return YearComparison(
        year=edition.year,
        earlier_years=tuple(year.year for year in years),
        table_spec=edition.table_spec,
        kinds={key: kind.title for key, kind in edition.kinds.items()},
        authorities=tuple(sorted(authorities, key=lambda each: (each.name.casefold(), each.code))),
        national=edition.national if edition.complete and not roster.faults else {},
        year_place=Place((workspace.data(edition.year) / "year.yaml").as_posix()),
    )


def _nobody(record: Record) -> Contact:
    """Of an authority that gets no letter."""
    return Contact(record.code, "", "", "", "", (), "", record.place("code"))


def _comparable(year: EarlierYear, record: Record, columns: Mapping[str, Column]) -> Mapping[str, int]:
    """An authority's figures of an earlier year, those that can be compared with this year's."""
    found = year.figures_of(record.code, record.name)
    return {
        field: count
        for field, count in found.items()
        if field not in columns or is_comparable(columns[field], year.year, columns)
    }


def ask(comparison: YearComparison) -> tuple[Question, ...]:
    """All questions about a year, the most surprising first; a figure is asked about once, in the most telling way."""
    found = [*repeated_rows.questions(comparison)]
    already_asked = _figures(found)
    found += YearOnYear(comparison).questions(already_asked)
    found += peers.questions(comparison, _figures(found))
    found += [
        *reconciliation.questions(comparison),
        *whole_columns.questions(comparison),
        *rules.questions(comparison),
        *contacts.questions(comparison),
        *left_over.questions(comparison),
    ]
    # Of equally surprising questions, those about all authorities at once come first.
    return tuple(sorted(found, key=_order))


def _order(question: Question) -> tuple[float, bool, str, tuple[str, ...], str]:
    return -question.surprise, bool(question.codes), question.kind, question.names, question.subject


def _figures(questions: list[Question]) -> frozenset[tuple[str, str]]:
    return frozenset((figure.code, figure.field) for each in questions for figure in each.figures)
