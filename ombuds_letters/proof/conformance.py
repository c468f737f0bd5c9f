"""Conformance: a tagged PDF with its language and bookmarks, and, checked by a validator, PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..faults import Fault, Kind
from ..pages import Document
from .blocks import ReadBlock
from .expected import PROOF_SAYS, ExpectedLetter

PROOF_UNTAGGED = Kind("proof.untagged", "is not tagged: people who can't see it can't read it; build it again")
PROOF_FORM = Kind("proof.form", "does not conform to {profile}: {problem}; build it again")

PROOF_BOOKMARK = Kind("proof.bookmark", 'has "{found}", which leads to another place on page {page}; build it again')

_NEAR, _ABOVE = (
    1.0,
    12.0,
)  # points; a bookmark leads to the upper left of its heading's box, which may have an edge of its own
_HEADING = re.compile("h([1-6])")
_SPACE = re.compile(r"\s")  # each is one: a space too many is another title


def faults(document: Document, read: Sequence[ReadBlock], expected: ExpectedLetter) -> Iterator[Fault]:
    """What is wrong with language, tags and bookmarks."""
    yield from expected.unless_same("language", document.info.language, expected.edition.language)
    headings = [(int(match[1]), block) for block in read if (match := _HEADING.fullmatch(block.kind))]
    marks = document.info.bookmarks
    if len(marks) != len(headings) or any(
        mark.level != level or mark.page != block.page or not block.says(_SPACE.sub(" ", mark.title))
        for mark, (level, block) in zip(marks, headings, strict=False)
    ):
        found = "; ".join(mark.title for mark in marks)
        yield expected.fault(
            "bookmarks", PROOF_SAYS, found=found, expected="; ".join(block.text for _, block in headings)
        )
    else:
        yield from _places(document, expected)


def _places(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Bookmarks that lead to another place of the right page than their heading's."""
    boxes = [each.box for each in document.walk() if _HEADING.fullmatch(each.kind.lower()) and each.box]
    for mark, box in zip(document.info.bookmarks, boxes, strict=False):
        if mark.top is None or mark.left is None:  # as PDFium reads them
            continue
        height = box.top - box.bottom
        if not (box.top - _NEAR <= mark.top <= box.top + _ABOVE + height and mark.left <= box.left + _NEAR):
            yield expected.fault("bookmarks", PROOF_BOOKMARK, found=mark.title, page=mark.page)


def validated(content: bytes, expected: ExpectedLetter) -> Iterator[Fault]:
    """What a validator finds wrong by both standards; it takes 25 ms per letter."""
    for profile, problem in problems(content):
        yield expected.fault("form", PROOF_FORM, profile=profile, problem=problem)


def problems(content: bytes) -> Iterator[tuple[str, str]]:
    """The same of any PDF: the standard, "PDF/UA-1" or "PDF/A-3a", and what is wrong by it."""
    import page  # the validator is loaded only when it is used

    profiles = {"PDF/UA-1": page.ValidationProfile.PDF_UA_1, "PDF/A-3a": page.ValidationProfile.PDF_A_3A}
    for name, profile in profiles.items():
        try:
            report = page.validate_pdf_bytes(content, profile=profile)
        except page.PageError as error:
            yield name, str(error)
            continue
        for failure in report.failures:
            yield name, failure.message
