"""Page breaks: whether two blocks on either side of one are a split paragraph, or two paragraphs.

Other letters show it. A paragraph that some letters have unsplit, or split elsewhere, is one paragraph in all of them; so is
one with a value that continues after the page break. If all letters split it at the same place, it is one paragraph if its
sentence continues in lower case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ..blocks import ReadBlock, join_halves
from .slots import Slots, skeleton, without_spaces

_SENTENCE_ENDS = (".", "!", "?", ":", ",", "”", "’", '"')
_SPLITTABLE = ("p", "lbody")


def join_split_paragraphs(
    reads: Sequence[Sequence[ReadBlock]], texts: Sequence[Sequence[str]], slots: Sequence[Slots]
) -> list[tuple[ReadBlock, ...]]:
    """The blocks of each letter, with split paragraphs joined; `texts` has the paragraphs that each is known to have."""
    unsplit = _unsplit_texts(reads)
    known = [join_halves(join_halves(read, own), unsplit) for read, own in zip(reads, texts, strict=True)]
    split = _split_paragraphs(known, slots)
    return [tuple(_join(read, own, split)) for read, own in zip(known, slots, strict=True)]


def _unsplit_texts(reads: Sequence[Sequence[ReadBlock]]) -> tuple[str, ...]:
    """Paragraphs that some letter shows unsplit."""
    inner = {block.text for read in reads for block, after in pairwise((*read, read[-1])) if block.page == after.page}
    first = {after.text for read in reads for before, after in pairwise(read) if before.page < after.page}
    return tuple(inner - first)


def _split_paragraphs(reads: Sequence[Sequence[ReadBlock]], slots: Sequence[Slots]) -> frozenset[str]:
    """The skeletons of paragraphs that some letters split."""
    tails: dict[str, set[str]] = {}
    split = set()
    for read, own in zip(reads, slots, strict=True):
        for before, after in pairwise(read):
            if _may_continue(before, after):
                both = _skeleton_of(own, _concatenated(before, after))
                tails.setdefault(both, set()).add(_skeleton_of(own, after))
                if both != _comparable(f"{own.insert_within(before.open_text)} {own.insert_within(after.open_text)}"):
                    split.add(both)  # a value continues after the page break
    found = {
        _skeleton_of(own, block)
        for read, own in zip(reads, slots, strict=True)
        for block in read
        if block.kind in _SPLITTABLE
    }
    return frozenset(split | {both for both, ends in tails.items() if len(ends) > 1 or both in found})


def _join(read: Sequence[ReadBlock], own: Slots, split: Collection[str]) -> Iterator[ReadBlock]:
    waiting: ReadBlock | None = None
    for block in read:
        if waiting is not None:
            if _may_continue(waiting, block) and (
                _continues(waiting, block) or _skeleton_of(own, _concatenated(waiting, block)) in split
            ):
                waiting = _concatenated(waiting, block)
                continue
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _may_continue(before: ReadBlock, after: ReadBlock) -> bool:
    return before.page < after.page and before.kind == after.kind and before.kind in _SPLITTABLE


def _continues(before: ReadBlock, after: ReadBlock) -> bool:
    """True if a sentence continues in lower case."""
    return before.kind == "p" and not before.text.endswith(_SENTENCE_ENDS) and after.text[:1].islower()


def _concatenated(before: ReadBlock, after: ReadBlock) -> ReadBlock:
    return ReadBlock(before.kind, (*before.lines, *after.lines), after.page)


def _skeleton_of(own: Slots, block: ReadBlock) -> str:
    """What a block has in common in all letters that have it."""
    return _comparable(own.insert(block.open_text))


def _comparable(text: str) -> str:
    """A text with slots, without its numbers and without spaces beside punctuation: the same wherever its lines end."""
    return without_spaces(skeleton(text))
