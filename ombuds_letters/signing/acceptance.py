"""Accepting the wording: from the drafts that a person has read to accepted.yaml, with a line in the audit log."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files, pages
from ..edition import ACCEPTED
from ..faults import NOWHERE, Kind, Place
from ..output import manifest
from ..proof import blocks, words
from ..proof import fields as fields_of
from ..proof.acceptance import changes as wording_changes
from ..proof.acceptance import derive, redline, writer
from ..proof.acceptance.accepted import Accepted, Condition, parse_condition
from ..proof.acceptance.derive import Derived, ReadLetter
from ..storage import audit_log, os_errors
from .context import SigningYear

NO_DRAFT = Kind(
    "accept.no_draft",
    "isn't there, and the wording is accepted from the drafts of all letters; make them with: "
    "ombuds-letters build {year} --draft",
)
OLD_DRAFT = Kind(
    "accept.old_draft",
    "is not the draft of today's record and templates; make them with: ombuds-letters build {year} --draft",
)
NO_CONDITION = Kind("accept.condition", '"{found}" is not a condition; write one as: contact.name is absent')

REDLINE = "wording.html"
BEFORE = "accepted-before.yaml"  # in data/YEAR: the wording that the latest acceptance replaced, for the signing pack


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was derived from the drafts, the redline against the wording accepted before, and the file that was written.

    If there are questions nothing is written, and `path` is None. `conditional` has the texts that only some letters have, each
    with its condition, except those that were accepted before.
    """

    derived: Derived
    redline: Path
    path: Path | None
    conditional: tuple[tuple[str, Condition], ...]


def accept(year: SigningYear, drafts: Path, who: str, answers: Mapping[int, str]) -> Acceptance:
    """Accepts the wording of the drafts in a folder; `answers` has the conditions by the number of their question.

    Raises: Faults: a draft is missing or out of date, a condition can't be read, the audit log was changed.
    """
    letters = _read(year, drafts)
    derived = derive.derive(letters, year.verifier.accepted, _conditions(year, answers))
    shown = drafts.parent / REDLINE
    os_errors.write(shown, _redline(year, letters))
    if derived.questions:
        return Acceptance(derived, shown, None, ())
    content = writer.text(derived.accepted)
    path = year.workspace.templates(year.edition.year) / ACCEPTED
    digest = hashlib.sha256(content.encode()).hexdigest()
    audit_log.write(year.workspace.data(year.edition.year), who, "accepted", [{"file": ACCEPTED, "digest": digest}])
    before = year.edition.file(ACCEPTED)
    if before is not None and before != content.encode():
        os_errors.write(year.workspace.data(year.edition.year) / BEFORE, before.decode())
    os_errors.write(path, content)
    return Acceptance(derived, shown, path, _conditional(derived.accepted, year.verifier.accepted))


def _read(year: SigningYear, drafts: Path) -> tuple[ReadLetter, ...]:
    """The drafts of all letters, each as it would be made today."""
    built = manifest.read(drafts)
    entries = {entry.file: entry for entry in built.letters} if built else {}
    letters = []
    for job in year.letter_jobs:
        entry, path = entries.get(job.file), drafts / job.file
        if entry is None or not path.is_file():
            raise NO_DRAFT.error(Place(path.as_posix()), year=year.edition.year)
        content = files.read(path, files.LARGE)
        if entry.digests != year.prints(job.record, job.contact) or entry.sha256 != hashlib.sha256(content).hexdigest():
            raise OLD_DRAFT.error(Place(path.as_posix()), year=year.edition.year)
        letters.append(ReadLetter(pages.read(content), year.verifier.expected(job, draft=True)))
    return tuple(letters)


def _conditions(year: SigningYear, answers: Mapping[int, str]) -> dict[int, Condition]:
    conditions = {}
    for number, answer in answers.items():
        condition = parse_condition(answer, fields_of(year.edition))
        if condition is None:
            raise NO_CONDITION.error(NOWHERE, found=answer)
        conditions[number] = condition
    return conditions


def _conditional(now: Accepted, before: Accepted | None) -> tuple[tuple[str, Condition], ...]:
    known = _conditions_of(before) if before else []
    return tuple(each for each in _conditions_of(now) if each not in known)


def _conditions_of(accepted: Accepted) -> list[tuple[str, Condition]]:
    items = [(item.text, item.when) for item in accepted.items if item.when]
    return [*items, *((margin.text, margin.when) for margin in accepted.margins if margin.when)]


def _redline(year: SigningYear, letters: Sequence[ReadLetter]) -> str:
    found: list[tuple[str, words.LetterDifference]] = []
    for letter in letters if year.verifier.accepted else ():
        wanted = words.expected_blocks(year.verifier.accepted, letter.expected) if year.verifier.accepted else ()
        read = blocks.join_halves(blocks.blocks(letter.document), [each.text for each in wanted])
        name = letter.expected.record.name
        found += [(name, words.letter_difference(each, letter.expected)) for each in words.differences(read, wanted)]
    changes = list(dict.fromkeys(wording_changes.group_changes(found).values()))
    return redline.page(f"Wording of {year.edition.year}", changes, len(letters))
