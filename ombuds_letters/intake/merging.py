"""The figures of an import compared with the records: what is new, what changes, and what a person changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..edition.record_rules import RecordRules
from ..edition.tables import TableSpec
from ..faults import Fault, Kind, Place
from ..formats import yaml_reader
from ..formats.edit import Edit, apply_edits
from ..formats.nodes import Mapping as Group
from ..formats.nodes import Node, Scalar
from ..records import record
from ..records.name_index import KnownName
from ..records.provenance import FigureOrigin, Origin, Origins
from ..records.record import Figures, Record
from .collected import CellFigure

RECORD_CONFLICT = Kind(
    "record.conflict",
    'is "{record}", {why}, but {source} has "{found}"; choose with --prefer sheet or --prefer record',
)
RECORD_FIGURE = Kind(
    "record.figure",
    "is {found}, which a figure from a spreadsheet can't replace; write a whole number there first",
)


class Prefer(StrEnum):
    """Which figure to use where both changed it."""

    SHEET = "sheet"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as it is in its file: where, which authority's, and the values of its figures by field."""

    path: str
    named: KnownName
    values: Mapping[str, Scalar]
    place: Place


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A figure that changes: `FieldChange("E07000111", "Sevenoaks District Council", "received.housing", "1", 2, place)`."""

    code: str
    name: str
    field: str
    old: str
    new: int
    place: Place


class Merging:
    """Compares authorities' figures with their records, one after another.

    `sources` has the origin of each sheet, by how the sheet is named in faults; `known` where the figures came from before,
    and is updated with where they come from now; `prefer` settles conflicts. The results are edits by file, the changes, how
    many figures of records were kept, and every fault.
    """

    def __init__(self, sources: Mapping[str, Origin], known: Origins, prefer: Prefer | None) -> None:
        self.edits: dict[str, list[Edit]] = {}
        self.changes: list[FieldChange] = []
        self.faults: list[Fault] = []
        self.kept = 0
        self._sources = sources
        self._known = known
        self._prefer = prefer

    def merge(self, of: Stored, figures: Mapping[str, CellFigure]) -> None:
        """Compares the figures of one authority that has a record."""
        before = self._known.figures.get(of.named.code, {})
        new: dict[str, FigureOrigin] = {}
        for field, figure in figures.items():
            value = of.values.get(field)
            if value is None or not value.plain:
                found = "missing" if value is None else f'"{value.text}"'
                place = of.place if value is None else value.place
                self.faults.append(RECORD_FIGURE(place, f"figures.{field}", found=found))
            elif (origin := self._origin_after(of, field, value, figure, before.get(field))) is not None:
                new[field] = origin
        if new:
            self._known.figures[of.named.code] = before | new

    def note(self, code: str, figures: Mapping[str, CellFigure]) -> None:
        """Notes where all figures of a new record come from."""
        self._known.figures[code] = {field: self._origin(figure) for field, figure in figures.items()}

    def _origin_after(
        self, of: Stored, field: str, value: Scalar, figure: CellFigure, last: FigureOrigin | None
    ) -> FigureOrigin | None:
        """The new origin of one figure; None where nothing is new."""
        if value.text == str(figure.count):
            return None if last is not None and last.count == figure.count else self._origin(figure)
        by_hand = last is None or value.text != str(last.count)
        settled = last is not None and last.overridden == value.text and last.count == figure.count
        if settled and self._prefer is not Prefer.SHEET:
            return None
        if by_hand and self._prefer is None:
            self.faults.append(_conflict(field, value, figure, last))
            return None
        if by_hand and self._prefer is Prefer.RECORD:
            self.kept += 1
            return self._origin(figure, value.text)
        self.edits.setdefault(of.path, []).append(Edit(value, str(figure.count)))
        self.changes.append(FieldChange(of.named.code, of.named.name, field, value.text, figure.count, figure.place))
        return self._origin(figure)

    def _origin(self, figure: CellFigure, kept: str = "") -> FigureOrigin:
        place = figure.place
        number = self._known.number(self._sources[str(Place(place.path, sheet=place.sheet))])
        return FigureOrigin(figure.count, number, place.cell if place.line and place.column else "", kept)


def _conflict(field: str, value: Scalar, figure: CellFigure, last: FigureOrigin | None) -> Fault:
    where, at = f"figures.{field}", str(figure.place)
    why = "typed by hand" if last is None else "changed by hand"
    found = figure.count
    return RECORD_CONFLICT(value.place, where, record=value.text, why=why, source=at, found=found)


def stored(content: str, path: str) -> tuple[list[Stored], list[Fault]]:
    """The records of a file's text with the places of their figures, and the faults of the file as YAML."""
    nodes, faults = yaml_reader.documents(content, path)
    return [_stored(node, path) for node in nodes], faults


def made(named: KnownName, figures: Mapping[str, CellFigure], table_spec: TableSpec) -> Record | tuple[str, ...]:
    """A new record; or the fields that no file has."""
    typed = [column.field for column in table_spec.columns() if column.is_entered]
    if lacking := tuple(field for field in typed if field not in figures):
        return lacking
    counts = Figures({field: figures[field].count for field in typed})
    return Record(named.code, named.name, named.kind, counts, (), False, ())


def after(content: str, path: str, edits: list[Edit], rules: RecordRules) -> tuple[str, list[Fault]]:
    """A file's text with its new figures, and what is wrong with them: by hand or by import, they must add up."""
    text = apply_edits(content, edits)
    found, faults = record.read(text, path, rules)
    own = [each for _, of_record in found for each in of_record if each.field.startswith("figures.")]
    return text, [*faults, *own]


def _stored(node: Node, path: str) -> Stored:
    top = dict(_fields(node))
    values = {
        f"{table}.{column}": value
        for table, below in _fields(top.get("figures"))
        for column, value in _fields(below)
        if isinstance(value, Scalar)
    }
    code, name, kind = (
        each.text if isinstance(each := top.get(key), Scalar) else "" for key in ("code", "name", "kind")
    )
    return Stored(path, KnownName(code, name, kind), values, node.place)


def _fields(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Group):
        yield from node.entries.items()
