"""What the worker process sends to the server: a year and its letters as they are on the disk now, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..faults import Fault, Place


@dataclass(frozen=True, slots=True)
class ListRow:
    """One authority in the list: `ListRow("sevenoaks-district-council", "annual-review-letter-…pdf", …)`.

    `figures` are in the order of the list's headings, "" if they can't be read; `faults` are the record's. A row is `ready`
    if its letter can be made.
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
    ready: bool


@dataclass(frozen=True, slots=True)
class YearMessage:
    """A year as it is now: its rows in the order of file names, and every fault.

    `headings` are those of the rows' figures. `shared` are the faults that stop every letter: of year.yaml, figures.yaml,
    templates and style; `cross_record` are those that belong to no single record. `words` is the path of letter.md,
    `folder` that of the finished letters, `fonts` that of the letters' fonts.
    """

    year: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[ListRow, ...]
    shared: tuple[Fault, ...]
    cross_record: tuple[Fault, ...]
    words: str
    folder: str
    fonts: str

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All of them, in the order of the files."""
        own = (fault for row in self.rows for fault in row.faults)
        return tuple(sorted([*self.shared, *self.cross_record, *own], key=lambda each: (each.place, each.field)))


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """The open questions of a year: those about an authority by its code, and those about no single one."""

    about: Mapping[str, tuple[str, ...]]
    general: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A step of the year's work: `StatusLine("open", "Read", "3 of 20 letters …", ("pack", "2018", "signing.html"))`.

    `state` is "done", "open" or "later"; `command` are the words, after the program's name, of what moves it on.
    """

    state: str
    title: str
    says: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """Where the year stands, step by step, and what is asked about its figures."""

    questions: OpenQuestions
    steps: tuple[StatusLine, ...]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A line of text and its place: points from the top left of the page, `y` that of the baseline."""

    text: str
    x: float
    y: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class PageArea:
    """A rectangle in points from the top left of the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageNode:
    """An element of a page's text in reading order: a heading, a paragraph, a table with all in it.

    `role` is its ARIA role, "" for none; `key` is that of its explanation, "figures.decided.upheld" or "letter.md:23".
    A cell is in `column`, counted from 1, and spans `columns` and `rows`; a table has so many `columns`.
    """

    role: str
    level: int
    label: str
    pieces: tuple[TextPiece, ...]
    area: PageArea | None
    children: tuple[PageNode, ...]
    key: str
    column: int = 0
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A page: its size in points, a digest of its picture, and the text that lies over the picture."""

    number: int
    width: float
    height: float
    digest: str
    nodes: tuple[PageNode, ...]


@dataclass(frozen=True, slots=True)
class PageLocation:
    """Where something is printed: a page, the area, and in what: "under “Upheld” in “Decisions made”"."""

    page: int
    area: PageArea
    description: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from: `Source("the record", Place("data/2018/authorities/sevenoaks.yaml", 14, 12), "1")`."""

    what: str
    place: Place
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that another is calculated from, by its key: `Part("figures.decided.upheld", "882 Upheld", Place(…))`."""

    key: str
    label: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class ValueArea:
    """Where a value is printed on a page: `kind` is "own" for what is this authority's, "shared" for a fact of the year."""

    page: int
    area: PageArea
    kind: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What the words can print: `FieldValue("facts", "{{ facts.year_end | long_date }}", "31 March 2018")`."""

    group: str
    expression: str
    printed: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a figure, a name or a paragraph comes from, and where it is printed.

    `group` is the heading in the list of choices. `arithmetic` has a sentence for each sum or rate, `parts` the figures
    that are in it.
    """

    key: str
    group: str
    title: str
    printed: str
    sources: tuple[Source, ...]
    arithmetic: tuple[str, ...]
    locations: tuple[PageLocation, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place in a letter that differs from the one in output/: the text before and after, "" for none."""

    where: str
    before: str
    after: str
    locations: tuple[PageLocation, ...]


@dataclass(frozen=True, slots=True)
class LetterMessage:
    """A finished letter: its bytes, as `build` would write them, its pages, and explanations by their keys.

    `changed` has what differs from the letter in output/; None if there is none, or they can't be compared. `fields` are
    what the words can print, with their values for this letter.
    """

    file: str
    content: bytes
    pages: tuple[PreviewPage, ...]
    explanations: Mapping[str, Explanation]
    changed: tuple[ChangedPlace, ...] | None = None
    fields: tuple[FieldValue, ...] = ()
