"""The national review and the regions' pages: sums, shares and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ..edition.tables import PER_CENT, Column, Rate, Total
from ..records.record import Record
from ..text import slug
from . import bars, overview, ranks
from .bars import ExpectedBar
from .checked_page import SITE_LACKS, SITE_SAYS, CheckedPage
from .expected import ExpectedSite
from .figures import DASH, Counts, OfSeveralKinds, exactly, figure, number, plain, rounded, share, summed


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
        ranks.check(page, each, region)


def region(page: CheckedPage, name: str) -> None:
    """Compares a region's page with the records of its authorities."""
    expected = page.expected
    records = expected.regions[name]
    sums, nation = summed(records), summed(expected.records.values())
    wanted = {
        expected.title(column): {"figure": figure(sums, column), "nation": figure(nation, column)}
        for column in expected.shown
    }
    for table in page.tables("region"):
        page.cells(table, wanted)
    overview.table_of(page, {record.name: record for record in records}, "../", regions=False)
    lists = page.root.all("ul", "standing")
    if len(lists) != 1:
        page.fault(0, "ranks", SITE_LACKS, expected="one list of ranks")
    for each in lists:
        ranks.check(page, each, name)


def region_page(name: str) -> str:
    return f"regions/{slug.file_name_part(name) or 'region'}.html"


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
    first = expected.shown[0]
    everybody = summed(expected.records.values())
    found: dict[str, dict[str, str]] = {}
    for title, records in groups.items():
        sums = summed(records)
        row = {"count": f"{len(records):,}", **{column.field: figure(sums, column) for column in expected.shown}}
        are_cases = first.is_entered and not first.residents
        row["share"] = share(sums[first.field], everybody[first.field]) if are_cases else DASH
        if with_people:
            people = ranks.per_100_000(expected, records, first)
            row["per_100_000"] = DASH if people is None else f"{people:,.1f}"
        found[title] = row
    return found


def _shares(expected: ExpectedSite, sums: Counts) -> dict[str, ExpectedBar]:
    """The bars of a group: of shares in per cent, which are parts of a whole; not where there is nothing to divide by."""
    return {
        column.field: ExpectedBar(value, Fraction(PER_CENT), figure(sums, column))
        for column in expected.shown
        if column.is_share and (value := exactly(sums, column)) is not None
    }
