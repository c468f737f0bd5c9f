"""All records of a year as one workbook, with the headings of the tables; and an empty one to fill in.

Importing the workbook into an empty year gives the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..edition import Edition, load_edition
from ..edition.tables import PER_CENT, Rate, Table, Total
from ..faults import Fault, Faults
from ..formats.spreadsheet import writer
from ..formats.spreadsheet.writer import Content, SheetColumn, SheetPage, Sum
from ..records import record, register, register_check
from ..records.record import Record
from ..storage.workspace import Workspace
from . import planning
from .mapping import PASSAGES

_ROOM = 400  # rows whose cells are restricted where it isn't known how many will be filled in
_WHO = (SheetColumn("code", width=14), SheetColumn("name", width=44), SheetColumn("kind", width=14))


def export(workspace: Workspace, year: str) -> tuple[bytes, int]:
    """The workbook of a year's records, and how many there are; the same records give the same bytes.

    Raises: Unknown, Faults (in the edition and the records).
    """
    edition = load_edition(workspace, year)
    faults: list[Fault] = []
    before = planning.read(workspace.data(year), faults)
    records: list[Record] = []
    for path, text in before.texts.items():
        found, found_faults = record.read(text, path, edition.record_rules)
        faults += [*found_faults, *(each for _, own in found for each in own)]
        records += [each for each, _ in found]
    if faults:
        raise Faults(faults)
    records.sort(key=lambda each: each.code)
    return writer.workbook([*_pages(edition, records), _passages(records), _dictionary(edition)], edition.title), len(
        records
    )


def template(workspace: Workspace, year: str) -> tuple[bytes, int]:
    """An empty workbook with a row for each authority of the year's register, and how many there are.

    Raises: Unknown, Faults (in the edition and the register).
    """
    edition = load_edition(workspace, year)
    listed, faults = register.of_year(workspace, year, tuple(edition.kinds))
    if faults:
        raise Faults(faults)
    who = register_check.of_year(listed, edition.period) if listed else ()
    rows = [[each.code, each.name, each.kind] for each in sorted(who, key=lambda each: each.code)]
    pages = [_empty(edition, table, rows) for table in edition.table_spec.tables]
    return writer.workbook([*pages, _dictionary(edition)], edition.title), len(rows)


def _pages(edition: Edition, records: Sequence[Record]) -> Iterable[SheetPage]:
    rows: list[list[Content | Sum]] = [
        [each.code, each.name, each.kind, "yes" if each.specimen else ""] for each in records
    ]
    yield SheetPage("Authorities", (*_WHO, SheetColumn("specimen")), rows, kept=2)
    for table in edition.table_spec.tables:
        fields = [column.field for column in table.columns if column.is_entered]
        figures: list[list[Content | Sum]] = [
            [each.code, each.name, each.kind, *(each.figures[field] for field in fields)] for each in records
        ]
        yield SheetPage(table.key, (*_WHO, *_columns(table)), figures, kept=2, title=table.title)


def _empty(edition: Edition, table: Table, rows: Sequence[Sequence[str]]) -> SheetPage:
    typed = [column for column in table.columns if column.is_entered]
    at = {column.field: number for number, column in enumerate(typed, len(_WHO))}
    sums: list[Content | Sum] = [
        Sum(tuple(at[part] for part in column.figure.parts if part in at)) if isinstance(column.figure, Total) else None
        for column in typed
    ]
    listed: list[list[Content | Sum]] = [list(row) for row in rows] or [["", "", ""] for _ in range(_ROOM)]
    kinds = SheetColumn("kind", width=14, choices=tuple(edition.kinds))
    who = (*_WHO[:2], kinds)
    return SheetPage(table.key, (*who, *_columns(table)), [[*row, *sums] for row in listed], kept=2, title=table.title)


def _columns(table: Table) -> list[SheetColumn]:
    return [
        SheetColumn(column.label, column.group_heading, width=max(10, min(18, len(column.label))), whole=True)
        for column in table.columns
        if column.is_entered
    ]


def _passages(records: Sequence[Record]) -> SheetPage:
    rows: list[list[Content | Sum]] = [
        [each.code, each.name, passage.kind, passage.text, passage.approved_by, "; ".join(passage.names)]
        for each in records
        for passage in each.passages
    ]
    columns = [*_WHO[:2], *(SheetColumn(heading, width=60 if heading == "text" else 24) for heading in PASSAGES)]
    return SheetPage("Passages", tuple(columns), rows, kept=2)


def _dictionary(edition: Edition) -> SheetPage:
    """What each field is: its name in a record, where it is in the workbook, and what it means."""
    rows: list[list[Content | Sum]] = [
        ["code", "", "code", "The office's own key of the authority"],
        ["name", "", "name", "The authority's name, as printed"],
        ["kind", "", "kind", f"The group it is compared in: {', '.join(edition.kinds)}"],
        ["specimen", "Authorities", "specimen", "yes for a made-up authority"],
    ]
    for table in edition.table_spec.tables:
        for column in table.columns:
            meaning = "A whole number, counted"
            if isinstance(column.figure, Total):
                meaning = f"The sum of {', '.join(column.figure.parts)}"
            elif isinstance(column.figure, Rate):
                parts, whole = " + ".join(column.figure.numerator), " + ".join(column.figure.denominator)
                per = "in per cent" if column.figure.per == PER_CENT else f"per {column.figure.per:,}"
                meaning = f"Calculated, in no record: {parts} out of {whole}, {per}"
            rows.append([column.field, table.key if column.is_entered else "", column.heading, meaning])
    words = {"passage kind": f"What the passage is about: {', '.join(edition.passage_kinds)}", "text": "Its paragraphs"}
    words |= {"approved by": "Who approved it", "names": "Codes of other authorities that it may name, separated by ;"}
    rows += [[f"passages.{heading}", "Passages", heading, words[heading]] for heading in PASSAGES]
    columns = (
        SheetColumn("Field", width=38),
        SheetColumn("Sheet", width=14),
        SheetColumn("Heading", width=48),
        SheetColumn("Meaning", width=80),
    )
    return SheetPage("Dictionary", columns, rows, kept=1)
