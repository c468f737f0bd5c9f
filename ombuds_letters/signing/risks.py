"""Which letters a person should look at, and why: those in which something is at its extreme, or rare, or by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..output.manifest import Row
from ..proof import Judge
from ..records.roster import Order

_FEW = 3  # the longest, the largest: so many of each
_RARE = 0.03  # a branch that no more of the letters took is rare
_BY_CHANCE = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """A letter to look at, with its reasons, the weightiest first."""

    order: Order
    reasons: tuple[str, ...]


def ranked(
    judge: Judge, orders: Sequence[Order], rows: Mapping[str, Row], seed: int, asked: Collection[str]
) -> tuple[Risk, ...]:
    """The letters to look at, those with most and weightiest reasons first; `rows` are the manifest's, by file.

    The same seed picks the same random letters. `asked` has the codes of authorities with an open question.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for weight, reason, some in _reasons(judge, orders, rows, seed, asked):
        for order in some:
            found.setdefault(order.file, []).append((weight, reason))
    by_file = {order.file: order for order in orders}
    ranking = sorted(found, key=lambda file: (-sum(weight for weight, _ in found[file]), file))
    return tuple(
        Risk(by_file[file], tuple(reason for _, reason in sorted(found[file], reverse=True))) for file in ranking
    )


def _reasons(
    judge: Judge, orders: Sequence[Order], rows: Mapping[str, Row], seed: int, asked: Collection[str]
) -> Iterator[tuple[int, str, Sequence[Order]]]:
    """Each reason with its weight and the letters that it is true of."""
    yield 6, "has an open question", [order for order in orders if order.record.code in asked]
    yield 5, "has a passage of its own", [order for order in orders if order.record.passages]
    pages = {file: row.pages for file, row in rows.items()}
    usual = Counter(pages.values()).most_common(1)[0][0] if pages else 0
    yield 4, f"has more pages than the usual {usual}", [order for order in orders if pages.get(order.file, 0) > usual]
    yield 4, "took a branch of the wording that few letters took", _rare(judge, orders)
    yield 3, "goes to nobody by name", [order for order in orders if not order.contact.name]
    yield 3, "goes to a successor", [order for order in orders if order.contact.body]
    singly = {file for file, row in rows.items() if row.singly}
    longest = sorted(orders, key=lambda order: (-len(order.record.name), order.file))
    yield 3, "has one of the longest names", longest[:_FEW]
    zeros = sorted(orders, key=lambda order: (-list(order.record.figures.values()).count(0), order.file))
    yield 2, "has the most zeros", zeros[:_FEW]
    largest = sorted(orders, key=lambda order: (-max(order.record.figures.values(), default=0), order.file))
    yield 2, "has the largest figures", largest[:_FEW]
    yield (
        1,
        "few letters have its wording, so that it is laid out by itself",
        [each for each in orders if each.file in singly],
    )
    chance = random.Random(seed)  # noqa: S311  # a sample to look at, told with its seed
    yield 1, f"was picked by chance (seed {seed})", chance.sample(list(orders), min(_BY_CHANCE, len(orders)))


def _rare(judge: Judge, orders: Sequence[Order]) -> list[Order]:
    branches = {order.file: judge.branches(order) for order in orders}
    counts = Counter(branches.values())
    return [order for order in orders if counts[branches[order.file]] <= max(1, _RARE * len(orders))]
