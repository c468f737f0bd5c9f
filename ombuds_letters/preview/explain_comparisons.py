"""Where the values that a letter compares come from, in words: which counts of how many authorities, of which year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..edition import Edition
from ..edition.tables import AVERAGES, EARLIER, PREVIOUS, Column, Rate, rate_counts
from ..letter.compared_values import AGAINST, AMONG, BASIS, CHANGE
from ..records.averages import Average
from ..records.compared_with import EarlierFigures
from ..records.record import Record
from ..text import english

_NAMES = {
    AVERAGES: "Average: {}",
    AGAINST: "Compared with the average: {}",
    PREVIOUS: "Last year: {}",
    CHANGE: "Change since last year: {}",
    EARLIER: "Earlier year: {}",
    BASIS: "Basis of: {}",
}


@dataclass(frozen=True, slots=True)
class ExplainedComparison:
    """A value's title, "Average: Uphold Rate", and how it was made, in sentences."""

    title: str
    arithmetic: tuple[str, ...]


class ComparisonExplainer:
    """Explains one letter's comparisons: `ComparisonExplainer(edition, record).explained("averages.decided.uphold_rate")`."""

    def __init__(self, edition: Edition, record: Record) -> None:
        self._edition = edition
        self._record = record
        self._columns = {column.field: column for column in edition.table_spec.columns()}

    def explained(self, name: str) -> ExplainedComparison | None:
        """The explanation of a value by its name; None for one that is no comparison, or isn't for readers."""
        kind, _, rest = name.partition(".")
        if kind == AMONG or kind not in _NAMES:
            return None
        number, field = (rest.partition(".")[0], rest.partition(".")[2]) if kind == EARLIER else ("0", rest)
        if kind == BASIS:
            field = field.rpartition(".")[0]
        column = self._columns.get(field)
        if column is None:
            return None
        return ExplainedComparison(_NAMES[kind].format(column.heading), tuple(self._lines(kind, column, int(number))))

    def _lines(self, kind: str, column: Column, number: int) -> Iterator[str]:
        if kind in (AVERAGES, AGAINST):
            yield from self._average(column)
        elif kind in (PREVIOUS, CHANGE, EARLIER):
            yield from self._earlier(column, number)
        elif isinstance(column.figure, Rate):
            part, whole = rate_counts(self._record.figures, column.figure)
            yield f"{part:,} of {whole:,}, from the record"

    def _average(self, column: Column) -> Iterator[str]:
        comparison, rules = self._record.comparison, self._edition.table_spec.averages
        averages = comparison.averages if comparison else None
        found = averages.of.get(column.field) if averages else None
        title = self._edition.kinds[self._record.kind].title
        if found is None or rules is None:
            yield f"there is none for {title}"
        elif found.stated:
            yield f"{found.text}, as year.yaml states it for {title}"
        else:
            yield f"{found.text} {_made(found, column, from_rates=rules.from_rates)} of {found.authorities:,} {title}"
            if isinstance(column.figure, Rate):
                part, whole = rate_counts(self._record.figures, column.figure)
                yield f"this authority has {part:,} of {whole:,} among them"

    def _earlier(self, column: Column, number: int) -> Iterator[str]:
        comparison = self._record.comparison
        years = comparison.earlier if comparison else ()
        year = years[number] if number < len(years) else EarlierFigures("", (), ())
        if not year.rows or any(field not in row for field in column.made_from for row in year.rows):
            yield (
                f"there is nothing of {year.year} to compare with"
                if year.year
                else "no earlier year is named in year.yaml"
            )
            return
        if column.residents and year.of_several_kinds:
            names = english.all_of(year.names)
            yield f"{year.year}: {names} are of several kinds, which may have the same residents"
            return
        of = f", of {english.all_of(year.names)} together" if len(year.rows) > 1 else ""
        if isinstance(column.figure, Rate):
            counts = [rate_counts(row, column.figure) for row in year.rows]
            part, whole = sum(one for one, _ in counts), sum(all_ for _, all_ in counts)
            yield f"{year.year}: {part:,} of {whole:,}{of}"
        else:
            yield f"{year.year}: {sum(row[column.field] for row in year.rows):,}{of}"
        if column.comparable_since:
            yield f"compared since {column.comparable_since}"


def _made(average: Average, column: Column, *, from_rates: bool) -> str:
    if not isinstance(column.figure, Rate):
        return f"each: {average.part:,} together,"
    if from_rates:
        return "is the mean of the rates"
    return f"is pooled: {average.part:,} of {average.whole:,}, the cases"
