"""What all letters of a year share, as one value: facts, kinds of authority, tables, templates, fonts."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from ..faults import Place
from ..text import slug
from .facts import Fact
from .record_rules import RecordRules
from .tables import TableSpec

WORDS = "letter.md"
FRAME = "letter.html.j2"
STYLE = "letter.css"
LARGE_PRINT_STYLE = "large-print.css"  # read after it, for letters in large print
TABLES = "figures.yaml"
ACCEPTED = "accepted.yaml"
ACCEPTED_EDITION = "accepted-edition.yaml"
ACCEPTED_LARGE_PRINT = "accepted-large-print.yaml"  # the same, of letters in large print
CORRECTION = "correction.md"
CHARTS = "charts.svg.j2"  # the macros that draw charts; shared by all years that use them
COVERING = "covering.md"  # the words of the message that a letter is sent with; no letter prints them
QUESTIONS_TO_ASK = "questions-to-ask.yaml"  # of the site; no letter prints them
_NOT_PRINTED = (ACCEPTED, ACCEPTED_EDITION, ACCEPTED_LARGE_PRINT, COVERING, QUESTIONS_TO_ASK)
PICTURES = ("letterhead.svg", "signature.svg")
FONT_SUFFIXES = (".ttf", ".otf")
_LARGE_PRINT_FILE = "-large-print.pdf"  # what the files of letters in large print end in
TEMPLATES = (".md", ".j2")  # what letters' templates end in


@dataclass(frozen=True, slots=True)
class AuthorityKind:
    """A kind of authority: its group's title, how its names are formed ("{} County Council"), how many there are.

    `aliases` has the ways in which spreadsheets write names and letters don't, "{} CC".
    """

    title: str
    names: tuple[str, ...]
    how_many: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day that a year's figures are about."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that the letters of a year share: `load_edition(workspace, "2018")`.

    `earlier_years` are those whose figures this year's are compared with, latest first; `earlier_tables` is the year whose
    tables are used for those that have no figures.yaml of their own. `national` has the figures of all authorities together
    by field. `files` has the bytes of each template, style sheet, picture and font by its path below `templates`,
    {"2018/letter.md": b"…"}; nothing else can enter a letter. `display_paths` has how each is named in faults. `printable`
    has the characters of the letter's fonts; none where a font has a fault, so that no character is checked against them.
    `sender` is the e-mail address that letters are sent from, "" if none is named. With `only_specimens` letters are made for
    made-up authorities alone. `stated_averages` are those that year.yaml states, as printed, by kind and column:
    {"county": {"decided.uphold_rate": "64%"}}. Without
    `publish_addressee` the site leaves out whom letters go to. With `as_typed`, characters are printed as they were typed.
    `languages` are those of its letters, one after the other in each; `language` is the first of them. With `large_print`
    nothing in a letter is smaller than 12 pt, and its file has a name of its own.
    """

    year: str
    title: str
    author: str
    language: str
    letter_date: datetime.date
    publication: datetime.datetime
    complete: bool
    period: Period | None
    attach_figures: bool
    file_name: str
    facts: Mapping[str, Fact]
    kinds: Mapping[str, AuthorityKind]
    passage_kinds: Mapping[str, str]
    table_spec: TableSpec
    earlier_years: tuple[str, ...]
    earlier_tables: str
    national: Mapping[str, int]
    files: Mapping[str, bytes]
    display_paths: Mapping[str, str]
    printable: frozenset[str]
    sender: str = ""
    only_specimens: bool = False
    stated_averages: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    publish_addressee: bool = True
    as_typed: bool = False
    languages: tuple[str, ...] = ("en-GB",)
    large_print: bool = False

    def __reduce__(self) -> tuple[Any, ...]:  # a MappingProxyType doesn't cross to a worker process
        values = [getattr(self, name) for name in self.__dataclass_fields__]
        return _unpickled, tuple(_plain(value) for value in values)

    @property
    def sets_characters(self) -> bool:
        """True if ' and - are printed as ’ and – where these belong; only if the letter's fonts have them."""
        return not self.as_typed and self.printable >= {"’", "‘", "–"}

    @property
    def record_rules(self) -> RecordRules:
        """What a record is checked against."""
        return RecordRules(
            self.table_spec, tuple(self.kinds), tuple(self.passage_kinds), self.printable, self.only_specimens
        )

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets of its letters, in their order: `("letter.css", "large-print.css")` in large print."""
        return (STYLE, LARGE_PRINT_STYLE) if self.large_print else (STYLE,)

    @property
    def used_files(self) -> Mapping[str, bytes]:
        """`files` without a style sheet for the other size of print."""
        unused = "" if self.large_print else f"{self.year}/{LARGE_PRINT_STYLE}"
        return {name: content for name, content in self.files.items() if name != unused}

    @property
    def accepted_parts_file(self) -> str:
        """The file that has what was accepted of it besides its words: each size of print is accepted on its own."""
        return ACCEPTED_LARGE_PRINT if self.large_print else ACCEPTED_EDITION

    @property
    def file_pattern(self) -> str:
        """The name of a letter's file: "letter-{authority}.pdf", or "letter-{authority}-large-print.pdf"."""
        return self.file_name.removesuffix(".pdf") + _LARGE_PRINT_FILE if self.large_print else self.file_name

    def letter_file(self, authority: str) -> str:
        """The file of an authority's letter: "annual-review-letter-2018-sevenoaks-district-council.pdf"."""
        return self.file_pattern.replace("{authority}", slug.file_name_part(authority))

    def in_other_print(self) -> Edition:
        """The same edition in large print, or in ordinary print if this one is in large."""
        return replace(self, large_print=not self.large_print)

    def file(self, name: str) -> bytes | None:
        """A file of the year's templates, `file("letter.md")`; None where there is none."""
        return self.files.get(f"{self.year}/{name}")

    def place(self, name: str, line: int = 0, column: int = 0) -> Place:
        """A place in a file of the year's templates."""
        return Place(self.display_paths.get(f"{self.year}/{name}", name), line, column)

    def digest(self) -> str:
        """A SHA-256 over all that letters of the year share and print: facts, tables, templates, pictures, fonts.

        What was accepted is not part of it: accepting a letter's words doesn't change the letter. Nor is the covering
        message, nor what only the site shows.
        """
        shared = [
            self.title,
            self.author,
            self.languages if len(self.languages) > 1 else self.language,
            self.letter_date,
            self.attach_figures,
            _plain(self.facts),
            {key: kind.title for key, kind in self.kinds.items()},
            self.table_spec,
            self.as_typed,
            *(["large print"] if self.large_print else []),
        ]
        digest = hashlib.sha256(json.dumps(shared, default=str, sort_keys=True).encode())
        for name, content in sorted(self.used_files.items()):
            if name in {f"{self.year}/{each}" for each in _NOT_PRINTED}:
                continue
            digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode())
        return digest.hexdigest()


def _plain(value: Any) -> Any:
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, Mapping) else value


def _frozen(value: Any) -> Any:
    return MappingProxyType({key: _frozen(each) for key, each in value.items()}) if isinstance(value, dict) else value


def _unpickled(*values: Any) -> Edition:
    return Edition(*(_frozen(value) for value in values))
