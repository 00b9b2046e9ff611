"""Violations of a ceasefire: by whom, by what means, where, and how many."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import FlagByRun, Floats, at
from whitecell.game.board import Board
from whitecell.game.places import Places
from whitecell.game.state.today import Violations

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


class Counting:
    """Counts who breaks one ceasefire today, by each means.

    Who breaks it on a day does so at least once in each zone. What comes on top grows with the fighters who
    fire or attack, or with the sorties, and varies more than chance alone would have it; whether a day is
    heavy is common to an actor's zones.

    Parameters
    ----------
    board : Board
    name : str
        Of the ceasefire.
    bound : tuple of str
        Actors who have to keep it.
    forces : frozenset of str
        Actors and arms whom it binds.
    """

    def __init__(self, board: Board, name: str, bound: tuple[str, ...], forces: frozenset[str]) -> None:
        self._board, self._name = board, name
        setup = board.setup
        keys: list[Any] = [key for key in setup.layout.axes["keeping"] if key[0] == name]  # type: ignore[index]
        row_of = {(actor, means): k for k, (_, actor, means) in enumerate(keys)}
        self._heat = board.dice.streams(
            "exponential", [f"{name}/{setup.actor_key(actor)}/heat/{means}" for _, actor, means in keys]
        )
        names, owners = setup.field.names, setup.layout.owners
        # For each row of the field: its actor's place among those bound, −1 for none, and its dice by means.
        owner = [owners.get(force, force) if force in forces else "" for force in names]
        self._bound_of: Indices = np.array([bound.index(o) if o else -1 for o in owner], dtype=np.int64)
        self._heat_of = {
            means: np.array([row_of.get((o, means), -1) for o in owner], dtype=np.int64)
            for means in ("fire", "ground", "guns")
        }
        self._by_air = {
            actor: (bound.index(actor), k) for (actor, means), k in row_of.items() if means == "air"
        }
        self._flights = setup.flights
        self._rate = setup.value(setup.scenario.rules.violations)

    def on_ground(self, means: str, attackers: Places, broken: Indices, in_force: FlagByRun) -> None:
        """Count those of some attackers, or of those who fire, who break it, by their places among these."""
        setup, n, today = self._board.setup, self._board.n_runs, self._board.today
        posts = setup.posts
        pair = attackers.actor.take(broken) * posts.n_zones + attackers.zone.take(broken)
        there = np.zeros(len(posts) * n, dtype=np.bool_)
        there[posts.table.take(pair) * n + attackers.run.take(broken)] = True
        place = np.flatnonzero(there)
        post = place // n
        run, actor, zone = place - post * n, posts.actor.take(post), posts.zone.take(post)
        bound = self._bound_of.take(actor)
        chosen = (bound >= 0) & in_force.take(run)
        if not chosen.all():
            run, actor, zone, bound = run[chosen], actor[chosen], zone[chosen], bound[chosen]
        whole = Places(actor, zone, run, posts.n_zones, n).read(self._board.state.forces.fighters)
        heat = self._heat.today.take(self._heat_of[means].take(actor) * n + run)
        mean = whole * (np.asarray(at(self._rate, run)) / 1000.0)
        count = 1.0 + laws.extra_events(heat, mean)
        if len(count):
            today.acts.append(Violations(self._name, means, bound, zone, run, count))

    def from_air(self, raids: dict[tuple[str, int], Flags]) -> None:
        """Count air raids, by actor and zone: where there are any, on average as many as sorties."""
        for (actor, zone), where in raids.items():
            run = np.flatnonzero(where)
            bound, row = self._by_air[actor]
            sorties: Floats | float = 0.0
            for flight in self._flights:
                if flight.actor == actor and flight.zone == zone:
                    sorties = sorties + np.asarray(at(flight.sorties, run))
            mean = np.maximum(np.asarray(sorties) - 1.0, 0.0)
            count = 1.0 + laws.extra_events(self._heat.today[row].take(run), mean)
            places = np.full(len(run), bound), np.full(len(run), zone)
            self._board.today.acts.append(Violations(self._name, "air", *places, run, count))
