"""The figures as data: CSV with its metadata (CSVW), JSON with its schema. Workbooks are made by `workbooks`.

Tables for programs: W3C, "Model for Tabular Data and Metadata on the Web"; a rate is empty where it has nothing to divide by.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ..edition.tables import Column, Counted, Rate, Table
from .council import accuracy, meaning
from .revisions import Revision
from .statistics import FieldCounts, as_printed, knows, value
from .year import PublishedYear

FOLDER = "data"
LONG = "all-years"
JSON, SCHEMA = f"{FOLDER}/figures.json", f"{FOLDER}/figures.schema.json"

# Spreadsheets take a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

DataCell = str | int | float | None
INTEGER, DECIMAL = "integer", "decimal"  # as CSVW calls them
_JSON_TYPES = {INTEGER: "integer", DECIMAL: "number"}


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of a data table: its name for programs, its title for people, its type in CSVW, and what it is.

    With `noted`, a workbook says what it is in a note.
    """

    name: str
    title: str
    type: str
    about: str
    noted: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """A data table: its name, which its files have, its title, its columns and its rows."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[DataCell, ...], ...]


def tables(year: PublishedYear) -> tuple[DataTable, ...]:
    """The edition's tables, with a row for each authority, then the long one, with a row for each figure of each year."""
    return (*(_table(year, table) for table in year.edition.table_spec.tables), _long(year))


def files(year: PublishedYear, all_tables: Sequence[DataTable], revision: Revision) -> Iterator[tuple[str, bytes]]:
    """The files of a year's data by their paths, without the workbooks."""
    for table in all_tables:
        yield f"{FOLDER}/{table.name}.csv", _csv(table).encode()
        yield f"{FOLDER}/{table.name}.csv-metadata.json", _text(_metadata(year, table, revision))
    yield JSON, _text(_json(year, revision))
    yield SCHEMA, _text(_schema(year))


def _who(year: PublishedYear) -> tuple[DataColumn, ...]:
    return (
        DataColumn("code", "Code", "string", "The authority's code."),
        DataColumn("authority", "Authority", "string", "The authority's name."),
        DataColumn("kind", "Kind", "string", "The group that it is compared in."),
        *([DataColumn("region", "Region", "string", "Where it is.")] if year.geography else []),
    )


def _table(year: PublishedYear, table: Table) -> DataTable:
    figures = tuple(
        DataColumn(
            column.key,
            column.heading,
            _type([column]),
            meaning(column, year),
            noted=not isinstance(column.figure, Counted),
        )
        for column in table.columns
    )
    rows = []
    for job in year.jobs:
        record = job.record
        who = _who_is(year, record.code, record.name, record.kind)
        rows.append((*who, *(number(record.figures, column) for column in table.columns)))
    return DataTable(table.key.replace("_", "-"), table.title, (*_who(year), *figures), tuple(rows))


def _who_is(year: PublishedYear, code: str, name: str, kind: str) -> tuple[str, ...]:
    title = year.edition.kinds[kind].title if kind in year.edition.kinds else kind
    hexagon = year.hexagon(code)
    return code, name, title, *([hexagon.region if hexagon else ""] if year.geography else [])


def number(figures: FieldCounts, column: Column) -> int | float | None:
    """A figure as data, a rate as it is printed: 88, 14.6; None where it has nothing to divide by or a year doesn't have it."""
    if not knows(figures, column):
        return None
    if not isinstance(column.figure, Rate):
        return figures[column.field]
    exact = value(figures, column)
    if exact is None:
        return None
    printed = as_printed(exact, column.figure)
    return int(printed) if printed.denominator == 1 else float(printed)


def _type(columns: Iterable[Column]) -> str:
    """The type of figures of some columns."""
    rates = [column.figure for column in columns if isinstance(column.figure, Rate)]
    return DECIMAL if any(rate.decimals for rate in rates) else INTEGER


def _long(year: PublishedYear) -> DataTable:
    columns = (
        DataColumn("year", "Year", "string", "The year of the letters."),
        *_who(year),
        DataColumn("table", "Table", "string", "The table that the figure is in."),
        DataColumn("figure", "Figure", "string", "Which figure it is, as the data dictionary has it."),
        DataColumn("value", "Value", _type(year.columns), _value_note(year), noted=True),
    )
    titles = {table.key: table.title for table in year.edition.table_spec.tables}
    rows: list[tuple[DataCell, ...]] = []
    listed: list[tuple[str, str, str, FieldCounts]] = [
        (job.record.code, job.record.name, job.record.kind, job.record.figures) for job in year.jobs
    ]
    years = [(year.edition.year, listed)]
    for each in year.earlier:
        named: list[tuple[str, str, str, FieldCounts]] = [
            (code, then.name, then.kind, then.figures) for code, then in each.records.items()
        ]
        years.append((each.year, sorted(named, key=lambda one: (one[1].casefold(), one[0]))))
    for name, authorities in years:
        for code, authority, kind, figures in authorities:
            who = _who_is(year, code, authority, kind)
            rows += [
                (name, *who, titles[column.field.partition(".")[0]], column.heading, number(figures, column))
                for column in year.columns
                if knows(figures, column)
            ]
    return DataTable(LONG, "All figures of all years", columns, tuple(rows))


def _value_note(year: PublishedYear) -> str:
    """What the long table says of its figures: in what its rates are."""
    rates = {
        (table.title, column.heading): accuracy(column.figure)
        for table in year.edition.table_spec.tables
        for column in table.columns
        if isinstance(column.figure, Rate)
    }
    if len(set(rates.values())) > 1:
        listed = "; ".join(f"{table}, {heading} {unit}" for (table, heading), unit in rates.items())
        return f"The figure; a rate as follows: {listed}."
    return f"The figure; a rate {each}." if (each := next(iter(rates.values()), "")) else "The figure."


def _csv(table: DataTable) -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([column.name for column in table.columns])
    lines.writerows([guarded(cell) for cell in row] for row in table.rows)
    return written.getvalue()


def guarded(cell: DataCell) -> DataCell:
    """A cell that no spreadsheet takes for a formula: "'=1+1" for "=1+1"; "" for None."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _metadata(year: PublishedYear, table: DataTable, revision: Revision) -> dict[str, Any]:
    licence = {"dc:license": {"@id": year.settings.licence.url}} if year.settings.licence.url else {}
    keys = ["year", "code", "table", "figure"] if table.name == LONG else ["code"]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": f"{year.edition.title}: {table.title}",
        "dc:publisher": year.edition.author,
        "dc:modified": {"@value": revision.day.isoformat(), "@type": "xsd:date"},
        **licence,
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ","},
        "tableSchema": {
            "columns": [
                {
                    "name": each.name,
                    "titles": each.name,
                    "dc:description": f"{each.title}. {each.about}",
                    "datatype": each.type if each.type == "string" else {"base": each.type, "minimum": 0},
                    "required": each.name in keys,
                }
                for each in table.columns
            ],
            "primaryKey": keys,
        },
    }


def _json(year: PublishedYear, revision: Revision) -> dict[str, Any]:
    return {
        "title": year.edition.title,
        "publisher": year.edition.author,
        "year": year.edition.year,
        "revision": revision.number,
        "extracted": revision.day.isoformat(),
        "licence": year.settings.licence.url or None,
        "withdrawn": [{"code": job.record.code, "authority": job.record.name} for job in year.left_out],
        "authorities": [
            {
                **dict(zip([each.name for each in _who(year)], _who_is(year, code, name, kind), strict=True)),
                "figures": {column.field: number(figures, column) for column in year.columns},
            }
            for code, name, kind, figures in (
                (job.record.code, job.record.name, job.record.kind, job.record.figures) for job in year.jobs
            )
        ],
    }


def _schema(year: PublishedYear) -> dict[str, Any]:
    def text(about: str) -> dict[str, Any]:
        return {"type": "string", "description": about}

    figures = {
        column.field: {
            "type": [_JSON_TYPES[_type([column])], "null"] if isinstance(column.figure, Rate) else "integer",
            "minimum": 0,
            "title": column.heading,
            "description": meaning(column, year),
        }
        for column in year.columns
    }
    who = {each.name: text(each.about) for each in _who(year)}
    authority = {
        "type": "object",
        "properties": {**who, "figures": _object(figures)},
        "required": [*who, "figures"],
        "additionalProperties": False,
    }
    properties = {
        "title": text("What the figures are about."),
        "publisher": text("Whose figures they are."),
        "year": text("The year of the letters."),
        "revision": {"type": "integer", "minimum": 1, "description": "Which revision of the figures it is."},
        "extracted": {
            "type": "string",
            "format": "date",
            "description": "When the figures were taken from the records.",
        },
        "licence": {"type": ["string", "null"], "description": "The terms under which the figures may be used."},
        "withdrawn": {
            "type": "array",
            "items": _object({"code": text("The authority's code."), "authority": text("The authority's name.")}),
            "description": "Authorities without figures here, because their letter was withdrawn.",
        },
        "authorities": {"type": "array", "items": authority},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_object(properties)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _text(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
