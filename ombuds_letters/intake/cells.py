"""What one cell says: a text, or a count; whatever else stands where a count belongs is a fault with its remedy."""

from __future__ import annotations

import datetime
import re

from ..faults import Fault, column_letters, fault
from ..faults.codes import Code
from ..formats.scalars import LARGEST_COUNT, is_count
from ..formats.spreadsheet import Sheet
from ..text.english import long_date

FORMULA = ("=", "+", "-", "@")  # with what a spreadsheet begins a formula, also one that it finds in a CSV

_SEPARATED = re.compile(r"[0-9]{1,3}([,'’.\s])[0-9]{3}(\1[0-9]{3})*")


def text(sheet: Sheet, row: int, column: int) -> str:
    """What a cell says in words, with single spaces; a code or reference that was typed as a number is its digits."""
    value = sheet.value(row, column) if column else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(value.split()) if isinstance(value, str) else str(value)


def exact(sheet: Sheet, row: int, column: int) -> str:
    """A text of several lines, as it was typed."""
    value = sheet.value(row, column)
    return value.replace("\r\n", "\n").strip("\n") if isinstance(value, str) else text(sheet, row, column)


def blank(sheet: Sheet, row: int, column: int) -> bool:
    value = sheet.value(row, column)
    return isinstance(value, str) and not value.strip() and (row, column) not in sheet.marks.errors


def count(sheet: Sheet, row: int, column: int, field: str) -> int | Fault:
    """A whole number, 0 or more; or what is wrong with the cell."""
    value = sheet.value(row, column)
    place = sheet.place(row, column)
    if (error := sheet.marks.errors.get((row, column))) is not None:
        return fault(place, field, Code.CELL_ERROR, found=error)
    if isinstance(value, bool):
        return fault(place, field, Code.CELL_TRUTH, found=str(value).upper())
    if isinstance(value, datetime.date):
        return fault(place, field, Code.CELL_DATE, found=long_date(value))
    if isinstance(value, datetime.time | datetime.timedelta):
        return fault(place, field, Code.CELL_DATE, found=str(value))
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return fault(place, field, Code.CELL_BLANK)
        if sheet.typed or not is_count(value):
            return _worded(value, sheet, row, column, field)
        value = float(value)
    if value < 0:
        return fault(place, field, Code.CELL_NEGATIVE, found=f"{value:g}")
    if not float(value).is_integer():
        return fault(place, field, Code.CELL_FRACTION, found=str(value))
    if value > LARGEST_COUNT:
        return fault(place, field, Code.COUNT_TOO_LARGE, found=f"{value:.0f}", most=LARGEST_COUNT)
    return int(value)


def _worded(value: str, sheet: Sheet, row: int, column: int, field: str) -> Fault:
    place = sheet.place(row, column)
    if sheet.typed and is_count(value):
        return fault(place, field, Code.CELL_NUMBER_AS_TEXT, found=value)
    if re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", value):
        return fault(place, field, Code.CELL_THOUSANDS, found=value, digits=value.replace(".", ""))
    if _SEPARATED.fullmatch(value):
        return fault(place, field, Code.CELL_SEPARATED, found=value, digits=re.sub("[^0-9]", "", value))
    if re.fullmatch(r"[-−–][0-9]+", value):
        return fault(place, field, Code.CELL_NEGATIVE, found=value)
    if re.fullmatch(r"[0-9]*[.,][0-9]+", value):
        return fault(place, field, Code.CELL_FRACTION, found=value)
    return fault(place, field, Code.CELL_TEXT, found=value)


def merged(sheet: Sheet, below: int, columns: frozenset[int]) -> list[Fault]:
    """The merged cells among the figures, each told at its first cell."""
    return [
        fault(
            sheet.place(top, left),
            "",
            Code.SHEET_MERGED,
            found=f"{column_letters(left)}{top}:{column_letters(right)}{bottom}",
        )
        for top, left, bottom, right in sheet.marks.merged
        if bottom > below and top <= len(sheet.rows) and not columns.isdisjoint(range(left, right + 1))
    ]
