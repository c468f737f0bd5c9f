"""The signing pack as HTML: one file with its pictures in it, readable on a screen and on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from ..proof.acceptance import redline
from .read_log import Reading


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that all letters share, now and last year; `compared` is false if there was no last year."""

    name: str
    now: str
    before: str
    compared: bool


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage, and who approved it."""

    authority: str
    kind: str
    paragraphs: tuple[str, ...]
    approved_by: str


@dataclass(frozen=True, slots=True)
class ConditionalParagraph:
    """A paragraph that not every letter has, its condition, and in how many letters it is; `mark` is "A", "B", …"""

    mark: str
    text: str
    condition: str
    letters: int


@dataclass(frozen=True, slots=True)
class Combination:
    """Letters that have the same conditional paragraphs: `has` says which, in their order."""

    has: tuple[bool, ...]
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionalParagraphs:
    """All conditional paragraphs, and which letters have which of them together, the commonest combination first."""

    items: tuple[ConditionalParagraph, ...]
    combinations: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class PackLetter:
    """A letter to look at: why, its pages as small pictures (PNG), and who has read it."""

    authority: str
    file: str
    reasons: tuple[str, ...]
    pictures: tuple[bytes, ...]
    read: Reading | None


@dataclass(frozen=True, slots=True)
class Example:
    """A letter of the commonest wording, with its pages as large pictures (PNG)."""

    authority: str
    pictures: tuple[bytes, ...]


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


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that the pack shows; `changes` is None if no wording was accepted before this one."""

    title: str
    letters: int
    states: Mapping[str, int]
    unsound: tuple[tuple[str, str], ...]
    example: Example | None
    changes: PackChanges | None
    facts: tuple[FactRow, ...]
    passages: tuple[PassageText, ...]
    conditional: ConditionalParagraphs
    look_at: tuple[PackLetter, ...]
    read: Mapping[str, Reading]
    seed: int

    @property
    def to_read_again(self) -> Mapping[str, Reading]:
        """The readings that are no longer valid, by authority."""
        return {authority: read for authority, read in self.read.items() if read.changed}


_HERE = Path(__file__).parent
_STYLE = (_HERE / "pack.css").read_text(encoding="utf-8") + redline.STYLE

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
    return _ENVIRONMENT.get_template("pack.html.j2").render(pack=pack, style=_STYLE)
