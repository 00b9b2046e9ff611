"""Combat of all actors: attacks in the zones of their main efforts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, any_of, at, distinct, divisor, raised, total
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent, answering
from whitecell.game.laws import PRESENT
from whitecell.game.places import Places
from whitecell.game.state.today import Assault, Attacks, Fight

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Clashes:
    """Today's attacks: an attacker and a foe in a zone and a run, each of shape ``(n_clashes,)``.

    Attributes
    ----------
    us, foe : Places
        The attacker and the foe.
    own, there : arrays
        Fighters of the attacker and of the foe in the zone.
    met : array of bool
        Whether the foe attacks the attacker in the same zone.
    """

    us: Places
    foe: Places
    own: Floats
    there: Floats
    met: Flags


class Combat:
    """Today's attacks and their losses, as a list of clashes over all actors, foes and runs.

    Sums over clashes are taken in the order of the roster, so a run's results do not depend on other runs, to
    the bit.
    """

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, self._constraints = board, answering(constraints, "spares")
        setup, n, specs = board.setup, board.n_runs, board.setup.cast
        everyone = range(len(setup.field))
        pairs = [
            (a, foe)
            for a in everyone
            for foe in setup.foes[a]
            if not set(setup.aims[a]).isdisjoint(setup.reach[foe])
        ]
        self._attackers, self._attacked = (
            np.array([pair[k] for pair in pairs], dtype=np.int64) for k in range(2)
        )
        as_foes = setup.as_foes[self._attackers, self._attacked]
        self._loose = raised(as_foes >= 0)
        self._loose_keys: Indices = as_foes[self._loose]
        number = {pair: k for k, pair in enumerate(pairs)}
        self._turned = np.array([number.get((foe, a), len(pairs)) for a, foe in pairs], dtype=np.int64)
        # The last row is for pairs whose foe attacks nobody.
        self._on: Flags = np.zeros((len(pairs) + 1, n), dtype=np.bool_)
        # Place in the flat forces of an actor in the first zone in each run.
        size = len(setup.zones) * n
        self._first: Indices = np.arange(len(setup.field))[:, None] * size + np.arange(n)
        self._hides: Flags = np.array([spec.irregular for spec in specs], dtype=np.bool_)
        zones = setup.scenario.zones
        fronts = [zones[name].frontage for name in setup.zones.names]
        common = setup.scenario.rules.frontage
        self._front = setup.parameters.stack([common if each is None else each for each in fronts])
        self._pressed: Floats = np.zeros(board.state.forces.fighters.shape)
        keys = [setup.actor_key(name) for name in setup.field.names]
        rolling = [a for a in distinct(self._attackers) if setup.owner[a] == a]
        self._luck = board.dice.streams("normal", [f"{keys[a]}/battle" for a in rolling])
        # An arm uses the dice of its actor.
        row_of = {a: row for row, a in enumerate(rolling)}
        rows = [row_of.get(owner, -1) for owner in setup.owner]
        self._luck_first: Indices = n * np.array(rows, dtype=np.int64)
        self._arms = np.array([a for a in everyone if setup.owner[a] != a], dtype=np.int64)
        self._owners: Indices = np.array(setup.owner, dtype=np.int64)[self._arms]
        value, rules = setup.value, setup.scenario.rules
        self._defender_advantage, self._attrition = value(rules.defender_advantage), value(rules.attrition)
        self._hasty = value(rules.hasty_defence)
        self._ambush_scale, self._noise = value(rules.ambush_scale), value(rules.battle_noise)

    def _places(self, actor: Indices, zone: Indices, run: Indices) -> Places:
        return Places(actor, zone, run, len(self._board.setup.zones), self._board.n_runs)

    def _clashes(self, effort: Indices, at_effort: Floats) -> Clashes | None:
        """The day's attacks, or None if there are none.

        An actor attacks all foes in the zone of its main effort, once it has arrived, except foes spared by a
        constraint that it keeps today. ``effort`` is this zone, or any zone for actors that hold;
        ``at_effort`` are the fighters of each actor there; both ``(n_actors, n_runs)``.
        """
        forces, n, on = self._board.state.forces, self._board.n_runs, self._on
        arrived = (forces.effort >= 0) & (at_effort >= PRESENT)
        may = arrived.take(self._attackers, axis=0)
        if len(self._loose):
            may[self._loose] &= self._board.setup.relations.flags(self._loose_keys)
        clash = raised(may)
        us, foe = self._met(clash, effort)
        there = foe.read(forces.fighters)
        present = raised(there >= PRESENT)
        clash, there = clash.take(present), there.take(present)
        us, foe = self._met(clash, effort)
        if not len(clash):
            return None
        spared = [found for each in self._constraints if (found := each.spares(us, foe)) is not None]
        if spared and any_of(kept := np.logical_or.reduce(spared)):
            stay = raised(~kept)
            if not len(stay):
                return None
            clash, there = clash.take(stay), there.take(stay)
            us, foe = self._met(clash, effort)
        on.fill(False)
        on.reshape(-1)[clash] = True
        turned = self._turned.take(clash // n) * n + foe.run
        met = on.take(turned) & (foe.of_actor(effort) == foe.zone)
        return Clashes(us, foe, us.of_actor(at_effort), there, met)

    def _met(self, clash: Indices, effort: Indices) -> tuple[Places, Places]:
        """Places of attackers and foes of clashes; ``clash`` are places in an array ``(n_pairs, n_runs)``."""
        n = self._board.n_runs
        pair = clash // n
        run, attackers = clash - pair * n, self._attackers.take(pair)
        zone = effort.take(attackers * n + run)
        return self._places(attackers, zone, run), self._places(self._attacked.take(pair), zone, run)

    def fight(self) -> None:
        """Exchange losses between attackers and attacked.

        A defender's fire is spread over its attackers in proportion to their strength, and within an actor
        over its force and its arms in proportion to their numbers. A foe that itself attacks the attacker in
        the zone fires in its own attack, and not a second time in defence.
        """
        state, today, setup = self._board.state, self._board.today, self._board.setup
        effort = np.maximum(state.forces.effort, 0)
        at_effort = state.forces.fighters.take(self._first + effort * self._board.n_runs)
        clashes = self._clashes(effort, at_effort)
        if clashes is None:
            return
        us, foe, there, morning = clashes.us, clashes.foe, clashes.there, today.morning
        rows = setup.posts.table
        everyone = us.of_actor(us.sums_by_actor(there, len(effort)))
        front = us.of_zone(self._front)
        strength = clashes.own * us.read_rows(rows, morning.quality)
        strength *= laws.engaged_share(foe.sums_at(clashes.own, self._pressed), front)
        drawn = self._luck.at(self._luck_first.take(us.actor) + us.run)
        rate = at(self._attrition, us.run) * laws.mean_one(drawn, at(self._noise, us.run))
        aimed = strength * (there / everyone)
        in_open = laws.aimed_losses(rate, aimed)
        hidden = laws.dispersed_losses(rate, aimed, there, at(self._ambush_scale, foe.run))
        hit = np.minimum(np.where(self._hides.take(foe.actor), hidden, in_open), there)
        pressing = foe.sums_at(strength, self._pressed)
        view = setup.posts.view_of_post.take(foe.rows(rows)) * self._board.n_runs + foe.run
        worth = laws.defence(
            morning.held.take(view), at(self._defender_advantage, foe.run), at(self._hasty, foe.run)
        )
        engaged = laws.engaged_share(everyone, front)
        fire = there * engaged * foe.read_rows(rows, morning.quality) * (strength / divisor(pressing))
        fire *= ~clashes.met
        back = laws.aimed_losses(rate * worth, fire)
        paid = us.sums_by_actor(back, len(effort))
        if len(self._arms):
            self._share(paid, at_effort)
        side = morning.support.take(view) * np.where(clashes.met, 1.0, worth)
        today.assault = Assault(foe, pressing / np.maximum(side, 1e-12))
        foe.add_at(rows, today.losses, hit)
        payers = raised(paid != 0.0)
        actor = payers // self._board.n_runs
        goal = self._places(actor, effort.take(payers), payers - actor * self._board.n_runs)
        goal.add_at(rows, today.losses, np.minimum(paid.take(payers), at_effort.take(payers)))
        foe.mark_zones(today.fought)
        today.attacks.append(Attacks(us, foe))
        today.fight = Fight(us, foe, hit, paid)

    def _share(self, paid: Floats, at_effort: Floats) -> None:
        """Divide losses between each actor and its arms that attack with it, by their numbers, in place."""
        for actor in distinct(self._owners).tolist():
            rows = [actor, *self._board.setup.arms[actor]]
            those = at_effort[rows] * (paid[rows] > 0.0)
            paid[rows] = those * (total(paid[rows]) / divisor(total(those)))
