"""The letter's own figures as data: the CSV that travels inside its PDF."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from .. import form, wording
from ..form import Form, Share
from ..record import Record

# A cell that begins so is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF: `Attached("sevenoaks-district-council.csv", "Figures in this letter", b"Code,…")`."""

    name: str
    description: str
    content: bytes


def printed(of: Form, record: Record) -> dict[str, str]:
    """Every figure as it is printed, by its field: {"received.housing": "1", "decided.uphold_rate": "0%"}."""
    figures = {}
    for column in of.columns():
        if isinstance(column.figure, Share):
            part, whole = form.share(record.figures, column.figure)
            figures[column.field] = wording.percent(part, whole, column.figure.none)
        else:
            figures[column.field] = str(record.figures[column.field])
    return figures


class Enclosing:
    """Encloses figures with letters: `Enclosing(form).of(record)`."""

    def __init__(self, of: Form) -> None:
        self._form = of
        self._columns = [
            (_shown(table.title), _shown(column.heading), column.field)
            for table in of.tables
            for column in table.columns
        ]

    def of(self, record: Record) -> Attached:
        """The record's figures as CSV, a row a figure, in printed order: code, authority, table, column, figure."""
        figures = printed(self._form, record)
        text = StringIO()
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(["Code", "Authority", "Table", "Column", "Figure"])
        code, name = _shown(record.code), _shown(record.name)
        rows.writerows([(code, name, table, column, _shown(figures[field])) for table, column, field in self._columns])
        file = f"{wording.file_name_part(record.name) or 'figures'}.csv"  # with a dot in front it would be no CSV
        return Attached(file, "Figures in this letter", text.getvalue().encode())


def _shown(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
