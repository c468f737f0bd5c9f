"""The issues of a year as they are kept: put in place whole, never changed, and checked whenever they are read.

An issue is staged in a hidden folder. With its line in the audit log it is decided; then the folder gets its name, now or
when issues are next read. Nobody sees half an issue.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..faults import Fault, Faults, Kind, Place
from ..records.corrections import Correction
from ..storage import atomic, audit_log, lock, os_errors
from ..storage.audit_log import LogEntry
from ..storage.workspace import Workspace
from ..text import english
from . import issue
from .issue import Issue, IssuedLetter, WithdrawnLetter

ISSUE_MISSING = Kind(
    "issue.missing", "isn't there, but the audit log says that it was released; put it back from a copy"
)
ISSUE_CHANGED = Kind("issue.changed", "is not the file that was issued; put it back from a copy")
ISSUE_LOST = Kind("issue.lost", "isn't there, but was issued; put it back from a copy")
ISSUE_FOREIGN = Kind("issue.foreign", "is not part of the issue; move it away")
ISSUE_RENAMED = Kind("issue.renamed", 'is issue {number} under another name; name it "{number}" again')
ISSUE_UNKNOWN = Kind("issue.unknown", "is not in the audit log, so that nobody released it; move it away")
LOG_BEHIND = Kind(
    "issue.log_behind",
    "says that {first} and {second} released it on {when}, but {log} doesn't: the audit log is missing, or an old one; put "
    "the latest copy of the log back, and leave the issue where it is",
)
LOG_DISAGREES = Kind(
    "issue.log_disagrees",
    'has "{found}" for issue {number}, where the issue itself has "{expected}"; put the file back as it was',
)
KEPT_FOLDER = Kind("issue.kept", "is in the folder of the letters, which nothing else is written to; choose another")

FOLDER = "issued"  # in output/YEAR what is issued, in data/YEAR what is kept of it and is private
CONTACTS, MANIFEST, PRINTED, MESSAGES = "contacts.csv", "manifest.json", "printed.jsonl", "messages.json"
RELEASED = "released"  # in the audit log

_READ_ONLY, _READ_ONLY_FOLDER = 0o444, 0o555


@dataclass(frozen=True, slots=True)
class CurrentLetter:
    """An authority's latest: its letter, or its withdrawal, and the issue that it is in."""

    issue: Issue
    letter: IssuedLetter | WithdrawnLetter


def folder(workspace: Workspace, year: str) -> Path:
    """Where a year's issues are, each in a folder named by its number: "output/2018/issued"."""
    return workspace.output(year) / FOLDER


def private(workspace: Workspace, year: str, number: int) -> Path:
    """Where what must not be published is kept of an issue: "data/2018/issued/1"."""
    return workspace.data(year) / FOLDER / str(number)


def read(workspace: Workspace, year: str) -> tuple[Issue, ...]:
    """All issues of a year, oldest first, each file of them as it was issued.

    Raises: Faults: a file was changed, lost or added, an issue is missing or nobody released it, the audit log was changed.
    """
    at = folder(workspace, year)
    issues: list[Issue] = []
    faults: list[Fault] = []
    released = _released(workspace, year)
    for number, (place, entry) in released.items():
        digest = entry.about["sums"]
        _complete(at, number, digest)
        if not (at / str(number)).is_dir():
            faults.append(ISSUE_MISSING(Place((at / str(number)).as_posix())))
            continue
        found, wrong = _read(at / str(number), digest)
        faults += [*wrong, *(fault for each in found for fault in _disagreeing(place, entry, each))]
        issues += found
    names = (path.name for path in _listed(at) if not path.name.startswith("."))
    missing = {entry.about["sums"]: each for each, (_, entry) in released.items() if not (at / str(each)).is_dir()}
    faults += [_unreleased(workspace, year, at / name, missing) for name in names if name not in map(str, released)]
    if faults:
        raise Faults(faults)
    return tuple(issues)


def current(issues: Iterable[Issue]) -> Mapping[str, CurrentLetter]:
    """Each authority's latest letter or withdrawal, by its code."""
    found: dict[str, CurrentLetter] = {}
    for each in issues:
        letters: tuple[IssuedLetter | WithdrawnLetter, ...] = (*each.letters, *each.withdrawn)
        found |= {letter.code: CurrentLetter(each, letter) for letter in letters}
    return found


def current_letters(issues: Iterable[Issue]) -> Mapping[str, tuple[Issue, IssuedLetter]]:
    """Each authority's latest letter, by its code; none of an authority whose letter was withdrawn."""
    latest = current(issues)
    return {code: (each.issue, each.letter) for code, each in latest.items() if isinstance(each.letter, IssuedLetter)}


def not_issued(opened: Iterable[Correction], current: Mapping[str, CurrentLetter]) -> tuple[Correction, ...]:
    """The corrections that no issue has yet: the latest of each authority, if it is about its current letter."""
    latest = {each.code: each for each in opened}
    return tuple(
        each for each in latest.values() if each.code in current and current[each.code].issue.number == each.issue
    )


def corrected(issues: Iterable[Issue], code: str, number: int) -> tuple[Issue, IssuedLetter]:
    """The letter that a correction of what issue `number` has of an authority is about: of a withdrawal, the one withdrawn."""
    before = [each for each in issues if each.number <= number]
    return [(each, letter) for each in before for letter in each.letters if letter.code == code][-1]


def path_of(workspace: Workspace, year: str, of: Issue, letter: IssuedLetter) -> Path:
    """Where the file of a letter is: "output/2018/issued/1/annual-review-letter-2018-….pdf"."""
    return folder(workspace, year) / str(of.number) / letter.file


def must_be_elsewhere(workspace: Workspace, path: Path) -> None:
    """Raises: Faults, where a file or folder that is to be written is among the letters of a year, issued ones or not."""
    if any(path.resolve().is_relative_to(workspace.output(year).resolve()) for year in workspace.years()):
        raise KEPT_FOLDER.error(Place(path.as_posix()))


@contextmanager
def exclusive(workspace: Workspace, year: str) -> Iterator[None]:
    """Keeps builds and other releases of a year waiting.

    Raises: Faults: one is at work, the disk refuses.
    """
    at = workspace.output(year)
    with os_errors.translate_os_errors(at):
        at.mkdir(parents=True, exist_ok=True)
        (at / ".lock").touch()
        with lock.exclusive(at / ".lock", "a build or another release"):
            yield


def put(
    workspace: Workspace,
    of: Issue,
    letters: Iterable[tuple[str, bytes]],
    kept: Mapping[str, bytes],
    about: Mapping[str, str],
) -> None:
    """Puts an issue in place, whole; `letters` are its files with their bytes, in any order.

    `kept` are the private files of the issue by name, `about` is what the audit log says of it besides its digests. Call it
    within `exclusive`.

    Raises: OSError, and then nothing is in place.
    """
    at = folder(workspace, of.year)
    staging = at / f".{of.number}.staging"
    at.mkdir(parents=True, exist_ok=True)
    _remove(staging)  # of a release that was interrupted before it was decided
    staging.mkdir()
    try:
        for name, content in letters:
            _write(staging / name, content)
        sums = issue.sums(of).encode()
        _write(staging / issue.FILE, issue.text(of).encode())
        _write(staging / issue.SUMS, sums)
        _sync(staging)
        own = private(workspace, of.year, of.number)
        own.mkdir(parents=True, exist_ok=True)
        for name, content in kept.items():
            atomic.write(own / name, content, durable=True)
        staging.chmod(_READ_ONLY_FOLDER)
        digest = hashlib.sha256(sums).hexdigest()
        said = {"issue": str(of.number), "letters": str(len(of.letters)), **about, "sums": digest}
        audit_log.write(workspace.data(of.year), of.second, RELEASED, [said])
    except OSError:
        _remove(staging)
        raise
    _complete(at, of.number, digest)


def _released(workspace: Workspace, year: str) -> dict[int, tuple[Place, LogEntry]]:
    """The issues that the audit log says were released, with its lines: they have the digests of their SHA256SUMS."""
    acts = audit_log.acts(workspace.data(year), RELEASED, "sums", counts="issue")
    return {int(entry.about["issue"]): (place, entry) for place, entry in acts}


def _disagreeing(place: Place, entry: LogEntry, of: Issue) -> Iterator[Fault]:
    """Where the audit log says otherwise than the issue who released what: its last line has none after it that would tell."""
    said = (entry.who, entry.about.get("proposed by", ""), entry.about.get("digest", ""))
    for found, expected in zip(said, (of.second, of.first, of.digest), strict=True):
        if found != expected:
            yield LOG_DISAGREES(place, found=found, number=of.number, expected=expected)


def _unreleased(workspace: Workspace, year: str, at: Path, missing: Mapping[str, int]) -> Fault:
    """The fault of what is among the issues and not in the audit log: an issue that the log has lost, or something else.

    It may be one of those that are `missing`, by the digest of their SHA256SUMS, under another name.
    """
    place = Place(at.as_posix())
    try:
        digest = hashlib.sha256(files.read(at / issue.SUMS, files.LARGE)).hexdigest()
        found, wrong = _read(at, digest)
    except (OSError, Faults):
        return ISSUE_UNKNOWN(place)
    if not wrong and digest in missing:
        return ISSUE_RENAMED(place, number=missing[digest])
    if wrong or not found or (found[0].year, str(found[0].number)) != (year, at.name):
        return ISSUE_UNKNOWN(place)
    (of,) = found
    log = (workspace.data(year) / audit_log.FILE).as_posix()
    return LOG_BEHIND(place, first=of.first, second=of.second, when=english.long_date(of.day), log=log)


def _complete(at: Path, number: int, digest: str) -> None:
    """Gives a decided issue its name, if the process that released it ended before it did."""
    staging, target = at / f".{number}.staging", at / str(number)
    try:
        decided = hashlib.sha256(files.read(staging / issue.SUMS, files.LARGE)).hexdigest() == digest
    except OSError:
        return
    if decided and not target.exists():
        with suppress(FileNotFoundError):  # another process was sooner
            staging.rename(target)
        _sync(at)


def _read(at: Path, digest: str) -> tuple[list[Issue], list[Fault]]:
    """The issue in a folder, and what in it is not as it was issued."""
    faults: list[Fault] = []
    try:
        content = files.read(at / issue.SUMS, files.LARGE)
    except FileNotFoundError:
        return [], [ISSUE_LOST(Place((at / issue.SUMS).as_posix()))]
    if hashlib.sha256(content).hexdigest() != digest:
        return [], [ISSUE_CHANGED(Place((at / issue.SUMS).as_posix()))]
    _, listed = issue.read_sums(content.decode(), (at / issue.SUMS).as_posix())
    found: list[Issue] = []
    for name, expected in listed.items():
        path = at / name
        try:
            content = files.read(path, files.LOG)
        except FileNotFoundError:
            faults.append(ISSUE_LOST(Place(path.as_posix())))
            continue
        if hashlib.sha256(content).hexdigest() != expected:
            faults.append(ISSUE_CHANGED(Place(path.as_posix())))
        elif name == issue.FILE:
            found.append(issue.read(content, path.as_posix()))
    others = (path for path in _listed(at) if path.name not in (*listed, issue.SUMS))
    faults += [ISSUE_FOREIGN(Place(path.as_posix())) for path in others]
    return found, faults


def _listed(at: Path) -> list[Path]:
    return sorted(at.iterdir()) if at.is_dir() else []


def _write(path: Path, content: bytes) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _READ_ONLY)
    with os.fdopen(opened, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(at: Path) -> None:
    """Waits until the disk has the names of a folder's files."""
    opened = os.open(at, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _remove(staging: Path) -> None:
    if staging.exists():
        staging.chmod(0o755)  # it may have been made read-only
        shutil.rmtree(staging)
