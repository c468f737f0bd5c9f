"""Finds the names of all authorities of a year in a letter, in one pass over its words, the longest name first."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from ..edition import Edition
from ..records.name_finder import NameFinder, names_of
from ..records.record import Record
from . import typography


class OtherNames:
    """Every name of every authority: `OtherNames(records, edition).others("… East Devon …", {"E07000008"})`.

    `known` is the edition's own wording, which all letters share: names in it are not another authority's.
    """

    def __init__(self, records: Iterable[Record], edition: Edition, known: str = "") -> None:
        self._owners = {_normalised(name): owners for name, owners in names_of(records, edition).items()}
        self._finder = NameFinder(self._owners)
        self._known = frozenset(self._finder.found(_normalised(known)))

    def knowing(self, more: str) -> OtherNames:
        """The same names, with more of the edition's own wording; they are not in memory twice."""
        found = copy.copy(self)
        found._known = self._known.union(self._finder.found(_normalised(more)))
        return found

    def others(
        self, text: str, own: Collection[str], printed: Collection[str] = (), *, everywhere: bool = False
    ) -> Iterator[tuple[str, str]]:
        """Each name in a text that belongs to none of the codes in `own`, with a code that it belongs to.

        `own` may have words too, "Reading", that are no name here. A name within one of the `printed` values, "Lincoln" in
        "Ann Lincoln", is skipped; so are names in the edition's own wording, unless `everywhere`.
        """
        plain = _normalised(text)
        for name, start in _positions(self._finder, plain):
            owners = self._owners[name]
            if name in own or any(code in own for code in owners) or (name in self._known and not everywhere):
                continue
            if not any(_is_within(plain, start, start + len(name), value) for value in filter(None, printed)):
                yield name, min(owners)


@lru_cache(maxsize=256)  # most texts are in many letters
def _positions(finder: NameFinder, text: str) -> tuple[tuple[str, int], ...]:
    return tuple(finder.positions(text))


def _is_within(text: str, start: int, end: int, value: str) -> bool:
    """True if a part of a text is in a value that stands there as words of its own."""
    whole = re.finditer(rf"(?<!\w){re.escape(_normalised(value))}(?!\w)", text)
    return any(match.start() <= start and end <= match.end() for match in whole)


@lru_cache(maxsize=1024)
def _normalised(text: str) -> str:
    """Words with single spaces between them; words that a line end split after a hyphen are joined again."""
    return " ".join(typography.as_typed(text).split()).replace("- ", "-")
