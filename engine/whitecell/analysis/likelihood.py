"""The likelihood of facts at each point of a design, smoothed over all points by logistic regression.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.paired import holm

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SURE = 0.05
"""Chance that any assumption is taken for a driver by luck, over all facts and assumptions together."""
STRONGEST = 8
"""Most assumptions that enter a fact's likelihood: the strongest of its drivers."""
DRAWS = 100
"""Surfaces that are drawn for each fact, to carry the uncertainty of its likelihood."""


@dataclass(frozen=True, eq=False, slots=True)
class Surfaces:
    """The logarithm of a fact's likelihood over a design.

    Attributes
    ----------
    given : array, shape ``(DRAWS, n_points)``
        Given that all facts before it hold; each row is one surface that the runs allow.
    alone : array, shape ``(n_points,)``
        Whether or not the other facts hold; the likeliest surface.
    drivers : tuple of int
        Columns of the design that it depends on, the strongest first.
    """

    given: Floats
    alone: Floats
    drivers: tuple[int, ...]


def near(values: Floats, low: float, high: float, observed: float | None, tolerance: float) -> Floats:
    """Which runs meet a fact: 1 if they do, 0 if not, NaN where a run has no value.

    A band is met by values inside it. An observed number is met by the nearest runs, a share ``tolerance``
    of them [Beaumont, Zhang & Balding 2002]. Fewer meet it where the next runs are equally near; more meet it
    only if more than that share are at the least distance.

    Parameters
    ----------
    values : array, any shape
        A measure, run by run.
    low, high : float
        The band, both ends included; not used where there is a number.
    observed : float, optional
    tolerance : float
        Share of the runs that have a value, 0 to 1.
    """
    known = ~np.isnan(values)
    met = (values >= low) & (values <= high)
    if observed is not None and known.any():
        distance = np.abs(values - observed)
        ordered = np.sort(distance[known])
        next_one = ordered[min(int(tolerance * len(ordered)), len(ordered) - 1)]
        met = distance <= max(ordered[ordered < next_one], default=ordered[0])
    return np.where(known, met.astype(np.float64), np.nan)


def clear_drivers(unit: Floats, met: Sequence[Floats]) -> list[tuple[int, ...]]:
    """The columns of a design on which each fact clearly depends, the strongest first.

    The test is the F test of a parabola through the shares of each point's runs that meet the fact, after
    Holm's correction over all facts and columns.

    Parameters
    ----------
    unit : array, shape ``(n_points, n_names)``
        Points as probabilities.
    met : sequence of array, each of shape ``(n_points, n_seeds)``
        As :func:`near` gives them.
    """
    from whitecell.analysis.special import fdtrc

    waves = _standard(unit)
    p = np.ones((len(met), unit.shape[1]))
    for f, flags in enumerate(met):
        known = ~np.isnan(flags).all(axis=1)
        shares = np.nanmean(flags[known], axis=1)
        shares = shares - shares.mean()
        total, free = float(shares @ shares), len(shares) - 3
        if total <= 0.0 or free < 2:
            continue
        # The sums of squares explained by each column, and by the part of its square orthogonal to it.
        line = waves[known] - waves[known].mean(axis=0)
        size = (line**2).sum(axis=0)
        bend = line**2 - size / len(line)
        bend -= line * ((line * bend).sum(axis=0) / size)
        told = (shares @ line) ** 2 / size + (shares @ bend) ** 2 / (bend**2).sum(axis=0)
        p[f] = fdtrc(2, free, told / 2.0 / (np.maximum(total - told, 1e-12 * total) / free))
    sure = np.reshape(holm([float(one) for one in p.ravel()]), p.shape) < SURE
    return [
        tuple(int(k) for k in np.argsort(row, kind="stable") if clear[k])
        for row, clear in zip(p, sure, strict=True)
    ]


def surfaces(unit: Floats, met: Sequence[Floats], seed: int = 0) -> list[Surfaces]:
    """Smooth the likelihood of each fact over a design, given that the facts before it hold.

    The likelihood of all facts together is the product of the parts, ``P(a) · P(b | a) · …``, so facts that
    coincide in the runs count once. As in a chain of classifiers [Read et al. 2011], the regression for each
    fact also knows whether a run meets the facts before it. Each part is a logistic regression on a parabola
    in the fact's :func:`clear_drivers`, with a standard normal prior for each coefficient. The coefficients
    are drawn from the normal distribution about their best values [Laplace's approximation]; averaging the
    likelihood over the draws integrates out their uncertainty.

    Parameters
    ----------
    unit, met
        As in :func:`clear_drivers`.
    seed : int
        Of the draws.
    """
    rng = np.random.default_rng(seed)
    points, seeds = met[0].shape if met else (len(unit), 1)
    before = np.empty((points * seeds, 0))
    found = []
    for flags, drivers in zip(met, clear_drivers(unit, met), strict=True):
        columns = drivers[:STRONGEST]
        shape = _parabola(_standard(unit)[:, list(columns)])
        rows, y = np.repeat(shape, seeds, axis=0), flags.ravel()
        known = ~np.isnan(y)
        best, covariance = _regressed(np.column_stack([rows, before])[known], y[known])
        there = np.column_stack([shape, np.ones((points, before.shape[1]))])
        drawn = rng.multivariate_normal(best, covariance, DRAWS, method="svd")
        alone = _regressed(rows[known], y[known])[0]
        found.append(Surfaces(_log_chance(drawn @ there.T), _log_chance(shape @ alone), columns))
        # A run on which a fact is silent counts as meeting it.
        before = np.column_stack([before, np.where(known, y, 1.0)])
    return found


def _standard(unit: Floats) -> Floats:
    """Probabilities as numbers of mean 0 and variance 1."""
    return np.asarray(np.sqrt(12.0) * (unit - 0.5))


def _parabola(columns: Floats) -> Floats:
    """A constant, the columns, their squares less one, and their products."""
    n = columns.shape[1]
    parts = [np.ones((len(columns), 1)), columns, columns**2 - 1.0]
    parts += [columns[:, [a]] * columns[:, [b]] for a in range(n) for b in range(a)]
    return np.hstack(parts)


def _regressed(shape: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Coefficients of a logistic regression, the constant first, and their covariance."""
    from whitecell.analysis.special import expit

    share = (y.sum() + 0.5) / (len(y) + 1.0)
    best = np.zeros(shape.shape[1])
    best[0] = np.log(share / (1.0 - share))
    if shape.shape[1] > 1 and y.min() < y.max():
        from sklearn.linear_model import LogisticRegression

        # C = 1 is the standard normal prior; the constant has none.
        fitted = LogisticRegression(C=1.0, solver="newton-cholesky", max_iter=200).fit(shape[:, 1:], y)
        best = np.concatenate([fitted.intercept_, fitted.coef_[0]])
    chance = expit(shape @ best)
    precision = (shape.T * (chance * (1.0 - chance))) @ shape
    precision[np.diag_indices_from(precision)] += 1.0
    return best, np.linalg.inv(precision)


def _log_chance(logit: Floats) -> Floats:
    """The logarithm of a probability, from its logit."""
    return np.asarray(-np.logaddexp(0.0, -logit))
