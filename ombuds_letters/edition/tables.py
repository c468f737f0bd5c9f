"""The tables of an edition: their columns, and which of them are sums or rates of others.

Read from `templates/YEAR/figures.yaml`; all code that needs the columns takes them from here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from ..faults import Fault, Faults, Kind, suggest
from ..formats import left_over, yaml_reader
from ..formats.fields import BAD_KEY, REPEATED, Fields
from ..formats.nodes import Node
from ..formats.scalars import is_key

WRONG_TOTAL = Kind(
    "figures.wrong_total", 'is "{found}", but its parts add up to {sum}; correct the total or the part that is wrong'
)
BEYOND_LIMIT = Kind("figures.beyond_limit", "{asked}")
COLUMN_TWICE = Kind("form.column_twice", 'lists "{found}" twice; list each column once')
OUTSIDE_DENOMINATOR = Kind(
    "form.outside_whole", 'lists "{found}", which is not in `out_of`; add it there, or the rate could be more than 100%'
)
UNKNOWN_COLUMN = Kind("form.unknown_column", 'is "{found}", which is not a column; {suggestion}')
NOT_COUNTED = Kind("form.not_counted", 'lists "{found}", which is itself a sum or a rate; list counted columns only')
COLUMN_KIND = Kind(
    "form.column_kind",
    "can't be combined with what is above it; make each column counted, a sum or a rate, and don't nest headings",
)
RULE_SLOT = Kind("form.rule_slot", 'is "{found}"; write {{sum}} and {{limit}} for the two sums, and no other braces')


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure that was counted, and is typed in the record."""


@dataclass(frozen=True, slots=True)
class Total:
    """A figure that is the sum of others; it is typed in the record too, as a check against slips."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate, never typed: numerator by denominator, in per cent; `when_zero` is printed where the denominator is 0."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    when_zero: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its `field` is the table's key and its own: "received.housing".

    `group_heading` is the heading that it shares with its neighbours, "" where it has none.
    """

    key: str
    field: str
    label: str
    group_heading: str
    figure: Counted | Total | Rate

    @property
    def is_entered(self) -> bool:
        """True where a record has this figure."""
        return not isinstance(self.figure, Rate)

    @property
    def is_total(self) -> bool:
        """True for the sum of other columns."""
        return isinstance(self.figure, Total)

    @property
    def heading(self) -> str:
        """Both levels of heading in one line: "Detailed Investigations: Upheld"."""
        return f"{self.group_heading}: {self.label}" if self.group_heading else self.label


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table's head, with how many columns and rows it spans."""

    label: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, as printed over it, and its columns in printed order."""

    key: str
    title: str
    columns: tuple[Column, ...]

    @property
    def head(self) -> tuple[tuple[HeadCell, ...], ...]:
        """The rows of the table's head, one or two: a column without a group heading spans both."""
        rows = 2 if any(column.group_heading for column in self.columns) else 1
        first: list[HeadCell] = []
        before = ""
        for column in self.columns:
            if not column.group_heading:
                first.append(HeadCell(column.label, 1, rows))
            elif column.group_heading == before:
                first[-1] = HeadCell(before, first[-1].columns + 1, 1)
            else:
                first.append(HeadCell(column.group_heading, 1, 1))
            before = column.group_heading
        second = tuple(HeadCell(column.label, 1, 1) for column in self.columns if column.group_heading)
        return (tuple(first), second) if second else (tuple(first),)


@dataclass(frozen=True, slots=True)
class Rule:
    """What the figures should satisfy together: the sum of some is at most the sum of others.

    `message` is the office's wording, with {sum} and {limit} for the two. Where `is_question`, breaking it is a question to
    answer; else it is a fault.
    """

    key: str
    sum: tuple[str, ...]
    at_most: tuple[str, ...]
    is_question: bool
    message: str

    def says(self, total: int, limit: int) -> str:
        """The office's wording with the two sums in it: "more complaints are remedied (3) than upheld (2)"."""
        return self.message.format(sum=total, limit=limit)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """All tables of an edition, and its rules."""

    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]

    def columns(self) -> Iterator[Column]:
        """Every column of every table, in printed order."""
        for table in self.tables:
            yield from table.columns


def rate_counts(figures: Mapping[str, int], rate: Rate) -> tuple[int, int]:
    """The two counts of a rate, (1, 3): numerator and denominator."""
    return sum(figures[field] for field in rate.numerator), sum(figures[field] for field in rate.denominator)


def read(content: str, path: str, printable: Collection[str] | None = None) -> TableSpec:
    """The tables that a text of figures.yaml describes; `printable` has the characters that titles and labels may contain.

    Raises: Faults.
    """
    node, faults = yaml_reader.document(content, path)
    table_spec = _table_spec(node, faults, printable) if node else None
    if faults or table_spec is None:
        raise Faults(faults)
    return table_spec


def _table_spec(node: Node, faults: list[Fault], printable: Collection[str] | None) -> TableSpec:
    fields = Fields(node, "", faults, printable)
    tables: list[Table] = []
    places: dict[str, Fields] = {}
    for name, item in fields.items("tables", filled=True):
        table = Fields(item, name, faults, printable)
        key, title = _key(table, {each.key for each in tables}), _printed(table, "title")
        of_table: dict[str, Fields] = {}
        columns = tuple(_columns(table, key, "", of_table, printable))
        table.report_unknown()
        places |= of_table
        tables.append(Table(key, title, columns))
    kinds = {column.field: column.figure for table in tables for column in table.columns}
    keys_valid = not any(each.field.endswith(".key") for each in faults)  # else a name may mean another column
    for field, place in places.items() if keys_valid else ():
        _references(place, kinds.get(field), kinds)
    rules: list[Rule] = []
    for name, item in fields.items("rules", required=False):
        rules.append(_rule(Fields(item, name, faults), {each.key for each in rules}, kinds if keys_valid else None))
    fields.report_unknown()
    return TableSpec(tuple(tables), tuple(rules))


def _key(fields: Fields, used: set[str]) -> str:
    key = fields.text("key")
    if key and not is_key(key):
        fields.add_fault("key", BAD_KEY, found=key)
    elif key in used:
        fields.add_fault("key", REPEATED, found=key)
    return key


def _columns(
    table: Fields, table_key: str, group_heading: str, places: dict[str, Fields], printable: Collection[str] | None
) -> Iterator[Column]:
    for name, item in table.items("columns", filled=True):
        fields = Fields(item, name, table.faults, printable)
        if "spanning" in fields:
            if group_heading:
                fields.add_fault("spanning", COLUMN_KIND)
            yield from _columns(fields, table_key, _printed(fields, "spanning"), places, printable)
            fields.report_unknown()
            continue
        key = _key(fields, {field.partition(".")[2] for field in places})
        field = f"{table_key}.{key}"
        figure: Counted | Total | Rate = Counted()
        if fields.has("sum_of"):
            figure = Total(_within(table_key, fields.texts("sum_of", filled=True)))
        if fields.has("share_of"):
            if isinstance(figure, Total):
                fields.add_fault("share_of", COLUMN_KIND)
            parts, whole = fields.texts("share_of", filled=True), fields.texts("out_of", filled=True)
            figure = Rate(_within(table_key, parts), _within(table_key, whole), fields.text("none"))
        label = _printed(fields, "label")
        fields.report_unknown()
        places[field] = fields
        yield Column(key, field, label, group_heading, figure)


def _printed(fields: Fields, key: str) -> str:
    """A text that letters print."""
    text = fields.text(key)
    fields.faults += left_over.faults(fields.place_of(key), f"{fields.field}.{key}", text)
    return text


def _within(table: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as fields: a bare column is one of the same table, "upheld" or "decided.upheld"."""
    return tuple(name if "." in name else f"{table}.{name}" for name in names)


def _references(
    place: Fields, figure: Counted | Total | Rate | None, kinds: Mapping[str, Counted | Total | Rate]
) -> None:
    if isinstance(figure, Total):
        _check_columns(place, "sum_of", figure.parts, kinds)
    elif isinstance(figure, Rate):
        _check_columns(place, "share_of", figure.numerator, kinds)
        _check_columns(place, "out_of", figure.denominator, kinds)
        if any(each.field.startswith(f"{place.field}.") for each in place.faults):
            return  # a part may be outside because of a fault that is reported already
        for name in figure.numerator:
            if name not in figure.denominator:
                place.add_fault("share_of", OUTSIDE_DENOMINATOR, found=name)


def _check_columns(
    place: Fields, key: str, names: tuple[str, ...], kinds: Mapping[str, Counted | Total | Rate]
) -> None:
    for at, name in enumerate(names):
        if name.endswith("."):
            continue  # an empty name, reported already
        if name in names[:at]:
            place.add_fault(key, COLUMN_TWICE, found=name)
        elif name not in kinds:
            place.add_fault(key, UNKNOWN_COLUMN, found=name, suggestion=suggest(name, tuple(kinds)))
        elif not isinstance(kinds[name], Counted):
            place.add_fault(key, NOT_COUNTED, found=name)


def _rule(fields: Fields, used: set[str], kinds: Mapping[str, Counted | Total | Rate] | None) -> Rule:
    key = _key(fields, used)
    sides = []
    for side in ("sum", "at_most"):
        names = fields.texts(side, filled=True)
        for name in names:
            if not name or kinds is None:
                continue
            if name not in kinds:
                fields.add_fault(side, UNKNOWN_COLUMN, found=name, suggestion=suggest(name, tuple(kinds)))
            elif isinstance(kinds[name], Rate):
                fields.add_fault(side, NOT_COUNTED, found=name)
        sides.append(names)
    asks = fields.choice("otherwise", ("question", "fault")) == "question"
    says = fields.text("says")
    try:
        slots = {(slot, how, to) for _, slot, how, to in Formatter().parse(says) if slot is not None}
    except ValueError:  # a single brace
        slots = {("{", "", None)}
    if not slots <= {("sum", "", None), ("limit", "", None)}:
        fields.add_fault("says", RULE_SLOT, found=says)
    fields.report_unknown()
    return Rule(key, sides[0], sides[1], asks, says)
