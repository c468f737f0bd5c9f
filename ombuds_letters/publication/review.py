"""What the national review and the regions' pages say: totals, categories, kinds and regions, ranks with ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from ..edition.tables import PER_CENT, Column, Rate, Total
from ..text import english
from . import drawings
from .statistics import (
    NOTHING,
    AuthorityGroup,
    Rank,
    as_printed,
    knows,
    printed,
    ranks,
    rate_text,
    share,
    tenths,
    together,
    value,
    whole,
)
from .year import PublishedYear

_MOST_AHEAD = 3  # of more, none is named


def values(year: PublishedYear) -> dict[str, Any]:
    """The values of the national review."""
    return {
        "count": f"{len(year.jobs):,}",
        "left_out": tuple({"name": job.record.name, "page": ""} for job in year.left_out),
        "before": year.earlier[0].year if year.earlier else "",
        "totals": _totals(year),
        "categories": _categories(year),
        "measures": tuple({"field": each.field, "heading": year.title(each)} for each in year.measures),
        "per_100_000": _per_100_000_heading(year),
        "kinds": _groups(year, tuple(year.kinds.values())),
        "regions": _groups(year, tuple(year.regions.values())),
        "ranks": tuple(_standings(year, region) for region in year.regions),
    }


def region(year: PublishedYear, name: str) -> dict[str, Any]:
    """The values of a region's page."""
    group = year.regions[name]
    return {
        "region": {
            "name": name,
            "in_sentence": in_sentence(year, name),
            "count": english.counted(len(group.records), "authority", "authorities"),
        },
        "measures": tuple({"field": each.field, "heading": year.title(each)} for each in year.measures),
        "figures": tuple(
            {"heading": year.title(each), "figure": printed(group.totals(), each), "nation": _nation(year, each)}
            for each in year.measures
        ),
        "standing": _standings(year, name),
    }


def in_sentence(year: PublishedYear, region: str) -> str:
    """How a region's name reads in a sentence, "the South East"."""
    return year.settings.in_sentences.get(region, region)


def _nation(year: PublishedYear, column: Column) -> str:
    return printed(year.all.totals(), column)


def _totals(year: PublishedYear) -> tuple[dict[str, Any], ...]:
    """Each table's figures of all authorities together, with the year before's and the change, where there is one."""
    now = year.all.totals()
    before: Mapping[str, int] = {}
    if year.earlier:
        listed = year.earlier[0].records.values()
        several = len({each.kind for each in listed}) > 1
        before = together([each.figures for each in listed], year.residents if several else ())
    tables = []
    for table in year.edition.table_spec.tables:
        rows = []
        for column in table.columns:
            known = knows(before, column) and year.is_comparable(column, year.earlier[0].year)
            rows.append(
                {
                    "label": column.heading,
                    "figure": printed(now, column),
                    "before": printed(before, column) if known else NOTHING,
                    "change": _change(now, before, column) if known and knows(now, column) else NOTHING,
                    "total": isinstance(column.figure, Total),
                }
            )
        tables.append({"title": table.title, "rows": tuple(rows)})
    return tuple(tables)


def _change(now: Mapping[str, int], before: Mapping[str, int], column: Column) -> str:
    """How a figure changed: "+3.4%" of a count, "−2 points" of a share, "+0.3" of another rate, by what is printed."""
    if isinstance(column.figure, Rate):
        one, other = value(now, column), value(before, column)
        if one is None or other is None:
            return NOTHING
        points = as_printed(one, column.figure) - as_printed(other, column.figure)
        unit = "" if column.figure.per != PER_CENT else " point" if abs(points) == 1 else " points"
        return f"{_sign(points)}{english.rounded(abs(points), column.figure.decimals)}{unit}"
    if not before[column.field]:
        return NOTHING
    change = Fraction(100 * (now[column.field] - before[column.field]), before[column.field])
    return f"{_sign(change)}{tenths(abs(change))}%"


def _sign(number: Fraction | int) -> str:
    return "+" if number > 0 else "−" if number < 0 else ""


def _categories(year: PublishedYear) -> tuple[dict[str, Any], ...]:
    """The parts of each table's total: how many, which share, and a bar; tables without a total of cases have none."""
    now = year.all.totals()
    found = []
    for table in year.edition.table_spec.tables:
        for total in table.columns:
            if not isinstance(total.figure, Total) or total.residents:
                continue
            figure = total.figure
            parts = [column for column in table.columns if column.field in figure.parts]
            most = max((now[each.field] for each in parts), default=0)
            rows = tuple(
                {
                    "label": each.heading,
                    "figure": f"{now[each.field]:,}",
                    "share": share(now[each.field], now[total.field]),
                    "bar": drawings.bar(Fraction(now[each.field]), Fraction(most), f"{now[each.field]:,}"),
                }
                for each in parts
            )
            found.append({"title": table.title, "rows": rows, "total": f"{now[total.field]:,}"})
    return tuple(found)


def _groups(year: PublishedYear, groups: Sequence[AuthorityGroup]) -> tuple[dict[str, Any], ...]:
    first = year.measures[0]
    whole = year.all.total(first.field) if _are_cases(first) else 0
    rows = []
    for each in groups:
        totals = each.totals()
        people = each.per_100_000(first.field) if whole else None
        rows.append(
            {
                "title": each.title,
                "count": f"{len(each.records):,}",
                "figures": tuple(
                    {"figure": printed(totals, column), "bar": _rate_bar(value(totals, column), column)}
                    for column in year.measures
                ),
                "share": share(totals[first.field], whole) if whole else NOTHING,
                "per_100_000": tenths(people) if people is not None else NOTHING,
            }
        )
    return tuple(rows)


def _rate_bar(number: Fraction | None, column: Column) -> Any:
    """A bar for a share of all; other rates have no end at which they are whole."""
    if number is None or not isinstance(column.figure, Rate) or not column.is_share:
        return ""
    return drawings.bar(number, Fraction(PER_CENT), rate_text(number, column.figure))


def _per_100_000_heading(year: PublishedYear) -> str:
    first = year.measures[0]
    known = _are_cases(first) and any(each.per_100_000(first.field) is not None for each in year.regions.values())
    return f"{year.title(first)} per 100,000 residents" if known else ""


def _are_cases(column: Column) -> bool:
    """True of what has a share of all, and can be so many per resident: a count, but not of people."""
    return column.is_entered and not column.residents


def _standings(year: PublishedYear, region: str) -> dict[str, Any]:
    """Where a region is among all regions, measure by measure."""
    names = list(year.regions)
    at = names.index(region)
    lines = []
    for heading, numbers, write in _ranked(year):
        found = ranks(numbers)[at]
        if found is not None:
            lines.append(_standing(year, names, heading, [write(each) for each in numbers], found, at))
    return {
        "name": region,
        "lines": tuple(lines),
    }


def _ranked(year: PublishedYear) -> list[tuple[str, list[Fraction | None], Any]]:
    """What regions are ranked by: rates, and the first count by population or, where that isn't known, by authority.

    Rates of residents are left out where a region has several kinds of authority.
    Numbers are rounded as they are printed: what reads the same has the same rank.
    """
    groups = list(year.regions.values())
    found: list[tuple[str, list[Fraction | None], Any]] = []
    first = year.measures[0]
    if _are_cases(first):
        if all(each.per_100_000(first.field) is not None for each in groups):
            people = [_in_tenths(each.per_100_000(first.field)) for each in groups]
            found.append((f"{year.title(first)} per 100,000 residents", people, _tenths))
        else:
            found.append(
                (f"{year.title(first)} per authority", [_in_tenths(each.mean(first)) for each in groups], _tenths)
            )
    for column in year.measures:
        apart = column.residents and any(each.of_several_kinds for each in groups)
        if isinstance(column.figure, Rate) and not apart:
            means = [each.mean(column) for each in groups]
            shown = [None if number is None else as_printed(number, column.figure) for number in means]
            found.append((year.title(column), shown, partial(_rate, column.figure)))
    return found


def _standing(
    year: PublishedYear, names: Sequence[str], heading: str, figures: Sequence[str], rank: Rank, at: int
) -> dict[str, Any]:
    ahead = [f"{in_sentence(year, names[each])} ({figures[each]})" for each in rank.ahead]
    tied = [in_sentence(year, names[each]) for each in rank.tied]
    return {
        "heading": heading,
        "figure": figures[at],
        "ordinal": "" if rank.place == 1 else english.ordinal(rank.place),
        "of": str(len(names)),
        "tied": english.all_of(tied) if tied else "",
        "ahead": english.all_of(ahead) if 0 < len(ahead) <= _MOST_AHEAD else "",
    }


def _tenths(number: Fraction | None) -> str:
    return NOTHING if number is None else tenths(number)


def _in_tenths(number: Fraction | None) -> Fraction | None:
    return None if number is None else Fraction(whole(10 * number), 10)


def _rate(rate: Rate, number: Fraction | None) -> str:
    return NOTHING if number is None else rate_text(number, rate)
