"""Combat of all actors: attacks in the zones of their main efforts, and harassing fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, at, divisor, tally
from whitecell.game.ground import PRESENT

if TYPE_CHECKING:
    from whitecell.game.ceasefire import CeasefireAgent
    from whitecell.game.war_game import WarGame

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Clashes:
    """Today's attacks: an attacker, a foe, a zone and a run, each of shape ``(n_clashes,)``.

    Attributes
    ----------
    attacker, foe, zone, run : arrays of int
    side, cell, post : arrays of int
        Where to find the attacker, the foe's ground and the foe's force in arrays of shape
        ``(n_actors, n_runs)``, ``(n_actors, n_zones)`` and ``(n_actors, n_zones, n_runs)`` laid out flat.
    own, there : arrays
        Fighters of the attacker and of the foe in the zone.
    met : array of bool
        Whether the foe attacks the attacker in the same zone.
    """

    attacker: Indices
    foe: Indices
    zone: Indices
    run: Indices
    side: Indices
    cell: Indices
    post: Indices
    own: Floats
    there: Floats
    met: Flags


class Combat:
    """Who fights whom today, as a list of clashes over all actors, foes and runs.

    Sums over clashes are taken in their order, which is that of the roster, so a run's bits do not
    depend on others.
    """

    def __init__(self, game: WarGame) -> None:
        self.game, self.ground = game, game.ground
        ground, field, n_zones = game.ground, game.field, len(game.ground.zones)
        pairs = [
            (a.place, foe)
            for a in field
            for foe in ground.foes[a.place]
            if not set(a.options).isdisjoint(field[foe].reach)
        ]
        self.attackers, self.attacked = (np.array(part, dtype=np.int64) for part in _columns(pairs, 2))
        number = {pair: k for k, pair in enumerate(pairs)}
        self._turned = np.array([number.get((foe, a), len(pairs)) for a, foe in pairs], dtype=np.int64)
        self._foe_first = self.attacked[:, None] * (n_zones * game.n_runs) + np.arange(game.n_runs)
        # The last row is that of pairs whose foe attacks nobody.
        self._on: Flags = np.zeros((len(pairs) + 1, game.n_runs), dtype=np.bool_)
        irregular = [game.plot.actors[name].irregular for name in ground.field.names]
        self.hides: Flags = np.array(irregular, dtype=np.bool_)
        self._pressed: Floats = np.zeros(ground.forces.fighters.size)
        self._first_post = np.arange(len(field))[:, None] * (n_zones * game.n_runs) + np.arange(game.n_runs)
        keys = [game.actor_key(name) for name in ground.field.names]
        self._fighters = np.unique(self.attackers)
        self._luck = game.dice.streams("normal", [f"{keys[a]}/battle" for a in self._fighters])
        self._rate: Floats = np.zeros((len(field), game.n_runs))
        posts = [
            (a.place, z)
            for a in field
            if np.any(np.asarray(a.fire_chance) > 0.0)
            for z in a.reach
            if ground.foes_at(a.place, z)
        ]
        self._fire_actor, fire_zone = (np.array(part, dtype=np.int64) for part in _columns(posts, 2))
        self._fire_cell = self._fire_actor * n_zones + fire_zone
        self._fire = game.dice.streams("uniform", [f"{keys[a]}/{game.zone_key(z)}/fire" for a, z in posts])
        aims = [(row, foe) for row, (a, z) in enumerate(posts) for foe in ground.foes_at(a, z)]
        self._aim_row, aim_foe = (np.array(part, dtype=np.int64) for part in _columns(aims, 2))
        self._aim_cell = aim_foe * n_zones + fire_zone[self._aim_row]
        self._fire_chance = game.ledger.stack(
            [game.plot.actors[ground.field.names[a]].fire for a, _ in posts]
        )
        self._calming: dict[tuple[tuple[CeasefireAgent, str], ...], list[int]] | None = None

    def fight(self) -> None:
        """Exchange the day's losses."""
        self._attack()
        self._harass()

    def _skill(self, actor: Indices, side: Indices) -> Floats:
        """Skill of actors in runs; ``side`` finds them in flat arrays of shape ``(n_actors, n_runs)``."""
        skill = self.ground.skill
        return skill.take(actor) if skill.shape[1] == 1 else skill.take(side)

    # attack ------------------------------------------------------------------------------------

    def _clashes(self, effort: Indices, at_effort: Floats) -> Clashes | None:
        """The day's attacks, or None if there are none.

        An actor attacks all foes in the zone of its main effort, once it has got there, but for
        those protected by a ceasefire that it keeps today. ``effort`` is that zone, or any for those
        that hold, and ``at_effort`` the fighters of each actor there, both ``(n_actors, n_runs)``.
        """
        ground, n, n_zones, on = self.ground, self.game.n_runs, len(self.ground.zones), self._on
        arrived = (ground.forces.effort >= 0) & (at_effort >= PRESENT)
        there = ground.forces.fighters.take(self._foe_first + (effort * n)[self.attackers])
        np.greater_equal(there, PRESENT, out=on[:-1])
        on[:-1] &= arrived[self.attackers]
        for truce in self.game.ceasefires:
            if truce.standing:
                place = np.flatnonzero(on)
                pair = place // n
                side = self.attackers.take(pair) * n + (place - pair * n)
                cell = self.attacked.take(pair) * n_zones + effort.take(side)
                spared = np.flatnonzero(truce.shields.take(cell) & truce.kept().take(side))
                on.reshape(-1)[place.take(spared)] = False
        place = np.flatnonzero(on)
        if not len(place):
            return None
        pair = place // n
        run = place - pair * n
        attacker, foe = self.attackers.take(pair), self.attacked.take(pair)
        side = attacker * n + run
        zone = effort.take(side)
        cell = foe * n_zones + zone
        met = on.take(self._turned.take(pair) * n + run) & (effort.take(foe * n + run) == zone)
        own = at_effort.take(side)
        return Clashes(attacker, foe, zone, run, side, cell, cell * n + run, own, there.take(place), met)

    def _attack(self) -> None:
        """Exchange losses between attackers and attacked.

        A defender's fire is spread over its attackers by their strength. A foe that itself
        attacks the attacker in the zone fires in its own attack, and not once more in defence.
        """
        game, ground, n = self.game, self.ground, self.game.n_runs
        effort = np.maximum(ground.forces.effort, 0)
        goal = self._first_post + effort * n
        at_effort = ground.forces.fighters.take(goal)
        clashes = self._clashes(effort, at_effort)
        if clashes is None:
            return
        f, run, side, post, there = clashes.foe, clashes.run, clashes.side, clashes.post, clashes.there
        sides = len(ground.field) * n
        strength = clashes.own * self._skill(clashes.attacker, side)
        everyone = tally(side, there, sides).take(side)
        luck = laws.mean_one(self._luck.today, game.battle_noise)
        self._rate[self._fighters] = game.attrition * luck
        rate = self._rate.take(side)
        aimed = strength * (there / everyone)
        in_open = laws.aimed_losses(rate, aimed)
        hidden = laws.dispersed_losses(rate, aimed, there, at(game.ambush_scale, run))
        hit = np.minimum(np.where(self.hides.take(f), hidden, in_open), there)
        np.add.at(self._pressed, post, strength)
        pressed = self._pressed.take(post)
        self._pressed[post] = 0.0
        share = strength / divisor(pressed)
        defence = there * self._skill(f, f * n + run)
        fire = defence * share * ~clashes.met
        back = laws.aimed_losses(rate * at(game.defender_advantage, run), fire)
        paid = tally(side, back, sides).reshape(-1, n)
        np.add.at(ground.losses.reshape(-1), post, hit)
        np.add.at(ground.losses.reshape(-1), goal.reshape(-1), np.minimum(paid, at_effort).reshape(-1))
        ground.fought.reshape(-1)[clashes.zone * n + run] = True
        self._note(side, clashes.cell)
        if game.chronicle:
            for actor in np.unique(clashes.attacker):
                mine = clashes.attacker == actor
                foes = [int(foe) for foe in f[mine]]
                cost = float(paid[actor, 0]), float(hit[mine].sum())
                game.chronicle.battle(game.field[actor], int(clashes.zone[mine][0]), foes, *cost)

    # harass ------------------------------------------------------------------------------------

    def _harass(self) -> None:
        """Fire at foes that are in the same zone, where chance and restraint allow it.

        Fire is not aimed at one foe: all of them lose by their numbers.
        """
        game, ground, n = self.game, self.ground, self.game.n_runs
        if not len(self._aim_row):
            return
        ours = ground.forces.fighters.reshape(-1, n)[self._fire_cell]
        fires = self._firing() & (ours >= PRESENT)
        place = np.flatnonzero(fires[self._aim_row])
        aim = place // n
        run = place - aim * n
        cell, row = self._aim_cell.take(aim), self._aim_row.take(aim)
        post, firing = cell * n + run, row * n + run
        there = ground.forces.fighters.take(post)
        everyone = tally(firing, there, ours.size).take(firing)
        a = self._fire_actor.take(row)
        side = a * n + run
        seen = everyone >= PRESENT
        hit = at(game.fire_losses, run) * (ours.take(firing) * self._skill(a, side)) * seen
        share = np.minimum(hit / np.maximum(everyone, PRESENT), 1.0)
        np.add.at(ground.losses.reshape(-1), post, share * there)
        self._note(side, cell, seen & (there >= PRESENT))

    def _firing(self) -> Flags:
        """Where chance lets forces fire today, ``(n_fire_posts, n_runs)``.

        The daily chance is ``fire · exp(−calm · obedience)``, the obedience to all ceasefires there
        together.
        """
        drawn = self._fire.today
        fires = drawn < self._fire_chance
        for truces, rows in self._calmed().items():
            if not any(truce.standing for truce, _ in truces):
                continue
            obeyed: Floats | float = 0.0
            for truce, name in truces:
                obeyed = obeyed + truce.obedience[name]
            calm = np.exp(-np.asarray(self.game.calm) * obeyed)
            fires[rows] = drawn[rows] < self._fire_chance[rows] * calm
        return fires

    def _calmed(self) -> dict[tuple[tuple[CeasefireAgent, str], ...], list[int]]:
        """Rows of posts by the ceasefires, each with the actor it binds, that calm their fire."""
        if self._calming is None:
            self._calming, names = {}, self.ground.field.names
            for row, (a, cell) in enumerate(zip(self._fire_actor, self._fire_cell, strict=True)):
                zone, name = int(cell) % len(self.ground.zones), names[a]
                truces = tuple(
                    (truce, name)
                    for truce in self.game.ceasefires
                    if truce.covers[zone] and truce.binds(name)
                )
                if truces:
                    self._calming.setdefault(truces, []).append(row)
        return self._calming

    def _note(self, side: Indices, cell: Indices, felt: Flags | None = None) -> None:
        """Let ceasefires know of attacks, or of those felt: who attacks in which run, on what ground."""
        for truce in self.game.ceasefires:
            if truce.standing:
                broken = truce.shields.take(cell)
                truce.note(side.take(np.flatnonzero(broken if felt is None else broken & felt)))


def _columns(rows: list[tuple[int, int]], width: int) -> tuple[list[int], ...]:
    """The columns of a list of rows, also of an empty one."""
    return tuple([row[k] for row in rows] for k in range(width))
