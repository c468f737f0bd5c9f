"""What a letter may print of comparisons: the basis of rates, averages, earlier figures, changes; as texts, by dotted names.

`basis.decided.uphold_rate.part`, `averages.decided.uphold_rate`, `against_average.…`, `among.…`, `previous.…`, `change.…` and
`earlier.1.…`, which figures.yaml and year.yaml ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..edition import Edition
from ..edition.bands import band, tenths
from ..edition.comparisons import EarlierRules
from ..edition.tables import AVERAGES, EARLIER, PREVIOUS, Column, Rate, rate_counts
from ..records.averages import Averages
from ..records.compared_with import EarlierFigures, RecordComparison
from ..records.comparison import is_comparable
from ..records.record import Record
from . import attachment

BASIS, AGAINST, AMONG, CHANGE, YEAR = "basis", "against_average", "among", "change", "year"
COMPARED = frozenset({BASIS, AVERAGES, AGAINST, AMONG, PREVIOUS, CHANGE, EARLIER})


class ComparedValues:
    """The values of an edition's letters: `ComparedValues(edition).of(record, figures)`.

    `figures` are the record's own as they are printed, by field. Which names there are depends on the edition alone.
    """

    def __init__(self, edition: Edition) -> None:
        self._columns = {column.field: column for column in edition.table_spec.columns()}
        self._rates = [(field, each.figure) for field, each in self._columns.items() if isinstance(each.figure, Rate)]
        self._commas = any(each.commas for each in self._columns.values())
        self._averages = edition.table_spec.averages
        self._rules = edition.table_spec.earlier
        self._years = edition.earlier_years
        self._comparable = {
            year: frozenset(field for field, each in self._columns.items() if is_comparable(each, year, self._columns))
            for year in self._years
        }

    def of(self, record: Record, figures: Mapping[str, str]) -> dict[str, str]:
        """All values of one letter; "" for what it lacks."""
        return dict(self._all(record, figures))

    def _all(self, record: Record, figures: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        compared = record.comparison or RecordComparison(None, ())
        for field, rate in self._rates:
            part, whole = rate_counts(record.figures, rate)
            yield f"{BASIS}.{field}.part", self._number(str(part))
            yield f"{BASIS}.{field}.whole", self._number(str(whole))
        if self._averages is not None:
            yield from self._of_kind(compared.averages or Averages({}, {}), record.figures, figures)
        if self._rules is not None:
            yield from self._of_years(compared.earlier, record, figures)

    def _number(self, text: str) -> str:
        """A number as this edition prints it: "1,234.5" of "1234.5"."""
        digits = re.match(r"\d+", text) if self._commas else None
        return f"{int(digits[0]):,}{text[digits.end() :]}" if digits else text

    def _of_kind(
        self, kind: Averages, counts: Mapping[str, int], figures: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        rules = self._averages
        for field in rules.of if rules else ():
            average = kind.of.get(field)
            none = rules.none if rules else ""
            yield f"{AVERAGES}.{field}", self._number(average.text) if average else none
            yield f"{AMONG}.{field}", kind.among.get(field, "")
            if rules and rules.bands:
                words = rules.none
                if average and _has_number(self._columns[field], counts):
                    words = band(rules.bands, _tenths(figures[field]) - _tenths(average.text))
                yield f"{AGAINST}.{field}", words

    def _of_years(
        self, earlier: Sequence[EarlierFigures], record: Record, figures: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        rules = self._rules
        if rules is None:
            return
        by_year = {each.year: each for each in earlier}
        for number, year in enumerate(self._years or ("",)):
            before = by_year.get(year, EarlierFigures(year, (), ()))
            then = {field: self._then(column, before) for field, column in self._columns.items()}
            texts = {
                field: attachment.figure(self._columns[field], counts) if counts else rules.none
                for field, counts in then.items()
            }
            for name in (f"{EARLIER}.{number}", PREVIOUS)[: 1 if number else 2]:
                yield f"{name}.{YEAR}", year
                yield from ((f"{name}.{field}", text) for field, text in texts.items())
            for field, counts in () if number else then.items():
                both = counts and all(_has_number(self._columns[field], each) for each in (record.figures, counts))
                yield (
                    f"{CHANGE}.{field}",
                    _change(rules, figures[field], texts[field]) if both else rules.not_comparable,
                )

    def _then(self, column: Column, before: EarlierFigures) -> Mapping[str, int]:
        """The counts that a figure of an earlier year is made of, those of several authorities added up; {} for none.

        Residents of several kinds of authority have no sum: a county and its districts have the same ones.
        """
        rows = before.rows
        if not rows or column.field not in self._comparable.get(before.year, ()):
            return {}
        if column.residents and before.of_several_kinds:
            return {}
        if any(field not in row for field in column.made_from for row in rows):
            return {}
        return {field: sum(row[field] for row in rows) for field in column.made_from}


def _has_number(column: Column, counts: Mapping[str, int]) -> bool:
    """False for a rate of nothing, which is said in words."""
    return not isinstance(column.figure, Rate) or rate_counts(counts, column.figure)[1] > 0


def _change(rules: EarlierRules, now: str, before: str) -> str:
    one, other = _tenths(now), _tenths(before)
    if one == other:
        return rules.same
    return (rules.up if one > other else rules.down).format(before=before)


def _tenths(figure: str) -> int:
    """A printed figure as a number in tenths: 145 of "14.5", 880 of "88%"."""
    return tenths(figure.removesuffix("%").replace(",", ""))
