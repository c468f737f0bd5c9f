"""The rows of a CSV text, every cell with its place as an editor shows it: the standard library's reader gives no columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ..faults import Fault, Kind, Place, Remedy
from .fields import REPEATED, Fields
from .nodes import Mapping, Scalar

CSV_SHAPE = Kind(
    "csv.shape",
    'has {found} cells, but {first} has {expected}; put a cell that contains the separator in "quotes"',
)
CSV_AFTER_QUOTE = Kind(
    "csv.behind_quote",
    'has "{found}" after a closing quotation mark; put the whole cell between quotation marks, '
    'and write a quotation mark inside a cell as ""',
)
CSV_QUOTE = Kind(
    "csv.quote", 'has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""'
)
CSV_WIDE = Kind("csv.wide", "is in a row of more than {most:,} cells; shorten the row")

MOST_COLUMNS = 16_384  # Excel has no more


class UnclosedQuote(Exception):
    """A quotation mark after which cells can't be told apart; `fault` is what to report."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def _cell(separator: str) -> re.Pattern[str]:
    """A cell in quotes (1), perhaps with blanks around them, one whose quotes are not closed (2), or one without (3)."""
    blanks = "[ \\xa0]*" if separator == "\t" else "[ \\t\\xa0]*"
    return re.compile(rf'{blanks}"((?:[^"]|"")*)"{blanks}|{blanks}(")|([^\r\n{separator}]*)')


_SEPARATOR = re.compile("sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)  # a first line that Excel writes and hides
_SEPARATORS = ",;\t|"  # of two that fit alike, the first
_LOOKED_AT = 100_000  # characters in which the table's separator is searched for
_LINE_END = re.compile("\r\n|\n|\r|$")
_BREAK = re.compile("\r\n|\n|\r")


def read(content: str, path: str) -> Iterator[list[Scalar]]:
    """The rows that are not empty; spaces around a cell without quotes are dropped.

    Cells are separated by commas, semicolons, tabs or |, whichever splits most lines into equally many cells, or by what a
    first line like `sep=;` says. Blanks around quotation marks are dropped too.

    Raises: UnclosedQuote, while the rows are read.
    """
    return (row for row in all_rows(content, path) if any(each.text for each in row))


def all_rows(content: str, path: str) -> Iterator[list[Scalar]]:
    """The rows as `read` gives them, and the empty ones too: the first is row 1 of the spreadsheet.

    Raises: UnclosedQuote, while the rows are read.
    """
    declared = _SEPARATOR.match(content)
    separator = declared[1] if declared else _separator(content[:_LOOKED_AT])
    cell = _cell(separator)
    row: list[Scalar] = []
    offset = line_start = declared.end() if declared else 0
    line = 2 if declared else 1
    while offset < len(content):
        match = cell.match(content, offset)
        origin = (path, line, offset - line_start + 1)
        if match is None or match[2]:
            raise UnclosedQuote(CSV_QUOTE(Place(*origin)))
        quoted = match[1]
        row.append(
            Scalar(origin, (match[3] or "").strip() if quoted is None else quoted.replace('""', '"'), plain=False)
        )
        breaks = [found.end() for found in _BREAK.finditer(match[0])] if quoted else []
        if breaks:
            line, line_start = line + len(breaks), offset + breaks[-1]
        offset = match.end()
        if len(row) > MOST_COLUMNS:
            raise UnclosedQuote(CSV_WIDE(Place(*origin), most=MOST_COLUMNS))
        if content.startswith(separator, offset):
            offset += 1
            if offset == len(content):
                row.append(Scalar(Place(path, line, offset - line_start + 1), "", plain=False))
            continue
        end = _LINE_END.match(content, offset)
        if end is None:
            rest = re.split(rf"[\r\n{separator}]", content[offset:], maxsplit=1)[0].strip()
            raise UnclosedQuote(CSV_AFTER_QUOTE(Place(*origin), found=rest))
        yield row
        row, offset, line, line_start = [], end.end(), line + 1, end.end()
    if row:
        yield row


def _separator(content: str) -> str:
    """The separator by which the longest run of lines has equally many cells: a title above the table has no say."""
    runs = {separator: _longest_run(content, separator) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: runs[separator])


def _longest_run(content: str, separator: str) -> tuple[int, int]:
    """How many lines, one after another, have the same number of cells, and how many cells; (0, 0) for none with two."""
    cell = _cell(separator)
    best, run, before, cells, offset = (0, 0), 0, 0, 1, 0
    while offset < len(content):
        match = cell.match(content, offset)
        offset = match.end() if match else offset
        if content.startswith(separator, offset):
            cells, offset = cells + 1, offset + 1
            if offset < len(content):
                continue
        elif not _LINE_END.match(content, offset):  # a quotation mark that is not closed, or has more after it
            offset += 1
            continue
        run = run + 1 if cells == before else 1
        before = cells
        if cells > 1:
            best = max(best, (run, cells))
        end = _LINE_END.match(content, offset)
        offset, cells = (end.end() if end else offset), 1
    return best


def head(cells: Sequence[Scalar], required: Collection[str], optional: Collection[str]) -> list[Fault]:
    """What is wrong with a first row: it must have every required column, each once, and no unknown one."""
    faults: list[Fault] = []
    columns = Fields(
        fields_of(cells[0].place, {cell.text: Scalar(cell.place, "-", plain=True) for cell in cells}), "", faults
    )
    for name in (*required, *optional):
        columns.text(name, required=name in required)
    columns.report_unknown()
    seen: set[str] = set()
    for cell in cells:
        if cell.text in seen:
            faults.append(REPEATED(cell.place, cell.text, found=cell.text))
        seen.add(cell.text)
    return faults


def fields_of(place: Place, row: dict[str, Scalar]) -> Mapping:
    """The cells of a row that are not empty, by column, as fields."""
    filled = {name: cell for name, cell in row.items() if cell.text}
    return Mapping(place, dict(filled), {name: cell.origin for name, cell in filled.items()})


def wrong_length(row: Sequence[Scalar], expected: int) -> Fault:
    """The fault of a row that has more or fewer cells than the first."""
    place = row[0].place
    return CSV_SHAPE(Place(place.path, place.line), found=len(row), first=Remedy("the first row"), expected=expected)
