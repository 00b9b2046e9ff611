"""Scores of a forecast that is a sample: where the observed value falls in it, and how far off it is.

References are numbered as in ``docs/scoring.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.intervals import Interval, mean_interval, wilson

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a value falls among members of a sample: how many are below it, and how many equal it."""

    below: int
    same: int
    members: int

    def pit(self, luck: float) -> float:
        """The probability integral transform, randomised by ``luck``, 0 to 1.

        If the value and the members are draws from the same distribution, it is uniform from 0 to 1. This is
        exact for any number of members, for numbers that never repeat and for counts that do [1, 2].
        """
        return (self.below + luck * (self.same + 1)) / (self.members + 1)

    @property
    def middle(self) -> float:
        """The transform at the middle of its step, without luck."""
        return self.pit(0.5)


def rank(members: Floats, value: float) -> Rank:
    """Where a value falls among members, shape ``(n,)``, without NaN."""
    below = int(np.count_nonzero(members < value))
    return Rank(below, int(np.count_nonzero(members == value)), len(members))


def own_pits(members: Floats, luck: Floats) -> Floats:
    """The randomised transform of each member among the others, shape ``(n,)``, as :meth:`Rank.pit`."""
    ordered = np.sort(members)
    below = np.searchsorted(ordered, members, side="left")
    same = np.searchsorted(ordered, members, side="right") - below - 1
    return np.asarray((below + luck * (same + 1)) / len(members))


def crps(members: Floats, value: float) -> float:
    """The continuous ranked probability score of a sample, in the unit of the value; 0 is perfect.

    It is the mean distance of the members from the value, less half of their mean distance from each other;
    for a single number, the distance [3, 4].

    Parameters
    ----------
    members : array, shape ``(n,)``
        At least one, without NaN.
    value : float
    """
    return float(np.mean(np.abs(members - value)) - 0.5 * np.mean(_apart(members)))


def _apart(members: Floats) -> Floats:
    """The mean distance of each member from all, itself among them, in the order of members."""
    n = len(members)
    order = np.argsort(members, kind="stable")
    ordered = members[order]
    before = np.concatenate([[0.0], np.cumsum(ordered)[:-1]])
    steps = np.arange(n)
    # Those that are less, and those that are more.
    apart = (steps * ordered - before) + (ordered.sum() - before - (n - steps) * ordered)
    found = np.empty(n)
    found[order] = apart / n
    return found


def crps_interval(values: Floats, value: float) -> Interval | None:
    """95 % interval of the score for other runs: Student's, from the influence of each point on the score.

    Parameters
    ----------
    values : array, shape ``(n_points, n_seeds)``
        Members; runs of a point are not treated as independent. NaN where a run has no value.
    value : float
    """
    known = ~np.isnan(values)
    members = values[known]
    influence = np.full(values.shape, np.nan)
    influence[known] = np.abs(members - value) - _apart(members)
    found = mean_interval(_by_point(influence))
    if found is None:
        return None
    half, score = (found[1] - found[0]) / 2.0, crps(members, value)
    return max(score - half, 0.0), score + half


def brier(share: float, value: float) -> float:
    """The Brier score of the chance of a yes: its squared distance from 1 for yes or 0 for no [5]."""
    return (share - value) ** 2


def brier_interval(values: Floats, value: float) -> Interval | None:
    """95 % interval of the score for other runs, from that of the share of yes.

    Parameters
    ----------
    values : array, shape ``(n_points, n_seeds)``
        1 and 0, NaN where a run has no value.
    value : float
    """
    known = ~np.isnan(values)
    if values.shape[1] == 1:
        members = values[known]
        ends: Interval | None = wilson(int(members.sum()), len(members))
    else:
        ends = mean_interval(_by_point(values))
    if ends is None:
        return None
    low, high = sorted(brier(min(max(end, 0.0), 1.0), value) for end in ends)
    return low, high


def _by_point(values: Floats) -> Floats:
    """The mean of each point's runs, for points with a value; shape ``(n,)``."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(total[count > 0] / count[count > 0])


def skill(score: float, naive: float) -> float | None:
    """The part of a naive forecast's error that is saved: 1 is perfect, 0 no better, less is worse.

    None where the naive forecast was perfect, so nothing can be saved.
    """
    return 1.0 - score / naive if naive > 0.0 else None
