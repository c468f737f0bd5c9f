"""Whether a letter of a plan may still leave, looked at again just before it does: a prompt waits, and a run may take hours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..faults import Faults
from ..formats import yaml_reader
from ..records import contacts, corrections
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


@dataclass(frozen=True, slots=True)
class ReaddressedLetter:
    """A letter whose contact was changed, or removed, after the plan was made, and which nobody was asked about."""

    letter: ReadyLetter


class Recheck:
    """Looks at corrections, issues and contacts again if their files changed: `Recheck(workspace, plan).may_leave(letter)`.

    `left_out` has the letters that might not leave any more, each with why.
    """

    def __init__(self, workspace: Workspace, of: SendPlan) -> None:
        self._workspace, self._year = workspace, of.edition.year
        data = workspace.data(self._year)
        self._files = (data / corrections.FILE, data / audit_log.FILE, data / contacts.FILE)
        self._states: object = None
        self.left_out: list[HeldLetter | OvertakenLetter | ReaddressedLetter] = []

    def may_leave(self, each: ReadyLetter) -> bool:
        """False for a letter with an open correction or withdrawal or another contact, or that is no longer the current one.

        Raises: Faults: an issue, the audit log, corrections or contacts can't be read.
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
        elif not self._has_its_contact(each):
            self.left_out.append(ReaddressedLetter(each))
        else:
            return True
        return False

    def _has_its_contact(self, each: ReadyLetter) -> bool:
        now = self._contacts.get(each.letter.code)
        return now is not None and replace(now, place=each.job.contact.place) == each.job.contact

    def _look(self) -> None:
        data = self._workspace.data(self._year)
        opened, faults = corrections.read(data)
        path = data / contacts.FILE
        content, unread = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES)
        found, _, wrong = contacts.read(content, path.as_posix(), ())
        if faults or unread or wrong:
            raise Faults([*faults, *(unread or wrong)])
        self._contacts = {each.code: each for each in found}
        self._current = archive.current(archive.read(self._workspace, self._year))
        self._open = {each.code: each for each in archive.not_issued(opened, self._current)}
