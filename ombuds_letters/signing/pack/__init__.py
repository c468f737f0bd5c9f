"""The signing pack: one page with everything that people should see before they sign. It loads nothing else."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ... import questions
from ...faults import Faults
from ...output import manifest
from ...output.manifest import ManifestEntry
from ...questions import YearQuestions
from ...questions.question import Question
from ...questions.sentences import HEADINGS
from ...records.roster import LetterJob
from ...storage import audit_log, os_errors
from ...text import english
from .. import accepted_by, audit, read_log, reading_list
from ..audit import AuditedLetter, Verdict
from ..context import SigningYear
from ..reading_list import FEW_CODES, ReadingList, Reason, ReasonKind, ToRead
from . import facts, letters, page, verdict, wording
from .page import Pack, PackQuestion, RestLine, UnsoundLetter

_MOST_FAULTS = 5  # of one letter
_MOST_CELLS = 3  # of one question


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """What a pack that was written says: how many letters a person should read, how many of them are left, and more.

    `unmade` is how many of the year's letters are missing, or are not what their records make now; `draft` is true of drafts.
    """

    listed: int
    left: int
    unmade: int
    draft: bool


def write(year: SigningYear, folder: Path, target: Path, seed: int) -> WrittenPack:
    """Writes the pack of the letters in a folder.

    The same `seed` picks the same letters by chance.

    Raises: Faults: of earlier years, answers, the manifest, the audit log or the wording accepted before.
    """
    audited = audit.folder(year, folder)
    built = manifest.read(folder)
    entries = manifest.by_file(built)
    asked, faults = questions.read(year.workspace, year.edition, year.roster)
    if faults:
        raise Faults(faults)
    there = {each.file for each in audited if (folder / each.file).is_file()}
    chosen = reading_list.chosen(year.verifier, year.letter_jobs, entries, asked, seed)
    to_read = [each for each in chosen.letters if each.job.file in there]
    example = _example(year, there, to_read)
    readings = read_log.latest(year)
    shown = letters.of_pack(year, folder, target.parent, to_read, readings, example)
    anchors = {each.code: each.anchor for each in shown}
    changes, shared = wording.changed(year), facts.of_year(year)
    findings = verdict.Findings(
        audited, built is not None and built.draft, accepted_by.of_year(year), changes, shared, asked, readings, shown
    )
    pack = Pack(
        title=year.edition.title,
        about=tuple(_about(year, entries)),
        verdict=tuple(verdict.lines(year, findings)),
        letters=shown,
        rest=tuple(_rest(chosen, len(year.letter_jobs))),
        unsound=tuple(_unsound(year, audited)),
        questions=tuple(_question(asked, each, anchors) for each in asked.open),
        changes=changes,
        facts=shared,
        wordings=wording.of_year(year, anchors),
        read_again=tuple(_read_again(year.letter_jobs, readings, {each.code for each in shown if each.listed})),
        total=len(year.letter_jobs),
        commands=tuple(
            year.workspace.command("seen", year.edition.year, read, "--by", "Your Name")
            for read in ("NAME", "list.csv")
        ),
        seed=seed,
        made_again=all(each.state is Verdict.SOUND and not each.only_read for each in audited),
    )
    os_errors.write(target, page.html(pack))
    unmade = sum(each.state is not Verdict.SOUND for each in audited)
    return WrittenPack(len(pack.listed), len(pack.to_tick), unmade, built is not None and built.draft)


def _example(year: SigningYear, there: set[str], to_read: Sequence[ToRead]) -> ToRead | None:
    """A letter of the commonest wording that isn't on the list; None where all are."""
    listed = {each.job.file for each in to_read}
    branches = {job.file: year.verifier.branches(job) for job in year.letter_jobs if job.file in there}
    for commonest, _ in Counter(branches.values()).most_common():
        for job in year.letter_jobs:
            if branches.get(job.file) == commonest and job.file not in listed:
                why = "one like most"
                return ToRead(job, (Reason(ReasonKind.RANDOM, why, "a letter with the wording that most have"),))
    return None


def _about(year: SigningYear, entries: Mapping[str, ManifestEntry]) -> Iterator[str]:
    """What is under the title; the batch is named by the digests of its letters, so that two packs can be compared."""
    edition = year.edition
    yield english.counted(len(year.letter_jobs), "letter")
    yield f"dated {english.long_date(edition.letter_date)}"
    yield edition.author
    now = datetime.datetime.fromisoformat(audit_log.now())
    yield f"this pack: {english.long_date(now)}, {now:%H:%M} UTC"
    batch = hashlib.sha256("".join(sorted(entry.sha256 for entry in entries.values())).encode()).hexdigest()
    yield f"batch {batch[:4]} {batch[4:8]}"


def _rest(chosen: ReadingList, total: int) -> Iterator[RestLine]:
    for each in chosen.rest:
        above = f"; {each.listed:,} of them {'is' if each.listed == 1 else 'are'} above" if each.listed else ""
        yield RestLine(f"{each.says}{above}.")
    left = total - len(chosen.letters)
    if left:
        yield RestLine(
            f"{english.counted(left, 'letter is', 'letters are')} not on this list. Every figure of "
            f"{'it' if left == 1 else 'each'} was compared with its record, and every word with the accepted wording."
        )


def _unsound(year: SigningYear, audited: Sequence[AuditedLetter]) -> Iterator[UnsoundLetter]:
    names = {job.file: job.record.name for job in year.letter_jobs}
    for each in audited:
        if each.state is not Verdict.SOUND:
            faults = [str(fault) for fault in each.faults[:_MOST_FAULTS]]
            if len(each.faults) > _MOST_FAULTS:
                faults.append(f"and {len(each.faults) - _MOST_FAULTS:,} more; verify lists them")
            yield UnsoundLetter(names.get(each.file, each.file), audit.in_words(each), tuple(faults))


def _question(asked: YearQuestions, question: Question, anchors: Mapping[str, str]) -> PackQuestion:
    of_letters = len(question.codes) <= FEW_CODES
    named = tuple(
        (name, anchors.get(code, "")) for code, name in zip(question.codes, question.names, strict=True)
    ) if of_letters else ((question.authorities, ""),)  # fmt: skip
    cells = asked.cells(question)
    came = "; ".join(cells[:_MOST_CELLS]) + ("; …" if len(cells) > _MOST_CELLS else "")
    return PackQuestion(named, question.words.plain, question.words.chance or HEADINGS[question.kind], came)


def _read_again(
    letter_jobs: Sequence[LetterJob], readings: Mapping[str, read_log.Reading], listed: set[str]
) -> Iterator[tuple[str, read_log.Reading]]:
    """Letters that somebody read before they changed, and that aren't on the list."""
    for job in letter_jobs:
        reading = readings.get(job.record.code)
        if reading is not None and reading.changed and job.record.code not in listed:
            yield job.record.name, reading
