"""The form of the file: a tagged PDF with its language and bookmarks; and, by a validator, PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..faults import Fault, Kind
from ..pages import Document
from .blocks import ReadBlock
from .expected import PROOF_SAYS, ExpectedLetter

PROOF_UNTAGGED = Kind("proof.untagged", "is not tagged; who can't see it can't read it")
PROOF_FORM = Kind("proof.form", "is not {profile}: {problem}")

_HEADING = re.compile("h([1-6])")


def faults(document: Document, read: Sequence[ReadBlock], case: ExpectedLetter) -> Iterator[Fault]:
    """What is wrong with language, tags and bookmarks."""
    yield from case.unless_same("language", document.info.language, case.edition.language)
    if not document.info.tagged:
        yield case.fault("form", PROOF_UNTAGGED)
    headings = [(int(match[1]), block) for block in read if (match := _HEADING.fullmatch(block.kind))]
    marks = document.info.bookmarks
    if len(marks) != len(headings) or any(
        mark.level != level or mark.page != block.page or not block.says(" ".join(mark.title.split()))
        for mark, (level, block) in zip(marks, headings, strict=False)
    ):
        found = "; ".join(mark.title for mark in marks)
        yield case.fault("bookmarks", PROOF_SAYS, found=found, expected="; ".join(block.text for _, block in headings))


def validated(content: bytes, case: ExpectedLetter) -> Iterator[Fault]:
    """What a validator says of the file, by both standards; 25 ms a letter."""
    import page  # the validator; loaded where it is asked

    profiles = {"PDF/UA-1": page.ValidationProfile.PDF_UA_1, "PDF/A-3a": page.ValidationProfile.PDF_A_3A}
    for name, profile in profiles.items():
        try:
            report = page.validate_pdf_bytes(content, profile=profile)
        except page.PageError as error:
            yield case.fault("form", PROOF_FORM, profile=name, problem=str(error))
            continue
        for failure in report.failures:
            yield case.fault("form", PROOF_FORM, profile=name, problem=failure.message)
