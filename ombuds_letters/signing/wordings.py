"""The wordings that were accepted for a year, one after the other: kept, and found by day, by release or by year.

`data/YEAR/wordings` has each by its digest; the audit log says who accepted which, and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ..batch import acceptances
from ..edition import ACCEPTED, load_edition
from ..faults import NOWHERE, Faults, Kind
from ..formats import yaml_reader
from ..formats.scalars import as_date, is_dated
from ..proof import accepted_wording
from ..proof.acceptance import accepted
from ..proof.acceptance.accepted import Accepted
from ..storage import audit_log, os_errors
from ..storage.audit_log import LogEntry
from ..text import english
from .context import SigningYear

NO_WORDING = Kind(
    "accept.no_wording", 'no wording was accepted by "{found}"; give an earlier year, or a day as 2018-07-12 ({known})'
)

RELEASED = "released"  # in the audit log
_FOLDER = "wordings"
_DIGITS = 16  # of a digest, in a file's name


def keep(year: SigningYear, content: bytes) -> None:
    """Keeps a wording, if it isn't kept yet."""
    path = _path(year, hashlib.sha256(content).hexdigest())
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        os_errors.write(path, content.decode())


def current(year: SigningYear) -> tuple[Accepted | None, str]:
    """The wording that was accepted last, and what it is called: "the wording that Ann Other accepted on 12 July 2018".

    Where accepted.yaml was changed by hand since, that is no part of it.

    Raises: Faults: the wording can't be read; the audit log was changed.
    """
    now, content = year.verifier.accepted, year.edition.file(ACCEPTED)
    if now is None:
        return None, "nothing: no wording was accepted before"
    entries = acceptances.entries(_data(year))
    kept = None if not entries or acceptances.is_of(entries[-1], content) else _kept(year, entries[-1].about["digest"])
    if kept is None or kept.items == now.items:
        return now, acceptances.latest(_data(year), content)
    return kept, f"{acceptances.named(entries[-1])}, and accepted.yaml was changed since"


def since(year: SigningYear, words: str) -> tuple[Accepted | None, str]:
    """The wording of an earlier year, "2017", or the one that was accepted on a day, "2018-07-12", and what it is called.

    Raises: Faults: there is none.
    """
    if words in year.workspace.years() and words < year.edition.year:
        found = accepted_wording(load_edition(year.workspace, words), any_field=True)
        if found is not None:
            return found, f"the accepted wording of {words}"
    entries = acceptances.entries(_data(year))
    if as_date(words) and entries:
        return _at(year, entries, words)
    days = [entry.when[:10] for entry in entries]
    known = [each for each in year.workspace.years() if each < year.edition.year] + days
    listed = f"there are {english.listed(dict.fromkeys(known))}" if known else "there is none"
    raise NO_WORDING.error(NOWHERE, found=words, known=listed)


def before_signing(year: SigningYear) -> tuple[Accepted | None, str]:
    """What those who sign have last seen: the wording of the last release, or of the year before, or the year's first.

    None where nothing was accepted before.

    Raises: Faults: a wording can't be read.
    """
    released = [entry for entry in audit_log.read(_data(year)) if entry.what == RELEASED]
    entries = acceptances.entries(_data(year))
    if released and entries:
        return _at(year, entries, released[-1].when)
    for earlier in reversed([each for each in year.workspace.years() if each < year.edition.year]):
        found = accepted_wording(load_edition(year.workspace, earlier), any_field=True)
        if found is not None:
            return found, f"the accepted wording of {earlier}"
    return _first(year, entries) if entries else (None, "")


def _at(year: SigningYear, entries: Sequence[LogEntry], when: str) -> tuple[Accepted | None, str]:
    """The wording at the end of a day, or at a moment in UTC; before the first acceptance, the one that it replaced."""
    end = f"{when}T23:59:59+00:00" if is_dated(when) else when
    earlier = [entry for entry in entries if entry.when <= end]
    if not earlier:
        return _first(year, entries)
    return _kept(year, earlier[-1].about["digest"]), acceptances.named(earlier[-1])


def _first(year: SigningYear, entries: Sequence[LogEntry]) -> tuple[Accepted | None, str]:
    """The wording that the year's first acceptance replaced; None where it was the first of all."""
    digest = entries[0].about.get("before", "")
    found = _kept(year, digest) if digest else None
    return (found, f"the wording before {english.day_of(entries[0].when)}") if found else (None, "")


def _kept(year: SigningYear, digest: str) -> Accepted | None:
    path = _path(year, digest)
    if not path.is_file():
        return None
    content, faults = yaml_reader.file_text(path, path.as_posix())
    if faults:
        raise Faults(faults)
    return accepted.read(content, path.as_posix(), None, ())


def _path(year: SigningYear, digest: str) -> Path:
    return _data(year) / _FOLDER / f"{digest[:_DIGITS]}.yaml"


def _data(year: SigningYear) -> Path:
    return year.workspace.data(year.edition.year)
