"""What chance alone explains: exact odds for small counts, with the usual ups and downs of a batch in them.

Two counts of one authority, n this year and m last year, are taken as chance would divide n + m cases between the two
years: each case falls into this year with the same share. Authorities differ from year to year by more than that, so the
share itself varies; how much is taken from the batch. The law is the beta-binomial one, which is exact also for 0 and 1.
The same law says how many of an authority's cases are of one category, or upheld, where like authorities have a share.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

# In how many years chance alone raises one false question of a kind: thresholds are made from it and the comparisons made.
YEARS = 5
_LEAST = 0.001  # nobody is asked about what chance brings oftener, however few comparisons a small batch makes

LEAST_SPREAD = 1e-7  # none at all; the formulas divide by it
USUAL_SPREAD = 0.01  # where a batch is too small to tell: rates that differ by some 15% from one year to the next
ENOUGH = 30  # so many cells tell the spread at all, if roughly
_SMALL = 20  # cells with fewer cases say little of it
_OUTER = 0.9  # the spread is such that nine in ten lie where nine in ten should; the odd ones have no say in it
_NINE_IN_TEN = 2.706  # of a squared normal deviate


def threshold(comparisons: int) -> float:
    """The chance below which one of so many comparisons is worth a question: one false question in `YEARS` years."""
    return min(_LEAST, 1 / (YEARS * max(1, comparisons)))


def effective_comparisons(chances: Iterable[tuple[float, int]]) -> int:
    """How many comparisons come to the same as these: of each, how rarely chance brings it, and how often it is made.

    Most figures can't well become 0, and needn't be counted in full: those below the threshold together happen to one of
    them once in `YEARS` years.
    """
    together, limit = 0.0, 1.0
    for chance, times in sorted(chances):
        together += chance * times
        if together > 1 / YEARS:
            break
        limit = chance
    return max(1, math.ceil(1 / (YEARS * limit)))


def zero_probability(of: int, share: float, spread: float) -> float:
    """How rarely chance gives 0, of so many cases."""
    a, b = _law(share, spread)
    return math.exp(math.lgamma(of + b) - math.lgamma(b) + math.lgamma(a + b) - math.lgamma(of + a + b))


def tail_probability(found: int, of: int, share: float, spread: float) -> float:
    """How rarely chance gives a count so far from its share of cases, or farther, on either side: 0.0023 for 61 of 92."""
    mean = of * share
    if not of or found == mean:
        return 1.0
    up = found > mean
    a, b = _law(share, spread)
    term = total = math.exp(_log_pmf(found, of, a, b))
    at = found
    while (at < of) if up else (at > 0):
        term *= (of - at) / (at + 1) * (a + at) / (b + of - at - 1) if up else _down(at, of, a, b)
        at += 1 if up else -1
        total += term
        if term < total * 1e-12:
            break
    return min(1.0, 2 * total)


def pmf(found: int, of: int, share: float, spread: float) -> float:
    """How rarely chance gives just this count."""
    return math.exp(_log_pmf(found, of, *_law(share, spread)))


def is_far(found: int, of: int, share: float, spread: float) -> bool:
    """False where a count is so near to its share that no threshold would be passed: most are, and cost nothing more."""
    return of > 0 and _squared(found, of, share) > 9 * (1 + (of - 1) * spread)


def spread(cells: Iterable[tuple[int, int, float]], enough: int = ENOUGH) -> float | None:
    """How much shares vary beyond chance, from (count, cases, share): 0 not at all; None where there are too few to tell.

    The correlation between two cases of one authority, 1 / (a + b + 1) of the beta-binomial law. It is chosen such that
    nine cells in ten lie where nine in ten should, so that a few wild ones, which are to be found, don't hide themselves.
    """
    needed = sorted(
        (_squared(found, of, share) / _NINE_IN_TEN - 1) / (of - 1)
        for found, of, share in cells
        if of >= _SMALL and 0 < share < 1
    )
    if len(needed) < enough:
        return None
    return max(LEAST_SPREAD, min(0.5, needed[int(_OUTER * len(needed))]))


def repeat_probability(row: Iterable[int]) -> float:
    """How rarely another authority has just this row by chance, at the most: even one alike in everything.

    A count of n is met at best with the chance of a Poisson count of mean n: 1 for 0, 0.37 for 1, 0.13 for 10.
    """
    return math.exp(log_repeat_probability(row))


def log_repeat_probability(row: Iterable[int]) -> float:
    """The natural logarithm of that chance, for many rows together."""
    return sum(count * math.log(count) - count - math.lgamma(count + 1) for count in row if count)


def _law(share: float, spread: float) -> tuple[float, float]:
    sure = 1 / max(spread, LEAST_SPREAD) - 1
    return share * sure, (1 - share) * sure


def _log_pmf(found: int, of: int, a: float, b: float) -> float:
    return (
        math.lgamma(of + 1)
        - math.lgamma(found + 1)
        - math.lgamma(of - found + 1)
        + math.lgamma(found + a)
        + math.lgamma(of - found + b)
        - math.lgamma(of + a + b)
        + math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
    )


def _down(at: int, of: int, a: float, b: float) -> float:
    return at / (of - at + 1) * (b + of - at) / (a + at - 1)


def _squared(found: int, of: int, share: float) -> float:
    return (found - of * share) ** 2 / (of * share * (1 - share))
