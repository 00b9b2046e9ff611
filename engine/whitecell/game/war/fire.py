"""Harassing fire: losses that forces cause to foes near them on days on which they do not attack."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, any_of, at, divisor, raise_to, raised, sums_at
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent, answering
from whitecell.game.laws import PRESENT
from whitecell.game.picks import picking
from whitecell.game.places import Places
from whitecell.game.products import Sparse
from whitecell.game.state.today import Attacks

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


class HarassingFire:
    """Today's fire without an attack, as a list of targets over all actors, foes and runs.

    A force fires at foes in its own zone; an arm that fires at range also fires at foes in the zones beside
    it. Each pair of firing and target zone has separate dice, those of the actor.
    """

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, setup = board, board.setup
        posts, names, arms = setup.posts, setup.field.names, setup.scenario.arms
        everyone = range(len(names))
        firing = [a for a in everyone if setup.parameters.may_be(setup.cast[a].fire)]
        far = {a for a in firing if names[a] in arms and arms[names[a]].at_range}
        fires = [
            (a, z, goal)
            for a in firing
            for z in setup.reach[a]
            for goal in (z, *(setup.beside[z] if a in far else ()))
            if posts.foes_at(a, goal)
        ]
        self._actor, self._zone, self._goal = (
            np.array([fire[k] for fire in fires], dtype=np.int64) for k in range(3)
        )
        drawn = list(dict.fromkeys((setup.owner[a], z, goal) for a, z, goal in fires))
        self._dice = board.dice.streams("uniform", [self._key(*each) for each in drawn])
        row_of = {each: row for row, each in enumerate(drawn)}
        shared = [row_of[setup.owner[a], z, goal] for a, z, goal in fires]
        aims = [(row, foe) for row, (a, _, goal) in enumerate(fires) for foe in posts.foes_at(a, goal)]
        self._aim_row, self._aim_foe = (np.array([aim[k] for aim in aims], dtype=np.int64) for k in range(2))
        self._first_die: Indices = setup.n_runs * np.array(shared, dtype=np.int64).take(self._aim_row)
        self._us, self._from_zone, self._at_zone = (
            part.take(self._aim_row) for part in (self._actor, self._zone, self._goal)
        )
        self._ours = posts.table.take(self._us * posts.n_zones + self._from_zone)
        self._theirs = posts.table.take(self._aim_foe * posts.n_zones + self._at_zone)
        keys = setup.as_foes[self._actor[self._aim_row], self._aim_foe] if aims else self._aim_foe
        self._loose = raised(keys >= 0) if aims else np.zeros(0, dtype=np.int64)
        self._loose_keys: Indices = keys[self._loose]
        self._together: Sparse | None = None
        if far:
            same = [
                (row, k) for row, one in enumerate(fires) for k, two in enumerate(fires) if one[:2] == two[:2]
            ]
            self._together = picking(same, (len(fires), len(fires)))
        self._aimed_at: Floats = np.zeros((len(fires), setup.n_runs))
        self._chance = setup.parameters.stack([setup.cast[a].fire for a, _, _ in fires])
        kills = [arms[name].kills if name in arms else None for name in names]
        self._stated: Flags | None = np.array([each is not None for each in kills], dtype=np.bool_)
        self._kills = setup.parameters.stack([0.0 if each is None else each for each in kills])
        if not any_of(self._stated):
            self._stated = None
        calming: dict[tuple[int, tuple[ConstraintAgent, ...]], list[int]] = {}
        calmers = answering(constraints, "calms")
        for row, (a, _, goal) in enumerate(fires):
            name = names[a]
            there = tuple(c for c in calmers if c.covers[goal] and c.binds(name))
            if there:
                calming.setdefault((a, there), []).append(row)
        self._calming = [(names[a], there, np.array(rows)) for (a, there), rows in calming.items()]
        value, rules = setup.value, setup.scenario.rules
        self._losses, self._calm = value(rules.fire_losses), value(rules.ceasefire_calm)

    def _key(self, actor: int, zone: int, goal: int) -> str:
        setup = self._board.setup
        key = f"{setup.actor_key(setup.field.names[actor])}/{setup.zone_key(zone)}/fire"
        return key if goal == zone else f"{key}/{setup.zone_key(goal)}"

    def harass(self) -> None:
        """Fire where chance and restraint allow it.

        Fire is not aimed at one foe: all foes there lose in proportion to their numbers. A force that fires
        at several zones on a day divides its fire among them.
        """
        today, setup = self._board.today, self._board.setup
        posts, n, zones = setup.posts, self._board.n_runs, len(setup.zones)
        if not len(self._aim_row):
            return
        force = posts.read(self._board.state.forces.fighters)
        faced = (force >= PRESENT).take(self._ours, axis=0)
        # Most foes that can stand there do not.
        faced &= (force != 0.0).take(self._theirs, axis=0)
        if len(self._loose):
            faced[self._loose] &= setup.relations.flags(self._loose_keys)
        place = raised(faced)
        aim = place // n
        run = place - aim * n
        fires = self._firing(aim, run)
        aim, run = aim.take(fires), run.take(fires)
        us = Places(self._us.take(aim), self._from_zone.take(aim), run, zones, n)
        foe = Places(self._aim_foe.take(aim), self._at_zone.take(aim), run, zones, n)
        firing, target = self._aim_row.take(aim) * n + run, self._theirs.take(aim) * n + run
        there, ours = force.take(target), force.take(self._ours.take(aim) * n + run)
        everyone = sums_at(firing, there, self._aimed_at)
        seen = everyone >= PRESENT
        if self._together is not None:
            at_goal = np.zeros(self._aimed_at.shape)
            at_goal.reshape(-1)[firing[seen]] = 1.0
            ours = ours / divisor(self._together @ at_goal).take(firing)
        share = self._hit(ours, us, run) * seen
        share /= raise_to(everyone, PRESENT)
        np.minimum(share, 1.0, out=share)
        np.add.at(today.losses.reshape(-1), target, share * there)
        today.attacks.append(Attacks(us, foe, seen & (there >= PRESENT)))

    def _hit(self, ours: Floats, us: Places, run: Indices) -> Floats:
        """The losses that ``ours`` fighters of each force cause on a day of fire."""
        hit: Floats = at(self._losses, run) * (ours * us.of_actor(self._board.setup.skill))
        if self._stated is None:
            return hit
        return np.where(self._stated.take(us.actor), ours * us.of_actor(self._kills), hit)

    def _firing(self, aim: Indices, run: Indices) -> Indices:
        """Which aims in runs are fired at, as chance will have it; by their places among those given.

        The daily chance is ``fire · exp(−calm · obedience)``, with the sum of obedience over all constraints
        there that calm fire.
        """
        n = self._board.n_runs
        drawn = self._dice.at(self._first_die.take(aim) + run)
        if self._chance.shape[1] == 1:
            chance = self._chance.take(self._aim_row).take(aim)
        else:
            chance = self._chance.take(self._aim_row.take(aim) * n + run)
        fires = raised(drawn < chance)
        obedience: list[Floats] = []
        of_row = np.full(len(self._chance), -1, dtype=np.int64)
        for name, constraints, rows in self._calming:
            calmed = [calm for c in constraints if (calm := c.calms(name)) is not None]
            if calmed:
                obeyed: Floats | float = 0.0
                for part in calmed:
                    obeyed = obeyed + part
                of_row[rows] = len(obedience)
                obedience.append(np.asarray(obeyed))
        if not obedience:
            return fires
        # Calming never makes a force fire more often, so only forces that would fire are checked again.
        which = of_row.take(self._aim_row).take(aim.take(fires))
        some = raised(which >= 0)
        those = fires.take(some)
        calms = np.exp(-np.asarray(self._calm) * np.array(obedience))
        calm = calms.take(which.take(some) * n + run.take(those))
        keeps = np.zeros(len(which), dtype=np.bool_)
        keeps[some] = drawn.take(those) >= chance.take(those) * calm
        return fires.take(raised(~keeps))
