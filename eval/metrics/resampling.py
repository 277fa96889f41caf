"""How far chance reaches: the bootstrap, and the paired randomisation test.

A statistic is computed from a table with a row for each case, and from weights: how often each
case counts. So one call computes it for all resamples at once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Statistic = Callable[[Array, Array], Array]
"""(cases, columns) and weights (samples, cases) -> (samples,); NaN where it is undefined."""

RESAMPLES = 2000
_SEED = 2014


def all_once(cases: int) -> Array:
    """The weights of the sample itself."""
    return np.ones((1, cases))


def resamples(cases: int) -> Array:
    """How often each case is drawn in 2,000 draws of as many cases with replacement; fixed seed."""
    drawn = np.random.default_rng(_SEED).integers(cases, size=(RESAMPLES, cases))
    drawn += np.arange(RESAMPLES)[:, None] * cases
    counts = np.bincount(drawn.ravel(), minlength=RESAMPLES * cases)
    return counts.reshape(RESAMPLES, cases).astype(np.float64)


def swaps(cases: int) -> tuple[Array, Array]:
    """Two systems whose rows change places at random, in 2,000 coin tosses a case; fixed seed.

    Both are weights over the rows of the first system and then those of the second.
    """
    tossed = np.random.default_rng(_SEED).integers(2, size=(RESAMPLES, cases)).astype(np.float64)
    return np.hstack([1 - tossed, tossed]), np.hstack([tossed, 1 - tossed])


def interval(values: Array) -> tuple[float, float]:
    """The middle 95% of a statistic over resamples (percentile bootstrap, Efron 1979).

    Resamples in which the statistic is undefined are left out. It is a point where all cases
    agree: that says nothing about the next case.
    """
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return float(low), float(high)


def paired_p(statistic: Statistic, a: Array, b: Array, swapped: tuple[Array, Array]) -> float:
    """How often chance alone parts two systems as far: two-sided, by random swaps of the pairs.

    The randomisation test that Smucker, Allan & Carterette (2007) recommend: were the systems the
    same, either could have had either row of a pair. The sample itself counts as one of the swaps
    (Phipson & Smyth 2010), so p is at least 1 / 2,001.
    """
    both = np.concatenate([a, b])
    instead_of_a, instead_of_b = swapped
    differences = statistic(both, instead_of_b) - statistic(both, instead_of_a)
    observed = abs(statistic(b, all_once(len(b))) - statistic(a, all_once(len(a))))[0]
    defined = differences[~np.isnan(differences)]
    # Sums in another order differ in their last digits: equal must count as equal.
    as_far = int((abs(defined) >= observed - 1e-9).sum())
    return (1 + as_far) / (1 + len(defined))
