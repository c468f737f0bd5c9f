"""Texts with values in them: that "Dear Pav Ramewal," is "Dear {8}," is found out from two examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Accented letters, one for each value of a probe. Only small ones with a capital of their own: so no style that changes case
# can make one value look like another.
_LETTERS = [
    letter for letter in map(chr, range(0x100, 0x180)) if letter != letter.upper() and letter == letter.upper().lower()
]


class Unexplained(Exception):  # no fault: the letter is laid out instead
    """Two probes differ in a way that their values don't explain; the message says where."""


class Unfit(Exception):  # no fault: the letter is laid out instead
    """A letter's value doesn't fit into a forme; the message says which."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with values in it: `parts` are literal texts and the indexes of values, in order: ("Dear ", 8, ",")."""

    parts: tuple[str | int, ...]

    @property
    def has_values(self) -> bool:
        return any(isinstance(part, int) for part in self.parts)

    def filled(self, values: Sequence[str]) -> str:
        """The text with these values: "Dear Pav Ramewal,"."""
        return "".join(values[part] if isinstance(part, int) else part for part in self.parts)


def distinct_values(wording: str, indexes: Sequence[int], printable: frozenset[str]) -> Mapping[int, str]:
    """For each index a short value that occurs nowhere else in the wording: {8: "ā", 9: "ă"}.

    Raises: Unexplained, when the fonts have too few letters for so many values.
    """
    letters = [letter for letter in _LETTERS if letter in printable and letter not in wording]
    if len(letters) >= len(indexes):
        return dict(zip(indexes, letters, strict=False))
    half = len(letters) // 2
    # The first letter is of one half, the second of the other: so no pair is found across two neighbouring pairs.
    pairs = [first + second for first in letters[:half] for second in letters[half:]]
    if len(pairs) < len(indexes):
        raise Unexplained("the fonts have too few letters to tell so many values apart")
    return dict(zip(indexes, pairs, strict=False))


@dataclass(frozen=True, slots=True)
class ProbeNumbers:
    """Numbers for the drawings of two probes: those of each value are its own, so that whatever has them is that value's."""

    narrow: Mapping[int, str]
    wide: Mapping[int, str]

    @classmethod
    def of(cls, indexes: Iterable[int]) -> ProbeNumbers:
        """Numbers for the values with these indexes."""
        ordered = sorted(indexes)
        narrow, wide = ({index: f"{10 + at}.{end}" for at, index in enumerate(ordered)} for end in ("37", "73"))
        return cls(narrow, wide)

    def by_operands(self) -> Mapping[tuple[bytes, bytes], int]:
        """The value that each pair of operands is of."""
        return {(text.encode(), self.wide[index].encode()): index for index, text in self.narrow.items()}


class PatternFinder:
    """Finds values in texts of the narrow probe: `values` are the probe's, `indexes` says which of them to look for."""

    def __init__(self, values: Sequence[str], indexes: Sequence[int]) -> None:
        self._index = {values[index]: index for index in indexes}
        self._any = re.compile("|".join(map(re.escape, self._index)) or r"(?!)")

    def pattern(self, narrow: str) -> Pattern:
        """The pattern of a text of the narrow probe."""
        parts: list[str | int] = []
        end = 0
        for match in self._any.finditer(narrow):
            parts += [narrow[end : match.start()], self._index[match[0]]]
            end = match.end()
        return Pattern(tuple(part for part in (*parts, narrow[end:]) if part != ""))


class PatternComparison:
    """Two probes of one wording: every difference between their texts must come from their values."""

    def __init__(self, finder: PatternFinder, wide_values: Sequence[str]) -> None:
        self._finder = finder
        self._wide_values = wide_values

    def pattern(self, narrow: str, wide: str, escape: Callable[[str], str] = lambda text: text) -> Pattern:
        """The pattern of a text of which `narrow` and `wide` are two examples; `escape` is how values are written in it.

        Raises: Unexplained, when the values don't explain the difference.
        """
        found = self._finder.pattern(narrow)
        if found.filled([escape(value) for value in self._wide_values]) != wide:
            raise Unexplained(f"a value may move the words around it: “{wide}”")
        return found
