"""What the first person proposes to release, until a second one releases it: a file in data/YEAR/issued, and the audit log."""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import files
from ..signing import SEED
from ..storage import atomic, audit_log, os_errors
from ..storage.workspace import Workspace
from . import archive
from .contents import Contents
from .issue import SigningCertificate

FILE = "proposal.json"
PROPOSED, VOIDED = "proposed a release", "voided a release"  # in the audit log


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


def open_one(workspace: Workspace, year: str) -> Proposal | None:
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


def put(workspace: Workspace, year: str, proposal: Proposal) -> None:
    """Notes a proposal, in place of one that was there; first in the audit log, without which it isn't one.

    Raises: Faults: the disk refuses.
    """
    contents, path = proposal.contents, _path(workspace, year)
    about = {"issue": str(contents.number), "letters": str(len(contents.letters)), "digest": contents.digest}
    said = {**asdict(proposal), "contents": contents.as_json()}
    with os_errors.translate_os_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        audit_log.write(workspace.data(year), proposal.who, PROPOSED, [about])
        atomic.write(path, json.dumps(said, ensure_ascii=False, indent=1), durable=True)


def void(workspace: Workspace, year: str, proposal: Proposal, who: str, changes: str) -> None:
    """Ends a proposal that is no longer what would be released."""
    about = {"issue": str(proposal.contents.number), "changes": changes}
    audit_log.write(workspace.data(year), who, VOIDED, [about])
    remove(workspace, year)


def remove(workspace: Workspace, year: str) -> None:
    """Removes the file; where that fails, the audit log still says that the proposal has ended."""
    with suppress(OSError):
        _path(workspace, year).unlink()


def same_person(one: str, other: str) -> bool:
    """True if two names are one person's: case, how accents are written, and all but letters and digits make no difference."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def _path(workspace: Workspace, year: str) -> Path:
    return workspace.data(year) / archive.FOLDER / FILE
