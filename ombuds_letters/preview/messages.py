"""What the desk tells the server: a year and its letters as they are on the disk now. Plain values that cross to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..faults import Fault, Place


@dataclass(frozen=True, slots=True)
class ListRow:
    """One authority in the list: `Row("sevenoaks-district-council", "annual-review-letter-…pdf", …)`.

    `figures` are those of the list's heads, "" where they can't be read; `faults` how many the record has.
    """

    name: str
    file: str
    authority: str
    code: str
    kind: str
    figures: tuple[str, ...]
    path: str
    faults: tuple[Fault, ...]
    passage: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class YearMessage:
    """A year as it is now: its rows in the order of the files' names, and every fault.

    `heads` name the figures of the rows. `shared` are the faults that stop every letter: of year.yaml, the form, templates,
    style; `across` those that belong to no single record. `words` is the file that the words are in.
    """

    year: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[ListRow, ...]
    shared: tuple[Fault, ...]
    across: tuple[Fault, ...]
    words: str
    folder: str

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All of them, in the order of the files."""
        own = (fault for row in self.rows for fault in row.faults)
        return tuple(sorted([*self.shared, *self.across, *own], key=lambda each: (each.place, each.field)))


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A line of text where it stands: points from the upper left of the page, `y` that of the baseline."""

    text: str
    x: float
    y: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class PageArea:
    """A rectangle in points from the upper left of the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a page's text as it is read aloud: a heading, a paragraph, a table and all in it.

    `role` is ARIA's, "" for none; `key` what can be asked about it, "figures.decided.upheld" or "letter.md:23".
    """

    role: str
    level: int
    label: str
    pieces: tuple[TextPiece, ...]
    area: PageArea | None
    kids: tuple[Node, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size in points, a digest of how it looks, and the text behind it."""

    number: int
    width: float
    height: float
    looks: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class PageLocation:
    """Where something is printed: a page, the area, and in what: "under “Upheld” in “Decisions made”"."""

    page: int
    area: PageArea
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a thing comes from: `Source("the record", Place("data/2018/authorities/sevenoaks.yaml", 14, 12), "1")`."""

    what: str
    place: Place
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be said of a figure, a name or a paragraph.

    `group` is the list it stands in. `reckoned` is its arithmetic in words, one sentence an item.
    """

    key: str
    group: str
    title: str
    printed: str
    sources: tuple[Source, ...]
    reckoned: tuple[str, ...]
    seen: tuple[PageLocation, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A place in a letter that differs from the one in output/: before and after, "" where there was or is nothing."""

    where: str
    before: str
    after: str
    seen: tuple[PageLocation, ...]


@dataclass(frozen=True, slots=True)
class LetterMessage:
    """A finished letter: its bytes, as `build` would write them, its pages, and what can be said of each thing in it.

    `changed` has what differs from the letter in output/; None where there is none, or nobody can tell.
    """

    file: str
    content: bytes
    sheets: tuple[Sheet, ...]
    explanations: Mapping[str, Explanation]
    changed: tuple[Changed, ...] | None = None
