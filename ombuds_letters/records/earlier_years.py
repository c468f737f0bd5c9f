"""Figures of earlier years, from records of which only code and figures need be valid: no letter is made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..edition import TABLES, Edition, tables_file
from ..edition.record_rules import RecordRules
from ..edition.tables import TableSpec
from ..faults import Fault, Faults, Kind, Place
from ..formats import yaml_reader
from ..storage.workspace import Workspace
from . import contacts
from .contacts import Contact
from .record import Record, Records
from .record import read as read_record
from .register import CODE_TWICE

NO_RECORDS = Kind("roll.no_records", "has no records; put a file for each authority here")
EARLIER_TABLES = Kind(
    "figures.earlier_form",
    "isn't there; put the tables of these records there, or say in year.yaml which year's tables they have, as "
    "`earlier_tables: {year}`",
)


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """An earlier year: each authority's record, of which only the figures are sure, and its contact if the year has contacts.

    Both by code; `codes` has each code by name in lower case: an authority whose code has changed since is found by its name.
    """

    year: str
    records: Mapping[str, Record]
    contacts: Mapping[str, Contact]
    codes: Mapping[str, str]

    def record_of(self, code: str, name: str) -> Record | None:
        """An authority's record; None if the year has none."""
        return self.records.get(self._code(code, name))

    def figures_of(self, code: str, name: str) -> Mapping[str, int]:
        """An authority's figures; {} if the year has none."""
        found = self.record_of(code, name)
        return found.figures if found else {}

    def contact_of(self, code: str, name: str) -> Contact | None:
        return self.contacts.get(self._code(code, name))

    def _code(self, code: str, name: str) -> str:
        return code if code in self.records else self.codes.get(name.casefold(), code)


def read(
    workspace: Workspace,
    edition: Edition,
    year: str,
    records_of: Callable[[str, str, RecordRules], Records] = read_record,
) -> tuple[EarlierYear, list[Fault]]:
    """The figures in `data/YEAR`, read with the year's own tables, or with those of the year in `earlier_tables`.

    `records_of` reads one file's text.
    """
    table_spec, faults = _table_spec(workspace, edition, year)
    if table_spec is None:
        return EarlierYear(year, {}, {}, {}), faults
    known = RecordRules(
        replace(table_spec, rules=()), tuple(edition.kinds), tuple(edition.passage_kinds), edition.printable
    )
    records = _records(workspace.data(year) / "authorities", known, faults, records_of)
    by_code = _contacts(workspace.data(year) / "contacts.csv", edition, faults)
    return EarlierYear(year, records, by_code, {each.name.casefold(): code for code, each in records.items()}), faults


def _records(
    folder: Path, known: RecordRules, faults: list[Fault], records_of: Callable[[str, str, RecordRules], Records]
) -> dict[str, Record]:
    """Each record by its code; only faults of code and figures are added to `faults`."""
    paths = sorted(path for path in folder.glob("[!.~]*") if path.suffix.lower() in (".yaml", ".yml"))
    if not paths:
        faults.append(NO_RECORDS(Place(folder.as_posix()), ""))
    records: dict[str, Record] = {}
    for path in paths:
        content, found = yaml_reader.file_text(path, path.as_posix())
        in_file, found = ([], found) if found else records_of(content, path.as_posix(), known)
        faults += found
        for record, own in in_file:
            relevant = [each for each in own if each.field == "code" or each.field.partition(".")[0] == "figures"]
            if (first := records.get(record.code)) is not None:
                place, other = record.place("code"), str(first.place("code"))
                relevant.append(CODE_TWICE(place, "code", found=record.code, other=other))
            faults += relevant
            if not relevant:
                records[record.code] = record
    return records


def _contacts(path: Path, edition: Edition, faults: list[Fault]) -> dict[str, Contact]:
    """Each contact by its code; {} if the year has no contacts."""
    if not path.exists():
        return {}
    content, found = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES)
    in_file, _, found = ([], set[str](), found) if found else contacts.read(content, path.as_posix(), edition.printable)
    faults += found
    return {each.code: each for each in in_file}


def _table_spec(workspace: Workspace, edition: Edition, year: str) -> tuple[TableSpec | None, list[Fault]]:
    path = workspace.templates(year) / TABLES
    if not path.exists():
        if not edition.earlier_tables:
            return None, [EARLIER_TABLES(Place(path.as_posix()), "", year=edition.year)]
        if edition.earlier_tables == edition.year:
            return edition.table_spec, []
        path = workspace.templates(edition.earlier_tables) / TABLES
    content, faults = yaml_reader.file_text(path, path.as_posix())
    if faults:
        return None, faults
    try:
        return tables_file.read(content, path.as_posix()), []
    except Faults as error:
        return None, list(error.found)
