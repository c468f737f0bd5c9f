"""One authority's record of the year: code, name, kind, figures and passages, checked against the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..edition.record_rules import RecordRules
from ..edition.tables import (
    BEYOND_LIMIT,
    NOTHING_TO_DIVIDE,
    OVER_WHOLE,
    PER_CENT,
    WRONG_TOTAL,
    Rate,
    Table,
    TableSpec,
    Total,
    rate_counts,
)
from ..faults import Fault, Kind, Place, Remedy
from ..formats import left_over, yaml_reader
from ..formats.fields import Fields
from ..formats.nodes import Node
from ..formats.yaml_reader import NO_DOCUMENT
from ..text import slips
from . import authority_name
from .compared_with import RecordComparison
from .corrections import Correction

PASSAGE_AS_TYPED = Kind("record.as_typed", 'has "{found}", which is {what} and would be printed as typed; {remedy}')

ONLY_SPECIMENS = Kind(
    "record.only_specimens",
    "is not true, and year.yaml says `only_specimens: true`: its letters are for made-up authorities; make an edition of your "
    "own for real ones",
)

_ITEM = re.compile(r"^ *(?:[-*+]|\d{1,9}[.)]) +\S", re.MULTILINE)
_FURTHER_ITEM = re.compile(r" *(?:[-*+]|\d{1,2}[.)]) +\S")  # "2018. A year" begins a paragraph
_BEFORE_ITEM = re.compile(rf"\n(?={_ITEM.pattern[1:]})")


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs for one authority alone.

    `names` has the codes of other authorities that the text may name, and names of theirs that are only words in it:
    ("E06000038", "Reading").
    """

    kind: str
    text: str
    approved_by: str
    names: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text's paragraphs, separated by empty lines, with a list in one even if there are some between its items.

        A single line break is a space, but before a list's item.
        """
        found: list[str] = []
        for part in re.split(r"\n[ \n]*\n", self.text):
            goes_on = found and _FURTHER_ITEM.match(part) and _ITEM.search(found[-1])
            found.append(f"{found.pop()}\n{part}" if goes_on else part)
        return tuple(map(_unwrapped, found))


def _unwrapped(paragraph: str) -> str:
    """A paragraph without the line breaks within its lines or items; a no-break space stays one, and items stay indented."""
    lines: list[str] = []
    for line in _BEFORE_ITEM.split(paragraph):
        indent = len(line) - len(line.lstrip(" ")) if lines else 0
        lines.append(" " * indent + re.sub("[ \n]+", " ", line.strip()))
    return "\n".join(lines)


class Figures(Mapping[str, int]):
    """The counts of a record by field, {"received.housing": 1}, never changed; the fields are shared by all records."""

    __slots__ = ("_at", "_counts")

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._at = _positions(tuple(counts))
        self._counts = tuple(counts.values())

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

    `figures` has each typed count by its field, {"received.housing": 1}; `places` where the other fields are, for faults
    that are found later; `correction` what its letter corrects, if it corrects one that was issued; `comparison` what its
    figures are compared with, once all records of the year are known. Two records are equal when their values are, wherever
    they were read.
    """

    code: str
    name: str
    kind: str
    figures: Figures
    passages: tuple[Passage, ...]
    specimen: bool
    places: tuple[tuple[str, Place], ...]
    correction: Correction | None = None
    comparison: RecordComparison | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self.code)

    def _values(self) -> tuple[object, ...]:
        own = self.code, self.name, self.kind, dict(self.figures), self.passages, self.specimen
        return (*own, self.correction, self.comparison)

    def place(self, field: str) -> Place:
        """Where a field is, or the record itself."""
        places = dict(self.places)
        return places.get(field) or places[""]


Records = tuple[list[tuple[Record, list[Fault]]], list[Fault]]  # what `read` gives


def read(content: str, path: str, rules: RecordRules) -> Records:
    """The records of a file, each with its own faults, and the faults of the file as YAML.

    A record with a fault has what could be read of it, so that it can be named; no letter may be made from it.
    """
    nodes, faults = yaml_reader.documents(content, path)
    if not nodes and not faults:
        faults.append(NO_DOCUMENT(Place(path)))
    read_ = []
    for node in nodes:
        own: list[Fault] = []
        read_.append((_record(node, rules, own), own))
    return read_, faults


def _record(node: Node, rules: RecordRules, faults: list[Fault]) -> Record:
    fields = Fields(node, "", faults, rules.printable)
    code = fields.text("code")
    name = fields.text("name")
    kind = fields.choice("kind", rules.kinds)
    if fields.is_valid("name"):
        fields.faults += authority_name.faults(fields.place_of("name"), name)
    places = {"": node.place, **{key: fields.place_of(key) for key in ("code", "name", "kind")}}
    figures: dict[str, int] = {}
    tables: dict[str, Fields] = {}
    if (below := fields.fields("figures", filled=True)) is not None:
        for table in rules.table_spec.tables:
            entered = any(column.is_entered for column in table.columns)
            if (columns := below.fields(table.key, filled=entered)) is not None:
                tables[table.key] = columns
                figures |= _table(table, columns)
        below.report_unknown()
    faults.extend(_sums(rules.table_spec, figures, tables))
    faults.extend(_limits(rules.table_spec, figures, tables))
    faults.extend(_rates(rules.table_spec, figures, tables))
    passages = []
    for field, item in fields.items("passages"):
        below = Fields(item, field, faults, rules.printable)
        passages.append(_passage(below, rules))
        places |= {field: item.place, **{f"{field}.{key}": below.place_of(key) for key in ("text", "names")}}
    specimen = fields.boolean("specimen", default=False)
    if rules.only_specimens and not specimen and (fields.is_valid("specimen") or "specimen" not in fields):
        fields.add_fault("specimen", ONLY_SPECIMENS)
    fields.report_unknown()
    return Record(code, name, kind, Figures(figures), tuple(passages), specimen, tuple(places.items()))


def _table(table: Table, fields: Fields) -> dict[str, int]:
    """The counts of one table by field; none where one of them has a fault."""
    before = len(fields.faults)
    counts = {column.field: fields.count(column.key, column.largest) for column in table.columns if column.is_entered}
    fields.report_unknown()
    # A wrong sum of a figure that was refused would be a second fault for the same slip.
    return counts if len(fields.faults) == before and fields.is_complete else {}


def _sums(tables: TableSpec, figures: Mapping[str, int], found_in: Mapping[str, Fields]) -> Iterator[Fault]:
    for column in tables.columns():
        if not isinstance(column.figure, Total) or not figures.keys() >= {column.field, *column.figure.parts}:
            continue
        found, parts = figures[column.field], [figures[part] for part in column.figure.parts]
        if found != sum(parts):
            place = _place(column.field, found_in)
            where = f"figures.{column.field}"
            yield WRONG_TOTAL(place, where, found=found, sum=sum(parts))


def _rates(tables: TableSpec, figures: Mapping[str, int], found_in: Mapping[str, Fields]) -> Iterator[Fault]:
    """Rates that can't be: of more than there is, or of nothing where they have no words for it."""
    headings = {column.field: column.heading for column in tables.columns()}
    for column in tables.columns():
        rate = column.figure
        if not isinstance(rate, Rate) or not rate.apart:
            continue
        if not figures.keys() >= {*rate.numerator, *rate.denominator}:
            continue
        part, whole = rate_counts(figures, rate)
        if not whole and not rate.when_zero:
            field = rate.denominator[0]
            yield NOTHING_TO_DIVIDE(_place(field, found_in), f"figures.{field}", rate=column.heading)
        elif part > whole and rate.per == PER_CENT:
            field = rate.numerator[0]
            of = ", ".join(headings[each] for each in rate.denominator)
            yield OVER_WHOLE(
                _place(field, found_in), f"figures.{field}", found=part, whole=whole, of=of, rate=column.heading
            )


def _passage(fields: Fields, rules: RecordRules) -> Passage:
    passage = Passage(
        fields.choice("kind", rules.passage_kinds),
        fields.text("text", lines=True),
        fields.text("approved_by"),
        fields.texts("names", required=False),
    )
    fields.faults += left_over.faults(
        fields.place_of("approved_by"), f"{fields.field}.approved_by", passage.approved_by
    )
    fields.report_unknown()
    fields.faults += _slips(passage.text, fields) or left_over.faults(
        fields.place_of("text"), f"{fields.field}.text", slips.without_escaped(passage.text)
    )
    return passage


def _slips(text: str, fields: Fields) -> list[Fault]:
    """What somebody meant to be filled in or laid out in a passage, and would be printed as typed."""
    place, field = fields.place_of("text"), f"{fields.field}.text"
    is_block = "\n" in text.rstrip("\n")  # it begins below its key
    return [
        PASSAGE_AS_TYPED(
            Place(place.path, place.line + 1 + text.count("\n", 0, each.start)) if is_block else place,
            field,
            found=each.found,
            what=each.what,
            remedy=Remedy(each.remedy),
        )
        for each in {(text.count("\n", 0, one.start), one.found): one for one in slips.in_passage(text)}.values()
    ]


def _limits(tables: TableSpec, figures: Mapping[str, int], found_in: Mapping[str, Fields]) -> Iterator[Fault]:
    for rule in tables.rules:
        if rule.is_question or not all(field in figures for field in (*rule.sum, *rule.at_most)):
            continue
        total, limit = (sum([figures[field] for field in side]) for side in (rule.sum, rule.at_most))
        if total > limit:
            field = rule.sum[0]
            place = _place(field, found_in)
            yield BEYOND_LIMIT(place, f"figures.{field}", asked=Remedy(rule.says(total, limit)))


def _place(field: str, tables: Mapping[str, Fields]) -> Place:
    """Where the figure of a field, "received.housing", is."""
    table, _, column = field.partition(".")
    return tables[table].place_of(column)
