"""What the headings of spreadsheets mean: as `data/YEAR/import.yaml` says, or, for files with the form's own, as printed.

A heading stands for a target: a figure's field ("received.housing"), "authority.name", "authority.code", "authority.kind",
"authority.specimen", "reference" of a case, "passage.text", "contact.title", or "ignore".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ..edition.tables import Counted, TableSpec
from ..faults import Fault, Kind, Place, suggest
from ..formats import yaml_reader
from ..formats.fields import NOT_TEXT, UNKNOWN_VALUE, Fields
from ..formats.yaml_reader import MappingEntry, Node, Scalar
from ..records import contacts

IMPORT_VALUES = Kind("import.values", "has values of a case's column; only a sheet with `rows: cases` has those")

FILE = "import.yaml"
IGNORE = "ignore"
REFERENCE = "reference"
NAME, CODE, KIND, SPECIMEN = "authority.name", "authority.code", "authority.kind", "authority.specimen"
WHO = frozenset({NAME, CODE})

# The program's own headings, as `export` writes them; those of contacts.csv besides.
PASSAGES = {
    "passage kind": "passage.kind",
    "text": "passage.text",
    "approved by": "passage.approved_by",
    "names": "passage.names",
}
_AUTHORITY = {"code": CODE, "name": NAME, "authority": NAME, "kind": KIND, "specimen": SPECIMEN}
_CONTACT = {name: f"contact.{name}" for name in (*contacts.REQUIRED, *contacts.OPTIONAL) if name != "code"}

Targets = Mapping[str, Collection[str]]  # what each heading may stand for, by its plain form


class Rows(StrEnum):
    """What a row of a sheet is."""

    AUTHORITIES = "authorities"
    CASES = "cases"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What a sheet's headings mean; `values` has, by heading, what each value of a case's column counts as.

    `file` may have `*` for any run of characters; `sheet` is "" for any. `totals` are names of rows with national totals.
    """

    file: str
    sheet: str
    rows: Rows
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    totals: tuple[str, ...] = ()

    def fits(self, file: str, sheet: str) -> bool:
        """True for a file's name and a sheet's; case counts for nothing."""
        return self.is_of(file) and self.sheet.casefold() in ("", sheet.casefold())

    def is_of(self, file: str) -> bool:
        """True for a file's name, whatever its sheet."""
        pattern = re.escape(self.file.casefold()).replace(re.escape("*"), ".*")
        return re.fullmatch(pattern, file.casefold(), re.DOTALL) is not None

    @property
    def targets(self) -> Targets:
        """What each heading stands for, in its plain form."""
        found: dict[str, Collection[str]] = {plain(heading): (target,) for heading, target in self.columns.items()}
        return found | {plain(heading): (f"values:{plain(heading)}",) for heading in self.values}

    def value(self, heading: str) -> Mapping[str, str]:
        """What the values of a case's column count as, in their plain form."""
        return next(
            {plain(value): target for value, target in values.items()}
            for known, values in self.values.items()
            if plain(known) == heading
        )


def plain(text: str) -> str:
    """A heading or a value as it is compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def own(form: TableSpec) -> Targets:
    """What the form's own headings stand for; "Total" may stand for each table's, unless a heading above says which."""
    found: dict[str, set[str]] = {}
    for table in form.tables:
        for column in table.columns:
            spoken = {column.field, column.label, column.heading}
            for text in (*spoken, *(f"{table.title}: {each}" for each in spoken)):
                found.setdefault(plain(text), set()).add(column.field)
        found.setdefault(plain(table.title), set()).add(f"values:{table.key}")
        found.setdefault(plain(table.key), set()).add(f"values:{table.key}")
    for headings in (_AUTHORITY, PASSAGES, {REFERENCE: REFERENCE}):
        for heading, target in headings.items():
            found.setdefault(heading, set()).add(target)
    return found


def own_contacts() -> Targets:
    """What the headings of contacts.csv stand for."""
    return {heading: (target,) for heading, target in {"code": CODE, "authority": NAME, **_CONTACT}.items()}


def own_values(form: TableSpec, table: str) -> Mapping[str, str]:
    """What a case counts as by the form's own words: each column's label, heading or key."""
    found: dict[str, str] = {}
    for column in (each for one in form.tables if one.key == table for each in one.columns):
        if isinstance(column.figure, Counted):
            found |= {plain(text): column.field for text in (column.label, column.heading, column.key)}
    return found


def read(content: str, path: str, form: TableSpec) -> tuple[list[SheetMapping], list[Fault]]:
    """The layouts of a text of import.yaml, and every fault."""
    node, faults = yaml_reader.document(content, path)
    if node is None:
        return [], faults
    fields = Fields(node, "", faults)
    layouts = [_layout(item, name, faults, form) for name, item in fields.items("sheets", filled=True)]
    fields.report_unknown()
    return layouts, faults


def _layout(node: Node, name: str, faults: list[Fault], form: TableSpec) -> SheetMapping:
    fields = Fields(node, name, faults)
    file, sheet = fields.text("file"), fields.text("sheet", required=False)
    rows = fields.choice("rows", [*Rows])
    totals = fields.texts("totals", required=False)
    columns: dict[str, str] = {}
    values: dict[str, Mapping[str, str]] = {}
    kind = Rows(rows) if rows in [*Rows] else Rows.AUTHORITIES
    if (below := fields.fields("columns", filled=True)) is not None:
        known = targets(form, kind)
        for entry in below.entries():
            if isinstance(entry.value, yaml_reader.Mapping):
                counted = [each.field for each in form.columns() if isinstance(each.figure, Counted)]
                values[entry.key] = dict(_mapped(entry.value.entries.values(), name, faults, [*counted, IGNORE]))
                if kind is not Rows.CASES:
                    faults.append(IMPORT_VALUES(entry.value.place, f"{name}.columns"))
            else:
                columns |= dict(_mapped([entry], name, faults, known))
    fields.report_unknown()
    return SheetMapping(file, sheet, kind, columns, values, totals)


def targets(form: TableSpec, rows: Rows) -> list[str]:
    """What a heading may stand for in a sheet with such rows."""
    if rows is Rows.CONTACTS:
        return [NAME, CODE, *_CONTACT.values(), IGNORE]
    if rows is Rows.CASES:
        return [NAME, CODE, REFERENCE, IGNORE]
    typed = [column.field for column in form.columns()]
    return [NAME, CODE, KIND, SPECIMEN, *typed, *PASSAGES.values(), IGNORE]


def _mapped(
    entries: Collection[MappingEntry], name: str, faults: list[Fault], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    for entry in entries:
        where = f"{name}.columns"
        if not isinstance(entry.value, Scalar):
            faults.append(NOT_TEXT(entry.value.place, where))
        elif entry.value.text not in known:
            place: Place = entry.value.place
            faults.append(
                UNKNOWN_VALUE(place, where, found=entry.value.text, suggestion=suggest(entry.value.text, tuple(known)))
            )
        else:
            yield entry.key, entry.value.text
