"""Which assumptions matter most: each at both ends of its range, the others at their values, on common dice.

Assumptions are varied one at a time, in two rounds: a few seeds for all, then more for those that lead. This
ranks sliders for a reader. It cannot show interactions; ``whitecell explore`` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario
from whitecell.view.parts import step
from whitecell.view.sliders import Slider

Floats = NDArray[np.float64]

MATTERING = 10
"""Sliders that are shown at first."""
FIRST, MORE = 8, 24
"""Seeds of the first round, and seeds that the second adds."""
LEADERS = 4 * MATTERING
"""Assumptions of the second round."""
LARGEST = 16_000
"""Runs of the first round, at most: with more assumptions, each gets fewer seeds."""
FEWEST = 2
"""Seeds of an assumption, at least; beyond ``LARGEST`` runs, further assumptions are left unscreened."""
SLAB = 1024
"""Runs that are played together."""
CLEAR = 3.0
"""Standard errors that an effect must exceed to be reported."""
TOLD = 8
"""Effects kept for each assumption, at most: the largest."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an assumption does to a measure from the lower to the upper end of its range.

    ``difference`` and ``error``, its standard error, are in the measure's unit. ``size`` is the correlation
    ratio: of the variance over the runs at both ends, the root of the share that the end accounts for.
    """

    measure: str
    difference: float
    error: float
    size: float


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an assumption matters.

    ``score``, 0 to 1, is the root of the mean squared correlation ratio over all measures, less what chance
    alone would give. ``effects`` are those larger than three standard errors.
    """

    name: str
    score: float
    seeds: int
    effects: tuple[Effect, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Ends:
    """Measures of runs at the two ends of some assumptions.

    ``values[name]`` has shape ``(2, n_measures, n_seeds)``, lower end first. A day that never came is stated
    as the day after the scenario's last.
    """

    measures: tuple[str, ...]
    values: dict[str, Floats]


def screened_names(sliders: Mapping[str, Slider]) -> list[str]:
    """Assumptions with a range, those that analysts edit first, up to the number that the runs allow."""
    names = [name for name, slider in sliders.items() if slider.ranged]
    names.sort(key=lambda name: not sliders[name].listed)
    return names[: LARGEST // (2 * FEWEST)]


def first_seeds(number: int) -> int:
    """Seeds of the first round for a number of assumptions."""
    return max(FEWEST, min(FIRST, LARGEST // max(2 * number, 1)))


def slabs(names: Sequence[str], seeds: int) -> list[list[str]]:
    """Names that are played together."""
    size = max(1, SLAB // (2 * seeds))
    return [list(names[k : k + size]) for k in range(0, len(names), size)]


def play_ends(
    scenario: Scenario, ranges: Mapping[str, tuple[float, float]], seeds: NDArray[np.int64]
) -> Ends:
    """Play some assumptions at both ends of their ranges.

    Raises
    ------
    StoppedError
        If the screening is no longer wanted.
    """
    n, names = len(seeds), list(ranges)
    columns = {}
    for k, name in enumerate(names):
        column = np.full((len(names), 2, n), scenario.assumptions[name].value)
        column[k] = np.reshape(ranges[name], (2, 1))
        columns[name] = column.ravel()
    with WarGame(scenario, np.tile(seeds, 2 * len(names)), columns) as game:
        for _ in range(scenario.days):
            step(game)
        found = {name: gauge.result() for name, gauge in game.gauges.items()}
    measures = tuple(m for m, column in found.items() if column.dtype != object)
    table = np.zeros((len(names), 2, len(measures), n))
    for k, measure in enumerate(measures):
        column = np.asarray(found[measure], dtype=np.float64)
        table[:, :, k] = np.where(np.isnan(column), scenario.days + 1.0, column).reshape(len(names), 2, n)
    return Ends(measures, dict(zip(names, table, strict=True)))


def together(parts: Iterable[Ends]) -> Ends:
    """Several parts as one: of different assumptions, or of the same with further seeds."""
    values: dict[str, Floats] = {}
    measures: tuple[str, ...] = ()
    for part in parts:
        measures = part.measures
        for name, more in part.values.items():
            values[name] = np.concatenate([values[name], more], axis=2) if name in values else more
    return Ends(measures, values)


def weights(found: Ends) -> list[Weight]:
    """How much each assumption matters, most influential first."""
    if not found.values or not found.measures:
        return []
    told = []
    for name, values in found.values.items():
        apart = values[1] - values[0]
        n = apart.shape[1]
        difference, error = apart.mean(axis=1), apart.std(axis=1, ddof=1) / np.sqrt(n)
        between, chance = difference**2 / 4.0, error**2 / 4.0
        whole = between + values.var(axis=2).mean(axis=0)
        share = np.divide(between - chance, whole, out=np.zeros_like(whole), where=whole > 0.0)
        score = float(np.sqrt(max(float(share.mean()), 0.0)))
        clear = [k for k in np.argsort(-share) if share[k] > 0.0 and abs(difference[k]) > CLEAR * error[k]]
        effects = tuple(
            Effect(found.measures[k], float(difference[k]), float(error[k]), float(np.sqrt(share[k])))
            for k in clear[:TOLD]
        )
        told.append(Weight(name, score, n, effects))
    return sorted(told, key=lambda weight: -weight.score)
