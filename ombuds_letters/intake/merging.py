"""The figures of an import beside the records: what is new, what changes, and where a person's hand stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .. import record, source
from ..amend import Amendment, amended
from ..directory import Named
from ..errors import Code, Fault, Place, fault
from ..form import Form
from ..origins import Figure, Origin, Origins
from ..record import Figures, Known, Record
from ..source import Entry, Node, Scalar
from ..source import Mapping as Group
from .taken import Drawn


class Take(StrEnum):
    """Whose figure stands where both changed it."""

    SHEET = "sheet"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as it lies in its file: its text, and the values of its figures by field."""

    path: str
    named: Named
    values: Mapping[str, Scalar]
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that changes: `Change("E07000111", "Sevenoaks District Council", "received.housing", "1", 2, place)`."""

    code: str
    name: str
    field: str
    old: str
    new: int
    place: Place


@dataclass(slots=True)
class Merged:
    """What comes of it: amendments by file, the changes, the figures whose origin is new, and every fault."""

    amendments: dict[str, list[Amendment]]
    changes: list[Change]
    faults: list[Fault]
    kept: int = 0


def stored(content: str, path: str) -> tuple[list[Stored], list[Fault]]:
    """The records of a file's text by the place of their figures; faults of the file's form."""
    nodes, faults = source.documents(content, path)
    return [_stored(node, path) for node in nodes], faults


def merge(
    of: Stored,
    drawn: Mapping[str, Drawn],
    sources: Mapping[str, Origin],
    known: Origins,
    take: Take | None,
    out: Merged,
) -> None:
    """Holds the figures of one authority against its record, and notes in `known` where they come from now.

    `sources` has the origin of each sheet, by how the sheet is named in faults.
    """
    before = known.figures.get(of.named.code, {})
    told: dict[str, Figure] = {}
    for field, figure in drawn.items():
        value = of.values.get(field)
        if value is None or not value.plain:
            found = "missing" if value is None else f'"{value.text}"'
            place = of.place if value is None else value.place
            out.faults.append(fault(place, f"figures.{field}", Code.RECORD_FIGURE, found=found))
            continue
        told |= _held(of, field, value, figure, before.get(field), sources, known, take, out)
    if told:
        known.figures[of.named.code] = before | told


def _held(
    of: Stored,
    field: str,
    value: Scalar,
    figure: Drawn,
    last: Figure | None,
    sources: Mapping[str, Origin],
    known: Origins,
    take: Take | None,
    out: Merged,
) -> dict[str, Figure]:
    """What is to be noted of one figure's origin; {} where nothing is new."""
    new = str(figure.count)
    origin = Figure(figure.count, 0, figure.place.cell if figure.place.line and figure.place.column else "")
    if value.text == new:
        if last is not None and last.count == figure.count:
            return {}
        return {field: _numbered(origin, figure, sources, known)}
    by_hand = last is None or value.text != str(last.count)
    settled = last is not None and last.kept == value.text and last.count == figure.count
    if settled and take is not Take.SHEET:
        return {}
    if by_hand and take is None:
        why = "typed by hand" if last is None else "changed by hand"
        out.faults.append(
            fault(
                value.place,
                f"figures.{field}",
                Code.RECORD_CONFLICT,
                record=value.text,
                why=why,
                source=str(figure.place),
                found=figure.count,
            )
        )
        return {}
    if by_hand and take is Take.RECORD:
        out.kept += 1
        return {field: _numbered(Figure(origin.count, 0, origin.cell, value.text), figure, sources, known)}
    out.amendments.setdefault(of.path, []).append(Amendment(value, new))
    out.changes.append(Change(of.named.code, of.named.name, field, value.text, figure.count, figure.place))
    return {field: _numbered(origin, figure, sources, known)}


def _numbered(figure: Figure, drawn: Drawn, sources: Mapping[str, Origin], known: Origins) -> Figure:
    number = known.number(sources[sheet_of(drawn.place)])
    return Figure(figure.count, number, figure.cell, figure.kept)


def sheet_of(place: Place) -> str:
    """A sheet as faults name it, by any place in it."""
    return str(Place(place.path, sheet=place.sheet))


def noted(code: str, drawn: Mapping[str, Drawn], sources: Mapping[str, Origin], known: Origins) -> None:
    """Notes where all figures of a new record come from."""
    known.figures[code] = {
        field: _numbered(Figure(each.count, 0, each.place.cell if each.place.column else ""), each, sources, known)
        for field, each in drawn.items()
    }


def made(named: Named, drawn: Mapping[str, Drawn], form: Form) -> Record | tuple[str, ...]:
    """A new record; or the fields that no file has."""
    typed = [column.field for column in form.columns() if column.typed]
    if lacking := tuple(field for field in typed if field not in drawn):
        return lacking
    figures = Figures({field: drawn[field].count for field in typed})
    return Record(named.code, named.name, named.kind, figures, (), False, ())


def after(content: str, path: str, amendments: list[Amendment], known: Known) -> tuple[str, list[Fault]]:
    """A file's text with its new figures, and what is wrong with the figures then: by hand or by import, they must add up."""
    text = amended(content, amendments)
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
    return Stored(path, Named(code, name, kind), values, node.place)


def _fields(node: Node | None) -> Iterator[tuple[str, Node]]:
    entries: tuple[Entry, ...] = node.entries if isinstance(node, Group) else ()
    for entry in entries:
        yield entry.key, entry.value
