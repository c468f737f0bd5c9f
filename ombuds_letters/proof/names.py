"""The names of all authorities of a batch, sought in a letter in one pass over its words, the longest name first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..edition import Edition
from ..naming import names_of
from ..record import Record

_WORD = re.compile(r"\w+")


class Names:
    """Every name of every authority: `Names(records, edition).others("… East Devon …", {"E07000040"})`.

    A name that the edition's own words hold (`known`) belongs to nobody there.
    """

    def __init__(self, records: Iterable[Record], edition: Edition, known: str = "") -> None:
        names = names_of(records, edition)
        self._owners: Mapping[str, Collection[str]] = {_plain(name): owners for name, owners in names.items()}
        self._by_first: dict[str, list[str]] = {}
        for name in sorted(self._owners, key=len, reverse=True):
            if first := _WORD.search(name):
                self._by_first.setdefault(first[0], []).append(name)
        self._known = frozenset(name for name, _ in self._found(_plain(known)))

    def others(self, text: str, own: Collection[str], *, everywhere: bool = False) -> Iterator[tuple[str, str]]:
        """Each name in a text that belongs to none of the codes in `own`, with the code of one that it belongs to.

        Names that the edition's own words hold are passed over, unless `everywhere`.
        """
        for name, owners in self._found(_plain(text)):
            if not any(code in own for code in owners) and (everywhere or name not in self._known):
                yield name, min(owners)

    def _found(self, text: str) -> Iterator[tuple[str, Collection[str]]]:
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end or word[0] not in self._by_first:
                continue
            for name in self._by_first[word[0]]:
                first = _WORD.search(name)
                start = word.start() - (first.start() if first else 0)
                stop = start + len(name)
                if start >= 0 and text.startswith(name, start) and not text[stop : stop + 1].isalnum():
                    end = stop
                    yield name, self._owners[name]
                    break


def _plain(text: str) -> str:
    """Words in single spaces; those that a line's end parted behind a hyphen are put together again."""
    return " ".join(text.split()).replace("- ", "-")
