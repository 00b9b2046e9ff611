"""Violations of a ceasefire: how many, by actor, means and zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import FlagByRun, Floats, at, raised
from whitecell.game.board import Board
from whitecell.game.places import Places
from whitecell.game.state.today import Violations

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


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
        names, owners = setup.field.names, setup.layout.owners
        # For each row of the field its actor's place among those bound, −1 for none, and the dice by means.
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

    def on_ground(self, met: Sequence[tuple[str, Places, Indices]], in_force: FlagByRun) -> None:
        """Count violations by attack or fire; ``met`` gives means, attackers, and which of them break it."""
        if not met:
            return
        setup, n, today = self._board.setup, self._board.n_runs, self._board.today
        posts, means = setup.posts, sorted({each[0] for each in met})
        size = len(posts) * n
        there = np.zeros(len(means) * size, dtype=np.bool_)
        for how, attackers, broken in met:
            pair = attackers.actor.take(broken) * posts.n_zones + attackers.zone.take(broken)
            there[means.index(how) * size + posts.table.take(pair) * n + attackers.run.take(broken)] = True
        place = raised(there)
        kind = place // size
        post = (place - kind * size) // n
        run, actor, zone = place - kind * size - post * n, posts.actor.take(post), posts.zone.take(post)
        bound = self._bound_of.take(actor)
        chosen = (bound >= 0) & in_force.take(run)
        if not chosen.all():
            parts = (kind, run, actor, zone, bound)
            kind, run, actor, zone, bound = (part[chosen] for part in parts)
        whole = Places(actor, zone, run, posts.n_zones, n).read(self._board.state.forces.fighters)
        rows = np.array([self._heat_of[how] for how in means])
        heat = self._heat.today.take(rows[kind, actor] * n + run)
        mean = whole * (np.asarray(at(self._rate, run)) / 1000.0)
        count = 1.0 + laws.extra_events(heat, mean)
        for k, how in enumerate(means):
            those = slice(*np.searchsorted(kind, (k, k + 1)))
            if those.start < those.stop:
                found = bound[those], zone[those], run[those], count[those]
                today.acts.append(Violations(self._name, how, *found))

    def from_air(self, raids: dict[tuple[str, int], Flags]) -> None:
        """Count air raids, by actor and zone: where there are any, as many as sorties on average."""
        for (actor, zone), where in raids.items():
            run = raised(where)
            bound, row = self._by_air[actor]
            sorties: Floats | float = 0.0
            for flight in self._flights:
                if flight.actor == actor and flight.zone == zone:
                    sorties = sorties + np.asarray(at(self._board.sorties(flight), run))
            mean = np.maximum(np.asarray(sorties) - 1.0, 0.0)
            count = 1.0 + laws.extra_events(self._heat.today[row].take(run), mean)
            places = np.full(len(run), bound), np.full(len(run), zone)
            self._board.today.acts.append(Violations(self._name, "air", *places, run, count))
