"""Two made-up years as a case system exports them: a workbook per table, a list of cases, contacts, and registers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from ..edition import Edition
from ..edition.tables import Column, Table, TableSpec, Total
from ..faults import Place
from ..formats import yaml_writer
from ..formats.spreadsheet.sheet_page import Content, SheetColumn, SheetPage, Sum
from ..formats.spreadsheet.writer import workbook
from ..intake import new_year
from ..records import register
from ..storage.workspace import Workspace
from .made_up import Specimen

FOLDER = "sheets"
# The fields of year.yaml that are written anew.
_REPLACED = ("complete", "earlier_years", "earlier_tables", "national_figures")


@dataclass(frozen=True, slots=True)
class TwoYears:
    """The authorities of this year and of last year, and this year's national figures by field."""

    this: tuple[Specimen, ...]
    last: tuple[Specimen, ...]
    national: Mapping[str, int]


def before(year: str) -> str:
    """The year before, "2017" of "2018"."""
    return str(int(year) - 1) if year.isdecimal() else f"before-{year}"


def write(edition: Edition, target: Workspace, both: TwoYears, year_yaml: str, contacts: Mapping[str, str]) -> None:
    """Writes the spreadsheets of both years into `sheets/2017` and `sheets/2018`, and each year's register and year.yaml.

    `sheets/cases-2018.xlsx` has one row per case, and its counts are the year's figures. `contacts` has the text of
    contacts.csv by year.
    """
    last = before(edition.year)
    more = f"\nearlier_years: [{last}]\n{_national(edition.table_spec, both.national)}"
    last_yaml = new_year.year_file(year_yaml, "year.yaml", edition, last, new_year.shifted(edition, -1), [])
    texts = ((edition.year, both.this, year_yaml, more), (last, both.last, last_yaml, ""))
    for year, made, own, added in texts:
        folder = target.root / FOLDER / year
        folder.mkdir(parents=True)
        for table in edition.table_spec.tables:
            if any(column.is_entered for column in table.columns):
                (folder / f"{table.key}.xlsx").write_bytes(_table(table, year, made))
        (target.root / FOLDER / f"cases-{year}.xlsx").write_bytes(_cases(edition.table_spec, year, made))
        _text(folder / "contacts.csv", contacts[year])
        _text(target.data(year) / register.FILE, register.text(registered(each) for each in made))
        _text(target.data(year) / "year.yaml", f"{compared_with_nothing(own)}\ncomplete: true\n{added}")


def _table(table: Table, year: str, made: Sequence[Specimen]) -> bytes:
    entered = [column for column in table.columns if column.is_entered]
    at = {column.field: number for number, column in enumerate(entered, 2)}
    columns = (
        SheetColumn("Code", width=16),
        SheetColumn("Name", width=48),
        *(SheetColumn(column.label, spanning=column.group_heading, whole=True) for column in entered),
        SheetColumn("Specimen"),
    )
    rows: list[list[Content | Sum]] = []
    for each in made:
        cells: list[Content | Sum] = [each.code, each.name]
        for column in entered:
            count = each.figures[column.field]
            if isinstance(column.figure, Total) and all(part in at for part in column.figure.parts):
                cells.append(Sum(tuple(at[part] for part in column.figure.parts), count))
            else:
                cells.append(count)
        rows.append([*cells, "yes"])
    page = SheetPage(year, columns, rows, kept=2, title=f"Specimen: {table.title}, {year}")
    return workbook([page], f"Specimen: {table.title}")


def _cases(table_spec: TableSpec, year: str, made: Sequence[Specimen]) -> bytes:
    tables = [table for table in table_spec.tables if _counted(table)]
    columns = (
        SheetColumn("Reference", width=16),
        SheetColumn("Code", width=16),
        SheetColumn("Name", width=48),
        *(SheetColumn(table.title, width=34) for table in tables),
    )
    page = SheetPage(year, columns, list(_case_rows(tables, made)), kept=1)
    return workbook([page], "Specimen: cases")


def _case_rows(tables: Sequence[Table], made: Sequence[Specimen]) -> Iterator[list[Content | Sum]]:
    number = 0
    for each in made:
        lists = [
            [column.label for column in _counted(table) for _ in range(each.figures[column.field])] for table in tables
        ]
        for values in zip_longest(*lists, fillvalue=None):
            number += 1
            yield [f"SPECIMEN-{number:06}", each.code, each.name, *values]


def _counted(table: Table) -> list[Column]:
    return [column for column in table.columns if column.is_entered and not isinstance(column.figure, Total)]


def registered(each: Specimen) -> register.RegisteredAuthority:
    """An authority of the register, which was there before and still is."""
    return register.RegisteredAuthority(each.code, each.name, each.kind, (), None, None, "", Place(register.FILE))


def _national(table_spec: TableSpec, national: Mapping[str, int]) -> str:
    tables = {
        table.key: {column.key: national[column.field] for column in table.columns if column.field in national}
        for table in table_spec.tables
    }
    return yaml_writer.text({"national_figures": {key: found for key, found in tables.items() if found}})


def compared_with_nothing(year_yaml: str) -> str:
    """A year.yaml without the fields that say what its records are compared with, each with what is indented below it."""
    fields = "|".join(_REPLACED)
    return re.sub(rf"^(?:{fields}):.*\n(?:[ \t]+.*\n|- .*\n)*", "", year_yaml, flags=re.MULTILINE).rstrip("\n") + "\n"


def _text(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="")
