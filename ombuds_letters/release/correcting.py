"""Opening a correction of an issued letter, or its withdrawal, and taking either back before it is released."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..edition import Edition, load_edition
from ..faults import NOWHERE, Faults, Kind, Place, Remedy, Unknown, nearest
from ..records import corrections
from ..records.corrections import Correction
from ..storage import audit_log, os_errors, transaction
from ..storage.workspace import Workspace
from ..text import english, slug
from . import archive
from .archive import CurrentLetter
from .issue import Issue, IssuedLetter

CORRECT_NOT_ISSUED = Kind(
    "correct.not_issued", "nothing of {year} is issued, so that there is nothing to correct: edit the record, and build"
)
CORRECT_NOBODY = Kind("correct.nobody", 'no issued letter is for "{name}"{meant}')
CORRECT_SEVERAL = Kind(
    "correct.several", '"{name}" fits {count} issued letters: {names}; write the name or the code of one'
)
CORRECT_OPEN = Kind(
    "correct.open",
    'is open for the letter to "{authority}", by {by}: "{reason}"; release it, or take it back with: '
    "ombuds-letters correct {year} {code} --cancel --by WHO",
)
CORRECT_NONE_OPEN = Kind("correct.none_open", 'no correction of the letter to "{authority}" is open')
CORRECT_WITHDRAWN = Kind(
    "correct.withdrawn",
    'the letter to "{authority}" is withdrawn already, in issue {issue}; to issue another one, leave --withdraw out',
)
CORRECT_DATE = Kind(
    "correct.date", 'is "{found}", before the date of the letter that is corrected, "{date}"; give a later day'
)
CORRECT_REASON = Kind("correct.reason", "the reason can't be printed: {problem}")

OPENED, WITHDRAWAL, CANCELLED = (
    "opened a correction",
    "opened a withdrawal",
    "took back a correction",
)  # in the audit log


@dataclass(frozen=True, slots=True)
class CorrectedLetter:
    """A correction, opened or taken back, and the letter that it is about: the authority, and the issue that it is in.

    `withdrawn` is the issue that withdrew the letter, 0 for none: a correction of a withdrawal issues a letter in its place.
    """

    correction: Correction
    authority: str
    issue: int
    withdrawn: int


def open_correction(
    workspace: Workspace, year: str, name: str, reason: str, who: str, *, day: datetime.date, withdraw: bool = False
) -> CorrectedLetter:
    """Opens a correction of the current letter of an authority, or of its withdrawal; `day` is the new letter's date.

    With `withdraw` the letter is to be withdrawn, and nothing takes its place.

    Raises: Faults: nothing is issued, the name fits no or several letters, a correction is open already.
    """
    edition = load_edition(workspace, year)
    with _being_changed(workspace, year) as found:
        return _opened(workspace, edition, found, _one(workspace, year, name), reason, who, day, withdraw=withdraw)


def _opened(
    workspace: Workspace,
    edition: Edition,
    found: tuple[Correction, ...],
    current: CurrentLetter,
    reason: str,
    who: str,
    day: datetime.date,
    *,
    withdraw: bool,
) -> CorrectedLetter:
    year = edition.year
    letter = current.letter
    if already := _open_for(found, current):
        raise CORRECT_OPEN.error(
            Place((workspace.data(year) / corrections.FILE).as_posix()),
            authority=letter.authority,
            by=already.by,
            reason=already.reason,
            year=year,
            code=letter.code,
        )
    if withdraw and not isinstance(letter, IssuedLetter):
        raise CORRECT_WITHDRAWN.error(NOWHERE, authority=letter.authority, issue=current.issue.number)
    issue, before = archive.corrected(archive.read(workspace, year), letter.code, current.issue.number)
    replaced = datetime.date.fromisoformat(before.date)
    if day < replaced:
        raise CORRECT_DATE.error(NOWHERE, "--date", found=day.isoformat(), date=replaced.isoformat())
    if foreign := sorted(set(reason) - edition.printable) if edition.printable else []:
        named = english.named_character(foreign[0])
        problem = f'the letter\'s fonts have no "{foreign[0]}" ({named}); write it without'
        raise CORRECT_REASON.error(NOWHERE, "--reason", problem=Remedy(problem))
    opened = Correction(letter.code, current.issue.number, replaced, day, reason, who, audit_log.now(), withdraw)
    _write(workspace.data(year), (*found, opened), who, WITHDRAWAL if withdraw else OPENED, opened)
    return _about(opened, current, issue)


def cancel(workspace: Workspace, year: str, name: str, who: str) -> CorrectedLetter:
    """Takes back a correction that is not released yet: the letter is again the one that is issued, or withdrawn.

    Raises: Faults: no correction of that letter is open.
    """
    with _being_changed(workspace, year) as found:
        current = _one(workspace, year, name)
        already = _open_for(found, current)
        if already is None:
            raise CORRECT_NONE_OPEN.error(NOWHERE, authority=current.letter.authority)
        rest = tuple(each for each in found if each is not already)
        _write(workspace.data(year), rest, who, CANCELLED, already)
    issue, _ = archive.corrected(archive.read(workspace, year), already.code, already.issue)
    return _about(already, current, issue)


def _about(correction: Correction, current: CurrentLetter, issue: Issue) -> CorrectedLetter:
    withdrawn = 0 if isinstance(current.letter, IssuedLetter) else current.issue.number
    return CorrectedLetter(correction, current.letter.authority, issue.number, withdrawn)


def _one(workspace: Workspace, year: str, name: str) -> CurrentLetter:
    """The current letter, or withdrawal, of the authority that a name fits: its name, code or a part of its file's name."""
    current = archive.current(archive.read(workspace, year)).values()
    if not current:
        raise Unknown([CORRECT_NOT_ISSUED(NOWHERE, year=year)])
    sought = slug.file_name_part(name.removesuffix(".pdf"))
    found = [each for each in current if name in (each.letter.code, each.letter.authority, each.letter.file)]
    found = found or [each for each in current if sought and sought in each.letter.file.removesuffix(".pdf")]
    names = sorted(each.letter.authority for each in (found or current))
    if not found:
        close = nearest(name, names)
        raise Unknown([CORRECT_NOBODY(NOWHERE, name=name, meant=f'; did you mean "{close}"?' if close else "")])
    if len(found) > 1:
        listed = english.listed(sorted(f'"{each.letter.authority}" ({each.letter.code})' for each in found))
        raise Unknown([CORRECT_SEVERAL(NOWHERE, name=name, count=len(found), names=Remedy(listed))])
    return found[0]


def _open_for(found: tuple[Correction, ...], current: CurrentLetter) -> Correction | None:
    own = [each for each in found if each.code == current.letter.code and each.issue == current.issue.number]
    return own[-1] if own else None


@contextmanager
def _being_changed(workspace: Workspace, year: str) -> Iterator[tuple[Correction, ...]]:
    """The corrections so far, which only this process may change, while no release is going on."""
    data = workspace.data(year)
    with archive.exclusive(workspace, year), transaction.begin(data), os_errors.translate_os_errors(data):
        found, faults = corrections.read(data)
        if faults:
            raise Faults(faults)
        yield found


def _write(data: Path, now: tuple[Correction, ...], who: str, what: str, about: Correction) -> None:
    """Corrections and audit log together: neither ever has what the other hasn't."""
    said = {"code": about.code, "issue": str(about.issue), "reason": about.reason}
    when = about.opened if what != CANCELLED else audit_log.now()
    with audit_log.extended(data, who, what, when, [said]) as log:
        transaction.commit_files(data, {corrections.FILE: corrections.text(now).encode(), **log})
