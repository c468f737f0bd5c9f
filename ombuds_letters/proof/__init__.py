"""The proof: a finished letter read as a stranger would, and held against its record. Makes nothing, excuses nothing.

It knows the record, the contact, the edition's form and facts, the accepted wording, and the PDF's bytes; its arithmetic
is its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import pages
from ..edition import ACCEPTED, Edition
from ..faults import Fault, Faults, Kind
from ..formats import yaml_reader
from ..pages import Document, NotPdf
from ..records.record import Record
from ..records.roster import LetterJob
from . import blocks, conformance, figures, file_safety, fonts, identity, visibility, words
from .acceptance import accepted as acceptances
from .acceptance.accepted import Accepted, holds
from .expected import ExpectedLetter
from .figures import ReadFigure
from .names import OtherNames
from .values import Values, own, shared
from .words import PROOF_NOT_ACCEPTED

PROOF_NOT_PDF = Kind("proof.not_pdf", "{problem}; build it again")

__all__ = ["Proof", "ReadFigure", "Verifier", "accepted_wording", "sampled"]


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter that was read, and says what its record says. Only `Judge.proof` makes one.

    `figures` has where each figure was read; `draft` is true where the wording was left open.
    """

    job: LetterJob
    pages: int
    bytes: int
    sha256: str
    draft: bool
    figures: tuple[ReadFigure, ...]


class Verifier:
    """An edition's judge: `Judge(edition, records).proof(pdf, order)` is a `Proof`, or raises what is wrong.

    `records` are all of the year, for the names that a letter may not have.

    Raises: Faults, of accepted.yaml.
    """

    def __init__(self, edition: Edition, records: Iterable[Record]) -> None:
        self.edition = edition
        self.accepted = accepted_wording(edition)
        self._shared = shared(edition)
        known = [item.text for item in self.accepted.items] if self.accepted else []
        self._names = OtherNames(records, edition, "\n".join([*known, *map(str, self._shared.values())]))

    def proof(
        self, content: bytes, job: LetterJob, *, draft: bool = False, thorough: bool = False, shown: str = ""
    ) -> Proof:
        """A letter's bytes as its proof; `thorough` asks the validators too. A draft's wording is left open.

        Raises: Faults, every one that was found.
        """
        case = self.expected(job, draft=draft, shown=shown)
        try:
            document = pages.read(content)
        except NotPdf as error:
            raise Faults([case.fault("file", PROOF_NOT_PDF, problem=str(error))]) from None
        sightings, faults = self.check(content, document, case)
        if thorough:
            faults += list(conformance.validated(content, case))
        if faults:
            raise Faults(faults)
        return Proof(job, len(document.pages), len(content), hashlib.sha256(content).hexdigest(), draft, sightings)

    def check(
        self, content: bytes, document: Document, case: ExpectedLetter
    ) -> tuple[tuple[ReadFigure, ...], list[Fault]]:
        """Where each figure was read, and every fault of a letter but the validators'."""
        wanted = words.expected(self.accepted, case) if self.accepted else ()
        texts = [each.text for each in wanted] or list(words.passages(case))
        read = blocks.whole(blocks.blocks(document), texts)
        sightings, faults = figures.check(document, case)
        found = [*file_safety.faults(content, document, case), *faults]
        own_fields = acceptances.printed(self.accepted, case.values) & _WHO if self.accepted else frozenset()
        found += identity.faults(document, read, case, self._names, own_fields)
        if case.draft:
            found += words.lost_passages(read, case)
        elif self.accepted is None:
            found.append(case.fault("wording", PROOF_NOT_ACCEPTED))
        else:
            found += words.faults(read, wanted, case)
            found += words.margins(document, self.accepted, case)
        found += visibility.faults(document, None if case.draft else self.accepted, case)
        found += fonts.faults(document, case)
        found += conformance.faults(document, read, case)
        return sightings, found

    def expected(self, job: LetterJob, *, draft: bool = False, shown: str = "") -> ExpectedLetter:
        """What a letter is held against."""
        values: Values = {**self._shared, **own(self.edition, job.record, job.contact)}
        return ExpectedLetter(self.edition, job, values, draft, shown or job.file)

    def branches(self, job: LetterJob) -> tuple[bool, ...]:
        """Which of the accepted paragraphs that not every letter has stand in this one; last, whether it has a passage."""
        items = self.accepted.items if self.accepted else ()
        values = self.expected(job).values
        return (*(holds(item.when, values) for item in items if item.when), bool(job.record.passages))


def accepted_wording(edition: Edition) -> Accepted | None:
    """The wording that was accepted for an edition; None where none was yet.

    Raises: Faults.
    """
    raw = edition.file(ACCEPTED)
    if raw is None:
        return None
    path = edition.place(ACCEPTED).path
    content, faults = yaml_reader.text(raw, path)
    if faults:
        raise Faults(faults)
    return acceptances.read(content, path, fields(edition), [table.key for table in edition.table_spec.tables])


def fields(edition: Edition) -> frozenset[str]:
    """Every field that a slot or a condition may name."""
    figures_ = {f"figures.{column.field}" for column in edition.table_spec.columns()}
    return frozenset({*shared(edition), *_OWN, *figures_})


_WHO = frozenset({"authority.code", "authority.name", "contact.name", "contact.salutation", "contact.body"})
_OWN = (
    "authority.code",
    "authority.name",
    "authority.kind",
    "authority.specimen",
    "contact.name",
    "contact.title",
    "contact.salutation",
    "contact.body",
)


def sampled(verifier: Verifier, letter_jobs: Sequence[LetterJob], every: int = 20) -> frozenset[str]:
    """The files of the letters to validate: one of every wording, and one in so many of the rest, always the same ones."""
    first = {verifier.branches(job): job.file for job in reversed(letter_jobs)}
    rest = {
        job.file for job in letter_jobs if int(hashlib.sha256(job.record.code.encode()).hexdigest(), 16) % every == 0
    }
    return frozenset({*first.values(), *rest})
