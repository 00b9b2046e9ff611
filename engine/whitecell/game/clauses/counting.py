"""Violations of a ceasefire: how many, by actor, means and zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import FlagByRun, Floats, at, distinct, raised, total
from whitecell.game.board import Board
from whitecell.game.state.today import Violations

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


ON_GROUND = ("fire", "ground", "guns")
"""The means of breaking a ceasefire on the ground."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Violations as they were counted: the actor's place among those bound, the run, and how many.

    ``grave`` is the part of them by attacks or air raids.
    """

    bound: Indices
    run: Indices
    count: Floats
    grave: slice


class Counting:
    """Counts the violations of one ceasefire today, by actor and means.

    An actor that breaks it on a day does so at least once in each zone. Further violations grow with the
    fighters that fire or attack, or with the sorties, and vary more than by chance alone. One draw makes a
    day heavy or light in all zones of an actor.

    Parameters
    ----------
    board : Board
    name : str
        Of the ceasefire.
    bound : tuple of str
        Actors that have to keep it.
    forces : frozenset of str
        Actors and arms that it binds.
    """

    def __init__(self, board: Board, name: str, bound: tuple[str, ...], forces: frozenset[str]) -> None:
        self._board, self._name = board, name
        setup = board.setup
        keys: list[Any] = [key for key in setup.layout.axes["keeping"] if key[0] == name]  # type: ignore[index]
        row_of = {(actor, means): k for k, (_, actor, means) in enumerate(keys)}
        self._heat = board.dice.streams(
            "exponential", [f"{name}/{setup.actor_key(actor)}/heat/{means}" for _, actor, means in keys]
        )
        posts, names, owners = setup.posts, setup.field.names, setup.layout.owners
        # For each row of the field its actor if it is bound, else an empty name.
        owner = [owners.get(force, force) if force in forces else "" for force in names]
        # A *spot* is a means and a post; all spots of the first means come first. For each spot: the post,
        # whether it is bound, its actor's place among those bound, and its dice.
        spots = [(how, int(a)) for how in ON_GROUND for a in posts.actor]
        self._post: Indices = np.tile(np.arange(len(posts)), len(ON_GROUND))
        self._binds: Flags = np.array([owner[a] != "" for _, a in spots], dtype=np.bool_)
        self._bound: Indices = np.array(
            [bound.index(owner[a]) if owner[a] else 0 for _, a in spots], dtype=np.int64
        )
        self._dice: Indices = np.array([row_of.get((owner[a], how), 0) for how, a in spots], dtype=np.int64)
        self._ends = np.arange(len(ON_GROUND) + 1) * len(posts)
        self._by_air = {
            actor: (bound.index(actor), k) for (actor, means), k in row_of.items() if means == "air"
        }
        self._flights: dict[tuple[str, int], list[int]] = {}
        for number, flight in enumerate(setup.flights):
            self._flights.setdefault((flight.actor, flight.zone), []).append(number)
        self._rate = setup.value(setup.scenario.rules.violations)

    def on_ground(self, met: Sequence[Indices], in_force: FlagByRun) -> Counted | None:
        """Count violations by attack or fire; ``met`` are places, flat over ``(n_spots, n_runs)``."""
        if not met:
            return None
        board, n = self._board, self._board.n_runs
        place = distinct(np.concatenate(met))
        spot = place // n
        run = place - spot * n
        chosen = raised(in_force.take(run) & self._binds.take(spot))
        spot, run = spot.take(chosen), run.take(chosen)
        post = self._post.take(spot)
        heat = self._heat.today.take(self._dice.take(spot) * n + run)
        whole = board.setup.posts.at(board.state.forces.fighters, post, run)
        mean = whole * (np.asarray(at(self._rate, run)) / 1000.0)
        count = 1.0 + laws.extra_events(heat, mean)
        bound, zone = self._bound.take(spot), board.setup.posts.zone.take(post)
        ends = np.searchsorted(spot, self._ends).tolist()
        for how, start, stop in zip(ON_GROUND, ends, ends[1:], strict=False):
            if start < stop:
                part = slice(start, stop)
                found = Violations(self._name, how, bound[part], zone[part], run[part], count[part])
                board.today.acts.append(found)
        attack = ON_GROUND.index("ground")
        return Counted(bound, run, count, slice(ends[attack], ends[attack + 1]))

    def from_air(self, raids: Mapping[tuple[str, int], Flags]) -> Counted | None:
        """Count air raids, by actor and zone: where there are any, as many as sorties on average."""
        if not raids:
            return None
        n, flown = self._board.n_runs, self._board.all_sorties()
        place = raised(np.array([*raids.values()]))
        raid = place // n
        run = place - raid * n
        sorties = np.array([total(flown[self._flights[key]]) for key in raids])
        more = np.maximum(sorties - 1.0, 0.0)
        mean = more.take(raid) if more.shape[1] == 1 else more.take(place)
        of, dice, zones = np.array([(*self._by_air[actor], zone) for actor, zone in raids]).T
        count = 1.0 + laws.extra_events(self._heat.today.take(dice.take(raid) * n + run), mean)
        bound = of.take(raid)
        self._board.today.acts.append(Violations(self._name, "air", bound, zones.take(raid), run, count))
        return Counted(bound, run, count, slice(None))
