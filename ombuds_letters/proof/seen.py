"""What is seen: a letter's pages as PDFium draws them, compared to the last pixel with those drawn again from what was read.

What is drawn and was not read, or was read and isn't drawn, is a difference, whatever made it. Both are drawn by PDFium, so
that nothing has to be tolerated: what is independent is the page that it is given (`redrawing`), not who draws it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import pages
from ..faults import Fault, Kind
from ..pages import Document
from .expected import ExpectedLetter
from .letter_file import ReadLetter
from .redrawing import redrawn

PROOF_SEEN = Kind(
    "proof.seen",
    "looks different from what is read in it, {left} mm from the left and {top} mm from the top, over {width} by {height} mm; "
    "build it again",
    carries=("picture",),
)

SCALE = 1.25  # pixels a point: 90 to the inch, by which the thinnest stroke of a letter is a pixel
_MM = 25.4 / 72 / SCALE  # of a pixel


def faults(content: bytes, letter: ReadLetter, document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Pages that look different from what was read of them, each with a picture of both."""
    for each in pages.differences(content, redrawn(letter, document), SCALE):
        left, top, right, bottom = (round(edge * _MM) for edge in each.box)
        place = {"left": left, "top": top, "width": max(1, right - left), "height": max(1, bottom - top)}
        yield expected.fault(f"page {each.page}", PROOF_SEEN, picture=each.picture, **place)
