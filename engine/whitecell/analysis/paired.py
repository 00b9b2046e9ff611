"""Differences between two batches of the same seeds, measure by measure.

Runs with the same seed roll the same dice, so they are compared pair by pair. References are numbered as
in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.intervals import Interval, doubtful, mean_interval, paired_shares, plain_mean
from whitecell.analysis.summary import kind_of
from whitecell.scenario.model import Scenario

Values = NDArray[np.float64]
Kind = Literal["share", "mean"]
OF_RUNS = "of runs"


@dataclass(frozen=True, slots=True)
class Contrast:
    """One number of a measure, in both batches.

    Attributes
    ----------
    measure, aspect : str
        The aspect is empty; for a day it is ``came`` (whether it ever did) or ``days until`` (the
        restricted mean); for a category it is its name.
    of : str
        ``share`` (of runs) or ``mean``.
    unit : str
        The unit of the mean; ``of runs`` for shares.
    pairs : int
        Pairs of runs in which both have a value.
    first, second : float
        Mean or share over these pairs.
    difference, low, high : float
        Second less first, with its 95 % interval.
    superiority : float
        Chance that the second of a pair is higher, ties counting half.
    p, p_holm : float
        For no difference: paired t for means, McNemar's exact test for shares; and after Holm's
        correction for all contrasts that are examined together.
    correlation : float or None
        Correlation of the two over pairs; None where either does not vary.
    reduction : float or None
        By what factor the variance of the difference would rise if the batches had different seeds. None
        where nothing differs in any pair.
    effect : float
        Difference over the pooled standard deviation of both batches.
    differing : int
        Pairs whose two values are not the same.
    superiority_low, superiority_high : float
        95 % interval of the superiority.
    fact : str
        The same text for contrasts whose pairs are identical: one fact under several names.
    unlike : str
        Things that only one of the two counts, in words; empty where both count the same.
    doubtful : bool
        Whether the difference of means comes from so few pairs that its interval is too narrow.
    """

    measure: str
    aspect: str
    of: Kind
    unit: str
    pairs: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    superiority: float
    p: float
    p_holm: float
    correlation: float | None
    reduction: float | None
    effect: float
    differing: int = 0
    superiority_low: float = float("nan")
    superiority_high: float = float("nan")
    fact: str = ""
    unlike: str = ""
    doubtful: bool = False

    @property
    def half_width(self) -> float:
        """The longer side of the interval; infinite if there is no interval or it is doubtful."""
        if self.pairs == 0 or self.doubtful:
            return float("inf")
        return max(self.high - self.difference, self.difference - self.low)

    @property
    def name(self) -> str:
        """Measure and aspect."""
        return f"{self.measure}: {self.aspect}" if self.aspect else self.measure

    def gain(self, higher: bool) -> Interval:
        """The 95 % interval of how much better the second is; ``higher`` says whether more is better."""
        return (self.low, self.high) if higher else (-self.high, -self.low)

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def contrasts(
    scenario: Scenario, first: Mapping[str, NDArray[Any]], second: Mapping[str, NDArray[Any]], days: int
) -> list[Contrast]:
    """Compare the columns of two batches, row by row; the largest effects come first.

    Parameters
    ----------
    scenario : Scenario
        The scenario that states the measures.
    first, second : mapping of str to array, shape ``(n_runs,)``
        Columns of the same measures for the same seeds in the same order.
    days : int
        The horizon of both.

    Raises
    ------
    ValueError
        If there are fewer than two pairs.
    """
    if len(next(iter(first.values()), ())) < 2:
        raise ValueError("a comparison needs two pairs of runs at least")
    found = []
    for name in first:
        measure = scenario.measures[name]
        for aspect, of, unit, one, other in aspects(
            kind_of(measure.statistic), measure.unit, first[name], second[name], days
        ):
            found.append(contrast(name, aspect, of, unit, one, other))
    return sorted(found, key=lambda c: (-abs(c.effect), c.name))


def aspects(
    kind: str, unit: str, first: NDArray[Any], second: NDArray[Any], days: int
) -> Iterator[tuple[str, Kind, str, Values, Values]]:
    """Split a measure into numbers that have a mean; for a day, the days until it come last."""
    if kind == "category":
        for value in sorted({str(v) for v in (*first, *second) if v is not None}):
            one, other = (np.asarray(column == value, dtype=np.float64) for column in (first, second))
            yield value, "share", OF_RUNS, one, other
    elif kind == "day":
        came = [np.asarray(~np.isnan(column), dtype=np.float64) for column in (first, second)]
        until = [np.where(np.isnan(column), float(days), column) for column in (first, second)]
        yield "came", "share", OF_RUNS, came[0], came[1]
        yield "days until", "mean", "days", until[0], until[1]
    else:
        both = ~(np.isnan(first) | np.isnan(second))
        if kind == "flag":
            yield "", "share", OF_RUNS, first[both], second[both]
        else:
            yield "", "mean", unit, first[both], second[both]


def contrast(measure: str, aspect: str, of: Kind, unit: str, first: Values, second: Values) -> Contrast:
    """Compare two columns of numbers, pair by pair. The p value is not corrected yet.

    The variance reduction is ``(Var A + Var B) / Var(B − A)``. Superiority is ``(1 + d) / 2``, where ``d`` is
    the share of pairs that rise less the share that fall; its interval follows from that of ``d``. Shares
    that are equal in every pair also have an interval: the number of pairs limits how sure that is.
    """
    n = len(first)
    if n == 0:
        none = float("nan")
        return Contrast(
            measure, aspect, of, unit, 0, none, none, none, none, none, none, 1.0, 1.0, None, None, 0.0
        )
    apart = second - first
    one, other, difference = plain_mean(first), plain_mean(second), plain_mean(apart)
    lost, gained = int((apart < 0).sum()), int((apart > 0).sum())
    signs = paired_shares(lost, gained, n)
    if of == "share":
        low, high = signs
        p = mcnemar(lost, gained)
    elif lost + gained == 0:
        low, high, p = 0.0, 0.0, 1.0
    else:
        low, high = mean_interval(apart) or (difference, difference)
        p = paired_t(apart)
    spreads = [float(values.var(ddof=1)) if n > 1 else 0.0 for values in (first, second, apart)]
    together = sqrt((spreads[0] + spreads[1]) / 2)
    correlation = None
    if spreads[0] > 0.0 and spreads[1] > 0.0:
        correlation = float(
            np.clip((sum(spreads[:2]) - spreads[2]) / 2 / sqrt(spreads[0] * spreads[1]), -1, 1)
        )
    return Contrast(
        measure,
        aspect,
        of,
        unit,
        n,
        one,
        other,
        difference,
        low,
        high,
        superiority=float((apart > 0).mean() + 0.5 * (apart == 0).mean()),
        p=p,
        p_holm=p,
        correlation=correlation,
        reduction=sum(spreads[:2]) / spreads[2] if spreads[2] > 0.0 else None,
        effect=difference / together if together > 0.0 else 0.0,
        differing=lost + gained,
        superiority_low=0.5 + signs[0] / 2,
        superiority_high=0.5 + signs[1] / 2,
        fact=sha256(np.stack([first, second]).tobytes() + of.encode()).hexdigest()[:16],
        doubtful=of == "mean" and doubtful(apart),
    )


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided p of McNemar's exact test: among discordant pairs, either kind is as likely.

    Source: McNemar (1947), Psychometrika 12, 153–157, doi:10.1007/BF02295996.
    """
    from whitecell.analysis.special import bdtr

    together = only_first + only_second
    if together == 0:
        return 1.0
    return min(1.0, 2.0 * float(bdtr(min(only_first, only_second), together, 0.5)))


def paired_t(apart: Values) -> float:
    """Two-sided p of Student's t test that the mean of differences is zero."""
    from whitecell.analysis.special import stdtr

    n, spread = len(apart), float(apart.std(ddof=1)) if len(apart) > 1 else 0.0
    if n < 2:
        return 1.0
    if spread == 0.0:
        return 0.0 if apart.any() else 1.0
    return float(2.0 * stdtr(n - 1, -abs(float(apart.mean())) * sqrt(n) / spread))


def holm(p: Sequence[float]) -> list[float]:
    """Correct several p values, so that the chance of any false alarm is no larger than for one test.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65–70, https://www.jstor.org/stable/4615733.
    """
    adjusted = [0.0] * len(p)
    so_far = 0.0
    for rank, index in enumerate(sorted(range(len(p)), key=lambda k: p[k])):
        so_far = max(so_far, min(1.0, (len(p) - rank) * p[index]))
        adjusted[index] = so_far
    return adjusted


def corrected(families: Sequence[Sequence[Contrast]]) -> list[list[Contrast]]:
    """Correct the p values of several comparisons that are examined together.

    One fact under several names, such as that a deal was signed and that its day came, counts once.
    """
    facts = {c.fact or f"{k}/{c.name}": c.p for k, family in enumerate(families) for c in family}
    adjusted = dict(zip(facts, holm(list(facts.values())), strict=True))
    return [
        [replace(c, p_holm=adjusted[c.fact or f"{k}/{c.name}"]) for c in family]
        for k, family in enumerate(families)
    ]
