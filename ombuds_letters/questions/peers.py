"""Figures against like authorities: a rate, or a category's share of its total, unlike that of the others of the kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..edition.tables import Column, Rate, Table, Total
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, Comparison
from .question import Question, QuestionKind, figures, surprise

_LEAST_LIKE = 5  # so many others are a group
_AS_BEFORE = 0.01  # an authority that was as unlike the others last year is like itself


@dataclass(frozen=True, slots=True)
class _Rate:
    """What is held against the others': parts of a whole, each the sum of some fields."""

    table: Table
    column: Column
    parts: tuple[str, ...]
    whole: tuple[str, ...]

    def of(self, counts: Mapping[str, int]) -> tuple[int, int]:
        """The two counts of an authority, (9, 10)."""
        count = counts.__getitem__
        return sum(map(count, self.parts)), sum(map(count, self.whole))

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.parts, *self.whole]))

    @property
    def told(self) -> tuple[str, ...]:
        """The figures that a question about it settles: all of a rate's, of a category its own."""
        return self.fields if isinstance(self.column.figure, Rate) else self.parts


@dataclass(frozen=True, slots=True)
class _Cell:
    authority: ComparedAuthority
    part: int
    whole: int
    share: float  # of all others of the kind


def questions(batch: Comparison, asked: Collection[tuple[str, str]]) -> Iterator[Question]:
    """Shares unlike those of like authorities; `asked` has the figures, (code, field), that are asked about already."""
    groups: dict[str, list[ComparedAuthority]] = {}
    for authority in batch.authorities:
        groups.setdefault(authority.kind, []).append(authority)
    like = [(kind, group) for kind, group in groups.items() if len(group) > _LEAST_LIKE]
    rates = list(_rates(batch))
    cells = [[(kind, _cells(rate, group)) for kind, group in like] for rate in rates]
    comparisons = sum(len(found) for by_kind in cells for _, found in by_kind)
    threshold = beta_binomial.threshold(comparisons)
    found: list[tuple[float, _Rate, _Cell, str]] = []
    for rate, by_kind in zip(rates, cells, strict=True):
        # How much authorities differ is much the same in all kinds, and a kind alone is too few to tell.
        spread = beta_binomial.spread((cell.part, cell.whole, cell.share) for _, of_kind in by_kind for cell in of_kind)
        if spread is None:  # nor are all kinds together enough
            continue
        for kind, of_kind in by_kind:
            chances = [(_unlike(cell, rate, spread), cell) for cell in of_kind]
            found += [(chance, rate, cell, kind) for chance, cell in chances if chance < threshold]
    settled = set(asked)
    for chance, rate, cell, kind in sorted(found, key=lambda each: each[0]):
        code = cell.authority.code
        if not any((code, field) in settled for field in rate.told):
            settled |= {(code, field) for field in rate.told}
            yield _question(batch, rate, cell, batch.kinds.get(kind, kind), chance, surprise(chance, comparisons))


def _rates(batch: Comparison) -> Iterator[_Rate]:
    for table in batch.form.tables:
        for column in table.columns:
            if isinstance(column.figure, Rate):
                yield _Rate(table, column, column.figure.numerator, column.figure.denominator)
            elif isinstance(column.figure, Total) and len(column.figure.parts) > 1:
                for part in column.figure.parts:
                    yield _Rate(table, batch.columns[part], (part,), column.figure.parts)


def _cells(rate: _Rate, group: Sequence[ComparedAuthority]) -> list[_Cell]:
    counts = [(authority, *rate.of(authority.figures)) for authority in group]
    parts, wholes = sum(part for _, part, _ in counts), sum(whole for *_, whole in counts)
    return [
        _Cell(authority, part, whole, (parts - part + 0.5) / (wholes - whole + 1.0))
        for authority, part, whole in counts
        if whole
    ]


def _unlike(cell: _Cell, rate: _Rate, spread: float) -> float:
    """How rarely chance makes such a difference; 1 where it is near, or the authority was as unlike the others last year."""
    if not beta_binomial.is_far(cell.part, cell.whole, cell.share, spread):
        return 1.0
    last = cell.authority.last
    if all(field in last for field in rate.fields):
        part, whole = rate.of(last)
        same_side = (part > whole * cell.share) == (cell.part > cell.whole * cell.share)
        if whole and same_side and beta_binomial.tail_probability(part, whole, cell.share, spread) < _AS_BEFORE:
            return 1.0
    return beta_binomial.tail_probability(cell.part, cell.whole, cell.share, spread)


def _question(batch: Comparison, rate: _Rate, cell: _Cell, among: str, chance: float, how: float) -> Question:
    authority, heading = cell.authority, rate.column.heading
    says = sentences.unlike(rate.table.title, heading, cell.part, cell.whole, among, cell.share, chance)
    bound = figures(batch.year, authority.code, rate.fields, [authority.figures[field] for field in rate.fields])
    return Question(
        batch.year,
        QuestionKind.UNLIKE,
        (authority.code,),
        (authority.name,),
        rate.column.field,
        heading,
        bound,
        says,
        how,
        authority.place,
    )
