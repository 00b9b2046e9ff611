"""Combat of all actors: attacks in the zones of their main efforts, and harassing fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import FlagByRun, Floats, at
from whitecell.game.ground import HOLD, PRESENT

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Combat:
    """Who fights whom today, as a list of clashes over all actors, foes and runs.

    A clash is an attacker, a foe, a zone and a run: four arrays of one length. Sums over clashes
    are taken in their order, which is that of the roster, so a run's bits do not depend on others.
    """

    def __init__(self, game: WarGame) -> None:
        self.game, self.ground = game, game.ground
        ground, field = game.ground, game.field
        pairs = [
            (a.place, foe)
            for a in field
            for foe in ground.foes[a.place]
            if not set(a.options).isdisjoint(field[foe].reach)
        ]
        self.attackers, self.attacked = (np.array(part, dtype=np.int64) for part in _columns(pairs, 2))
        irregular = [game.plot.actors[name].irregular for name in ground.field.names]
        self.hides: Flags = np.array(irregular, dtype=np.bool_)
        self._pressed: Floats = np.zeros(ground.force.size)
        keys = [game.actor_key(name) for name in ground.field.names]
        self._luck = game.dice.streams("normal", [f"{key}/battle" for key in keys])
        posts = [(a.place, z) for a in field if np.any(np.asarray(a.fire_chance) > 0.0) for z in a.reach]
        self._fire_actor, self._fire_zone = (np.array(part, dtype=np.int64) for part in _columns(posts, 2))
        self._fire = game.dice.streams("uniform", [f"{keys[a]}/{game.zone_key(z)}/fire" for a, z in posts])
        aims = [
            (row, foe) for row, (a, z) in enumerate(posts) for foe in ground.foes[a] if z in field[foe].reach
        ]
        self._aim_row, self._aim_foe = (np.array(part, dtype=np.int64) for part in _columns(aims, 2))
        self._fire_chance = game.ledger.stack(
            [game.plot.actors[ground.field.names[a]].fire for a, _ in posts]
        )

    def fight(self) -> None:
        """Exchange the day's losses."""
        self._attack()
        self._harass()

    # attack ------------------------------------------------------------------------------------

    def _clashes(self) -> tuple[Indices, Indices, Indices, Indices]:
        """Attackers, foes, zones and runs of the day's attacks.

        An actor attacks all foes in the zone of its main effort, once it has got there, but for
        those protected by a ceasefire that it keeps today.
        """
        ground = self.ground
        actors = np.arange(len(ground.field))[:, None]
        runs = np.arange(self.game.n_runs)
        arrived = (ground.effort != HOLD) & (ground.force[actors, ground.effort, runs] >= PRESENT)
        pair, run = np.nonzero(arrived[self.attackers])
        a, f = self.attackers[pair], self.attacked[pair]
        zone = ground.effort[a, run]
        met = ground.force[f, zone, run] >= PRESENT
        a, f, zone, run = a[met], f[met], zone[met], run[met]
        if not self.game.ceasefires:
            return a, f, zone, run
        free = np.ones(len(a), dtype=np.bool_)
        for truce in self.game.ceasefires:
            free &= ~(truce.covers[zone] & truce.protected[f] & truce.kept()[a, run])
        return a[free], f[free], zone[free], run[free]

    def _strength(self, actor: Indices, zone: Indices, run: Indices) -> Floats:
        """Strength of forces as they stand now."""
        skill = self.ground.skill
        by_run = skill[actor, 0] if skill.shape[1] == 1 else skill[actor, run]
        return np.asarray(self.ground.force[actor, zone, run] * by_run)

    def _attack(self) -> None:
        """Exchange losses between attackers and attacked.

        A defender's fire is spread over its attackers by their strength. A foe that itself
        attacks the attacker in the zone fires in its own attack, and not once more in defence.
        """
        game, ground, n = self.game, self.ground, self.game.n_runs
        a, f, zone, run = self._clashes()
        if not len(a):
            return
        n_actors, n_zones = len(ground.field), len(ground.zones)
        side, post = a * n + run, (f * n_zones + zone) * n + run
        strength, there = self._strength(a, zone, run), ground.force[f, zone, run]
        everyone = np.bincount(side, there, n_actors * n)[side]
        luck = laws.mean_one(self._luck.today, game.battle_noise)
        rate = (game.attrition * luck)[a, run]
        aimed = strength * (there / everyone)
        in_open = laws.aimed_losses(rate, aimed)
        hidden = laws.dispersed_losses(rate, aimed, there, at(game.ambush_scale, run))
        hit = np.minimum(np.where(self.hides[f], hidden, in_open), there)
        attacks = np.zeros((n_actors, n_actors, n), dtype=np.bool_)
        attacks[a, f, run] = True
        meeting = attacks[f, a, run] & (ground.effort[f, run] == zone)
        np.add.at(self._pressed, post, strength)
        pressed = self._pressed[post]
        self._pressed[post] = 0.0
        share = strength / np.where(pressed > 0.0, pressed, 1.0)
        fire = np.where(meeting, 0.0, self._strength(f, zone, run) * share)
        back = laws.aimed_losses(rate * at(game.defender_advantage, run), fire)
        paid = np.bincount(side, back, n_actors * n).reshape(n_actors, n)
        np.add.at(ground.losses.reshape(-1), post, hit)
        fighting = np.zeros((n_actors, n), dtype=np.bool_)
        fighting[a, run] = True
        who, where_run = np.nonzero(fighting)
        where = ground.effort[who, where_run]
        lost = np.minimum(paid[who, where_run], ground.force[who, where, where_run])
        ground.losses[who, where, where_run] += lost
        ground.fought[zone, run] = True
        self._note(a, f, zone, run)
        if game.chronicle:
            for actor in np.unique(a):
                mine = a == actor
                foes = [int(foe) for foe in f[mine]]
                cost = float(paid[actor, 0]), float(hit[mine].sum())
                game.chronicle.battle(game.field[actor], int(zone[mine][0]), foes, *cost)

    # harass ------------------------------------------------------------------------------------

    def _harass(self) -> None:
        """Fire at foes that are in the same zone, where chance and restraint allow it.

        Fire is not aimed at one foe: all of them lose by their numbers.
        """
        game, ground, n = self.game, self.ground, self.game.n_runs
        if not len(self._aim_row):
            return
        fires = self._fire.today < self._chance()
        fires &= ground.force[self._fire_actor, self._fire_zone] >= PRESENT
        aim, run = np.nonzero(fires[self._aim_row])
        row, f = self._aim_row[aim], self._aim_foe[aim]
        a, zone = self._fire_actor[row], self._fire_zone[row]
        there = ground.force[f, zone, run]
        seen = there > 0.0
        row, a, f, zone, run = (part[seen] for part in (row, a, f, zone, run))
        there = there[seen]
        side = row * n + run
        everyone = np.bincount(side, there, len(self._fire_actor) * n)[side]
        hit = at(game.fire_losses, run) * self._strength(a, zone, run) * (everyone >= PRESENT)
        share = np.minimum(hit / everyone, 1.0)
        post = (f * len(ground.zones) + zone) * n + run
        np.add.at(ground.losses.reshape(-1), post, share * there)
        felt = (there >= PRESENT) & (everyone >= PRESENT)
        self._note(a[felt], f[felt], zone[felt], run[felt])

    def _chance(self) -> Floats:
        """Daily chance of harassing fire at each post, ``(n_posts, n_runs)`` or ``(n_posts, 1)``.

        ``fire · exp(−calm · obedience)``, the obedience to all ceasefires there together.
        """
        calmed: dict[int, FlagByRun | Floats] = {}
        for truce in self.game.ceasefires:
            for row, (a, z) in enumerate(zip(self._fire_actor, self._fire_zone, strict=True)):
                name = self.ground.field.names[a]
                if truce.covers[z] and truce.binds(name):
                    calmed[row] = calmed.get(row, 0.0) + truce.obedience[name]
        if not calmed:
            return self._fire_chance
        chance = np.broadcast_to(self._fire_chance, (len(self._fire_actor), self.game.n_runs)).copy()
        rows = list(calmed)
        chance[rows] *= np.exp(-np.asarray(self.game.calm) * np.array([calmed[row] for row in rows]))
        return chance

    def _note(self, attacker: Indices, foe: Indices, zone: Indices, run: Indices) -> None:
        """Let ceasefires know of attacks."""
        for truce in self.game.ceasefires:
            broken = truce.covers[zone] & truce.protected[foe]
            truce.note(attacker[broken], run[broken])


def _columns(rows: list[tuple[int, int]], width: int) -> tuple[list[int], ...]:
    """The columns of a list of rows, also of an empty one."""
    return tuple([row[k] for row in rows] for k in range(width))
