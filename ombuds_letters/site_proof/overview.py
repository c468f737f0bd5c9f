"""The first page: the table of all authorities, their figures together, the map and its legend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from ..edition.tables import Column, Rate
from ..faults import Kind
from ..records.record import Record
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage
from .figures import figure, number, plain, summed
from .html_reader import HtmlElement

SITE_COLOUR = Kind(
    "site.colour",
    'has the colour of "{found}" for {figure}, its "{measure}"; by the legend it should be "{expected}"; publish again',
)
SITE_PLACE = Kind("site.place", "is at {found}; by the geography it should be at {expected}; publish again")

_RANGE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(%?)(?: to ([0-9][0-9,]*(?:\.[0-9]+)?)\2)?")
_NO_CASES = "no cases"
_ROW = 8.66

ReadLegend = Mapping[
    str, tuple[str, Decimal, Decimal]
]  # each class's digit: its words, its lowest and its highest figure


def check(page: CheckedPage) -> None:
    """Compares the first page with all records."""
    _together(page)
    table_of(page, {record.name: record for record in page.expected.records.values()}, "", regions=True)
    if page.expected.geography is not None:
        _maps(page)


def _together(page: CheckedPage) -> None:
    """The figures of all authorities together."""
    expected = page.expected
    totals = summed(expected.records.values())
    wanted = {
        expected.title(expected.columns[field]): figure(totals, expected.columns[field]) for field in expected.measures
    }
    names = [each.text for each in page.root.all("dt")]
    for name, value in zip(names, page.root.all("dd"), strict=False):
        if name in wanted:
            page.same(value, name, value.text, wanted[name])
        else:
            page.fault(value.line, name, SITE_ADDED, found=name)
    if names != list(wanted):
        page.fault(0, "figures", SITE_SAYS, found=", ".join(names), expected=", ".join(wanted))


def table_of(page: CheckedPage, records: Mapping[str, Record], root: str, *, regions: bool) -> None:
    """Compares a table of authorities with the records that it must have, each with its page below `root`."""
    expected = page.expected
    wanted: dict[str, dict[str, str]] = {}
    for name, record in records.items():
        row = {"kind": expected.edition.kinds[record.kind].title}
        hexagon = expected.hexagon(record.code)
        if regions and hexagon is not None:
            row["region"] = hexagon.region
        row |= {field: figure(record.figures, expected.columns[field]) for field in expected.measures}
        wanted[" ".join(name.split())] = row
    found = page.tables("all")
    if len(found) != 1:
        page.fault(0, "all authorities", SITE_LACKS, expected="one table of all authorities")
        return
    page.cells(found[0], wanted)
    for line in found[0].rows:
        if (of := records.get(line.head)) is not None:
            links = [each.attributes.get("href", "") for each in line.head_cell.all("a")]
            page.same(line.head_cell, line.head, " ".join(links), f"{root}{expected.page(of)}")


def _maps(page: CheckedPage) -> None:
    legends = [_legend(page, field) for field in page.expected.measures]
    by_page = {page.expected.page(record): record for record in page.expected.records.values()}
    names = list(page.expected.by_name)
    shown: list[str] = []
    for drawing in page.root.all("svg", "map"):
        page.compared.add(id(drawing))
        layer = drawing.attributes.get("aria-label", "")
        for link in drawing.all("a"):
            record = by_page.get(link.attributes.get("href", ""))
            if record is None:
                page.fault(link.line, "map", SITE_ADDED, found=link.attributes.get("href", ""))
                continue
            shown.append(record.name)
            _hexagon(page, layer, link, record, legends)
            row = link.attributes.get("data-r", "")
            if not row.isdecimal() or int(row) >= len(names) or names[int(row)] != record.name:
                page.fault(link.line, record.name, SITE_SAYS, found=f"row {row}", expected=record.name)
    for name in names:
        if shown.count(name) != 1:
            page.fault(0, "map", SITE_SAYS, found=f"{name}, {shown.count(name)} times", expected="once")


def _legend(page: CheckedPage, field: str) -> ReadLegend:
    """The classes of a measure, as the page says them; they must follow each other without a gap."""
    number_ = str(list(page.expected.measures).index(field) + 1)
    boxes = [each for each in page.root.all("div", "legend") if each.attributes.get("data-measure") == number_]
    if len(boxes) != 1:
        page.fault(0, field, SITE_LACKS, expected="one legend")
        return {}
    column = page.expected.columns[field]
    heading = page.expected.title(column)
    page.same(boxes[0], field, "; ".join(each.text for each in boxes[0].all("p")), heading)
    rate = column.figure if isinstance(column.figure, Rate) else None
    unit, step = (rate.unit, Decimal(1).scaleb(-rate.decimals)) if rate else ("", Decimal(1))
    found: dict[str, tuple[str, Decimal, Decimal]] = {}
    before = None
    for item in boxes[0].all("li"):
        digit = next((each for shape in item.walk() for each in shape.classes if re.fullmatch("b[0-9]", each)), "b0")[
            1:
        ]
        match = _RANGE.fullmatch(item.text)
        if match is None:
            if item.text != _NO_CASES or digit != "0":
                page.fault(item.line, field, SITE_SAYS, found=item.text, expected=_NO_CASES)
            continue
        low, high = (Decimal(part.replace(",", "")) for part in (match[1], match[3] or match[1]))
        if match[2] != unit:
            page.fault(item.line, field, SITE_SAYS, found=item.text, expected=f"{match[1]}{unit} …")
        if before is not None and low != before + step:
            page.fault(item.line, field, SITE_SAYS, found=str(low), expected=plain(before + step))
        before = high
        found[digit] = item.text, low, high
    return found


def _hexagon(page: CheckedPage, layer: str, link: HtmlElement, record: Record, legends: list[ReadLegend]) -> None:
    expected = page.expected
    first = expected.columns[expected.measures[0]]
    title = next((each for each in link.all("title")), link)
    page.same(title, record.name, title.text, f"{record.name}: {figure(record.figures, first)}")
    digits = link.attributes.get("data-b", "")
    wanted = "".join(
        _class(legend, number(record.figures, expected.columns[field]), expected.columns[field])
        for legend, field in zip(legends, expected.measures, strict=True)
    )
    shown = link.attributes.get("class", "").removeprefix("b")
    for field, legend, found, right in zip(
        expected.measures, legends, digits.ljust(len(wanted), "?"), wanted, strict=False
    ):
        if found != right or (field == expected.measures[0] and shown != right):
            column = expected.columns[field]
            colours = {"0": _NO_CASES, **{digit: words for digit, (words, _, _) in legend.items()}}
            wrong = shown if found == right else found
            page.fault(
                link.line, record.name, SITE_COLOUR, found=colours.get(wrong, wrong), measure=expected.title(column),
                figure=figure(record.figures, column), expected=colours.get(right, right),
            )  # fmt: skip
    hexagon = expected.hexagon(record.code)
    use = next(iter(link.all("use")), None)
    if hexagon is None or use is None:
        page.fault(link.line, record.name, SITE_LACKS, expected="a hexagon")
        return
    at = f"{use.attributes.get('x')}, {use.attributes.get('y')}"
    right_at = f"{10 * hexagon.column + (5 if hexagon.row % 2 else 0):g}, {round(_ROW * hexagon.row, 2):g}"
    if at != right_at or layer != hexagon.layer:
        page.fault(
            link.line, record.name, SITE_PLACE, found=f"{at} of “{layer}”", expected=f"{right_at} of “{hexagon.layer}”"
        )
    if ("#z" in use.attributes.get("href", "")) != (wanted[0] == "0"):
        page.fault(link.line, record.name, SITE_SAYS, found="a pattern that isn't its own", expected=title.text)


def _class(legend: ReadLegend, value: Decimal | None, column: Column) -> str:
    """The digit of the class that a figure is in; "0" where there are no cases."""
    if value is None or (not value and column.is_entered):
        return "0"
    return next((digit for digit, (_, low, high) in legend.items() if low <= value <= high), "?")
