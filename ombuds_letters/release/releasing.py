"""The two acts of a release: one person proposes it, another one releases exactly that."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import files
from ..faults import NOWHERE, Faults, Kind, Place, Remedy
from ..output import manifest, snapshot
from ..output.manifest import Manifest
from ..press import versions
from ..proof.values import computed
from ..records import contacts
from ..records.roster import LetterJob
from ..signing import SEED
from ..storage import atomic, audit_log, os_errors
from ..storage.workspace import Workspace
from ..text import english
from . import archive, stock
from .contents import SHORTEST_DIGEST, Contents, changes, fits
from .issue import Issue, IssuedLetter, IssuedTable, SigningCertificate, WithdrawnLetter
from .stock import Stock

if TYPE_CHECKING:
    from .signature import Signer

RELEASE_NOT_PROPOSED = Kind(
    "release.not_proposed",
    "nobody has proposed a release of {year}; the first person does: ombuds-letters release {year} --by NAME",
)
RELEASE_SAME_PERSON = Kind(
    "release.same_person", '"{who}" proposed this release; it takes a second person to release it'
)
RELEASE_WRONG_DIGEST = Kind(
    "release.wrong_digest",
    'the digest is "{found}", which is not the beginning of the one that {first} saw; compare the page that the first '
    "person's release printed, and type at least 8 characters of its digest",
)
RELEASE_VOID = Kind(
    "release.void",
    "what would be released is not what {first} saw: {changes}; that proposal is void: begin again with "
    "ombuds-letters release {year} --by NAME",
)
RELEASE_OTHER_CERTIFICATE = Kind(
    "release.other_certificate",
    "was proposed to be signed with the certificate of {expected}; give that one with --certificate",
)
RELEASE_DONE = Kind(
    "release.done",
    "issue {number} was released by {second} on {when}, as {first} proposed it; there is nothing more to do",
)
RELEASE_PROPOSED = Kind(
    "release.proposed",
    "{who} proposed the same release on {when}; compare the page that it printed, and release it with: "
    "ombuds-letters release {year} --by NAME --digest {digest}; or propose it in place of {who} with: "
    "ombuds-letters release {year} --by NAME --anew",
)
RELEASE_CLOCK = Kind(
    "release.clock",
    'is of "{last}", but this computer\'s clock says "{now}"; set the clock right, and do it again',
)
RELEASE_CHANGED = Kind("release.changed_meanwhile", "was changed while it was being released; build it again")

PROPOSAL = "proposal.json"  # in data/YEAR/issued
PROPOSED, VOIDED = "proposed a release", "voided a release"  # in the audit log
_MOST_CHANGES = 5  # so many changes are named in one fault


@dataclass(frozen=True, slots=True)
class Proposal:
    """The first act: who saw what, when and under which login.

    `certificate` is what it is to be signed with, if named, `seed` that of the signing pack that was read.
    """

    contents: Contents
    who: str
    login: str
    when: str
    certificate: SigningCertificate | None = None
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Released:
    """The second act: the issue, where it is, and whether both acts came from one login."""

    issue: Issue
    folder: Path
    same_login: bool


def propose(
    workspace: Workspace,
    year: str,
    who: str,
    login: str,
    *,
    certificate: SigningCertificate | None = None,
    seed: int = SEED,
    anew: bool = False,
) -> tuple[Stock, Proposal]:
    """The first act: takes stock and, if nothing stands in the way, notes who saw what would be released.

    With `anew` it takes the place of what somebody else has proposed.

    Raises: Faults, everything that stands in the way; somebody else has proposed the same.
    """
    with archive.exclusive(workspace, year):
        _clock_is_right(workspace, year)
        found = stock.take(workspace, year, seed)
        if found.faults:
            raise Faults(found.faults)
        before = proposed(workspace, year)
        same = before is not None and before.contents.digest == found.contents.digest
        if before is not None and same and not anew and not same_person(who, before.who):
            when, digest = english.day_of(before.when), before.contents.digest[:SHORTEST_DIGEST]
            raise RELEASE_PROPOSED.error(NOWHERE, who=before.who, when=when, year=year, digest=digest)
        proposal = Proposal(found.contents, who, login, audit_log.now(), certificate, seed)
        about = {
            "issue": str(found.contents.number),
            "letters": str(len(found.contents.letters)),
            "digest": found.contents.digest,
        }
        path = _path(workspace, year)
        with os_errors.translate_os_errors(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            audit_log.write(workspace.data(year), who, PROPOSED, [about])
            said = {**asdict(proposal), "contents": proposal.contents.as_json()}
            atomic.write(path, json.dumps(said, ensure_ascii=False, indent=1), durable=True)
    return found, proposal


def release(
    workspace: Workspace,
    year: str,
    who: str,
    login: str,
    digest: str,
    *,
    signer: Signer | None = None,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Released:
    """The second act: releases what the first person saw, if it is still the same, into `output/YEAR/issued/N`.

    `digest` is what the second person read: at least the first 8 characters. `signer` signs each letter; `progress` is
    called with how many letters of how many are in the new issue.

    Raises: Faults: nobody proposed it, the same person did, the digest is another one, something changed meanwhile (then
    the proposal is void), something stands in the way, a letter can't be signed, the disk refuses.
    """
    with archive.exclusive(workspace, year), os_errors.translate_os_errors(workspace.output(year)):
        proposal = proposed(workspace, year)
        if proposal is None:
            raise _not_proposed(workspace, year, digest)
        _clock_is_right(workspace, year)
        if same_person(who, proposal.who):
            raise RELEASE_SAME_PERSON.error(NOWHERE, who=who)
        if not fits(digest, proposal.contents.digest):
            raise RELEASE_WRONG_DIGEST.error(NOWHERE, found=digest, first=proposal.who)
        certificate = signer.certificate if signer else None
        if proposal.certificate is not None and certificate != proposal.certificate:
            raise RELEASE_OTHER_CERTIFICATE.error(NOWHERE, expected=proposal.certificate.subject)
        found = stock.take(workspace, year, seed)
        if found.contents.digest != proposal.contents.digest:
            raise Faults([*_voided(workspace, year, who, proposal, found).found, *found.faults])
        if found.faults:
            raise Faults(found.faults)
        issue = _put(workspace, found, proposal, who, signer, progress)
        with suppress(OSError):  # it is void without that: the audit log says that it was released
            _path(workspace, year).unlink()
    return Released(issue, archive.folder(workspace, year) / str(issue.number), login == proposal.login)


def proposed(workspace: Workspace, year: str) -> Proposal | None:
    """The proposal that a second person can release; None if there is none, or it was changed or released already."""
    try:
        said = json.loads(files.read(_path(workspace, year), files.LARGE))
        contents = Contents.from_json(said["contents"])
        certificate = SigningCertificate(**said["certificate"]) if said["certificate"] else None
        found = Proposal(contents, said["who"], said["login"], said["when"], certificate, int(said.get("seed", SEED)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    entries = audit_log.read(workspace.data(year))
    acts = [each for each in entries if each.what in (PROPOSED, VOIDED, archive.RELEASED)]
    last = acts[-1] if acts else None
    logged = last is not None and last.what == PROPOSED and last.about.get("digest") == contents.digest
    return found if logged and last is not None and last.who == found.who else None


def same_person(one: str, other: str) -> bool:
    """True if two names are one person's: case, how accents are written, and all but letters and digits make no difference."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def _not_proposed(workspace: Workspace, year: str, digest: str) -> Faults:
    """Why there is nothing to release: it was released already, maybe by a process that was killed then, or never proposed."""
    for each in archive.read(workspace, year):
        if fits(digest, each.digest):
            when = english.day_of(each.released)
            return RELEASE_DONE.error(NOWHERE, number=each.number, second=each.second, when=when, first=each.first)
    return RELEASE_NOT_PROPOSED.error(NOWHERE, year=year)


def _clock_is_right(workspace: Workspace, year: str) -> None:
    """Raises: Faults, where the audit log has a line of a later time: a release would seem to come before it."""
    entries = audit_log.read(workspace.data(year))
    now = audit_log.now()
    if entries and datetime.datetime.fromisoformat(entries[-1].when) > datetime.datetime.fromisoformat(now):
        place = Place((workspace.data(year) / audit_log.FILE).as_posix(), len(entries))
        raise RELEASE_CLOCK.error(place, last=entries[-1].when, now=now)


def _path(workspace: Workspace, year: str) -> Path:
    return workspace.data(year) / archive.FOLDER / PROPOSAL


def _voided(workspace: Workspace, year: str, who: str, proposal: Proposal, found: Stock) -> Faults:
    """Voids a proposal, and says what changed since."""
    changed = tuple(changes(proposal.contents, found.contents))
    more = f"; and {len(changed) - _MOST_CHANGES:,} more changes" if len(changed) > _MOST_CHANGES else ""
    said = "; ".join(changed[:_MOST_CHANGES]) + more
    audit_log.write(workspace.data(year), who, VOIDED, [{"issue": str(proposal.contents.number), "changes": said}])
    with suppress(OSError):
        _path(workspace, year).unlink()
    return RELEASE_VOID.error(NOWHERE, first=proposal.who, changes=Remedy(said), year=year)


def _put(
    workspace: Workspace,
    found: Stock,
    proposal: Proposal,
    who: str,
    signer: Signer | None,
    progress: Callable[[int, int], None],
) -> Issue:
    """Puts the issue in place."""
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
    """What is kept of an issue and not published: the contacts as they were, and what the letters print."""
    year = found.year.edition.year
    rows = tuple(found.entries[letter.file] for letter in of.letters)
    built = manifest.read(workspace.output(year))
    kept = Manifest(year, draft=False, versions=built.versions if built else versions(), letters=rows)
    printed = workspace.output(year) / snapshot.FILE
    return {
        archive.CONTACTS: files.read(workspace.data(year) / contacts.FILE, files.LARGE),
        archive.MANIFEST: "".join(manifest.lines(kept)).encode(),
        archive.PRINTED: files.read(printed, files.LOG) if printed.exists() else b"",
    }
