"""Taking stock before a release: everything that still stands in its way, all at once, and what would be released."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files, pages, questions
from ..batch.edition_report import edition_report
from ..edition import ACCEPTED, COVERING, Edition, load_edition_lenient
from ..faults import Fault, Faults, Kind, Place, Remedy
from ..letter import DRAFT, covering
from ..output import manifest
from ..output.manifest import ManifestEntry
from ..pages import NotPdf
from ..proof import Verifier
from ..proof.words import PROOF_NOT_ACCEPTED
from ..questions import YearQuestions
from ..questions.question import QUESTION_OPEN
from ..records import contacts, corrections, register
from ..records.corrections import Correction
from ..records.roster import LetterJob, Roster, load_roster
from ..signing import SEED, audit, read_log, reading_list
from ..signing.audit import AuditedLetter, Verdict
from ..signing.context import SigningYear
from ..storage import audit_log
from ..storage.workspace import Workspace
from . import archive, lost_records
from .archive import CurrentLetter
from .contents import Contents
from .issue import Issue, IssuedLetter

RELEASE_INCOMPLETE = Kind(
    "release.incomplete",
    'is "false", so that nobody can say whether every authority has its letter; list them all '
    "(ombuds-letters register {year} LIST), then write true",
)
RELEASE_NOT_BUILT = Kind("release.not_built", "isn't there; make the letters with: ombuds-letters build {year}")
RELEASE_DRAFT = Kind("release.draft", "is a draft, not a final letter; build it again: ombuds-letters build {year}")
RELEASE_NOT_SOUND = Kind("release.not_sound", "is {state}; build it again: ombuds-letters build {year}")
RELEASE_FOREIGN = Kind("release.foreign", "is no letter of {year}; move it away")
RELEASE_UNREAD = Kind(
    "release.unread",
    "should be read by a person before it is issued ({reason}); then: ombuds-letters seen {year} {file} --by WHO",
)
RELEASE_NOTHING = Kind(
    "release.nothing",
    "has nothing to release: every letter is issued; to change one, open a correction with: "
    "ombuds-letters correct {year} NAME --reason TEXT --by WHO",
)


@dataclass(frozen=True, slots=True)
class Stock:
    """What was found: the year, its issues so far, what would be released, and every fault that stands in its way.

    `going_out` are the letters to be issued, `staying` those that differ from what was issued and have no correction: they
    stay as issued. `opened` are the corrections and withdrawals that go with it.
    """

    year: SigningYear
    issues: tuple[Issue, ...]
    contents: Contents
    going_out: tuple[LetterJob, ...]
    staying: tuple[LetterJob, ...]
    opened: tuple[Correction, ...]
    entries: Mapping[str, ManifestEntry]
    readers: tuple[str, ...]
    answered: int
    faults: tuple[Fault, ...]


def take(workspace: Workspace, year: str, seed: int = SEED) -> Stock:
    """Takes stock of a year: `take(workspace, "2018").faults` is empty if it can be released.

    Every letter is read back and validated. `seed` picks the random letters that the signing pack asks to be read.

    Raises: Faults: the edition is too incomplete to go on, or an issue was changed.
    """
    edition, faults = load_edition_lenient(workspace, year)
    if edition is None:
        raise Faults(faults)
    roster = load_roster(workspace, edition)
    faults += roster.faults
    records = roster.records
    try:
        issues = archive.read(workspace, year)
        signing = SigningYear(workspace, edition, roster, Verifier(edition, records), edition.digest())
        built = manifest.read(workspace.output(year))
    except Faults as error:
        raise Faults([*faults, *error.found]) from None
    entries = manifest.by_file(built)
    opened, _ = corrections.read(workspace.data(year))
    open_now = archive.not_issued(opened, archive.current(issues))
    going_out, staying = _sorted(roster, entries, archive.current(issues), open_now)
    if not edition.complete:
        place = Place((workspace.data(year) / "year.yaml").as_posix())
        faults.append(RELEASE_INCOMPLETE(place, "complete", year=year))
    if signing.verifier.accepted is None:
        faults.append(PROOF_NOT_ACCEPTED(Place((workspace.templates(year) / ACCEPTED).as_posix()), year=year))
    faults += _not_accepted(signing)
    if built is None or built.draft:
        kind, at = (RELEASE_NOT_BUILT, workspace.output(year) / manifest.FILE)
        faults.append((RELEASE_DRAFT if built else kind)(Place(at.as_posix()), year=year))
    lost = tuple(_without_record(signing, archive.current(issues), open_now))
    faults += lost
    faults += _unsound(signing)
    faults += covering.problems(edition, [(job.record, job.contact) for job in going_out])
    asked, found = questions.read(workspace, edition, roster)
    faults += found
    faults += [
        QUESTION_OPEN(
            each.place, each.subject, question=Remedy(f"{each.authorities}: {each.text}" if each.names else each.text)
        )
        for each in asked.open
    ]
    read = read_log.latest(signing)
    faults += _unread(signing, going_out, entries, seed, asked, {code for code, one in read.items() if not one.changed})
    if not (going_out or open_now or lost or roster.faults):
        faults.append(RELEASE_NOTHING(Place(workspace.output(year).as_posix()), year=year))
    return Stock(
        signing,
        issues,
        _contents(workspace, edition, issues, going_out, open_now, entries),
        going_out,
        staying,
        open_now,
        entries,
        tuple(sorted({one.who for one in read.values()})),
        len(asked.questions),
        Faults(faults).found if faults else (),
    )


def _sorted(
    roster: Roster,
    entries: Mapping[str, ManifestEntry],
    current: Mapping[str, CurrentLetter],
    open_now: Sequence[Correction],
) -> tuple[tuple[LetterJob, ...], tuple[LetterJob, ...]]:
    """The letters to be issued, and those that differ from the issued ones and stay as they are."""
    corrected = {each.code for each in open_now if not each.withdrawn}
    withdrawn = {each.code for each in open_now if each.withdrawn}
    going_out, staying = [], []
    for job in roster.letter_jobs:
        code = job.record.code
        if code not in current or code in corrected:
            going_out.append(job)
        elif code not in withdrawn and differs(current[code], entries.get(job.file)):
            staying.append(job)
    return tuple(going_out), tuple(staying)


def differs(current: CurrentLetter, entry: ManifestEntry | None) -> bool:
    """True if a letter as it was built is another than the one that is issued."""
    letter = current.letter
    return isinstance(letter, IssuedLetter) and entry is not None and entry.sha256 != letter.proved_sha256


def _not_accepted(year: SigningYear) -> tuple[Fault, ...]:
    """What the edition has besides its words that nobody has accepted: letters prove nothing of whether it was."""
    try:
        return edition_report(year.edition, year.verifier.accepted_parts).faults
    except Faults as error:
        return error.found


def _without_record(
    year: SigningYear, current: Mapping[str, CurrentLetter], open_now: Sequence[Correction]
) -> Iterator[Fault]:
    """The issued letters that no record is left for, but those that are to be withdrawn."""
    issued = {code for code, each in current.items() if isinstance(each.letter, IssuedLetter)}
    withdrawn = {each.code for each in open_now if each.withdrawn}
    codes = issued - withdrawn | {each.code for each in open_now if not each.withdrawn}
    return lost_records.faults(year.workspace, year.edition.year, year.roster, current, open_now, codes)


def _unsound(year: SigningYear) -> Iterator[Fault]:
    """Every letter that is not as it should be, with what is wrong in it."""
    at = year.workspace.output(year.edition.year)
    for letter in audit.folder(year, at, every=True):
        if letter.state is Verdict.SOUND:
            continue
        place = Place((at / letter.file).as_posix())
        if letter.state is Verdict.UNKNOWN:
            yield RELEASE_FOREIGN(place, year=year.edition.year)
        elif _is_draft(at / letter.file):
            yield RELEASE_DRAFT(place, year=year.edition.year)
        elif year.verifier.accepted is not None or not _only_wording(letter):
            yield RELEASE_NOT_SOUND(place, state=str(letter.state), year=year.edition.year)
            yield from letter.faults


def _only_wording(letter: AuditedLetter) -> bool:
    return bool(letter.faults) and all(fault.kind == PROOF_NOT_ACCEPTED for fault in letter.faults)


def _is_draft(path: Path) -> bool:
    try:
        return pages.read(files.read(path, files.LARGE)).info.title.startswith(DRAFT)
    except (OSError, NotPdf):
        return False


def _unread(
    year: SigningYear,
    going_out: Sequence[LetterJob],
    entries: Mapping[str, ManifestEntry],
    seed: int,
    asked: YearQuestions,
    read: set[str],
) -> Iterator[Fault]:
    """The letters that the signing pack asks to be read, and that nobody has read as they are now."""
    files = {job.file for job in going_out}
    at = year.workspace.output(year.edition.year)
    for letter in reading_list.chosen(year.verifier, year.letter_jobs, entries, asked, seed).letters:
        if letter.job.file in files and letter.job.record.code not in read:
            place = Place((at / letter.job.file).as_posix())
            file, reason = Remedy(letter.job.file), Remedy(letter.reasons[0].why)
            yield RELEASE_UNREAD(place, reason=reason, year=year.edition.year, file=file)


def going_out(workspace: Workspace, edition: Edition, roster: Roster) -> tuple[LetterJob, ...]:
    """The letters that would be issued as things are: those that are not issued yet, and those with an open correction.

    Raises: Faults: an issue was changed.
    """
    current = archive.current(archive.read(workspace, edition.year))
    opened, _ = corrections.read(workspace.data(edition.year))
    return _sorted(roster, {}, current, archive.not_issued(opened, current))[0]


def contents(workspace: Workspace, edition: Edition, roster: Roster) -> Contents:
    """What would be released as things are, whether anything stands in its way or not; no letter is read for it.

    Raises: Faults: an issue was changed, the manifest can't be read.
    """
    issues = archive.read(workspace, edition.year)
    current = archive.current(issues)
    entries = manifest.by_file(manifest.read(workspace.output(edition.year)))
    opened, _ = corrections.read(workspace.data(edition.year))
    open_now = archive.not_issued(opened, current)
    going_out, _ = _sorted(roster, entries, current, open_now)
    return _contents(workspace, edition, issues, going_out, open_now, entries)


def _contents(
    workspace: Workspace,
    edition: Edition,
    issues: Sequence[Issue],
    going_out: Sequence[LetterJob],
    opened: Sequence[Correction],
    entries: Mapping[str, ManifestEntry],
) -> Contents:
    data = workspace.data(edition.year)
    current = archive.current(issues)
    names = {each.code: current[each.code].letter.authority for each in opened}
    return Contents(
        year=edition.year,
        number=len(issues) + 1,
        letters={
            job.file: (job.record.name, entries[job.file].sha256 if job.file in entries else "") for job in going_out
        },
        corrections={names[each.code]: each.reason for each in opened if not each.withdrawn},
        withdrawn={names[each.code]: each.reason for each in opened if each.withdrawn},
        shared={
            "what all letters share (templates, and what year.yaml prints)": edition.digest(),
            "the time of publication in year.yaml": edition.publication.isoformat(),
            "the accepted wording": hashlib.sha256(edition.file(ACCEPTED) or b"").hexdigest(),
            "what else is accepted": hashlib.sha256(edition.file(edition.accepted_parts_file) or b"").hexdigest(),
            "the words of the messages (covering.md)": hashlib.sha256(edition.file(COVERING) or b"").hexdigest(),
            "the sender of the messages in year.yaml": edition.sender,
            contacts.FILE: _digest(data / contacts.FILE),
            register.FILE: _digest(data / register.FILE),
        },
    )


def accepted_by(edition: Edition, workspace: Workspace) -> str:
    """Who accepted the wording, and when: "Ann Other, 2018-07-12T09:14:00+00:00"; "" if the audit log doesn't say."""
    found = ""
    digest = hashlib.sha256(edition.file(ACCEPTED) or b"").hexdigest()
    for entry in audit_log.read(workspace.data(edition.year)):
        if entry.what == "accepted" and entry.about.get("digest") == digest:
            found = f"{entry.who}, {entry.when}"
    return found


def _digest(path: Path) -> str:
    return files.sha256(path) if path.exists() else ""
