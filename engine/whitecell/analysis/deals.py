"""Deals: which of them would be signed and hold, and what each gives each actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.intervals import Interval, mean_interval, wilson
from whitecell.analysis.packages import Played
from whitecell.analysis.paired import Contrast, aspects, contrast
from whitecell.analysis.summary import kind_of
from whitecell.analysis.terms import HELD, SIGNED, SIGNED_DAY, STANDS, Deal

Flags = NDArray[np.bool_]
LIKELY = 0.5
"""Chance from which a party is said to be for a deal."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of runs, with its 95 % interval; NaN and 0 to 1 where there were none."""

    value: float
    low: float
    high: float
    runs: int

    @classmethod
    def of(cls, so: Flags, counts: Flags | None = None, each: int = 1) -> Share:
        """The share of flags, one for each run; only of those that count, if ``counts`` is given.

        Where ``each`` neighbours share a future, the interval is that of the number of independent runs that
        would have the same variance. Source: Kish (1965), "Survey Sampling", for the design effect.
        """
        counts = np.ones(len(so), dtype=np.bool_) if counts is None else counts
        n, hits = int(counts.sum()), int((so & counts).sum())
        if not n:
            return cls(float("nan"), 0.0, 1.0, 0)
        share = hits / n
        if each > 1 and 0.0 < share < 1.0:
            apart = np.where(counts, so - share, 0.0).reshape(-1, each).sum(axis=1)
            alike = max(float((apart**2).sum()) / (n * share * (1.0 - share)), 1.0)
            low, high = wilson(round(hits / alike), max(round(n / alike), 1))
            return cls(share, min(low, share), max(high, share), n)
        return cls(share, *wilson(hits, n), n)

    def as_json(self) -> dict[str, float | int | None]:
        """As plain values for JSON."""
        return {"value": self.value if self.runs else None, "low": self.low, "high": self.high,
                "runs": self.runs}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gain:
    """What a package gives an actor by one of its aims, against no deal, run by run.

    Attributes
    ----------
    actor, measure : str
    higher : bool
        Whether more of the measure is better for the actor.
    contrast : Contrast
        First without a deal, second with the package on the table.
    """

    actor: str
    measure: str
    higher: bool
    contrast: Contrast

    @property
    def value(self) -> float:
        """How much better, in units of the measure; below 0 for worse."""
        return self.contrast.difference if self.higher else -self.contrast.difference

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the value."""
        return self.contrast.gain(self.higher)

    @property
    def verdict(self) -> str:
        """``better``, ``worse``, or ``open`` if the interval contains both or is unreliable."""
        low, high = self.interval
        if self.contrast.doubtful or low <= 0.0 <= high:
            return "open"
        return "better" if low > 0.0 else "worse"


@dataclass(frozen=True, slots=True)
class Breaker:
    """How often an actor breached a clause: days of breach in a hundred days in force, over all runs."""

    actor: str
    clause: str
    per_hundred: float


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """The outcome of one package.

    Attributes
    ----------
    number : int
        Its place among the packages, from 1.
    values : dict of str to float
        Its terms.
    signs : dict of str to Share
        By party: of the runs with a text to sign, those in which it would have signed the first one.
    signed : Share
        Runs in which all signed.
    day : float
        Median day of signature, NaN if never.
    stands : Share
        Of the runs in which it was signed: those in which it is in force on the last day.
    kept : Share
        Of all runs: those in which it was signed and is in force on the last day.
    held : float
        Mean days in force where it was signed.
    gains : tuple of Gain
    breakers : tuple of Breaker
        The one that breached it most comes first.
    """

    number: int
    values: Mapping[str, float]
    signs: Mapping[str, Share]
    signed: Share
    day: float
    stands: Share
    kept: Share
    held: float
    gains: tuple[Gain, ...]
    breakers: tuple[Breaker, ...]

    @property
    def hardest(self) -> str:
        """The party that is least likely to sign it."""
        return min(self.signs, key=lambda party: self.signs[party].value)

    @property
    def agreed(self) -> bool:
        """Whether each party is more likely than not to sign the first text."""
        return all(share.value >= LIKELY for share in self.signs.values())

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "package": self.number,
            "terms": dict(self.values),
            "signs": {party: share.as_json() for party, share in self.signs.items()},
            "signed": self.signed.as_json(),
            "median_day_of_signature": None if np.isnan(self.day) else self.day,
            "stands_once_signed": self.stands.as_json(),
            "signed_and_stands": self.kept.as_json(),
            "mean_days_in_force_once_signed": None if np.isnan(self.held) else self.held,
            "gains": [
                {"actor": g.actor, "measure": g.measure, "wanted": "high" if g.higher else "low",
                 "gain": g.value, "low": g.interval[0], "high": g.interval[1], "verdict": g.verdict}
                for g in self.gains
            ],
            "breakers": [asdict(each) for each in self.breakers],
        }  # fmt: skip


def aims_of(deal: Deal, more: Sequence[tuple[str, str, bool]] = ()) -> list[tuple[str, str, bool]]:
    """Actor, measure, and whether it wants it high: the aims that actors state, and those in ``more``."""
    stated = [
        (name, measure, way == "high")
        for name, actor in deal.scenario.actors.items()
        for measure, way in actor.aims.items()
    ]
    added = {(actor, measure) for actor, measure, _ in more}
    return [*(aim for aim in stated if aim[:2] not in added), *more]


def outcomes(played: Played, aims: Sequence[tuple[str, str, bool]] = ()) -> list[Outcome]:
    """The outcome of each package.

    Parameters
    ----------
    played : Played
    aims : sequence of (str, str, bool)
        As :func:`aims_of` gives them.
    """
    return [_outcome(played, index, aims) for index in range(len(played.packages))]


def _outcome(played: Played, index: int, aims: Sequence[tuple[str, str, bool]]) -> Outcome:
    deal, each = played.deal, played.each
    runs = {name: values[index] for name, values in played.columns.items()}
    signed = runs[SIGNED] > 0.0
    never = np.inf
    refused = {p: np.nan_to_num(runs[deal.refusal(p)], nan=never) for p in deal.parties}
    first = np.minimum.reduce([np.nan_to_num(runs[SIGNED_DAY], nan=never), *refused.values()])
    ready = np.isfinite(first)
    stands, held = runs[STANDS] > 0.0, runs[HELD]
    days = float(held.sum())
    breakers = [
        # A day on which it is breached and ends counts as a breach, but not as a day in force.
        Breaker(actor, clause, min(100.0 * float(runs[deal.breaches(clause, actor)].sum()) / days, 100.0))
        for clause, bound in deal.clauses.items()
        for actor in bound
        if days > 0.0
    ]
    return Outcome(
        index + 1,
        played.packages[index],
        {party: Share.of(day > first, ready, each) for party, day in refused.items()},
        Share.of(signed, each=each),
        float(np.nanmedian(runs[SIGNED_DAY])) if signed.any() else float("nan"),
        Share.of(stands, signed, each),
        Share.of(signed & stands, each=each),
        float(held[signed].mean()) if signed.any() else float("nan"),
        tuple(
            Gain(actor, measure, higher, _against(played, measure, runs[measure]))
            for actor, measure, higher in aims
        ),
        tuple(sorted(breakers, key=lambda each: -each.per_hundred)),
    )


def _against(played: Played, name: str, second: NDArray[Any]) -> Contrast:
    """A measure with a package against that without a deal; for a day, the days until it, cut at the end.

    Over futures the interval is that of each future's mean, since the runs of a future are not independent.
    """
    scenario = played.deal.scenario
    measure = scenario.measures[name]
    kind = kind_of(measure.statistic)
    *_, (aspect, of, unit, one, other) = aspects(
        kind, measure.unit, played.without[name], second, scenario.days
    )
    found = contrast(name, aspect, of, unit, one, other)
    if played.each == 1:
        return found
    pair: tuple[NDArray[Any], ...] = (played.without[name], second)
    if kind == "day":
        pair = tuple(np.where(np.isnan(values), float(scenario.days), values) for values in pair)
    apart = (pair[1] - pair[0]).reshape(-1, played.each)
    known = ~np.isnan(apart)
    told = known.any(axis=1)
    futures = np.where(known, apart, 0.0)[told].sum(axis=1) / known[told].sum(axis=1)
    low, high = mean_interval(futures) or (found.low, found.high)
    return replace(found, low=low, high=high)
