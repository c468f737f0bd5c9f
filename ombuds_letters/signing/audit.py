"""The letters that lie in a folder, each read and held against its record, the manifest and what it should print now."""

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

_FEW = 8  # letters that are read sooner than a process starts


class State(StrEnum):
    """What is to be said of a letter."""

    SOUND = "sound"
    ALTERED = "altered"
    STALE = "stale"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AuditedLetter:
    """One letter: its file, its state, what it was stale in ("figures", "words", "shared"), and what the reading told."""

    file: str
    state: State
    stale: tuple[str, ...]
    faults: tuple[Fault, ...]


def folder(year: SigningYear, at: Path, *, every: bool = False) -> tuple[AuditedLetter, ...]:
    """Every letter of a year as it lies in a folder; `every` asks the validators about each, not about a sample.

    A letter is sound only when it was read, whatever its sha256. Without a manifest, the reading alone decides.

    Raises: manifest.Unreadable.
    """
    said = manifest.read(at)
    rows = {row.file: row for row in said.letters} if said else {}
    draft = said.draft if said else False
    letter_jobs = year.letter_jobs
    thorough = frozenset(job.file for job in letter_jobs) if every else sampled(year.verifier, letter_jobs)
    there = [job for job in letter_jobs if (at / job.file).is_file()]
    read = dict(zip((job.file for job in there), _read(year.verifier, there, at, draft, thorough), strict=True))
    found = [_found(year, job, rows.get(job.file), read.get(job.file), known=said is not None) for job in letter_jobs]
    asked = {job.file for job in letter_jobs}
    strangers = sorted(path.name for path in at.glob("*.pdf") if path.name not in asked)
    return (*found, *(AuditedLetter(name, State.UNKNOWN, (), ()) for name in strangers))


@dataclass(frozen=True, slots=True)
class Single:
    """One file, read by itself: whose letter it is, its proof or what is wrong, and whose name the file has.

    `named` is the authority whose letter should have that file's name, "" for a name of nobody's.
    """

    job: LetterJob
    proof: Proof | None
    faults: tuple[Fault, ...]
    named: str


def single(years: Sequence[SigningYear], path: Path) -> Single:
    """A letter by itself, of whatever authority and year it says it is.

    Raises: Unknown, when it is no letter of any of the years.
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
        proof = year.verifier.proof(content, job, draft=draft, thorough=True, shown=path.as_posix())
    except Faults as error:
        return Single(job, None, error.found, named)
    return Single(job, proof, (), named)


def _found(
    year: SigningYear, job: LetterJob, row: ManifestEntry | None, read: _Reading | None, *, known: bool
) -> AuditedLetter:
    if read is None:
        return AuditedLetter(job.file, State.MISSING, (), ())
    now = year.prints(job.record, job.contact)
    stale = tuple(
        part for part in ("figures", "words", "shared") if row and getattr(row.digests, part) != getattr(now, part)
    )
    if known and (row is None or row.sha256 != read.sha256):
        return AuditedLetter(job.file, State.ALTERED, stale, read.faults)
    if stale:
        return AuditedLetter(job.file, State.STALE, stale, read.faults)
    return AuditedLetter(job.file, State.ALTERED if read.faults else State.SOUND, (), read.faults)


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


_desk: tuple[Verifier, Path, bool, frozenset[str]]


def _start(*desk: object) -> None:
    global _desk  # noqa: PLW0603  # what a worker process has for all its letters
    _desk = desk  # type: ignore[assignment]


def _work(job: LetterJob) -> _Reading:
    verifier, at, draft, thorough = _desk
    return _one(verifier, job, at, draft, thorough)


def _one(verifier: Verifier, job: LetterJob, at: Path, draft: bool, thorough: frozenset[str]) -> _Reading:
    content = (at / job.file).read_bytes()
    shown = (at / job.file).as_posix()
    faults: tuple[Fault, ...] = ()
    try:
        verifier.proof(content, job, draft=draft, thorough=job.file in thorough, shown=shown)
    except Faults as error:
        faults = error.found
    return _Reading(hashlib.sha256(content).hexdigest(), faults)
