"""Where authorities are on the map: `data/geography/YEAR.csv`, one row per authority, a hexagon each.

Hexagons have a corner at the top. Rows are counted downwards, columns from the left; the hexagons of odd rows are half a
hexagon further to the right.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ..faults import Fault, Kind, Place
from ..formats import csv_reader, yaml_reader
from ..formats.fields import Fields
from ..formats.nodes import Scalar
from ..formats.yaml_reader import NO_DOCUMENT
from ..storage.workspace import Workspace
from ..text import slug
from .record import Record

GEOGRAPHY_TWICE = Kind("geography.twice", 'is "{found}", which line {first} has too; give each authority one hexagon')
GEOGRAPHY_TAKEN = Kind(
    "geography.taken", 'is on column {column}, row {row} of "{layer}", where "{other}" is; move one of the two'
)
GEOGRAPHY_SPELT = Kind("geography.spelt", 'is "{found}", which line {first} writes "{meant}"; write both alike')
GEOGRAPHY_NUMBER = Kind("geography.number", 'is "{found}"; write a whole number')
NO_HEXAGON = Kind(
    "geography.no_place", 'is "{found}", which has no row in {path}; add one, so that the authority is on the map'
)

FOLDER = "geography"
REQUIRED = ("code", "region", "layer", "column", "row")
OPTIONAL = ("population",)
_TITLES = ("region", "layer")
MOST_BYTES = 5_000_000
_WHOLE = re.compile("-?[0-9]{1,6}")
_SPACES = re.compile(" +")
_PEOPLE = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Hexagon:
    """One row: `Hexagon("E07000111", "South East", "District councils", 31, 27, None, place)`.

    `layer` is the title of the map that it is on; `population` how many people live there, None where that is not known.
    """

    code: str
    region: str
    layer: str
    column: int
    row: int
    population: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Geography:
    """All hexagons of a year by code, in the order of the file; `path` as it is named in faults."""

    hexagons: Mapping[str, Hexagon]
    path: str

    @property
    def layers(self) -> tuple[str, ...]:
        """The titles of its maps, in the order of the file."""
        return tuple(dict.fromkeys(each.layer for each in self.hexagons.values()))


def path_of(workspace: Workspace, year: str) -> Path:
    """Where the file is, "data/geography/2018.csv"."""
    return workspace.root / "data" / FOLDER / f"{year}.csv"


def of_year(workspace: Workspace, year: str, records: Iterable[Record]) -> tuple[Geography | None, list[Fault]]:
    """Where the authorities of a year are, and every fault; None without faults where the year has no such file.

    A record whose authority has no place is a fault.
    """
    path = path_of(workspace, year)
    if not path.exists():
        return None, []
    content, faults = yaml_reader.file_text(path, path.as_posix(), MOST_BYTES)
    if faults:
        return None, faults
    found, faults = read(content, path.as_posix())
    if not faults:
        faults = [
            NO_HEXAGON(each.place("code"), "code", found=each.code, path=path.as_posix())
            for each in records
            if each.code not in found.hexagons
        ]
    return found, faults


def read(content: str, path: str) -> tuple[Geography, list[Fault]]:
    """The hexagons that a CSV text lists, and every fault."""
    rows = csv_reader.read(content, path)
    faults: list[Fault] = []
    found: dict[str, Hexagon] = {}
    titles: dict[tuple[str, str], list[Scalar]] = {}
    try:
        head = next(rows, None)
        if head is None:
            return Geography({}, path), [NO_DOCUMENT(Place(path))]
        if faults := csv_reader.head(head, REQUIRED, OPTIONAL):
            return Geography({}, path), faults
        names = [cell.text for cell in head]
        for row in rows:
            if len(row) != len(names):
                faults.append(csv_reader.wrong_length(row, len(names)))
                continue
            for name, cell in zip(names, row, strict=True):
                if name in _TITLES:
                    titles.setdefault((name, slug.searchable(cell.text) or cell.text), []).append(cell)
            hexagon = _hexagon(names, row, faults)
            if (first := found.setdefault(hexagon.code, hexagon)) is not hexagon:
                faults.append(GEOGRAPHY_TWICE(hexagon.place, "code", found=hexagon.code, first=first.place.line))
    except csv_reader.UnclosedQuote as error:
        return Geography({}, path), [error.fault]
    faults += _spelt_otherwise(titles)
    return Geography(found, path), [*faults, *([] if faults else _taken(found.values()))]


def text(hexagons: Iterable[Hexagon]) -> str:
    """Hexagons as CSV, in the order given; `read` gives the same back."""
    listed = tuple(hexagons)
    people = any(each.population is not None for each in listed)
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([*REQUIRED, *(OPTIONAL if people else ())])
    for each in listed:
        row = [each.code, each.region, each.layer, each.column, each.row]
        lines.writerow([*row, *([each.population] if people else [])])
    return written.getvalue()


def _spelt_otherwise(titles: Mapping[tuple[str, str], Sequence[Scalar]]) -> Iterator[Fault]:
    """A region or a layer that most rows have in other letters: it would be another one, with a page or map of its own."""
    for (name, _), cells in titles.items():
        usual, _ = Counter(cell.text for cell in cells).most_common(1)[0]
        first = next(cell.place.line for cell in cells if cell.text == usual)
        for cell in cells:
            if usual not in (cell.text, _SPACES.sub(" ", cell.text).strip(" ")):  # spaces are a fault of their own
                yield GEOGRAPHY_SPELT(cell.place, name, found=cell.text, first=first, meant=usual)


def _hexagon(names: Sequence[str], row: Sequence[Scalar], faults: list[Fault]) -> Hexagon:
    cells = dict(zip(names, row, strict=True))
    fields = Fields(csv_reader.fields_of(row[0].place, cells), "", faults)
    code, region, layer = (fields.text(key) for key in ("code", "region", "layer"))
    column, line = (_number(fields, key, _WHOLE) for key in ("column", "row"))
    people = _number(fields, "population", _PEOPLE) if fields.has("population") else None
    return Hexagon(code, region, layer, column, line, people, row[0].place)


def _number(fields: Fields, key: str, form: re.Pattern[str]) -> int:
    written = fields.text(key)
    if form.fullmatch(written):
        return int(written)
    if written:
        fields.add_fault(key, GEOGRAPHY_NUMBER, found=written)
    return 0


def _taken(hexagons: Collection[Hexagon]) -> list[Fault]:
    """Two authorities on one place of a map."""
    first: dict[tuple[str, int, int], Hexagon] = {}
    faults = []
    for each in hexagons:
        other = first.setdefault((each.layer, each.column, each.row), each)
        if other is not each:
            at = {"column": each.column, "row": each.row, "layer": each.layer, "other": other.code}
            faults.append(GEOGRAPHY_TAKEN(each.place, "code", **at))
    return faults
