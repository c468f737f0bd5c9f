"""Who has read which letter, from the audit log. A reading is valid while the letter's figures and words are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..faults import NOWHERE, Faults, Kind, Place, Remedy
from ..formats import csv_reader, encodings
from ..output import manifest
from ..output.folder import DRAFTS
from ..output.manifest import ContentDigests
from ..records.roster import LetterJob, select
from ..storage import audit_log
from ..text import english
from .context import SigningYear

SEVERAL_SEEN = Kind(
    "seen.several", '"{name}" fits {count} letters: {names}; write the whole name of each that was read'
)
NOT_SEEN = Kind("seen.not_seen", '"{who}" has not read the letter to {name}; {by}')
NOTHING_TO_READ = Kind(
    "seen.nothing_to_read", "{name} has no letter that could have been read; make it, and read it: {command}"
)
OLD_LETTER = Kind(
    "seen.old_letter",
    "the letter to {name} that is there was made from other figures or words; make it anew, and read it: {command}",
)
NO_NAMES = Kind("seen.no_names", "has no names in its first column")

_HEADINGS = ("name", "authority", "code", "file")  # of the first column
SEEN, UNSEEN = "seen", "took back a reading"  # in the audit log


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a letter: who read it, when (ISO 8601), and what of it has changed since, from ("figures", "words")."""

    who: str
    when: str
    changed: tuple[str, ...]

    @property
    def day(self) -> str:
        """The day of the reading, in UTC: "12 July 2018"."""
        return english.day_of(self.when)


def record(year: SigningYear, names: Sequence[str], who: str) -> tuple[LetterJob, ...]:
    """Records that somebody has read letters, and returns those letters; each name must fit one.

    A reading stays valid if the date or anything else that all letters share changes, but not if the letter's own figures or
    words do.

    Raises: Faults: a name fits no letter, or several; a letter isn't there, or is not of what its record says now; the
    manifest or the audit log was changed.
    """
    letter_jobs = _named(year, names)
    _must_be_there(year, letter_jobs)
    abouts = []
    for job in letter_jobs:
        prints = year.prints(job.record, job.contact)
        abouts.append({"code": job.record.code, "figures": prints.figures, "words": prints.words})
    audit_log.write(year.workspace.data(year.edition.year), who, SEEN, abouts)
    return letter_jobs


def take_back(year: SigningYear, names: Sequence[str], who: str) -> tuple[LetterJob, ...]:
    """Records that somebody takes back having read letters, and returns those letters; what others have read stays read.

    Raises: Faults: a name fits no letter, or several; somebody has not read one of them; the audit log was changed.
    """
    letter_jobs = _named(year, names)
    read = _readings(year)
    faults = []
    for job in letter_jobs:
        own = read.get(job.record.code, {})
        if who.casefold() not in own:
            others = english.listed(f'"{each.who}"' for each in own.values())
            by = f"it was read by {others}" if others else "nobody has"
            faults.append(NOT_SEEN(NOWHERE, name=job.record.name, who=who, by=Remedy(by)))
    if faults:
        raise Faults(faults)
    codes = [{"code": job.record.code} for job in letter_jobs]
    audit_log.write(year.workspace.data(year.edition.year), who, UNSEEN, codes)
    return letter_jobs


def _must_be_there(year: SigningYear, letter_jobs: Sequence[LetterJob]) -> None:
    """Raises: Faults, for each letter that nobody can have read as it is now: as a letter, or as a draft."""
    output = year.workspace.output(year.edition.year)
    there: dict[str, list[ContentDigests]] = {}
    for folder in (output, output / DRAFTS):
        for file, entry in manifest.by_file(manifest.read(folder)).items():
            if (folder / file).is_file():
                there.setdefault(entry.code, []).append(entry.digests)
    command = Remedy(year.workspace.command("build", year.edition.year))
    faults = []
    for job in letter_jobs:
        now = year.prints(job.record, job.contact)
        made = there.get(job.record.code, [])
        if not any((each.figures, each.words) == (now.figures, now.words) for each in made):
            kind = OLD_LETTER if made else NOTHING_TO_READ
            faults.append(kind(NOWHERE, name=job.record.name, command=command))
    if faults:
        raise Faults(faults)


def _named(year: SigningYear, names: Sequence[str]) -> tuple[LetterJob, ...]:
    files = frozenset().union(*(_one(year, name) for name in names))
    return tuple(job for job in year.letter_jobs if job.file in files)


def _one(year: SigningYear, name: str) -> frozenset[str]:
    """The file of the one letter that a name fits: nobody is recorded to have read what was not meant."""
    files, _ = select(year.roster, [name])
    if len(files) > 1:
        letters = sorted(job.record.name for job in year.letter_jobs if job.file in files)
        names = english.listed(f'"{each}"' for each in letters)
        raise SEVERAL_SEEN.error(NOWHERE, name=name, count=len(files), names=Remedy(names))
    return files


def latest(year: SigningYear) -> Mapping[str, Reading]:
    """The latest reading of each letter, by the authority's code; one that is valid before one that isn't.

    Raises: Faults: the audit log was changed.
    """
    return {
        code: max(own.values(), key=lambda each: (not each.changed, each.when))
        for code, own in _readings(year).items()
        if own
    }


def _readings(year: SigningYear) -> Mapping[str, Mapping[str, Reading]]:
    """Each person's latest reading of each letter that wasn't taken back, by code and by the person's name, case folded."""
    now = {job.record.code: year.prints(job.record, job.contact) for job in year.letter_jobs}
    found: dict[str, dict[str, Reading]] = {}
    for entry in audit_log.read(year.workspace.data(year.edition.year)):
        code = entry.about.get("code", "")
        if code not in now:
            continue
        own = found.setdefault(code, {})
        if entry.what == SEEN:
            parts = ("figures", "words")
            changed = tuple(part for part in parts if entry.about.get(part) != getattr(now[code], part))
            own.pop(entry.who.casefold(), None)
            own[entry.who.casefold()] = Reading(entry.who, entry.when, changed)
        elif entry.what == UNSEEN:
            own.pop(entry.who.casefold(), None)
    return found


def is_list(name: str) -> bool:
    """True for what is a list of names by its own name, and no letter: "LIST.CSV"."""
    return name.casefold().endswith(".csv")


def listed(path: Path) -> tuple[str, ...]:
    """The names in the first column of a CSV list, as spreadsheet programs write it: in any encoding, with any separator.

    Raises: Faults: it can't be read, there are none.
    """
    content, faults = encodings.decoded(files.read(path, files.SMALL), path.as_posix())
    if faults:
        raise Faults(faults)
    try:
        names = [row[0].text.strip() for row in csv_reader.read(content, path.as_posix())]
    except csv_reader.UnclosedQuote as error:
        raise Faults([error.fault]) from None
    if names and names[0].casefold() in _HEADINGS:
        names = names[1:]
    found = tuple(filter(None, names))
    if not found:
        raise NO_NAMES.error(Place(path.as_posix()))
    return found
