"""Who has read which letter, from the audit log. A reading is valid while the letter's figures and words are the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..faults import NOWHERE, Kind, Place, Remedy
from ..records.roster import LetterJob, select
from ..storage import audit_log
from ..text import english
from .context import SigningYear

SEVERAL_SEEN = Kind(
    "seen.several", '"{name}" fits {count} letters: {names}; write the whole name of each that was read'
)
NO_NAMES = Kind("seen.no_names", "has no names in its first column")

SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a letter: who read it, when (ISO 8601), and what of it has changed since, from ("figures", "words")."""

    who: str
    when: str
    changed: tuple[str, ...]


def record(year: SigningYear, names: Sequence[str], who: str) -> tuple[LetterJob, ...]:
    """Records that somebody has read letters, and returns those letters; each name must fit one.

    A reading stays valid if the date or anything else that all letters share changes, but not if the letter's own figures or
    words do.

    Raises: Faults: a name fits no letter; the audit log was changed.
    """
    files = frozenset().union(*(_one(year, name) for name in names))
    letter_jobs = tuple(job for job in year.letter_jobs if job.file in files)
    abouts = []
    for job in letter_jobs:
        prints = year.prints(job.record, job.contact)
        abouts.append({"code": job.record.code, "figures": prints.figures, "words": prints.words})
    audit_log.write(year.workspace.data(year.edition.year), who, SEEN, abouts)
    return letter_jobs


def _one(year: SigningYear, name: str) -> frozenset[str]:
    """The file of the one letter that a name fits: nobody is recorded to have read what was not meant."""
    files, _ = select(year.roster, [name])
    if len(files) > 1:
        letters = sorted(job.record.name for job in year.letter_jobs if job.file in files)
        names = english.listed(f'"{each}"' for each in letters)
        raise SEVERAL_SEEN.error(NOWHERE, name=name, count=len(files), names=Remedy(names))
    return files


def latest(year: SigningYear) -> Mapping[str, Reading]:
    """The latest reading of each letter, by the authority's code.

    Raises: Faults: the audit log was changed.
    """
    now = {job.record.code: year.prints(job.record, job.contact) for job in year.letter_jobs}
    found: dict[str, Reading] = {}
    for entry in audit_log.read(year.workspace.data(year.edition.year)):
        code = entry.about.get("code", "")
        if entry.what == SEEN and code in now:
            parts = ("figures", "words")
            changed = tuple(part for part in parts if entry.about.get(part) != getattr(now[code], part))
            found[code] = Reading(entry.who, entry.when, changed)
    return found


def listed(path: Path) -> tuple[str, ...]:
    """The names in the first column of a CSV list.

    Raises: Faults: there are none.
    """
    content = io.StringIO(files.read(path, files.SMALL).decode("utf-8-sig", "replace"), newline="")
    names = tuple(row[0].strip() for row in csv.reader(content) if row and row[0].strip())
    if not names:
        raise NO_NAMES.error(Place(path.as_posix()))
    return names[1:] if names[0].casefold() in ("name", "authority", "code", "file") else names
