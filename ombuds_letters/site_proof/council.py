"""An authority's page: its figures, averages and drawings, earlier years, letters, notices, and questions to ask."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..edition.questions_to_ask import FigureCondition, QuestionToAsk
from ..edition.tables import PER_CENT, Column
from ..faults import Kind
from ..records.record import Record
from . import earlier_years
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage
from .expected import ExpectedLetterFile, ExpectedSite
from .figures import DASH, Counts, average, exactly, figure, mean, summed
from .html_reader import HtmlElement

SITE_DRAWING = Kind(
    "site.drawing", "has its own line at {found}; by the records it should be at {expected}; publish again"
)
SITE_TICKS = Kind("site.ticks", "has lines that are not those of its kind; publish again")

_OWN_LINE = re.compile(r"M(\d+) 0v14")
_LINES = re.compile(r"M(\d+) 2v10")
_MARGIN, _LENGTH = 2, 100  # of a drawing, in its units


class Peers:
    """The figures of one kind of authority, worked out once: `Peers(records).average(column)`."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._known: dict[str, PeerFigures] = {}
        self._totals = summed(records)
        self._places: dict[tuple[str, Fraction], tuple[int, int, int]] = {}

    def of(self, column: Column) -> PeerFigures:
        """What is known of one figure."""
        if (found := self._known.get(column.field)) is None:
            exact = (exactly(each.figures, column) for each in self._records)
            numbers = tuple(sorted(each for each in exact if each is not None))
            most = Fraction(PER_CENT) if column.is_share else max(numbers, default=Fraction(0)) or Fraction(1)
            lines = frozenset(_MARGIN + int(each * _LENGTH / most) for each in numbers)
            exact_mean = mean(self._totals, len(self._records), column)
            found = PeerFigures(numbers, most, lines, exact_mean, average(exact_mean, column))
            self._known[column.field] = found
        return found

    def place(self, column: Column, own: Fraction) -> tuple[int, int, int]:
        """How many have less than a figure and how many more, and where its line is in a drawing."""
        key = column.field, own
        if (place := self._places.get(key)) is None:
            known = self.of(column)
            less = bisect.bisect_left(known.numbers, own)
            more = len(known.numbers) - bisect.bisect_right(known.numbers, own)
            place = self._places[key] = less, more, _MARGIN + int(own * _LENGTH / known.most)
        return place

    def average(self, column: Column) -> str:
        return self.of(column).average

    def mean(self, column: Column) -> Fraction | None:
        return self.of(column).mean


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """One figure of a kind: its numbers in order, the largest that a drawing shows, where its lines are, and the average."""

    numbers: tuple[Fraction, ...]
    most: Fraction
    lines: frozenset[int]
    mean: Fraction | None
    average: str


def check(page: CheckedPage, record: Record, peers: Peers) -> None:
    """Compares an authority's page with its record."""
    _title(page, record)
    _figures(page, record, peers)
    earlier_years.check(page, record)
    _questions(page, record, peers)
    _letters(page, record)


def check_without_figures(page: CheckedPage, record: Record) -> None:
    """Compares the page of an authority whose letter was withdrawn: it has no figures, of any year."""
    _title(page, record)
    for table in page.root.all("table"):
        page.fault(table.line, "figures", SITE_ADDED, found=table.text)
    _letters(page, record)


def _title(page: CheckedPage, record: Record) -> None:
    heading = page.root.all("h1")
    if len(heading) != 1 or heading[0].text != record.name:
        page.fault(0, "h1", SITE_SAYS, found=heading[0].text if heading else "", expected=record.name)
    titles = [each for head in page.root.all("head") for each in head.all("title")]  # a drawing has a title too
    if len(titles) != 1 or not titles[0].text.startswith(record.name):
        said = "; ".join(each.text for each in titles)
        page.fault(titles[0].line if titles else 0, "title", SITE_SAYS, found=said, expected=record.name)


def _figures(page: CheckedPage, record: Record, peers: Peers) -> None:
    expected = page.expected
    found = page.tables("figures")
    captions = [each.caption for each in found]
    if captions != list(expected.tables):
        page.fault(0, "figures", SITE_SAYS, found=", ".join(captions), expected=", ".join(expected.tables))
        return
    for table in found:
        columns = {column.heading: column for column in expected.tables[table.caption].columns}
        wanted = {
            heading: {"figure": figure(record.figures, column), "average": peers.average(column)}
            for heading, column in columns.items()
        }
        drawings = {
            row.head: cell
            for row in table.rows
            for shows, cell in zip(table.shows, row.cells, strict=False)
            if shows == "strip"
        }
        for heading, cell in drawings.items():
            if heading in columns:
                _drawing(page, heading, cell, record, columns[heading], peers)
                wanted[heading]["strip"] = cell.text
        page.cells(table, wanted)


def _drawing(page: CheckedPage, heading: str, cell: HtmlElement, record: Record, column: Column, peers: Peers) -> None:
    """Compares the drawing of a figure among those of its kind, and what it says to people who can't see it."""
    own, known = exactly(record.figures, column), peers.of(column)
    numbers = known.numbers
    drawing = next(iter(cell.all("svg")), None)
    if own is None or len(numbers) < 2:
        if drawing is not None:
            page.fault(cell.line, heading, SITE_ADDED, found="a drawing")
        return
    if drawing is None:
        page.fault(cell.line, heading, SITE_LACKS, expected="a drawing")
        return
    less, more, position = peers.place(column, own)
    says = re.findall(r"\d[\d,]*(?:\.\d+)?%?", drawing.attributes.get("aria-label", ""))
    wanted = [figure(record.figures, column), f"{less:,}", f"{len(numbers):,}", f"{more:,}"]
    if says != wanted:
        page.fault(drawing.line, heading, SITE_SAYS, found=" ".join(says), expected=" ".join(wanted))
    paths = [each.attributes.get("d", "") for each in drawing.all("path")]
    line = _OWN_LINE.fullmatch(paths[-1]) if paths else None
    if line is None or int(line[1]) != position:
        page.fault(drawing.line, heading, SITE_DRAWING, found=line[1] if line else "nowhere", expected=position)
    if _lines(paths[0] if paths else "") != known.lines:
        page.fault(drawing.line, heading, SITE_TICKS)


@lru_cache(maxsize=1000)  # authorities of a kind have the same
def _lines(path: str) -> frozenset[int]:
    """The positions of the thin lines in a drawing."""
    return frozenset(int(each) for each in _LINES.findall(path))


def _questions(page: CheckedPage, record: Record, peers: Peers) -> None:
    section = _section(page.root, "ask")
    found = section.all("li") if section else []
    wanted = list(questions(page, record, peers))
    if len(found) != len(wanted):
        page.fault(section.line if section else 0, "questions", SITE_SAYS, found=len(found), expected=len(wanted))
    for item, text in zip(found, wanted, strict=False):
        page.same(item, "questions", item.text, text)


def questions(page: CheckedPage, record: Record, peers: Peers) -> Iterator[str]:
    """The questions to ask about an authority, with its figures in them."""
    expected = page.expected
    years = expected.years_of(record)
    for each in expected.asked:
        if all(_is_true(one, expected, years, peers) for one in each.when):
            yield _asked(each, expected.columns, record, peers)


def _asked(each: QuestionToAsk, columns: Mapping[str, Column], record: Record, peers: Peers) -> str:
    column = columns[each.when[0].field]
    text = each.ask.replace("{figure}", figure(record.figures, column)).replace("{average}", peers.average(column))
    return " ".join(text.replace("{{", "{").replace("}}", "}").split())


def _is_true(
    condition: FigureCondition, expected: ExpectedSite, years: Sequence[tuple[str, Counts]], peers: Peers
) -> bool:
    column = expected.columns[condition.field]
    asked = years[: condition.years]
    if len(asked) < condition.years or any(expected.figure_of(year, counts, column) == DASH for year, counts in asked):
        return False
    average_ = peers.mean(column)
    for _, counts in asked:
        number = exactly(counts, column)
        if number is None:
            return False
        limits = [
            condition.at_least is None or number >= condition.at_least,
            condition.at_most is None or number <= condition.at_most,
        ]
        if condition.above_average is not None:
            limits.append(
                average_ is not None and number > average_ and number - average_ >= average_ * condition.above_average
            )
        if condition.below_average is not None:
            limits.append(
                average_ is not None and number < average_ and average_ - number >= average_ * condition.below_average
            )
        if not all(limits):
            return False
    return True


def _letters(page: CheckedPage, record: Record) -> None:
    """Compares which letters the page offers, with their checksums, and what it says of a withdrawn one."""
    expected = page.expected
    own = [each for each in expected.letters if each.code == record.code]
    section = _section(page.root, "letter")
    links = [] if section is None else [each.attributes.get("href", "") for each in section.all("a")]
    offered = sorted(each.removeprefix("../") for each in links if each.startswith("../letters/"))
    if offered != sorted(each.file for each in own):
        page.fault(
            section.line if section else 0,
            "letters",
            SITE_SAYS,
            found=", ".join(offered),
            expected=", ".join(each.file for each in own),
        )
    _checksums(page, section, own)
    reason = expected.withdrawn.get(record.code)
    notices = [each.text for each in page.root.all("div", "notice")]
    if reason is not None and not any(" ".join(reason.split()) in each for each in notices):
        page.fault(0, "withdrawn", SITE_LACKS, expected=reason)


def _checksums(page: CheckedPage, section: HtmlElement | None, own: Sequence[ExpectedLetterFile]) -> None:
    said = list(section.all("code") if section else [])
    page.compared.update(id(each) for each in said)
    wanted = {each.sha256 for each in own}
    for each in said:
        if each.text not in wanted:
            page.fault(each.line, "checksum", SITE_ADDED, found=each.text)
    for digest in sorted(wanted - {each.text for each in said}):
        page.fault(0, "checksum", SITE_LACKS, expected=digest)


def _section(root: HtmlElement, name: str) -> HtmlElement | None:
    """The section whose heading has this identifier."""
    return next((each for each in root.all("section") if each.attributes.get("aria-labelledby") == name), None)
