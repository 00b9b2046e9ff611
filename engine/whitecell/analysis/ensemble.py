"""Ensembles that observations are held against: at the stated values, and over the ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.response import DesignPlayer
from whitecell.batch import run_batch
from whitecell.batch.player import Player, play_game
from whitecell.scenario.model import Scenario

Floats = NDArray[np.float64]
STATED, RANGES = "stated", "ranges"
"""Names of the two ensembles."""


@dataclass(frozen=True, eq=False, slots=True)
class Ensemble:
    """What runs give of some measures.

    Attributes
    ----------
    name : str
        ``stated``: all at the stated values. ``ranges``: points over the ranges, with dice of their own.
    values : mapping of str to array, shape ``(n_points, n_seeds)``
        Measure → value of each run, NaN where it has none. Each run at the stated values is a point.
    """

    name: str
    values: Mapping[str, Floats]


def measuring(scenario: Scenario, measures: Iterable[str]) -> Scenario:
    """The scenario with some of its measures only; what is played is the same."""
    wanted = dict.fromkeys(measures)
    return scenario.model_copy(update={"measures": {name: scenario.measures[name] for name in wanted}})


def at_the_stated_values(
    scenario: Scenario,
    seeds: range,
    *,
    jobs: int = 1,
    slab: int | None = None,
    progress: Callable[[int], None] | None = None,
    scheduler: str = "",
) -> Ensemble:
    """Play a scenario as it stands; parameters as of :func:`whitecell.batch.run_batch`."""
    return _played(STATED, scenario, seeds, 1, play_game, jobs, slab, progress, scheduler)


def over_the_ranges(
    scenario: Scenario,
    points: Design,
    seeds: range,
    *,
    jobs: int = 1,
    slab: int | None = None,
    progress: Callable[[int], None] | None = None,
    scheduler: str = "",
) -> Ensemble:
    """Play each point of a design so often as there are ``seeds``, all runs with dice of their own.

    The first run has the first of the seeds, and each further one the next.
    """
    rows = range(len(points.points) * len(seeds))
    player = DesignPlayer(points.names, points.points, seeds.start, len(seeds), apart=True)
    return _played(RANGES, scenario, rows, len(seeds), player, jobs, slab, progress, scheduler)


def _played(
    name: str,
    scenario: Scenario,
    rows: range,
    each: int,
    player: Player,
    jobs: int,
    slab: int | None,
    progress: Callable[[int], None] | None,
    scheduler: str,
) -> Ensemble:
    batch = run_batch(
        scenario, rows, jobs=jobs, slab=slab, progress=progress, player=player, scheduler=scheduler
    )
    columns = batch.columns.items()
    return Ensemble(name, {key: np.asarray(c, dtype=np.float64).reshape(-1, each) for key, c in columns})
