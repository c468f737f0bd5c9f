"""What a page's end parts: whether two blocks are the halves of one paragraph, or two paragraphs.

Letters show it. A paragraph that some have whole, or parted at another place, is one in all of them; so is one with a value
that goes on behind the page's end. Where all letters are parted alike, a sentence that goes on in small letters is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from .case import Case
from .reading import Block, whole
from .slots import bare, skeleton, slotted

_ENDS = (".", "!", "?", ":", ",", "”", "’", '"')
_PARTED = ("p", "lbody")


def together(
    reads: Sequence[Sequence[Block]], texts: Sequence[Sequence[str]], cases: Sequence[Case], varying: Collection[str]
) -> list[tuple[Block, ...]]:
    """The blocks of each letter, halves put together; `texts` has what each letter is known to say, whole.

    `varying` are the fields whose values are not the same in all letters.
    """
    entire = _entire(reads)
    known = [whole(whole(read, own), entire) for read, own in zip(reads, texts, strict=True)]
    lettered = [_Letter(case, varying) for case in cases]
    one = _one(known, lettered)
    return [tuple(_joined(read, letter, one)) for read, letter in zip(known, lettered, strict=True)]


class _Letter:
    """What a letter's blocks read like with slots for its values, numbers left out: the same in all letters."""

    def __init__(self, case: Case, varying: Collection[str]) -> None:
        self._case, self._varying = case, varying
        self._known: dict[str, str] = {}

    def like(self, block: Block) -> str:
        """A block's words."""
        text = block.open_text
        if text not in self._known:
            self._known[text] = slotted(text, self._case, self._varying)
        return self._known[text]


def _entire(reads: Sequence[Sequence[Block]]) -> tuple[str, ...]:
    """What stands in some letter with another block before and behind it on its page."""
    inner = {block.text for read in reads for block, after in pairwise((*read, read[-1])) if block.page == after.page}
    first = {after.text for read in reads for before, after in pairwise(read) if before.page < after.page}
    return tuple(inner - first)


def _one(reads: Sequence[Sequence[Block]], letters: Sequence[_Letter]) -> frozenset[str]:
    """What two halves read like that are one paragraph."""
    tails: dict[str, set[str]] = {}
    one = set()
    for read, letter in zip(reads, letters, strict=True):
        for before, after in pairwise(read):
            if _may_go_on(before, after):
                both = _plain(letter.like(_both(before, after)))
                tails.setdefault(both, set()).add(_plain(letter.like(after)))
                if both != _plain(f"{letter.like(before)} {letter.like(after)}"):
                    one.add(both)  # a value's slot is over the page's end
    found = {
        _plain(letter.like(block))
        for read, letter in zip(reads, letters, strict=True)
        for block in read
        if block.kind in _PARTED
    }
    return frozenset(one | {both for both, ends in tails.items() if len(ends) > 1 or both in found})


def _joined(read: Sequence[Block], letter: _Letter, one: Collection[str]) -> Iterator[Block]:
    waiting: Block | None = None
    for block in read:
        if waiting is not None:
            if _may_go_on(waiting, block) and (
                _goes_on(waiting, block) or _plain(letter.like(_both(waiting, block))) in one
            ):
                waiting = _both(waiting, block)
                continue
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _may_go_on(before: Block, after: Block) -> bool:
    return before.page < after.page and before.kind == after.kind and before.kind in _PARTED


def _goes_on(before: Block, after: Block) -> bool:
    """True where a sentence goes on in small letters."""
    return before.kind == "p" and not before.text.endswith(_ENDS) and after.text[:1].islower()


def _both(before: Block, after: Block) -> Block:
    return Block(before.kind, (*before.lines, *after.lines), after.page)


def _plain(text: str) -> str:
    """A text with slots without its numbers, and without what parts it beside signs: the same wherever its lines end."""
    return bare(skeleton(text))
