"""What an edition still has of the year before: titles, dates and headings of rows that were carried over and not changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ..faults import Fault, Kind, Place
from ..formats import yaml_reader
from ..formats.fields import Fields
from ..storage.workspace import Workspace
from .edition import TABLES, Edition
from .tables import FIGURES, PREVIOUS

LAST_YEARS = Kind("field.last_years", 'is "{found}", as in the year before, {year}; write this year\'s')

_AGO = {FIGURES: 0, PREVIOUS: 1}  # of what a row shows: how many years before its edition
_YEARS = re.compile(r"(?<!\d)(\d{4})(?:[-–/](\d{2}|\d{4}))?(?!\d)")


def report(fields: Fields, edition: Edition, workspace: Workspace) -> None:
    """Reports last year's title, file name, dates and period in year.yaml, and last year's headings of rows in figures.yaml."""
    before = next(iter(edition.earlier_years), "")
    if not before or before == edition.year:
        return
    last = _fields(workspace.data(before) / "year.yaml")
    if last is not None:
        _report_dates(fields, last, before)
    fields.faults += _rows(workspace, edition, before)


def _report_dates(fields: Fields, last: Fields, before: str) -> None:
    for key in ("title", "file_name", "letter_date", "publication"):
        found = fields.text(key)
        if found and fields.is_valid(key) and before in found and found == last.text(key, required=False):
            fields.add_fault(key, LAST_YEARS, found=found, year=before)
    days, then_days = (each.fields("period") if each.has("period") else None for each in (fields, last))
    if days and then_days and before in days.text("last_day"):  # else the year before has this year's, as a copy
        for key in ("first_day", "last_day"):
            if days.is_valid(key) and days.text(key) == then_days.text(key, required=False):
                days.add_fault(key, LAST_YEARS, found=days.text(key), year=before)


def with_years_shifted(text: str, by: int) -> str:
    """A figures.yaml whose rows have headings of so many years later: "2019-20" for "2018-19"."""
    node, faults = yaml_reader.document(text, TABLES)
    lines = text.split("\n")
    for _, label, _, place in _labels(Fields(node, "", []) if node and not faults else None):
        line, at = lines[place.line - 1], place.column - 1
        lines[place.line - 1] = line[:at] + line[at:].replace(label, _YEARS.sub(partial(_shifted, by), label), 1)
    return "\n".join(lines)


def _shifted(by: int, years: re.Match[str]) -> str:
    first, second = years[1], years[2]
    if not second:
        return str(int(first) + by)
    return f"{int(first) + by}{years[0][4]}{str(int(first[: 4 - len(second)] + second) + by)[-len(second) :]}"


def _rows(workspace: Workspace, edition: Edition, before: str) -> Iterator[Fault]:
    """The rows with last year's years: in 2020's tables this year's "2018-19", where 2019's have the same."""
    if not before.isdecimal() or not any(table.rows for table in edition.table_spec.tables):
        return
    then = {key: label for key, label, _, _ in _labels(_fields(workspace.templates(before) / TABLES))}
    for (table, shows), label, field, place in _labels(_fields(workspace.templates(edition.year) / TABLES)):
        named = last_year(label)
        if shows in _AGO and then.get((table, shows)) == label and named == int(before) - _AGO[shows]:
            yield LAST_YEARS(place, field, found=label, year=before)


def _labels(fields: Fields | None) -> Iterator[tuple[tuple[str, str], str, str, Place]]:
    """The headings of rows in a figures.yaml: `(("received", "figures"), "2018-19", "tables.1.rows.1.label", place)`."""
    for name, item in fields.items("tables", required=False) if fields else ():
        table = Fields(item, name, [])
        for row, node in table.items("rows", required=False):
            cells = Fields(node, row, [])
            key = (table.text("key", required=False), cells.text("shows", required=False))
            yield key, cells.text("label", required=False), f"{row}.label", cells.place_of("label")


def last_year(label: str) -> int | None:
    """The year that a heading ends with: 2019 of "2018-19"; None for one without."""
    years = [first[: 4 - len(second)] + second for first, second in _YEARS.findall(label)]
    return int(years[-1]) if years else None


def _fields(path: Path) -> Fields | None:
    """The fields of a YAML file whose own faults are reported elsewhere; None where it can't be read."""
    if not path.exists():
        return None
    content, faults = yaml_reader.file_text(path, path.as_posix())
    node = None if faults else yaml_reader.document(content, path.as_posix())[0]
    return Fields(node, "", []) if node else None
