"""The figures as workbooks by the Government Statistical Service's guidance: cover, contents, notes, one table per sheet.

`gptables` writes them, the service's own library. It brings pandas, and is loaded by this command alone.
Source: analysisfunction.civilservice.gov.uk, "Releasing statistics in spreadsheets".
"""

from __future__ import annotations

import datetime
import math
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

from ..faults import extras
from ..formats.spreadsheet.writer import width_in_pixels
from ..text import english
from . import data_files
from .data_files import DataTable
from .revisions import Revision
from .year import PublishedYear

FIGURES, LONG = f"{data_files.FOLDER}/figures.xlsx", f"{data_files.FOLDER}/{data_files.LONG}.xlsx"
NOT_APPLICABLE = "[z]"  # the guidance's shorthand
_WIDE, _LINE = 85, 75  # characters of the cover's one column, and of its own type in a line of that
_TITLE_HEIGHT, _SUBTITLE_HEIGHT, _LINE_HEIGHT = 22, 19, 16  # points; LibreOffice leaves rows at 15 that say nothing
_SIZE, _BOLD, _CAPITALS = 12 / 11, 1.1, 10  # by what gptables' cells are wider than Excel's; pixels for capitals
_NOTE = "[note 10]"  # in a second line of a heading
_COVER = "Cover"
_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  # the same bytes each time


def load() -> None:
    """Loads the library that writes workbooks, if it is there, for `files`, which does so itself."""
    with suppress(ModuleNotFoundError):
        import gptables  # noqa: F401


def files(year: PublishedYear, tables: Sequence[DataTable], revision: Revision) -> Iterator[tuple[str, bytes]]:
    """The two workbooks by their paths: one with the year's tables, one with the figures of all years.

    Raises: Faults, where gptables is not installed.
    """
    *of_year, long = tables
    yield FIGURES, _workbook(year, of_year, revision, year.edition.title)
    yield LONG, _workbook(year, [long], revision, f"{year.edition.title}: {long.title}")


def _workbook(year: PublishedYear, tables: Sequence[DataTable], revision: Revision, title: str) -> bytes:
    with extras.needed("publishing"):
        import gptables
        import pandas

    def frame(table: DataTable) -> Any:
        rows = [
            [NOT_APPLICABLE if cell in (None, "") else data_files.guarded(cell) for cell in row] for row in table.rows
        ]
        columns = {
            column.title: pandas.Series([row[at] for row in rows], dtype=object)
            for at, column in enumerate(table.columns)
        }
        return pandas.DataFrame(columns)

    notes = {(table.name, each.title): each.about for table in tables for each in table.columns if each.noted}
    numbers = {key: f"note{number}" for number, key in enumerate(notes, 1)}
    sheets = {
        re.sub(r"[\[\]:*?/\\]", "-", table.title)[:31]: gptables.GPTable(
            frame(table),
            table_name=table.name.replace("-", "_"),
            title=table.title,
            subtitles=[year.edition.title],
            source=year.edition.author,
            table_notes={each.title: f"$${numbers[table.name, each.title]}$$" for each in table.columns if each.noted},
            index_columns={},
        )
        for table in tables
    }
    about = _about(year, revision)
    content = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # gptables 2 uses what pandas 3.1 warns of
        book = gptables.produce_workbook(
            content,
            sheets,
            cover=gptables.Cover(title, about=about, cover_label=_COVER, width=_WIDE),
            auto_width=dict.fromkeys(
                sheets, False
            ),  # which measures every cell anew, a twentieth of all that `publish` does
            notes_table=pandas.DataFrame({"Note": list(numbers.values()), "Text": list(notes.values())}),
            workbook_options={"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False},
        )
    for sheet in book.worksheets():
        sheet.set_row(0, _TITLE_HEIGHT)
    for label, table in zip(sheets, tables, strict=True):
        sheet = book.get_worksheet_by_name(label)
        for at, width in enumerate(_widths(table)):
            sheet.set_column_pixels(at, at, width)
    cover = book.get_worksheet_by_name(_COVER)
    cover.set_row(1, _SUBTITLE_HEIGHT)
    for row, paragraph in enumerate(about, 2):
        cover.set_row(row, _LINE_HEIGHT * len(textwrap.wrap(paragraph, _LINE)))
    book.set_properties({"title": title, "author": year.edition.author, "created": _CREATED})
    book.close()
    return content.getvalue()


def _widths(table: DataTable) -> Iterator[int]:
    """How wide each column is in pixels: as its widest cell, or its heading, whose note goes to a line of its own."""
    for at, column in enumerate(table.columns):
        cells = {data_files.guarded(row[at]) for row in table.rows if row[at] not in (None, "")}
        lines = [column.title, _NOTE] if column.noted else [column.title]
        heading = _BOLD * max(map(width_in_pixels, lines))
        yield math.ceil(_SIZE * max(heading, *map(width_in_pixels, map(str, cells)), 0)) + _CAPITALS


def _about(year: PublishedYear, revision: Revision) -> list[str]:
    """The cover's paragraphs."""
    licence = year.settings.licence
    lines = [
        f"Published by: {year.edition.author}",
        f"Revision {revision.number}. The figures were taken from the records on {english.long_date(revision.day)}.",
        f"{NOT_APPLICABLE} means that there is nothing to calculate a rate from, or that a former authority has no region.",
    ]
    lines += [f"{job.record.name} is left out: its letter was withdrawn." for job in year.left_out]
    if year.draft:
        lines.insert(0, "DRAFT – not issued")
    if licence.name:
        lines.append(f"Licence: {licence.name}, {licence.url}")
    return lines
