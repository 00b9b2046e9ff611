"""Facts over a design: the value of each fact in every run of every point, each run with its own dice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.expectation import worth, yardsticks
from whitecell.analysis.likelihood import near
from whitecell.analysis.response import fingerprint
from whitecell.batch import run_batch
from whitecell.scenario.digest import digest
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.yardsticks import Expectation, Measure

Floats = NDArray[np.float64]
Standing = Literal["used", "met", "out of reach", "rising", "fitted before"]
"""How a fact is treated: only ``used`` facts weigh. Nearly every run meets a fact that is ``met``, hardly
any one that is ``out of reach``. A ``rising`` fact compares points, which one history cannot; one that was
``fitted before`` is in the ranges already."""

FEWEST = 20
"""Runs that must meet a fact, and runs that must miss it, for its likelihood to be known anywhere."""
SHORT = 0.25
"""Standard deviations of all runs by which the nearest run may miss an observed number."""
TOLERANCE = 0.1
"""Share of all runs that count as meeting an observed number."""


@dataclass(frozen=True, eq=False, slots=True)
class HistoryPlayer:
    """Plays rows of a table: row ``n`` is point ``n // n_seeds`` of a design, with dice of its own.

    If points shared their seeds, a likelihood smoothed over points would still be that of those few seeds.
    ``fixed`` are assumptions that have one value at all points.
    """

    names: tuple[str, ...]
    points: Floats
    first_seed: int
    n_seeds: int
    fixed: Mapping[str, float]

    def __call__(self, scenario: Scenario, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Play some rows, together."""
        from whitecell.game.play import play

        point = rows // self.n_seeds
        columns = {name: self.points[point, k] for k, name in enumerate(self.names)}
        columns |= {name: np.full(len(rows), value) for name, value in self.fixed.items()}
        return play(scenario, self.first_seed + rows, columns)


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """A fact, and the values that the runs of a design give for it.

    Attributes
    ----------
    name : str
        Its id in the register.
    fact : Expectation
    standing : str
    values : array, shape ``(n_points, n_seeds)``
        The measure, in its unit; empty if it was not played.
    met : array, the same shape
        As :func:`whitecell.analysis.likelihood.near` gives it.
    """

    name: str
    fact: Expectation
    standing: Standing
    values: Floats
    met: Floats

    @property
    def hits(self) -> int:
        """Runs that meet the fact."""
        return int(np.nansum(self.met))

    @property
    def nearest(self) -> float | None:
        """The value of the run nearest to the fact; None if no run has a value."""
        known = self.values[~np.isnan(self.values)]
        return float(known[np.argmin(away(known, self.fact))]) if len(known) else None

    @property
    def distance(self) -> float | None:
        """The distance of the nearest run from the fact, in the unit of the measure."""
        return None if self.nearest is None else float(away(np.array([self.nearest]), self.fact)[0])


def band(fact: Expectation) -> tuple[float, float]:
    """The band in which a fact puts the measure of one history: the observed number, else the stated band."""
    if fact.observed is not None:
        return fact.observed, fact.observed
    found = fact.within or fact.middle_half or fact.mean or fact.every
    assert found is not None
    return found


def away(values: Floats, fact: Expectation) -> Floats:
    """How far values are from the band of a fact; 0 inside."""
    low, high = band(fact)
    return np.maximum(np.maximum(low - values, values - high), 0.0)


def told(name: str, fact: Expectation, values: Floats) -> Told:
    """Compare the runs of a design with one fact.

    A run without a value misses a fact about a share, as in ``check --expect``, and a fact with an observed
    number, since history has a value. It does not count for other facts, which are about runs with a value.
    """
    low, high = band(fact)
    met = near(values, low, high, fact.observed, TOLERANCE)
    if fact.share is not None or fact.observed is not None:
        met = np.where(np.isnan(met), 0.0, met)
    standing: Standing = "used"
    if (fact.observed is not None and _beyond(values, fact.observed)) or int(np.nansum(met)) < FEWEST:
        standing = "out of reach"
    elif int(np.nansum(met == 0.0)) < FEWEST:
        standing = "met"
    return Told(name, fact, standing, values, met)


def _beyond(values: Floats, observed: float) -> bool:
    """Whether a number lies clearly outside the range of the runs, by more than ``SHORT``."""
    known = values[~np.isnan(values)]
    if not len(known):
        return True
    short = max(float(known.min()) - observed, observed - float(known.max()))
    return short > SHORT * float(known.std())


def histories(
    reference: str | Path,
    facts: Mapping[str, Expectation],
    points: Design,
    seeds: int,
    seed: int = 0,
    *,
    jobs: int = 1,
    slab: int | None = None,
    scheduler: str = "",
    progress: Callable[[int], None] | None = None,
    before: Collection[str] = (),
    folder: Path | None = None,
    command: str = "",
) -> list[Told]:
    """Play a design, and compare every run with facts.

    Parameters
    ----------
    reference : str or Path
        The scenario.
    facts : mapping of str to Expectation
        By id. Facts that rise along an assumption compare points and not one history; they are not played.
    points : Design
    seeds : int
        Runs at each point; each has a seed of its own.
    seed : int
        The first of them.
    jobs, slab, scheduler, progress
        As in :func:`whitecell.batch.run_batch`; progress counts the runs of every play of :func:`plays`.
    before : collection of str
        Facts to which the ranges were fitted before; they are not played, so that nothing weighs twice.
    folder : Path, optional
        Where the runs are kept, in a folder for each play, from which the same plays resume. Without it
        nothing is written.
    command : str
        How to play them again, for the manifests.

    Raises
    ------
    ScenarioError
        If a fact does not fit the scenario.
    BatchError
        As :func:`whitecell.batch.run_batch`.
    """
    found: dict[str, Told] = {}
    for (days, fixed), names in plays(facts, before).items():
        scenario = read_scenario(reference, days=days)
        measures: dict[str, Measure] = {}
        for name in names:
            measures |= yardsticks(name, facts[name], scenario)
        scenario = scenario.model_copy(update={"measures": measures})
        batch = run_batch(
            scenario,
            range(len(points.points) * seeds),
            jobs=jobs,
            slab=slab,
            folder=folder and folder / _home(scenario, points, range(seed, seed + seeds), fixed),
            progress=progress,
            command=command,
            player=HistoryPlayer(points.names, points.points, seed, seeds, dict(fixed)),
            scheduler=scheduler,
        )
        for name in names:
            found[name] = told(name, facts[name], worth(batch.columns, name, facts[name]).reshape(-1, seeds))
    none = np.empty((0, seeds))
    return [
        found.get(name) or Told(name, fact, "fitted before" if name in before else "rising", none, none)
        for name, fact in facts.items()
    ]


def _home(scenario: Scenario, points: Design, seeds: range, fixed: tuple[tuple[str, float], ...]) -> str:
    """Name of the folder of a play; it differs for everything that would give other runs."""
    told = repr((digest(scenario), fingerprint(points, seeds), fixed))
    return f"play-{sha256(told.encode()).hexdigest()[:12]}"


def plays(
    facts: Mapping[str, Expectation], before: Collection[str] = ()
) -> dict[tuple[int | None, tuple[tuple[str, float], ...]], list[str]]:
    """Groups of facts that can be played together, by the days that they need and the numbers they set."""
    groups: dict[tuple[int | None, tuple[tuple[str, float], ...]], list[str]] = {}
    for name, fact in facts.items():
        if fact.rising is None and name not in before:
            groups.setdefault((fact.days, tuple(fact.set.items())), []).append(name)
    return groups
