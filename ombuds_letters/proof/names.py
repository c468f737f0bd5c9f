"""The names of all authorities of a batch, sought in a letter in one pass over its words, the longest name first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..edition import Edition
from ..records.name_finder import NameFinder, names_of
from ..records.record import Record


class OtherNames:
    """Every name of every authority: `Names(records, edition).others("… East Devon …", {"E07000040"})`.

    A name that the edition's own words hold (`known`) belongs to nobody there.
    """

    def __init__(self, records: Iterable[Record], edition: Edition, known: str = "") -> None:
        self._owners = {_plain(name): owners for name, owners in names_of(records, edition).items()}
        self._finder = NameFinder(self._owners)
        self._known = frozenset(self._finder.found(_plain(known)))

    def others(self, text: str, own: Collection[str], *, everywhere: bool = False) -> Iterator[tuple[str, str]]:
        """Each name in a text that belongs to none of the codes in `own`, with the code of one that it belongs to.

        Names that the edition's own words hold are passed over, unless `everywhere`.
        """
        for name in self._finder.found(_plain(text)):
            owners = self._owners[name]
            if not any(code in own for code in owners) and (everywhere or name not in self._known):
                yield name, min(owners)


def _plain(text: str) -> str:
    """Words in single spaces; those that a line's end parted behind a hyphen are put together again."""
    return " ".join(text.split()).replace("- ", "-")
