"""Points crossed with seeds: how much variance of a measure each causes, and intervals that include both.

All points of a design are played with the same seeds, so a table of ``n_points`` × ``n_seeds`` numbers is a
two-way layout without replicates. Source of the components: Searle, Casella & McCulloch (1992), Variance
Components, chapter 4; of the degrees of freedom: Satterthwaite (1946), Biometrics Bulletin 2, 110–114.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Components:
    """Shares of the variance of a run's value over random points and seeds; they add up to one.

    Attributes
    ----------
    assumptions : float
        Caused by the point, whatever the seed.
    together : float
        Caused by the point and the seed together: chance that matters more at some points than at others.
    chance : float
        Caused by the seed, whatever the point.
    """

    assumptions: float
    together: float
    chance: float

    def as_json(self) -> dict[str, float]:
        """As plain values for JSON."""
        return asdict(self)


def components(values: Floats) -> Components | None:
    """Split the variance of a table, shape ``(n_points, n_seeds)``; rows with a NaN are left out.

    Mean squares are equated with their expectations, and a component that comes out negative is zero. None
    with fewer than two points or seeds, and where nothing varies.
    """
    squares = _mean_squares(values)
    if squares is None:
        return None
    by_point, by_seed, rest, (n_points, n_seeds) = squares
    made = (max(by_point - rest, 0.0) / n_seeds, rest, max(by_seed - rest, 0.0) / n_points)
    whole = sum(made)
    return Components(*(part / whole for part in made)) if whole > 0.0 else None


def crossed_mean(values: Floats, level: float = LEVEL) -> tuple[float, float]:
    """Mean of a table over points and seeds, and half the width of its interval for other points and seeds.

    The variance of the mean is ``(MSₚ + MSₛ − MSᵣ) / (n_points · n_seeds)``, with Satterthwaite's degrees of
    freedom. The interval is at least as wide as that of the largest mean square alone, and as that of the
    seeds' own component, which few seeds estimate badly. The half-width is infinite with fewer than two
    points or seeds.
    """
    from whitecell.analysis.special import stdtrit

    rows = values[~np.isnan(values).any(axis=1)]
    mean = float(rows.mean()) if rows.size else float("nan")
    squares = _mean_squares(values)
    if squares is None:
        return mean, float("inf")
    by_point, by_seed, rest, (n_points, n_seeds) = squares
    parts = ((by_point, n_points - 1), (by_seed, n_seeds - 1), (rest, (n_points - 1) * (n_seeds - 1)))
    together = by_point + by_seed - rest
    ways: list[tuple[float, float]] = [max(parts), (max(by_seed - rest, 0.0), n_seeds - 1)]
    if together > 0.0:
        ways.append((together, together**2 / sum(square**2 / n for square, n in parts)))
    size = n_points * n_seeds
    return mean, max(float(stdtrit(n, 0.5 + level / 2)) * float(np.sqrt(square / size)) for square, n in ways)


def row_errors(values: Floats, level: float = LEVEL) -> Floats:
    """Half the width of each row's interval over seeds, shape ``(n_points,)``; infinite with one seed."""
    from whitecell.analysis.special import stdtrit

    n = values.shape[1]
    if n < 2:
        return np.full(len(values), np.inf)
    return np.asarray(stdtrit(n - 1, 0.5 + level / 2) * values.std(axis=1, ddof=1) / np.sqrt(n))


def _mean_squares(values: Floats) -> tuple[float, float, float, tuple[int, int]] | None:
    """Mean squares of points, seeds and the rest, and the numbers of points and seeds."""
    rows = values[~np.isnan(values).any(axis=1)]
    n_points, n_seeds = rows.shape
    if n_points < 2 or n_seeds < 2:
        return None
    points, seeds, mean = rows.mean(axis=1), rows.mean(axis=0), rows.mean()
    left = rows - points[:, None] - seeds[None, :] + mean
    rest = float((left**2).sum()) / ((n_points - 1) * (n_seeds - 1))
    return n_seeds * float(points.var(ddof=1)), n_points * float(seeds.var(ddof=1)), rest, rows.shape
