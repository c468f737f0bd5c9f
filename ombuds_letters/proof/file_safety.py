"""The file itself: whole, of one piece, and without anything active or foreign in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..faults import Fault, Kind
from ..pages import Document, names
from .expected import ExpectedLetter
from .values import Values

PROOF_NOT_WHOLE = Kind("proof.not_whole", "is not whole: its end doesn't say where its contents stand; build it again")
PROOF_CHANGED = Kind(
    "proof.changed", "was changed after it was made: something is written behind its end; build it again"
)
PROOF_ACTIVE = Kind("proof.active", "has {found}, which a letter needs none of; take it out of the template")
PROOF_FOREIGN = Kind("proof.foreign", "carries {found}, which is not the letter's own")
PROOF_LINK = Kind("proof.link", "has a link to {found}, which is not among the addresses in year.yaml")

# A file ends by saying where its table of contents stands (ISO 32000-1, 7.5.5); one that was changed later says so twice.
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")

# What does something when a file is opened or pointed at, what fetches something, and what is read out instead of what is seen.
_ACTIVE = frozenset(
    b"JS JavaScript OpenAction AA Launch GoToR GoToE SubmitForm ImportData ResetForm Rendition RichMedia Movie Sound Hide "
    b"SetOCGState OCProperties AcroForm XFA Encrypt ActualText E Undecipherable".split()
)


def faults(content: bytes, document: Document, case: ExpectedLetter) -> Iterator[Fault]:
    """What is wrong with a file's bytes, and what it carries that isn't the letter's."""
    end = _END.search(content[-64:])
    if not content.startswith(b"%PDF-") or end is None or int(end[1]) >= len(content):
        yield case.fault("file", PROOF_NOT_WHOLE)
    if content.count(b"startxref") > 1:
        yield case.fault("file", PROOF_CHANGED)
    for name in sorted(names(content) & _ACTIVE):
        yield case.fault("file", PROOF_ACTIVE, found=name.decode())
    if document.info.scripts or document.info.forms:
        yield case.fault("file", PROOF_ACTIVE, found="a script or a form")
    allowed = addresses(case.values)
    for each in (one for page in document.pages for one in page.annotations):
        if not each.is_link:
            yield case.fault(f"page {each.page}", PROOF_FOREIGN, found=f"an annotation of kind {each.kind}")
        elif each.address and each.address not in allowed:
            yield case.fault(f"page {each.page}", PROOF_LINK, found=each.address)


def addresses(values: Values) -> frozenset[str]:
    """Where a letter's links may lead: the web addresses among the year's facts."""
    facts = [value for field, value in values.items() if field.startswith("facts.") and isinstance(value, str)]
    return frozenset(fact if "://" in fact else f"https://{fact}" for fact in facts if "." in fact and " " not in fact)
