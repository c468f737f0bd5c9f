"""What an authority's page says: its figures among others of its kind, earlier years, its letter, questions to ask."""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..edition.questions_to_ask import FigureCondition
from ..edition.tables import PER_CENT, Column, Rate, Total
from ..letter import Templates
from ..letter.documents import Html
from ..records.record import Record
from ..records.roster import LetterJob
from ..text import english
from . import drawings, letter_html
from .drawings import Strip
from .letters import PublishedLetter
from .statistics import NOTHING, FieldCounts, knows, printed, together, value
from .year import PublishedYear, region_page

_ALL_OF_IT = Fraction(PER_CENT)

YearCounts = tuple[str, FieldCounts]  # of an authority's years, this one first; {} of one that has none


class CouncilPages:
    """The values of authorities' pages: `CouncilPages(year, templates).values(job)`. What a kind shares is worked out once."""

    def __init__(self, year: PublishedYear, templates: Templates) -> None:
        self._year = year
        self._templates = templates
        self._numbers: dict[tuple[str, str], list[Fraction]] = {}
        self._means: dict[tuple[str, str], Fraction | None] = {}
        self._averages: dict[tuple[str, str], str] = {}
        self._strips: dict[tuple[str, str], Strip] = {}
        for kind, group in year.kinds.items():
            for column in year.columns:
                key = kind, column.field
                numbers = [number for each in group.records if (number := value(each.figures, column)) is not None]
                self._numbers[key] = sorted(numbers)
                self._means[key] = group.mean(column)
                self._averages[key] = group.average(column)
                self._strips[key] = drawings.strip(numbers, _ALL_OF_IT if column.is_share else None)

    def values(self, job: LetterJob) -> dict[str, Any]:
        """The values of one authority's page."""
        year, record = self._year, job.record
        if year.letters[record.code].withdrawn:
            return {**self._about(record), "tables": (), "earlier": (), "taken": (), "questions": (), "letter": ""}
        publish = year.edition.publish_addressee
        before = year.before(record)
        earlier = ((each.year, together(each.rows, year.residents if each.of_several_kinds else ())) for each in before)
        years = [(year.edition.year, record.figures), *earlier]
        return {
            **self._about(record),
            "tables": tuple(
                {"title": table.title, "rows": tuple(self._row(job, column) for column in table.columns)}
                for table in year.edition.table_spec.tables
            ),
            "earlier": self._earlier(years),
            "taken": tuple(
                {"year": each.year, "names": english.all_of(each.names)}
                for each in before
                if each.rows and each.names != (record.name,)
            ),
            "questions": self._questions(record, years),
            "letter": letter_html.of(self._templates, record, job.contact, addressee=publish),
        }

    def _about(self, record: Record) -> dict[str, Any]:
        """What the page of an authority says of it and its letters, whether or not its figures are published."""
        year = self._year
        hexagon, letters, kind = year.hexagon(record.code), year.letters[record.code], year.kinds.get(record.kind)
        return {
            "authority": {
                "name": record.name,
                "code": record.code,
                "kind": year.edition.kinds[record.kind].title,
                "of_kind": f"{len(kind.records):,}" if kind else "",
                "region": hexagon.region if hexagon else "",
            },
            "region_page": f"../{region_page(hexagon.region)}" if hexagon and hexagon.region in year.regions else "",
            "current": (_letter(letters.current),) if letters.current else (),
            "former": tuple(map(_letter, letters.former)),
            "withdrawn": letters.withdrawn.reason if letters.withdrawn else "",
        }

    def _row(self, job: LetterJob, column: Column) -> dict[str, Any]:
        kind, figures = job.record.kind, job.record.figures
        key = kind, column.field
        number = value(figures, column)
        numbers = self._numbers[key]
        row: dict[str, Any] = {
            "label": column.heading,
            "figure": printed(figures, column),
            "average": self._averages[key],
            "total": isinstance(column.figure, Total),
            "strip": Html(""),
        }
        if number is not None and len(numbers) > 1:
            lower = bisect.bisect_left(numbers, number)
            higher = len(numbers) - bisect.bisect_right(numbers, number)
            label = f"{printed(figures, column)}; {lower:,} of {len(numbers):,} have less, {higher:,} have more"
            row["strip"] = self._strips[key].drawing(number, label)
        return row

    def _earlier(self, years: Sequence[YearCounts]) -> tuple[dict[str, Any], ...]:
        """This year's figures beside those of earlier years, table by table; none where there are no earlier years."""
        year = self._year
        columns = [each for each in years if each[1]]
        if len(columns) == 1:
            return ()
        tables = []
        for table in year.edition.table_spec.tables:
            rows = tuple(
                {"label": column.heading, "figures": tuple(self._of_year(column, *each) for each in columns)}
                for column in table.columns
            )
            partly = any(NOTHING in row["figures"] for row in rows)
            tables.append(
                {"title": table.title, "years": tuple(name for name, _ in columns), "rows": rows, "partly": partly}
            )
        return tuple(tables)

    def _of_year(self, column: Column, name: str, figures: FieldCounts) -> str:
        """A year's figure as it is printed, a dash where it isn't there or can't be compared with this year's."""
        known = knows(figures, column) and self._year.is_comparable(column, name)
        return printed(figures, column) if known else NOTHING

    def _questions(self, record: Record, years: Sequence[YearCounts]) -> tuple[str, ...]:
        """The questions to ask whose conditions the authority's figures satisfy."""
        year = self._year
        columns = {column.field: column for column in year.columns}
        found = []
        for each in year.asked:
            if all(
                self._holds(one, columns[one.field], years, self._means[record.kind, one.field]) for one in each.when
            ):
                first = columns[each.when[0].field]
                figure, average = printed(record.figures, first), self._averages[record.kind, first.field]
                found.append(each.ask.format(figure=figure, average=average))
        return tuple(found)

    def _holds(
        self,
        condition: FigureCondition,
        column: Column,
        years: Sequence[YearCounts],
        mean: Fraction | None,
    ) -> bool:
        asked = years[: condition.years]
        if len(asked) < condition.years:
            return False
        if not all(knows(figures, column) and self._year.is_comparable(column, name) for name, figures in asked):
            return False
        numbers = [value(figures, column) for _, figures in asked]
        return all(number is not None and _within(condition, number, mean) for number in numbers)


def _within(condition: FigureCondition, number: Fraction, mean: Fraction | None) -> bool:
    if condition.at_least is not None and number < condition.at_least:
        return False
    if condition.at_most is not None and number > condition.at_most:
        return False
    if condition.above_average is None and condition.below_average is None:
        return True
    if mean is None:
        return False
    above, below = condition.above_average, condition.below_average
    if above is not None and not (number > mean and number >= mean * (1 + above)):
        return False
    return below is None or (number < mean and number <= mean * (1 - below))


def meaning(column: Column, year: PublishedYear) -> str:
    """What a figure is, for the data dictionary: "counted", "the sum of …", "… divided by …"."""
    headings = {each.field: each.heading for each in year.columns}
    if isinstance(column.figure, Total):
        return "The sum of " + ", ".join(headings[each] for each in column.figure.parts) + "."
    if isinstance(column.figure, Rate):
        parts, whole = (
            [headings[each] for each in side] for side in (column.figure.numerator, column.figure.denominator)
        )
        return f"{' + '.join(parts)} divided by {' + '.join(whole)}, {accuracy(column.figure)}, halves up."
    return "Counted."


def accuracy(rate: Rate) -> str:
    """In what a rate is given: "in whole per cent", "per 100,000, with one decimal"."""
    if rate.per == PER_CENT:
        return "in per cent, with one decimal" if rate.decimals else "in whole per cent"
    return f"per {rate.per:,}, {'with one decimal' if rate.decimals else 'in whole numbers'}"


def _letter(letter: PublishedLetter) -> dict[str, Any]:
    day = datetime.date.fromisoformat
    return {
        "file": f"../{letter.file}",
        "sha256": letter.sha256,
        "kilobytes": f"{max(1, round(letter.bytes / 1000)):,}",
        "pages": str(letter.pages),
        "issue": str(letter.issue) if letter.issue else "",
        "released": english.long_date(day(letter.day)) if letter.day else "",
        "date": english.long_date(day(letter.date)),
        "reason": letter.reason,
        "ended_by": str(letter.ended_by) if letter.ended_by else "",
        "withdrawn": letter.withdrawn,
    }
