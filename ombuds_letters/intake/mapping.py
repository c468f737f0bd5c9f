"""What the headings of spreadsheets mean: as `data/YEAR/import.yaml` says, or as the tables are printed.

A heading means a target: a figure's field ("received.housing"), "authority.name", "authority.code", "authority.kind",
"authority.specimen", "reference" of a case, "passage.text", "contact.title", or "ignore".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PureWindowsPath
from types import MappingProxyType

from ..edition.tables import Counted, TableSpec
from ..faults import Fault, Kind, Remedy, suggest
from ..formats import nodes, yaml_reader
from ..formats.fields import NOT_TEXT, UNKNOWN_VALUE, Fields
from ..formats.nodes import Node, Scalar
from ..records import contacts

IMPORT_PATH = Kind(
    "import.path", 'is "{found}", with a folder, which no file is called; write the file\'s name alone, "{name}"'
)
IMPORT_TWICE = Kind(
    "import.twice",
    'is what "{found}" means, but "{first}", which counts as the same, means something else; keep one of the two',
)
IMPORT_VALUES = Kind("import.values", "has values to count; write `rows: cases`, or take the values out")

DICTIONARY = ("Field", "Sheet", "Heading", "Meaning")  # the head of the sheet in which exports explain their headings
FILE = "import.yaml"
IGNORE = "ignore"
REFERENCE = "reference"
NAME, CODE, KIND, SPECIMEN = "authority.name", "authority.code", "authority.kind", "authority.specimen"
WHO = frozenset({NAME, CODE})

# The program's own headings, as `export` writes them.
PASSAGES = {
    "passage kind": "passage.kind",
    "text": "passage.text",
    "approved by": "passage.approved_by",
    "names": "passage.names",
}
# What `export` and `template` write beside the figures, and nothing is made of.
KIND_TITLE, COMPLETE = "kind of authority", "complete"
_AUTHORITY = {"code": CODE, "name": NAME, "authority": NAME, "kind": KIND, "specimen": SPECIMEN}
_CONTACT = {name: f"contact.{name}" for name in (*contacts.REQUIRED, *contacts.OPTIONAL) if name != "code"}

# What a list has besides the columns of contacts.csv: parts of a name, from which name and salutation are made.
FORM, FIRST, SURNAME = "contact.form_of_address", "contact.first_name", "contact.surname"
PARTS_OF_NAME = (FORM, FIRST, SURNAME)
TITLE = "contact.title"
_CONTACT_ELSEWHERE = {
    "form of address": FORM,
    "honorific": FORM,
    "courtesy title": FORM,
    "first name": FIRST,
    "firstname": FIRST,
    "forename": FIRST,
    "given name": FIRST,
    "surname": SURNAME,
    "last name": SURNAME,
    "lastname": SURNAME,
    "family name": SURNAME,
    "contact": "contact.name",
    "contact name": "contact.name",
    "full name": "contact.name",
    "addressee": "contact.name",
    "job title": TITLE,
    "position": TITLE,
    "post": TITLE,
    "role": TITLE,
    "email address": "contact.email",
    "e-mail": "contact.email",
    "e-mail address": "contact.email",
    "cc": "contact.copies",
}

AMBIGUOUS = ("title", "salutation")  # Mr, Ms or Dr in most mailing lists; in contacts.csv an office, and a whole line

Targets = Mapping[str, Collection[str]]  # what each heading may mean, by its plain form


class Rows(StrEnum):
    """What a row of a sheet is."""

    AUTHORITIES = "authorities"
    CASES = "cases"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What a sheet's headings mean; `values` has, by heading, what each value of a case's column counts as.

    `file` may have `*` for any run of characters; `sheet` is "" for any. `totals` are the names of rows with national totals.
    """

    file: str
    sheet: str
    rows: Rows
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    totals: tuple[str, ...] = ()

    def fits(self, file: str, sheet: str) -> bool:
        """True for a matching file name and sheet name, whatever their case."""
        return self.is_of(file) and self.sheet.casefold() in ("", sheet.casefold())

    def is_of(self, file: str) -> bool:
        """True for a matching file name, whatever the sheet."""
        pattern = re.escape(self.file.casefold()).replace(re.escape("*"), ".*")
        return re.fullmatch(pattern, file.casefold(), re.DOTALL) is not None

    @property
    def targets(self) -> Targets:
        """What each heading means, by its plain form."""
        found: dict[str, Collection[str]] = {plain(heading): (target,) for heading, target in self.columns.items()}
        return found | {plain(heading): (f"values:{plain(heading)}",) for heading in self.values}

    def value(self, heading: str) -> Mapping[str, str]:
        """What the values of a case's column count as, by their plain form."""
        return next(
            {plain(value): target for value, target in values.items()}
            for known, values in self.values.items()
            if plain(known) == heading
        )


def plain(text: str) -> str:
    """A heading or a value as it is compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def own(table_spec: TableSpec) -> Targets:
    """What the headings of the tables mean; "Total" may mean each table's, unless a heading above says which."""
    found: dict[str, set[str]] = {}
    for table in table_spec.tables:
        for column in table.columns:
            names = {column.field, column.label, column.heading}
            for text in (*names, *(f"{table.title}: {each}" for each in names)):
                found.setdefault(plain(text), set()).add(column.field)
        found.setdefault(plain(table.title), set()).add(f"values:{table.key}")
        found.setdefault(plain(table.key), set()).add(f"values:{table.key}")
    for headings in (_AUTHORITY, PASSAGES, {REFERENCE: REFERENCE, KIND_TITLE: IGNORE, COMPLETE: IGNORE}):
        for heading, target in headings.items():
            found.setdefault(heading, set()).add(target)
    return found


def own_contacts(nouns: Iterable[str], forms_of_address: Collection[str] = ()) -> Targets:
    """What the headings of contacts.csv mean, and those of other lists of people; `nouns` are what authorities are called.

    `forms_of_address` has those of `AMBIGUOUS` that are Mr, Ms or Dr in this list.
    """
    found = {**dict.fromkeys(nouns, NAME), "code": CODE, "authority": NAME, **_CONTACT, **_CONTACT_ELSEWHERE}
    found |= dict.fromkeys(forms_of_address, FORM)
    return {heading: (target,) for heading, target in found.items()}


def own_values(table_spec: TableSpec, table: str) -> Mapping[str, str]:
    """What a case counts as by the words of a table: each column's label, heading or key."""
    found: dict[str, str] = {}
    for column in (each for one in table_spec.tables if one.key == table for each in one.columns):
        if isinstance(column.figure, Counted):
            found |= {plain(text): column.field for text in (column.label, column.heading, column.key)}
    return found


def read(content: str, path: str, table_spec: TableSpec) -> tuple[list[SheetMapping], list[Fault]]:
    """The mappings in a text of import.yaml, and every fault."""
    node, faults = yaml_reader.document(content, path)
    if node is None:
        return [], faults
    fields = Fields(node, "", faults)
    mappings = [_mapping(item, name, faults, table_spec) for name, item in fields.items("sheets", filled=True)]
    fields.report_unknown()
    return mappings, faults


def _mapping(node: Node, name: str, faults: list[Fault], table_spec: TableSpec) -> SheetMapping:
    fields = Fields(node, name, faults)
    file, sheet = fields.text("file"), fields.text("sheet", required=False)
    if (last := PureWindowsPath(file).name) != file:  # where / separates folders too
        fields.add_fault("file", IMPORT_PATH, found=file, name=Remedy(last or "*"))
    rows = fields.choice("rows", [*Rows])
    totals = fields.texts("totals", required=False)
    columns: dict[str, str] = {}
    values: dict[str, Mapping[str, str]] = {}
    kind = Rows(rows) if rows in [*Rows] else Rows.AUTHORITIES
    if (below := fields.fields("columns", filled=True)) is not None:
        known = targets(table_spec, kind)
        faults += _meant_twice(below.entries(), f"{name}.columns")
        for heading, below_heading in below.entries().items():
            if isinstance(below_heading, nodes.Mapping):
                counted = [each.field for each in table_spec.columns() if isinstance(each.figure, Counted)]
                faults += _meant_twice(below_heading.entries, f"{name}.columns")
                values[heading] = dict(_mapped(below_heading.entries, name, faults, [*counted, IGNORE]))
                if kind is not Rows.CASES:
                    faults.append(IMPORT_VALUES(below_heading.place, f"{name}.columns"))
            else:
                columns |= dict(_mapped({heading: below_heading}, name, faults, known))
    fields.report_unknown()
    return SheetMapping(file, sheet, kind, columns, values, totals)


def _meant_twice(entries: Mapping[str, Node], field: str) -> Iterator[Fault]:
    """The faults of headings or values that are the same as one before, apart from case and blanks, with another meaning."""
    first: dict[str, tuple[str, Node]] = {}
    for text, meaning in entries.items():
        before, other = first.setdefault(plain(text), (text, meaning))
        if before != text and not (
            isinstance(meaning, Scalar) and isinstance(other, Scalar) and meaning.text == other.text
        ):
            yield IMPORT_TWICE(meaning.place, field, found=text, first=before)


def targets(table_spec: TableSpec, rows: Rows) -> list[str]:
    """What a heading may mean in a sheet with such rows."""
    if rows is Rows.CONTACTS:
        return [NAME, CODE, *_CONTACT.values(), *PARTS_OF_NAME, IGNORE]
    if rows is Rows.CASES:
        return [NAME, CODE, REFERENCE, IGNORE]
    typed = [column.field for column in table_spec.columns()]
    return [NAME, CODE, KIND, SPECIMEN, *typed, *PASSAGES.values(), IGNORE]


def _mapped(
    entries: Mapping[str, Node], name: str, faults: list[Fault], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    field = f"{name}.columns"
    for heading, target in entries.items():
        if not isinstance(target, Scalar):
            faults.append(NOT_TEXT(target.place, field))
        elif target.text not in known:
            suggestion = suggest(target.text, tuple(known))
            faults.append(UNKNOWN_VALUE(target.place, field, found=target.text, suggestion=suggestion))
        else:
            yield heading, target.text
