"""The file itself: complete, unchanged since it was made, and without active or foreign contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from ..faults import Fault, Kind
from ..pages import Document, names
from .expected import ExpectedLetter
from .values import Values

PROOF_NOT_WHOLE = Kind("proof.not_whole", "is incomplete: its end doesn't say where its contents are; build it again")
PROOF_CHANGED = Kind("proof.changed", "was changed after it was made: something was added at its end; build it again")
PROOF_ACTIVE = Kind("proof.active", 'has "{found}", which a letter must not have; remove it from the template')
PROOF_FOREIGN = Kind("proof.foreign", 'has "{found}", which is not part of the letter; remove it')
PROOF_LINK = Kind("proof.link", 'has a link to "{found}", which is not among the addresses in year.yaml')

# A file ends with the position of its cross-reference table (ISO 32000-1, 7.5.5); an incremental update adds another.
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")

# What acts when a file is opened or pointed at, what fetches something, and what is read out instead of what is seen.
_ACTIVE = frozenset(
    b"JS JavaScript OpenAction AA Launch GoToR GoToE SubmitForm ImportData ResetForm Rendition RichMedia Movie Sound Hide "
    b"SetOCGState OCProperties AcroForm XFA Encrypt ActualText E Undecipherable".split()
)


def faults(content: bytes, document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """What is wrong with a file's bytes, and what it has that isn't part of the letter."""
    end = _END.search(content[-64:])
    if not content.startswith(b"%PDF-") or end is None or int(end[1]) >= len(content):
        yield expected.fault("file", PROOF_NOT_WHOLE)
    if content.count(b"startxref") > 1:
        yield expected.fault("file", PROOF_CHANGED)
    for name in sorted(names(content) & _ACTIVE):
        yield expected.fault("file", PROOF_ACTIVE, found=name.decode())
    if document.info.scripts or document.info.forms:
        yield expected.fault("file", PROOF_ACTIVE, found="a script or a form")
    allowed = addresses(expected.values)
    for each in (one for page in document.pages for one in page.annotations):
        if not each.is_link:
            yield expected.fault(f"page {each.page}", PROOF_FOREIGN, found=f"an annotation of kind {each.kind}")
        elif each.address and each.address not in allowed:
            yield expected.fault(f"page {each.page}", PROOF_LINK, found=each.address)


def addresses(values: Values) -> frozenset[str]:
    """Where a letter's links may lead: the addresses among the year's facts, as a PDF has them.

    "www.lgo.org.uk/tŵr" is "https://www.lgo.org.uk/t%C5%B5r" there, and "office@lgo.org.uk" is "mailto:office@lgo.org.uk".
    """
    facts = [value for field, value in values.items() if field.startswith("facts.") and isinstance(value, str)]
    return frozenset(_target(fact) for fact in facts if " " not in fact and ("." in fact or fact.startswith("tel:")))


def _target(fact: str) -> str:
    if "://" not in fact and not fact.startswith(("mailto:", "tel:")):
        fact = f"mailto:{fact}" if "@" in fact else f"https://{fact}"
    return "".join(each if each.isascii() else quote(each) for each in fact)
