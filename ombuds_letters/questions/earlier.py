"""Figures of earlier years, from records that need no letter any more: only code and figures are asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..edition import FORM, Edition, tables
from ..edition.known import RecordRules
from ..edition.tables import TableSpec
from ..faults import Fault, Faults, Kind, Place
from ..formats import yaml_reader
from ..records import contacts, record
from ..records.contacts import Contact
from ..records.record import Record
from ..records.register import CODE_TWICE
from ..records.roster import NO_RECORDS
from ..storage.workspace import Workspace

EARLIER_FORM = Kind(
    "figures.earlier_form",
    "isn't there; put the form of these records there, or write in year.yaml whose they have, as `earlier_form: {year}`",
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier year: each authority's figures, and its contact where the year has contacts, by code.

    `codes` has each code by name in small letters: an authority whose code has changed since is found by its name.
    """

    year: str
    figures: Mapping[str, Mapping[str, int]]
    contacts: Mapping[str, Contact]
    codes: Mapping[str, str]

    def figures_of(self, code: str, name: str) -> Mapping[str, int]:
        """An authority's figures, {} where the year has none."""
        return self.figures.get(self._code(code, name), {})

    def contact_of(self, code: str, name: str) -> Contact | None:
        return self.contacts.get(self._code(code, name))

    def _code(self, code: str, name: str) -> str:
        return code if code in self.figures else self.codes.get(name.casefold(), code)


def read(workspace: Workspace, edition: Edition, year: str) -> tuple[Earlier, list[Fault]]:
    """The figures that stand in `data/YEAR`, read with the year's own form, or with that of `earlier_form`."""
    of, faults = _form(workspace, edition, year)
    if of is None:
        return Earlier(year, {}, {}, {}), faults
    known = RecordRules(replace(of, rules=()), tuple(edition.kinds), tuple(edition.passage_kinds), edition.printable)
    records = _records(workspace.data(year) / "authorities", known, faults)
    people = _people(workspace.data(year) / "contacts.csv", edition, faults)
    figures = {code: each.figures for code, each in records.items()}
    return Earlier(year, figures, people, {each.name.casefold(): code for code, each in records.items()}), faults


def _records(folder: Path, known: RecordRules, faults: list[Fault]) -> dict[str, Record]:
    """Each record by its code; of what is odd in them only code and figures are told."""
    paths = sorted(path for path in folder.glob("[!.~]*") if path.suffix.lower() in (".yaml", ".yml"))
    if not paths:
        faults.append(NO_RECORDS(Place(folder.as_posix()), ""))
    records: dict[str, Record] = {}
    for path in paths:
        content, found = yaml_reader.file_text(path, path.as_posix())
        read_, found = ([], found) if found else record.read(content, path.as_posix(), known)
        faults += found
        for one, own in read_:
            odd = [each for each in own if each.field == "code" or each.field.partition(".")[0] == "figures"]
            if (first := records.get(one.code)) is not None:
                place, other = one.place("code"), str(first.place("code"))
                odd.append(CODE_TWICE(place, "code", found=one.code, other=other))
            faults += odd
            if not odd:
                records[one.code] = one
    return records


def _people(path: Path, edition: Edition, faults: list[Fault]) -> dict[str, Contact]:
    """Each contact by its code; none where the year has no contacts."""
    if not path.exists():
        return {}
    content, found = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES)
    people, _, found = ([], set[str](), found) if found else contacts.read(content, path.as_posix(), edition.printable)
    faults += found
    return {each.code: each for each in people}


def _form(workspace: Workspace, edition: Edition, year: str) -> tuple[TableSpec | None, list[Fault]]:
    path = workspace.templates(year) / FORM
    if not path.exists():
        if not edition.earlier_tables:
            return None, [EARLIER_FORM(Place(path.as_posix()), "", year=edition.year)]
        if edition.earlier_tables == edition.year:
            return edition.table_spec, []
        path = workspace.templates(edition.earlier_tables) / FORM
    content, faults = yaml_reader.file_text(path, path.as_posix())
    if faults:
        return None, faults
    try:
        return tables.read(content, path.as_posix()), []
    except Faults as error:
        return None, list(error.found)
