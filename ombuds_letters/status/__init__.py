"""Where a year stands, from figures to sent letters, in a few lines, each with the command that moves it on.

Nothing is made or written for it. What no longer holds is said as such: letters of other records than today's, a reading of
a letter that has changed, a contact without an address.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import questions
from ..batch import prepare
from ..edition import Edition, load_edition_lenient
from ..faults import Fault, Faults
from ..questions import YearQuestions
from ..records.roster import Roster, load_roster
from ..storage.workspace import Workspace
from . import after_release, before_release
from .step import Step, StepState

__all__ = ["Step", "StepState", "YearStatus", "of", "read"]


@dataclass(frozen=True, slots=True)
class YearStatus:
    """Where a year stands: its steps in order. `title` is the letters', or the year if that can't be read."""

    year: str
    title: str
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """The first step at which there is something to do now; None if there is none."""
        return next((step for step in self.steps if step.state is StepState.OPEN), None)


def read(workspace: Workspace, year: str) -> YearStatus:
    """Where a year stands, from its files: `read(Workspace(Path(".")), "2018").next`.

    Faults are those of records, contacts, year.yaml, tables, templates and style; `check` tries letters besides.

    Raises: Unknown: there is no such year.
    """
    edition, _ = load_edition_lenient(workspace, year)
    try:
        _, roster = prepare(workspace, year)
        faults = roster.faults
    except Faults as error:
        faults, roster = error.found, load_roster(workspace, edition) if edition else Roster((), (), ())
    asked = questions.NO_QUESTIONS
    if edition is not None:
        asked, found = questions.read(workspace, edition, roster)
        faults = (*faults, *found)
    return of(workspace, year, edition, roster, faults, asked)


def of(
    workspace: Workspace,
    year: str,
    edition: Edition | None,
    roster: Roster,
    faults: tuple[Fault, ...],
    asked: YearQuestions,
) -> YearStatus:
    """Where a year stands, given what is known of its records, with every fault that stops its letters.

    A further step, such as what is published, comes at the end of the list.
    """
    if edition is None:
        return YearStatus(year, year, (before_release.figures(year, None, roster, faults, asked),))
    before = before_release.steps(workspace, edition, roster, faults, asked)
    ready = all(step.state is StepState.DONE for step in before)
    return YearStatus(year, edition.title, (*before, *after_release.steps(workspace, edition, roster, ready=ready)))
