"""Figures against earlier years: jumps beyond what chance explains, zeros after years of cases, digits swapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..edition.tables import Column, Table, Total
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, Comparison, is_total
from .question import Question, QuestionFigure, QuestionKind, figures, surprise

# So many cases in each of the two years are counted in with all authorities', half and half: where few others tell the
# year's change, none is assumed.
_NO_CHANGE = 50
_OF_ITS_OWN = 200  # so many authorities tell a column's own ups and downs; fewer only all columns' together


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's two years over all authorities: what it takes to say how surprising one pair of counts is."""

    column: Column
    now: int
    before: int
    spread: float

    def share(self, now: int, before: int) -> float:
        """Which share of an authority's cases of both years falls into this year, as all others have it."""
        others = self.now - now + _NO_CHANGE
        return others / (others + self.before - before + _NO_CHANGE)

    def beyond(self, now: int, before: int) -> float:
        share = self.share(now, before)
        if not beta_binomial.is_far(now, now + before, share, self.spread):
            return 1.0
        return beta_binomial.tail_probability(now, now + before, share, self.spread)

    def none(self, of: int, years: int, share: float) -> float:
        """How rarely chance puts none of the cases of this and so many earlier years into this one."""
        return beta_binomial.zero_probability(of, share / (share + (1 - share) * years), self.spread)


class Jumps:
    """The comparisons with earlier years that a batch allows, and how many they are."""

    def __init__(self, batch: Comparison) -> None:
        self.batch = batch
        self.both = [authority for authority in batch.authorities if authority.last]
        self.columns = self._columns()
        pairs = [
            (each.figures[field], each.last[field])
            for field in self.columns
            for each in self.both
            if field in each.last
        ]
        self.jumps = sum(1 for now, before in pairs if now + before)
        self.zeros = self._zeros()
        self.swaps = sum(1 for _, before in pairs if swaps(before))

    def _columns(self) -> Mapping[str, _Column]:
        found: dict[str, tuple[Column, int, int, list[tuple[int, int, float]]]] = {}
        for field, column in self.batch.columns.items():
            pairs = [(each.figures[field], each.last[field]) for each in self.both if field in each.last]
            now, before = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
            rough = _Column(column, now, before, 0.0)
            cells = [(n, n + m, rough.share(n, m)) for n, m in pairs]
            found[field] = (column, now, before, cells)
        parts = beta_binomial.spread(
            cell for column, *_, cells in found.values() if not is_total(column) for cell in cells
        )
        usual = beta_binomial.USUAL_SPREAD if parts is None else parts
        return {
            field: _Column(
                column, now, before, usual if (own := beta_binomial.spread(cells, _OF_ITS_OWN)) is None else own
            )
            for field, (column, now, before, cells) in found.items()
            if cells
        }

    def _zeros(self) -> int:
        """How many comparisons it comes to that any figure could have become 0: by all cases, whichever year they fell into."""
        found: list[tuple[float, int]] = []
        for field, column in self.columns.items():
            there = [(each.figures[field], cases(each, field)) for each in self.both if each.last.get(field)]
            alike = Counter((len(before), now + sum(before)) for now, before in there)
            found += [(column.none(of, years, column.share(0, 0)), times) for (years, of), times in alike.items()]
        return beta_binomial.effective_comparisons(found)

    def questions(self, asked: Collection[tuple[str, str]]) -> Iterator[Question]:
        """What is odd against earlier years; `asked` has the figures, (code, field), that are asked about already."""
        for authority in self.both:
            for table in self.batch.form.tables:
                yield from _Row(self, authority, table, asked).questions()


def cases(authority: ComparedAuthority, field: str) -> list[int]:
    """A figure in the years before, latest first, as far back as there are any."""
    return [year[field] for year in authority.before if field in year]


class _Row:
    """One authority's row of a table, as far as its figures aren't asked about already."""

    def __init__(
        self, of: Jumps, authority: ComparedAuthority, table: Table, asked: Collection[tuple[str, str]]
    ) -> None:
        self.of = of
        self.authority = authority
        self.table = table
        self.counts = {
            field: (authority.figures[field], authority.last[field]) for field in of.columns if field in authority.last
        }
        self.settled = {field for field in self.counts if (authority.code, field) in asked}
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
            before = cases(self.authority, column.field)
            whole = self.of.columns[column.field]
            if before[0] and (chance := whole.none(sum(before), len(before), whole.share(0, before[0]))) < threshold:
                found.append((chance, column, before))
        if not found:
            return
        totals = [each for each in found if is_total(each[1])]
        told = totals or found
        least = min(chance for chance, *_ in found)
        says = sentences.zero(self.table.title, [(column.heading, before) for _, column, before in told], least)
        about = zeros if totals else [column for _, column, _ in found]
        years = len(self.of.batch.earlier)
        how = surprise(least, self.of.zeros)
        yield self._question(QuestionKind.ZERO, self.table.key, told[0][1].heading, about, years, says, how)

    def _swapped(self) -> Iterator[Question]:
        threshold = beta_binomial.threshold(self.of.swaps)
        for column in self._left():
            now, before = self.counts[column.field]
            if now not in swaps(before) or not self.settled.isdisjoint(_parts(column)):
                continue
            whole = self.of.columns[column.field]
            chance = beta_binomial.pmf(now, now + before, whole.share(now, before), whole.spread)
            if chance < threshold:
                says = sentences.swapped(self.table.title, column.heading, now, before, chance)
                how = surprise(chance, self.of.swaps)
                yield self._question(QuestionKind.SWAPPED, column.field, column.heading, [column], 1, says, how)

    def _jumps(self) -> Iterator[Question]:
        threshold = beta_binomial.threshold(self.of.jumps)
        found: list[tuple[float, Column]] = []
        told = set(self.settled)
        for column in sorted(self._left(), key=is_total):
            now, before = self.counts[column.field]
            gone = [
                self.counts[part] for part in _parts(column) if part in told
            ]  # what these explain is taken off a sum
            now, before = now - sum(each for each, _ in gone), before - sum(each for _, each in gone)
            chance = self.of.columns[column.field].beyond(now, before) if now >= 0 and before >= 0 else 1.0
            if chance < threshold:
                found.append((chance, column))
                told.add(column.field)
        if not found:
            return
        found.sort(key=lambda each: each[0])
        columns = [column for _, column in found]
        least = found[0][0]
        says = sentences.jump(self.table.title, [(each.heading, *self.counts[each.field]) for each in columns], least)
        how = surprise(least, self.of.jumps)
        yield self._question(QuestionKind.JUMP, self.table.key, columns[0].heading, columns, 1, says, how)

    def _question(
        self, asks: QuestionKind, subject: str, label: str, columns: Iterable[Column], years: int, says: str, how: float
    ) -> Question:
        batch, authority = self.of.batch, self.authority
        fields = [column.field for column in columns]
        self.settled |= set(fields)
        bound: list[QuestionFigure] = [
            *figures(batch.year, authority.code, fields, [authority.figures[each] for each in fields])
        ]
        for year, before in list(zip(batch.earlier, authority.before, strict=True))[:years]:
            there = [field for field in fields if field in before]
            bound += figures(year, authority.code, there, [before[each] for each in there])
        return Question(
            batch.year,
            asks,
            (authority.code,),
            (authority.name,),
            subject,
            label,
            tuple(bound),
            says,
            how,
            authority.place,
        )


def _parts(column: Column) -> tuple[str, ...]:
    """The fields that a sum is made of; none of a count."""
    return column.figure.parts if isinstance(column.figure, Total) else ()


@lru_cache(maxsize=10_000)
def swaps(count: int) -> frozenset[int]:
    """What a count becomes when two digits that stand side by side are swapped: 134 is 314 or 143."""
    digits = str(count)
    swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
    return frozenset(int(each) for each in swapped if each != digits and not each.startswith("0"))
