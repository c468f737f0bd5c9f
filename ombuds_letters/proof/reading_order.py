"""What is read in one order is seen in it: the next words are below, or to the right, and words have single spaces.

A screen reader follows the tags, the eye the page; a figure that was moved, or a caption above another table, says one thing
to the one and another to the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..faults import Fault, Kind
from ..pages import Document, TextRun
from .expected import ExpectedLetter

PROOF_ORDER = Kind("proof.order", 'has "{found}" above or before "{before}", after which it is read; build it again')
PROOF_GAP = Kind("proof.gap", 'has "{found}" with spaces before it, or several between two words; write one')

_SLACK = 0.6  # points; glyphs overshoot a little
_SPACES = str.maketrans(dict.fromkeys("\xa0\u2002\u2003\u2009\u202f", " "))


def faults(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Texts that are seen in another order than they are read, or with gaps that aren't read."""
    before: tuple[int, TextRun] | None = None
    for page, text in _read(document):
        if before is not None and before[0] == page and _is_before(text, before[1]):
            found, other = text.text.strip(), before[1].text.strip()
            yield expected.fault(f"page {page}", PROOF_ORDER, found=found, before=other)
        before = page, text
    for number, page_ in enumerate(document.pages, 1):
        for text in page_.content.texts:
            plain = text.text if text.text.isascii() else text.text.translate(_SPACES)
            if "  " in plain or (plain.startswith(" ") and plain.strip() and not _continues(text, page_.content.texts)):
                yield expected.fault(f"page {number}", PROOF_GAP, found=text.text.strip())


def _read(document: Document) -> Iterator[tuple[int, TextRun]]:
    """The texts in the order of reading, each with its page; an element's own once, with those of its inline elements."""
    seen: set[int] = set()
    for element in document.walk():
        for text in element.texts:
            if id(text) not in seen and text.text.strip():
                seen.add(id(text))
                yield element.page, text


def _is_before(text: TextRun, other: TextRun) -> bool:
    """True for a text whose place is before another's: higher and not to its right, or on its line and not to its right."""
    higher = text.box.bottom > other.box.bottom + _SLACK and text.baseline > other.baseline + _SLACK
    left = text.box.left < other.box.right - _SLACK
    same_line = abs(text.baseline - other.baseline) <= _SLACK
    return left and (higher or same_line)


def _continues(text: TextRun, texts: tuple[TextRun, ...]) -> bool:
    """True if another text is just before this one, on its line."""
    return any(
        other is not text
        and abs(other.baseline - text.baseline) < _SLACK
        and text.box.left - 2 * text.size < other.box.right <= text.box.left + _SLACK
        for other in texts
    )
