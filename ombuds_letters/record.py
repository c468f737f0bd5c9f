"""One authority's record of the year: code, name, kind, figures, passages, checked against the edition's form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from . import source
from .errors import Code, Fault, Place, fault, question
from .fields import Fields
from .form import Form, Table, Total
from .source import Node


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs for one authority alone. `names` has the codes of other authorities that the text may name."""

    kind: str
    text: str
    approved_by: str
    names: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text's paragraphs, parted by empty lines; a single line break is a space."""
        parts = self.text.replace("\r\n", "\n").split("\n\n")
        return tuple(" ".join(part.split()) for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Record:
    """One authority's record: `Record(code="E07000111", name="Sevenoaks District Council", …)`.

    `figures` has each typed count by its field, {"received.housing": 1}; `places` where each field stands, for faults
    that are found later. Two records are equal when they say the same, wherever they stand.
    """

    code: str
    name: str
    kind: str
    figures: Mapping[str, int]
    passages: tuple[Passage, ...]
    specimen: bool
    places: Mapping[str, Place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._says() == other._says()

    def __hash__(self) -> int:
        return hash(self.code)

    def __reduce__(self) -> tuple[object, ...]:  # a MappingProxyType doesn't cross to a worker process
        return _frozen, (*self._says(), dict(self.places))

    def _says(self) -> tuple[object, ...]:
        return self.code, self.name, self.kind, dict(self.figures), self.passages, self.specimen

    def place(self, field: str) -> Place:
        """Where a field stands, or the record itself."""
        return self.places.get(field) or self.places[""]


def _frozen(
    code: str,
    name: str,
    kind: str,
    figures: dict[str, int],
    passages: tuple[Passage, ...],
    specimen: bool,
    places: dict[str, Place],
) -> Record:
    return Record(code, name, kind, MappingProxyType(figures), passages, specimen, MappingProxyType(places))


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition knows and a record must keep to: its form, kinds, and the characters of its type."""

    form: Form
    kinds: Collection[str]
    passage_kinds: Collection[str]
    printable: Collection[str]


def read(content: str, path: str, known: Known) -> tuple[list[tuple[Record, list[Fault]]], list[Fault]]:
    """The records of a file, each with its own faults and questions, and the faults of the file's form.

    A record with a fault holds what could be read of it, so that it can be named; no letter may be made of it.
    """
    nodes, faults = source.documents(content, path)
    if not nodes and not faults:
        faults.append(fault(Place(path), "", Code.NO_DOCUMENT))
    read_ = []
    for node in nodes:
        own: list[Fault] = []
        read_.append((_record(node, known, own), own))
    return read_, faults


def _record(node: Node, known: Known, faults: list[Fault]) -> Record:
    fields = Fields(node, "", faults, known.printable)
    code = fields.text("code")
    name = fields.text("name")
    kind = fields.choice("kind", known.kinds)
    places = {"": node.place, **{key: fields.place_of(key) for key in ("code", "name", "kind")}}
    figures: dict[str, int] = {}
    tables = fields.fields("figures")
    for table in known.form.tables:
        if tables is not None and (columns := tables.fields(table.key)) is not None:
            _table(table, columns, figures, places)
    if tables is not None:
        tables.finish()
    passages = []
    for field, item in fields.items("passages"):
        passages.append(_passage(Fields(item, field, faults, known.printable), known))
        places[field] = item.place
    specimen = fields.truth("specimen", default=False)
    fields.finish()
    faults.extend(_rules(known.form, figures, places))
    return _frozen(code, name, kind, figures, tuple(passages), specimen, places)


def _table(table: Table, fields: Fields, figures: dict[str, int], places: dict[str, Place]) -> None:
    before = len(fields.faults)
    for column in table.columns:
        if column.typed:
            figures[column.field] = fields.count(column.key)
            places[column.field] = fields.place_of(column.key)
    fields.finish()
    if len(fields.faults) > before:
        return  # a sum over a figure that was refused would be a second word about the same slip
    for column in table.columns:
        if isinstance(column.figure, Total) and all(part in figures for part in column.figure.parts):
            parts = [figures[part] for part in column.figure.parts]
            if figures[column.field] != sum(parts):
                fields.tell(column.key, Code.WRONG_TOTAL, found=figures[column.field], parts=len(parts), sum=sum(parts))


def _passage(fields: Fields, known: Known) -> Passage:
    passage = Passage(
        fields.choice("kind", known.passage_kinds),
        fields.text("text", lines=True),
        fields.text("approved_by"),
        fields.texts("names", required=False),
    )
    fields.finish()
    return passage


def _rules(form: Form, figures: Mapping[str, int], places: Mapping[str, Place]) -> list[Fault]:
    found = []
    for rule in form.rules:
        if not all(field in figures for field in (*rule.sum, *rule.at_most)):
            continue
        total, limit = (sum(figures[field] for field in side) for side in (rule.sum, rule.at_most))
        if total > limit:
            tell = question if rule.asks else fault
            field = rule.sum[0]
            found.append(
                tell(places[field], f"figures.{field}", Code.BEYOND_LIMIT, says=rule.says, sum=total, limit=limit)
            )
    return found
