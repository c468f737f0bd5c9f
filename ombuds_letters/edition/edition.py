"""What all letters of a year share, as one value: facts, kinds of authority, tables, templates, fonts."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..faults import Place
from .facts import Fact
from .record_rules import RecordRules
from .tables import TableSpec

WORDS = "letter.md"
FRAME = "letter.html.j2"
STYLE = "letter.css"
TABLES = "figures.yaml"
ACCEPTED = "accepted.yaml"
ACCEPTED_EDITION = "accepted-edition.yaml"
CORRECTION = "correction.md"
CHARTS = "charts.svg.j2"  # the macros that draw charts; shared by all years that use them
COVERING = "covering.md"  # the words of the message that a letter is sent with; no letter prints them
QUESTIONS_TO_ASK = "questions-to-ask.yaml"  # of the site; no letter prints them
_NOT_PRINTED = (ACCEPTED, ACCEPTED_EDITION, COVERING, QUESTIONS_TO_ASK)
PICTURES = ("letterhead.svg", "signature.svg")
FONT_SUFFIXES = (".ttf", ".otf")
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
    `languages` are those of its letters, one after the other in each; `language` is the first of them.
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
        ]
        digest = hashlib.sha256(json.dumps(shared, default=str, sort_keys=True).encode())
        for name, content in sorted(self.files.items()):
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
