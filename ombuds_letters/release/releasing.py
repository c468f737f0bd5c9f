"""The two acts of a release: one person proposes it, another one releases exactly that."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import NOWHERE, Faults, Kind, Place, Remedy
from ..signing import SEED
from ..storage import audit_log, os_errors
from ..storage.workspace import Workspace
from ..text import english
from . import archive, new_issue, proposals, stock
from .contents import SHORTEST_DIGEST, changes, fits
from .issue import Issue, SigningCertificate
from .proposals import Proposal, same_person
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
_MOST_CHANGES = 5  # so many changes are named in one fault


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
        before = proposals.open_one(workspace, year)
        same = before is not None and before.contents.digest == found.contents.digest
        if before is not None and same and not anew and not same_person(who, before.who):
            when, digest = english.day_of(before.when), before.contents.digest[:SHORTEST_DIGEST]
            raise RELEASE_PROPOSED.error(NOWHERE, who=before.who, when=when, year=year, digest=digest)
        proposal = Proposal(found.contents, who, login, audit_log.now(), certificate, seed)
        proposals.put(workspace, year, proposal)
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
        proposal = proposals.open_one(workspace, year)
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
        issue = new_issue.put(workspace, found, proposal, who, signer, progress)
        proposals.remove(workspace, year)
    return Released(issue, archive.folder(workspace, year) / str(issue.number), login == proposal.login)


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


def _voided(workspace: Workspace, year: str, who: str, proposal: Proposal, found: Stock) -> Faults:
    """Voids a proposal, and says what changed since."""
    changed = tuple(changes(proposal.contents, found.contents))
    more = f"; and {len(changed) - _MOST_CHANGES:,} more changes" if len(changed) > _MOST_CHANGES else ""
    said = "; ".join(changed[:_MOST_CHANGES]) + more
    proposals.void(workspace, year, proposal, who, said)
    return RELEASE_VOID.error(NOWHERE, first=proposal.who, changes=Remedy(said), year=year)
