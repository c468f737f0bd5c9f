"""The data files: every row of every table, in CSV, JSON and workbooks, and what describes them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from ..edition.tables import Column
from ..faults import Fault, Kind, Place
from ..formats import spreadsheet
from . import descriptions
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS
from .descriptions import SITE_UNREADABLE, DescribedColumn
from .expected import ExpectedSite
from .figures import Counts, fields_of, number, plain

SITE_FORMULA = Kind("site.formula", 'has the cell "{found}", which a spreadsheet takes for a formula; publish again')

FOLDER = "data"
LONG = "all-years"
JSON, SCHEMA = f"{FOLDER}/figures.json", f"{FOLDER}/figures.schema.json"
WORKBOOK, LONG_WORKBOOK = f"{FOLDER}/figures.xlsx", f"{FOLDER}/{LONG}.xlsx"

_NOT_APPLICABLE = "[z]"
_FORMULA = "=+-@\t\r"

DataRow = tuple[str, ...]


def paths(expected: ExpectedSite) -> list[str]:
    """The data files that a site must have."""
    names = [*(table.key.replace("_", "-") for table in expected.tables.values()), LONG]
    return [
        *(f"{FOLDER}/{name}{suffix}" for name in names for suffix in (".csv", ".csv-metadata.json")),
        JSON, SCHEMA, WORKBOOK, LONG_WORKBOOK,
    ]  # fmt: skip


def check(expected: ExpectedSite, read: Callable[[str], bytes], shown: Callable[[str], str]) -> Iterator[Fault]:
    """Compares all data files; `read` gives a file's bytes by its path, `shown` the path by which faults name it."""
    wanted = {
        table.key.replace("_", "-"): (
            [*_who(expected), *(column.key for column in table.columns)],
            [*_titles(expected), *(column.heading for column in table.columns)],
            [
                (
                    *_who_is(expected, record.code, record.name, record.kind),
                    *(_cell(record.figures, column) for column in table.columns),
                )
                for record in expected.records.values()
            ],
        )
        for table in expected.tables.values()
    }
    long_rows = list(_long(expected))
    long_head = ["year", *_who(expected), "table", "figure", "value"]
    described = {
        table.key.replace("_", "-"): [descriptions.figure(expected, column) for column in table.columns]
        for table in expected.tables.values()
    }
    described[LONG] = [descriptions.any_figure(expected)]
    for name, (head, _, rows) in {**wanted, LONG: (long_head, [], long_rows)}.items():
        path = f"{FOLDER}/{name}.csv"
        yield from _csv(read(path), shown(path), head, rows)
        figures = described[name]
        columns = [*map(DescribedColumn, head[: -len(figures)]), *figures]
        about = f"{path}-metadata.json"
        yield from descriptions.metadata(read(about), shown(about), f"{name}.csv", columns)
    yield from _json(expected, read(JSON), shown(JSON))
    yield from descriptions.schema(expected, read(SCHEMA), shown(SCHEMA))
    sheets = {tuple(titles): rows for _, titles, rows in wanted.values()}
    yield from _workbook(read(WORKBOOK), shown(WORKBOOK), sheets)
    titles = ("Year", *_titles(expected), "Table", "Figure", "Value")
    yield from _workbook(read(LONG_WORKBOOK), shown(LONG_WORKBOOK), {titles: long_rows})


def _who(expected: ExpectedSite) -> list[str]:
    return ["code", "authority", "kind", *(["region"] if expected.geography else [])]


def _titles(expected: ExpectedSite) -> list[str]:
    return ["Code", "Authority", "Kind", *(["Region"] if expected.geography else [])]


def _who_is(expected: ExpectedSite, code: str, name: str, kind: str) -> DataRow:
    title = expected.edition.kinds[kind].title if kind in expected.edition.kinds else kind
    hexagon = expected.hexagon(code)
    region = [hexagon.region if hexagon else ""] if expected.geography else []
    return tuple(_guarded(each) for each in (code, name, title, *region))


def _guarded(text: str) -> str:
    return f"'{text}" if text[:1] and text[0] in _FORMULA else text


def _cell(counts: Counts, column: Column) -> str:
    value = number(counts, column)
    return "" if value is None else plain(value)


def _long(expected: ExpectedSite) -> Iterator[DataRow]:
    """A row for each figure of each year that an authority has."""
    titles = {table.key: table.title for table in expected.tables.values()}
    for record in expected.records.values():
        yield from _figures_of(
            expected, expected.edition.year, record.code, record.name, record.kind, record.figures, titles
        )
    for year, counts in expected.earlier:
        named = expected.earlier_names.get(year, {})
        for code, figures in counts.items():
            name, kind = named.get(code, (code, ""))
            yield from _figures_of(expected, year, code, name, kind, figures, titles)


def _figures_of(
    expected: ExpectedSite, year: str, code: str, name: str, kind: str, counts: Counts, titles: Mapping[str, str]
) -> Iterator[DataRow]:
    who = _who_is(expected, code, name, kind)
    for field, column in expected.columns.items():
        if all(each in counts for each in fields_of(column)):
            yield (year, *who, titles[field.partition(".")[0]], column.heading, _cell(counts, column))


def _csv(content: bytes, path: str, head: Sequence[str], wanted: Sequence[DataRow]) -> Iterator[Fault]:
    try:
        first, *rows = csv.reader(StringIO(content.decode(), newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        yield SITE_UNREADABLE(Place(path), problem=str(error))
        return
    if first != list(head):
        yield SITE_SAYS(Place(path, 1), "columns", found=", ".join(first), expected=", ".join(head))
        return
    for line, row in enumerate(rows, 2):
        for cell in row:
            if cell[:1] and cell[0] in _FORMULA:
                yield SITE_FORMULA(Place(path, line), found=cell)
    yield from _rows(Place(path), [tuple(row) for row in rows], wanted)


def _rows(place: Place, found: Sequence[DataRow], wanted: Sequence[DataRow]) -> Iterator[Fault]:
    """Compares rows, whatever their order; each must be there once."""
    have, need = Counter(found), Counter(wanted)
    for row, count in (have - need).items():
        yield SITE_ADDED(place, "", found=f"{', '.join(row)}" + (f" ({count} times too often)" if count > 1 else ""))
    for row in need - have:
        yield SITE_LACKS(place, "", expected=", ".join(row))


def _json(expected: ExpectedSite, content: bytes, path: str) -> Iterator[Fault]:
    said = _parsed(content)
    if said is None:
        yield SITE_UNREADABLE(Place(path), problem="it is no JSON")
        return
    edition = expected.edition
    head = {
        "year": edition.year,
        "revision": expected.revision,
        "extracted": expected.day.isoformat(),
        "publisher": edition.author,
        "withdrawn": [{"code": job.record.code, "authority": job.record.name} for job in expected.left_out],
    }
    for name, value in head.items():
        if said.get(name) != value:
            yield SITE_SAYS(Place(path), name, found=str(said.get(name)), expected=str(value))
    wanted = {}
    for record in expected.records.values():
        raw = [record.code, record.name, edition.kinds[record.kind].title]
        hexagon = expected.hexagon(record.code)
        raw += [hexagon.region if hexagon else ""] if expected.geography else []
        figures = {
            field: None if (value := number(record.figures, column)) is None else _as_number(value)
            for field, column in expected.columns.items()
        }
        wanted[record.code] = {**dict(zip(_who(expected), raw, strict=True)), "figures": figures}
    listed = said.get("authorities", [])
    codes = Counter(str(each.get("code")) for each in listed)
    for code in sorted({*codes, *wanted}):
        if codes[code] != 1 or code not in wanted:
            yield SITE_SAYS(
                Place(path),
                "authorities",
                found=f"{code}, {codes[code]} times",
                expected="once" if code in wanted else "not at all",
            )
    for each in listed:
        if (own := wanted.get(str(each.get("code")))) is None:
            continue
        right, said_of_it = dict(_flat(own)), dict(_flat(each))
        for name, found in said_of_it.items():
            if found != right.get(name):
                where = f"{own['authority']}, {name}"
                yield SITE_SAYS(Place(path), where, found=str(found), expected=str(right.get(name)))
        if said_of_it.keys() != right.keys():
            yield SITE_SAYS(Place(path), f"{own['authority']}", found="other fields", expected=", ".join(right))


def _as_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _flat(of: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in of.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield name, value


def _workbook(content: bytes, path: str, wanted: Mapping[tuple[str, ...], Sequence[DataRow]]) -> Iterator[Fault]:
    """Compares each sheet that has one of the tables, known by its headings."""
    sheets, faults = spreadsheet.read(content, path)
    yield from faults
    left = dict(wanted)
    for sheet in sheets:
        cells = [tuple(_as_text(cell) for cell in row) for row in sheet.rows]
        for at, row in enumerate(cells):
            head = tuple(each.partition("\n")[0].partition(" [note")[0] for each in row if each)
            if (rows := left.pop(head, None)) is not None:
                place = Place(path, 0, 0, sheet.name)
                below = [tuple(row[: len(head)]) for row in cells[at + 1 :] if any(row)]
                yield from _rows(
                    place, [tuple("" if each == _NOT_APPLICABLE else each for each in row) for row in below], rows
                )
                break
    for head in left:
        yield SITE_LACKS(Place(path), "", expected=", ".join(head))


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _parsed(content: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(content)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
