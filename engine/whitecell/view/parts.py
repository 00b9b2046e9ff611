"""What a worker plays for the page: some runs of a batch with where they leave the theatre, or one told run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.table import Columns, checked, joined
from whitecell.game.axes import Floats
from whitecell.game.chronicle import Chronicle
from whitecell.game.play import result
from whitecell.game.record import Story
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

Stopped = Callable[[], bool]
"""Asked every day; once it says yes, nobody waits for the runs any more."""


class StoppedError(Exception):
    """Playing was stopped before the end."""


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Runs with their measures, and the theatre on the last day added up over them.

    ``seeds`` and each of ``columns`` have shape ``(n_runs,)``; ``control`` and ``force`` are
    ``(n_actors, n_zones)``, in the order of ``actors`` and ``zones``: sums over the runs of shares and of
    fighters.
    """

    seeds: NDArray[np.int64]
    columns: Columns
    actors: tuple[str, ...]
    zones: tuple[str, ...]
    control: Floats
    force: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Telling:
    """A told run, and the theatre on each evening of it.

    ``control`` and ``force`` have shape ``(days + 1, n_actors, n_zones)``; index 0 is the evening before the
    first day.
    """

    story: Story
    actors: tuple[str, ...]
    zones: tuple[str, ...]
    control: Floats
    force: Floats


def play_part(scenario: Scenario, seeds: NDArray[np.int64], stopped: Stopped) -> Part:
    """Play runs to the end.

    Raises
    ------
    StoppedError
        If nobody waits for them any more.
    """
    game = WarGame(scenario, seeds)
    for _ in _days(game, stopped):
        pass
    ground = game.ground
    return Part(
        seeds,
        checked(scenario, len(seeds), {name: gauge.result() for name, gauge in game.gauges.items()}),
        ground.field.names,
        ground.zones.names,
        ground.control.sum(axis=2),
        ground.force.sum(axis=2),
    )


def tell_run(scenario: Scenario, seed: int, stopped: Stopped) -> Telling:
    """Play one run, and keep its story and its evenings.

    Raises
    ------
    StoppedError
        If nobody waits for it any more.
    """
    chronicle = Chronicle()
    game = WarGame(scenario, np.array([seed], dtype=np.int64), chronicle=chronicle)
    ground = game.ground
    control, force = [ground.control[:, :, 0].copy()], [ground.force[:, :, 0].copy()]
    for _ in _days(game, stopped):
        control.append(ground.control[:, :, 0].copy())
        force.append(ground.force[:, :, 0].copy())
    story = result(game, chronicle)
    return Telling(story, ground.field.names, ground.zones.names, np.array(control), np.array(force))


def _days(game: WarGame, stopped: Stopped) -> Iterator[int]:
    for day in range(1, game.plot.days + 1):
        if stopped():
            raise StoppedError
        game.step()
        yield day


def together(scenario: Scenario, parts: Sequence[Part]) -> Part:
    """Several parts as one, its runs in the order of their seeds."""
    seeds = np.concatenate([part.seeds for part in parts])
    order = np.argsort(seeds, kind="stable")
    columns = joined(scenario, [part.columns for part in parts])
    first = parts[0]
    return Part(
        seeds[order],
        {name: column[order] for name, column in columns.items()},
        first.actors,
        first.zones,
        sum((part.control for part in parts[1:]), first.control),
        sum((part.force for part in parts[1:]), first.force),
    )


def of_seeds(part: Part, seeds: NDArray[np.int64]) -> Columns:
    """The measures of some of a part's runs, in the order of their seeds; the part must hold them all."""
    rows = np.searchsorted(part.seeds, np.sort(seeds))
    return {name: column[rows] for name, column in part.columns.items()}
