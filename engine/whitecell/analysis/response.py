"""The results of a design: each measure at each point, over the same few seeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.crossed import Components, components
from whitecell.analysis.design import Design
from whitecell.analysis.summary import kind_of
from whitecell.batch import run_batch
from whitecell.scenario.model import Scenario

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class DesignPlayer:
    """Plays rows of a table: ``n_seeds`` rows for each point, in turn.

    Rows have consecutive seeds from ``first_seed`` on, which begin again after every ``dice`` rows: after
    ``n_seeds``, all points share their dice; after all rows, no two rows do.
    """

    names: tuple[str, ...]
    points: Floats
    first_seed: int
    n_seeds: int
    dice: int

    def __call__(self, scenario: Scenario, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Play some rows, together."""
        from whitecell.game.play import play

        point = rows // self.n_seeds
        columns = {name: self.points[point, k] for k, name in enumerate(self.names)}
        return play(scenario, self.first_seed + rows % self.dice, columns)


@dataclass(frozen=True, eq=False, slots=True)
class Response:
    """One number of a measure over a design.

    Attributes
    ----------
    measure, aspect, unit : str
        As in :class:`whitecell.analysis.paired.Contrast`; a day gives its restricted mean, in which a day
        that never came counts as the last.
    values : array, shape ``(n_points, n_seeds)``
        NaN where a run has no value.
    """

    measure: str
    aspect: str
    unit: str
    values: Floats

    @property
    def name(self) -> str:
        """Measure and aspect."""
        return f"{self.measure}: {self.aspect}" if self.aspect else self.measure

    @property
    def means(self) -> Floats:
        """Mean over seeds, shape ``(n_points,)``; NaN where no seed has a value."""
        known = ~np.isnan(self.values)
        count = known.sum(axis=1)
        total = np.where(known, self.values, 0.0).sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    @property
    def components(self) -> Components | None:
        """Shares of all runs' variance from assumptions, chance, and both together; None if unknown."""
        return components(self.values)


def explored(
    scenario: Scenario,
    points: Design,
    seeds: range,
    *,
    jobs: int = 1,
    slab: int | None = None,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
    command: str = "",
    scheduler: str = "",
) -> list[Response]:
    """Play every point of a design with the same seeds.

    Parameters
    ----------
    scenario : Scenario
    points : Design
    seeds : range
        Consecutive seeds, the same for all points.
    jobs, slab, folder, progress, command, scheduler
        As in :func:`whitecell.batch.run_batch`; the table's ``seed`` is the row of
        :class:`DesignPlayer`.
    """
    player = DesignPlayer(points.names, points.points, seeds.start, len(seeds), len(seeds))
    batch = run_batch(
        scenario,
        range(len(points.points) * len(seeds)),
        jobs=jobs,
        slab=slab,
        folder=folder,
        progress=progress,
        command=command,
        player=player,
        scheduler=scheduler,
    )
    found = []
    for name, column in batch.columns.items():
        measure = scenario.measures[name]
        for aspect, unit, values in _numbers(kind_of(measure.statistic), measure.unit, column, scenario.days):
            found.append(Response(name, aspect, unit, values.reshape(-1, len(seeds))))
    return found


def _numbers(kind: str, unit: str, column: NDArray[Any], days: int) -> list[tuple[str, str, Floats]]:
    if kind == "category":
        names = sorted({str(value) for value in column if value is not None})
        return [(name, "of runs", np.asarray(column == name, dtype=np.float64)) for name in names]
    if kind == "day":
        return [("days until", "days", np.where(np.isnan(column), float(days), column))]
    return [("", "of runs" if kind == "flag" else unit, column)]


def fingerprint(points: Design, seeds: range) -> str:
    """A text that distinguishes designs, for the name of a folder."""
    text = repr((points.kind, points.names, points.points.shape, seeds)).encode()
    return sha256(text + points.points.tobytes()).hexdigest()[:8]
