"""The figures of an import beside the records: what is new, what changes, and where a person's hand stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..edition.known import RecordRules
from ..edition.tables import TableSpec
from ..faults import Fault, Kind, Place
from ..formats import yaml_reader
from ..formats.edit import Edit, apply_edits
from ..formats.yaml_reader import Mapping as Group
from ..formats.yaml_reader import Node, Scalar
from ..records import record
from ..records.name_index import KnownName
from ..records.provenance import FigureOrigin, Origin, Origins
from ..records.record import Figures, Record
from .collected import CellFigure

RECORD_CONFLICT = Kind(
    "record.conflict",
    "the record says {record}, {why}; {source} says {found}: settle it with --prefer sheet or --prefer record",
)
RECORD_FIGURE = Kind(
    "record.figure",
    "is {found}, which no figure from a spreadsheet can take the place of; write a whole number there first",
)


class Prefer(StrEnum):
    """Whose figure stands where both changed it."""

    SHEET = "sheet"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as it lies in its file: its text, and the values of its figures by field."""

    path: str
    named: KnownName
    values: Mapping[str, Scalar]
    place: Place


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A figure that changes: `Change("E07000111", "Sevenoaks District Council", "received.housing", "1", 2, place)`."""

    code: str
    name: str
    field: str
    old: str
    new: int
    place: Place


class Merging:
    """Holds authorities' figures against their records, one after another.

    `sources` has the origin of each sheet, by how the sheet is named in faults; `known` where the figures came from before,
    and notes where they come from now; `prefer` settles conflicts. What comes of it: amendments by file, the changes, how many
    figures of records were kept, and every fault.
    """

    def __init__(self, sources: Mapping[str, Origin], known: Origins, prefer: Prefer | None) -> None:
        self.amendments: dict[str, list[Edit]] = {}
        self.changes: list[FieldChange] = []
        self.faults: list[Fault] = []
        self.kept = 0
        self._sources = sources
        self._known = known
        self._prefer = prefer

    def merge(self, of: Stored, drawn: Mapping[str, CellFigure]) -> None:
        """Takes the figures of one authority that has a record."""
        before = self._known.figures.get(of.named.code, {})
        told: dict[str, FigureOrigin] = {}
        for field, figure in drawn.items():
            value = of.values.get(field)
            if value is None or not value.plain:
                found = "missing" if value is None else f'"{value.text}"'
                place = of.place if value is None else value.place
                self.faults.append(RECORD_FIGURE(place, f"figures.{field}", found=found))
            elif (origin := self._held(of, field, value, figure, before.get(field))) is not None:
                told[field] = origin
        if told:
            self._known.figures[of.named.code] = before | told

    def note(self, code: str, drawn: Mapping[str, CellFigure]) -> None:
        """Notes where all figures of a new record come from."""
        self._known.figures[code] = {field: self._origin(figure) for field, figure in drawn.items()}

    def _held(
        self, of: Stored, field: str, value: Scalar, figure: CellFigure, last: FigureOrigin | None
    ) -> FigureOrigin | None:
        """What is to be noted of one figure's origin; None where nothing is new."""
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
        self.amendments.setdefault(of.path, []).append(Edit(value, str(figure.count)))
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
    """The records of a file's text by the place of their figures; faults of the file's form."""
    nodes, faults = yaml_reader.documents(content, path)
    return [_stored(node, path) for node in nodes], faults


def made(named: KnownName, drawn: Mapping[str, CellFigure], form: TableSpec) -> Record | tuple[str, ...]:
    """A new record; or the fields that no file has."""
    typed = [column.field for column in form.columns() if column.is_entered]
    if lacking := tuple(field for field in typed if field not in drawn):
        return lacking
    figures = Figures({field: drawn[field].count for field in typed})
    return Record(named.code, named.name, named.kind, figures, (), False, ())


def after(content: str, path: str, amendments: list[Edit], known: RecordRules) -> tuple[str, list[Fault]]:
    """A file's text with its new figures, and what is wrong with the figures then: by hand or by import, they must add up."""
    text = apply_edits(content, amendments)
    found, faults = record.read(text, path, known)
    own = [each for _, told in found for each in told if each.field.startswith("figures.")]
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
        yield from ((key, entry.value) for key, entry in node.entries.items())
