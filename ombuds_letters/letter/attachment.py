"""The letter's own figures as data: the CSV file attached to its PDF."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import StringIO

from ..edition import tables
from ..edition.tables import Column, Rate, TableSpec
from ..records.record import Record
from ..text import slug

# Spreadsheets take a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t")

_HEAD = "Code,Authority,Table,Column,Figure\r\n"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to be attached to the PDF: `Attached("sevenoaks-district-council.csv", "Figures in this letter", b"Code,…", day)`.

    `day` is the letter's date.
    """

    name: str
    description: str
    content: bytes
    day: datetime.date


def printed(table_spec: TableSpec, record: Record) -> dict[str, str]:
    """Every figure as it is printed, by field: {"received.housing": "1", "decided.uphold_rate": "0%"}."""
    figures = {}
    for column in table_spec.columns():
        figures[column.field] = figure(column, record.figures)
    return figures


def figure(column: Column, counts: Mapping[str, int]) -> str:
    """One figure as it is printed: "7", "88%", "14.6", and "1,751" in a column with commas."""
    if not isinstance(column.figure, Rate):
        return f"{counts[column.field]:,}" if column.commas else str(counts[column.field])
    return column.figure.printed(*tables.rate_counts(counts, column.figure))


class AttachmentWriter:
    """Writes figures as CSV: `AttachmentWriter(table_spec, letter_date).attached(record)`."""

    def __init__(self, table_spec: TableSpec, letter_date: datetime.date) -> None:
        self._letter_date = letter_date
        self._plain = {each.field: replace(each, commas=False) for each in table_spec.columns()}  # data have no commas
        self._columns = [
            (f",{_cell(table.title)},{_cell(column.heading)},", column.field)
            for table in table_spec.tables
            for column in table.columns
        ]

    def attached(self, record: Record) -> Attached:
        """The record's figures as CSV, one row per figure, in printed order: code, authority, table, column, figure."""
        figures = {field: figure(column, record.figures) for field, column in self._plain.items()}
        authority = f"{_cell(record.code)},{_cell(record.name)}"
        rows = [f"{authority}{column}{_cell(figures[field])}\r\n" for column, field in self._columns]
        file = f"{slug.file_name_part(record.name) or 'figures'}.csv"  # ".csv" alone would be a hidden file
        day = record.correction.day if record.correction else self._letter_date
        return Attached(file, "Figures in this letter", "".join([_HEAD, *rows]).encode(), day)


@lru_cache(maxsize=4096)  # most are small numbers and headings
def _cell(cell: str) -> str:
    """A cell as written in CSV, so that no spreadsheet takes it for a formula."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell])
    return text.getvalue().removesuffix("\r\n")
