"""What is seen: a letter's pages as PDFium draws them, compared to the last pixel with those drawn again from what was read.

What is drawn and was not read, or was read and isn't drawn, is a difference, whatever made it. Both are drawn by PDFium, so
that nothing has to be tolerated: what is independent is the page that it is given (`redrawing`), not who draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .. import pages
from ..faults import Fault, Kind
from ..pages import Box, Document
from .expected import ExpectedLetter
from .letter_file import ReadLetter
from .painting import Drawn
from .redrawing import redrawn

PROOF_SEEN = Kind(
    "proof.seen",
    "looks different from what is read in it, {left} mm from the left and {top} mm from the top, over {width} by {height} mm; "
    "build it again",
    carries=("picture",),
)

SCALE = 1.25  # pixels a point: 90 to the inch, by which the thinnest stroke of a letter is a pixel
_MM = 25.4 / 72 / SCALE  # of a pixel
_APART = 40.0  # points between boxes that are looked at one by one
_AROUND = 4.0  # points above and below a box within which what is drawn could show in it
_REMEMBERED = 50_000  # texts and shapes


def faults(content: bytes, letter: ReadLetter, document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Pages that look different from what was read of them, each with a picture of both."""
    for each in pages.differences(content, redrawn(letter, document), SCALE):
        left, top, right, bottom = (round(edge * _MM) for edge in each.box)
        place = {"left": left, "top": top, "width": max(1, right - left), "height": max(1, bottom - top)}
        yield expected.fault(f"page {each.page}", PROOF_SEEN, picture=each.picture, **place)


class OwnParts:
    """Sees of each letter only what no page before it had in that place: its own values. Use one for many letters."""

    def __init__(self) -> None:
        self._seen: set[Drawn] = set()

    def __reduce__(self) -> tuple[type[OwnParts], tuple[()]]:  # a worker process sees for itself
        return OwnParts, ()

    def faults(
        self, content: bytes, letter: ReadLetter, document: Document, expected: ExpectedLetter
    ) -> tuple[Fault, ...]:
        """The same as `faults` of the whole pages, for a letter that looks different there."""
        own, near = self._own(letter, document)
        again = redrawn(replace(letter, drawn=near), document)
        if any(own) and not pages.look_same(content, again, SCALE, own):
            return tuple(faults(content, letter, document, expected))
        self.remember(letter)
        return ()

    def _own(
        self, letter: ReadLetter, document: Document
    ) -> tuple[tuple[list[Box], ...], tuple[tuple[Drawn, ...], ...]]:
        """By page, the boxes to look at, and what is drawn near them.

        What is new on several pages, such as whose letter it is above each, is looked at on that which has most to look at.
        """
        own: list[list[Box]] = [[] for _ in letter.drawn]
        near: list[tuple[Drawn, ...]] = [() for _ in letter.drawn]
        new = {number: set(drawn) - self._seen for number, drawn in enumerate(letter.drawn)}
        looked_at: set[Drawn] = set()
        for number in sorted(new, key=lambda number: -len(new[number])):
            drawn, content = letter.drawn[number], document.pages[number].content
            painted = [(each.order, each.box) for each in content.texts]
            painted += [(each.order, each.box) for each in content.areas]
            here = new[number] - looked_at
            own[number] = _merged(box for order, box in painted if drawn[order] in here)
            heights = [(area.bottom - _AROUND, area.top + _AROUND) for area in own[number]]
            orders = {
                order
                for order, (_, bottom, _, top) in painted
                for lowest, highest in heights
                if bottom < highest and top > lowest
            }
            near[number] = tuple(drawn[order] for order in sorted(orders))
            looked_at |= here
        return tuple(own), tuple(near)

    def remember(self, letter: ReadLetter) -> None:
        """Takes all that a letter draws as seen; of a million letters only what is in the first."""
        if len(self._seen) < _REMEMBERED:
            for drawn in letter.drawn:
                self._seen.update(drawn)


def _merged(boxes: Iterable[Box]) -> list[Box]:
    """Boxes from the top of a page to its foot, those joined that are not far apart: each is drawn for itself."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda each: -each.top):
        if found and box.top > found[-1].bottom - _APART:
            found[-1] = Box.around((found[-1], box)) or box
        else:
            found.append(box)
    return found
