"""A year's edition: what all its letters share, read once and whole, so that a letter is made from what is in memory."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..faults import Fault, Faults, Kind, Place
from ..formats import yaml_reader
from ..formats.fields import EMPTY_FIELD, Fields
from ..formats.yaml_reader import MISSING_FILE, UNREADABLE
from ..storage.workspace import Workspace
from ..text.english import parts_make
from . import facts, images
from . import fonts as fount
from . import tables as form
from .facts import Fact
from .fonts import FONT
from .known import RecordRules
from .tables import WRONG_TOTAL, TableSpec, Total

PERIOD = Kind("field.period", "is {found}, before the first day, {first}; correct one of the two")
BAD_PATTERN = Kind("field.bad_pattern", 'is "{found}"; write one slot, {slot}, and {ending}')
EARLIER_YEAR = Kind(
    "figures.earlier_year", 'is "{found}"; write other years that stand in data, the latest first, as [2017, 2016]'
)

WORDS = "letter.md"
FRAME = "letter.html.j2"
STYLE = "letter.css"
FORM = "figures.yaml"
ACCEPTED = "accepted.yaml"
PICTURES = ("letterhead.svg", "signature.svg")
FONT_SUFFIXES = (".ttf", ".otf")


@dataclass(frozen=True, slots=True)
class AuthorityKind:
    """A kind of authority: its group's title, the ways its names are made ("{} County Council"), how many there are.

    `also` has the ways that spreadsheets write names and letters don't, "{} CC".
    """

    title: str
    names: tuple[str, ...]
    how_many: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a year's figures are of, the first and the last."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that the letters of a year share: `edition.read(workspace, "2018")`.

    `earlier_years` are those whose figures this year's are held against, latest first, `earlier_form` the year whose form
    those have that bring none of their own. `national` has figures of all authorities together by field.
    `files` has the bytes of each template, style sheet, picture and font by its path below `templates`,
    {"2018/letter.md": b"…"}; nothing else can enter a letter. `shown` has how each is named in faults. `printable` has the
    characters of its type; none where the fonts have a fault, so that no character is held against them.
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

    def __reduce__(self) -> tuple[Any, ...]:  # a MappingProxyType doesn't cross to a worker process
        values = [getattr(self, name) for name in self.__dataclass_fields__]
        return _thawed, tuple(_plain(value) for value in values)

    @property
    def record_rules(self) -> RecordRules:
        """What a record is checked against."""
        return RecordRules(self.table_spec, tuple(self.kinds), tuple(self.passage_kinds), self.printable)

    def file(self, name: str) -> bytes | None:
        """A file of the year's templates, `file("letter.md")`; None where there is none."""
        return self.files.get(f"{self.year}/{name}")

    def place(self, name: str, line: int = 0, column: int = 0) -> Place:
        """A place in a file of the year's templates."""
        return Place(self.display_paths.get(f"{self.year}/{name}", name), line, column)

    def digest(self) -> str:
        """A SHA-256 over all that letters of the year share and print: facts, form, templates, pictures, fonts.

        The accepted wording is no part of it: that a person accepted a letter's words doesn't change the letter.
        """
        said = [
            self.title,
            self.author,
            self.language,
            self.letter_date,
            self.attach_figures,
            _plain(self.facts),
            {key: kind.title for key, kind in self.kinds.items()},
            self.table_spec,
        ]
        digest = hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode())
        for name, content in sorted(self.files.items()):
            if name == f"{self.year}/{ACCEPTED}":
                continue
            digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode())
        return digest.hexdigest()


def load_edition(workspace: Workspace, year: str) -> Edition:
    """The edition of a year, checked.

    Raises: Unknown (no such year), Faults (of year.yaml, figures.yaml, pictures and fonts; templates are checked by
    `letter`, the style sheet by `pdf`).
    """
    edition, faults = load_edition_lenient(workspace, year)
    if faults or edition is None:
        raise Faults(faults)
    return edition


def load_edition_lenient(workspace: Workspace, year: str) -> tuple[Edition | None, list[Fault]]:
    """The edition of a year as far as records can be held against it, and its faults; None where they can't be.

    Raises: Unknown.
    """
    workspace.check(year)
    faults: list[Fault] = []
    files, shown = _files(workspace, year, faults)
    fonts = {name: content for name, content in files.items() if name.endswith(FONT_SUFFIXES)}
    characters, font_faults = fount.characters(fonts, shown)
    if not fonts:
        font_faults.append(FONT(Place(workspace.fonts.as_posix()), "", problem="no .ttf or .otf is there"))
    printable = None if font_faults else characters  # without fonts, no character is held against them
    faults += font_faults
    for name in (WORDS, FRAME, STYLE, FORM):
        if f"{year}/{name}" not in files:
            faults.append(MISSING_FILE(Place((workspace.templates(year) / name).as_posix()), ""))
    for name in PICTURES:
        if (drawing := files.get(f"{year}/{name}")) is not None:
            faults += images.check(drawing, shown[f"{year}/{name}"])
    figures = TableSpec((), ())
    if (raw := files.get(f"{year}/{FORM}")) is not None:
        try:
            content, text_faults = yaml_reader.text(raw, shown[f"{year}/{FORM}"])
            faults += text_faults
            figures = figures if text_faults else form.read(content, shown[f"{year}/{FORM}"], printable)
        except Faults as error:
            faults += error.found
    path = workspace.data(year) / "year.yaml"
    content, text_faults = yaml_reader.file_text(path, path.as_posix())
    faults += text_faults
    edition = None
    if not text_faults:
        edition = _edition(content, path.as_posix(), faults, year, figures, files, shown, printable)
    # Without form or kinds every record would be told for what is wrong elsewhere.
    unknown = any(not figures.tables or each.field.startswith(("authority_kinds", "passage_kinds")) for each in faults)
    return None if unknown else edition, faults


def _files(workspace: Workspace, year: str, faults: list[Fault]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Every template, picture and font, read once: what is digested is what is used."""
    paths = {f"{year}/{path.name}": path for path in _listed(workspace.templates(year))}
    paths |= {f"fonts/{path.name}": path for path in _listed(workspace.fonts) if path.name.endswith(FONT_SUFFIXES)}
    files, shown = {}, {}
    for name, path in paths.items():
        shown[name] = path.as_posix()
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            faults.append(UNREADABLE(Place(shown[name]), reason=error.strerror or str(error)))
    return files, shown


def _listed(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~")))


def _edition(
    content: str,
    path: str,
    faults: list[Fault],
    year: str,
    figures: TableSpec,
    files: dict[str, bytes],
    shown: dict[str, str],
    printable: frozenset[str] | None,
) -> Edition | None:
    node, yaml_faults = yaml_reader.document(content, path)
    faults += yaml_faults
    if node is None:
        return None
    fields = Fields(node, "", faults, printable)
    edition = Edition(
        year=year,
        title=fields.text("title"),
        author=fields.text("author"),
        language=fields.text("language"),
        letter_date=fields.date("letter_date"),
        publication=fields.time("publication"),
        complete=fields.boolean("complete"),
        period=_period(fields),
        attach_figures=fields.boolean("attach_figures"),
        file_name=_file_name(fields),
        facts=facts.read(fields.fields("facts")),
        kinds=MappingProxyType(_kinds(fields)),
        passage_kinds=MappingProxyType(_passage_kinds(fields.fields("passage_kinds"))),
        table_spec=figures,
        earlier_years=_earlier_years(fields, year),
        earlier_tables=fields.text("earlier_form", required=False),
        national=MappingProxyType(_national(fields, figures)),
        files=MappingProxyType(files),
        display_paths=MappingProxyType(shown),
        printable=printable or frozenset(),
    )
    fields.report_unknown()
    return edition


def _file_name(fields: Fields) -> str:
    pattern = fields.text("file_name")
    if pattern and not re.fullmatch(r"[A-Za-z0-9._-]*\{authority\}[A-Za-z0-9._-]*\.pdf", pattern):
        ending = "letters, digits, hyphens, ending in .pdf"
        fields.add_fault("file_name", BAD_PATTERN, found=pattern, slot="{authority}", ending=ending)
    return pattern


def _period(fields: Fields) -> Period | None:
    if not fields.has("period") or (days := fields.fields("period")) is None:
        return None
    period = Period(days.date("first_day"), days.date("last_day"))
    if days.is_valid("first_day") and days.is_valid("last_day") and period.last < period.first:
        days.add_fault("last_day", PERIOD, found=period.last.isoformat(), first=period.first.isoformat())
    days.report_unknown()
    return period


def _kinds(fields: Fields) -> dict[str, AuthorityKind]:
    kinds: dict[str, AuthorityKind] = {}
    if (all_kinds := fields.fields("authority_kinds")) is None:
        return kinds
    for key in all_kinds.names():
        below = all_kinds.fields(key)
        if below is None:
            continue
        names = _ways(below, "names", required=True)
        also = _ways(below, "also", required=False)
        kinds[key] = AuthorityKind(below.text("title"), names, below.count("how_many"), also)
        below.report_unknown()
    if not kinds and fields.is_valid("authority_kinds"):
        fields.add_fault("authority_kinds", EMPTY_FIELD)
    return kinds


def _ways(kind: Fields, key: str, *, required: bool) -> tuple[str, ...]:
    """The ways that names are made, "{} County Council"."""
    names = []
    for field, node in kind.items(key, required=required, filled=True):
        names.append(name := kind.text_of(node, field))
        if name and name.count("{}") != 1:
            ending = "the words around a name"
            kind.faults.append(BAD_PATTERN(node.place, field, found=name, slot="{}", ending=ending))
    return tuple(names)


def _earlier_years(fields: Fields, year: str) -> tuple[str, ...]:
    years = fields.texts("earlier_years", required=False)
    for found in years:
        if found and (found == year or not re.fullmatch("[A-Za-z0-9_-]+", found)):
            fields.add_fault("earlier_years", EARLIER_YEAR, found=found)
    return years


def _national(fields: Fields, figures: TableSpec) -> dict[str, int]:
    """The figures of all authorities together that are given; a total with its parts must be their sum."""
    national: dict[str, int] = {}
    tables = fields.fields("national_figures") if fields.has("national_figures") else None
    if tables is None or not figures.tables:  # a form with a fault is told
        return national
    for table in figures.tables:
        columns = tables.fields(table.key) if tables.has(table.key) else None
        if columns is None:
            continue
        for column in table.columns:
            if column.is_entered and columns.has(column.key):
                national[column.field] = columns.count(column.key)
        for column in table.columns:
            if isinstance(column.figure, Total) and national.keys() >= {column.field, *column.figure.parts}:
                found, parts = national[column.field], [national[part] for part in column.figure.parts]
                if found != sum(parts):
                    columns.add_fault(
                        column.key, WRONG_TOTAL, found=found, parts=parts_make(len(parts)), sum=sum(parts)
                    )
        columns.report_unknown()
    tables.report_unknown()
    return national


def _passage_kinds(fields: Fields | None) -> dict[str, str]:
    return {key: fields.text(key) for key in fields.names()} if fields is not None else {}


def _plain(value: Any) -> Any:
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, Mapping) else value


def _frozen(value: Any) -> Any:
    return MappingProxyType({key: _frozen(each) for key, each in value.items()}) if isinstance(value, dict) else value


def _thawed(*values: Any) -> Edition:
    return Edition(*(_frozen(value) for value in values))
