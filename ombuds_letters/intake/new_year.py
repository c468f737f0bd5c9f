"""The folders of another year, made from those of a year that is there."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..edition import (
    ACCEPTED,
    ACCEPTED_EDITION,
    ACCEPTED_LARGE_PRINT,
    TABLES,
    Edition,
    Period,
    last_years,
    load_edition_lenient,
)
from ..faults import Fault, Kind, Place
from ..formats import yaml_reader
from ..formats.edit import Edit, apply_edits
from ..formats.nodes import Mapping as Group
from ..formats.nodes import Node, Scalar
from ..records import json_schema, register
from ..storage import os_errors
from ..storage.workspace import Workspace
from . import mapping

YEAR_EXISTS = Kind("year.exists", "is there already; name another year, or move it away")

_YEAR_FILE = "year.yaml"
_EARLIER_YEARS = "earlier_years"
_REPLACED = ("earlier_tables", "national_figures")  # each year's own


@dataclass(frozen=True, slots=True)
class Dates:
    """What a new year must be told: the day on its letters, when they may be published, and the days its figures are about."""

    letter_date: datetime.date
    publication: datetime.datetime
    period: Period | None


@dataclass(frozen=True, slots=True)
class NewYear:
    """The folders that were made; `carried` are the files that came along, `left` what still names the year before.

    `faults` are those of the new edition, to be put right in its files: a date that is last year's.
    """

    folders: tuple[Path, ...]
    carried: tuple[str, ...]
    left: tuple[Place, ...]
    faults: tuple[Fault, ...]


def shifted(edition: Edition, by: int) -> Dates:
    """The dates of an edition so many years later, or earlier: what a person is asked to confirm."""
    day = _later(edition.publication.date(), by)
    period = edition.period
    return Dates(
        _later(edition.letter_date, by),
        datetime.datetime.combine(day, edition.publication.timetz()),
        Period(_later(period.first, by), _later(period.last, by)) if period else None,
    )


def years_between(before: str, year: str) -> int:
    """How many years a year is after another: 1 of 2018 and 2019, and of years without a number."""
    return int(year) - int(before) if year.isdecimal() and before.isdecimal() else 1


def make(workspace: Workspace, year: str, edition: Edition, dates: Dates, *, figures_only: bool) -> NewYear:
    """Makes `data/YEAR` and `templates/YEAR` from those of an edition.

    Templates, tables, register and import.yaml come along; records, contacts and the accepted wording don't. year.yaml has
    the new dates, and is compared with the edition's figures; a year that is earlier, of which only the figures are needed, is
    entered into the edition's own year.yaml instead.

    Raises: Faults: the year is there already, year.yaml can't be read, the disk refuses.
    """
    data, templates = workspace.data(year), workspace.templates(year)
    for folder in (data, templates):
        if folder.exists():
            raise YEAR_EXISTS.error(Place(folder.as_posix()))
    old = workspace.data(edition.year)
    text = files.read(old / _YEAR_FILE, files.SMALL).decode("utf-8-sig")
    earlier = year < edition.year
    compared = [] if figures_only and earlier else [edition.year, *edition.earlier_years]
    made = {_YEAR_FILE: year_file(text, (old / _YEAR_FILE).as_posix(), edition, year, dates, compared).encode()}
    for name in (register.FILE, mapping.FILE):
        if (old / name).exists():
            made[name] = files.read(old / name, files.LARGE)
    with os_errors.translate_os_errors(data):
        staged = [_staged(data), _staged(templates)]
        (staged[0] / "authorities").mkdir(parents=True)
        for name, content in made.items():
            (staged[0] / name).write_bytes(content)
        shutil.copytree(
            workspace.templates(edition.year), staged[1], ignore=shutil.ignore_patterns(ACCEPTED, ".*", "*~")
        )
        if (tables := staged[1] / TABLES).exists():
            by = years_between(edition.year, year)
            tables.write_bytes(
                last_years.with_years_shifted(files.read(tables, files.LARGE).decode("utf-8-sig"), by).encode()
            )
        for each, folder in zip(staged, (data, templates), strict=True):
            os.replace(each, folder)
        new, faults = load_edition_lenient(workspace, year)
        if new is not None:
            (data / json_schema.FILE).write_text(json_schema.text(new), encoding="utf-8")
        if earlier and year not in edition.earlier_years:
            years = sorted({year, *edition.earlier_years}, reverse=True)
            (old / _YEAR_FILE).write_text(_compared_with(text, years), encoding="utf-8", newline="")
    carried = (*sorted(name for name in made if name != _YEAR_FILE), "templates")
    return NewYear((data, templates), carried, tuple(_naming(data, templates, edition.year, year)), tuple(faults))


def faults_of(workspace: Workspace, year: str) -> list[Fault]:
    """Why a year can't be made: its folders are there."""
    return [
        YEAR_EXISTS(Place(folder.as_posix()))
        for folder in (workspace.data(year), workspace.templates(year))
        if folder.exists()
    ]


def year_file(text: str, path: str, edition: Edition, year: str, dates: Dates, compared: list[str]) -> str:
    """year.yaml with the new year's title, file name and dates in their places; comments and order stay."""
    node, _ = yaml_reader.document(text, path)
    values = dict(_scalars(node, ""))
    new = {
        "title": edition.title.replace(edition.year, year),
        "file_name": edition.file_name.replace(edition.year, year),
        "letter_date": dates.letter_date.isoformat(),
        "publication": dates.publication.isoformat(),
    }
    if dates.period and edition.period:
        new |= {"period.first_day": dates.period.first.isoformat(), "period.last_day": dates.period.last.isoformat()}
        days = {
            edition.period.first.isoformat(): dates.period.first,
            edition.period.last.isoformat(): dates.period.last,
        }
        facts = {name: value for name, value in values.items() if name.startswith("facts.") and value.plain}
        new |= {name: days[value.text].isoformat() for name, value in facts.items() if value.text in days}
    edits = [Edit(values[name], value) for name, value in new.items() if name in values and values[name].plain]
    return _compared_with(apply_edits(text, edits), compared)


def _compared_with(text: str, years: list[str]) -> str:
    """year.yaml with these earlier years in the place of others; what else it is compared with is left out."""
    line = f"earlier_years: [{', '.join(years)}]\n" if years else ""
    text, replaced = re.subn(_entry(_EARLIER_YEARS), line, f"{text.rstrip()}\n", flags=re.MULTILINE)
    text = re.sub(_entry("|".join(_REPLACED)), "", text, flags=re.MULTILINE)
    return text if replaced else text + line


def _entry(keys: str) -> str:
    """A pattern for an entry of year.yaml, with all that is below it."""
    return rf"^(?:{keys}):.*\r?\n(?:[ \t]+.*\r?\n|- .*\r?\n)*"


def _scalars(node: Node | None, name: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Group):
        for key, below in node.entries.items():
            yield from _scalars(below, f"{name}.{key}" if name else key)
    elif isinstance(node, Scalar):
        yield name, node


def _naming(data: Path, templates: Path, before: str, year: str) -> Iterator[Place]:
    """The lines that still name the year before, other than in the new year's range, "2019-20"."""
    ends = f"[-–/](?:{re.escape(year)}|{re.escape(year[-2:])})(?![-\\d])"
    number = re.compile(rf"(?<!\d){re.escape(before)}(?!\d|{ends})")
    typed = [each for each in templates.rglob("*") if each.suffix in (".md", ".j2", ".yaml")]
    for path in (
        data / _YEAR_FILE,
        *sorted(each for each in typed if each.name not in (ACCEPTED_EDITION, ACCEPTED_LARGE_PRINT)),
    ):
        for line, text in enumerate(files.read(path, files.LARGE).decode("utf-8", "replace").splitlines(), 1):
            if (
                number.search(text.partition("#")[0] if path.suffix == ".yaml" else text)
                and "earlier_years" not in text
            ):
                yield Place(path.as_posix(), line)


def _staged(folder: Path) -> Path:
    staged = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(staged, ignore_errors=True)
    return staged


def _later(day: datetime.date, by: int) -> datetime.date:
    try:
        return day.replace(year=day.year + by)
    except ValueError:  # 29 February
        return day.replace(year=day.year + by, day=28)
