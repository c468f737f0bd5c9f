"""Which letters a year's site shows: those that are issued, or else those that were built, as far as they are today's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..edition import Edition
from ..faults import Fault, Faults, Kind, Place
from ..output import manifest
from ..output.folder import DRAFTS
from ..output.manifest import ManifestEntry
from ..records import corrections
from ..records.corrections import Correction
from ..records.roster import LetterJob
from ..release import archive
from ..release.issue import Issue, IssuedLetter, WithdrawnLetter
from ..storage.workspace import Workspace

PUBLISH_NO_LETTER = Kind(
    "publish.no_letter", "has no letter to publish; make it with: ombuds-letters build {year}, or publish a --draft"
)
PUBLISH_STALE = Kind(
    "publish.stale", "is not the letter that would be made today; make it with: ombuds-letters build {year}"
)
PUBLISH_NOT_ISSUED = Kind(
    "publish.not_issued",
    "is not the letter that would be made today, so that page and letter would differ; put the record, the contact or the "
    "templates back, or issue a correction: ombuds-letters correct {year} NAME --reason TEXT --by WHO",
)
PUBLISH_OPEN = Kind(
    "publish.open",
    'is to be {what}, and that is not released yet ({by}: "{reason}"); release it: ombuds-letters release {year} --by NAME, or '
    "take it back: ombuds-letters correct {year} {code} --cancel --by WHO",
)
PUBLISH_NEVER_ISSUED = Kind(
    "publish.never_issued",
    "has a record, but no letter was issued to it; release it first: ombuds-letters release {year}",
)


@dataclass(frozen=True, slots=True)
class PublishedLetter:
    """A letter's PDF on the site: `file` is its path there, `source` where it is copied from.

    `issue` is the number of its issue and `day` when that was released; 0 and "" of a letter that is not issued. `date` is the
    letter's own, as it is written in the issue; `ended_by` the number of the issue that replaced it or, if it was `withdrawn`,
    withdrew it, 0 for none.
    """

    code: str
    file: str
    source: Path
    sha256: str
    bytes: int
    pages: int
    issue: int
    day: str
    date: str
    reason: str
    ended_by: int = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CouncilLetters:
    """An authority's letters: the current one, and those that were replaced or withdrawn, latest first.

    `withdrawn` says why it has no current one, if that was withdrawn and no letter has taken its place.
    """

    current: PublishedLetter | None
    former: tuple[PublishedLetter, ...] = ()
    withdrawn: WithdrawnLetter | None = None

    @property
    def every(self) -> tuple[PublishedLetter, ...]:
        """The former ones, and the current one."""
        return (*self.former, *([self.current] if self.current else []))


NO_LETTERS = CouncilLetters(None)


def read(
    workspace: Workspace, edition: Edition, jobs: Iterable[LetterJob], *, draft: bool
) -> tuple[Mapping[str, CouncilLetters], tuple[Issue, ...]]:
    """The letters of each authority, by its code, and the issues that they are from, oldest first.

    A letter must be the one that would be made today, as its words are on the authority's page, and no correction or withdrawal
    of it may be open. A draft of the site leaves out those that aren't.

    Raises: Faults.
    """
    issues = archive.read(workspace, edition.year)
    shared = edition.digest()
    if issues:
        found, faults = _issued(workspace, edition, tuple(jobs), issues, shared, draft=draft)
    else:
        found, faults = _built(workspace, edition, tuple(jobs), shared, draft=draft)
    if faults and not draft:
        raise Faults(faults)
    return found, issues


def _issued(
    workspace: Workspace,
    edition: Edition,
    jobs: tuple[LetterJob, ...],
    issues: tuple[Issue, ...],
    shared: str,
    *,
    draft: bool,
) -> tuple[dict[str, CouncilLetters], list[Fault]]:
    current = archive.current(issues)
    listed, faults = corrections.read(workspace.data(edition.year))
    opened = {each.code: each for each in archive.not_issued(listed, current)}
    entries = {issue.number: _entries(archive.private(workspace, edition.year, issue.number)) for issue in issues}
    found: dict[str, CouncilLetters] = {}
    for job in jobs:
        code = job.record.code
        latest = current.get(code)
        if latest is None:
            faults.append(PUBLISH_NEVER_ISSUED(job.record.place("code"), "code", year=edition.year))
            continue
        earlier = tuple(
            _of_issue(workspace, edition.year, issue, letter, issues)
            for issue in reversed(issues)
            for letter in issue.letters
            if letter.code == code and (issue, letter) != (latest.issue, latest.letter)
        )
        if isinstance(latest.letter, WithdrawnLetter):
            found[code] = CouncilLetters(None, earlier, latest.letter)
            continue
        entry = entries[latest.issue.number].get(code)
        same = entry is not None and entry.digests == manifest.content_digests(job.record, job.contact, shared)
        if not same or code in opened:
            place = Place(archive.path_of(workspace, edition.year, latest.issue, latest.letter).as_posix())
            faults.append(_not_issued(place, opened.get(code), edition.year))
            if draft:
                found[code] = NO_LETTERS
            continue
        found[code] = CouncilLetters(_of_issue(workspace, edition.year, latest.issue, latest.letter, issues), earlier)
    return found, faults


def _not_issued(place: Place, opened: Correction | None, year: str) -> Fault:
    if opened is None:
        return PUBLISH_NOT_ISSUED(place, year=year)
    what = "withdrawn" if opened.withdrawn else "corrected"
    return PUBLISH_OPEN(place, what=what, by=opened.by, reason=opened.reason, year=year, code=opened.code)


def _of_issue(
    workspace: Workspace, year: str, issue: Issue, letter: IssuedLetter, issues: Iterable[Issue]
) -> PublishedLetter:
    ended_by, withdrawn = 0, False
    for later in issues:
        own: tuple[IssuedLetter | WithdrawnLetter, ...] = (*later.letters, *later.withdrawn)
        end = next((each for each in own if each.code == letter.code), None)
        if later.number > issue.number and end is not None:
            ended_by, withdrawn = later.number, isinstance(end, WithdrawnLetter)
            break
    file = f"letters/{issue.number}/{letter.file}" if ended_by else f"letters/{letter.file}"
    return PublishedLetter(
        letter.code, file, archive.path_of(workspace, year, issue, letter), letter.sha256, letter.bytes,
        letter.pages, issue.number, issue.day.isoformat(), letter.date, letter.reason, ended_by, withdrawn,
    )  # fmt: skip


def _built(
    workspace: Workspace, edition: Edition, jobs: tuple[LetterJob, ...], shared: str, *, draft: bool
) -> tuple[dict[str, CouncilLetters], list[Fault]]:
    folders = [workspace.output(edition.year), *([workspace.output(edition.year) / DRAFTS] if draft else [])]
    listed = [(folder, _entries(folder)) for folder in folders]
    found: dict[str, CouncilLetters] = {}
    faults: list[Fault] = []
    for job in jobs:
        found[job.record.code] = NO_LETTERS
        for folder, entries in listed:
            path = folder / job.file
            entry = entries.get(job.record.code)
            if entry is None or not path.exists():
                faults.append(PUBLISH_NO_LETTER(job.record.place("code"), "code", year=edition.year))
            elif entry.digests != manifest.content_digests(job.record, job.contact, shared) or (
                files.sha256(path) != entry.sha256
            ):
                faults.append(PUBLISH_STALE(Place(path.as_posix()), "", year=edition.year))
            else:
                date = job.record.correction.day if job.record.correction else edition.letter_date
                letter = PublishedLetter(
                    entry.code, f"letters/{entry.file}", path, entry.sha256, entry.bytes, entry.pages,
                    0, "", date.isoformat(), "",
                )  # fmt: skip
                found[job.record.code] = CouncilLetters(letter)
                break
    return found, faults


def _entries(folder: Path) -> Mapping[str, ManifestEntry]:
    """The entries of a folder's manifest, by code."""
    read_ = manifest.read(folder)
    return {each.code: each for each in read_.letters} if read_ else {}
