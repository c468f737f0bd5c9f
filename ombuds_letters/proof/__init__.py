"""The proof: reads a finished letter and checks it against its record.

It knows the record, the contact, the edition's tables and facts, the accepted wording, and the PDF's bytes. It shares no
code with what makes letters: its arithmetic and its formats are its own, so that neither hides the other's mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .. import pages
from ..edition import ACCEPTED, TEMPLATES, Edition
from ..faults import Fault, Faults, Kind
from ..formats import yaml_reader
from ..pages import Document, NotPdf
from ..pages.file_objects import Extended, Truncated
from ..pages.object_values import Unreadable
from ..records.record import Record
from ..records.roster import LetterJob
from . import (
    blocks,
    charts,
    conformance,
    figures,
    file_identity,
    file_safety,
    fonts,
    frames,
    identity,
    links,
    lists,
    look,
    passages,
    reading_order,
    seen,
    visibility,
    words,
)
from .acceptance import accepted, edition_parts
from .acceptance.accepted import Accepted
from .acceptance.conditions import holds
from .compared import ComparedFigures, names
from .expected import ExpectedLetter
from .figures import ReadFigure
from .file_safety import PROOF_CHANGED, PROOF_NOT_WHOLE
from .grammar_rules import Refusal
from .letter_file import LetterReader
from .names import OtherNames
from .typefaces import edition_typefaces
from .values import Values, as_number, edition_values, letter_values
from .words import PROOF_NOT_ACCEPTED

PROOF_NOT_PDF = Kind("proof.not_pdf", "{problem}; build it again")
PROOF_NOT_A_LETTER = Kind("proof.not_a_letter", "is not a file as letters are: {problem}; build it again")
PROOF_FOREIGN_PART = Kind("proof.foreign_part", 'has "{found}" in {where}, which no letter has; build it again')
PROOF_OTHER_PART = Kind("proof.other_part", 'has "{found}" in {where}, where a letter has "{expected}"; build it again')

PROOF_NOT_DUE = Kind(
    "proof.not_due", 'is "{found}", and letters are for "{least}" or more ({why}); remove the letter: build again'
)

_MOST_REFUSALS = 20  # of one letter; more don't say more
_LARGEST_DESCRIBED = 2_000_000  # bytes of a file that is refused and still opened for the screen, to say more about it

__all__ = ["Proof", "ReadFigure", "Verifier", "accepted_wording", "sampled"]


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter that was read and says what its record says; only `Verifier.proof` makes one.

    `figures` has where each figure was read. Of a `draft` the wording was not checked.
    """

    job: LetterJob
    pages: int
    bytes: int
    sha256: str
    draft: bool
    figures: tuple[ReadFigure, ...]


class Verifier:
    """Checks an edition's letters: `Verifier(edition, records).proof(pdf, job)` is a `Proof`, or raises what is wrong.

    `records` are all records of the year, whose names no other letter may have; `any_field` is as in `accepted_wording`.

    Raises: Faults, of accepted.yaml.
    """

    def __init__(self, edition: Edition, records: Iterable[Record], *, any_field: bool = False) -> None:
        self.edition = edition
        self.accepted = accepted_wording(edition, any_field=any_field)
        self.accepted_parts = edition_parts.read(edition)
        self._shared = edition_values(edition)
        known = [item.text for item in self.accepted.items] if self.accepted else []
        self._reader = LetterReader(edition_typefaces(edition))
        self._own_parts = seen.OwnParts()
        known += [*map(str, self._shared.values()), *_printed_by_tables(edition)]
        records = tuple(records)
        self._compared = ComparedFigures(edition, records)
        self._names = OtherNames(records, edition, "\n".join(known))
        # A draft's wording is not accepted yet: what its templates have, all letters may have.
        self._draft_names = self._names.knowing("\n".join(_templates(edition)))

    def proof(
        self,
        content: bytes,
        job: LetterJob,
        *,
        draft: bool = False,
        thorough: bool = False,
        own_parts: bool = False,
        display_path: str = "",
    ) -> Proof:
        """The proof of a letter's bytes; `thorough` sees and validates it too. A draft's wording isn't checked.

        `own_parts` sees of it what no page before had in the same place.

        Raises: Faults, all that were found.
        """
        expected = self.expected(job, draft=draft, display_path=display_path)
        try:
            letter = self._reader.read(content)
            refused = [_refusal(each, expected) for each in letter.refusals[:_MOST_REFUSALS]]
        except Unreadable as error:
            letter = None
            refused = [_unreadable(error, expected)]
        if letter is None or letter.document is None:
            described = self._described(content, expected, refused)
            raise Faults([*described, *(conformance.validated(content, expected) if thorough and letter else ())])
        read_figures, faults = self.check(letter.document, expected)
        faults += file_identity.faults(letter, expected)
        if thorough:
            faults += [
                *seen.faults(content, letter, letter.document, expected),
                *conformance.validated(content, expected),
            ]
        elif own_parts and not faults:
            faults += self._own_parts.faults(content, letter, letter.document, expected)
        if faults:
            raise Faults(faults)
        if thorough and own_parts:
            self._own_parts.remember(letter)
        document = letter.document
        return Proof(job, len(document.pages), len(content), hashlib.sha256(content).hexdigest(), draft, read_figures)

    def _described(self, content: bytes, expected: ExpectedLetter, refused: list[Fault]) -> list[Fault]:
        """The faults of a file that the grammar refuses, with what a reader for the screen makes of it."""
        if len(content) > _LARGEST_DESCRIBED:
            return refused
        try:
            document = pages.read(content)
            _, faults = self.check(document, expected, drawn=False)
        except NotPdf as error:
            return [expected.fault("file", PROOF_NOT_PDF, problem=str(error))]
        except RecursionError:  # elements within each other without end
            return refused
        return [*refused, *file_safety.faults(content, document, expected), *faults]

    def check(
        self, document: Document, expected: ExpectedLetter, *, drawn: bool = True
    ) -> tuple[tuple[ReadFigure, ...], list[Fault]]:
        """Where each figure was read, and every fault of what a letter says and shows.

        Without `drawn`, rules and grounds aren't compared: PDFium's reading has only some of them.
        """
        wanted = words.expected_blocks(self.accepted.items, expected) if self.accepted else passages.expected(expected)
        read = blocks.join_halves(blocks.blocks(document), [each.text for each in wanted])
        read_figures, faults = figures.check(document, expected)
        found = [*faults, *_not_due(expected)]
        own_fields = (
            accepted.printed_fields(self.accepted, expected.values) & _IDENTITY_FIELDS if self.accepted else frozenset()
        )
        names = self._draft_names if expected.draft else self._names
        found += identity.faults(document, read, expected, names, own_fields)
        if expected.draft:
            found += words.lost_passages(read, expected)
        elif self.accepted is None:
            found.append(expected.fault("wording", PROOF_NOT_ACCEPTED, year=self.edition.year))
        else:
            found += words.faults(read, wanted, self.accepted.items, expected)
            found += words.margins(document, self.accepted, expected)
            found += words.languages(read, wanted, self.accepted.items, expected) if drawn else ()
        found += visibility.faults(document, None if expected.draft else self.accepted, expected)
        found += reading_order.faults(document, expected)
        found += lists.faults(document, expected)
        found += fonts.faults(document, expected)
        found += links.faults(document, expected)
        if drawn:
            drawn_charts = charts.read(document, self.accepted.items if self.accepted else (), expected.values)
            drawn_pages = frames.of_pages(document, charts.measured(drawn_charts))
            found += frames.faults(document, drawn_pages, expected)
            found += charts.faults(drawn_charts, expected) if not expected.draft else ()
            found += (
                look.faults(document, drawn_pages, drawn_charts, self.accepted_parts, expected)
                if self.accepted_parts and not expected.draft
                else ()
            )
        found += conformance.faults(document, read, expected)
        return read_figures, found

    def document(self, content: bytes) -> Document | None:
        """A letter as it is read, without being compared with its record; None if the grammar refuses it."""
        try:
            return self._reader.read(content).document
        except Unreadable:
            return None

    def expected(self, job: LetterJob, *, draft: bool = False, display_path: str = "") -> ExpectedLetter:
        """What a letter is checked against; `display_path` is how faults name its file."""
        values: Values = {**self._shared, **letter_values(self.edition, job.record, job.contact, self._compared)}
        return ExpectedLetter(self.edition, job, values, draft, display_path or job.file)

    def branches(self, job: LetterJob) -> tuple[bool, ...]:
        """Which of the conditional paragraphs this letter has, in their order; last, whether it has a passage."""
        items = self.accepted.items if self.accepted else ()
        values = self.expected(job).values
        return (*(holds(item.when, values) for item in items if item.when), bool(job.record.passages))


def _not_due(expected: ExpectedLetter) -> Iterable[Fault]:
    """A fault of a letter to an authority that gets none: it has fewer of something than the edition asks for."""
    threshold = expected.edition.table_spec.letters_for
    if threshold is None:
        return
    count = as_number(expected.values[f"figures.{threshold.field}"])
    if count < threshold.at_least:
        yield expected.fault(
            f"figures.{threshold.field}", PROOF_NOT_DUE, found=count, least=threshold.at_least, why=threshold.reason
        )


def _unreadable(error: Unreadable, expected: ExpectedLetter) -> Fault:
    if isinstance(error, Truncated):
        return expected.fault("file", PROOF_NOT_WHOLE)
    if isinstance(error, Extended):
        return expected.fault("file", PROOF_CHANGED)
    return expected.fault("file", PROOF_NOT_A_LETTER, problem=str(error))


def _refusal(refusal: Refusal, expected: ExpectedLetter) -> Fault:
    field = f"page {refusal.page}" if refusal.page else "file"
    if refusal.expected:
        values = {"found": refusal.found, "where": refusal.where, "expected": refusal.expected}
        return expected.fault(field, PROOF_OTHER_PART, **values)
    return expected.fault(field, PROOF_FOREIGN_PART, found=refusal.found, where=refusal.where)


def accepted_wording(edition: Edition, *, any_field: bool = False) -> Accepted | None:
    """The wording that was accepted for an edition; None if none has been.

    With `any_field` it may name what the edition no longer has, so that it can be compared with a newer one.

    Raises: Faults.
    """
    raw = edition.file(ACCEPTED)
    if raw is None:
        return None
    path = edition.place(ACCEPTED).path
    content, faults = yaml_reader.text(raw, path)
    if faults:
        raise Faults(faults)
    known = None if any_field else fields(edition)
    return accepted.read(content, path, known, [table.name for table in edition.table_spec.every])


def _printed_by_tables(edition: Edition) -> list[str]:
    """The titles and headings of the tables, which every letter has."""
    table_spec = edition.table_spec
    columns = (column.heading for table in table_spec.every for column in table.columns)
    return [*(table.title for table in table_spec.every), *columns]


def _templates(edition: Edition) -> list[str]:
    """The texts of the templates as they were typed."""
    return [content.decode(errors="replace") for name, content in edition.files.items() if name.endswith(TEMPLATES)]


def fields(edition: Edition) -> frozenset[str]:
    """Every field that a slot or a condition may name: {"authority.name", "figures.decided.upheld", …}."""
    of_tables = {f"figures.{column.field}" for column in edition.table_spec.columns()}
    return frozenset({*edition_values(edition), *_LETTER_FIELDS, *of_tables, *names(edition)})


_IDENTITY_FIELDS = frozenset({"authority.code", "authority.name", "contact.name", "contact.salutation", "contact.body"})
_LETTER_FIELDS = (
    "authority.code",
    "authority.name",
    "authority.kind",
    "authority.specimen",
    "contact.name",
    "contact.title",
    "contact.salutation",
    "contact.body",
    "correction.reason",
    "correction.replaced",
    "letter.title",
    "letter.mark",
    "passages",
)


def sampled(verifier: Verifier, letter_jobs: Sequence[LetterJob], every: int = 20) -> frozenset[str]:
    """The files of the letters to see and to validate: one of each combination of paragraphs, each extreme, and one in `every`.

    They are always the same ones.
    """
    first = {verifier.branches(job): job.file for job in reversed(letter_jobs)}
    extremes = (
        {choose(letter_jobs, key=size).file for choose in (min, max) for size in _SIZES} if letter_jobs else set()
    )
    rest = {
        job.file for job in letter_jobs if int(hashlib.sha256(job.record.code.encode()).hexdigest(), 16) % every == 0
    }
    return frozenset({*first.values(), *extremes, *rest})


def _name(job: LetterJob) -> int:
    return len(job.record.name)


def _own_words(job: LetterJob) -> int:
    return sum(len(each.text) for each in job.record.passages)


def _figures(job: LetterJob) -> int:
    return sum(job.record.figures.values())


_SIZES: tuple[Callable[[LetterJob], int], ...] = (_name, _own_words, _figures)
