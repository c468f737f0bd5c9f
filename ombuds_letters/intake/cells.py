"""The value of one cell: a text, or a count; anything else where a count is needed is a fault."""

from __future__ import annotations

import datetime
import re

from ..faults import Fault, Kind, column_letters
from ..formats.fields import COUNT_TOO_LARGE
from ..formats.scalars import LARGEST_COUNT, is_count
from ..formats.spreadsheet import Sheet
from ..text.english import long_date

SHEET_MERGED = Kind(
    "sheet.merged", "is merged with its neighbours ({found}); unmerge the cells, and write a value in each"
)
CELL_BLANK = Kind(
    "cell.blank", "is blank, or has an error that isn't shown; write a whole number, 0 where there were none"
)
CELL_ERROR = Kind("cell.error", 'is the error "{found}"; fix the formula, or write the number', spans_column=True)
CELL_TEXT = Kind("cell.text", 'is "{found}"; write a whole number, 0 where there were none', spans_column=True)
CELL_NUMBER_AS_TEXT = Kind(
    "cell.number_as_text", 'is "{found}" as text, which sums ignore; make it a number', spans_column=True
)
CELL_SEPARATED = Kind("cell.separated", 'is "{found}"; write it in digits only, "{digits}"', spans_column=True)
CELL_THOUSANDS = Kind(
    "cell.thousands", 'is "{found}", which may be {digits} or a fraction; write it in digits only', spans_column=True
)
CELL_FORMULA = Kind(
    "cell.formula", 'is "{found}", which a spreadsheet reads as a formula; start it with a letter or digit'
)
CELL_FRACTION = Kind("cell.fraction", 'is "{found}"; write a whole number', spans_column=True)
CELL_NEGATIVE = Kind("cell.negative", 'is "{found}"; write a whole number, 0 or more', spans_column=True)
CELL_DATE = Kind(
    "cell.date",
    'is the date "{found}", which Excel made from what was typed; format the cell as a number, and type the count again',
    spans_column=True,
)
CELL_TRUTH = Kind("cell.truth", 'is "{found}"; write a whole number', spans_column=True)

FORMULA = ("=", "+", "-", "@")  # how a spreadsheet's formula starts, even in a CSV

_SEPARATED = re.compile(r"[0-9]{1,3}([,'’.\s])[0-9]{3}(\1[0-9]{3})*")


def text(sheet: Sheet, row: int, column: int) -> str:
    """A cell's text, with single spaces; a code or reference that was typed as a number is its digits."""
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
        return CELL_ERROR(place, field, found=error)
    if isinstance(value, bool):
        return CELL_TRUTH(place, field, found=str(value).upper())
    if isinstance(value, datetime.date):
        return CELL_DATE(place, field, found=long_date(value))
    if isinstance(value, datetime.time | datetime.timedelta):
        return CELL_DATE(place, field, found=str(value))
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return CELL_BLANK(place, field)
        if sheet.typed or not is_count(value):
            return _not_a_count(value, sheet, row, column, field)
        value = float(value)
    if value < 0:
        return CELL_NEGATIVE(place, field, found=f"{value:g}")
    if not float(value).is_integer():
        return CELL_FRACTION(place, field, found=str(value))
    if value > LARGEST_COUNT:
        return COUNT_TOO_LARGE(place, field, found=f"{value:.0f}", most=LARGEST_COUNT)
    return int(value)


def _not_a_count(value: str, sheet: Sheet, row: int, column: int, field: str) -> Fault:
    place = sheet.place(row, column)
    if sheet.typed and is_count(value):
        return CELL_NUMBER_AS_TEXT(place, field, found=value)
    if re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", value):
        return CELL_THOUSANDS(place, field, found=value, digits=value.replace(".", ""))
    if _SEPARATED.fullmatch(value):
        return CELL_SEPARATED(place, field, found=value, digits=re.sub("[^0-9]", "", value))
    if re.fullmatch(r"[-−–][0-9]+", value):
        return CELL_NEGATIVE(place, field, found=value)
    if re.fullmatch(r"[0-9]*[.,][0-9]+", value):
        return CELL_FRACTION(place, field, found=value)
    return CELL_TEXT(place, field, found=value)


def merged(sheet: Sheet, below: int, columns: frozenset[int]) -> list[Fault]:
    """The merged cells among the figures, each reported at its first cell."""
    return [
        SHEET_MERGED(
            sheet.place(top, left),
            "",
            found=f"{column_letters(left)}{top}:{column_letters(right)}{bottom}",
        )
        for top, left, bottom, right in sheet.marks.merged
        if bottom > below and top <= len(sheet.rows) and not columns.isdisjoint(range(left, right + 1))
    ]
