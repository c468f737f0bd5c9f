"""The beta-binomial distribution: what chance alone explains, exact for small counts too.

Two counts of one authority, n this year and m last year, are n successes in n + m trials: each case falls into this year
with the same probability. Authorities vary more than that from year to year, so the probability itself follows a beta
distribution, whose variance is estimated from all authorities. The same distribution says how many of an authority's cases
are of one category, or upheld, given the share that its peers have.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

# Chance alone raises one false question of each kind in so many years: the thresholds follow from it.
YEARS_PER_FALSE_ALARM = 5
_MAX_THRESHOLD = 0.001  # for a year with few authorities, and so with few comparisons

MIN_OVERDISPERSION = 1e-7  # none; the formulas divide by it
USUAL_OVERDISPERSION = 0.01  # with too few cells for an estimate: shares vary by some 15% from year to year
MIN_CELLS = 30  # the fewest for an estimate, a rough one
_MIN_TRIALS = 20  # cells with fewer cases say little
_QUANTILE = 0.9  # of the cells, from which the overdispersion is estimated: outliers don't count
_CHI_SQUARED_QUANTILE = 2.706  # the same quantile of chi-squared with one degree of freedom


def threshold(comparisons: int) -> float:
    """The probability below which one of so many comparisons raises a question."""
    return min(_MAX_THRESHOLD, 1 / (YEARS_PER_FALSE_ALARM * max(1, comparisons)))


def effective_comparisons(probabilities: Iterable[tuple[float, int]]) -> int:
    """Effective number of comparisons, counting only those that could plausibly fire.

    `probabilities` has how probable a 0 is, with how many comparisons have that probability. Most figures are too small for
    a 0 to be surprising; those that could fire together raise one false question in `YEARS_PER_FALSE_ALARM` years.
    """
    expected, limit = 0.0, 1.0
    for probability, repeats in sorted(probabilities):
        expected += probability * repeats
        if expected > 1 / YEARS_PER_FALSE_ALARM:
            break
        limit = probability
    return max(1, math.ceil(1 / (YEARS_PER_FALSE_ALARM * limit)))


def zero_probability(trials: int, share: float, overdispersion: float) -> float:
    """The probability of no success."""
    a, b = _alpha_beta(share, overdispersion)
    return math.exp(math.lgamma(trials + b) - math.lgamma(b) + math.lgamma(a + b) - math.lgamma(trials + a + b))


def tail_probability(count: int, trials: int, share: float, overdispersion: float) -> float:
    """The two-sided probability of a count at least so far from its mean: 0.0023 for 61 of 92 with a share of 0.5."""
    mean = trials * share
    if not trials or count == mean:
        return 1.0
    up = count > mean
    a, b = _alpha_beta(share, overdispersion)
    term = total = math.exp(_log_pmf(count, trials, a, b))
    at = count
    while (at < trials) if up else (at > 0):
        term *= (trials - at) / (at + 1) * (a + at) / (b + trials - at - 1) if up else _ratio_below(at, trials, a, b)
        at += 1 if up else -1
        total += term
        if term < total * 1e-12:
            break
    return min(1.0, 2 * total)


def pmf(count: int, trials: int, share: float, overdispersion: float) -> float:
    """The probability of exactly this count."""
    return math.exp(_log_pmf(count, trials, *_alpha_beta(share, overdispersion)))


def is_far(count: int, trials: int, share: float, overdispersion: float) -> bool:
    """False within three standard deviations of the mean: such a count passes no threshold, and needs no exact calculation."""
    return trials > 0 and _squared_deviate(count, trials, share) > 9 * (1 + (trials - 1) * overdispersion)


def estimate_overdispersion(cells: Iterable[tuple[int, int, float]], enough: int = MIN_CELLS) -> float | None:
    """The overdispersion of cells of (count, trials, share): 0 is a binomial distribution; None for too few cells.

    It is the correlation between two cases of one authority, 1 / (a + b + 1) of the beta distribution. It is estimated from
    the 90% quantile of the squared deviates, so that outliers, which are what is looked for, don't inflate it.
    """
    needed = sorted(
        (_squared_deviate(count, trials, share) / _CHI_SQUARED_QUANTILE - 1) / (trials - 1)
        for count, trials, share in cells
        if trials >= _MIN_TRIALS and 0 < share < 1
    )
    if len(needed) < enough:
        return None
    return max(MIN_OVERDISPERSION, min(0.5, needed[int(_QUANTILE * len(needed))]))


def repeat_probability(row: Iterable[int]) -> float:
    """An upper bound of the probability that another authority has the same row by chance.

    A count of n repeats at most with the probability of a Poisson count of mean n: 1 for 0, 0.37 for 1, 0.13 for 10.
    """
    return math.exp(log_repeat_probability(row))


def log_repeat_probability(row: Iterable[int]) -> float:
    """Its natural logarithm, to be added up over many rows."""
    return sum(count * math.log(count) - count - math.lgamma(count + 1) for count in row if count)


def _alpha_beta(share: float, overdispersion: float) -> tuple[float, float]:
    precision = 1 / max(overdispersion, MIN_OVERDISPERSION) - 1
    return share * precision, (1 - share) * precision


def _log_pmf(count: int, trials: int, a: float, b: float) -> float:
    return (
        math.lgamma(trials + 1)
        - math.lgamma(count + 1)
        - math.lgamma(trials - count + 1)
        + math.lgamma(count + a)
        + math.lgamma(trials - count + b)
        - math.lgamma(trials + a + b)
        + math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
    )


def _ratio_below(at: int, trials: int, a: float, b: float) -> float:
    return at / (trials - at + 1) * (b + trials - at) / (a + at - 1)


def _squared_deviate(count: int, trials: int, share: float) -> float:
    return (count - trials * share) ** 2 / (trials * share * (1 - share))
