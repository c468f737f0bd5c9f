"""The national review and the regions' pages: sums, shares, changes, and ranks with ties."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ..edition.tables import PER_CENT, Column, Rate, Total
from ..records.record import Record
from ..text import english, slug
from . import bars, overview
from .bars import ExpectedBar
from .checked_page import SITE_LACKS, SITE_SAYS, CheckedPage
from .expected import (
    DASH,
    Counts,
    ExpectedSite,
    OfSeveralKinds,
    exactly,
    figure,
    mean,
    number,
    plain,
    rounded,
    share,
    summed,
    written_rate,
)
from .html_reader import HtmlElement

_MOST_AHEAD = 3
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")


def review(page: CheckedPage) -> None:
    """Compares the national review with all records."""
    expected = page.expected
    _totals(page)
    _categories(page)
    found = page.tables("groups")
    kinds = {expected.edition.kinds[kind].title: records for kind, records in expected.kinds.items()}
    wanted = [kinds, *([expected.regions] if expected.regions else [])]
    if len(found) != len(wanted):
        page.fault(0, "groups", SITE_SAYS, found=f"{len(found)} tables", expected=f"{len(wanted)}")
        return
    for table, groups in zip(found, wanted, strict=True):
        page.cells(table, _groups(expected, groups, with_people="per_100_000" in table.shows))
        bars.check(page, table, {title: _shares(expected, summed(records)) for title, records in groups.items()})
    lists = page.root.all("ul", "standing")
    headings = [each.text for each in page.root.all("h3")]
    if len(lists) != len(expected.regions) or [each for each in headings if each in expected.regions] != list(
        expected.regions
    ):
        page.fault(0, "ranks", SITE_SAYS, found=f"{len(lists)} regions", expected=f"{len(expected.regions)}")
        return
    for each, region in zip(lists, expected.regions, strict=True):
        _standing(page, each, region)


def region(page: CheckedPage, name: str) -> None:
    """Compares a region's page with the records of its authorities."""
    expected = page.expected
    records = expected.regions[name]
    sums, nation = summed(records), summed(expected.records.values())
    wanted = {
        expected.title(column): {"figure": figure(sums, column), "nation": figure(nation, column)}
        for column in _measures(expected)
    }
    for table in page.tables("region"):
        page.cells(table, wanted)
    overview.table_of(page, {record.name: record for record in records}, "../", regions=False)
    lists = page.root.all("ul", "standing")
    if len(lists) != 1:
        page.fault(0, "ranks", SITE_LACKS, expected="one list of ranks")
    for each in lists:
        _standing(page, each, name)


def region_page(name: str) -> str:
    return f"regions/{slug.file_name_part(name) or 'region'}.html"


def _measures(expected: ExpectedSite) -> list[Column]:
    return [expected.columns[field] for field in expected.measures]


def _totals(page: CheckedPage) -> None:
    expected = page.expected
    now, before = summed(expected.records.values()), _year_before(expected)
    found = page.tables("totals")
    if [each.caption for each in found] != list(expected.tables):
        page.fault(0, "totals", SITE_LACKS, expected=", ".join(expected.tables))
        return
    for table in found:
        rows: dict[str, dict[str, str]] = {}
        for column in expected.tables[table.caption].columns:
            row = {"figure": figure(now, column)}
            if before is not None:
                row["before"] = expected.figure_of(expected.earlier[0][0], before, column)
                row["change"] = DASH if row["before"] == DASH else _change(now, before, column)
            rows[column.heading] = row
        page.cells(table, rows)


def _year_before(expected: ExpectedSite) -> Counts | None:
    """The counts of all authorities of the year before, as far as each of them has them; None without such a year."""
    if not expected.earlier:
        return None
    counts = list(expected.earlier[0][1].values())
    shared = set(counts[0]).intersection(*counts) if counts else set()
    sums = {field: sum(each[field] for each in counts) for field in shared}
    kinds = {kind for _, kind in expected.earlier_names.get(expected.earlier[0][0], {}).values()}
    return OfSeveralKinds(sums) if len(kinds) > 1 else sums


def _change(now: Counts, before: Counts, column: Column) -> str:
    if DASH in (figure(before, column), figure(now, column)):
        return DASH
    if isinstance(column.figure, Rate):
        one, other = number(now, column), number(before, column)
        if one is None or other is None:
            return DASH
        points = one - other
        unit = f" point{'' if abs(points) == 1 else 's'}" if column.figure.per == PER_CENT else ""
        return f"{_sign(points)}{plain(abs(points))}{unit}"
    if not before[column.field]:
        return DASH
    change = Fraction(now[column.field] - before[column.field], before[column.field]) * 100
    return f"{_sign(change)}{rounded(abs(change), 1):,.1f}%"


def _sign(value: Fraction | Decimal) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def _categories(page: CheckedPage) -> None:
    expected = page.expected
    now = summed(expected.records.values())
    totals = [
        (table.title, column, column.figure.parts)
        for table in expected.tables.values()
        for column in table.columns
        if isinstance(column.figure, Total) and not column.residents
    ]
    found = page.tables("categories")
    if len(found) != len(totals):
        page.fault(0, "categories", SITE_SAYS, found=f"{len(found)} tables", expected=f"{len(totals)}")
    for table, (title, column, parts) in zip(found, totals, strict=False):
        if table.caption != f"{title}: {now[column.field]:,}":
            page.fault(table.line, title, SITE_SAYS, found=table.caption, expected=f"{title}: {now[column.field]:,}")
        most = max((now[field] for field in parts), default=0)
        wanted = {
            expected.columns[field].heading: {
                "figure": figure(now, expected.columns[field]),
                "share": share(now[field], now[column.field]),
                "bar": "",
            }
            for field in parts
        }
        page.cells(table, wanted)
        drawn = {
            expected.columns[field].heading: ExpectedBar(Fraction(now[field]), Fraction(most), f"{now[field]:,}")
            for field in parts
        }
        bars.check(page, table, {heading: {"bar": each} for heading, each in drawn.items()})


def _groups(
    expected: ExpectedSite, groups: Mapping[str, Sequence[Record]], *, with_people: bool
) -> dict[str, dict[str, str]]:
    first = _measures(expected)[0]
    everybody = summed(expected.records.values())
    found: dict[str, dict[str, str]] = {}
    for title, records in groups.items():
        sums = summed(records)
        row = {"count": f"{len(records):,}", **{column.field: figure(sums, column) for column in _measures(expected)}}
        are_cases = first.is_entered and not first.residents
        row["share"] = share(sums[first.field], everybody[first.field]) if are_cases else DASH
        if with_people:
            people = _per_100_000(expected, records, first)
            row["per_100_000"] = DASH if people is None else f"{people:,.1f}"
        found[title] = row
    return found


def _shares(expected: ExpectedSite, sums: Counts) -> dict[str, ExpectedBar]:
    """The bars of a group: of shares in per cent, which are parts of a whole; not where there is nothing to divide by."""
    return {
        column.field: ExpectedBar(value, Fraction(PER_CENT), figure(sums, column))
        for column in _measures(expected)
        if column.is_share and (value := exactly(sums, column)) is not None
    }


def _per_100_000(expected: ExpectedSite, records: Sequence[Record], column: Column) -> Decimal | None:
    people = [hexagon.population if (hexagon := expected.hexagon(each.code)) else None for each in records]
    if not column.is_entered or column.residents or not all(people) or len({each.kind for each in records}) > 1:
        return None
    return rounded(Fraction(summed(records)[column.field] * 100_000, sum(filter(None, people))), 1)


def _standing(page: CheckedPage, element: HtmlElement, name: str) -> None:
    """Compares the sentences about a region's ranks: their figures, their order, and who is ahead."""
    lines = element.all("li")
    wanted = _ranks(page.expected, name)
    page.compared.update(id(each) for each in lines)
    if len(lines) != len(wanted):
        page.fault(element.line, name, SITE_SAYS, found=f"{len(lines)} ranks", expected=f"{len(wanted)}")
    for line, (heading, parts) in zip(lines, wanted, strict=False):
        rest = line.text
        if not rest.startswith(f"{heading}: "):
            page.fault(line.line, name, SITE_SAYS, found=line.text, expected=heading)
            continue
        rest = rest.removeprefix(f"{heading}: ")
        figures = _FIGURE.findall(rest)
        numbers = [each for part in parts for each in _FIGURE.findall(part)]
        at = [rest.find(part) for part in parts]
        if figures != numbers or -1 in at:
            page.fault(line.line, name, SITE_SAYS, found=line.text, expected=", ".join(parts))


def _ranks(expected: ExpectedSite, name: str) -> list[tuple[str, list[str]]]:
    """What each sentence about a region must have, in order: its figure, its rank, of how many, who has the same or more."""
    found = []
    for heading, values, write in _ranked(expected):
        own = values[name]
        if own is None:
            continue
        ahead = {each: value for each, value in values.items() if value is not None and value > own}
        tied = [each for each, value in values.items() if value == own and each != name]
        order = sorted(ahead, key=lambda each: (-(ahead[each] or 0), list(values).index(each)))
        parts = [write(own)]
        parts += [english.ordinal(len(ahead) + 1)] if ahead else []
        names = {each: expected.in_sentences.get(each, each) for each in values}
        parts += [str(len(values)), *(names[each] for each in tied)]
        if len(ahead) <= _MOST_AHEAD:
            parts += [f"{names[each]} ({write(values[each])})" for each in order]
        found.append((heading, parts))
    return found


def _ranked(expected: ExpectedSite) -> list[tuple[str, dict[str, Decimal | None], Callable[[Decimal | None], str]]]:
    """What regions are ranked by, with the printed figure of each region."""
    first, *_ = columns = _measures(expected)
    found: list[tuple[str, dict[str, Decimal | None], Callable[[Decimal | None], str]]] = []
    if first.is_entered and not first.residents:
        people = {name: _per_100_000(expected, records, first) for name, records in expected.regions.items()}
        if None in people.values():
            people = {name: _mean(records, first, 1) for name, records in expected.regions.items()}
            heading = f"{expected.title(first)} per authority"
        else:
            heading = f"{expected.title(first)} per 100,000 residents"
        found.append((heading, people, lambda value: DASH if value is None else f"{value:,.1f}"))
    mixed = any(isinstance(summed(records), OfSeveralKinds) for records in expected.regions.values())
    for column in columns:
        if isinstance(column.figure, Rate) and not (mixed and column.residents):
            decimals, write = column.figure.decimals, partial(_written_rate, column.figure)
            rates = {name: _mean(records, column, decimals) for name, records in expected.regions.items()}
            found.append((expected.title(column), rates, write))
    return found


def _written_rate(rate: Rate, value: Decimal | None) -> str:
    return DASH if value is None else written_rate(value, rate)


def _mean(records: Sequence[Record], column: Column, digits: int) -> Decimal | None:
    exact = mean(summed(records), len(records), column)
    return None if exact is None else rounded(exact, digits)
