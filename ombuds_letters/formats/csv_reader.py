"""The rows of a CSV text, every cell with its place as an editor shows it; the standard library's reader tells no columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ..faults import Fault, Kind, Place
from .fields import FORM_TWICE, Fields
from .yaml_reader import Mapping, MappingEntry, Scalar

CSV_SHAPE = Kind(
    "csv.shape",
    'has another number of cells ({found}) than the first row ({expected}); put a cell that holds the separator in "quotes"',
)
CSV_BEHIND_QUOTE = Kind(
    "csv.behind_quote",
    'has "{found}" behind a closing quotation mark; put the whole cell between two, '
    'and write a quotation mark inside a cell as ""',
)
CSV_QUOTE = Kind(
    "csv.quote", 'has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""'
)
CSV_WIDE = Kind("csv.wide", "is the cell after {most:,} others in its row; a table has fewer")

MOST_COLUMNS = 16_384  # Excel has no more


class UnclosedQuote(Exception):
    """A quotation mark after which the cells can't be determined: `UnclosedQuote.fault`."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def _cell(separator: str) -> re.Pattern[str]:
    """A cell in quotes (1), or one without (2)."""
    return re.compile(rf'"((?:[^"]|"")*)"|([^"\r\n{separator}][^\r\n{separator}]*)?')


_SEPARATOR = re.compile("sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)  # a first line that Excel writes and hides
_LOOKED_AT = 10_000  # characters in which the first separator is looked for
_LINE_END = re.compile("\r\n|\n|\r|$")
_BREAK = re.compile("\r\n|\n|\r")


def read(content: str, path: str) -> Iterator[list[Scalar]]:
    """The rows that have anything in them, with spaces around a cell without quotes taken off.

    Cells are parted by commas, semicolons or tabs, whichever the first line that has any has most of, or by what a first
    line like `sep=;` says.

    Raises: QuoteError, while the rows are gone through.
    """
    return (row for row in all_rows(content, path) if any(each.text for each in row))


def all_rows(content: str, path: str) -> Iterator[list[Scalar]]:
    """The rows as `read` gives them, and the empty ones too: the first is row 1 of the spreadsheet.

    Raises: QuoteError, while the rows are gone through.
    """
    told = _SEPARATOR.match(content)
    first = re.search("[^\r\n]*[,;\t][^\r\n]*", content[:_LOOKED_AT])
    separator = told[1] if told else max(",;\t", key=(first[0] if first else "").count)
    cell = _cell(separator)
    row: list[Scalar] = []
    offset = line_start = told.end() if told else 0
    line = 2 if told else 1
    while offset < len(content):
        match = cell.match(content, offset)
        if match is None:  # the second choice matches nothing at all
            raise UnclosedQuote(CSV_QUOTE(Place(path, line)))
        place = Place(path, line, offset - line_start + 1)
        quoted = match[1]
        if quoted is None and content.startswith('"', offset):
            raise UnclosedQuote(CSV_QUOTE(place))
        row.append(
            Scalar(place, (match[2] or "").strip() if quoted is None else quoted.replace('""', '"'), plain=False)
        )
        breaks = [found.end() for found in _BREAK.finditer(match[0])] if quoted else []
        if breaks:
            line, line_start = line + len(breaks), offset + breaks[-1]
        offset = match.end()
        if len(row) > MOST_COLUMNS:
            raise UnclosedQuote(CSV_WIDE(place, most=MOST_COLUMNS))
        if content.startswith(separator, offset):
            offset += 1
            if offset == len(content):
                row.append(Scalar(Place(path, line, offset - line_start + 1), "", plain=False))
            continue
        end = _LINE_END.match(content, offset)
        if end is None:
            behind = re.split(rf"[\r\n{separator}]", content[offset:], maxsplit=1)[0].strip()
            raise UnclosedQuote(CSV_BEHIND_QUOTE(place, found=behind))
        yield row
        row, offset, line, line_start = [], end.end(), line + 1, end.end()
    if row:
        yield row


def head(cells: Sequence[Scalar], path: str, required: Collection[str], optional: Collection[str]) -> list[Fault]:
    """What is wrong with a first row: each required column must stand there, each once, and none that nobody knows."""
    faults: list[Fault] = []
    entries = {cell.text: MappingEntry(cell.place, cell.text, Scalar(cell.place, "-", plain=True)) for cell in cells}
    columns = Fields(Mapping(Place(path, 1, 1), entries), "", faults)
    for name in (*required, *optional):
        columns.text(name, required=name in required)
    columns.report_unknown()
    seen: set[str] = set()
    for cell in cells:
        if cell.text in seen:
            faults.append(FORM_TWICE(cell.place, cell.text, found=cell.text))
        seen.add(cell.text)
    return faults


def wrong_length(row: Sequence[Scalar], expected: int) -> Fault:
    """The fault of a row that has more or fewer cells than the first."""
    place = row[0].place
    return CSV_SHAPE(Place(place.path, place.line), found=len(row), expected=expected)
