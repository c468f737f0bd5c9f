"""The first lines of a signing pack: what is well, what a person must look at, and what stops the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...questions import YearQuestions
from ...text import english
from ..accepted_by import Acceptance
from ..audit import AuditedLetter, Verdict
from ..context import SigningYear
from ..read_log import Reading
from .page import Mark, PackChanges, PackFacts, PackLetter, VerdictLine

_PARTS = {"facts": "the facts of year.yaml", "form": "the tables", "files": "fonts and pictures", "look": "the look"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the lines are drawn from; `draft` is true of a folder with drafts."""

    audited: Sequence[AuditedLetter]
    draft: bool
    accepted: Sequence[Acceptance]
    changes: PackChanges | None
    facts: PackFacts
    asked: YearQuestions
    readings: Mapping[str, Reading]
    letters: Sequence[PackLetter]


def lines(year: SigningYear, found: Findings) -> Iterator[VerdictLine]:
    """One line for each thing that those who sign answer for."""
    yield _letters(year, found)
    yield _everybody(year, found)
    yield _wording(found)
    yield _parts(found)
    yield _questions(year, found)
    yield _passages(year, found)
    yield _read(found)


def _letters(year: SigningYear, found: Findings) -> VerdictLine:
    total = len(year.letter_jobs)
    states = Counter(each.state for each in found.audited)
    if found.draft:
        return VerdictLine(Mark.BAD, "These are drafts; only final letters are signed.")
    if states[Verdict.SOUND] != len(found.audited) or not total:
        counts = ", ".join(f"{states[state]:,} {state}" for state in Verdict if states[state])
        says = f"Not ready for signing: {counts or 'there are no letters'}."
        return VerdictLine(Mark.BAD, says, "unsound" if counts else "", "which, and why" if counts else "")
    all_ = f"All {total:,} letters were" if total > 1 else "The letter was"
    only_read = sum(each.only_read for each in found.audited)
    if only_read:
        made = english.counted(only_read, "was", "were")
        says = (
            f"{all_} read back, and each says what its record says; {made} made by other versions, and not made again."
        )
        return VerdictLine(Mark.OPEN, says, "checked", "what was checked")
    return VerdictLine(Mark.GOOD, f"{all_} read back; each says what its record says.", "checked", "what was checked")


def _everybody(year: SigningYear, found: Findings) -> VerdictLine:
    total = len(year.letter_jobs)
    if not year.edition.complete:
        says = "Nobody can say whether every authority has its letter: there is no list to check against"
        return VerdictLine(Mark.OPEN, f"{says} (year.yaml says complete: false).")
    missing = sum(each.state is Verdict.MISSING for each in found.audited)
    if missing:
        lack = f"{missing:,} of {total:,} authorities in the register {'has' if missing == 1 else 'have'} no letter yet"
        return VerdictLine(Mark.BAD, f"{lack}.", "checked", "what was checked")
    if total == 1:
        return VerdictLine(Mark.GOOD, "The one authority in the register has its letter.")
    return VerdictLine(Mark.GOOD, f"All {total:,} authorities in the register have a letter, and nobody else.")


def _wording(found: Findings) -> VerdictLine:
    wording = found.accepted[0]
    if not wording.accepted:
        return VerdictLine(Mark.BAD, "The wording has not been accepted by anybody.")
    if wording.changed:
        places = english.counted(wording.changed, "place")
        return VerdictLine(Mark.BAD, f"The wording changed in {places} since it was accepted.")
    by = f"by {wording.by} on {wording.on}" if wording.by else "by somebody whom the audit log doesn't name"
    if found.changes is None:
        differ, link = "there is no earlier one to compare it with", ""
    elif not found.changes.changes:
        differ, link = f"nothing differs from {found.changes.since}", ""
    else:
        count = english.counted(len(found.changes.changes), "place differs", "places differ")
        differ, link = f"{count} from {found.changes.since}", "read them"
    mark = Mark.GOOD if wording.holds else Mark.OPEN
    return VerdictLine(mark, f"Wording accepted {by}; {differ}.", "changes" if link else "", link)


def _parts(found: Findings) -> VerdictLine:
    parts = found.accepted[1:]
    lacking = [_PARTS[each.what] for each in parts if not each.accepted]
    if lacking:
        return VerdictLine(Mark.BAD, f"{_and(lacking, capital=True)} have not been accepted by anybody.")
    changed = [_PARTS[each.what] for each in parts if each.changed]
    if changed:
        says = f"{_and(changed, capital=True)} changed since {'they were' if len(changed) > 1 else 'it was'} accepted."
        return VerdictLine(Mark.BAD, says, "facts", "the facts")
    by: dict[str, list[str]] = {}
    for each in parts:
        who = f"by {each.by} on {each.on}" if each.by else "by somebody whom the audit log doesn't name"
        by.setdefault(who, []).append(_PARTS[each.what])
    accepted = "; ".join(f"{_and(whats)} accepted {who}" for who, whats in by.items())
    last_years = [row for row in found.facts.rows if row.mark == "same"]
    says = f"{accepted[:1].upper()}{accepted[1:]}"
    if last_years:
        many = english.counted(len(last_years), "fact is", "facts are")
        return VerdictLine(Mark.OPEN, f"{says}; {many} last year's and may be meant to differ.", "facts", "the facts")
    mark = Mark.GOOD if all(each.holds for each in parts) else Mark.OPEN
    return VerdictLine(mark, f"{says}.", "facts", "the facts")


def _questions(year: SigningYear, found: Findings) -> VerdictLine:
    asked = found.asked
    if asked.open:
        codes = {code for question in asked.open for code in question.codes}
        concerned = sum(job.record.code in codes for job in year.letter_jobs)
        says = f"{english.counted(len(asked.open), 'question is', 'questions are')} open"
        more = f", {english.counted(concerned, 'letter')} concerned" if concerned else ""
        few = len(asked.open) == 1
        return VerdictLine(Mark.OPEN, f"{says}{more}.", "questions", "the question" if few else "the questions")
    answered = english.counted(len(asked.questions), "was answered", "were answered")
    none = f"No question is open; {answered}" if asked.questions else "No question is open"
    if not year.edition.earlier_years:
        return VerdictLine(Mark.OPEN, f"{none}; but figures were not compared with an earlier year.")
    return VerdictLine(Mark.GOOD, f"{none}.")


def _passages(year: SigningYear, found: Findings) -> VerdictLine:
    having = [job for job in year.letter_jobs if job.record.passages]
    if not having:
        return VerdictLine(Mark.GOOD, "No letter has a passage of its own.")
    passages = [passage for job in having for passage in job.record.passages]
    people = Counter(passage.approved_by for passage in passages)
    read = sum(_is_read(found.readings, job.record.code) for job in having)
    written = english.counted(len(passages), "passage was written for one authority alone",
                              "passages were written for one authority alone")  # fmt: skip
    approved = _and([f"{who} ({count:,})" if len(people) > 1 else who for who, count in people.items()])
    if read == len(having):
        says = f"{written}, approved by {approved}; a person has read every letter with one."
        return VerdictLine(Mark.GOOD, says, "list", "the letters")
    of = f"{read:,} of the {english.counted(len(having), 'letter')} with one {'has' if read == 1 else 'have'} been read"
    return VerdictLine(Mark.OPEN, f"{written}, approved by {approved}; {of}.", "list", "the letters")


def _read(found: Findings) -> VerdictLine:
    listed = [each for each in found.letters if each.listed]
    read = sum(each.is_read for each in listed)
    if not listed:
        return VerdictLine(Mark.OPEN, "There is no letter that a person could read.")
    says = f"{read:,} of the {english.counted(len(listed), 'letter')} that a person should read {_has(read)} been read."
    return VerdictLine(Mark.GOOD if read == len(listed) else Mark.OPEN, says, "list", f"the {len(listed):,}")


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _is_read(readings: Mapping[str, Reading], code: str) -> bool:
    return code in readings and not readings[code].changed


def _and(items: Sequence[str], *, capital: bool = False) -> str:
    says = english.all_of(items)
    return f"{says[:1].upper()}{says[1:]}" if capital else says
