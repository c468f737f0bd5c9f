"""Everything that the letters of a year are made from, checked without making them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .. import questions
from ..edition import Edition, questions_to_ask
from ..faults import Fault, Faults
from ..letter import covering
from ..questions import YearQuestions
from ..records.roster import NoLetter
from ..storage.workspace import Workspace
from . import prepare, trial_letters


@dataclass(frozen=True, slots=True)
class CheckedYear:
    """What a check found: every fault in the order of the files, how many letters can be made, and the year's questions.

    `edition` is None, and there are no questions, if the edition has a fault: then records can't be compared. `unaccepted` is
    what is not as it was accepted, ("wording", "facts"): drafts can be made of it. `without_letter` are the authorities that
    get none.
    """

    faults: tuple[Fault, ...]
    letters: int
    questions: YearQuestions
    edition: Edition | None = field(repr=False)
    unaccepted: tuple[str, ...] = ()
    without_letter: tuple[NoLetter, ...] = ()


def check(workspace: Workspace, year: str) -> CheckedYear:
    """Checks a year: `check(Workspace(Path(".")), "2018").faults` is empty if all letters can be made.

    Templates are filled in for every record, and the words of the message that it is sent with. The questions that the site
    asks are read. One letter of each wording, and those with the widest values, are made and read back, as a build does with
    all.
    """
    unaccepted: tuple[str, ...] = ()
    try:
        press, roster = prepare(workspace, year)
    except Faults as error:
        return CheckedYear(error.found, 0, questions.NO_QUESTIONS, None)
    try:
        asked, found = questions.read(workspace, press.edition, roster)
        found += _of_questions_to_ask(press.edition)
        roster = replace(roster, cross_record_faults=(*roster.cross_record_faults, *found))
        if not roster.faults:
            tried = trial_letters.tried(press, roster.letter_jobs, roster.records, workspace.data(year) / "year.yaml")
            messages = covering.problems(press.edition, [(each.record, each.contact) for each in roster.letter_jobs])
            roster, unaccepted = replace(roster, cross_record_faults=(*tried.faults, *messages)), tried.unaccepted
            press.templates.wording()  # must be such that it can be accepted
    except Faults as error:
        return CheckedYear(error.found, 0, questions.NO_QUESTIONS, press.edition)
    return CheckedYear(roster.faults, len(roster.letter_jobs), asked, press.edition, unaccepted, roster.without_letter)


def _of_questions_to_ask(edition: Edition) -> tuple[Fault, ...]:
    """What is wrong in questions-to-ask.yaml; otherwise only `publish` would say so, on the day that letters are published."""
    try:
        questions_to_ask.read(edition)
    except Faults as error:
        return error.found
    return ()
