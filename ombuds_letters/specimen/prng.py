"""Random numbers that are the same in every version of Python: all of them come from `random.Random.random`."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Prng:
    """A seeded generator: `Prng(1).below(6)`. It uses only the one method that Python promises not to change."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, but not including, `limit`."""
        return int(self._random() * limit)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        """One of the items, with probabilities in proportion to their weights."""
        at = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            at -= weight
            if at < 0:
                return item
        raise AssertionError("weights add up")

    def happens(self, share: float) -> bool:
        """True with that probability: 0.1 is one in ten."""
        return self._random() < share

    def log_normal(self, median: float, sigma: float) -> int:
        """A count with a log-normal distribution, as councils have them: many are small, few are large."""
        deviate = math.sqrt(-2 * math.log(1 - self._random())) * math.cos(2 * math.pi * self._random())
        return int(median * math.exp(sigma * deviate))

    def gamma_poisson(self, count: int) -> int:
        """A gamma–Poisson draw: last year's count, given this year's."""
        mean = -sum(math.log(1 - self._random()) for _ in range(count + 1))
        drawn, waited = 0, -math.log(1 - self._random())
        while waited < mean:
            drawn, waited = drawn + 1, waited - math.log(1 - self._random())
        return drawn
