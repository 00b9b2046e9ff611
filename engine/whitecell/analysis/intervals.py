"""Intervals around an estimate: how far chance alone may have moved it."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
"""Confidence of an interval unless another is asked for."""

FEW = 25
"""With fewer values that differ from the most common one, the spread of all is not known."""

Interval = tuple[float, float]


def wilson(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """Interval for a share, from a count.

    It stays within 0 to 1 and is reliable for few trials and for shares near 0 and 1, where the
    textbook interval is not.

    Parameters
    ----------
    successes, trials : int
        Runs in which it happened, and all runs; ``trials`` at least 1.
    level : float
        Confidence, between 0 and 1.

    Raises
    ------
    ValueError
        If the counts are not possible.

    Notes
    -----
    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical
    inference, JASA 22(158), 209–212, doi:10.1080/01621459.1927.10502953.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is not a share")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = successes / trials
    widening = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / widening
    half = z / widening * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    # At the ends the formula gives 0 and 1, but for the last digit.
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return low, high


def clopper_pearson(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """Interval for a share, from a count, that contains the true share at least as often as ``level`` says.

    It is wider than Wilson's, and meant for a handful of trials, where only the exact tails are reliable.

    Notes
    -----
    Source: Clopper & Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the
    binomial, Biometrika 26(4), 404–413, doi:10.1093/biomet/26.4.404.
    """
    from scipy.stats import binomtest

    found = binomtest(successes, trials).proportion_ci(level, method="exact")
    return float(found.low), float(found.high)


def mean_interval(values: NDArray[np.float64], level: float = LEVEL) -> Interval | None:
    """Interval for the mean of independent values, by Student's t.

    Parameters
    ----------
    values : array, shape ``(n,)``
        Finite numbers.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    (low, high) or None
        None for fewer than two values, which do not show their spread. Equal values give an
        interval of width zero.

    Notes
    -----
    Source: Student (1908), The probable error of a mean, Biometrika 6(1), 1–25,
    doi:10.1093/biomet/6.1.1.
    """
    n = len(values)
    if n < 2:
        return None
    mean = plain_mean(values)
    if values.min() == values.max():
        return mean, mean
    from whitecell.analysis.special import stdtrit

    half = float(stdtrit(n - 1, 0.5 + level / 2)) * float(values.std(ddof=1)) / sqrt(n)
    return mean - half, mean + half


def doubtful(values: NDArray[np.float64]) -> bool:
    """Whether Student's interval for the mean of values is unreliable because few of them make the spread.

    It is if fewer than ``FEW`` differ from the most common value, or if there are fewer values than 28 plus
    25 times the squared skewness. Then the tail that moves the mean has hardly been seen, and the interval
    is too narrow more often than not. Values that are all the same are not doubted here.

    Notes
    -----
    Source: Cochran's rule, as corrected by Sugden, Smith & Jones (2000), Cochran's rule for simple random
    sampling, Journal of the Royal Statistical Society B 62(4), 787–793, doi:10.1111/1467-9868.00264. The
    first condition is ours: of few values the skewness itself is not known.
    """
    n = len(values)
    if n == 0 or values.min() == values.max():
        return False
    counts = np.unique(values, return_counts=True)[1]
    if n - int(counts.max()) < FEW:
        return True
    # Scaled twice, so that no power overflows or vanishes.
    scaled = values / np.abs(values).max()
    centred = scaled - scaled.mean()
    centred = centred / max(float(np.abs(centred).max()), np.finfo(np.float64).tiny)
    if not centred.any():
        return False
    skewness = float((centred**3).mean()) / float((centred**2).mean()) ** 1.5
    return bool(n < 28.0 + 25.0 * skewness**2)


def plain_mean(values: NDArray[np.float64]) -> float:
    """Take the mean of at least one value, kept between the lowest and the highest against rounding."""
    return float(np.clip(values.mean(), values.min(), values.max()))


def paired_shares(only_first: int, only_second: int, pairs: int, level: float = LEVEL) -> Interval:
    """Interval for the difference of two shares over the same runs, second less first.

    Parameters
    ----------
    only_first, only_second : int
        Pairs in which it happened in the one and not in the other.
    pairs : int
        All pairs, at least 1.
    level : float
        Confidence, between 0 and 1.

    Notes
    -----
    The interval contains the differences that McNemar's test, extended to any difference, does not reject.
    It holds for few discordant pairs, and for none: many pairs without one bound how rare they are. Source:
    Tango (1998), Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design, Statistics in Medicine 17(8), 891–908,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
    """
    if pairs < 1 or min(only_first, only_second) < 0 or only_first + only_second > pairs:
        raise ValueError(f"{only_first} and {only_second} of {pairs} pairs cannot be")
    if only_first > only_second:
        low, high = paired_shares(only_second, only_first, pairs, level)
        return -high, -low
    from scipy.optimize import brentq

    z = NormalDist().inv_cdf(0.5 + level / 2)
    difference = (only_second - only_first) / pairs

    def excess(supposed: float, wanted: float) -> float:
        return _score(supposed, only_first, only_second, pairs) - wanted

    low = float(brentq(excess, -1.0, difference, args=(z,), xtol=1e-12)) if difference > -1.0 else -1.0
    high = float(brentq(excess, difference, 1.0, args=(-z,), xtol=1e-12)) if difference < 1.0 else 1.0
    return low, high


def _score(supposed: float, only_first: int, only_second: int, pairs: int) -> float:
    """Tango's score: how many standard errors the difference found lies above a supposed one."""
    surplus = only_second - only_first - pairs * supposed
    # The likeliest share of pairs in which it happened in the first only, if the supposed difference is true.
    a = 2.0 * pairs
    b = (2.0 * pairs - only_second + only_first) * supposed - only_first - only_second
    c = -only_first * supposed * (1.0 - supposed)
    lost = (sqrt(max(b * b - 4.0 * a * c, 0.0)) - b) / (2.0 * a)
    variance = pairs * (2.0 * lost + supposed * (1.0 - supposed))
    if variance <= 0.0:
        return 0.0 if surplus == 0.0 else float("inf") if surplus > 0.0 else float("-inf")
    return surplus / sqrt(variance)
