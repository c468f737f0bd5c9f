"""`templates/YEAR/figures.yaml`: the tables of an edition read and checked, with all faults at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from string import Formatter

from ..faults import Fault, Faults, Kind, suggest
from ..formats import yaml_reader
from ..formats.fields import BAD_KEY, REPEATED, Fields
from ..formats.nodes import Node
from ..formats.scalars import is_key
from . import comparisons, translations
from .last_years import last_year
from .tables import (
    AVERAGES,
    EARLIER,
    FIGURES,
    PER_CENT,
    PREVIOUS,
    Column,
    Counted,
    Rate,
    Rule,
    Table,
    TableRow,
    TableSpec,
    Total,
)

COLUMN_TWICE = Kind("form.column_twice", 'lists "{found}" twice; list each column once')
OUTSIDE_DENOMINATOR = Kind(
    "form.outside_whole",
    'lists "{found}", which is not in `out_of`; add it there, or the rate could be more than 100%; if they are other cases, '
    "of which no record has more, write `counted_apart: true`",
)
UNKNOWN_COLUMN = Kind("form.unknown_column", 'is "{found}", which is not a column; {suggestion}')
NOT_COUNTED = Kind("form.not_counted", 'lists "{found}", which is itself a sum or a rate; list counted columns only')
COLUMN_KIND = Kind(
    "form.column_kind",
    "can't be combined with what is above it; make each column counted, a sum or a rate, and don't nest headings",
)
RULE_SLOT = Kind("form.rule_slot", 'is "{found}"; write {{sum}} and {{limit}} for the two sums, and no other braces')
RATE_PER = Kind("form.rate_per", 'is "{found}"; write 100 for per cent, or 1000, 10000, 100000 or 1000000')
ROW_NONE = Kind(
    "form.row_none",
    'is "{found}", but `{entry}` has no `none`; write there what is printed where a row has nothing, as `none: –`',
)
ROW = Kind("form.row", 'is "{found}"; write figures, previous, averages or earlier.1, and each once')
ROW_FIGURES = Kind(
    "form.row_figures",
    "have none that shows this year's figures; add `- shows: figures` with its label, or no letter has them",
)
ROW_YEARS = Kind(
    "form.row_years", 'is "{found}", which is not before "{later}", a later row\'s; write the year that each row shows'
)
SINCE = Kind(
    "form.since", 'is "{found}"; write the first year whose figures can be compared with this year\'s, as 2019'
)

THOUSANDS = ("comma", "plain")  # how counts of four digits and more are printed

_PER = (PER_CENT, 1_000, 10_000, 100_000, 1_000_000)


def read(content: str, path: str, printable: Collection[str] | None = None) -> TableSpec:
    """The tables that a text of figures.yaml describes; `printable` has the characters that titles and labels may contain.

    Raises: Faults.
    """
    node, faults = yaml_reader.document(content, path)
    if node is None:
        raise Faults(faults)
    found = translations.languages(node)
    specs = []
    for language in found or ("",):
        faults_of: list[Fault] = []
        chosen = translations.chosen(node, language, faults_of) if language else node
        specs.append(_table_spec(chosen, faults_of, printable))
        faults += [each for each in faults_of if each not in faults]
    if not faults and found:
        faults += translations.alike(node, specs)
    if faults:
        raise Faults(faults)
    if not found:
        return specs[0]
    of_language = [
        tuple(replace(table, language=language) for table in spec.tables)
        for language, spec in zip(found, specs, strict=True)
    ]
    translated = tuple(table for tables in of_language[1:] for table in tables)
    return replace(specs[0], tables=of_language[0], languages=found, translated=translated)


def _table_spec(node: Node, faults: list[Fault], printable: Collection[str] | None) -> TableSpec:
    fields = Fields(node, "", faults, printable)
    tables: list[Table] = []
    places: dict[str, Fields] = {}
    commas = fields.has("thousands") and fields.choice("thousands", THOUSANDS) == THOUSANDS[0]
    for name, item in fields.items("tables", filled=True):
        table = Fields(item, name, faults, printable)
        key, title = key_of(table, {each.key for each in tables}), comparisons.printed_text(table, "title")
        of_table: dict[str, Fields] = {}
        columns = tuple(replace(each, commas=commas) for each in _columns(table, key, "", of_table, printable))
        rows = tuple(_rows(table, printable)) if table.has("rows") else ()
        heading = comparisons.printed_text(table, "row_heading") if rows or table.has("row_heading") else ""
        is_printed = table.boolean("printed", default=True)
        if is_printed:
            _headings_once(table, columns, of_table)
            if title and title in {each.title for each in tables if each.is_printed}:
                table.add_fault("title", REPEATED, found=title)
            if rows and FIGURES not in {each.shows for each in rows}:
                table.add_fault("rows", ROW_FIGURES)
        table.report_unknown()
        places |= of_table
        tables.append(Table(key, title, columns, is_printed, heading, rows))
    kinds = {column.field: column.figure for table in tables for column in table.columns}
    tables = _with_populations(tables, kinds)
    keys_valid = not any(each.field.endswith(".key") for each in faults)  # else a name may mean another column
    for field, place in places.items() if keys_valid else ():
        _references(place, kinds.get(field), kinds)
    rules: list[Rule] = []
    for name, item in fields.items("rules", required=False):
        rules.append(_rule(Fields(item, name, faults), {each.key for each in rules}, kinds if keys_valid else None))
    rates = [field for field, figure in kinds.items() if isinstance(figure, Rate)]
    entered = [field for field in kinds if field not in rates]
    averages = comparisons.averages(fields, rates, kinds, printable)
    earlier, threshold = comparisons.earlier(fields), comparisons.threshold(fields, entered, kinds)
    for place, shows in _rows_shown(fields, tables):
        said = averages if shows == AVERAGES else earlier
        if said is None or not said.none:
            place.add_fault("shows", ROW_NONE, found=shows, entry=AVERAGES if shows == AVERAGES else PREVIOUS)
    fields.report_unknown()
    return TableSpec(tuple(tables), tuple(rules), averages, earlier, threshold)


def _with_populations(tables: Iterable[Table], kinds: Mapping[str, Counted | Total | Rate]) -> list[Table]:
    """The tables, each column marked that a rate per 1,000 or 100,000 is of."""
    figures = tuple(kinds.values())
    of = {field for rate in figures if isinstance(rate, Rate) and rate.per != PER_CENT for field in rate.denominator}
    residents = _residents(kinds, [field for field in of if isinstance(kinds.get(field), Counted)])
    return [
        replace(
            table,
            columns=tuple(
                replace(each, population=each.field in of, residents=not residents.isdisjoint(each.made_from))
                for each in table.columns
            ),
        )
        for table in tables
    ]


def _residents(kinds: Mapping[str, Counted | Total | Rate], of: Collection[str]) -> frozenset[str]:
    """Those of the fields that rates per 1,000 or 100,000 are of which count people: no cases, as other figures use them."""
    figures = kinds.values()
    sums = [set(each.parts) for each in figures if isinstance(each, Total)]
    cases = {field for each in figures if isinstance(each, Rate) for field in each.numerator}
    cases |= {
        field for each in figures if isinstance(each, Rate) and each.per == PER_CENT for field in each.denominator
    }
    cases |= {field for parts in sums if parts & cases for field in parts}
    people = set(of) - cases
    return frozenset(
        people | {field for field, each in kinds.items() if isinstance(each, Total) and people & {*each.parts}}
    )


def _rows_shown(fields: Fields, tables: Collection[Table]) -> Iterator[tuple[Fields, str]]:
    """Each row of a table that shows something else than figures, with its place."""
    for (name, item), table in zip(fields.items("tables"), tables, strict=True):
        rows = Fields(item, name, []).items("rows", required=False)
        for (field, node), row in zip(rows, table.rows, strict=True):
            if row.shows not in ("", FIGURES):
                yield Fields(node, field, fields.faults), row.shows


def _rows(table: Fields, printable: Collection[str] | None) -> Iterator[TableRow]:
    used: set[str] = set()
    labels: dict[int, str] = {}  # by how many years before this one
    for name, item in table.items("rows", filled=True):
        fields = Fields(item, name, table.faults, printable)
        shows = fields.text("shows")
        known = shows in (FIGURES, PREVIOUS, AVERAGES) or re.fullmatch(rf"{EARLIER}\.[1-9]", shows)
        if shows and (not known or shows in used):
            fields.add_fault("shows", ROW, found=shows)
        used.add(shows)
        label = comparisons.printed_text(fields, "label")
        if known and shows != AVERAGES:
            _report_order(fields, label, _years_ago(shows), labels)
        fields.report_unknown()
        yield TableRow(shows, label)


def _years_ago(shows: str) -> int:
    """How many years before this one a row's figures are: 0 for "figures", 1 for "previous", 2 for "earlier.1"."""
    return int(shows.partition(".")[2]) + 1 if "." in shows else (FIGURES, PREVIOUS).index(shows)


def _report_order(fields: Fields, label: str, ago: int, labels: dict[int, str]) -> None:
    """Reports a row whose heading names a later year than that of a row with later figures, and adds it to `labels`."""
    year = last_year(label)
    for other, heading in labels.items():
        named = last_year(heading)
        if year and named and other != ago and (year - named) * (other - ago) <= 0:
            found, later = (label, heading) if ago > other else (heading, label)
            fields.add_fault("label", ROW_YEARS, found=found, later=later)
            break
    labels[ago] = label


def _headings_once(table: Fields, columns: Iterable[Column], places: Mapping[str, Fields]) -> None:
    """Reports a column whose heading another column of the table has: nobody could tell whose figures are whose."""
    used: set[str] = set()
    for column in columns:
        if column.label and column.heading in used:
            places[column.field].add_fault("label", REPEATED, found=column.label)
        used.add(column.heading)


def key_of(fields: Fields, used: Collection[str]) -> str:
    """A key, as a name that each entry has once."""
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
            yield from _columns(fields, table_key, comparisons.printed_text(fields, "spanning"), places, printable)
            fields.report_unknown()
            continue
        key = key_of(fields, {field.partition(".")[2] for field in places})
        field = f"{table_key}.{key}"
        figure: Counted | Total | Rate = Counted()
        if fields.has("sum_of"):
            figure = Total(_within(table_key, fields.texts("sum_of", filled=True)))
        if fields.has("share_of"):
            if isinstance(figure, Total):
                fields.add_fault("share_of", COLUMN_KIND)
            figure = _rate(fields, table_key)
        label = comparisons.printed_text(fields, "label")
        since = fields.text("comparable_since") if fields.has("comparable_since") else ""
        if since and not re.fullmatch(r"\d{4}", since):
            fields.add_fault("comparable_since", SINCE, found=since)
        fields.report_unknown()
        places[field] = fields
        yield Column(key, field, label, group_heading, figure, since)


def _rate(fields: Fields, table_key: str) -> Rate:
    parts, whole = fields.texts("share_of", filled=True), fields.texts("out_of", filled=True)
    per = fields.count("per") if fields.has("per") else PER_CENT
    if per not in _PER:
        fields.add_fault("per", RATE_PER, found=per)
    decimals = comparisons.decimals(fields)
    apart = fields.boolean("counted_apart", default=False) or per != PER_CENT
    # A rate per 100,000 of nobody is a fault of the record, so that nothing is printed for it.
    none = comparisons.printed_text(fields, "none") if per == PER_CENT or fields.has("none") else ""
    return Rate(_within(table_key, parts), _within(table_key, whole), none, per, decimals, apart)


def _within(table: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as fields: a bare column is one of the same table, "upheld" or "decided.upheld"."""
    return tuple(name if "." in name else f"{table}.{name}" for name in names)


def _references(
    place: Fields, figure: Counted | Total | Rate | None, kinds: Mapping[str, Counted | Total | Rate]
) -> None:
    if isinstance(figure, Total):
        _check_columns(place, "sum_of", figure.parts, kinds)
    elif isinstance(figure, Rate):
        _check_columns(place, "share_of", figure.numerator, kinds, totals=figure.apart)
        _check_columns(place, "out_of", figure.denominator, kinds, totals=figure.apart)
        if any(each.field.startswith(f"{place.field}.") for each in place.faults):
            return  # a part may be outside because of a fault that is reported already
        for name in () if figure.apart else figure.numerator:
            if name not in figure.denominator:
                place.add_fault("share_of", OUTSIDE_DENOMINATOR, found=name)


def _check_columns(
    place: Fields,
    key: str,
    names: tuple[str, ...],
    kinds: Mapping[str, Counted | Total | Rate],
    *,
    totals: bool = False,
) -> None:
    for at, name in enumerate(names):
        if name.endswith("."):
            continue  # an empty name, reported already
        if name in names[:at]:
            place.add_fault(key, COLUMN_TWICE, found=name)
        elif name not in kinds:
            place.add_fault(key, UNKNOWN_COLUMN, found=name, suggestion=suggest(name, tuple(kinds)))
        elif not isinstance(kinds[name], Counted) and not (totals and isinstance(kinds[name], Total)):
            place.add_fault(key, NOT_COUNTED, found=name)


def _rule(fields: Fields, used: set[str], kinds: Mapping[str, Counted | Total | Rate] | None) -> Rule:
    key = key_of(fields, used)
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
