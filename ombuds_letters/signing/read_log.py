"""Who has read which letter, from the audit log. A reading is valid while the letter's figures and words are the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..faults import NOWHERE, Faults, Kind, Remedy
from ..output import manifest
from ..output.folder import DRAFTS
from ..output.manifest import ContentDigests
from ..records.roster import LetterJob
from ..storage import audit_log
from ..text import english
from . import letters_named
from .context import SigningYear
from .letters_named import LetterNames

NOT_SEEN = Kind("seen.not_seen", '"{who}" has not read the letter to {name}; {by}')
NOTHING_TO_READ = Kind(
    "seen.nothing_to_read", "{name} has no letter that could have been read; make it, and read it: {command}"
)
OLD_LETTER = Kind(
    "seen.old_letter",
    "the letter to {name} that is there was made from other figures or words; make it anew, and read it: {command}",
)

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


def record(year: SigningYear, letters: Iterable[LetterNames], who: str) -> tuple[LetterJob, ...]:
    """Records that somebody has read the letters that are named, and returns those letters.

    A reading stays valid if the date or anything else that all letters share changes, but not if the letter's own figures or
    words do.

    Raises: Faults: what is named is not one letter; a letter isn't there, or is not of what its record says now; the
    manifest or the audit log was changed.
    """
    letter_jobs = letters_named.letter_jobs(year, letters)
    _must_be_there(year, letter_jobs)
    abouts = []
    for job in letter_jobs:
        prints = year.prints(job.record, job.contact)
        abouts.append({"code": job.record.code, "figures": prints.figures, "words": prints.words})
    audit_log.write(year.workspace.data(year.edition.year), who, SEEN, abouts)
    return letter_jobs


def take_back(year: SigningYear, letters: Iterable[LetterNames], who: str) -> tuple[LetterJob, ...]:
    """Records that somebody takes back having read letters, and returns those letters; what others have read stays read.

    Raises: Faults: what is named is not one letter; somebody has not read one of them; the audit log was changed.
    """
    letter_jobs = letters_named.letter_jobs(year, letters)
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
