"""The runs of a preview: a few dozen at several values of a slider, played before it is moved.

A handful of runs of half a year takes nearly as long as a hundred, since most of a day's work does not depend
on the number of runs. Preview runs therefore cannot be played while a slider moves. They are played
beforehand, at several values of several sliders in one slab.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Days, blank
from whitecell.analysis.recent import Recent
from whitecell.game.relations import STANCE
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario
from whitecell.view.parts import Values, changed, play_out
from whitecell.view.sliders import Slider

PREVIEW = 24
"""Runs of a preview, of seeds 0 onwards."""
PLACES = 9
"""Values of a slider that are played, evenly over its track and with both ends."""
TOGETHER = 5
"""Sliders that are played in one slab."""
Places = Mapping[str, Sequence[float]]
"""Assumption → the values at which it is played."""


def places(slider: Slider) -> tuple[float, ...]:
    """The values of a slider that are played ahead, lowest first."""
    even = np.geomspace if slider.spread == "log" else np.linspace
    inner = even(*slider.ends, PLACES)[1:-1]
    return slider.ends[0], *map(float, inner), slider.ends[1]


def nearest(slider: Slider, value: float) -> int:
    """Index of the place nearest to a value on the slider's track."""
    found = np.asarray(places(slider))
    scale = np.log if slider.spread == "log" else np.asarray
    return int(np.abs(scale(found) - scale(value)).argmin())


def play_ahead(
    scenario: Scenario, values: Values, where: Places, runs: int = PREVIEW
) -> dict[str, list[Days]]:
    """Play each assumption of ``where`` at its places, all others as ``values`` and the scenario have them.

    Gives for each place the measures of its runs, and sums of one row, for the last day.

    Raises
    ------
    StoppedError
        If the runs are no longer wanted.
    """
    stands = changed(scenario, values)
    spots = [(name, value) for name, at in where.items() for value in at]
    columns = {
        name: np.repeat([v if n == name else stands.assumptions[name].value for n, v in spots], runs)
        for name in where
    }
    seeds = np.arange(runs, dtype=np.int64)
    with WarGame(stands, np.tile(seeds, len(spots)), columns) as game:
        recent = play_out(game)
        found = _split(game, recent, len(spots), seeds)
    kept: dict[str, list[Days]] = {name: [] for name in where}
    for (name, _), days in zip(spots, found, strict=True):
        kept[name].append(days)
    return kept


def _split(game: WarGame, recent: Recent, groups: int, seeds: NDArray[np.int64]) -> list[Days]:
    """Measures of each group of runs, and sums of the theatre's state now.

    Main efforts and escalation levels are left out: no map of several runs shows them.
    """
    n = len(seeds)
    parts = [blank(game, 1) for _ in range(groups)]
    columns = {name: gauge.result() for name, gauge in game.gauges.items()}
    forces, land, setup = game.state.forces, game.state.land, game.setup

    def summed(array: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(array.reshape(*array.shape[:-1], groups, n).sum(axis=-1))

    control, fighters, people = summed(land.control), summed(forces.fighters), summed(land.people)
    events = {kind: summed(happened.astype(np.float64)) for kind, happened in recent.happened().items()}
    for arm, owner in enumerate(setup.owner):
        if arm != owner and setup.unit(arm) == setup.unit(owner):
            fighters[owner] += fighters[arm]
            fighters[arm] = 0.0
    for g, part in enumerate(parts):
        mine = slice(g * n, (g + 1) * n)
        part.seeds = seeds
        part.columns = {name: column[mine] for name, column in columns.items()}
        part.control[0], part.fighters[0], part.people[0] = control[..., g], fighters[..., g], people[..., g]
        for pair, stance in zip(part.stances, setup.relations.stance, strict=True):
            part.stances[pair][0] = np.bincount(stance[mine], minlength=len(STANCE))
        for kind, happened in events.items():
            part.recent[kind][0] = happened[:, g]
        for name, constraint in game.pieces.constraints.items():
            part.in_force[name][0] = np.broadcast_to(constraint.in_force, groups * n)[mine].sum()
        for name, corridor in game.pieces.corridors.items():
            part.joined[name][0] = np.broadcast_to(corridor.joined, groups * n)[mine].sum()
    return parts
