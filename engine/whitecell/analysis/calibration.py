"""All observations together: whether they look like a run of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.ensemble import Ensemble
from whitecell.analysis.intervals import Interval, clopper_pearson
from whitecell.analysis.scores import own_pits
from whitecell.analysis.scoring import Fact, Held, dice, hold, members

Floats = NDArray[np.float64]
LEAST = 1e-6
"""Smallest share of runs that counts; only chance could give less."""
BAND = (0.025, 0.975)
"""Ends of the band of the model's own histories."""
MANY = 30
"""From this many observations on, the histogram has tenths; with fewer, fifths."""


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total, with an exact 95 % interval that assumes independence."""

    count: int
    of: int

    @property
    def interval(self) -> Interval:
        """The interval of the share, after Clopper and Pearson."""
        return clopper_pearson(self.count, self.of)

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        low, high = self.interval
        return {"count": self.count, "of": self.of, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the observations say together; those to which the scenario was fitted are left out.

    Attributes
    ----------
    within_50, within_90 : Share
        How many observations lie in the middle half and in the middle 90 % of the runs.
    expected_50, expected_90 : float
        How many do on average in the model's own histories: more than half and nine tenths where values
        repeat, as counts do.
    as_few : float
        Share of the model's own histories in which no more values lie in the middle 90 %.
    farther : float
        Share of the model's own histories that lie as far out or farther, over all observations. Near 0
        the observations contradict the model; near 1 its runs are spread too wide.
    pits : tuple of float
        Randomised transforms, in the order of the observations.
    band : tuple of (float, float)
        For the least transform, the next, and so on: where it lies in the middle 95 % of the model's own
        histories. Empty if no run has a value for every observation.
    histogram : tuple of int
        Of the transforms, in fifths or tenths of 0 to 1.
    better : dict of str to Share
        Naive forecast → number of observations in which the runs scored better, out of those that have it.
    """

    within_50: Share
    within_90: Share
    expected_50: float
    expected_90: float
    as_few: float
    farther: float
    pits: tuple[float, ...]
    band: tuple[Interval, ...]
    histogram: tuple[int, ...]
    better: Mapping[str, Share]

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        named = {name: getattr(self, name) for name in self.__slots__}
        shares = {name: value.as_json() for name, value in named.items() if isinstance(value, Share)}
        better = {name: share.as_json() for name, share in self.better.items()}
        return {**named, **shares, "better": better}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an ensemble says about the observations: each by its name, and all together.

    ``together`` is None if no observation counts: all are in-sample, or no run has a value.
    """

    ensemble: str
    held: Mapping[str, Held | None]
    together: Calibration | None


def judged(facts: Sequence[Fact], ensemble: Ensemble) -> Verdict:
    """Compare observations with an ensemble, one by one and together."""
    held = {fact.name: hold(fact, ensemble) for fact in facts}
    counting = [(fact, found) for fact in facts if (found := held[fact.name]) and not fact.fitted]
    return Verdict(ensemble.name, held, _together(counting, ensemble) if counting else None)


def _together(counting: Sequence[tuple[Fact, Held]], ensemble: Ensemble) -> Calibration:
    """Compare all observations together with the model's own histories.

    The observations are one history, and they depend on each other: one cause may make several large. So
    each run is treated as if it had been observed, in all measures at once, and ranked among the other runs;
    the ranks then contain that dependence.
    """
    pits = np.array([found.pit for _, found in counting])
    n = len(counting)
    within_50, within_90 = (sum(getattr(found, key) for _, found in counting) for key in ("in_50", "in_90"))
    histories = [_histories(fact, found, ensemble) for fact, found in counting]
    own, in_50, in_90 = (np.array(part, dtype=np.float64) for part in zip(*histories, strict=True))
    told = ~np.isnan(own).all(axis=0)
    away = np.nanmean(_away(own[:, told]), axis=0)
    # Where a history lacks a value of some measure, its other measures stand for all.
    few = np.nanmean(in_90[:, told], axis=0) * n
    runs = int(told.sum())
    names = dict.fromkeys(name for _, found in counting for name in found.naive)
    return Calibration(
        Share(within_50, n),
        Share(within_90, n),
        float(np.nanmean(in_50, axis=1).sum()),
        float(np.nanmean(in_90, axis=1).sum()),
        float((1 + np.count_nonzero(few <= within_90 + 1e-9)) / (runs + 1)),
        float((1 + np.count_nonzero(away >= _away(pits).mean() - 1e-12)) / (runs + 1)),
        tuple(pits.tolist()),
        _band(own),
        tuple(np.histogram(pits, 10 if n >= MANY else 5, (0.0, 1.0))[0].tolist()),
        {name: _better(name, [found for _, found in counting]) for name in names},
    )


def _away(pits: Floats) -> Floats:
    """How far out: minus the logarithm of the share that lies as far from the middle or farther [7].

    The logarithm keeps one observation that hardly any run reaches from being lost among many in the middle.
    """
    return -np.log(np.maximum(1.0 - np.abs(2.0 * pits - 1.0), LEAST))


def _histories(fact: Fact, found: Held, ensemble: Ensemble) -> tuple[Floats, Floats, Floats]:
    """For each run: its transform among the others, and whether it lies within each band."""
    values = members(fact, ensemble.values[fact.measure]).ravel()
    known = ~np.isnan(values)
    own, in_50, in_90 = (np.full(len(values), np.nan) for _ in range(3))
    own[known] = own_pits(values[known], dice(fact.name, "histories").random(int(known.sum())))
    for inside, (low, high) in ((in_50, found.band_50), (in_90, found.band_90)):
        inside[known] = (values[known] >= low) & (values[known] <= high)
    return own, in_50, in_90


def _band(own: Floats) -> tuple[Interval, ...]:
    """The middle 95 % of the sorted transforms of histories, shape ``(n_observations, n_runs)``, by rank.

    Only runs that have a value for every observation count. The band includes their dependence: where one
    cause makes many observations large, it is wider than that of independent draws.
    """
    whole = np.sort(own[:, ~np.isnan(own).any(axis=0)], axis=0)
    if not whole.shape[1]:
        return ()
    low, high = (np.quantile(whole, end, axis=1).tolist() for end in BAND)
    return tuple(zip(low, high, strict=True))


def _better(name: str, found: Sequence[Held]) -> Share:
    """In how many observations the runs score better than a naive forecast."""
    pairs = [(held.score, held.naive[name].score) for held in found if name in held.naive]
    return Share(sum(score is not None and score < other for score, other in pairs), len(pairs))
