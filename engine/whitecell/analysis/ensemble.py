"""Ensembles with which observations are compared: at the stated values, and over the ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.response import DesignPlayer, fingerprint
from whitecell.batch import run_batch
from whitecell.scenario.digest import digest
from whitecell.scenario.model import Scenario

Floats = NDArray[np.float64]
STATED, RANGES = "stated", "ranges"
"""Names of the two ensembles."""


@dataclass(frozen=True, eq=False, slots=True)
class Ensemble:
    """The values of some measures in many runs.

    Attributes
    ----------
    name : str
        ``stated``: all at the stated values. ``ranges``: points over the ranges, with dice of their own.
    values : mapping of str to array, shape ``(n_points, n_seeds)``
        Measure → value in each run, NaN where there is none. Each run at the stated values is a point.
    """

    name: str
    values: Mapping[str, Floats]


def measuring(scenario: Scenario, measures: Iterable[str]) -> Scenario:
    """The scenario with only some of its measures; the runs stay the same."""
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
    folder: Path | None = None,
    command: str = "",
) -> Ensemble:
    """Play a scenario as it stands; parameters as in :func:`whitecell.batch.run_batch`.

    ``folder`` holds the runs in a folder of their own, from which the same play resumes.
    """
    home = folder and folder / f"stated-{digest(scenario)[:8]}-{seeds.start}-{len(seeds)}"
    batch = run_batch(
        scenario, seeds, jobs=jobs, slab=slab, folder=home, progress=progress, command=command,
        scheduler=scheduler,
    )  # fmt: skip
    return _ensemble(STATED, batch.columns, 1)


def over_the_ranges(
    scenario: Scenario,
    points: Design,
    seeds: range,
    *,
    jobs: int = 1,
    slab: int | None = None,
    progress: Callable[[int], None] | None = None,
    scheduler: str = "",
    folder: Path | None = None,
    command: str = "",
) -> Ensemble:
    """Play each point of a design as often as there are ``seeds``, each run with dice of its own.

    The first run has the first of the seeds, and each further run the next. ``folder`` as above.
    """
    home = folder and folder / f"ranges-{digest(scenario)[:8]}-{fingerprint(points, seeds)}"
    runs = len(points.points) * len(seeds)
    batch = run_batch(
        scenario, range(runs), jobs=jobs, slab=slab, folder=home,
        progress=progress, command=command, scheduler=scheduler,
        player=DesignPlayer(points.names, points.points, seeds.start, len(seeds), runs),
    )  # fmt: skip
    return _ensemble(RANGES, batch.columns, len(seeds))


def _ensemble(name: str, columns: Mapping[str, NDArray[Any]], each: int) -> Ensemble:
    """Columns of a batch by point and run."""
    values = {key: np.asarray(c, dtype=np.float64).reshape(-1, each) for key, c in columns.items()}
    return Ensemble(name, values)
