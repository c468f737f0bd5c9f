"""What a page's end parts: whether two blocks are the halves of one paragraph, or two paragraphs.

Letters show it. A paragraph that some have whole, or parted at another place, is one in all of them; so is one with a value
that goes on behind the page's end. Where all letters are parted alike, a sentence that goes on in small letters is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ..blocks import ReadBlock, whole
from .slots import Slots, bare, skeleton

_ENDS = (".", "!", "?", ":", ",", "”", "’", '"')
_PARTED = ("p", "lbody")


def join_split_paragraphs(
    reads: Sequence[Sequence[ReadBlock]], texts: Sequence[Sequence[str]], slots: Sequence[Slots]
) -> list[tuple[ReadBlock, ...]]:
    """The blocks of each letter, halves put together; `texts` has what each letter is known to say, whole."""
    entire = _entire(reads)
    known = [whole(whole(read, own), entire) for read, own in zip(reads, texts, strict=True)]
    one = _one(known, slots)
    return [tuple(_joined(read, own, one)) for read, own in zip(known, slots, strict=True)]


def _entire(reads: Sequence[Sequence[ReadBlock]]) -> tuple[str, ...]:
    """What stands in some letter with another block before and behind it on its page."""
    inner = {block.text for read in reads for block, after in pairwise((*read, read[-1])) if block.page == after.page}
    first = {after.text for read in reads for before, after in pairwise(read) if before.page < after.page}
    return tuple(inner - first)


def _one(reads: Sequence[Sequence[ReadBlock]], slots: Sequence[Slots]) -> frozenset[str]:
    """What two halves read like that are one paragraph."""
    tails: dict[str, set[str]] = {}
    one = set()
    for read, own in zip(reads, slots, strict=True):
        for before, after in pairwise(read):
            if _may_go_on(before, after):
                both = _like(own, _both(before, after))
                tails.setdefault(both, set()).add(_like(own, after))
                if both != _plain(f"{own.within(before.open_text)} {own.within(after.open_text)}"):
                    one.add(both)  # a value's slot is over the page's end
    found = {
        _like(own, block) for read, own in zip(reads, slots, strict=True) for block in read if block.kind in _PARTED
    }
    return frozenset(one | {both for both, ends in tails.items() if len(ends) > 1 or both in found})


def _joined(read: Sequence[ReadBlock], own: Slots, one: Collection[str]) -> Iterator[ReadBlock]:
    waiting: ReadBlock | None = None
    for block in read:
        if waiting is not None:
            if _may_go_on(waiting, block) and (_goes_on(waiting, block) or _like(own, _both(waiting, block)) in one):
                waiting = _both(waiting, block)
                continue
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _may_go_on(before: ReadBlock, after: ReadBlock) -> bool:
    return before.page < after.page and before.kind == after.kind and before.kind in _PARTED


def _goes_on(before: ReadBlock, after: ReadBlock) -> bool:
    """True where a sentence goes on in small letters."""
    return before.kind == "p" and not before.text.endswith(_ENDS) and after.text[:1].islower()


def _both(before: ReadBlock, after: ReadBlock) -> ReadBlock:
    return ReadBlock(before.kind, (*before.lines, *after.lines), after.page)


def _like(own: Slots, block: ReadBlock) -> str:
    """What a block reads like in all letters that have it."""
    return _plain(own.put(block.open_text))


def _plain(text: str) -> str:
    """A text with slots without its numbers, and without what parts it beside signs: the same wherever its lines end."""
    return bare(skeleton(text))
