"""A complete workspace with made-up authorities: for trials, demonstrations, tests and measurements.

Every letter says that it is a specimen.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from .. import files
from ..edition import Edition, load_edition
from ..edition.tables import TableSpec
from ..faults import Kind, Place, Unknown
from ..formats import yaml_reader
from ..intake import new_year
from ..records import geography, json_schema, register, writer
from ..records.geography import Hexagon
from ..records.record import Figures, Passage, Record
from ..storage import os_errors
from ..storage.workspace import NO_EDITIONS, Workspace
from ..text import slug
from . import earlier, figures, spreadsheets
from .earlier import SpecimenYears
from .made_up import Specimen, authorities
from .prng import Prng
from .spreadsheets import TwoYears

__all__ = ["Specimen", "authorities", "default_year", "two_years", "write", "write_two_years", "years"]

OCCUPIED = Kind("specimen.folder", "is not an empty folder; name a new one")

_REGIONS = ("Specimen North", "Specimen East", "Specimen West", "Specimen South")
_SITE = "site"  # in templates: the site's pages of all years


def write(
    workspace: Workspace,
    year: str,
    folder: Path,
    letters: int,
    *,
    seed: int = 1,
    passages: float = 0.1,
    as_spreadsheets: bool = False,
) -> None:
    """Writes a workspace into an empty folder: the edition's templates and facts, and so many made-up authorities.

    The first dozen are extremes, the rest are plausible. `passages` is the share of authorities with a passage; with 0 not
    even an extreme has one. The same seed gives the same bytes.

    `as_spreadsheets` writes no records, but the spreadsheets of this year and last year that records are imported from.
    These have no passages.

    Raises: Faults: the folder is not empty, there is no such year, or the edition has a fault.
    """
    edition = load_edition(workspace, year)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OCCUPIED.error(Place(folder.as_posix()))
    with os_errors.translate_os_errors(folder):
        prng = Prng(seed)
        made = list(islice(authorities(edition, prng, passages), letters))
        if as_spreadsheets:
            write_two_years(workspace, edition, folder, two_years(edition.table_spec, made, prng, edition.national))
        elif edition.table_spec.averages or edition.table_spec.earlier:
            _write_compared(workspace, edition, folder, earlier.made_up(workspace, edition, made, prng))
        else:
            _write_records(workspace, edition, folder, made)


def default_year(workspace: Workspace) -> str:
    """The latest edition; one that is itself an example, for made-up authorities only, just where there is no other.

    Raises: Unknown, where there is no edition.
    """
    years = workspace.years()
    if not years:
        raise Unknown([NO_EDITIONS(Place(workspace.root.as_posix()))])
    texts = {year: yaml_reader.file_text(workspace.data(year) / "year.yaml", "year.yaml")[0] for year in years}
    own = [year for year in years if not re.search(r"^only_specimens: *true\b", texts[year], re.MULTILINE)]
    return (own or years)[-1]


def years(year: str) -> tuple[str, str]:
    """The years that are written as spreadsheets, in the order of their import: ("2017", "2018")."""
    return spreadsheets.before(year), year


def two_years(
    table_spec: TableSpec, made: Sequence[Specimen], prng: Prng, known: Mapping[str, int] = MappingProxyType({})
) -> TwoYears:
    """This year's authorities with last year's figures, which differ by chance alone, and the national figures."""
    last = [replace(each, figures=figures.last_years(table_spec, each.figures, prng, known)) for each in made]
    entered = [column.field for column in table_spec.columns() if column.is_entered]
    national = {field: sum(each.figures[field] for each in made) for field in entered}
    return TwoYears(tuple(made), tuple(last), national)


def write_two_years(workspace: Workspace, edition: Edition, folder: Path, both: TwoYears) -> None:
    """Writes two years into a folder: templates and facts of the edition, and the spreadsheets to import."""
    target = Workspace(folder)
    last = spreadsheets.before(edition.year)
    _write_edition(workspace, edition, target, edition.year)
    _write_edition(workspace, edition, target, last)
    contacts = {edition.year: _contacts(both.this), last: _contacts(both.last)}
    year_yaml = _year_text(workspace, edition.year)
    spreadsheets.write(edition, target, both, year_yaml, contacts)


def _write_edition(workspace: Workspace, edition: Edition, target: Workspace, year: str) -> None:
    """Writes templates and record schema for an edition's year or one before it; the fonts with the first."""
    shutil.copytree(workspace.templates(edition.year), target.templates(year))
    target.data(year).mkdir(parents=True)
    (target.data(year) / json_schema.FILE).write_text(json_schema.text(edition), encoding="utf-8")
    if not target.fonts.exists():
        shutil.copytree(workspace.fonts, target.fonts, ignore=shutil.ignore_patterns("__pycache__"))
        if workspace.charts.is_file():
            shutil.copyfile(workspace.charts, target.charts)
        if (site := workspace.fonts.with_name(_SITE)).is_dir():
            shutil.copytree(site, target.fonts.with_name(_SITE))
        (target.root / "output").mkdir()


def _write_compared(workspace: Workspace, edition: Edition, folder: Path, years: SpecimenYears) -> None:
    """Writes this year and the years that its letters are compared with, each with a register of all its authorities."""
    target = Workspace(folder)
    text = _year_text(workspace, edition.year)
    more = f"complete: true\nearlier_years: [{', '.join(edition.earlier_years)}]\n" if edition.earlier_years else ""
    _write_edition(workspace, edition, target, edition.year)
    _write_year(target, edition.year, edition.table_spec, years.this, more + spreadsheets.compared_with_nothing(text))
    _write_register(target, edition.year, earlier.registered(years, edition))
    _write_geography(target, edition, years.this)
    for number, each in enumerate(years.earlier, 1):
        own = each.edition or edition
        _write_edition(workspace, own, target, each.year)
        last = (
            _year_text(workspace, each.year)
            if each.edition
            else new_year.year_file(text, "year.yaml", edition, each.year, new_year.shifted(edition, -number), [])
        )
        last = f"complete: true\n{spreadsheets.compared_with_nothing(last)}"
        _write_year(target, each.year, each.table_spec, each.made, last)
        _write_register(target, each.year, (spreadsheets.registered(one) for one in each.made))


def _write_register(target: Workspace, year: str, listed: Iterable[register.RegisteredAuthority]) -> None:
    (target.data(year) / register.FILE).write_text(register.text(listed), encoding="utf-8", newline="")


def _write_records(workspace: Workspace, edition: Edition, folder: Path, made: Sequence[Specimen]) -> None:
    target = Workspace(folder)
    _write_edition(workspace, edition, target, edition.year)
    _write_year(target, edition.year, edition.table_spec, made, _year_yaml(workspace, edition))
    _write_geography(target, edition, made)


def _write_year(target: Workspace, year: str, table_spec: TableSpec, made: Sequence[Specimen], year_yaml: str) -> None:
    data = target.data(year)
    (data / "authorities").mkdir()
    (data / "year.yaml").write_text(year_yaml, encoding="utf-8")
    for each in made:
        path = data / "authorities" / f"{slug.file_name_part(each.name)}.yaml"
        path.write_text(_record(each, table_spec), encoding="utf-8", newline="\n")
    (data / "contacts.csv").write_text(_contacts(made), encoding="utf-8", newline="")


def _write_geography(target: Workspace, edition: Edition, made: Sequence[Specimen]) -> None:
    path = geography.path_of(target, edition.year)
    path.parent.mkdir()
    path.write_text(geography.text(_hexagons(edition, made)), encoding="utf-8", newline="")


def _hexagons(edition: Edition, made: Sequence[Specimen]) -> Iterator[Hexagon]:
    """A map: authorities of the first kind on one layer, all others on another, each layer about as wide as it is high."""
    first = next(iter(edition.kinds))
    layers = {
        edition.kinds[first].title: [each for each in made if each.kind == first],
        "Other authorities": [each for each in made if each.kind != first],
    }
    for title, listed in layers.items():
        width = max(1, round(len(listed) ** 0.5))
        for number, each in enumerate(listed):
            region = _REGIONS[number * len(_REGIONS) // len(listed)]
            yield Hexagon(each.code, region, title, number % width, number // width, None, Place(""))


def _year_text(workspace: Workspace, year: str) -> str:
    return files.read(workspace.data(year) / "year.yaml", files.SMALL).decode("utf-8-sig")


def _year_yaml(workspace: Workspace, edition: Edition) -> str:
    """The edition's year.yaml, compared with no register, no earlier years and no nation: those are of real authorities."""
    text = _year_text(workspace, edition.year)
    if not (edition.complete or edition.earlier_years or edition.national):
        return text
    return f"{spreadsheets.compared_with_nothing(text)}\ncomplete: false\n"


def _record(specimen: Specimen, table_spec: TableSpec) -> str:
    passages = tuple(Passage(kind, text, "The Specimen Office", ()) for kind, text in specimen.passages)
    figures = Figures(
        {column.field: specimen.figures[column.field] for column in table_spec.columns() if column.is_entered}
    )
    return writer.text(Record(specimen.code, specimen.name, specimen.kind, figures, passages, True, ()), table_spec)


def _contacts(made: Iterable[Specimen]) -> str:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["code", "name", "title", "salutation", "email", "copies", "body"])
    for each in made:
        email = f"chief.executive@{slug.file_name_part(each.name)[:60].strip('-')}.example"
        rows.writerow([each.code, each.contact, "Chief Executive", each.salutation, email, "", each.body])
    return text.getvalue()
