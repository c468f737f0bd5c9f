"""Which differences of many letters are the same change, and which letter has one of its own.

Sentences that differ in numbers alone are the same where the numbers are the letters' figures. A number that is none is
what tells a letter from the others, and is never put under a change that others have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..words import LetterDifference, WordingDifference
from .slots import numbers, skeleton, with_numbers

FEW = 3  # letters with the same change that are told by name


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A place where letters differ from what was accepted, `Difference("", "We upheld {figures.decided.upheld} of them.")`.

    `letters` has each letter that differs so, once, by the name that it was given.
    """

    difference: WordingDifference
    letters: tuple[str, ...]


_One = tuple[str, LetterDifference, tuple[str, ...]]  # a letter, its difference, and the numbers of both texts


def group_changes(found: Sequence[tuple[str, LetterDifference]]) -> Mapping[LetterDifference, WordingChange]:
    """For each letter's difference the change that it is: `changes([("Ux County Council", own), …])[own].letters`."""
    groups: dict[WordingDifference, list[_One]] = {}
    for letter, own in found:
        texts = own.difference
        key = WordingDifference(skeleton(texts.expected), skeleton(texts.found))
        groups.setdefault(key, []).append((letter, own, (*numbers(texts.expected), *numbers(texts.found))))
    return {own: change for group in groups.values() for change, members in _parted(group) for _, own, _ in members}


def _parted(group: Sequence[_One]) -> Iterator[tuple[WordingChange, Sequence[_One]]]:
    """Differences that are alike but for numbers, parted into changes: the one that explains most letters comes first."""
    left = list(group)
    while left:
        members, said = left, []
        for column in range(len(left[0][2])):
            members, number = _explained(members, column)
            said.append(number)
        if len(members) == 1:
            break  # the others have still less in common
        yield _change(members, said), members
        taken = set(map(id, members))
        left = [each for each in left if id(each) not in taken]
    apart: dict[tuple[str, ...], list[_One]] = {}
    for each in left:
        apart.setdefault(each[2], []).append(each)
    yield from ((_change(members, values), members) for values, members in apart.items())


def _explained(members: list[_One], column: int) -> tuple[list[_One], str]:
    """The members whose number is the same, or the same figure, whichever holds for more; and how it is said."""
    same = Counter(values[column] for _, _, values in members)
    number, count = same.most_common(1)[0]
    fields = Counter(field for _, own, _ in members for field in sorted(own.figures[column]))
    field, explained = max(fields.items(), key=lambda item: item[1], default=("", 0))
    if explained > count:
        return [each for each in members if field in each[1].figures[column]], f"{{{field}}}"
    return [each for each in members if each[2][column] == number], number


def _change(members: Sequence[_One], said: Sequence[str]) -> WordingChange:
    texts = members[0][1].difference
    of_expected = len(numbers(texts.expected))
    difference = WordingDifference(
        with_numbers(texts.expected, said[:of_expected]), with_numbers(texts.found, said[of_expected:])
    )
    return WordingChange(difference, tuple(dict.fromkeys(letter for letter, _, _ in members)))
