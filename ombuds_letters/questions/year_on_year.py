"""Figures against earlier years: jumps that chance does not explain, zeros after years of cases, swapped digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..edition.tables import Column, Table, Total
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, YearComparison, is_total
from .question import Question, QuestionFigure, QuestionKind, QuestionText, figures, surprise_score

# Cases that are added to each of the two years' sums: with few authorities, the national change is taken to be small.
_PRIOR_CASES = 50
_MIN_CELLS_OF_COLUMN = 200  # with fewer, the overdispersion is estimated from all columns together


@dataclass(frozen=True, slots=True)
class _TwoYears:
    """A column's sums of both years: what is needed for the probability of one authority's pair of counts."""

    column: Column
    now: int
    before: int
    overdispersion: float

    def share(self, now: int, before: int) -> float:
        """The share of this year in both years' cases, over all other authorities."""
        others = self.now - now + _PRIOR_CASES
        return others / (others + self.before - before + _PRIOR_CASES)

    def tail_probability(self, now: int, before: int) -> float:
        share = self.share(now, before)
        if not beta_binomial.is_far(now, now + before, share, self.overdispersion):
            return 1.0
        return beta_binomial.tail_probability(now, now + before, share, self.overdispersion)

    def zero_probability(self, total: int, years: int, share: float) -> float:
        """The probability that none of the cases of this year and so many earlier ones falls into this year."""
        return beta_binomial.zero_probability(total, share / (share + (1 - share) * years), self.overdispersion)


class YearOnYear:
    """The comparisons with earlier years, and how many of each kind there are."""

    def __init__(self, comparison: YearComparison) -> None:
        self.comparison = comparison
        self.both = [authority for authority in comparison.authorities if authority.last]
        self.columns = self._columns()
        pairs = [
            (each.figures[field], each.last[field])
            for field in self.columns
            for each in self.both
            if field in each.last
        ]
        self.jumps = sum(1 for now, before in pairs if now + before)
        self.zeros = self._zeros()
        self.swaps = sum(1 for _, before in pairs if digit_swaps(before))

    def _columns(self) -> Mapping[str, _TwoYears]:
        found: dict[str, tuple[Column, int, int, list[tuple[int, int, float]]]] = {}
        for field, column in self.comparison.columns.items():
            pairs = [(each.figures[field], each.last[field]) for each in self.both if field in each.last]
            now, before = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
            rough = _TwoYears(column, now, before, 0.0)
            cells = [(n, n + m, rough.share(n, m)) for n, m in pairs]
            found[field] = (column, now, before, cells)
        of_all = beta_binomial.estimate_overdispersion(
            cell for column, *_, cells in found.values() if not is_total(column) for cell in cells
        )
        usual = beta_binomial.USUAL_OVERDISPERSION if of_all is None else of_all
        return {
            field: _TwoYears(
                column,
                now,
                before,
                usual if (own := beta_binomial.estimate_overdispersion(cells, _MIN_CELLS_OF_COLUMN)) is None else own,
            )
            for field, (column, now, before, cells) in found.items()
            if cells
        }

    def _zeros(self) -> int:
        """The effective number of comparisons with 0, by the cases of all years together."""
        found: list[tuple[float, int]] = []
        for field, column in self.columns.items():
            there = [(each.figures[field], earlier_counts(each, field)) for each in self.both if each.last.get(field)]
            repeats = Counter((len(before), now + sum(before)) for now, before in there)
            found += [
                (column.zero_probability(total, years, column.share(0, 0)), times)
                for (years, total), times in repeats.items()
            ]
        return beta_binomial.effective_comparisons(found)

    def questions(self, already_asked: Collection[tuple[str, str]]) -> Iterator[Question]:
        """Unusual changes; `already_asked` has figures as (code, field)."""
        for authority in self.both:
            for table in self.comparison.table_spec.tables:
                yield from _AuthorityTable(self, authority, table, already_asked).questions()


def earlier_counts(authority: ComparedAuthority, field: str) -> list[int]:
    """A figure of earlier years, the latest first."""
    return [year[field] for year in authority.before if field in year]


class _AuthorityTable:
    """One authority's row of a table; `settled` are the fields that are asked about already."""

    def __init__(
        self, of: YearOnYear, authority: ComparedAuthority, table: Table, already_asked: Collection[tuple[str, str]]
    ) -> None:
        self.of = of
        self.authority = authority
        self.table = table
        self.counts = {
            field: (authority.figures[field], authority.last[field]) for field in of.columns if field in authority.last
        }
        self.settled = {field for field in self.counts if (authority.code, field) in already_asked}
        self.columns = [column for column in table.columns if column.field in self.counts]

    def questions(self) -> Iterator[Question]:
        yield from self._zeros()
        yield from self._swapped()
        yield from self._jumps()

    def _left(self) -> list[Column]:
        return [column for column in self.columns if column.field not in self.settled]

    def _zeros(self) -> Iterator[Question]:
        threshold = beta_binomial.threshold(self.of.zeros)
        zeros = [column for column in self._left() if not self.counts[column.field][0]]
        found: list[tuple[float, Column, list[int]]] = []
        for column in zeros:
            before = earlier_counts(self.authority, column.field)
            whole = self.of.columns[column.field]
            if (
                before[0]
                and (probability := whole.zero_probability(sum(before), len(before), whole.share(0, before[0])))
                < threshold
            ):
                found.append((probability, column, before))
        if not found:
            return
        totals = [each for each in found if is_total(each[1])]
        shown = totals or found
        least = min(probability for probability, *_ in found)
        words = sentences.zero(self.table.title, [(column.heading, before) for _, column, before in shown], least)
        about = zeros if totals else [column for _, column, _ in found]
        years = len(self.of.comparison.earlier_years)
        score = surprise_score(least, self.of.zeros)
        yield self._question(QuestionKind.ZERO, self.table.key, shown[0][1].heading, about, years, words, score)

    def _swapped(self) -> Iterator[Question]:
        threshold = beta_binomial.threshold(self.of.swaps)
        for column in self._left():
            now, before = self.counts[column.field]
            if now not in digit_swaps(before) or not self.settled.isdisjoint(_parts(column)):
                continue
            whole = self.of.columns[column.field]
            probability = beta_binomial.pmf(now, now + before, whole.share(now, before), whole.overdispersion)
            if probability < threshold:
                words = sentences.swapped(self.table.title, column.heading, now, before, probability)
                score = surprise_score(probability, self.of.swaps)
                yield self._question(QuestionKind.SWAPPED, column.field, column.heading, [column], 1, words, score)

    def _jumps(self) -> Iterator[Question]:
        threshold = beta_binomial.threshold(self.of.jumps)
        found: list[tuple[float, Column]] = []
        surprising = set(self.settled)
        for column in sorted(self._left(), key=is_total):
            now, before = self.counts[column.field]
            explained = [self.counts[part] for part in _parts(column) if part in surprising]  # subtracted from a total
            now, before = now - sum(each for each, _ in explained), before - sum(each for _, each in explained)
            probability = (
                self.of.columns[column.field].tail_probability(now, before) if now >= 0 and before >= 0 else 1.0
            )
            if probability < threshold:
                found.append((probability, column))
                surprising.add(column.field)
        if not found:
            return
        found.sort(key=lambda each: each[0])
        columns = [column for _, column in found]
        least = found[0][0]
        words = sentences.jump(self.table.title, [(each.heading, *self.counts[each.field]) for each in columns], least)
        score = surprise_score(least, self.of.jumps)
        yield self._question(QuestionKind.JUMP, self.table.key, columns[0].heading, columns, 1, words, score)

    def _question(
        self,
        kind: QuestionKind,
        subject: str,
        label: str,
        columns: Iterable[Column],
        years: int,
        words: QuestionText,
        score: float,
    ) -> Question:
        comparison, authority = self.of.comparison, self.authority
        fields = [column.field for column in columns]
        self.settled |= set(fields)
        bound: list[QuestionFigure] = [
            *figures(comparison.year, authority.code, fields, [authority.figures[each] for each in fields])
        ]
        for year, before in list(zip(comparison.earlier_years, authority.before, strict=True))[:years]:
            there = [field for field in fields if field in before]
            bound += figures(year, authority.code, there, [before[each] for each in there])
        return Question(
            comparison.year,
            kind,
            (authority.code,),
            (authority.name,),
            subject,
            label,
            tuple(bound),
            words,
            score,
            authority.place,
        )


def _parts(column: Column) -> tuple[str, ...]:
    """The fields that a total adds up; none for a count."""
    return column.figure.parts if isinstance(column.figure, Total) else ()


@lru_cache(maxsize=10_000)
def digit_swaps(count: int) -> frozenset[int]:
    """What a count becomes when two adjacent digits are swapped: 134 is 314 or 143."""
    digits = str(count)
    swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
    return frozenset(int(each) for each in swapped if each != digits and not each.startswith("0"))
