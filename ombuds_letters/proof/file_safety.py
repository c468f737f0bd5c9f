"""A file that the grammar refuses: whether it is complete, was changed, and what in it is active or foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..faults import Fault, Kind
from ..pages import Document, names
from .conformance import PROOF_UNTAGGED
from .expected import ExpectedLetter

PROOF_NOT_WHOLE = Kind("proof.not_whole", "is incomplete: its end doesn't say where its contents are; build it again")
PROOF_CHANGED = Kind("proof.changed", "was changed after it was made: something was added at its end; build it again")
PROOF_ACTIVE = Kind("proof.active", 'has "{found}", which a letter must not have; remove it from the template')
PROOF_FOREIGN = Kind("proof.foreign", 'has "{found}", which is not part of the letter; remove it')

# A file ends with the position of its cross-reference table (ISO 32000-1, 7.5.5); an incremental update adds another.
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")

# What acts when a file is opened or pointed at, what fetches something, and what is read out instead of what is seen.
_ACTIVE = frozenset(
    b"JS JavaScript OpenAction AA Launch GoToR GoToE SubmitForm ImportData ResetForm Rendition RichMedia Movie Sound Hide "
    b"SetOCGState OCProperties AcroForm XFA Encrypt ActualText E Undecipherable".split()
)


def faults(content: bytes, document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """What a file has that isn't part of a letter, as a reader for the screen sees it."""
    end = _END.search(content[-64:])
    if not content.startswith(b"%PDF-") or end is None or int(end[1]) >= len(content):
        yield expected.fault("file", PROOF_NOT_WHOLE)
    for name in sorted(names(content) & _ACTIVE):
        yield expected.fault("file", PROOF_ACTIVE, found=name.decode())
    if document.info.scripts or document.info.forms:
        yield expected.fault("file", PROOF_ACTIVE, found="a script or a form")
    for each in (one for page in document.pages for one in page.annotations):
        if not each.is_link:
            yield expected.fault(f"page {each.page}", PROOF_FOREIGN, found=f"an annotation of kind {each.kind}")
    if not document.info.tagged:
        yield expected.fault("form", PROOF_UNTAGGED)
