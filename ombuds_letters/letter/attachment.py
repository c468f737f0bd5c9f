"""The letter's own figures as data: the CSV that travels inside its PDF."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from ..edition import tables
from ..edition.tables import Rate, TableSpec
from ..records.record import Record
from ..text import english, slug

# A cell that begins so is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t")

_HEAD = "Code,Authority,Table,Column,Figure\r\n"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF: `Attached("sevenoaks-district-council.csv", "Figures in this letter", b"Code,…")`."""

    name: str
    description: str
    content: bytes


def printed(of: TableSpec, record: Record) -> dict[str, str]:
    """Every figure as it is printed, by its field: {"received.housing": "1", "decided.uphold_rate": "0%"}."""
    figures = {}
    for column in of.columns():
        if isinstance(column.figure, Rate):
            part, whole = tables.rate_counts(record.figures, column.figure)
            figures[column.field] = english.percent(part, whole, column.figure.when_zero)
        else:
            figures[column.field] = str(record.figures[column.field])
    return figures


class Enclosing:
    """Encloses figures with letters: `Enclosing(form).of(record)`."""

    def __init__(self, of: TableSpec) -> None:
        self._form = of
        self._columns = [
            (f",{_cell(table.title)},{_cell(column.heading)},", column.field)
            for table in of.tables
            for column in table.columns
        ]

    def of(self, record: Record) -> Attached:
        """The record's figures as CSV, a row a figure, in printed order: code, authority, table, column, figure."""
        figures = printed(self._form, record)
        whose = f"{_cell(record.code)},{_cell(record.name)}"
        rows = [f"{whose}{said}{_cell(figures[field])}\r\n" for said, field in self._columns]
        file = f"{slug.file_name_part(record.name) or 'figures'}.csv"  # with a dot in front it would be no CSV
        return Attached(file, "Figures in this letter", "".join([_HEAD, *rows]).encode())


@lru_cache(maxsize=4096)  # most are small numbers and headings
def _cell(cell: str) -> str:
    """A cell as CSV has it, which no spreadsheet takes for a formula."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell])
    return text.getvalue().removesuffix("\r\n")
