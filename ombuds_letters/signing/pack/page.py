"""The signing pack as HTML: one file with its pictures in it, readable on a screen and on paper, with and without a script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import jinja2

from ...proof.acceptance import redline
from ..read_log import Reading


class Mark(StrEnum):
    """Of a line of the front page: all is well, a person must look, or letters can't go out like this."""

    GOOD = "good"
    OPEN = "open"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A line of the verdict, with what it leads to: `VerdictLine(Mark.OPEN, "18 questions are open.", "questions", "read")`.

    `target` is a section's id, "" for none.
    """

    mark: Mark
    says: str
    target: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PackReason:
    """Why a letter is to be read, and what to look at; `page` is the page that has it, 0 if it isn't known."""

    why: str
    look_at: str
    excerpt: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class PackPassage:
    """A passage: what it is about, its paragraphs as they are read, and who approved it."""

    kind: str
    blocks: tuple[tuple[str, str], ...]
    approved_by: str


@dataclass(frozen=True, slots=True)
class Marking:
    """What is outlined on a page, in per cent of its width and height, from the upper left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page: its picture (PNG), its shape, what is outlined in it, and whether it is printed with the pack."""

    number: int
    png: bytes
    width: float
    height: float
    markings: tuple[Marking, ...]
    printed: bool

    @property
    def landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class PackLetter:
    """A letter of the pack: why it is to be read, its pages and passages, who has read it, and where its PDF is from the pack.

    `anchor` is its section's id. `listed` is false for the one that is shown as an example of most.
    """

    code: str
    anchor: str
    authority: str
    link: str
    reasons: tuple[PackReason, ...]
    passages: tuple[PackPassage, ...]
    pages: tuple[PagePicture, ...]
    read: Reading | None
    listed: bool = True

    @property
    def unprinted(self) -> tuple[int, ...]:
        """The pages that are not printed with the pack."""
        return tuple(page.number for page in self.pages if not page.printed)

    @property
    def is_read(self) -> bool:
        """True if somebody has read it as it is now."""
        return self.read is not None and not self.read.changed


@dataclass(frozen=True, slots=True)
class RestLine:
    """Letters that are not on the list, in a sentence."""

    says: str


@dataclass(frozen=True, slots=True)
class UnsoundLetter:
    """A letter that is not as it should be: its authority or file, its state in words, and what is wrong in it."""

    name: str
    state: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackQuestion:
    """An open question: the authorities it is about, each with its letter's anchor or "", its words, and why it is asked."""

    authorities: tuple[tuple[str, str], ...]
    asks: str
    why: str
    cells: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that all letters share, in words, now and last year; `note` says what is to be seen about it."""

    name: str
    now: str
    before: str
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class PackFacts:
    """All facts; `compared_with` is the year before, "" if there is none here."""

    compared_with: str
    rows: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class PackChange:
    """A place of the wording that changed: in words where and in which letters, and the redline as HTML."""

    how: str
    html: str


@dataclass(frozen=True, slots=True)
class PackChanges:
    """All changes, and what they are compared with: "the accepted wording of 2017"."""

    since: str
    changes: tuple[PackChange, ...]


Pieces = tuple[tuple[str, bool], ...]  # each with whether it is a value's name


@dataclass(frozen=True, slots=True)
class WordingRow:
    """Letters that have the same conditional paragraphs: how many, which, and whose, if they are few.

    `lines` are those that are a value alone, such as a name in the address; `passages` says whether they have one.
    """

    letters: int
    paragraphs: tuple[Pieces, ...]
    lines: tuple[Pieces, ...]
    passages: bool
    authorities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ConditionalParagraph:
    """A paragraph that not every letter has: its pieces, when a letter has it, and in how many letters it is."""

    pieces: Pieces
    condition: str
    letters: int


@dataclass(frozen=True, slots=True)
class PackWordings:
    """Who gets which wording: a row for each combination of paragraphs, the commonest first, and the paragraphs."""

    rows: tuple[WordingRow, ...]
    paragraphs: tuple[ConditionalParagraph, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that the pack shows; `changes` is None if no wording was accepted before this one.

    `about` are the facts of the whole batch under the title: "60 letters", "dated 18 July 2018". `year` is for the command
    that records readings; `made_again` is true if every letter was made again and is the same to the last byte.
    """

    title: str
    about: tuple[str, ...]
    verdict: tuple[VerdictLine, ...]
    letters: tuple[PackLetter, ...]
    rest: tuple[RestLine, ...]
    unsound: tuple[UnsoundLetter, ...]
    questions: tuple[PackQuestion, ...]
    changes: PackChanges | None
    facts: PackFacts
    wordings: PackWordings
    read_again: tuple[tuple[str, Reading], ...]
    total: int
    commands: tuple[str, ...]  # that record who has read which letters: by a name, and by a list
    seed: int
    made_again: bool

    @property
    def listed(self) -> tuple[PackLetter, ...]:
        """The letters that are to be read."""
        return tuple(letter for letter in self.letters if letter.listed)

    @property
    def to_tick(self) -> tuple[PackLetter, ...]:
        """Those that nobody has read yet as they are now."""
        return tuple(letter for letter in self.listed if not letter.is_read)


_HERE = Path(__file__).parent
_STYLE = (_HERE / "pack.css").read_text(encoding="utf-8") + redline.STYLE
_SCRIPT = (_HERE / "pack.js").read_text(encoding="utf-8")

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters["number"] = "{:,}".format
_ENVIRONMENT.filters["base64"] = lambda content: b64encode(content).decode()


def html(pack: Pack) -> str:
    """The whole page."""
    return _ENVIRONMENT.get_template("pack.html.j2").render(pack=pack, style=_STYLE, script=_SCRIPT)
