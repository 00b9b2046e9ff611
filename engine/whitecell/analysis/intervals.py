"""Intervals: how far an estimate from a limited number of runs may be off."""

from __future__ import annotations

import math

Z95 = 1.959963984540054
"""97.5 % point of the standard normal distribution."""


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """95 % interval of a share: the score interval.

    Raises
    ------
    ValueError
        If there is no trial, or more successes than trials.

    Notes
    -----
    Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, doi:10.1080/01621459.1927.10502953.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError("a share needs at least one trial, and no more successes than trials")
    share, z2 = successes / trials, Z95 * Z95
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z95 / (1 + z2 / trials) * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(centre - half, 0.0)
    high = 1.0 if successes == trials else min(centre + half, 1.0)
    return low, high


def student(mean: float, deviation: float, count: int) -> tuple[float, float] | None:
    """95 % interval of a mean, None for a single value.

    Parameters
    ----------
    mean, deviation : float
        Mean and standard deviation of the sample (with ``count − 1``).

    Notes
    -----
    Source: Student (1908), "The probable error of a mean", Biometrika 6,
    doi:10.1093/biomet/6.1.1.
    """
    if count < 2:
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(count - 1, 0.975)) * deviation / math.sqrt(count)
    return mean - half, mean + half
