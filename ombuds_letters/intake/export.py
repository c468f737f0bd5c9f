"""All records of a year as one workbook, with the headings of the tables; and an empty one to fill in.

Importing the workbook into an empty year gives the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..edition import Edition, load_edition
from ..edition.tables import PER_CENT, Column, Rate, Table, Total
from ..faults import Fault, Faults
from ..formats.spreadsheet import writer
from ..formats.spreadsheet.sheet_page import Cell, Complete, Share, SheetColumn, SheetPage, Sum
from ..records import record, register, register_check
from ..records.record import Record
from ..storage.workspace import Workspace
from . import mapping, planning
from .mapping import COMPLETE, KIND_TITLE, PASSAGES

_ROOM = 400  # rows whose cells are restricted where it isn't known how many will be filled in
_WHO = (SheetColumn("Code", width=16), SheetColumn("Name", width=40), SheetColumn("Kind", width=24))
_TO_FILL = """
Fill in the tinted cells: one row per authority, plain whole numbers, 0 where there was none. Totals appear by themselves once
a row has all its parts.
Other cells are locked, so that nothing is lost by a slip; there is no password (Review, Unprotect sheet).
Then: ombuds-letters import {year} FILE.xlsx
"""


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
    rows = [[each.code, each.name, edition.kinds[each.kind].title] for each in sorted(who, key=lambda each: each.code)]
    pages = [_empty(edition, table, rows) for table in edition.table_spec.tables]
    return writer.workbook([_to_fill(edition), *pages, _dictionary(edition)], edition.title), len(rows)


def _pages(edition: Edition, records: Sequence[Record]) -> Iterable[SheetPage]:
    titles = {key: kind.title for key, kind in edition.kinds.items()}
    who = (*_WHO[:2], SheetColumn("Kind", width=14), SheetColumn(KIND_TITLE.capitalize(), width=24))
    rows: list[list[Cell]] = [
        [each.code, each.name, each.kind, titles.get(each.kind, ""), "yes" if each.specimen else ""] for each in records
    ]
    yield SheetPage(
        "Authorities", (*who, SheetColumn("Specimen", width=14)), rows, kept=2, table="authorities" if rows else ""
    )
    for table in edition.table_spec.tables:
        at = {column.field: number for number, column in enumerate(table.columns, len(_WHO))}
        figures = [
            [each.code, each.name, titles.get(each.kind, ""), *(_figure(column, each, at) for column in table.columns)]
            for each in records
        ]
        columns = (*_WHO, *_columns(table.columns))
        yield SheetPage(table.key, columns, figures, kept=2, title=table.title, table=table.key if figures else "")


def _figure(column: Column, each: Record, at: Mapping[str, int]) -> Cell:
    """A figure of a record; a rate as a formula, or as the number alone where its parts are in another table."""
    rate = column.figure
    if not isinstance(rate, Rate):
        return each.figures[column.field]
    part, whole = (sum(each.figures[field] for field in side) for side in (rate.numerator, rate.denominator))
    per = 1 if rate.per == PER_CENT else rate.per  # the form shows a hundredth as 1%
    form = ("0" if rate.per == PER_CENT else "#,##0") + ("." + "0" * rate.decimals if rate.decimals else "")
    here = {*rate.numerator, *rate.denominator} <= at.keys()
    parts, of = (tuple(at[field] for field in side) if here else () for side in (rate.numerator, rate.denominator))
    return Share(parts, of, part * per / whole if whole else None, per, form + ("%" if rate.per == PER_CENT else ""))


def _to_fill(edition: Edition) -> SheetPage:
    text = [[" ".join(each.split())] for each in _TO_FILL.format(year=edition.year).strip().split(".\n")]
    return SheetPage("How to fill this in", (SheetColumn("How to fill this in", width=110),), text)


def _empty(edition: Edition, table: Table, rows: Sequence[Sequence[str]]) -> SheetPage:
    """A table to fill in; totals are blank until all their parts are there, and the top line counts complete rows."""
    typed = [column for column in table.columns if column.is_entered]
    at = {column.field: number for number, column in enumerate(typed, len(_WHO))}
    cells: list[Cell] = [
        Sum(tuple(at[part] for part in column.figure.parts if part in at), once_all=True)
        if isinstance(column.figure, Total)
        else None
        for column in typed
    ]
    filled = tuple(at[column.field] for column, cell in zip(typed, cells, strict=True) if not isinstance(cell, Sum))
    listed: list[list[Cell]] = [list(row) for row in rows] or [["", "", ""] for _ in range(_ROOM)]
    who = (*_WHO[:2], replace(_WHO[2], choices=tuple(kind.title for kind in edition.kinds.values())))
    figures = [
        replace(column, fill=not isinstance(cell, Sum)) for column, cell in zip(_columns(typed), cells, strict=True)
    ]
    return SheetPage(
        table.key,
        (*(who if rows else (replace(each, fill=True) for each in who)), *figures, SheetColumn(COMPLETE.capitalize())),
        [[*row, *cells, Complete(filled)] for row in listed],
        kept=2,
        title=table.title,
        table=table.key,
        locked=True,
        counted=len(_WHO) + len(typed) if rows else None,
    )


def _columns(columns: Sequence[Column]) -> list[SheetColumn]:
    return [
        SheetColumn(
            column.label,
            column.group_heading,
            width=max(11, min(15, len(column.label))),
            whole=column.is_entered,
            most=column.largest,
        )
        for column in columns
    ]


def _passages(records: Sequence[Record]) -> SheetPage:
    rows: list[list[Cell]] = [
        [each.code, each.name, passage.kind, passage.text, passage.approved_by, "; ".join(passage.names)]
        for each in records
        for passage in each.passages
    ]
    columns = [*_WHO[:2], *(SheetColumn(heading, width=60 if heading == "text" else 24) for heading in PASSAGES)]
    title = "" if rows else "No letter has a passage of its own"
    return SheetPage("Passages", tuple(columns), rows, kept=2, title=title, table="passages" if rows else "")


def _dictionary(edition: Edition) -> SheetPage:
    """What each field is: its name in a record, where it is in the workbook, and what it means."""
    kinds = ", ".join(f"{key} ({kind.title})" for key, kind in edition.kinds.items())
    rows: list[list[Cell]] = [
        ["code", "", "code", "The office's own key of the authority"],
        ["name", "", "name", "The authority's name, as printed"],
        ["kind", "", "kind", f"The group it is compared in: {kinds}"],
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
    columns = tuple(
        SheetColumn(heading, width=width) for heading, width in zip(mapping.DICTIONARY, (38, 14, 48, 80), strict=True)
    )
    return SheetPage("Dictionary", columns, rows, kept=1, table="dictionary")
