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
_OVERHANG = 0.2  # of a text's size; by how much ink ends differently in lines that end at one edge
_SPACES = str.maketrans(dict.fromkeys("\xa0\u2002\u2003\u2009\u202f", " "))


def faults(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Texts that are seen in another order than they are read, or with gaps that aren't read."""
    before: tuple[int, TextRun] | None = None
    column = _Column()
    for page, text in _read(document):
        if before is None or before[0] != page:
            column = _Column()
        elif _is_before(text, before[1]) and not column.is_right_of(text):
            found, other = text.text.strip(), before[1].text.strip()
            yield expected.fault(f"page {page}", PROOF_ORDER, found=found, before=other)
        column.add(text)
        before = page, text
    for number, page_ in enumerate(document.pages, 1):
        for text in page_.content.texts:
            plain = text.text if text.text.isascii() else text.text.translate(_SPACES)
            if "  " in plain or (plain.startswith(" ") and plain.strip() and not _continues(text, page_.content.texts)):
                yield expected.fault(f"page {number}", PROOF_GAP, found=text.text.strip())


class _Column:
    """The texts read last that are below each other and end at one edge: a date at the right, before what is at its left."""

    def __init__(self) -> None:
        self._texts: list[TextRun] = []

    def add(self, text: TextRun) -> None:
        """Adds the text that is read next."""
        if self._texts and abs(text.box.right - self._texts[-1].box.right) > _OVERHANG * text.size:
            self._texts.clear()
        self._texts.append(text)

    def is_right_of(self, text: TextRun) -> bool:
        """True for a text at the left of the whole column that begins at its height."""
        return bool(self._texts) and (
            abs(text.baseline - self._texts[0].baseline) <= _SLACK
            and all(text.box.right < each.box.left - _SLACK for each in self._texts)
        )


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
