"""Drafts read back before their wording is accepted: what each says, and how it lies on its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files, pages
from ..faults import Kind, Place
from ..output import manifest
from ..pages import Document
from ..proof import Verifier, blocks, charts, frames, look, typography, words
from ..proof.acceptance.accepted import MM, Item, Margin, PageSize, fill_slots
from ..proof.expected import ExpectedLetter
from ..proof.look import Look
from ..proof.words import WordingDifference
from ..records.roster import LetterJob
from ..storage import processes
from .context import SigningYear

NO_DRAFT = Kind(
    "accept.no_draft",
    "isn't there, and what letters say and look like is accepted from the drafts of all; make them with: "
    "ombuds-letters build {year} --draft",
)
OLD_DRAFT = Kind(
    "accept.old_draft",
    "is not the draft of today's record and templates; make them with: ombuds-letters build {year} --draft",
)
CHANGED_DRAFT = Kind(
    "accept.changed_draft", "was changed since it was made; make the drafts with: ombuds-letters build {year} --draft"
)

_ROUNDED = 0.05  # millimetres; glyphs' widths are rounded in a file, so that a text ends up a little beside its margin
_FEWEST = 8  # drafts; fewer are read sooner than a process starts


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A draft: its file, how many pages it has, and where it differs from what the templates say.

    `margins` has each text that styles put into the margins, "Page {page} of {pages}", with the first page that has it,
    without the draft's mark; `look` is None where the proof's grammar refuses the file.
    """

    file: str
    pages: int
    differences: tuple[WordingDifference, ...]
    margins: Mapping[str, int]
    sizes: tuple[PageSize, ...]
    look: Look | None


def read(year: SigningYear, folder: Path, items: Sequence[Item], margins: Sequence[Margin]) -> tuple[ReadDraft, ...]:
    """All drafts in a folder, compared with what the templates say.

    Raises: Faults: a draft is missing, out of date, or was changed since it was made.
    """
    reader = _Reader(year.verifier, folder, _current(year, folder), tuple(items), tuple(margins))
    return tuple(processes.mapped(reader.read, year.letter_jobs, fewest=_FEWEST, chunk=8))


def looks(year: SigningYear, folder: Path, items: Sequence[Item]) -> tuple[Look | None, ...]:
    """The look of all drafts in a folder, which the templates' paragraphs are in.

    Raises: Faults: a draft is missing, out of date, or was changed since it was made.
    """
    reader = _Reader(year.verifier, folder, _current(year, folder), tuple(items), ())
    return tuple(processes.mapped(reader.look, year.letter_jobs, fewest=_FEWEST, chunk=8))


def _current(year: SigningYear, folder: Path) -> dict[str, str]:
    """The SHA-256 of each draft by file, if it is there and as it would be made today."""
    built = manifest.read(folder)
    entries = manifest.by_file(built)
    for job in year.letter_jobs:
        entry, path = entries.get(job.file), folder / job.file
        if entry is None or not path.is_file():
            raise NO_DRAFT.error(Place(path.as_posix()), year=year.edition.year)
        if entry.digests != year.prints(job.record, job.contact):
            raise OLD_DRAFT.error(Place(path.as_posix()), year=year.edition.year)
    return {file: entry.sha256 for file, entry in entries.items()}


@dataclass(frozen=True, slots=True)
class _Reader:
    verifier: Verifier
    folder: Path
    digests: dict[str, str]
    items: tuple[Item, ...]
    margins: tuple[Margin, ...]

    def read(self, job: LetterJob) -> ReadDraft:
        content = self._content(job)
        proved = self.verifier.document(content)
        document = proved or pages.read(content)  # by PDFium, which reads what the grammar refuses too
        expected = self.verifier.expected(job, draft=True)
        seen = self._look(proved, expected) if proved is not None else None
        mark = _draft_mark(document, expected)
        titles = {"letter.title": document.info.title, "letter.mark": _mark_of(document, mark)}
        expected = replace(expected, values={**expected.values, **titles})
        wanted = words.expected_blocks(self.items, expected)
        found = blocks.join_halves(blocks.blocks(document), [each.text for each in wanted])
        margins, lacking = _margins(document, titles["letter.mark"], self.margins, expected)
        return ReadDraft(
            job.file,
            len(document.pages),
            (*words.differences(found, wanted), *(WordingDifference(each, "") for each in lacking)),
            margins,
            tuple(_sizes(document)),
            seen,
        )

    def look(self, job: LetterJob) -> Look | None:
        document = self.verifier.document(self._content(job))
        return self._look(document, self.verifier.expected(job, draft=True)) if document is not None else None

    def _content(self, job: LetterJob) -> bytes:
        path = self.folder / job.file
        content = files.read(path, files.LARGE)
        if hashlib.sha256(content).hexdigest() != self.digests[job.file]:
            raise CHANGED_DRAFT.error(Place(path.as_posix()), year=self.verifier.edition.year)
        return content

    def _look(self, document: Document, expected: ExpectedLetter) -> Look:
        drawn = charts.read(document, self.items, expected.values)
        return look.of_letter(document, frames.of_pages(document, charts.measured(drawn)), expected, drawn)


def _draft_mark(document: Document, expected: ExpectedLetter) -> str:
    """What a draft's title begins with and every page of it has."""
    ending = typography.as_printed(expected.edition)(f": {expected.edition.title}: {expected.record.name}")
    title = document.info.title
    return title.removesuffix(ending) if title.endswith(ending) else ""


def _mark_of(document: Document, mark: str) -> str:
    """The text at the top of the pages that has the mark; a specimen's has one more."""
    return next((text for page in document.pages for text in page.artifacts if mark and mark in text), mark)


def _margins(
    document: Document, mark: str, of_templates: Sequence[Margin], expected: ExpectedLetter
) -> tuple[dict[str, int], list[str]]:
    """The texts in the margins, besides those that templates put there, each with the first page that has it.

    And those that templates put there and a page lacks.
    """
    found: dict[str, int] = {}
    lacking: list[str] = []
    printed = expected.printed
    for number, page in enumerate(document.pages, 1):
        known = [fill_slots(each.text, printed) for each in of_templates if each.is_on(number, expected.values)]
        for artifact in page.artifacts:
            text = artifact.replace(mark, "", 1).strip(" ·") if mark else artifact
            if text in known:
                known.remove(text)
            elif text:
                found.setdefault(_with_slots(text, number, len(document.pages)), number)
        lacking += [each for each in known if each not in mark and each not in lacking]
    return found, lacking


def _with_slots(text: str, page: int, of: int) -> str:
    """A text of the margins with slots for the page's number: "{page}", "Page {page} of {pages}"."""
    escaped = text.replace("{", "{{").replace("}", "}}")
    if escaped == str(page):
        return "{page}"
    return escaped.replace(f"{page} of {of}", "{page} of {pages}")


def _sizes(document: Document) -> Iterator[PageSize]:
    """Each page's size with its margins, in whole millimetres, less one for glyphs that overhang."""
    for page in document.pages:
        outside = set(map(id, page.outside))
        boxes = [text.box for text in page.content.texts if id(text) not in outside and text.text.strip()]
        side = min((min(box.left, page.width - box.right) for box in boxes), default=0.0)
        head = min((min(box.bottom, page.height - box.top) for box in boxes), default=0.0)
        margins = (max(0, int(each / MM + _ROUNDED) - 1) * MM for each in (side, head))
        yield PageSize(round(page.width / MM) * MM, round(page.height / MM) * MM, *margins)
