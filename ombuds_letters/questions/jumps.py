"""Figures against earlier years: jumps beyond what chance explains, zeros after years of cases, digits swapped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..form import Column, Table, Total
from . import odds, said
from .batch import Authority, Batch, is_total
from .question import Asks, Figure, Question, figures, surprise

# So many cases in each of the two years are counted in with all authorities', half and half: where few others tell the
# year's change, none is assumed.
_NO_CHANGE = 50


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
        if not odds.far(now, now + before, share, self.spread):
            return 1.0
        return odds.beyond(now, now + before, share, self.spread)


class Jumps:
    """The comparisons with earlier years that a batch allows, and how many they are."""

    def __init__(self, batch: Batch) -> None:
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
        self.zeros = sum(1 for now, before in pairs if before and not now)
        self.swaps = sum(1 for _, before in pairs if swaps(before))

    def _columns(self) -> Mapping[str, _Column]:
        found: dict[str, tuple[Column, int, int, list[tuple[int, int, float]]]] = {}
        for field, column in self.batch.columns.items():
            pairs = [(each.figures[field], each.last[field]) for each in self.both if field in each.last]
            now, before = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
            rough = _Column(column, now, before, 0.0)
            cells = [(n, n + m, rough.share(n, m)) for n, m in pairs]
            found[field] = (column, now, before, cells)
        pooled = odds.spread(cell for *_, cells in found.values() for cell in cells)
        usual = odds.USUAL_SPREAD if pooled is None else pooled
        return {
            field: _Column(column, now, before, usual if (own := odds.spread(cells)) is None else own)
            for field, (column, now, before, cells) in found.items()
            if cells
        }

    def questions(self, asked: Collection[tuple[str, str]]) -> Iterator[Question]:
        """What is odd against earlier years; `asked` has the figures, (code, field), that are asked about already."""
        for authority in self.both:
            for table in self.batch.form.tables:
                yield from _Row(self, authority, table, asked).questions()


class _Row:
    """One authority's row of a table, with the counts that its questions leave to be asked about."""

    def __init__(self, of: Jumps, authority: Authority, table: Table, asked: Collection[tuple[str, str]]) -> None:
        self.of = of
        self.authority = authority
        self.table = table
        there = [column for column in table.columns if column.field in of.columns and column.field in authority.last]
        self.left = [column for column in there if (authority.code, column.field) not in asked]

    def questions(self) -> Iterator[Question]:
        yield from self._zeros()
        yield from self._swapped()
        yield from self._jumps()

    def _zeros(self) -> Iterator[Question]:
        threshold = odds.threshold(self.of.zeros)
        found: list[tuple[float, Column, list[int]]] = []
        for column in self.left:
            before = self._before(column)
            if self._now(column) or not before[0]:
                continue
            whole = self.of.columns[column.field]
            share = whole.share(0, before[0])
            share /= share + (1 - share) * len(before)  # of the cases of all years
            chance = odds.exactly(0, sum(before), share, whole.spread)
            if chance < threshold:
                found.append((chance, column, before))
        if not found:
            return
        totals = [each for each in found if is_total(each[1])]
        told = totals or found
        least = min(chance for chance, *_ in found)
        says = said.zero(self.table.title, [(column.heading, before) for _, column, before in told], least)
        years = len(self.of.batch.earlier)
        zeros = (
            [column for column in self.left if not self._now(column)] if totals else [column for _, column, _ in found]
        )
        yield self._question(
            Asks.ZERO, self.table.key, told[0][1].heading, zeros, years, says, surprise(least, self.of.zeros)
        )
        self._settle(zeros)

    def _swapped(self) -> Iterator[Question]:
        threshold = odds.threshold(self.of.swaps)
        for column in self.left:
            now, before = self._now(column), self._before(column)[0]
            if now == before or now not in swaps(before) or (is_total(column) and self._explained(column)):
                continue
            whole = self.of.columns[column.field]
            chance = odds.exactly(now, now + before, whole.share(now, before), whole.spread)
            if chance < threshold:
                says = said.swapped(self.table.title, column.heading, now, before, chance)
                how = surprise(chance, self.of.swaps)
                yield self._question(Asks.SWAPPED, column.field, column.heading, [column], 1, says, how)
                self._settle([column])

    def _jumps(self) -> Iterator[Question]:
        threshold = odds.threshold(self.of.jumps)
        found: list[tuple[float, Column]] = []
        for column in sorted(self.left, key=is_total):  # a total last: what its parts explain is taken off
            now, before = self._now(column), self._before(column)[0]
            if is_total(column):
                gone = [
                    each for each in self._parts(column) if each not in self.left or each in (one for _, one in found)
                ]
                now -= sum(self._now(each) for each in gone)
                before -= sum(self._before(each)[0] for each in gone)
            chance = self.of.columns[column.field].beyond(now, before) if now >= 0 and before >= 0 else 1.0
            if chance < threshold:
                found.append((chance, column))
        if not found:
            return
        found.sort(key=lambda each: each[0])
        changes = [(column.heading, self._now(column), self._before(column)[0]) for _, column in found]
        least = found[0][0]
        columns = [column for _, column in found]
        says = said.jump(self.table.title, changes, least)
        label = columns[0].heading
        yield self._question(Asks.JUMP, self.table.key, label, columns, 1, says, surprise(least, self.of.jumps))

    def _now(self, column: Column) -> int:
        return self.authority.figures[column.field]

    def _before(self, column: Column) -> list[int]:
        """The counts of the years before, latest first, as far back as there are any."""
        return [year[column.field] for year in self.authority.before if column.field in year]

    def _parts(self, total: Column) -> list[Column]:
        parts = total.figure.parts if isinstance(total.figure, Total) else ()
        return [
            column
            for column in self.of.batch.columns.values()
            if column.field in parts and column.field in self.authority.last
        ]

    def _explained(self, total: Column) -> bool:
        return any(part not in self.left for part in self._parts(total))

    def _settle(self, columns: Sequence[Column]) -> None:
        self.left = [column for column in self.left if column not in columns]

    def _question(
        self, asks: Asks, subject: str, label: str, columns: Iterable[Column], years: int, says: str, how: float
    ) -> Question:
        batch, authority = self.of.batch, self.authority
        fields = [column.field for column in columns]
        bound: list[Figure] = [
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


def swaps(count: int) -> set[int]:
    """What a count becomes when two digits that stand side by side are swapped: 134 is 314 or 143."""
    digits = str(count)
    swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
    return {int(each) for each in swapped if each != digits and not each.startswith("0")}
