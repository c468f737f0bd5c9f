"""Places in pages, and the links that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..faults import Fault, Kind, Place

SITE_LINK = Kind("site.link", 'leads to "{found}", which isn\'t there; correct the template, and publish again')


@dataclass(slots=True)
class Anchors:
    """The places in pages: those `there`, by page, and those that links lead to: page as faults name it, line, page, place."""

    there: dict[str, frozenset[str]] = field(default_factory=dict)
    wanted: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, others: Anchors) -> None:
        """Adds those of other pages."""
        self.there |= others.there
        self.wanted += others.wanted

    def taken(self) -> Anchors:
        """What there is, after which there is nothing."""
        found = Anchors(self.there, self.wanted)
        self.there, self.wanted = {}, []
        return found

    def missing(self) -> Iterator[Fault]:
        """Links to places that aren't there, once all pages were read."""
        for page, line, leads, anchor in self.wanted:
            if anchor not in self.there.get(leads, {anchor}):
                yield SITE_LINK(Place(page, line), "a", found=f"{leads}#{anchor}")
