"""The value of one cell: a text, or a count; anything else where a count is needed is a fault."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Iterable, Iterator

from ..faults import Fault, Kind, column_letters
from ..formats.fields import COUNT_TOO_LARGE
from ..formats.scalars import LARGEST_COUNT, is_count
from ..formats.spreadsheet import Sheet
from ..text.english import long_date

SHEET_MERGED = Kind(
    "sheet.merged",
    "is merged with its neighbours ({found}); unmerge the cells, and write a value in each",
    spans_column=True,
)
CELL_BLANK = Kind(
    "cell.blank",
    "is blank; write a whole number, 0 where there were none (in a pivot table, set empty cells to show 0)",
)
CELL_UNCALCULATED = Kind(
    "cell.uncalculated",
    "is a formula whose result is not in the file; open the file in Excel or LibreOffice, save it, and import it again",
    spans_column=True,
)
CELL_ERROR = Kind("cell.error", 'is the error "{found}"; fix the formula, or write the number', spans_column=True)
CELL_TEXT = Kind("cell.text", 'is "{found}"; write a whole number, 0 where there were none', spans_column=True)
CELL_NUMBER_AS_TEXT = Kind(
    "cell.number_as_text", 'is "{found}" as text, which sums ignore; make it a number', spans_column=True
)
CELL_SUPERSCRIPT = Kind(
    "cell.superscript",
    'is "{found}" with the superscript "{raised}"; write the number alone, and the footnote in another column',
)
CELL_SHOWN = Kind(
    "cell.shown",
    "is {found}, which the spreadsheet shows as {how}; format the cell as a plain number, and see which count is meant",
    spans_column=True,
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
CELL_STRUCK = Kind(
    "cell.struck",
    'is "{found}", struck out; delete it, with its row if nothing of that counts, or take away the line through it',
    spans_column=True,
)
CELL_TRUTH = Kind("cell.truth", 'is "{found}"; write a whole number', spans_column=True)

_OF_ZEROS = re.compile(r"(?<=\d)\.0{1,2}\Z")
_AS_SHOWN = 1e-9  # a sum of fractions, 7.0000000000000009, is shown as 7

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


def no_text(sheet: Sheet, row: int, columns: Iterable[int]) -> Iterator[Fault]:
    """The cells of a row that look blank and aren't: errors, and formulas without their result."""
    for column in columns:
        if (error := sheet.marks.errors.get((row, column))) is not None:
            yield CELL_ERROR(sheet.place(row, column), found=error)
        elif (row, column) in sheet.marks.uncalculated:
            yield CELL_UNCALCULATED(sheet.place(row, column))


def count(sheet: Sheet, row: int, column: int, field: str, most: int = LARGEST_COUNT) -> int | Fault:
    """A whole number from 0 to `most`; or what is wrong with the cell."""
    value = sheet.value(row, column)
    place = sheet.place(row, column)
    if (error := sheet.marks.errors.get((row, column))) is not None:
        return CELL_ERROR(place, field, found=error)
    if (row, column) in sheet.marks.uncalculated:
        return CELL_UNCALCULATED(place, field)
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
        if sheet.typed or not is_count(as_count(value)):
            return _not_a_count(value, sheet, row, column, field)
        value = float(as_count(value))
    value = _as_shown(value)
    return _not_the_count(value, sheet, row, column, field, most) or int(value)


def _not_the_count(value: float, sheet: Sheet, row: int, column: int, field: str, most: int) -> Fault | None:
    """What is wrong with a number that is no count, or isn't shown as the one that it is."""
    place = sheet.place(row, column)
    if value < 0:
        return CELL_NEGATIVE(place, field, found=f"{value:g}")
    if not float(value).is_integer():
        return CELL_FRACTION(place, field, found=str(value))
    if value > most:
        return COUNT_TOO_LARGE(place, field, found=f"{value:.0f}", most=most)
    how = sheet.marks.shown_as.get((row, column))
    return CELL_SHOWN(place, field, found=f"{value:.0f}", how=how) if value and how else None


def as_count(text: str) -> str:
    """A number's text without a decimal part of zeros, as other programs write counts: "12" of "12.0".

    Three zeros, "1.000", may be a thousand.
    """
    return _OF_ZEROS.sub("", text)


def _as_shown(value: float) -> float:
    """A number without what is left of adding fractions: 7.0 of 7.000000000000001, which every program shows as 7."""
    if not math.isfinite(value):
        return value
    return float(round(value)) if abs(value - round(value)) < _AS_SHOWN else value


def _not_a_count(value: str, sheet: Sheet, row: int, column: int, field: str) -> Fault:
    place = sheet.place(row, column)
    if raised := sheet.marks.raised.get((row, column)):
        return CELL_SUPERSCRIPT(place, field, found=raised[0], raised=raised[1])
    if sheet.typed and is_count(as_count(value)):
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


def struck(sheet: Sheet, below: int, columns: Collection[int]) -> Iterator[Fault]:
    """The first cell of each row with a line through what it has, among the columns in use: who struck it out deleted it."""
    seen: set[int] = set()
    for row, column in sorted(sheet.marks.struck):
        if row > below and column in columns and row not in seen and (found := text(sheet, row, column)):
            seen.add(row)
            yield CELL_STRUCK(sheet.place(row, column), found=found)


def merged(sheet: Sheet, below: int, columns: Collection[int]) -> list[tuple[range, Fault]]:
    """The merged cells among the columns in use, each with its rows and its fault at its first cell.

    A cell that is merged with empty neighbours in its row, as report writers lay them out, has its value, and is none of them.
    """
    found = []
    for top, left, bottom, right in sheet.marks.merged:
        used = [at for at in columns if left <= at <= right]
        if bottom > below and top <= len(sheet.rows) and used and (bottom > top or used != [left]):
            cells = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            found.append((range(top, bottom + 1), SHEET_MERGED(sheet.place(top, left), "", found=cells)))
    return found


class Heads:
    """The rows of a sheet down to its headings: a report repeats them on each of its pages."""

    def __init__(self, sheet: Sheet, lowest: int) -> None:
        self._sheet = sheet
        self._rows = {texts for row in range(1, lowest + 1) if any(texts := self._texts(row))}

    def repeated(self, row: int) -> bool:
        """True for a row that has the same texts as one of them."""
        return self._texts(row) in self._rows

    def _texts(self, row: int) -> tuple[str, ...]:
        width = len(self._sheet.rows[row - 1])
        texts = [text(self._sheet, row, column) for column in range(1, width + 1)]
        while texts and not texts[-1]:
            texts.pop()
        return tuple(texts)
