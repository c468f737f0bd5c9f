"""What `year.yaml` says of an edition: titles, days, kinds of authorities, figures of the whole country."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..faults import Fault, Kind, Place
from ..formats import left_over, yaml_reader
from ..formats.fields import EMPTY_FIELD, REPEATED, Fields
from ..formats.scalars import LARGEST_POPULATION
from ..storage.workspace import Workspace
from ..text import languages
from . import facts, last_years, stated_averages
from .edition import LARGE_PRINT_STYLE, AuthorityKind, Edition, Period
from .tables import WRONG_TOTAL, Rate, TableSpec, Total

LETTER_EARLY = Kind(
    "field.letter_early",
    'is "{found}", before the last day that the figures are about, "{last}"; correct one of the two',
)
PUBLISHED_EARLY = Kind(
    "field.published_early", 'is "{found}", before the day on the letters, "{day}"; correct one of the two'
)
PERIOD = Kind("field.period", 'is "{found}", before the first day, "{first}"; correct one of the two')
BAD_PATTERN = Kind("field.bad_pattern", 'is "{found}"; write {slot} once, and {around} around it')
TYPOGRAPHIES = ("set", "as_typed")  # how characters are printed: as a printer sets them, or as a keyboard has them

LANGUAGE = Kind("field.language", 'is "{found}", which is no language that is known; write its tag, as cy, en-GB or fr')
LANGUAGE_TWICE = Kind("field.language_twice", "is there beside `language`; write one of the two")
LANGUAGE_TABLES = Kind(
    "field.language_tables",
    'is "{found}", and the titles and labels of figures.yaml are in {tables}; write each there in the same languages and order',
)
LARGE_PRINT = Kind(
    "style.large_print",
    "is missing, and year.yaml says `large_print: true`; write there how letters in large print differ from letter.css, or "
    "take that line out",
)
EARLIER_YEAR = Kind(
    "figures.earlier_year", 'is "{found}"; write earlier years that are in data, the latest first, as [2017, 2016]'
)


@dataclass(frozen=True, slots=True)
class TemplateFiles:
    """What else an edition is made of: every template, picture and font, how faults name each, and what was read of them.

    `printable` are the characters of the fonts; None, if that isn't known.
    """

    contents: Mapping[str, bytes]
    display_paths: Mapping[str, str]
    table_spec: TableSpec
    printable: frozenset[str] | None


def read(
    content: str, path: str, year: str, templates: TemplateFiles, workspace: Workspace
) -> tuple[Edition | None, list[Fault]]:
    """The edition that a year's `year.yaml` and templates are, and every fault of `year.yaml`; None if it can't be read."""
    node, faults = yaml_reader.document(content, path)
    if node is None:
        return None, faults
    table_spec = templates.table_spec
    fields = Fields(node, "", faults, templates.printable)
    tongues = _languages(fields, table_spec)
    edition = Edition(
        year=year,
        title=fields.text("title"),
        author=fields.text("author"),
        language=tongues[0],
        letter_date=fields.date("letter_date"),
        publication=fields.time("publication"),
        complete=fields.boolean("complete"),
        period=_period(fields),
        attach_figures=fields.boolean("attach_figures"),
        file_name=_file_name(fields),
        facts=facts.read(fields.fields("facts")),
        kinds=MappingProxyType(_kinds(fields)),
        passage_kinds=MappingProxyType(_passage_kinds(fields.fields("passage_kinds"))),
        table_spec=table_spec,
        earlier_years=_earlier_years(fields, year),
        earlier_tables=fields.text("earlier_tables", required=False),
        national=MappingProxyType(_national(fields, table_spec)),
        files=MappingProxyType(dict(templates.contents)),
        display_paths=MappingProxyType(dict(templates.display_paths)),
        printable=templates.printable or frozenset(),
        sender=fields.text("sender", required=False),
        only_specimens=fields.boolean("only_specimens", default=False),
        publish_addressee=fields.boolean("publish_addressee", default=True),
        as_typed=fields.has("typography") and fields.choice("typography", TYPOGRAPHIES) == TYPOGRAPHIES[1],
        languages=tongues,
        large_print=fields.boolean("large_print", default=False),
    )
    if edition.large_print and edition.file(LARGE_PRINT_STYLE) is None:
        faults.append(LARGE_PRINT(Place((workspace.templates(year) / LARGE_PRINT_STYLE).as_posix())))
    edition = replace(edition, stated_averages=MappingProxyType(_stated(fields, edition)))
    last_years.report(fields, edition, workspace)
    _report_order(fields, edition)
    for key in ("title", "author"):
        faults += left_over.faults(fields.place_of(key), key, getattr(edition, key))
    fields.report_unknown()
    return edition, faults


def _languages(fields: Fields, table_spec: TableSpec) -> tuple[str, ...]:
    """The languages of an edition's letters: `language: cy`, or `languages: [cy, en-GB]`; ("",) where there is a fault."""
    several = fields.has("languages")
    if several and fields.has("language"):
        fields.add_fault("languages", LANGUAGE_TWICE)
        fields.text("language")
    found = fields.texts("languages", filled=True) if several else (fields.text("language"),)
    key = "languages" if several else "language"
    for at, each in enumerate(found):
        if each and not languages.is_known(each):
            fields.add_fault(key, LANGUAGE, found=each)
        elif each in found[:at]:
            fields.add_fault(key, REPEATED, found=each)
    said = table_spec.languages
    if fields.is_valid(key) and table_spec.tables and (said or len(found) > 1) and said != found:
        fields.add_fault(key, LANGUAGE_TABLES, found=", ".join(found), tables=", ".join(said) or "one alone")
    return found or ("",)


def _file_name(fields: Fields) -> str:
    pattern = fields.text("file_name")
    if pattern and not re.fullmatch(r"[A-Za-z0-9._-]*\{authority\}[A-Za-z0-9._-]*\.pdf", pattern):
        around = "letters, digits and hyphens, ending in .pdf,"
        fields.add_fault("file_name", BAD_PATTERN, found=pattern, slot="{authority}", around=around)
    return pattern


def _report_order(fields: Fields, edition: Edition) -> None:
    """Reports letters that are dated before the year's figures can be there, and published before they are written."""
    day, period, moment = edition.letter_date, edition.period, edition.publication
    if not fields.is_valid("letter_date"):
        return
    if period and period.last != datetime.date.min and day < period.last:
        fields.add_fault("letter_date", LETTER_EARLY, found=day.isoformat(), last=period.last.isoformat())
    elif fields.is_valid("publication") and moment.date() < day:
        fields.add_fault("publication", PUBLISHED_EARLY, found=moment.isoformat(), day=day.isoformat())


def _period(fields: Fields) -> Period | None:
    if not fields.has("period") or (days := fields.fields("period")) is None:
        return None
    period = Period(days.date("first_day"), days.date("last_day"))
    if days.is_valid("first_day") and days.is_valid("last_day") and period.last < period.first:
        days.add_fault("last_day", PERIOD, found=period.last.isoformat(), first=period.first.isoformat())
    days.report_unknown()
    return period


def _kinds(fields: Fields) -> dict[str, AuthorityKind]:
    kinds: dict[str, AuthorityKind] = {}
    if (all_kinds := fields.fields("authority_kinds")) is None:
        return kinds
    for key in all_kinds.names():
        below = all_kinds.fields(key)
        if below is None:
            continue
        names = _name_patterns(below, "names", required=True)
        aliases = _name_patterns(below, "aliases", required=False)
        kinds[key] = AuthorityKind(below.text("title"), names, below.count("how_many"), aliases)
        below.report_unknown()
    if not kinds and fields.is_valid("authority_kinds"):
        fields.add_fault("authority_kinds", EMPTY_FIELD)
    return kinds


def _name_patterns(kind: Fields, key: str, *, required: bool) -> tuple[str, ...]:
    """How names are formed, "{} County Council"."""
    names = []
    for field, node in kind.items(key, required=required, filled=True):
        names.append(name := kind.text_of(node, field))
        if name and name.count("{}") != 1:
            kind.faults.append(BAD_PATTERN(node.place, field, found=name, slot="{}", around="the rest of the name"))
    return tuple(names)


def _earlier_years(fields: Fields, year: str) -> tuple[str, ...]:
    years = fields.texts("earlier_years", required=False)
    for found in years:
        if found and (found == year or not re.fullmatch("[A-Za-z0-9_-]+", found)):
            fields.add_fault("earlier_years", EARLIER_YEAR, found=found)
    return years


def _national(fields: Fields, table_spec: TableSpec) -> dict[str, int]:
    """The figures of all authorities together, as far as they are given; a total with its parts must be their sum."""
    national: dict[str, int] = {}
    below = fields.fields("national_figures") if fields.has("national_figures") else None
    if below is None or not table_spec.tables:  # the tables' own fault is reported
        return national
    for table in table_spec.tables:
        columns = below.fields(table.key) if below.has(table.key) else None
        if columns is None:
            continue
        for column in table.columns:
            if column.is_entered and columns.has(column.key):
                national[column.field] = columns.count(column.key, LARGEST_POPULATION)
        for column in table.columns:
            if isinstance(column.figure, Total) and national.keys() >= {column.field, *column.figure.parts}:
                found, parts = national[column.field], [national[part] for part in column.figure.parts]
                if found != sum(parts):
                    columns.add_fault(column.key, WRONG_TOTAL, found=found, sum=sum(parts))
        columns.report_unknown()
    below.report_unknown()
    return national


def _stated(fields: Fields, edition: Edition) -> dict[str, dict[str, str]]:
    """The averages that the year states; none without tables, whose own fault is reported."""
    table_spec = edition.table_spec
    if not table_spec.tables:
        fields.has("averages")
        return {}
    figures = {column.field: column.figure for column in table_spec.columns()}
    of_counts = table_spec.averages.decimals if table_spec.averages else 0
    printed = {
        field: (figure.decimals, figure.unit == "%") if isinstance(figure, Rate) else (of_counts, False)
        for field, figure in figures.items()
    }
    return stated_averages.read(fields, tuple(edition.kinds), table_spec.averages, printed)


def _passage_kinds(fields: Fields | None) -> dict[str, str]:
    return {key: fields.text(key) for key in fields.names()} if fields is not None else {}
