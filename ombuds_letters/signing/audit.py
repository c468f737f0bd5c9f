"""The letters in a folder, each read back and compared with its record, the manifest and what it should print now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .. import pages
from ..faults import Fault, Faults, Kind, Place, Unknown
from ..output import manifest
from ..output.manifest import ManifestEntry
from ..pages import NotPdf
from ..proof import PROOF_NOT_PDF, Proof, Verifier, sampled
from ..records.roster import LetterJob
from ..storage import processes
from .context import SigningYear

NO_LETTER_OF = Kind("letter.unknown", 'says that it is "{title}", which is not a letter of {years}')

_FEW = 8  # fewer letters are read sooner than a process starts


class Verdict(StrEnum):
    """The state of a letter in a folder."""

    SOUND = "sound"
    ALTERED = "altered"
    STALE = "stale"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AuditedLetter:
    """One letter: its file, its state, what has changed since it was made ("figures", "words", "shared"), and its faults."""

    file: str
    state: Verdict
    stale: tuple[str, ...]
    faults: tuple[Fault, ...]


def folder(year: SigningYear, at: Path, *, every: bool = False) -> tuple[AuditedLetter, ...]:
    """Every letter of a year as it is in a folder; with `every`, all of them are validated, not only a sample.

    A letter is sound only if it was read back, whatever its SHA-256. Without a manifest, the reading alone decides.

    Raises: Faults: the manifest can't be read.
    """
    built = manifest.read(at)
    entries = {entry.file: entry for entry in built.letters} if built else {}
    draft = built.draft if built else False
    letter_jobs = year.letter_jobs
    thorough = frozenset(job.file for job in letter_jobs) if every else sampled(year.verifier, letter_jobs)
    existing = [job for job in letter_jobs if (at / job.file).is_file()]
    readings = zip((job.file for job in existing), _read(year.verifier, existing, at, draft, thorough), strict=True)
    by_file = dict(readings)
    listed = built is not None
    audited = [_audited(year, job, entries.get(job.file), by_file.get(job.file), listed=listed) for job in letter_jobs]
    expected = {job.file for job in letter_jobs}
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
    """A letter on its own, of the authority and year that its title names.

    Raises: Unknown: it is not a letter of any of the years.
    """
    content = path.read_bytes()
    try:
        title = pages.read(content).info.title
    except NotPdf as error:
        raise Unknown([PROOF_NOT_PDF(Place(path.as_posix()), problem=str(error))]) from None
    for year in years:
        for job in year.letter_jobs:
            ending = f"{year.edition.title}: {job.record.name}"
            if title == ending or title.endswith(f": {ending}"):
                named = next((each.record.name for each in year.letter_jobs if each.file == path.name), "")
                draft = title != ending and not job.record.specimen
                return _single(year, job, content, path, named, draft=draft)
    known = ", ".join(year.edition.year for year in years)
    raise Unknown([NO_LETTER_OF(Place(path.as_posix()), title=title, years=known)])


def _single(year: SigningYear, job: LetterJob, content: bytes, path: Path, named: str, *, draft: bool) -> Single:
    try:
        proof = year.verifier.proof(content, job, draft=draft, thorough=True, display_path=path.as_posix())
    except Faults as error:
        return Single(job, None, error.found, named)
    return Single(job, proof, (), named)


def _audited(
    year: SigningYear, job: LetterJob, entry: ManifestEntry | None, read: _Reading | None, *, listed: bool
) -> AuditedLetter:
    """The state of one letter; `entry` is its manifest's, and `listed` says whether there is a manifest."""
    if read is None:
        return AuditedLetter(job.file, Verdict.MISSING, (), ())
    now = year.prints(job.record, job.contact)
    stale = tuple(
        part for part in ("figures", "words", "shared") if entry and getattr(entry.digests, part) != getattr(now, part)
    )
    if listed and (entry is None or entry.sha256 != read.sha256):
        return AuditedLetter(job.file, Verdict.ALTERED, stale, read.faults)
    if stale:
        return AuditedLetter(job.file, Verdict.STALE, stale, read.faults)
    return AuditedLetter(job.file, Verdict.ALTERED if read.faults else Verdict.SOUND, (), read.faults)


@dataclass(frozen=True, slots=True)
class _Reading:
    sha256: str
    faults: tuple[Fault, ...]


def _read(
    verifier: Verifier, letter_jobs: Sequence[LetterJob], at: Path, draft: bool, thorough: frozenset[str]
) -> Iterator[_Reading]:
    jobs = processes.usable_cores()
    if jobs == 1 or len(letter_jobs) < _FEW:
        yield from (_one(verifier, job, at, draft, thorough) for job in letter_jobs)
        return
    with processes.pool(jobs, _start, (verifier, at, draft, thorough)) as pool:
        yield from pool.map(_work, letter_jobs, chunksize=8)


_shared: tuple[Verifier, Path, bool, frozenset[str]]


def _start(*shared: object) -> None:
    global _shared  # noqa: PLW0603  # what a worker process has for all its letters
    _shared = shared  # type: ignore[assignment]


def _work(job: LetterJob) -> _Reading:
    verifier, at, draft, thorough = _shared
    return _one(verifier, job, at, draft, thorough)


def _one(verifier: Verifier, job: LetterJob, at: Path, draft: bool, thorough: frozenset[str]) -> _Reading:
    content = (at / job.file).read_bytes()
    shown = (at / job.file).as_posix()
    faults: tuple[Fault, ...] = ()
    try:
        verifier.proof(content, job, draft=draft, thorough=job.file in thorough, display_path=shown)
    except Faults as error:
        faults = error.found
    return _Reading(hashlib.sha256(content).hexdigest(), faults)
