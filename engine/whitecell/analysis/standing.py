"""Where results at a scenario's stated values lie among those over its ranges: not always in the middle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from whitecell.analysis.design import Design
from whitecell.analysis.response import Response, explored
from whitecell.scenario.model import Scenario

EVEN = ("lhs", "sequence")
"""Designs whose points cover the ranges evenly, so that a share of points is a share of the ranges."""
FEWEST, MOST = 64, 512
"""Least and most runs at the stated values; in between, a quarter of the design's runs."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A response at the stated values, and where that lies among the points of a design.

    Attributes
    ----------
    measure, unit : str
        The response's name and unit.
    stated : float
        Mean of the runs at the stated values.
    ranges : float
        Mean over all points.
    percentile : float
        Share of the points whose mean is less, plus half of those whose mean is the same; 0 to 1.
    """

    measure: str
    unit: str
    stated: float
    ranges: float
    percentile: float

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def runs_at(points: Design, seeds: int) -> int:
    """Number of runs at the stated values beside a design; none if it does not cover the ranges evenly."""
    return min(max(len(points.points) * seeds // 4, FEWEST), MOST) if points.kind in EVEN else 0


def standings(
    scenario: Scenario,
    points: Design,
    responses: Sequence[Response],
    first_seed: int,
    *,
    jobs: int = 1,
    scheduler: str = "",
    progress: Callable[[int], None] | None = None,
) -> list[Standing]:
    """Play a scenario as it stands, and see where each response lies in a design.

    Parameters
    ----------
    scenario : Scenario
    points : Design
    responses : sequence of Response
        The wanted responses over the design. Only those are used that have a value at some point and at the
        stated values.
    first_seed : int
    jobs, scheduler, progress
        As in :func:`whitecell.analysis.response.explored`.
    """
    runs = runs_at(points, responses[0].values.shape[1] if responses else 0)
    if not runs or not responses:
        return []
    as_it_stands = Design("lhs", (), np.empty((1, 0)), np.empty((1, 0)))
    seeds = range(first_seed, first_seed + runs)
    played = explored(scenario, as_it_stands, seeds, jobs=jobs, scheduler=scheduler, progress=progress)
    # A category that no run at the stated values has is missing there: its share is 0.
    stated = {response.name: float(response.means[0]) for response in played}
    found = []
    for response in responses:
        known = response.means[~np.isnan(response.means)]
        value = stated.get(response.name, 0.0)
        if len(known) and not np.isnan(value):
            below = np.count_nonzero(known < value) + 0.5 * np.count_nonzero(known == value)
            found.append(
                Standing(response.name, response.unit, value, float(known.mean()), float(below / len(known)))
            )
    return found
