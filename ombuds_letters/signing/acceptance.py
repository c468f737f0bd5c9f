"""Accepting the wording: from the drafts that a person has seen to accepted.yaml, with a line in the journal."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import journal, manifest, pages
from ..edition import ACCEPTED
from ..errors import LettersError, Unknown
from ..proof import deriving, reading, redline, words, written
from ..proof import fields as fields_of
from ..proof.accepted import Condition, parsed
from ..proof.deriving import Derived, Seen
from ..proof.slots import slotted
from .year import Year

REDLINE = "wording.html"
BEFORE = "accepted-before.yaml"  # in data/YEAR: what the latest acceptance took the place of, for the signing pack


class NotSeen(LettersError):
    """The drafts are not all there, or not those of today; the message says which command makes them."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was derived from the drafts, and the redline against what was accepted before; `path` is what was written.

    With questions nothing is written, and `path` is None.
    """

    derived: Derived
    redline: Path
    path: Path | None


def accept(year: Year, drafts: Path, who: str, answers: Mapping[int, str]) -> Acceptance:
    """Accepts the wording of the drafts in a folder; `answers` has conditions by their question's number.

    Raises: NotSeen, Unknown (a condition that can't be read), BrokenChain.
    """
    letters = _seen(year, drafts)
    derived = deriving.derive(letters, year.judge.accepted, _conditions(year, answers))
    shown = drafts.parent / REDLINE
    _put(shown, _redline(year, letters))
    if derived.questions:
        return Acceptance(derived, shown, None)
    content = written.text(derived.accepted)
    path = year.workspace.templates(year.edition.year) / ACCEPTED
    digest = hashlib.sha256(content.encode()).hexdigest()
    journal.write(year.workspace.data(year.edition.year), who, "accepted", [{"file": ACCEPTED, "digest": digest}])
    before = year.edition.file(ACCEPTED)
    if before is not None and before != content.encode():
        _put(year.workspace.data(year.edition.year) / BEFORE, before.decode())
    _put(path, content)
    return Acceptance(derived, shown, path)


def _seen(year: Year, drafts: Path) -> tuple[Seen, ...]:
    """The drafts of all letters, as they would be made today."""
    said = manifest.read(drafts)
    rows = {row.file: row for row in said.letters} if said else {}
    again = f"make them with: ombuds-letters build {year.edition.year} --draft"
    letters = []
    for order in year.orders:
        row, path = rows.get(order.file), drafts / order.file
        if row is None or not path.is_file():
            raise NotSeen(
                f"{path.as_posix()}: the wording is accepted from the drafts of all letters, and this isn't there; {again}"
            )
        content = path.read_bytes()
        if row.prints != year.prints(order.record, order.contact) or row.sha256 != hashlib.sha256(content).hexdigest():
            raise NotSeen(f"{path.as_posix()}: is not the draft of today's record and templates; {again}")
        letters.append(Seen(pages.read(content), year.judge.case(order, draft=True)))
    return tuple(letters)


def _conditions(year: Year, answers: Mapping[int, str]) -> dict[int, Condition]:
    conditions = {}
    for number, answer in answers.items():
        condition = parsed(answer, fields_of(year.edition))
        if condition is None:
            raise Unknown(f'"{answer}" is no condition; write one as: contact.name is absent')
        conditions[number] = condition
    return conditions


def _redline(year: Year, letters: Sequence[Seen]) -> str:
    changes: Counter[words.Difference] = Counter()
    for letter in letters if year.judge.accepted else ():
        case = letter.case
        wanted = words.expected(year.judge.accepted, case) if year.judge.accepted else ()
        read = reading.whole(reading.blocks(letter.document), [each.text for each in wanted])
        for each in words.differences(read, wanted):
            changes[words.Difference(*(slotted(part, case, case.values) for part in (each.expected, each.found)))] += 1
    listed = [redline.Change(difference, count) for difference, count in changes.items()]
    return redline.page(f"Wording of {year.edition.year}", listed, len(letters))


def _put(path: Path, content: str) -> None:
    staged = path.with_name(f".{path.name}.staged")
    staged.write_text(content, encoding="utf-8", newline="\n")
    os.replace(staged, path)
