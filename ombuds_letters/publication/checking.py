"""Everything of a year that a later command would refuse: what letters are made from, and what the site is."""

from __future__ import annotations

from dataclasses import replace

from ..batch import checking
from ..batch.checking import CheckedYear
from ..storage.workspace import Workspace
from . import making


def check(workspace: Workspace, year: str) -> CheckedYear:
    """Checks a year: `check(Workspace(Path(".")), "2018").faults` is empty if its letters and a draft of its site can be made.

    The site is looked at once letters have no fault, as the faults of records would be found again in its pages. It is read
    back once their wording is accepted, as what the letters on its pages should say isn't known before.
    """
    checked = checking.check(workspace, year)
    if checked.faults or not checked.letters:
        return checked
    accepted = "wording" not in checked.unaccepted
    return replace(checked, faults=making.faults_of_trial(workspace, year, read_back=accepted))
