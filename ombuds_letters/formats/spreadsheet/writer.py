"""A workbook written: the same pages give the same bytes."""

from __future__ import annotations

import datetime
import math
import textwrap
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import cell_autofit_width
from xlsxwriter.worksheet import Worksheet

from ...faults import NOWHERE, Kind, column_letters
from .sheet_page import Cell, Complete, Share, SheetColumn, SheetPage, Sum

CELL_TOO_LONG = Kind(
    "workbook.cell_too_long",
    '"{found}…" has {characters:,} characters, more than the limit of {most:,} for a cell; shorten it',
)

MOST_CHARACTERS = 32_767  # Excel cuts off what is longer
_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
_LINE, _HIGHEST = 15, 409  # points; Excel's highest row
_A4 = 9  # among Excel's sizes of paper
_BOLD = 0.78  # of a column's width is left for a bold heading beside the filter's button
_INDENT = 1  # about a character: without it a full cell touches its neighbour, which not every program keeps apart
_TO_FILL: dict[str, Any] = {"bg_color": "#FFF6DC", "border": 1, "border_color": "#C3A86B", "locked": False}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "plain": {},
    "head": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E7ECF2", "indent": _INDENT, "align": "left"},
    "text": {"text_wrap": True, "bottom": 4, "bottom_color": "#9FB2BE", "indent": _INDENT, "align": "left"},
    "aside": {"bottom": 4, "bottom_color": "#9FB2BE"},
    "number": {"num_format": "#,##0", "bottom": 4, "bottom_color": "#9FB2BE", "indent": _INDENT, "align": "right"},
    "fill": {**_TO_FILL, "text_wrap": True, "indent": _INDENT, "align": "left"},
    "number to fill": {**_TO_FILL, "num_format": "#,##0", "indent": _INDENT, "align": "right"},
}
_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def workbook(pages: Sequence[SheetPage], title: str) -> bytes:
    """An .xlsx with these pages.

    Raises: Faults, where a cell's text is too long for Excel.
    """
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": title, "created": _CREATED})
    formats = {name: book.add_format({"valign": "top", **given}) for name, given in _FORMATS.items()}
    shares = (cell for page in pages for cells in page.rows for cell in cells if isinstance(cell, Share))
    for form in sorted({share.form for share in shares}):
        formats[form] = book.add_format({"valign": "top", **_FORMATS["number"], "num_format": form})
    for page in pages:
        _page(book.add_worksheet(page.name.translate(_NAME)[:31]), page, formats)
    book.close()
    return written.getvalue()


def _page(sheet: Worksheet, page: SheetPage, formats: dict[str, Any]) -> None:
    last = max(page.head + len(page.rows), page.head + page.room, page.head + 1) - 1
    _title(sheet, page, last, formats)
    _head(sheet, page, last, formats)
    for row, cells in enumerate(page.rows, page.head):
        if (
            lines := max(
                (_lines(*each) for each in zip(cells, page.columns, strict=False) if not each[1].aside), default=1
            )
        ) > 1:  # not every program adapts a row's height to its text
            sheet.set_row(row, min(lines * _LINE, _HIGHEST))
        for column, cell in enumerate(cells):
            _cell(sheet, row, column, cell, formats, page.columns[column])
    _to_fill(sheet, page, last, formats)
    sheet.freeze_panes(page.head, page.kept)
    _paper(sheet, page, last)
    for number, restricted in enumerate(page.columns):
        if rule := _rule(restricted):
            sheet.data_validation(page.head, number, last, number, {**rule, "input_message": restricted.says})
    if page.locked:
        allowed = (
            "autofilter",
            "sort",
            "format_columns",
            "format_rows",
            "select_locked_cells",
            "select_unlocked_cells",
        )
        sheet.protect("", dict.fromkeys(allowed, True))


def _title(sheet: Worksheet, page: SheetPage, last: int, formats: dict[str, Any]) -> None:
    if page.title:
        sheet.write_string(0, 0, page.title, formats["title"])
        sheet.set_row(0, 21)
    if page.title and page.counted is not None:
        letters = column_letters(page.counted + 1)
        rows = last - page.head + 1
        formula = f'=COUNTIF({letters}{page.head + 1}:{letters}{last + 1},"yes")&" of {rows} rows complete"'
        done = sum(1 for cells in page.rows if cells[page.counted] == "yes")
        sheet.write_formula(0, page.kept + 1, formula, formats["plain"], f"{done} of {rows} rows complete")


def _to_fill(sheet: Worksheet, page: SheetPage, last: int, formats: dict[str, Any]) -> None:
    """Tints the empty cells that are to be filled in."""
    for number, column in enumerate(page.columns):
        for row in range(page.head, last + 1) if column.fill else ():
            cells = page.rows[row - page.head] if row - page.head < len(page.rows) else ()
            if number >= len(cells) or cells[number] in (None, ""):
                sheet.write_blank(row, number, None, formats["number to fill" if column.whole else "fill"])


def _paper(sheet: Worksheet, page: SheetPage, last: int) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)  # as wide as the paper, and as long as it is
    sheet.repeat_rows(page.head - 1 - any(column.spanning for column in page.columns), page.head - 1)
    printed = [number for number, column in enumerate(page.columns) if not column.aside and not column.hidden]
    if len(printed) < len(page.columns):
        sheet.print_area(0, 0, last, printed[-1])


def _lines(cell: Cell, column: SheetColumn) -> int:
    """How many lines a cell's text takes in a column of its width, about."""
    parts = cell.splitlines() if isinstance(cell, str) else []
    return sum(max(1, math.ceil(len(part) / max(1, column.width - _INDENT))) for part in parts) or 1


def _rule(column: SheetColumn) -> dict[str, Any] | None:
    """What a column's cells are restricted to, as xlsxwriter has it."""
    if column.whole:
        said = "Write a whole number, 0 or more, in digits only."
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": column.most,
            "error_message": said,
        }
    return {"validate": "list", "source": list(column.choices)} if column.choices else None


def _head(sheet: Worksheet, page: SheetPage, last: int, formats: dict[str, Any]) -> None:
    """The headings, in rows as high as they need: not every program adapts them."""
    two = any(column.spanning for column in page.columns)
    lowest = page.head - 1
    lines = [_head_lines(column.heading, column.width) for column in page.columns]
    sheet.set_row(lowest, _LINE * max(lines, default=1))
    for at, column in enumerate(page.columns):
        sheet.set_column(at, at, column.width, None, {"hidden": True} if column.hidden else {})
        head = formats["head"]
        if two and not column.spanning and not page.table:
            sheet.merge_range(lowest - 1, at, lowest, at, column.heading, head)
        else:
            sheet.write_string(lowest, at, column.heading, head)
            if two and not column.spanning:
                sheet.write_blank(lowest - 1, at, None, head)
    over = [1]
    for first, end, spanning in _spans(page.columns):
        over.append(_head_lines(spanning, sum(column.width for column in page.columns[first:end])))
        if end - first > 1:
            sheet.merge_range(lowest - 1, first, lowest - 1, end - 1, spanning, formats["head"])
        else:
            sheet.write_string(lowest - 1, first, spanning, formats["head"])
    if two:
        sheet.set_row(lowest - 1, _LINE * max(over))
    headings = [column.heading for column in page.columns]
    if page.table and len({each.casefold() for each in headings}) == len(headings) and all(headings):
        columns = [{"header": heading, "header_format": formats["head"]} for heading in headings]
        options: dict[str, Any] = {"name": page.table, "columns": columns, "style": "Table Style Light 1"}
        sheet.add_table(lowest, 0, last, len(headings) - 1, options)
    elif len(headings) > 1:  # one column is a text to read
        sheet.autofilter(lowest, 0, last, len(headings) - 1)


def _head_lines(heading: str, width: int) -> int:
    """How many lines a heading takes in bold, with the filter's button beside it; words are not broken."""
    return len(textwrap.wrap(heading, max(6, round(width * _BOLD) - _INDENT), break_long_words=True)) or 1


def _spans(columns: Sequence[SheetColumn]) -> Iterator[tuple[int, int, str]]:
    """Each heading over columns, with its first column and the one after its last."""
    at = 0
    for spanning, group in groupby(columns, key=lambda column: column.spanning):
        end = at + len(list(group))
        if spanning:
            yield at, end, spanning
        at = end


def _cell(sheet: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Any], of: SheetColumn) -> None:
    if isinstance(cell, str):
        if len(cell) > MOST_CHARACTERS:
            raise CELL_TOO_LONG.error(NOWHERE, found=cell[:40], characters=len(cell), most=MOST_CHARACTERS)
        text = formats["fill" if of.fill else "aside" if of.aside else "text"]
        if cell:
            sheet.write_string(row, column, cell, text)
        elif not of.fill:
            sheet.write_blank(row, column, None, text)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats["number to fill" if of.fill else "number"])
    elif isinstance(cell, Sum):
        formula, blank = _sum(cell.columns, row), cell.once_all and not cell.value
        if cell.once_all:
            formula = f'IF({_all_there(cell.columns, row)},{formula},"")'
        sheet.write_formula(row, column, f"={formula}", formats["number"], "" if blank else cell.value)
    elif isinstance(cell, Share):
        value = "" if cell.value is None else cell.value
        if cell.whole:
            whole, times = _sum(cell.whole, row), f"*{cell.per}" if cell.per != 1 else ""
            formula = f'=IF({whole}=0,"",({_sum(cell.parts, row)}){times}/({whole}))'
            sheet.write_formula(row, column, formula, formats[cell.form], value)
        elif cell.value is not None:
            sheet.write_number(row, column, cell.value, formats[cell.form])
    elif isinstance(cell, Complete):
        sheet.write_formula(row, column, f'=IF({_all_there(cell.columns, row)},"yes","")', formats["text"], "")


def _sum(columns: Sequence[int], row: int) -> str:
    return "+".join(f"{column_letters(each + 1)}{row + 1}" for each in columns)


def _all_there(columns: Sequence[int], row: int) -> str:
    return f"COUNT({','.join(f'{column_letters(each + 1)}{row + 1}' for each in columns)})={len(columns)}"


def width_in_pixels(text: str) -> int:
    """How wide a column must be for a text in Excel's own type: `width_in_pixels("E07000111")` is 70."""
    return int(cell_autofit_width(text))
