"""What describes the data: each column's type and meaning, in the metadata of CSV files and the schema of the JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..edition.tables import PER_CENT, Column, Rate, Total
from ..faults import Fault, Kind, Place
from .checked_page import SITE_SAYS
from .expected import ExpectedSite

SITE_UNREADABLE = Kind("site.unreadable", "can't be read ({problem}); publish again")

_TEXT, _WHOLE, _DECIMAL = "string", "integer", "decimal"  # as metadata call them
_JSON_TYPES = {_WHOLE: "integer", _DECIMAL: "number"}


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """How a column of a data file is described: name, type, and what it is; "" where that isn't compared."""

    name: str
    type: str = _TEXT
    says: str = ""


def figure(expected: ExpectedSite, column: Column) -> DescribedColumn:
    """The column of a figure in the data file of its table."""
    return DescribedColumn(column.key, _type(column), f"{column.heading}. {_meaning(expected, column)}")


def any_figure(expected: ExpectedSite) -> DescribedColumn:
    """The column "value" of the long table, which has figures of all sorts."""
    given = [
        (f"{table.title}, {column.heading}", _given(column.figure))
        for table in expected.tables.values()
        for column in table.columns
        if isinstance(column.figure, Rate)
    ]
    says = f"; a rate {given[0][1]}" if given else ""
    if len({unit for _, unit in given}) > 1:
        says = f"; a rate as follows: {'; '.join(map(' '.join, given))}"
    type_ = _DECIMAL if _DECIMAL in map(_type, expected.columns.values()) else _WHOLE
    return DescribedColumn("value", type_, f"Value. The figure{says}.")


def metadata(content: bytes, path: str, file: str, wanted: Sequence[DescribedColumn]) -> Iterator[Fault]:
    """Compares the metadata of a CSV file with the columns that it must have."""
    try:
        said = json.loads(content)
        url = said.get("url")
        found = [_described(each) for each in said["tableSchema"]["columns"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        yield SITE_UNREADABLE(Place(path), problem="it is no description of a table")
        return
    if url != file:
        yield SITE_SAYS(Place(path), "url", found=str(url), expected=file)
    names, right = ([each.name for each in columns] for columns in (found, wanted))
    if names != right:
        yield SITE_SAYS(Place(path), "columns", found=", ".join(names), expected=", ".join(right))
        return
    for one, other in zip(found, wanted, strict=True):
        if one.type != other.type:
            yield SITE_SAYS(Place(path), other.name, found=one.type, expected=other.type)
        if other.says and one.says != other.says:
            yield SITE_SAYS(Place(path), other.name, found=one.says, expected=other.says)


def _described(column: dict[str, Any]) -> DescribedColumn:
    datatype = column.get("datatype")
    base = datatype.get("base") if isinstance(datatype, dict) else datatype
    return DescribedColumn(str(column.get("name")), str(base), str(column.get("dc:description")))


def schema(expected: ExpectedSite, content: bytes, path: str) -> Iterator[Fault]:
    """Compares the schema of the JSON file with the figures that it must have."""
    try:
        named = json.loads(content)["properties"]["authorities"]["items"]["properties"]["figures"]["properties"]
        found = {field: (each["title"], each["type"], each["description"]) for field, each in named.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield SITE_UNREADABLE(Place(path), problem="it is no schema of figures")
        return
    if list(found) != list(expected.columns):
        yield SITE_SAYS(Place(path), "figures", found=", ".join(found), expected=", ".join(expected.columns))
        return
    for field, column in expected.columns.items():
        type_ = _JSON_TYPES[_type(column)]
        wanted = column.heading, type_ if column.is_entered else [type_, "null"], _meaning(expected, column)
        for one, other in zip(found[field], wanted, strict=True):
            if one != other:
                yield SITE_SAYS(Place(path), field, found=_shown(one), expected=_shown(other))


def _shown(value: object) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value)


def _type(column: Column) -> str:
    return _DECIMAL if isinstance(column.figure, Rate) and column.figure.decimals else _WHOLE


def _meaning(expected: ExpectedSite, column: Column) -> str:
    """What a figure is: "Counted.", "Upheld divided by Total, per 1,000, with one decimal, halves up."."""

    def named(fields: Sequence[str], between: str) -> str:
        return between.join(expected.columns[field].heading for field in fields)

    if isinstance(column.figure, Rate):
        rate = column.figure
        parts, whole = named(rate.numerator, " + "), named(rate.denominator, " + ")
        return f"{parts} divided by {whole}, {_given(rate)}, halves up."
    return f"The sum of {named(column.figure.parts, ', ')}." if isinstance(column.figure, Total) else "Counted."


def _given(rate: Rate) -> str:
    """In what a rate is given: "in whole per cent", "per 1,000, with one decimal"."""
    if rate.per == PER_CENT and not rate.decimals:
        return "in whole per cent"
    unit = "in per cent" if rate.per == PER_CENT else f"per {rate.per:,}"
    return f"{unit}, {'with one decimal' if rate.decimals else 'in whole numbers'}"
