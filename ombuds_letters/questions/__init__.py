"""Questions about a year's figures and contacts: whatever is odd beyond what chance explains, ranked by surprise.

Pure comparisons, each kind in a module of its own: the national figures (`national`), the form's rules (`rules`), rows met
twice (`rows`), whole columns (`columns`) and single figures (`jumps`) of earlier years, like authorities (`likes`), contacts
(`people`). They stop nothing: a person answers them, and an answer holds as long as the figures it was given for
(`answers`). No column is known by name: which are sums, shares or ruled by one another is the form's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..edition import Edition
from ..faults import Fault, Place
from ..records.roster import Roster
from ..storage.workspace import Workspace
from . import answers, contacts, earlier, peers, reconciliation, repeated_rows, rules, whole_columns
from .answers import Answer
from .comparison import ComparedAuthority, Comparison
from .earlier import Earlier
from .question import Question
from .year_on_year import Jumps


@dataclass(frozen=True)
class YearQuestions:
    """All questions of a year, the most surprising first, and the answers there are, by question."""

    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]

    @cached_property
    def open(self) -> tuple[Question, ...]:
        """Those that nobody has answered for the figures of today."""
        return tuple(each for each in self.questions if self.answer(each) is None)

    @property
    def stale(self) -> tuple[Question, ...]:
        """The open ones that were answered before their figures changed."""
        return tuple(each for each in self.open if each.id in self.answers)

    def answer(self, question: Question) -> Answer | None:
        """The answer that holds for a question."""
        found = self.answers.get(question.id)
        return found if found is not None and found.holds(question) else None


NOTHING = YearQuestions((), {})


def read(workspace: Workspace, edition: Edition, roster: Roster) -> tuple[YearQuestions, list[Fault]]:
    """All questions about a year whose roll was taken, and the faults of its earlier years and of its answers."""
    faults: list[Fault] = []
    years: list[Earlier] = []
    for year in edition.earlier_years:
        one, found = earlier.read(workspace, edition, year)
        faults += found
        if not faults:  # half a year would raise questions of its own
            years.append(one)
    given, found = answers.read(workspace.data(edition.year))
    return YearQuestions(ask(batch(workspace, edition, roster, years)), given), [*faults, *found]


def batch(workspace: Workspace, edition: Edition, roster: Roster, years: list[Earlier]) -> Comparison:
    """A year's sound records with what stood in earlier years."""
    authorities = [
        ComparedAuthority(
            code=job.record.code,
            name=job.record.name,
            kind=job.record.kind,
            place=job.record.place("code"),
            contact=job.contact,
            figures=dict(job.record.figures),
            before=tuple(dict(year.figures_of(job.record.code, job.record.name)) for year in years),
            contact_before=years[0].contact_of(job.record.code, job.record.name) if years else None,
        )
        for job in roster.letter_jobs
    ]
    return Comparison(
        year=edition.year,
        earlier=tuple(year.year for year in years),
        form=edition.table_spec,
        kinds={key: kind.title for key, kind in edition.kinds.items()},
        authorities=tuple(sorted(authorities, key=lambda each: (each.name.casefold(), each.code))),
        national=edition.national if edition.complete and not roster.faults else {},
        year_place=Place((workspace.data(edition.year) / "year.yaml").as_posix()),
    )


def ask(of: Comparison) -> tuple[Question, ...]:
    """All questions about a batch, the most surprising first; about one figure, only what tells most is asked."""
    found = [*repeated_rows.questions(of)]
    asked = _figures(found)
    found += Jumps(of).questions(asked)
    found += peers.questions(of, _figures(found))
    found += [
        *reconciliation.questions(of),
        *whole_columns.questions(of),
        *rules.questions(of),
        *contacts.questions(of),
    ]
    # Of equal surprises, what is wrong with all authorities at once comes first.
    return tuple(
        sorted(found, key=lambda each: (-each.surprise, bool(each.codes), each.kind, each.names, each.subject))
    )


def _figures(questions: list[Question]) -> frozenset[tuple[str, str]]:
    return frozenset((figure.code, figure.field) for each in questions for figure in each.figures)
