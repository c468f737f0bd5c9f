"""Where each figure came from: `data/YEAR/sources.yaml`, by code and field; and the cases that figures were counted from.

The program writes both files; people read them. `0, source 1, cell H112` is what the last import found there; `kept 5` after it
says that a person chose the record's own 5 instead.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import PurePath

from ..faults import Faults, Kind, Place
from ..formats import csv_reader, yaml_reader, yaml_writer
from ..formats.fields import Fields
from ..formats.nodes import Node, Scalar
from ..formats.yaml_writer import Plain, Quoted, YamlValue

SOURCES_CHANGED = Kind("sources.changed", "was changed outside this program ({why}); put the file back as it was")
CASES_CHANGED = Kind("cases.changed", "was changed outside this program; import the cases again")

FILE = "sources.yaml"
CASES = "cases.csv"
MOST_BYTES = 50_000_000
_HEAD = "# Where each figure came from, as the last import found it there. Written by `import`; leave it to that.\n"
_CASES_HEAD = ["code", "reference", "cell", "fields"]

_DIGEST = re.compile(r"([0-9a-f]{16}x)(?:, kept ([0-9a-f]{16}x))?")
_ORIGIN = re.compile(r"(\d+), source (\d+)(?:, cell ([A-Z]+\d+))?(?:, kept (\S+))?")


class UnreadableProvenance(Faults):
    """sources.yaml or cases.csv was changed outside this program."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its authority's code, its reference, its row, and the fields in which it is counted."""

    code: str
    reference: str
    place: Place
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file, its SHA-256, a sheet of it, and who imported it and when: what many figures share."""

    file: str
    sha256: str
    sheet: str
    who: str
    when: str

    def at(self, cell: str) -> str:
        """A cell of it, as faults name it: `received.xlsx, sheet "2017-18", cell H112`."""
        sheet = f'sheet "{self.sheet}"' if self.sheet else ""
        return ", ".join(filter(None, [self.file, sheet, f"cell {cell}" if cell else ""]))


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """What was found: the count, its source's number, its cell, "" for counted cases; `overridden` is the record's own."""

    count: int
    source: int
    cell: str
    overridden: str = ""

    def __str__(self) -> str:
        cell = f", cell {self.cell}" if self.cell else ""
        return f"{self.count}, source {self.source}{cell}{f', kept {self.overridden}' if self.overridden else ''}"


@dataclass(frozen=True, slots=True)
class ContactDigest:
    """What an import found in one column of a contact: a digest, because the value itself is personal data.

    `overridden` is the digest of the value in contacts.csv that a person chose instead.
    """

    digest: str
    overridden: str = ""

    def __str__(self) -> str:
        return f"{self.digest}{f', kept {self.overridden}' if self.overridden else ''}"


@dataclass(slots=True)
class Origins:
    """All sources by number, and where each figure came from by code and field; `cases` is the SHA-256 of cases.csv.

    `contacts` has, by code and column, what the last import found of each contact.
    """

    sources: dict[int, Origin] = field(default_factory=dict)
    figures: dict[str, dict[str, FigureOrigin]] = field(default_factory=dict)
    cases: str = ""
    contacts: dict[str, dict[str, ContactDigest]] = field(default_factory=dict)

    def number(self, origin: Origin) -> int:
        """A source's number, a new one where it has none."""
        known = {each: number for number, each in self.sources.items()}
        if origin not in known:
            self.sources[len(self.sources) + 1] = origin
        return known.get(origin, len(self.sources))

    def text(self) -> str:
        """The file's text: the same origins give the same text."""
        found: dict[str, YamlValue] = {
            "sources": {
                number: {name: Quoted(getattr(origin, name)) for name in Origin.__dataclass_fields__}
                for number, origin in sorted(self.sources.items())
            }
        }
        if self.cases:
            found["cases"] = Plain(self.cases)
        found["figures"] = {
            Quoted(code): {name: Plain(figure) for name, figure in figures.items()}
            for code, figures in sorted(self.figures.items())
        }
        if self.contacts:
            found["contacts"] = {
                Quoted(code): {name: Plain(digest) for name, digest in sorted(digests.items())}
                for code, digests in sorted(self.contacts.items())
            }
        return yaml_writer.text(found, _HEAD)


def read(content: str, path: str) -> Origins:
    """The origins in a text of sources.yaml.

    Raises: UnreadableProvenance.
    """
    node, faults = yaml_reader.document(content, path)
    found = Origins()
    try:
        if node is not None and not faults:
            _fill(found, Fields(node, "", faults))
    except (ValueError, KeyError) as error:
        raise _unreadable(path, str(error)) from None
    if node is None or faults:
        raise _unreadable(path, str(faults[0].place) if faults else "it is empty")
    return found


def _fill(found: Origins, fields: Fields) -> None:
    found.cases = fields.text("cases", required=False)
    for number, node in _entries(fields.fields("sources")):
        each = Fields(node, "", fields.faults)
        found.sources[int(number)] = Origin(*(_text(each, name) for name in Origin.__dataclass_fields__))
    for code, node in _entries(fields.fields("figures")):
        below = Fields(node, "", fields.faults).entries()
        found.figures[code] = {field: _figure(figure, found) for field, figure in below.items()}
    for code, node in _entries(fields.fields("contacts") if fields.has("contacts") else None):
        below = Fields(node, "", fields.faults).entries()
        found.contacts[code] = {column: _digest_of(digest) for column, digest in below.items()}


def _unreadable(path: str, why: str) -> UnreadableProvenance:
    return UnreadableProvenance([SOURCES_CHANGED(Place(path), why=why)])


def cases_text(cases: Iterable[Case]) -> str:
    """The cases as CSV, by authority and reference."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(_CASES_HEAD)
    for case in sorted(cases, key=lambda case: (case.code, case.reference)):
        place = case.place._replace(path=PurePath(case.place.path).name)  # wherever the file was
        lines.writerow([case.code, case.reference, str(place), "; ".join(case.fields)])
    return written.getvalue()


def same_cases(one: str, other: str) -> bool:
    """True where two lists have the same cases counted the same way, whichever rows of their files they were in."""
    try:
        return _counted(one) == _counted(other)
    except csv.Error:  # a reference too long for the standard library
        return one == other


def _counted(content: str) -> list[list[str]]:
    return [[*row[:2], *row[3:]] for row in csv.reader(StringIO(content, newline=""))]


def references(content: str, path: str, code: str, fields: Iterable[str]) -> list[tuple[str, str]]:
    """The references of an authority's cases that are counted in one of some fields, each with its cell.

    Raises: UnreadableProvenance.
    """
    wanted = frozenset(fields)
    try:
        return [
            (row[1].text, row[2].text)
            for row in csv_reader.read(content, path)
            if row[0].text == code and wanted & set(row[3].text.split("; "))
        ]
    except (csv_reader.UnclosedQuote, IndexError):
        raise UnreadableProvenance([CASES_CHANGED(Place(path))]) from None


def contact_digest(code: str, column: str, value: str) -> str:
    """The digest of one value of a contact; the same value of another contact has another digest.

    It ends in x, so that no YAML reader takes it for a number.
    """
    return f"{digest(chr(0).join([code, column, value]))[:16]}x"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _entries(fields: Fields | None) -> Iterable[tuple[str, Node]]:
    return fields.entries().items() if fields is not None else ()


def _text(fields: Fields, name: str) -> str:
    node = fields.node_of(name)
    return node.text if isinstance(node, Scalar) else ""


def _digest_of(node: Node) -> ContactDigest:
    match = _DIGEST.fullmatch(node.text) if isinstance(node, Scalar) else None
    if match is None:
        raise ValueError(f"{node.place}: not the digest of a contact")
    return ContactDigest(match[1], match[2] or "")


def _figure(node: Node, found: Origins) -> FigureOrigin:
    match = _ORIGIN.fullmatch(node.text) if isinstance(node, Scalar) else None
    if match is None or int(match[2]) not in found.sources:
        raise ValueError(f"{node.place}: not the origin of a figure")
    return FigureOrigin(int(match[1]), int(match[2]), match[3] or "", match[4] or "")
