"""Chance that is the same in every version of Python: all of it comes from `random.Random.random`."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Prng:
    """Numbers by a seed: `Chance(1).below(6)`; the only source is the one generator that Python promises not to change."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return int(self._random() * limit)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        """One of the items, each as often as its weight says."""
        at = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            at -= weight
            if at < 0:
                return item
        raise AssertionError("weights add up")

    def happens(self, share: float) -> bool:
        """True in that share of cases, 0.1 for one in ten."""
        return self._random() < share

    def count(self, median: float, spread: float) -> int:
        """A count as councils have them, many small and few large: log-normal."""
        around = math.sqrt(-2 * math.log(1 - self._random())) * math.cos(2 * math.pi * self._random())
        return int(median * math.exp(spread * around))

    def gamma_poisson(self, count: int) -> int:
        """Such a count in another year, by chance alone: from all means that may lie behind it, a count of one of them."""
        mean = -sum(math.log(1 - self._random()) for _ in range(count + 1))
        found, waited = 0, -math.log(1 - self._random())
        while waited < mean:
            found, waited = found + 1, waited - math.log(1 - self._random())
        return found
