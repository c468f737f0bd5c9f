"""A workbook written: the same pages give the same bytes."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ...faults import NOWHERE, Kind, column_letters

CELL_TOO_LONG = Kind(
    "workbook.cell_too_long",
    '"{found}…" has {characters:,} characters, more than the limit of {most:,} for a cell; shorten it',
)

MOST_CHARACTERS = 32_767  # Excel cuts off what is longer
_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
_MOST = 999_999
_LINE, _HIGHEST = 15, 409  # points; Excel's highest row
_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))

Content = str | int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of cells of the same row, by their columns counted from 0; `value` is what it is now."""

    columns: tuple[int, ...]
    value: int = 0


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, the heading over it that it shares with its neighbours, and its width in characters.

    `whole` allows only whole numbers, 0 or more; `choices` only these; `says` is shown beside the cell.
    """

    heading: str
    spanning: str = ""
    width: int = 12
    whole: bool = False
    choices: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet: its head is frozen, as are its first `kept` columns, and every column can be filtered.

    `rows` may be fewer than `room`, the number of rows for which cells are restricted. A title is above the head.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Content | Sum]]
    kept: int = 0
    room: int = 0
    title: str = ""

    @property
    def head(self) -> int:
        """The row of the lowest heading, counted from 1."""
        return bool(self.title) + 1 + any(column.spanning for column in self.columns)


def workbook(pages: Sequence[SheetPage], title: str) -> bytes:
    """An .xlsx with these pages.

    Raises: Faults, where a cell's text is too long for Excel.
    """
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": title, "created": _CREATED})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E7ECF2"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"valign": "top", "num_format": "0"}),
    }
    for page in pages:
        _page(book.add_worksheet(page.name.translate(_NAME)[:31]), page, formats)
    book.close()
    return written.getvalue()


def _page(sheet: Worksheet, page: SheetPage, formats: dict[str, Any]) -> None:
    if page.title:
        sheet.write_string(0, 0, page.title, formats["title"])
    _head(sheet, page, formats)
    for row, cells in enumerate(page.rows, page.head):
        if (
            lines := max(map(_lines, cells, page.columns), default=1)
        ) > 1:  # not every program adapts a row's height to its text
            sheet.set_row(row, min(lines * _LINE, _HIGHEST))
        for column, cell in enumerate(cells):
            _cell(sheet, row, column, cell, formats)
    last = max(page.head + len(page.rows), page.head + page.room, page.head + 1) - 1
    sheet.freeze_panes(page.head, page.kept)
    sheet.autofilter(page.head - 1, 0, last, len(page.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)  # as wide as the paper, and as long as it is
    sheet.repeat_rows(page.head - 1)
    for number, restricted in enumerate(page.columns):
        if rule := _rule(restricted):
            sheet.data_validation(page.head, number, last, number, {**rule, "input_message": restricted.says})


def _lines(cell: Content | Sum, column: SheetColumn) -> int:
    """How many lines a cell's text takes in a column of its width, about."""
    parts = cell.splitlines() if isinstance(cell, str) else []
    return sum(max(1, math.ceil(len(part) / column.width)) for part in parts) or 1


def _rule(column: SheetColumn) -> dict[str, Any] | None:
    """What a column's cells are restricted to, as xlsxwriter has it."""
    if column.whole:
        said = "Write a whole number, 0 or more, in digits only."
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST, "error_message": said}
    return {"validate": "list", "source": list(column.choices)} if column.choices else None


def _head(sheet: Worksheet, page: SheetPage, formats: dict[str, Any]) -> None:
    two = any(column.spanning for column in page.columns)
    lowest = page.head - 1
    for at, column in enumerate(page.columns):
        sheet.set_column(at, at, column.width)
        if not two or column.spanning:
            sheet.write_string(lowest, at, column.heading, formats["head"])
        else:
            sheet.merge_range(lowest - 1, at, lowest, at, column.heading, formats["head"])
    at = 0
    while at < len(page.columns):
        spanning, end = page.columns[at].spanning, at + 1
        while spanning and end < len(page.columns) and page.columns[end].spanning == spanning:
            end += 1
        if spanning and end - at > 1:
            sheet.merge_range(lowest - 1, at, lowest - 1, end - 1, spanning, formats["head"])
        elif spanning:
            sheet.write_string(lowest - 1, at, spanning, formats["head"])
        at = end


def _cell(sheet: Worksheet, row: int, column: int, cell: Content | Sum, formats: dict[str, Any]) -> None:
    if isinstance(cell, str):
        if len(cell) > MOST_CHARACTERS:
            raise CELL_TOO_LONG.error(NOWHERE, found=cell[:40], characters=len(cell), most=MOST_CHARACTERS)
        if cell:
            sheet.write_string(row, column, cell, formats["text"])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats["number"])
    elif isinstance(cell, Sum):
        cells = "+".join(f"{column_letters(each + 1)}{row + 1}" for each in cell.columns)
        sheet.write_formula(row, column, f"={cells}", formats["number"], cell.value)
