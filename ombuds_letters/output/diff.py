"""What differs between two printings of a letter, and equal changes grouped over all letters of a year."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..letter.skeleton import Skeleton
from .blocks import PrintedBlock, blocks
from .snapshot import PrintedLetter

LOOK = "the look: style sheet, fonts or pictures"
VERSIONS = "the version of this program, or of a library that it uses"
TAGS = "something that is not printed as words: a link's address, a tag, an order"
_NEAR = 8  # words shown before and after those that differ
_SIMILAR = 0.5  # from this ratio on, two texts are one paragraph reworded, not one removed and another added
_UNPRINTED = re.compile(r"<!--.*?-->| data-line=\"[^\"]*\"|\s+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PrintedChange:
    """A change that letters can share: `PrintedChange("Housing")`, or a paragraph's wording before and after.

    `before` and `after` have … for values; both are "" if only values differ.
    """

    where: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class BlockDifference:
    """A change in one letter: its texts, "" if there was or is nothing; `block` is its index in the new wording."""

    change: PrintedChange
    before: str
    after: str
    block: int | None


@dataclass(slots=True)
class ChangeGroup:
    """The letters, by authority, that share a change, with the texts of the first."""

    change: PrintedChange
    before: str
    after: str
    letters: list[str] = field(default_factory=list)


def differences(before: PrintedLetter, now: PrintedLetter, headings: Mapping[str, str]) -> tuple[BlockDifference, ...]:
    """What differs between two printings of one letter, in its order; `headings` are names for figures, by field."""
    if before == now:
        return ()
    found = list(_printed(before.skeleton, now.skeleton, headings))
    if before.look != now.look:
        found.append(BlockDifference(PrintedChange(LOOK), "", "", None))
    if not found and _bare(before.skeleton) != _bare(now.skeleton):
        found.append(BlockDifference(PrintedChange(TAGS), "", "", None))
    return tuple(found)


def group(letters: Iterable[tuple[str, Sequence[BlockDifference]]]) -> tuple[ChangeGroup, ...]:
    """Equal changes together, those in most letters first; `letters` are authorities with what differs in theirs."""
    groups: dict[PrintedChange, ChangeGroup] = {}
    for authority, found in letters:
        for each in found:
            group = groups.setdefault(each.change, ChangeGroup(each.change, each.before, each.after))
            if authority not in group.letters[-1:]:  # a change that a letter has twice counts once
                group.letters.append(authority)
    return tuple(sorted(groups.values(), key=lambda group: -len(group.letters)))


def redlined(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Two texts as one: [("same", "… Both figures"), ("gone", "provide"), ("new", "give"), …]; equal words are shortened."""
    old, new = before.split(), after.split()
    found: list[tuple[str, str]] = []
    for what, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", _short(old[start:end], begins=start == 0, ends=end == len(old))))
            continue
        found += [("gone", " ".join(old[start:end]))] if end > start else []
        found += [("new", " ".join(new[first:last]))] if last > first else []
    return tuple(found)


def _short(words: Sequence[str], *, begins: bool, ends: bool) -> str:
    """Words that are the same, with … for those that are far from a difference."""
    before, after = (0 if begins else _NEAR), (0 if ends else _NEAR)
    if len(words) <= max(before + after + 1, 2 * _NEAR):
        return " ".join(words)
    return " ".join([*words[:before], "…", *(words[-after:] if after else ())])


def _printed(before: Skeleton, now: Skeleton, headings: Mapping[str, str]) -> Iterator[BlockDifference]:
    old, new = blocks(before.marked_html), blocks(now.marked_html)
    for was, at in _aligned(before.marked_html, now.marked_html):
        first, second = (old[was] if was is not None else None), (new[at] if at is not None else None)
        texts = first.text(before.values) if first else "", second.text(now.values) if second else ""
        named = second or first
        if named is None or texts[0] == texts[1]:
            continue
        where = headings.get(named.field) or named.where
        same = first is not None and second is not None and first.pattern == second.pattern
        patterns = ("", "") if same else (first.pattern if first else "", second.pattern if second else "")
        yield BlockDifference(PrintedChange(where, *patterns), *texts, at)


@lru_cache(maxsize=512)
def _aligned(before: str, now: str) -> tuple[tuple[int | None, int | None], ...]:
    """Pairs of blocks of the old and the new wording that correspond, by index; None for no counterpart."""
    old, new = blocks(before), blocks(now)
    first_keys, last_keys = ([(block.kind, block.field, block.pattern) for block in each] for each in (old, new))
    found: list[tuple[int | None, int | None]] = []
    for what, start, end, first, last in difflib.SequenceMatcher(
        None, first_keys, last_keys, autojunk=False
    ).get_opcodes():
        if what == "equal":
            found += zip(range(start, end), range(first, last), strict=True)
        else:
            found += _paired(old, new, range(start, end), range(first, last))
    return tuple(found)


def _paired(
    old: Sequence[PrintedBlock], new: Sequence[PrintedBlock], gone: range, come: range
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of a block and its new wording, and blocks that were removed or added."""
    left = list(gone)
    for at in come:
        was = next((each for each in left if _reworded(old[each], new[at])), None)
        if was is not None:
            for each in left[: left.index(was)]:
                yield each, None
            left = left[left.index(was) + 1 :]
        yield was, at
    yield from ((each, None) for each in left)


def _reworded(old: PrintedBlock, new: PrintedBlock) -> bool:
    if (old.kind, old.field) != (new.kind, new.field):
        return False
    matcher = difflib.SequenceMatcher(None, old.pattern.split(), new.pattern.split(), autojunk=False)
    return bool(old.field) or matcher.ratio() >= _SIMILAR


def _bare(skeleton: Skeleton) -> tuple[str, tuple[str, ...]]:
    """Wording without what is not visible in a letter, line numbers, comments and white space; and the values."""
    return _UNPRINTED.sub("", skeleton.marked_html), skeleton.values
