"""Which differences of many letters are the same change, and which letter has a change of its own.

Sentences that differ only in numbers are the same if the numbers are the letters' figures. A number that is not a figure is
a change of its own, and is never hidden in a change that other letters share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..words import LetterDifference, WordingDifference
from .slots import numbers, skeleton, with_numbers

FEW = 3  # so many letters with the same change are named


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A difference that letters share: `WordingDifference("", "We upheld {figures.decided.upheld} of them.")`.

    `letters` has the name of each letter that has it, once.
    """

    difference: WordingDifference
    letters: tuple[str, ...]


_Member = tuple[str, LetterDifference, tuple[str, ...]]  # a letter, its difference, and the numbers of both texts


def group_changes(found: Sequence[tuple[str, LetterDifference]]) -> Mapping[LetterDifference, WordingChange]:
    """The change that each letter's difference belongs to: `group_changes([("Ux County Council", own), …])[own].letters`."""
    groups: dict[WordingDifference, list[_Member]] = {}
    for letter, own in found:
        texts = own.difference
        key = WordingDifference(skeleton(texts.expected), skeleton(texts.found))
        groups.setdefault(key, []).append((letter, own, (*numbers(texts.expected), *numbers(texts.found))))
    return {
        own: change
        for group in groups.values()
        for change, members in _split_into_changes(group)
        for _, own, _ in members
    }


def _split_into_changes(group: Sequence[_Member]) -> Iterator[tuple[WordingChange, Sequence[_Member]]]:
    """Splits differences that differ only in numbers into changes: the one that covers most letters comes first."""
    left = list(group)
    while left:
        members, replacements = left, []
        for column in range(len(left[0][2])):
            members, number = _largest_subset(members, column)
            replacements.append(number)
        if len(members) == 1:
            break  # the others have even less in common
        yield _change(members, replacements), members
        grouped = set(map(id, members))
        left = [each for each in left if id(each) not in grouped]
    by_numbers: dict[tuple[str, ...], list[_Member]] = {}
    for each in left:
        by_numbers.setdefault(each[2], []).append(each)
    yield from ((_change(members, values), members) for values, members in by_numbers.items())


def _largest_subset(members: list[_Member], column: int) -> tuple[list[_Member], str]:
    """The members that have the same number, or whose number is the same figure, whichever are more; and the number or slot."""
    same = Counter(values[column] for _, _, values in members)
    number, count = same.most_common(1)[0]
    fields = Counter(field for _, own, _ in members for field in sorted(own.figures[column]))
    field, explained = max(fields.items(), key=lambda item: item[1], default=("", 0))
    if explained > count:
        return [each for each in members if field in each[1].figures[column]], f"{{{field}}}"
    return [each for each in members if each[2][column] == number], number


def _change(members: Sequence[_Member], replacements: Sequence[str]) -> WordingChange:
    texts = members[0][1].difference
    split = len(numbers(texts.expected))
    difference = WordingDifference(
        with_numbers(texts.expected, replacements[:split]), with_numbers(texts.found, replacements[split:])
    )
    return WordingChange(difference, tuple(dict.fromkeys(letter for letter, _, _ in members)))
