"""Designs: the values that assumptions take at each point, all played with the same dice.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

Kind = Literal["lhs", "sequence", "sobol", "morris"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Design:
    """Points in the space of assumptions.

    Attributes
    ----------
    kind : str
        ``lhs``: Latin hypercube. ``sequence``: Sobol sequence. ``sobol``: Saltelli's sample for Sobol'
        indices. ``morris``: trajectories for elementary effects.
    names : tuple of str
        The assumptions that vary; the others stay at their values.
    unit : array, shape ``(n_points, n_names)``
        Where each point lies between the ends of the ranges, as probabilities 0 to 1.
    points : array, the same shape
        The values.
    """

    kind: Kind
    names: tuple[str, ...]
    unit: Floats
    points: Floats

    @property
    def problem(self) -> dict[str, Any]:
        """The design as SALib describes it: over probabilities, so shapes and units do not matter."""
        bounds = [[0.0, 1.0]] * len(self.names)
        return {"num_vars": len(self.names), "names": list(self.names), "bounds": bounds}


def ranged(scenario: Scenario) -> tuple[str, ...]:
    """Assumptions that have a range to vary over, in the scenario's order."""
    return tuple(name for name, a in scenario.assumptions.items() if a.range and a.range[0] < a.range[1])


def design(scenario: Scenario, kind: Kind, size: int, names: Sequence[str], seed: int = 0) -> Design:
    """Make a design over the ranges of assumptions.

    Parameters
    ----------
    scenario : Scenario
    kind : str
        As in :class:`Design`.
    size : int
        Points of a hypercube or sequence; base sample of ``sobol``, which takes ``size · (names + 2)``
        points; trajectories of ``morris``, which take ``size · (names + 1)``.
    names : sequence of str
        Assumptions with a range.
    seed : int
        Of the design's own dice.

    Raises
    ------
    ValueError
        If there is nothing to vary, a name is not that of an assumption with a range, or there are too few
        points for the correlated assumptions. Also if assumptions of ``sobol`` or ``morris`` are correlated:
        their indices are defined for independent ones [Saltelli et al. 2010].
    """
    if not names:
        raise ValueError("no assumption has a range to vary over")
    for name in names:
        if name not in ranged(scenario):
            raise ValueError(f"'{name}' is no assumption with a range")
    correlated = [c for c in scenario.correlations if set(c.between) <= set(names)]
    if correlated and kind in ("sobol", "morris"):
        pair = " and ".join(correlated[0].between)
        raise ValueError(
            f"{kind} takes assumptions to be independent, and {pair} are correlated; use lhs or sequence"
        )
    unit = _unit(kind, size, tuple(names), seed)
    if correlated:
        unit = _correlated(unit, tuple(names), scenario)
    columns = [quantiles(scenario.assumptions[name], unit[:, k]) for k, name in enumerate(names)]
    return Design(kind, tuple(names), unit, np.stack(columns, axis=1))


def _unit(kind: Kind, size: int, names: tuple[str, ...], seed: int) -> Floats:
    from scipy.stats import qmc

    if kind == "lhs":
        return np.asarray(qmc.LatinHypercube(len(names), rng=seed).random(size))
    if kind == "sequence":
        return np.asarray(qmc.Sobol(len(names), rng=seed).random_base2(max(size - 1, 1).bit_length()))
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    if kind == "sobol":
        from SALib.sample import sobol

        base = 2 ** max(size - 1, 1).bit_length()
        return np.asarray(sobol.sample(problem, base, calc_second_order=False, seed=seed))
    from SALib.sample import morris

    return np.asarray(morris.sample(problem, size, num_levels=4, seed=seed))


def quantiles(assumption: Assumption, unit: Floats) -> Floats:
    """Values of an assumption at probabilities, by the shape of its range.

    ``triangular`` has its peak at the value, ``loguniform`` is even in the logarithm.
    """
    assert assumption.range is not None
    low, high = assumption.range
    if assumption.shape == "loguniform" and low > 0.0:
        # exp(log(x)) may miss an end by a digit.
        return np.asarray(np.clip(np.exp(np.log(low) + unit * (np.log(high) - np.log(low))), low, high))
    if assumption.shape == "triangular":
        from scipy.stats import triang

        peak = float(np.clip((assumption.value - low) / (high - low), 0.0, 1.0))
        return np.asarray(triang.ppf(unit, peak, loc=low, scale=high - low))
    return low + unit * (high - low)


def _correlated(unit: Floats, names: tuple[str, ...], scenario: Scenario) -> Floats:
    """Reorder each column so that the stated rank correlations hold; its values stay the same.

    Source: Iman & Conover (1982), A distribution-free approach to inducing rank correlation among input
    variables, Communications in Statistics 11(3), 311–334, doi:10.1080/03610918208812265. The rank
    correlation ``r`` asks for ``2·sin(π·r/6)`` between normal scores [Pearson 1907].
    """
    from whitecell.analysis.special import ndtri

    ties = [c for c in scenario.correlations if set(c.between) <= set(names)]
    # Only correlated columns are reordered; the others stay, and may outnumber the points.
    tied = [k for k, name in enumerate(names) if any(name in c.between for c in ties)]
    if len(unit) <= len(tied) + 1:
        raise ValueError(f"{len(unit)} points are too few for {len(tied)} correlated assumptions; take more")
    place = {names[k]: n for n, k in enumerate(tied)}
    wanted = np.eye(len(tied))
    for c in ties:
        one, other = (place[name] for name in c.between)
        wanted[one, other] = wanted[other, one] = 2.0 * np.sin(np.pi * c.rank / 6.0)
    scores = ndtri(np.clip(unit[:, tied], 1e-9, 1.0 - 1e-9))
    present = np.corrcoef(scores, rowvar=False)
    turned = scores @ np.linalg.inv(np.linalg.cholesky(present)).T @ np.linalg.cholesky(wanted).T
    ordered = unit.copy()
    for n, k in enumerate(tied):
        ordered[np.argsort(turned[:, n], kind="stable"), k] = np.sort(unit[:, k])
    return ordered
