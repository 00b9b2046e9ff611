"""Control: shares of the ground follow the forces that stand on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, at, divisor, raise_to, raised
from whitecell.game.board import Board
from whitecell.game.laws import PRESENT
from whitecell.game.picks import picked, picking
from whitecell.game.relations import ALWAYS
from whitecell.scenario.plugins import used

Indices = NDArray[np.int64]


class Control:
    """Moves shares of zones toward the shares of strength of the forces there.

    Only ground held by foes or by nobody can be taken. Where two foes are present and neither attacks, the
    front is frozen; where they fight, it moves slowly; a zone that nobody contests is taken in days. A force
    too weak beside a foe does not contest a zone, and less than one fighter does not count as present.
    """

    def __init__(self, board: Board) -> None:
        self._board, setup = board, board.setup
        posts, rules, value = setup.posts, setup.scenario.rules, setup.value
        self._drift, self._occupation = value(rules.drift), value(rules.occupation)
        self._contest = value(rules.contest)
        # Away from posts nobody holds anything, unless a package says so.
        held = board.state.land.control.any(axis=2) | bool(used(setup.scenario))
        afar = [(int(a), int(z)) for a, z in np.argwhere(held) if (a, z) not in posts]
        holders = [*posts.row_of, *afar]
        self._arms: Indices = raised(setup.own_post != np.arange(len(posts)))
        self._for: Indices = setup.own_post[self._arms]
        n_zones, shape = len(setup.zones), (len(holders), len(posts))
        self._zone = np.array([z for _, z in holders], dtype=np.int64)
        self._flat = np.array([a * n_zones + z for a, z in holders], dtype=np.int64)
        hostile = [
            (k, posts.row_of[f, z], int(setup.as_foes[a, f]))
            for k, (a, z) in enumerate(holders)
            for f in posts.foes_at(a, z)
        ]
        flags, keys = setup.relations.flags, [key for *_, key in hostile]
        self._hostile = picked([(k, post) for k, post, _ in hostile], keys, flags, shape)
        # What can be taken: shares of foes, by holder, then shares of nobody, by zone.
        nobodys = [(post, len(holders) + z) for post, z in enumerate(posts.zone.tolist())]
        self._takers = picked(
            [*((post, k) for k, post, _ in hostile), *nobodys], [*keys, *[ALWAYS] * len(nobodys)],
            flags, (len(posts), len(holders) + n_zones),
        )  # fmt: skip
        self._met_in: Indices = posts.zone[posts.facing[0]]
        self._loose = raised(posts.facing_keys >= 0)
        self._loose_keys: Indices = posts.facing_keys[self._loose]
        self._by_zone = picking([(z, k) for k, (_, z) in enumerate(holders)], (n_zones, len(holders)))

    def turn(self) -> None:
        """Let control follow the forces that are left at the end of the day."""
        posts, state, today = self._board.setup.posts, self._board.state, self._board.today
        control = state.land.control.reshape(-1, self._board.n_runs)
        strength = posts.read(state.forces.fighters)
        present = strength >= PRESENT
        strength *= today.morning.quality
        strength *= present
        everyone = posts.by_zone @ strength
        speed = np.empty(everyone.shape)
        speed[...] = self._occupation
        place, run = self._contested(strength)
        speed.reshape(-1)[place] = today.fought.take(place) * at(self._drift, run)
        held = control.take(self._flat, axis=0)
        foes = self._hostile @ strength
        per = speed / divisor(everyone)
        free = np.empty((len(held) + len(per), held.shape[1]))
        yielded, nobody = free[: len(held)], free[len(held) :]
        np.subtract(1.0, self._by_zone @ held, out=nobody)
        raise_to(nobody, 0.0)
        nobody *= per
        per.take(self._zone, axis=0, out=yielded, mode="clip")
        yielded *= held
        taken = self._takers @ free
        taken *= strength
        self._to_actors(taken)
        yielded *= foes
        held -= yielded
        raise_to(held, 0.0)
        held[: len(posts)] += taken
        control[self._flat] = held

    def _to_actors(self, values: Floats) -> None:
        """Add the values at arms' posts to those of their actors, in place."""
        if len(self._arms):
            np.add.at(values, self._for, values[self._arms])
            values[self._arms] = 0.0

    def _contested(self, strength: Floats) -> tuple[Indices, Indices]:
        """Where two foes are present and neither is too weak to count; a place for each such pair.

        Places are flat over ``(n_zones, n_runs)``; with them their runs.
        """
        posts, n = self._board.setup.posts, self._board.n_runs
        if len(self._arms):
            strength = strength.copy()
            self._to_actors(strength)
        one, other = posts.facing
        present = strength > 0.0
        faced = present.take(one, axis=0)
        faced &= present.take(other, axis=0)
        if len(self._loose):
            faced[self._loose] &= self._board.setup.relations.flags(self._loose_keys)
        place = raised(faced)
        pair = place // n
        run = place - pair * n
        ours, theirs = (strength.take(rows.take(pair) * n + run) for rows in (one, other))
        stronger = np.maximum(ours, theirs)
        stronger *= at(self._contest, run)
        met = raised(np.minimum(ours, theirs) >= stronger)
        pair, run = pair.take(met), run.take(met)
        return self._met_in.take(pair) * n + run, run
