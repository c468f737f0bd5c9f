"""Spreadsheets as rows of values, each with its cell: .xlsx and .ods as calamine reads them, and .csv.

Reading ends whatever is in a file: what it unpacks to, how far its cells reach and how much text they have is measured
before it is given to the reader, and a file beyond the limits is a fault.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ... import files
from ...faults import Fault, Kind, Place
from .. import csv_reader, encodings
from ..yaml_reader import MISSING_FILE, NO_DOCUMENT, TOO_LARGE, UNREADABLE
from . import package
from . import values as reading
from .marks import MOST_CELLS, NO_MARKS, Marks, TooMuch
from .values import CellValue

SHEET_OPEN = Kind("sheet.open", 'shows that "{found}" is open in Excel; close that file, and name it instead')
SHEET_FOLDER = Kind("sheet.folder", "is a folder; name the files in it{files}")
SHEET_KIND = Kind("sheet.kind", "is not a spreadsheet that can be read; save it as .xlsx, .ods or .csv")
SHEET_OTHER = Kind("sheet.other", "is {what}, not what its name says; save it again as {suffix}, or correct its name")
SHEET_PASSWORD = Kind("sheet.password", "is locked with a password; save it without one")
SHEET_BROKEN = Kind("sheet.broken", "can't be read as a spreadsheet ({problem}); open it, and save it again")

__all__ = ["SUFFIXES", "Book", "CellValue", "Marks", "Sheet", "file", "read"]

MOST_BYTES = 20_000_000
SUFFIXES = (".xlsx", ".ods", ".csv")

_TEXT_FORMULA = re.compile(r'\A="([^"]*)"\Z')  # how programs keep Excel from reading a text of a CSV as a number
_LOCK_FILE = "~$"  # Excel writes a file with this before its name while a workbook is open
_FEW = 6  # so many files of a folder are named

_OTHERS: dict[str | package.Other, str] = {
    ".xlsx": "an Excel workbook",
    ".ods": "an OpenDocument spreadsheet",
    ".csv": "a text",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0][0]` is cell A1; a blank is "". `typed` where numbers differ from texts, as in CSV they don't.

    `hidden` is true for a sheet that isn't shown; what else is hidden, merged or in error is in `marks`.
    """

    path: str
    name: str
    rows: Sequence[Sequence[CellValue]]
    typed: bool
    hidden: bool = False
    marks: Marks = NO_MARKS

    def place(self, row: int = 0, column: int = 0) -> Place:
        """A cell as a person sees it, both counted from 1; 0 for a whole row, column or sheet."""
        return Place(self.path, row, column, self.name)

    def value(self, row: int, column: int) -> CellValue:
        """A cell's value, row and column counted from 1; "" for an empty one."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return cells[column - 1] if column <= len(cells) else ""


@dataclass(frozen=True, slots=True)
class Book:
    """A file's sheets, in their order, and the SHA-256 of its bytes."""

    path: str
    sha256: str
    sheets: tuple[Sheet, ...]


def file(path: Path, display_path: str) -> tuple[Book, list[Fault]]:
    """A file's sheets, and what keeps it from being read."""
    if path.name.startswith(_LOCK_FILE):
        name = path.name.removeprefix(_LOCK_FILE)
        return Book(display_path, "", ()), [SHEET_OPEN(Place(display_path), found=name)]
    if path.is_dir():
        names = [each.name for each in sorted(path.iterdir()) if each.suffix.lower() in SUFFIXES][:_FEW]
        beside = f": {', '.join(names)}" if names else ""
        return Book(display_path, "", ()), [SHEET_FOLDER(Place(display_path), files=beside)]
    try:
        raw = files.read(path, MOST_BYTES)
    except FileNotFoundError:
        return Book(display_path, "", ()), [MISSING_FILE(Place(display_path))]
    except files.TooLarge as error:
        return Book(display_path, "", ()), [TOO_LARGE(Place(display_path), size=error.size, most=error.most)]
    except OSError as error:
        return Book(display_path, "", ()), [UNREADABLE(Place(display_path), reason=error.strerror or str(error))]
    found, faults = read(raw, display_path)
    return Book(display_path, hashlib.sha256(raw).hexdigest(), found), faults


def read(raw: bytes, path: str) -> tuple[tuple[Sheet, ...], list[Fault]]:
    """The sheets of a file's bytes; `path` is how it is named in faults, and says by its ending what it should be."""
    suffix = PurePath(path).suffix.lower()
    place = Place(path)
    if suffix not in SUFFIXES:
        return (), [SHEET_KIND(place)]
    if not raw:
        return (), [NO_DOCUMENT(place)]
    if refused := _refused(raw, place, suffix):
        return (), [refused]
    try:
        return (_csv(raw, path) if suffix == ".csv" else _packed(raw, path, suffix)), []
    except TooMuch as error:
        return (), [error.fault(path)]
    except package.BrokenPackage as error:
        return (), [SHEET_BROKEN(place, problem=str(error))]
    except package.LockedPackage:
        return (), [SHEET_PASSWORD(place)]
    except csv_reader.UnclosedQuote as error:
        return (), [error.fault]
    except _Undecodable as error:
        return (), error.faults


def _refused(raw: bytes, place: Place, suffix: str) -> Fault | None:
    """The fault of a file that is not what its name says, or can't be opened."""
    kind = package.kind(raw)
    if kind == suffix:
        return None
    if kind is package.Other.PASSWORD:
        return SHEET_PASSWORD(place)
    if kind is package.Other.ZIP:
        return SHEET_BROKEN(place, problem="it is a ZIP file without a workbook")
    what: dict[str | package.Other, str] = {
        package.Other.OLD_EXCEL: "an old Excel workbook (.xls)",
        package.Other.NO_TABLE: package.beginning(raw),
    }
    return SHEET_OTHER(place, what=(what | _OTHERS)[kind], suffix=suffix)


def _packed(raw: bytes, path: str, suffix: str) -> tuple[Sheet, ...]:
    lean, marks = package.measured(raw, suffix)
    read_ = reading.read(lean)
    if len(read_) != len(marks):
        raise package.BrokenPackage("its list of sheets doesn't match its sheets")
    return tuple(
        Sheet(path, name, _with_texts(values, marked), True, hidden, marked)
        for (name, hidden, values), marked in zip(read_, marks, strict=True)
    )


def _with_texts(rows: Sequence[Sequence[CellValue]], marks: Marks) -> Sequence[Sequence[CellValue]]:
    """The rows with the texts that the reader gives without their line breaks and tabs."""
    if not marks.texts:
        return rows
    whole = [list(row) for row in rows]
    for (row, column), text in marks.texts.items():
        if row <= len(whole) and column <= len(whole[row - 1]):
            whole[row - 1][column - 1] = text
    return whole


class _Undecodable(Exception):
    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults


def _csv(raw: bytes, path: str) -> tuple[Sheet, ...]:
    content, faults = encodings.decoded(raw, path)
    if faults:
        raise _Undecodable(faults)
    values: list[tuple[str, ...]] = []
    cells = 0
    for row in csv_reader.all_rows(content, path):
        cells += len(row)
        if cells > MOST_CELLS:
            raise TooMuch(row=len(values) + 1, column=len(row))
        values.append(tuple([_TEXT_FORMULA.sub(r"\1", cell.text.strip()) for cell in row]))
    return (Sheet(path, "", values, False),)
