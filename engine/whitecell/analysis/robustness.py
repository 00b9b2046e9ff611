"""Deals over many futures: how often they are signed and hold, and when no deal would be better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whitecell.analysis.deals import Gain, Outcome, Share, outcomes
from whitecell.analysis.discovery import Box, prim
from whitecell.analysis.packages import Played

RARE = 0.05
"""An actor's regret is not examined if it occurs, or fails to occur, in less than this share of futures."""


@dataclass(frozen=True, slots=True)
class Regretted:
    """When an actor would be better off without a deal.

    Attributes
    ----------
    actor, measure : str
    share : Share
        Share of the futures in which it is worse off with the package, on the mean of the runs there.
    box : Box or None
        The assumptions under which that mostly happens; None if it is too rare or too common, or if no
        assumption explains it.
    """

    actor: str
    measure: str
    share: Share
    box: Box | None


@dataclass(frozen=True, slots=True)
class Robust:
    """One package over the futures."""

    outcome: Outcome
    regretted: tuple[Regretted, ...]


def over_futures(played: Played, aims: list[tuple[str, str, bool]]) -> list[Robust]:
    """The outcome of each package over all futures in which it was played."""
    return [
        Robust(outcome, tuple(_regretted(played, index, gain) for gain in outcome.gains))
        for index, outcome in enumerate(outcomes(played, aims))
    ]


def _regretted(played: Played, index: int, gain: Gain) -> Regretted:
    """The futures in which an aim fares worse with a package."""
    assert played.futures is not None
    days, points = float(played.deal.scenario.days), len(played.futures.points)
    with_it, without = played.columns[gain.measure][index], played.without[gain.measure]
    if played.deal.scenario.measures[gain.measure].statistic == "first_day":
        with_it, without = (np.where(np.isnan(each), days, each) for each in (with_it, without))
    apart = np.nan_to_num(with_it - without).reshape(points, -1).mean(axis=1)
    worse = apart < 0.0 if gain.higher else apart > 0.0
    share = Share.of(np.asarray(worse))
    told = RARE <= share.value <= 1.0 - RARE
    box = prim(played.futures, worse) if told and played.futures.names else None
    return Regretted(gain.actor, gain.measure, share, box)
