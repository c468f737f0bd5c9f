"""The letters in a folder, each read back and compared with its record, the manifest and what it should print now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from .. import files, pages
from ..edition import LARGE_PRINT_STYLE
from ..faults import Fault, Faults, Kind, Place, Unknown
from ..formats.yaml_reader import UNREADABLE
from ..output import manifest
from ..output.manifest import Manifest, ManifestEntry
from ..pages import NotPdf
from ..press import versions
from ..proof import PROOF_NOT_PDF, Proof, Verifier, sampled, typography
from ..records.roster import LetterJob
from ..storage import processes
from .context import SigningYear
from .made_again import made_again

NOT_MADE_AGAIN = Kind(
    "verify.not_made_again", "is not, byte for byte, the letter that its record makes; build it again, and find out why"
)
NO_LETTER_OF = Kind("letter.unknown", 'says that it is "{title}", which is not a letter of {years}')

_FEWEST = 8  # letters; fewer are read sooner than a process starts


class Verdict(StrEnum):
    """The state of a letter in a folder."""

    SOUND = "sound"
    ALTERED = "altered"
    STALE = "stale"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AuditedLetter:
    """One letter: its file, its state, what has changed since it was made ("figures", "words", "shared"), and its faults.

    `only_read` is true for one that could not be made again, because what it was made from or with has changed since.
    """

    file: str
    state: Verdict
    stale: tuple[str, ...]
    faults: tuple[Fault, ...]
    only_read: bool = False


def in_words(letter: AuditedLetter) -> str:
    """A letter's state and what to do: "stale: its figures changed since it was made; build it again"."""
    changed = {"figures": "its figures", "words": "its name, contact or passages", "shared": "what all letters share"}
    stale = " and ".join(changed[part] for part in letter.stale)
    said = {
        Verdict.SOUND: "it says what its record says",
        Verdict.STALE: f"{stale} changed since it was made; build it again",
        Verdict.ALTERED: "it is not the letter that was made; build it again",
        Verdict.MISSING: "it is not there; build it",
        Verdict.UNKNOWN: "no record asks for it",
    }
    return f"{letter.state}: {said[letter.state]}"


def folder(year: SigningYear, at: Path, *, every: bool = False) -> tuple[AuditedLetter, ...]:
    """Every letter of a year as it is in a folder; with `every`, all of them are validated, not only a sample.

    A letter is sound only if it was read back, whatever its SHA-256, and is what its record makes now, byte for byte. One that
    was made from or with something else than there is today can only be read.

    Raises: Faults: the manifest can't be read.
    """
    built = manifest.read(at)
    entries = manifest.by_file(built)
    draft = built.draft if built else False
    letter_jobs = year.letter_jobs
    thorough = frozenset(job.file for job in letter_jobs) if every else sampled(year.verifier, letter_jobs)
    existing = [job for job in letter_jobs if (at / job.file).exists()]
    read = processes.mapped(partial(_read, year.verifier, at, draft, thorough), existing, fewest=_FEWEST, chunk=8)
    by_file = dict(zip((job.file for job in existing), read, strict=True))
    listed = built is not None
    again = _made_again(year, existing, built)
    audited = [
        _audited(year, job, entries.get(job.file), by_file.get(job.file), again.get(job.file), listed=listed)
        for job in letter_jobs
    ]
    expected = {job.file for job in letter_jobs}
    other = year.edition.in_other_print()  # its letters are verified when year.yaml says so
    expected |= {entry.file for entry in entries.values() if entry.file == other.letter_file(entry.authority)}
    foreign_files = sorted(path.name for path in at.glob("*.pdf") if path.name not in expected)
    return (*audited, *(AuditedLetter(name, Verdict.UNKNOWN, (), ()) for name in foreign_files))


@dataclass(frozen=True, slots=True)
class Single:
    """One file, read on its own: which letter it is, its proof or what is wrong, and which letter has that file's name.

    `named` is the authority whose letter should have that file's name, "" if there is none.
    """

    job: LetterJob
    proof: Proof | None
    faults: tuple[Fault, ...]
    named: str


def single(years: Sequence[SigningYear], path: Path) -> Single:
    """A letter on its own, of the authority and year that its title names, in whichever size of print it is.

    Raises: Unknown: it is not a letter of any of the years.
    """
    try:
        content = files.read(path, files.LARGE)
        title = pages.read(content).info.title
    except OSError as error:
        raise Unknown([UNREADABLE(Place(path.as_posix()), reason=error.strerror or str(error))]) from None
    except (NotPdf, RecursionError) as error:
        problem = str(error) if isinstance(error, NotPdf) else "has elements within each other without end"
        raise Unknown([PROOF_NOT_PDF(Place(path.as_posix()), problem=problem)]) from None
    for year in years:
        for job in year.letter_jobs:
            ending = typography.as_printed(year.edition)(f"{year.edition.title}: {job.record.name}")
            if title == ending or title.endswith(f": {ending}"):
                draft = title != ending and not job.record.specimen
                found = _single(year, job, content, path, draft=draft)
                if found.proof is not None or year.edition.file(LARGE_PRINT_STYLE) is None:
                    return found
                other = year.in_other_print()
                at = year.letter_jobs.index(job)
                in_other = _single(other, other.letter_jobs[at], content, path, draft=draft)
                return in_other if in_other.proof is not None or path.name == in_other.job.file else found
    known = ", ".join(year.edition.year for year in years)
    raise Unknown([NO_LETTER_OF(Place(path.as_posix()), title=title, years=known)])


def _single(year: SigningYear, job: LetterJob, content: bytes, path: Path, *, draft: bool) -> Single:
    named = next((each.record.name for each in year.letter_jobs if each.file == path.name), "")
    try:
        proof = year.verifier.proof(content, job, draft=draft, thorough=True, display_path=path.as_posix())
    except Faults as error:
        return Single(job, None, error.found, named)
    return Single(job, proof, (), named)


def _made_again(year: SigningYear, existing: Sequence[LetterJob], built: Manifest | None) -> Mapping[str, str]:
    """The SHA-256 of the letters that are made of the same things now as then; without a manifest that is not known of any."""
    entries = manifest.by_file(built)
    same = []
    for job in existing:
        entry = entries.get(job.file)
        if entry is None and built is not None:
            continue
        then = (entry.versions if entry and entry.versions else None) or (built.versions if built else versions())
        if then == versions() and (entry is None or entry.digests == year.prints(job.record, job.contact)):
            same.append(job)
    return made_again(year.edition, same, draft=built.draft if built else False) if same else {}


def _audited(
    year: SigningYear,
    job: LetterJob,
    entry: ManifestEntry | None,
    read: _Reading | None,
    again: str | None,
    *,
    listed: bool,
) -> AuditedLetter:
    """The state of one letter; `entry` is its manifest's, and `listed` says whether there is a manifest.

    `again` is the SHA-256 of the letter that its record makes now, None if it was made of something else.
    """
    if read is None:
        return AuditedLetter(job.file, Verdict.MISSING, (), ())
    now = year.prints(job.record, job.contact)
    stale = tuple(
        part for part in ("figures", "words", "shared") if entry and getattr(entry.digests, part) != getattr(now, part)
    )
    faults = read.faults
    if again is not None and again != read.sha256 and (listed or faults):
        faults = (NOT_MADE_AGAIN(Place(read.path)), *faults)
    elif again is not None and again != read.sha256:
        again = None  # it may have been made of something else
    only_read = again is None
    if listed and (entry is None or entry.sha256 != read.sha256):
        return AuditedLetter(job.file, Verdict.ALTERED, stale, faults, only_read)
    if stale:
        return AuditedLetter(job.file, Verdict.STALE, stale, faults, only_read)
    return AuditedLetter(job.file, Verdict.ALTERED if faults else Verdict.SOUND, (), faults, only_read)


@dataclass(frozen=True, slots=True)
class _Reading:
    path: str
    sha256: str
    faults: tuple[Fault, ...]


def _read(verifier: Verifier, at: Path, draft: bool, thorough: frozenset[str], job: LetterJob) -> _Reading:
    shown = (at / job.file).as_posix()
    faults: tuple[Fault, ...] = ()
    try:
        content = files.read(at / job.file, files.LARGE)
    except OSError as error:
        return _Reading(shown, "", (UNREADABLE(Place(shown), reason=error.strerror or str(error)),))
    try:
        verifier.proof(content, job, draft=draft, thorough=job.file in thorough, display_path=shown)
    except Faults as error:
        faults = error.found
    return _Reading(shown, hashlib.sha256(content).hexdigest(), faults)
