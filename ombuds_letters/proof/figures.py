"""The figures of a letter: each cell is found by its table's caption and its headers, and checked against the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..edition.tables import FIGURES, Column, Table, TableRow
from ..faults import Fault, Kind
from ..pages import Box, Document, ReadCell
from ..pages import ReadTable as Printed
from . import typography
from .compared import NOTHING
from .expected import ExpectedLetter

PROOF_TABLE_MISSING = Kind("proof.table_missing", 'has no table with the caption "{expected}"')
PROOF_TABLE_TWICE = Kind("proof.table_twice", 'has the table "{expected}" more than once')
PROOF_TABLE_EXTRA = Kind("proof.table_extra", 'has a table "{found}", which is not in figures.yaml')
PROOF_COLUMN_MISSING = Kind("proof.column_missing", 'has no figure under "{expected}" in "{table}"')
PROOF_COLUMN_TWICE = Kind("proof.column_twice", 'has more than one figure under "{expected}" in "{table}"')
PROOF_COLUMN_EXTRA = Kind(
    "proof.column_extra", 'reads "{found}" under "{heading}" on page {page}, which is not a column of figures.yaml'
)
PROOF_COLUMN_ORDER = Kind("proof.column_order", 'has the columns of "{table}" in another order than figures.yaml')
PROOF_FIGURE = Kind(
    "proof.figure", 'reads "{found}" under "{heading}" on page {page}; by the record it should be "{expected}"'
)
PROOF_ROW_ORDER = Kind("proof.row_order", 'has the rows of "{table}" in another order than figures.yaml')
PROOF_NOT_UNDER = Kind("proof.not_under", 'shows "{found}" on page {page}, but not under its heading "{heading}"')


_ONLY = TableRow(FIGURES, "")  # of a table without headings of rows


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """Where a figure was read: `ReadFigure("decided.upheld", "Decisions made", "Upheld", "5", 3, Box(…))`.

    In a row of a table that shows something else, `field` says what: "previous.decided.upheld".
    """

    field: str
    table: str
    heading: str
    text: str
    page: int
    box: Box | None


def check(document: Document, expected: ExpectedLetter) -> tuple[tuple[ReadFigure, ...], tuple[Fault, ...]]:
    """Where every figure of the tables of figures.yaml that letters print was read, and what is wrong with them."""
    printed = document.tables()
    read_figures: list[ReadFigure] = []
    faults: list[Fault] = []
    table_spec = expected.edition.table_spec
    as_printed = typography.as_printed(expected.edition)
    for table in table_spec.printed:
        found = [each for each in printed if each.caption == as_printed(_spaced(table.title))]
        if len(found) == 1:
            of_table, wrong = _table(found[0], table, expected)
            read_figures += of_table
            faults += wrong
        else:
            code = PROOF_TABLE_TWICE if found else PROOF_TABLE_MISSING
            faults.append(expected.fault(f"figures.{table.key}", code, expected=table.title))
    titles = {as_printed(_spaced(table.title)) for table in table_spec.printed}
    faults += [
        expected.fault("figures", PROOF_TABLE_EXTRA, found=each.caption)
        for each in printed
        if each.caption not in titles
    ]
    return tuple(read_figures), tuple(faults)


def number(text: str) -> int | str:
    """A cell's text as a count if it is plain digits, else the text: `number("10") == 10`."""
    return int(text) if text.isascii() and text.isdigit() else text


def _table(printed: Printed, table: Table, expected: ExpectedLetter) -> tuple[list[ReadFigure], list[Fault]]:
    by_headers: dict[tuple[str, ...], list[ReadCell]] = {}
    for cell in printed.cells:
        by_headers.setdefault(cell.headers, []).append(cell)
    read_figures: list[ReadFigure] = []
    faults: list[Fault] = []
    printed_values = expected.printed
    for row, column in ((row, column) for row in table.rows or (_ONLY,) for column in table.columns):
        field = f"{row.shows}.{column.field}"
        heading = ": ".join(filter(None, (row.label, column.heading)))
        found = by_headers.pop((*_row_headers(table, row, expected), *_headers(column, expected)), [])
        if len(found) != 1:
            code = PROOF_COLUMN_TWICE if found else PROOF_COLUMN_MISSING
            faults.append(expected.fault(field, code, expected=heading, table=table.title))
            continue
        (cell,) = found
        read = field.removeprefix(f"{FIGURES}.")
        read_figures.append(ReadFigure(read, table.title, heading, cell.text, cell.page, cell.box))
        value = printed_values.get(field, NOTHING)
        if cell.text != str(value):
            faults.append(
                expected.fault(
                    field, PROOF_FIGURE, found=cell.text, expected=str(value), heading=heading, page=cell.page
                )
            )
    where = f"figures.{table.key}"
    for cell in (each for cells in by_headers.values() for each in cells):
        heading = ": ".join(cell.headers)
        faults.append(expected.fault(where, PROOF_COLUMN_EXTRA, found=cell.text, heading=heading, page=cell.page))
    if not faults:
        faults += _places(printed, table, expected)
    return read_figures, faults


def _row_headers(table: Table, row: TableRow, expected: ExpectedLetter) -> tuple[str, ...]:
    as_printed = typography.as_printed(expected.edition)
    return (as_printed(_spaced(table.row_heading)), as_printed(_spaced(row.label))) if table.rows else ()


def _headers(column: Column, expected: ExpectedLetter) -> tuple[str, ...]:
    as_printed = typography.as_printed(expected.edition)
    label, group = as_printed(_spaced(column.label)), as_printed(_spaced(column.group_heading))
    return (group, label) if group else (label,)


def _spaced(text: str) -> str:
    """A text with single plain spaces, as it is read: a no-break space looks the same."""
    return " ".join(text.split())


def _places(printed: Printed, table: Table, expected: ExpectedLetter) -> Iterator[Fault]:
    """Where the page shows something else than the tags say: cells or rows out of order, a figure not under its header."""
    boxes = {(*head.headers, head.text): head.box for head in printed.heads}
    for row in table.rows or (_ONLY,):
        yield from _row_places(printed, table, row, boxes, expected)
    beside = [boxes.get(_row_headers(table, row, expected)) for row in table.rows]
    down = [box.top for box in beside if box is not None]
    if down != sorted(down, reverse=True) or len(down) != len(table.rows):
        yield expected.fault(f"figures.{table.key}", PROOF_ROW_ORDER, table=table.title)


def _row_places(
    printed: Printed, table: Table, row: TableRow, boxes: Mapping[tuple[str, ...], Box | None], expected: ExpectedLetter
) -> Iterator[Fault]:
    beside = _row_headers(table, row, expected)
    cells = {cell.headers[len(beside) :]: cell for cell in printed.cells if cell.headers[: len(beside)] == beside}
    paths = [_headers(column, expected) for column in table.columns]
    label = boxes.get(beside)
    for at, column in enumerate(table.columns):
        before, head, after = (
            boxes.get(paths[near]) if 0 <= near < len(paths) else None for near in (at - 1, at, at + 1)
        )
        cell = cells[paths[at]]
        under = head is not None and cell.box is not None and _under(cell.box, head, before, after)
        if not under or (label is not None and cell.box is not None and not _is_beside(cell.box, label)):
            where, heading = f"{row.shows}.{column.field}", ": ".join(filter(None, (row.label, column.heading)))
            yield expected.fault(where, PROOF_NOT_UNDER, found=cell.text, heading=heading, page=cell.page)
    across = sorted(cells.items(), key=lambda each: each[1].box.left if each[1].box else 0.0)
    if [path for path, _ in across] != paths:
        yield expected.fault(f"figures.{table.key}", PROOF_COLUMN_ORDER, table=table.title)


def _is_beside(cell: Box, label: Box) -> bool:
    """True if a cell is on the lines of its row's heading, to the right of it."""
    return cell.left >= label.right and cell.bottom < label.top and label.bottom < cell.top


def _under(cell: Box, head: Box, before: Box | None, after: Box | None) -> bool:
    """True if a cell is below its header, and between the headers on either side."""
    right_of = before is None or cell.left >= before.right
    return cell.top <= head.bottom and right_of and (after is None or cell.right <= after.left)
