"""The lists of a letter are what they look like: the items of one begin at one edge, with one sort of mark.

A screen reader says how many items a list has, and which list an item belongs to; the eye takes that from the edges and
marks. An item that was moved into another list says one thing to the one and another to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..faults import Fault, Kind
from ..pages import Document, Element, TextRun
from .expected import ExpectedLetter
from .lengths import SAME_EDGE

PROOF_LIST = Kind("proof.list", 'has "{found}" in another list than it is seen in; build it again')

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LETTERS = 1_000_000  # beyond all numbers


class _Item(NamedTuple):
    """An item as it begins: its page, its mark, and the first of its words."""

    page: int
    mark: TextRun
    words: TextRun


def faults(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Items whose mark or edge is not that of the list that they are read in."""
    for element in document.walk():
        if element.kind == "L":
            for item in _strangers(element):
                yield expected.fault(f"page {item.page}", PROOF_LIST, found=item.words.text.strip())


def _strangers(element: Element) -> Iterator[_Item]:
    begun = [(_item(each), each) for each in element.kids]
    items = [item for item, _ in begun if item is not None]
    for before, item in pairwise(items):
        if not (is_next(before.mark.text.strip(), item.mark.text.strip()) and _at_one_edge(before, item)):
            yield item
    for outer, each in begun:
        for inner in (_item(kid) for one in each.walk() if one.kind == "L" for kid in one.kids):
            if outer and inner and outer.page == inner.page and inner.words.start < outer.words.start + SAME_EDGE:
                yield inner


def _item(element: Element) -> _Item | None:
    """An item's beginning; None for one without a mark, which continues from the page before."""
    marks, words = (_texts(element, kind) for kind in ("Lbl", "LBody"))
    return _Item(element.page, marks[0], words[0]) if marks and words else None


def _texts(item: Element, kind: str) -> list[TextRun]:
    part = next((kid for kid in item.kids if kid.kind == kind), None)
    return [text for each in part.walk() for text in each.texts if text.text.strip()] if part else []


def is_next(mark: str, other: str) -> bool:
    """True for the same bullet twice, and for a number, a letter or a Roman numeral and the one after it."""
    if mark == other:
        return not any(each.isdigit() for each in mark)
    return not {each + 1 for each in _counted(mark)}.isdisjoint(_counted(other))


def _counted(mark: str) -> set[int]:
    """What a mark may count: {2} for "2.", its place among characters too for "i.", which is 1 or the letter after h."""
    text = mark.rstrip(".)")
    if text.isdecimal():
        return {int(text)}
    found = {_LETTERS + ord(text)} if len(text) == 1 and text.isalpha() else set()
    digits = [_ROMAN[each] for each in text.lower() if each in _ROMAN]
    if digits and len(digits) == len(text):
        found.add(sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True)))
    return found


def _at_one_edge(one: _Item, other: _Item) -> bool:
    """True if the words of two items begin at one edge, or their marks do."""
    apart = (one.words.start - other.words.start, one.mark.start - other.mark.start)
    return one.page != other.page or min(map(abs, apart)) < SAME_EDGE
