"""Figures against earlier years: jumps beyond what chance explains, zeros after years of cases, digits swapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..form import Column, Table, Total
from . import odds, said
from .batch import Authority, Batch, is_total
from .question import Asks, Figure, Question, figures, surprise

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
        parts = odds.spread(cell for column, *_, cells in found.values() if not is_total(column) for cell in cells)
        usual = odds.USUAL_SPREAD if parts is None else parts
        return {
            field: _Column(column, now, before, usual if (own := odds.spread(cells, _OF_ITS_OWN)) is None else own)
            for field, (column, now, before, cells) in found.items()
            if cells
        }

    def none(self, column: _Column, now: int, before: Sequence[int]) -> float:
        """How rarely chance gives 0 this year, of all cases of this year and those before."""
        share = column.share(now, before[0])
        return odds.none(now + sum(before), share / (share + (1 - share) * len(before)), column.spread)

    def _zeros(self) -> int:
        """How many comparisons it comes to that any figure could have become 0: by all cases, whichever year they fell into."""
        found: list[tuple[float, int]] = []
        for field, column in self.columns.items():
            there = [(each.figures[field], cases(each, field)) for each in self.both if each.last.get(field)]
            alike = Counter((len(before), now + sum(before)) for now, before in there)
            found += [(self.none(column, 0, [of, *[0] * (years - 1)]), times) for (years, of), times in alike.items()]
        return odds.worth(found)

    def questions(self, asked: Collection[tuple[str, str]]) -> Iterator[Question]:
        """What is odd against earlier years; `asked` has the figures, (code, field), that are asked about already."""
        for authority in self.both:
            for table in self.batch.form.tables:
                yield from _Row(self, authority, table, asked).questions()


def cases(authority: Authority, field: str) -> list[int]:
    """A figure in the years before, latest first, as far back as there are any."""
    return [year[field] for year in authority.before if field in year]


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
            chance = self.of.none(self.of.columns[column.field], 0, before)
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
        return cases(self.authority, column.field)

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
