"""A new issue: the letters that go out, signed if that is asked, with what is kept of them, put into the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .. import files
from ..faults import Kind, Place
from ..output import manifest, snapshot
from ..output.manifest import Manifest
from ..press import versions
from ..proof.values import computed
from ..records import contacts
from ..records.roster import LetterJob
from ..storage import audit_log
from ..storage.workspace import Workspace
from . import archive, messages
from .issue import Issue, IssuedLetter, IssuedTable, WithdrawnLetter
from .proposals import Proposal
from .stock import Stock

if TYPE_CHECKING:
    from .signature import Signer

RELEASE_CHANGED = Kind("release.changed_meanwhile", "was changed while it was being released; build it again")


def put(
    workspace: Workspace,
    found: Stock,
    proposal: Proposal,
    who: str,
    signer: Signer | None,
    progress: Callable[[int, int], None],
) -> Issue:
    """Puts the issue in place: `progress` is called with how many letters of how many are signed, or written.

    Raises: Faults: a letter was changed meanwhile, or can't be signed.
    """
    edition, year = found.year.edition, found.year.edition.year
    at = workspace.output(year)
    files = {job.file: _proved(at / job.file, found.entries[job.file].sha256) for job in found.going_out}
    when = audit_log.now()
    signed = dict(signer.signed(files, progress)) if signer else files
    current = archive.current(found.issues)
    of = Issue(
        year=year,
        number=found.contents.number,
        title=edition.title,
        author=edition.author,
        released=when,
        first=proposal.who,
        second=who,
        digest=found.contents.digest,
        publication=edition.publication.isoformat(),
        certificate=signer.certificate if signer else None,
        versions=versions(),
        tables=tuple(
            IssuedTable(table.title, tuple((column.field, column.heading) for column in table.columns))
            for table in edition.table_spec.tables
        ),
        letters=tuple(_letter(found, job, files[job.file], signed[job.file]) for job in found.going_out),
        withdrawn=tuple(
            WithdrawnLetter(
                each.code, current[each.code].letter.authority, current[each.code].letter.file, each.issue, each.reason
            )
            for each in found.opened
            if each.withdrawn
        ),
    )
    about = {
        "digest": found.contents.digest,
        "proposed by": proposal.who,
        "withdrawn": str(len(of.withdrawn)),
        "certificate": of.certificate.sha256 if of.certificate else "",
    }
    archive.put(
        workspace,
        of,
        _written(signed, progress if signer is None else lambda done, of: None),
        _kept(workspace, found, of),
        about,
    )
    return of


def _written(files: Mapping[str, bytes], progress: Callable[[int, int], None]) -> Iterator[tuple[str, bytes]]:
    for done, file in enumerate(files, 1):
        yield file, files[file]
        progress(done, len(files))


def _proved(path: Path, sha256: str) -> bytes:
    content = files.read(path, files.LARGE)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RELEASE_CHANGED.error(Place(path.as_posix()))
    return content


def _letter(found: Stock, job: LetterJob, proved: bytes, content: bytes) -> IssuedLetter:
    edition, entry = found.year.edition, found.entries[job.file]
    correction = next((each for each in found.opened if each.code == job.record.code), None)
    figures = computed(edition.table_spec, job.record.figures)
    return IssuedLetter(
        code=job.record.code,
        authority=job.record.name,
        file=job.file,
        date=(correction.day if correction else edition.letter_date).isoformat(),
        pages=entry.pages,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        proved_bytes=len(proved),
        proved_sha256=entry.sha256,
        figures={field: str(figure) for field, figure in figures.items()},
        corrects=correction.issue if correction else 0,
        reason=correction.reason if correction else "",
    )


def _kept(workspace: Workspace, found: Stock, of: Issue) -> dict[str, bytes]:
    """What is kept of an issue and not published: the contacts as they were, what the letters print, what messages say."""
    year = found.year.edition.year
    rows = tuple(found.entries[letter.file] for letter in of.letters)
    built = manifest.read(workspace.output(year))
    kept = Manifest(year, draft=False, versions=built.versions if built else versions(), letters=rows)
    printed = workspace.output(year) / snapshot.FILE
    return {
        archive.CONTACTS: files.read(workspace.data(year) / contacts.FILE, files.LARGE),
        archive.MANIFEST: "".join(manifest.lines(kept)).encode(),
        archive.PRINTED: files.read(printed, files.LOG) if printed.exists() else b"",
        archive.MESSAGES: messages.kept(found.year.edition, found.going_out),
    }
