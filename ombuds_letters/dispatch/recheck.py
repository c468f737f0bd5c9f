"""Whether a letter of a plan may still leave, looked at again just before it does: a prompt waits, and a run may take hours."""

from __future__ import annotations

from dataclasses import dataclass

from ..faults import Faults
from ..records import corrections
from ..release import archive
from ..release.issue import WithdrawnLetter
from ..storage import audit_log
from ..storage.file_state import file_state
from ..storage.workspace import Workspace
from .planning import HeldLetter, ReadyLetter, SendPlan


@dataclass(frozen=True, slots=True)
class OvertakenLetter:
    """A letter that issue `by` replaced, or withdrew, after the plan was made."""

    letter: ReadyLetter
    by: int
    withdrawn: bool


class Recheck:
    """Looks at corrections and issues again if their files changed: `Recheck(workspace, plan).may_leave(letter)`.

    `left_out` has the letters that might not leave any more, each with why.
    """

    def __init__(self, workspace: Workspace, of: SendPlan) -> None:
        self._workspace, self._year = workspace, of.edition.year
        data = workspace.data(self._year)
        self._files = (data / corrections.FILE, data / audit_log.FILE)
        self._states: object = None
        self.left_out: list[HeldLetter | OvertakenLetter] = []

    def may_leave(self, each: ReadyLetter) -> bool:
        """False for a letter with an open correction or withdrawal, or that is no longer its authority's current one.

        Raises: Faults: an issue, the audit log or corrections can't be read.
        """
        states = [file_state(path) for path in self._files]
        if states != self._states:
            self._look()
            self._states = states
        now = self._current[each.letter.code]
        correction = self._open.get(each.letter.code)
        if now.issue.number != each.issue.number:
            withdrawn = isinstance(now.letter, WithdrawnLetter)
            self.left_out.append(OvertakenLetter(each, now.issue.number, withdrawn))
        elif correction is not None:
            self.left_out.append(HeldLetter(each, correction))
        else:
            return True
        return False

    def _look(self) -> None:
        opened, faults = corrections.read(self._workspace.data(self._year))
        if faults:
            raise Faults(faults)
        self._current = archive.current(archive.read(self._workspace, self._year))
        self._open = {each.code: each for each in archive.not_issued(opened, self._current)}
