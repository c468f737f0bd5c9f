"""The signing pack: one page with everything that people should see before they sign. It loads nothing else."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

from .. import files, questions
from ..edition import Edition
from ..edition import load_edition as read_edition
from ..faults import Faults, column_letters
from ..output import manifest
from ..pages import pictures
from ..proof.acceptance import changes, conditions, redline
from ..proof.values import LONG, Value, edition_values, format_value
from ..storage import os_errors
from . import audit, pack_page, read_log, reading_list, wordings
from .context import SigningYear
from .pack_page import (
    Combination,
    ConditionalParagraph,
    ConditionalParagraphs,
    Example,
    FactRow,
    Pack,
    PackChange,
    PackChanges,
    PackLetter,
    PassageText,
)

_FULL, _THUMBNAIL = 900, 260  # a picture's width in pixels


def write(year: SigningYear, folder: Path, target: Path, seed: int) -> int:
    """Writes the pack of the letters in a folder, and returns how many of them a person should look at.

    The same `seed` picks the same random sample.

    Raises: Faults: of earlier years, answers, the manifest, the audit log or the wording accepted before.
    """
    audited = audit.folder(year, folder)
    existing = {letter.file for letter in audited if (folder / letter.file).is_file()}
    built = manifest.read(folder)
    entries = {entry.file: entry for entry in built.letters} if built else {}
    asked, faults = questions.read(year.workspace, year.edition, year.roster)
    if faults:
        raise Faults(faults)
    chosen = reading_list.chosen(year.verifier, year.letter_jobs, entries, asked, seed).letters
    to_look_at = [letter for letter in chosen if letter.job.file in existing]
    read = read_log.latest(year)
    pack = Pack(
        title=year.edition.title,
        letters=len(year.letter_jobs),
        states=Counter(str(letter.state) for letter in audited),
        unsound=tuple(
            (letter.file, str(letter.state)) for letter in audited if letter.state is not audit.Verdict.SOUND
        ),
        example=_example(year, folder, existing),
        changes=_changes(year),
        facts=_facts(year),
        passages=tuple(
            PassageText(job.record.name, passage.kind, passage.paragraphs, passage.approved_by)
            for job in year.letter_jobs
            for passage in job.record.passages
        ),
        conditional=_conditional(year),
        look_at=tuple(
            PackLetter(
                letter.job.record.name,
                letter.job.file,
                tuple(f"{reason.why}: {reason.look_at}" for reason in letter.reasons),
                pictures(files.read(folder / letter.job.file, files.LARGE), _THUMBNAIL),
                read.get(letter.job.record.code),
            )
            for letter in to_look_at
        ),
        read={job.record.name: read[job.record.code] for job in year.letter_jobs if job.record.code in read},
        seed=seed,
    )
    os_errors.write(target, pack_page.html(pack))
    return len(to_look_at)


def _example(year: SigningYear, folder: Path, existing: set[str]) -> Example | None:
    letter_jobs = [job for job in year.letter_jobs if job.file in existing]
    if not letter_jobs:
        return None
    commonest = Counter(year.verifier.branches(job) for job in letter_jobs).most_common(1)[0][0]
    job = next(job for job in letter_jobs if year.verifier.branches(job) == commonest)
    return Example(job.record.name, pictures(files.read(folder / job.file, files.LARGE), _FULL))


def _changes(year: SigningYear) -> PackChanges | None:
    """What changed since those who sign have last seen the wording; None if there was none before."""
    before, since = wordings.before_signing(year)
    now = year.verifier.accepted
    if before is None or now is None:
        return None
    letters = [year.verifier.expected(job) for job in year.letter_jobs]
    found = changes.changes(before.items, now.items, letters)
    return PackChanges(
        since, tuple(PackChange(redline.how(each, letters), redline.html(each, letters)) for each in found)
    )


def _edition_before(year: SigningYear) -> Edition | None:
    """The edition before this one."""
    earlier = [each for each in year.workspace.years() if each < year.edition.year]
    return read_edition(year.workspace, earlier[-1]) if earlier else None


def _facts(year: SigningYear) -> tuple[FactRow, ...]:
    now, last = edition_values(year.edition), _edition_before(year)
    before = edition_values(last) if last is not None else {}
    names = dict.fromkeys((*now, *before))
    return tuple(FactRow(name, _shown(now.get(name)), _shown(before.get(name)), last is not None) for name in names)


def _shown(value: Value | None) -> str:
    if isinstance(value, datetime.date):
        days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        return f"{days[value.weekday()]} {format_value(value, LONG)}"
    return "" if value is None else format_value(value)


def _conditional(year: SigningYear) -> ConditionalParagraphs:
    items = year.verifier.accepted.items if year.verifier.accepted else ()
    described = [(changes.shown(item), conditions.text(item.when)) for item in items if item.when]
    described.append(("a passage of its own", "it has any"))
    having: dict[tuple[bool, ...], list[str]] = {}
    for job in year.letter_jobs:
        having.setdefault(year.verifier.branches(job), []).append(job.record.name)
    commonest_first = sorted(having.items(), key=lambda each: (-len(each[1]), each[0]))
    return ConditionalParagraphs(
        tuple(
            ConditionalParagraph(
                column_letters(number),
                text,
                condition,
                sum(len(names) for has, names in having.items() if has[number - 1]),
            )
            for number, (text, condition) in enumerate(described, 1)
        ),
        tuple(Combination(has, tuple(names)) for has, names in commonest_first),
    )
