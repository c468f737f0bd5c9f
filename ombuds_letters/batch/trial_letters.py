"""A few letters made and proved in place of all: one of each wording, and those whose values reach furthest.

`check` makes them, so that what would stop a letter later is reported with the file that it comes from.
"""

from __future__ import annotations

import html
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..edition import FONT_SUFFIXES, Edition, fonts
from ..faults import Fault, Faults
from ..letter.skeleton import Skeleton
from ..press import Press
from ..proof import Verifier
from ..proof.acceptance import changes
from ..proof.acceptance.edition_parts import LOOK, PARTS
from ..proof.values import Values
from ..records.record import Record
from ..records.roster import LetterJob
from ..storage import processes
from . import letter_sources, template_wording
from .edition_report import changed_parts
from .production import Production
from .workers import FailedLetter

WORDING, PAGES = "wording", "pages"  # what may not be accepted, besides the parts of an edition

# What differs in letters until it is accepted. A new wording may bring other pages and another look with it.
_OF_ACCEPTANCE = {
    WORDING: ("proof.wording", "proof.not_accepted", "proof.margin"),
    PAGES: ("proof.pages", "proof.sheet"),
    LOOK: ("proof.type", "proof.place", "proof.drawn", "proof.drawn_place"),
}


@dataclass(frozen=True, slots=True)
class TrialLetters:
    """What would stop letters, at the files that it comes from; and what is not accepted yet, ("wording", "look")."""

    faults: tuple[Fault, ...]
    unaccepted: tuple[str, ...]


def tried(press: Press, letter_jobs: Sequence[LetterJob], records: Iterable[Record], year_file: Path) -> TrialLetters:
    """The letters of a year tried: each one's templates are filled in, and those that `furthest` names are made and proved.

    `year_file` is the year's year.yaml, at which a fact is reported.

    Raises: Faults, of accepted.yaml, the templates or the style sheet; the templates say what accepted.yaml can't.
    """
    found: list[Fault] = []
    printed: list[tuple[LetterJob, Skeleton]] = []
    for job in letter_jobs:
        try:
            printed.append((job, press.printed(job)))
        except Faults as error:
            found += [each for each in error.found if each not in found]
    if found:
        return TrialLetters(tuple(found), unaccepted=())
    verifier = Verifier(press.edition, records)
    chosen = furthest(press.edition, [(job, skeleton, verifier.expected(job).values) for job, skeleton in printed])
    different = {WORDING}
    if verifier.accepted is not None:
        proved, different = _proved(press, chosen, verifier, year_file, draft=False)
        found += proved
        said, _ = template_wording.items(press.templates, press.edition)
        different |= {WORDING} if changes.changes(verifier.accepted.items, said, ()) else set()
    if different:
        proved, _ = _proved(press, chosen, verifier, year_file, draft=True)
        found += [each for each in proved if each not in found]
    accepted = verifier.accepted_parts
    different |= set(PARTS if accepted is None else changed_parts(press.edition, accepted))
    return TrialLetters(tuple(found), tuple(each for each in (WORDING, PAGES, *PARTS) if each in different))


def furthest(edition: Edition, printed: Sequence[tuple[LetterJob, Skeleton, Values]]) -> list[LetterJob]:
    """One letter of each wording, and those needed besides for the widest value and word of each field, and each character.

    Wordings that differ in the text of their passages alone are one; passages are a field.
    """
    measured = fonts.widths([content for name, content in edition.files.items() if name.endswith(FONT_SUFFIXES)])

    def width(text: str) -> int:
        return measured("0" * len(text) if text.isdigit() else text)

    reach: dict[tuple[str, str], int] = {}
    needs: list[tuple[int, LetterJob, set[_Need]]] = []
    for job, skeleton, known in printed:
        own: set[_Need] = {_without_passages(job, skeleton)}
        values = _values(job, known)
        for field, value in values:
            own.update(("character", each) for each in value)
            for what, measure in (("whole", width(value)), ("word", max(map(width, value.split()), default=0))):
                reach[field, what] = max(reach.get((field, what), 0), measure)
                own.add((field, what, measure))
        needs.append((sum(width(value) for _, value in values), job, own))
    open_ = {
        each
        for _, _, own in needs
        for each in own
        if len(each) != _MEASURE or each[2] == reach[str(each[0]), str(each[1])]
    }
    chosen: list[LetterJob] = []
    for _, job, own in sorted(needs, key=lambda each: -each[0]):
        if own & open_:
            open_ -= own
            chosen.append(job)
    return chosen


_Need = tuple[str | int, ...]  # a wording, a character, or how wide a value of a field is
_MEASURE = 3
_NOT_ITS_OWN = ("facts.", "letter.author", "letter.language", "letter.year", "letter.date", "among.")


def _values(job: LetterJob, known: Values) -> list[tuple[str, str]]:
    """The letter's own values by field, as they are printed; a passage's paragraphs are values of one field."""
    own = ((field, str(value)) for field, value in known.items() if not field.startswith(_NOT_ITS_OWN))
    paragraphs = [("passages", each) for one in job.record.passages for each in one.paragraphs]
    return [*own, *paragraphs]


def _without_passages(job: LetterJob, skeleton: Skeleton) -> tuple[str]:
    """A letter's wording without the text of its passages."""
    wording = skeleton.marked_html
    for paragraph in (each for one in job.record.passages for each in one.paragraphs):
        wording = wording.replace(html.escape(paragraph, quote=False), "", 1)
    return (wording,)


def _proved(
    press: Press, letter_jobs: Sequence[LetterJob], verifier: Verifier, year_file: Path, *, draft: bool
) -> tuple[list[Fault], set[str]]:
    """What would stop these letters, and what of them is not accepted."""
    found: list[Fault] = []
    unaccepted: set[str] = set()
    with tempfile.TemporaryDirectory() as staging:
        production = Production(press, Path(staging), draft, processes.usable_cores(), True, lambda *_: None)
        for result in production.results(letter_jobs):
            faults: tuple[Fault, ...] = ()
            if isinstance(result, FailedLetter):
                faults = result.faults
            else:
                content = files.read(Path(staging) / result.job.file, files.LOG)  # the proof says what is too large
                try:
                    verifier.proof(content, result.job, draft=draft)
                except Faults as error:
                    different = _unaccepted(error.found)
                    unaccepted |= different
                    own = () if different else error.found  # what a new wording brings is found in its draft
                    faults = letter_sources.placed(own, result.job, press.edition, year_file)
            letter_sources.add(found, faults)
    return found, unaccepted


def _unaccepted(faults: Sequence[Fault]) -> set[str]:
    """What a letter's faults say is not accepted: {"look"}; {} if they are about nothing of the kind."""
    for what, codes in _OF_ACCEPTANCE.items():
        if any(each.code.startswith(codes) for each in faults):
            return {what}
    return set()
