"""Texts that have values in them: "Dear {0}," told from two examples of the same text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

# Letters with marks, one for each value of a probe: small ones alone, of which each has a capital of its own, so that no
# style that changes case can make one value look like another.
_LETTERS = [
    letter for letter in map(chr, range(0x100, 0x180)) if letter != letter.upper() and letter == letter.upper().lower()
]


class Unexplained(Exception):  # no fault: the letter is laid out instead
    """Two settings differ in a way that their values don't explain; the message says where."""


class Unfit(Exception):  # no fault: the letter is laid out instead
    """A letter whose values a forme has no place for; the message says which."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text in which values stand: `parts` has literals and the indexes of values, in order: ("Dear ", 8, ",")."""

    parts: tuple[str | int, ...]

    @property
    def has_values(self) -> bool:
        return any(isinstance(part, int) for part in self.parts)

    def filled(self, values: Sequence[str]) -> str:
        """The text with its values in place."""
        return "".join(values[part] if isinstance(part, int) else part for part in self.parts)


def probe(wording: str, varying: Sequence[int], printable: frozenset[str]) -> Mapping[int, str]:
    """For each varying value a short one that occurs nowhere else in the wording.

    Raises: Unexplained, when the type has too few letters for so many values.
    """
    letters = [letter for letter in _LETTERS if letter in printable and letter not in wording]
    if len(letters) >= len(varying):
        return dict(zip(varying, letters, strict=False))
    half = (
        len(letters) // 2
    )  # two letters, the first from one half, the second from the other: no pair hides in two others
    pairs = [first + second for first in letters[:half] for second in letters[half:]]
    if len(pairs) < len(varying):
        raise Unexplained("the type has too few letters to tell so many values apart")
    return dict(zip(varying, pairs, strict=False))


class PatternFinder:
    """Tells how the texts of a probe come from its values: `narrow` has the values, `varying` which of them to look for."""

    def __init__(self, narrow: Sequence[str], varying: Sequence[int]) -> None:
        self._index = {narrow[index]: index for index in varying}
        self._pattern = re.compile("|".join(map(re.escape, self._index)) or r"(?!)")

    def text(self, narrow: str) -> Pattern:
        """The text of which `narrow` is the example, with its values told from what stands around them."""
        parts: list[str | int] = []
        end = 0
        for match in self._pattern.finditer(narrow):
            parts += [narrow[end : match.start()], self._index[match[0]]]
            end = match.end()
        return Pattern(tuple(part for part in (*parts, narrow[end:]) if part != ""))


class PatternComparison:
    """Two probes of one wording: what differs between them must come from their values."""

    def __init__(self, explainer: PatternFinder, wide: Sequence[str]) -> None:
        self._explainer = explainer
        self._wide = wide

    def text(self, narrow: str, wide: str, escape: Callable[[str], str] = lambda text: text) -> Pattern:
        """The text of which `narrow` and `wide` are two examples; `escape` is how values are written in it.

        Raises: Unexplained, where the values don't make it.
        """
        found = self._explainer.text(narrow)
        if found.filled([escape(value) for value in self._wide]) != wide:
            raise Unexplained(f"a value may move the words around it: “{wide}”")
        return found
