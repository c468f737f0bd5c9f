"""The names that authorities are known by, and which of them a text mentions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..edition import Edition
from .record import Record

_WORD = re.compile(r"\w+")


def names_of(records: Iterable[Record], edition: Edition) -> Mapping[str, set[str]]:
    """Each name that an authority of the batch is known by, with its codes: {"Devon": {"E10000008"}, …}.

    The full name, and the name without the words around it: "East Devon" for "East Devon District Council".
    """
    name_patterns = sorted({way for kind in edition.kinds.values() for way in kind.names}, key=len, reverse=True)
    patterns = [re.compile(re.escape(way).replace(re.escape("{}"), "(.+)")) for way in name_patterns]
    names: dict[str, set[str]] = {}
    for each in records:
        short = next((match[1] for pattern in patterns if (match := pattern.fullmatch(each.name))), "")
        for name in (each.name, short):
            if name:
                names.setdefault(name, set()).add(each.code)
    return names


class NameFinder:
    """Finds names in texts: `NameFinder({"Devon", "East Devon"}).found("in East Devon")` gives "East Devon" only.

    A text is read once, however many names there are.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._by_first_word: dict[str, list[tuple[str, int]]] = {}  # each with the index of that word in it
        for name in names:
            if first := _WORD.search(name):
                self._by_first_word.setdefault(first[0], []).append((name, first.start()))

    def found(self, text: str) -> Iterator[str]:
        """Each name in the text, as often as it is there, in order."""
        return (name for name, _ in self.positions(text))

    def positions(self, text: str) -> Iterator[tuple[str, int]]:
        """Each name in the text with the index of its first character: ("East Devon", 3)."""
        known = self._by_first_word.keys() & set(_WORD.findall(text))
        names = [(name, word, at) for word in known for name, at in self._by_first_word[word] if name in text]
        if not names:  # as in most texts
            return
        end = 0
        for start, _, name in sorted(
            (start, -len(each[0]), each[0]) for each in names for start in _starts(text, *each)
        ):
            if start >= end:
                end = start + len(name)
                yield name, start


def _starts(text: str, name: str, word: str, at: int) -> Iterator[int]:
    """Where a name stands in a text as words of their own; its first `word` begins `at` so many characters."""
    start = text.find(name)
    while start >= 0:
        first, end = _WORD.match(text, start + at), start + len(name)
        begins = first and first[0] == word and not _WORD.match(text[start + at - 1 : start + at])
        if begins and not (name[-1].isalnum() and text[end : end + 1].isalnum()):
            yield start
        start = text.find(name, start + 1)
