"""Authorities against their peers: a rate, or a category's share of its total, unlike those of others of the same kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..edition.tables import Column, Rate, Table, Total
from . import beta_binomial, sentences
from .comparison import ComparedAuthority, YearComparison
from .question import Question, QuestionKind, figures, surprise_score

_MIN_PEERS = 5  # an authority with fewer others of its kind is not compared
_SHARE = Rate((), (), "")  # how a category's share is printed: in whole per cent
_UNLIKE_LAST_YEAR = 0.01  # a probability: it was as unlike its peers then, so nothing has changed


@dataclass(frozen=True, slots=True)
class _Share:
    """What is compared: a part and a whole, each the sum of some fields."""

    table: Table
    column: Column
    parts: tuple[str, ...]
    whole: tuple[str, ...]

    def of(self, counts: Mapping[str, int]) -> tuple[int, int]:
        """An authority's part and whole: (9, 10)."""
        count = counts.__getitem__
        return sum(map(count, self.parts)), sum(map(count, self.whole))

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.parts, *self.whole]))

    @property
    def settles(self) -> tuple[str, ...]:
        """The figures that are asked about no more after a question: all of a rate's, only a category's own."""
        return self.fields if isinstance(self.column.figure, Rate) else self.parts


@dataclass(frozen=True, slots=True)
class _PeerCell:
    authority: ComparedAuthority
    part: int
    whole: int
    share: float  # of all others of the same kind


def questions(comparison: YearComparison, already_asked: Collection[tuple[str, str]]) -> Iterator[Question]:
    """Shares unlike those of peers; `already_asked` has figures as (code, field)."""
    groups: dict[str, list[ComparedAuthority]] = {}
    for authority in comparison.authorities:
        groups.setdefault(authority.kind, []).append(authority)
    comparable = [(kind, group) for kind, group in groups.items() if len(group) > _MIN_PEERS]
    rates = list(_rates(comparison))
    cells = [[(kind, _cells(rate, group)) for kind, group in comparable] for rate in rates]
    comparisons = sum(len(found) for by_kind in cells for _, found in by_kind)
    threshold = beta_binomial.threshold(comparisons)
    found: list[tuple[float, _Share, _PeerCell, str]] = []
    for rate, by_kind in zip(rates, cells, strict=True):
        # Overdispersion is much the same in all kinds; one kind alone has too few cells for an estimate.
        overdispersion = beta_binomial.estimate_overdispersion(
            (cell.part, cell.whole, cell.share) for _, of_kind in by_kind for cell in of_kind
        )
        if overdispersion is None:  # too few cells in all kinds together
            continue
        for kind, of_kind in by_kind:
            probabilities = [(_tail_probability(cell, rate, overdispersion), cell) for cell in of_kind]
            found += [(probability, rate, cell, kind) for probability, cell in probabilities if probability < threshold]
    settled = set(already_asked)
    for probability, rate, cell, kind in sorted(found, key=lambda each: each[0]):
        code = cell.authority.code
        if not any((code, field) in settled for field in rate.settles):
            settled |= {(code, field) for field in rate.settles}
            yield _question(
                comparison,
                rate,
                cell,
                comparison.kinds.get(kind, kind),
                probability,
                surprise_score(probability, comparisons),
            )


def _rates(comparison: YearComparison) -> Iterator[_Share]:
    for table in comparison.table_spec.tables:
        for column in table.columns:
            if isinstance(column.figure, Rate):
                yield _Share(table, column, column.figure.numerator, column.figure.denominator)
            elif isinstance(column.figure, Total) and len(column.figure.parts) > 1:
                for part in column.figure.parts:
                    yield _Share(table, comparison.columns[part], (part,), column.figure.parts)


def _cells(rate: _Share, group: Sequence[ComparedAuthority]) -> list[_PeerCell]:
    counts = [(authority, *rate.of(authority.figures)) for authority in group]
    parts, wholes = sum(part for _, part, _ in counts), sum(whole for *_, whole in counts)
    return [
        _PeerCell(authority, part, whole, (parts - part + 0.5) / (wholes - whole + 1.0))
        for authority, part, whole in counts
        if whole
    ]


def _tail_probability(cell: _PeerCell, rate: _Share, overdispersion: float) -> float:
    """The probability of such a difference; 1.0 if it is small, or the authority was as unlike its peers last year."""
    if not beta_binomial.is_far(cell.part, cell.whole, cell.share, overdispersion):
        return 1.0
    last = cell.authority.last
    if all(field in last for field in rate.fields):
        part, whole = rate.of(last)
        same_side = (part > whole * cell.share) == (cell.part > cell.whole * cell.share)
        if (
            whole
            and same_side
            and beta_binomial.tail_probability(part, whole, cell.share, overdispersion) < _UNLIKE_LAST_YEAR
        ):
            return 1.0
    return beta_binomial.tail_probability(cell.part, cell.whole, cell.share, overdispersion)


def _question(
    comparison: YearComparison, rate: _Share, cell: _PeerCell, among: str, probability: float, score: float
) -> Question:
    authority, heading = cell.authority, rate.column.heading
    printed = rate.column.figure if isinstance(rate.column.figure, Rate) else _SHARE
    words = sentences.unlike(rate.table.title, heading, cell.part, cell.whole, among, cell.share, printed, probability)
    bound = figures(comparison.year, authority.code, rate.fields, [authority.figures[field] for field in rate.fields])
    return Question(
        comparison.year,
        QuestionKind.UNLIKE,
        (authority.code,),
        (authority.name,),
        rate.column.field,
        heading,
        bound,
        words,
        score,
        authority.place,
    )
