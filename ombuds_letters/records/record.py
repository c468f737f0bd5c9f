"""One authority's record of the year: code, name, kind, figures, passages, checked against the edition's form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..edition.known import RecordRules
from ..edition.tables import BEYOND_LIMIT, WRONG_TOTAL, Table, TableSpec, Total
from ..faults import Fault, Place, Remedy
from ..formats import yaml_reader
from ..formats.fields import Fields
from ..formats.yaml_reader import NO_DOCUMENT, Node
from ..text.english import parts_make


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
        parts = re.split(r"\n[ \n]*\n", self.text)
        return tuple(re.sub("[ \n]+", " ", part).strip() for part in parts)  # a no-break space stays one


class Figures(Mapping[str, int]):
    """The counts of a record by field, {"received.housing": 1}, never changed; records of one form share the fields."""

    __slots__ = ("_at", "_counts")

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._at = _positions(tuple(counts))
        self._counts = tuple(counts.values())

    @classmethod
    def like(cls, other: Figures, counts: Iterable[int]) -> Figures:
        """Figures of the same fields as others'."""
        figures = cls.__new__(cls)
        figures._at = other._at
        figures._counts = tuple(counts)
        return figures

    def __getitem__(self, field: str) -> int:
        return self._counts[self._at[field]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._counts)

    def __reduce__(self) -> tuple[object, ...]:
        return Figures, (dict(self),)


@lru_cache(maxsize=16)
def _positions(fields: tuple[str, ...]) -> dict[str, int]:
    return {field: position for position, field in enumerate(fields)}


@dataclass(frozen=True, slots=True)
class Record:
    """One authority's record: `Record(code="E07000111", name="Sevenoaks District Council", …)`.

    `figures` has each typed count by its field, {"received.housing": 1}; `places` where the other fields stand, for faults
    that are found later. Two records are equal when they say the same, wherever they stand.
    """

    code: str
    name: str
    kind: str
    figures: Figures
    passages: tuple[Passage, ...]
    specimen: bool
    places: tuple[tuple[str, Place], ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._says() == other._says()

    def __hash__(self) -> int:
        return hash(self.code)

    def _says(self) -> tuple[object, ...]:
        return self.code, self.name, self.kind, dict(self.figures), self.passages, self.specimen

    def place(self, field: str) -> Place:
        """Where a field stands, or the record itself."""
        places = dict(self.places)
        return places.get(field) or places[""]


Records = tuple[list[tuple[Record, list[Fault]]], list[Fault]]  # what `read` gives


def read(content: str, path: str, known: RecordRules) -> Records:
    """The records of a file, each with its own faults, and the faults of the file's form.

    A record with a fault holds what could be read of it, so that it can be named; no letter may be made of it.
    """
    nodes, faults = yaml_reader.documents(content, path)
    if not nodes and not faults:
        faults.append(NO_DOCUMENT(Place(path)))
    read_ = []
    for node in nodes:
        own: list[Fault] = []
        read_.append((_record(node, known, own), own))
    return read_, faults


def _record(node: Node, known: RecordRules, faults: list[Fault]) -> Record:
    fields = Fields(node, "", faults, known.printable)
    code = fields.text("code")
    name = fields.text("name")
    kind = fields.choice("kind", known.kinds)
    places = {"": node.place, **{key: fields.place_of(key) for key in ("code", "name", "kind")}}
    figures: dict[str, int] = {}
    if (tables := fields.fields("figures", filled=True)) is not None:
        for table in known.table_spec.tables:
            typed = any(column.is_entered for column in table.columns)
            if (columns := tables.fields(table.key, filled=typed)) is not None:
                _table(table, columns, figures, places)
        tables.report_unknown()
    faults.extend(_sums(known.table_spec, figures, places))
    faults.extend(_rules(known.table_spec, figures, places))
    passages = []
    for field, item in fields.items("passages"):
        below = Fields(item, field, faults, known.printable)
        passages.append(_passage(below, known))
        places |= {field: item.place, **{f"{field}.{key}": below.place_of(key) for key in ("text", "names")}}
    specimen = fields.boolean("specimen", default=False)
    fields.report_unknown()
    for field in figures:  # all that is asked of figures has been: twenty places a record are most of its memory
        del places[field]
    return Record(code, name, kind, Figures(figures), tuple(passages), specimen, tuple(places.items()))


def _table(table: Table, fields: Fields, figures: dict[str, int], places: dict[str, Place]) -> None:
    before = len(fields.faults)
    counts = {column: fields.count(column.key) for column in table.columns if column.is_entered}
    fields.report_unknown()
    if len(fields.faults) > before or not fields.is_complete:
        return  # a sum over a figure that was refused would be a second word about the same slip
    for column, count in counts.items():
        figures[column.field] = count
        places[column.field] = fields.place_of(column.key)


def _sums(form: TableSpec, figures: Mapping[str, int], places: Mapping[str, Place]) -> Iterator[Fault]:
    for column in form.columns():
        if not isinstance(column.figure, Total) or not figures.keys() >= {column.field, *column.figure.parts}:
            continue
        found, parts = figures[column.field], [figures[part] for part in column.figure.parts]
        if found != sum(parts):
            where = f"figures.{column.field}"
            yield WRONG_TOTAL(places[column.field], where, found=found, parts=parts_make(len(parts)), sum=sum(parts))


def _passage(fields: Fields, known: RecordRules) -> Passage:
    passage = Passage(
        fields.choice("kind", known.passage_kinds),
        fields.text("text", lines=True),
        fields.text("approved_by"),
        fields.texts("names", required=False),
    )
    fields.report_unknown()
    return passage


def _rules(form: TableSpec, figures: Mapping[str, int], places: Mapping[str, Place]) -> Iterator[Fault]:
    for rule in form.rules:
        if rule.is_question or not all(field in figures for field in (*rule.sum, *rule.at_most)):
            continue
        total, limit = (sum(figures[field] for field in side) for side in (rule.sum, rule.at_most))
        if total > limit:
            field = rule.sum[0]
            yield BEYOND_LIMIT(places[field], f"figures.{field}", asked=Remedy(rule.says(total, limit)))
