"""The ground: who stands where, who holds what, and how forces move and lose on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from whitecell.game import laws
from whitecell.game.axes import (
    ByActorZone,
    ByRun,
    ByRunOr1,
    Floats,
    IndexByRun,
    divisor,
    total,
)

if TYPE_CHECKING:
    from whitecell.game.layout import Layout
    from whitecell.game.ledger import Ledger
    from whitecell.game.state import State
    from whitecell.game.ties import Ties
    from whitecell.scenario.model import Scenario

HOLD = -1
"""The effort of an actor that stays where it is."""
PRESENT = 1.0
"""Fighters from which a force counts as being there: less than one is the tail of a march."""


class Ground:
    """The physics of forces and zones that is the same for every actor, and what it makes of a day.

    Attributes
    ----------
    zones, field : Roster
        Zones, and the actors that have forces or hold ground (*fielded* actors).
    forces : Forces
    land : Land
        Parts of the state.
    strength, threat, support : arrays, shape ``(n_actors, n_zones, n_runs)``
        This morning's picture: own strength, that of all foes, and that of oneself and friends.
    mobile : array, shape ``(n_posts, n_runs)``
        Fighters that this morning may leave their post.
    losses : array, shape ``(n_actors, n_zones, n_runs)``
        Fighters put out of action today so far, not yet taken off the forces.
    posted_strength : array, shape ``(n_posts, n_runs)``
        This morning's own strength at the posts.
    posts, post_actor, post_zone : arrays of int, shape ``(n_posts,)``
        Pairs of actor and zone where a force can ever stand, as flat and as separate indices.
    peopled : list of int
        Zones in which people live.
    fled : array, shape ``(len(peopled), n_runs)``
        People who fled each of these zones today.
    arrived : array, shape ``(n_actors, n_zones, n_runs)``
        Fighters who joined today.
    """

    def __init__(self, scenario: Scenario, ledger: Ledger, ties: Ties, layout: Layout, state: State) -> None:
        self.ledger = ledger
        self.rules = scenario.rules
        self.zones, self.field = layout.zones, layout.field
        self.forces, self.land = state.forces, state.land
        self.foes = self._tied(ties.hostile)
        self.friends = self._tied(ties.allied)
        self._side_of = self._tied(lambda one, other: one == other or ties.same_side(one, other))
        cells = [(a, k) for a, side in enumerate(self._side_of) for k in side]
        self._sides = _picking(cells, (len(self.field), len(self.field)))
        shape = (len(self.field), len(self.zones), ledger.n_runs)
        self.garrison: ByActorZone = np.zeros(shape)
        for a, name in enumerate(self.field.names):
            actor = scenario.actors[name]
            for zone, fighters in actor.forces.items():
                self.forces.fighters[a, self.zones.index(zone)] = ledger.value(fighters)
            self.garrison[a] = self.forces.fighters[a] * (1.0 - ledger.row(actor.mobility))
            for zone, level in actor.wariness.items():
                self.forces.wariness[a, self.zones.index(zone)] = ledger.value(level)
        self.skill: Floats = ledger.stack([scenario.actors[n].skill for n in self.field.names])
        for z, name in enumerate(self.zones.names):
            self.land.people[z] = ledger.value(scenario.zones[name].people)
        self.peopled = [z for z in range(shape[1]) if bool((self.land.people[z] > 0).any())]
        self.losses: ByActorZone = np.zeros(shape)
        self.fought = np.zeros(shape[1:], dtype=np.bool_)
        self.fled: Floats = np.zeros((len(self.peopled), shape[2]))
        self.arrived: ByActorZone = np.zeros(shape)
        self._joined: set[tuple[int, int]] = set()
        self.strength, self.threat, self.support = (np.zeros(shape) for _ in range(3))
        everywhere = [list(range(shape[1]))] * shape[0]
        self.lay_out(everywhere, everywhere)
        self.perceive()
        self.land.control[:] = self._first_control(scenario)

    def _tied(self, related: Callable[[str, str], bool]) -> list[list[int]]:
        """For each fielded actor the others it is so related to, in the order of the roster."""
        names = self.field.names
        return [[k for k, other in enumerate(names) if related(name, other)] for name in names]

    def _first_control(self, scenario: Scenario) -> ByActorZone:
        control = np.zeros_like(self.land.control)
        everyone = total(self.strength)
        for z, name in enumerate(self.zones.names):
            stated = scenario.zones[name].control
            if stated:
                for holder, share in stated.items():
                    control[self.field.index(holder), z] = self.ledger.value(share)
                control[:, z] /= np.maximum(total(control[:, z]), 1.0)
            else:
                control[:, z] = self.strength[:, z] / divisor(everyone[z])
        return control

    def lay_out(self, reach: list[list[int]], wanted: list[list[int]]) -> None:
        """Learn where each actor's force can ever stand, and which further zones it looks at.

        The day's sums go over these *posts* (pairs of actor and zone) only; elsewhere there is
        nothing to add. They are products with matrices of zeros and ones, which add in the order
        of the roster.
        """
        n_zones = len(self.zones)
        self.posts = np.array([a * n_zones + z for a, zs in enumerate(reach) for z in zs], dtype=np.int64)
        self._row_of = row_of = {int(post): row for row, post in enumerate(self.posts)}
        self.views = np.array(
            [a * n_zones + z for a in range(len(reach)) for z in sorted({*reach[a], *wanted[a]})],
            dtype=np.int64,
        )
        hostile, friendly = [], []
        for row, (a, z) in enumerate(zip(*divmod(self.views, n_zones), strict=True)):
            ours = [int(a), *self.friends[a]]
            hostile += [(row, row_of[f * n_zones + z]) for f in self.foes_at(a, z)]
            friendly += [(row, row_of[f * n_zones + z]) for f in ours if f * n_zones + z in row_of]
        shape = (len(self.views), len(self.posts))
        self._hostile, self._friendly = _picking(hostile, shape), _picking(friendly, shape)
        self.post_actor, self.post_zone = divmod(self.posts, n_zones)
        self._garrison = self.posted(self.garrison)
        self._post_skill = self.skill[self.post_actor]
        zones = [(int(z), row) for row, z in enumerate(self.post_zone)]
        actors = [(int(a), row) for row, a in enumerate(self.post_actor)]
        self._by_actor = _picking(actors, (len(reach), len(self.posts)))
        self._by_zone = _picking(zones, (n_zones, len(self.posts)))
        facing = [
            (one, row_of[f * n_zones + z])
            for one, (a, z) in enumerate(zip(self.post_actor, self.post_zone, strict=True))
            for f in self.foes_at(a, z)
            if f > a
        ]
        facing.sort(key=lambda pair: int(self.post_zone[pair[0]]))
        self._facing = tuple(np.array([pair[k] for pair in facing], dtype=np.int64) for k in (0, 1))
        where = self.post_zone[self._facing[0]]
        met_in = np.unique(where)
        first, last = np.searchsorted(where, met_in), np.searchsorted(where, met_in, side="right")
        self._facing_parts = [
            (int(z), slice(int(start), int(stop))) for z, start, stop in zip(met_in, first, last, strict=True)
        ]

    def foes_at(self, actor: int, zone: int) -> list[int]:
        """Foes of an actor that can ever stand in a zone, in the order of the roster."""
        return [foe for foe in self.foes[actor] if foe * len(self.zones) + zone in self._row_of]

    def picking(self, entries: list[tuple[int, int, int]], n_rows: int) -> csr_array:
        """A matrix that picks posts, from the row, the actor and the zone of each."""
        cells = [(row, self._row_of[a * len(self.zones) + z]) for row, a, z in entries]
        return _picking(cells, (n_rows, len(self.posts)))

    def posted(self, values: ByActorZone) -> Floats:
        """Values at the posts, shape ``(n_posts, n_runs)``, a copy."""
        return np.asarray(values.reshape(-1, values.shape[2])[self.posts])

    def by_actor(self, values: Floats) -> Floats:
        """Sums over the posts of each actor, ``(n_actors, n_runs)``, of values at the posts."""
        return np.asarray(self._by_actor @ values)

    def perceive(self) -> None:
        """Take the morning's picture of strengths; fog is added by who looks."""
        n = self.ledger.n_runs
        force = self.posted(self.forces.fighters)
        loose = force - self._garrison
        self.mobile: Floats = np.maximum(loose, 0.0, out=loose)
        self.posted_strength = strength = force * self._post_skill
        self.strength.reshape(-1, n)[self.posts] = strength
        self.threat.reshape(-1, n)[self.views] = self._hostile @ strength
        self.support.reshape(-1, n)[self.views] = self._friendly @ strength

    def side_of(self, actor: int) -> list[int]:
        """A fielded actor and all on its side, in the order of the roster."""
        return self._side_of[actor]

    def holders(self) -> IndexByRun:
        """Who leads the side that holds more than half of each zone, −1 for none.

        The result has shape ``(n_zones, n_runs)``.
        A side is an actor with those that fight beside it, its patrons and its clients. The actor of the
        strongest side that itself holds most leads it.
        """
        n_actors = len(self.field)
        if not n_actors:
            return np.full(self.land.people.shape, -1, dtype=np.int64)
        flat = self.land.control.reshape(n_actors, -1)
        together = np.asarray(self._sides @ flat)
        # Rounded, so that the members of one side, which add up in different orders, are level.
        strongest = np.round(together, 9)
        leads = strongest == strongest.max(axis=0)
        leader = np.where(leads, flat, -1.0).argmax(axis=0)
        held = np.take_along_axis(together, leader[None], axis=0)[0]
        return np.where(held > 0.5, leader, -1).reshape(self.land.people.shape)

    def presence(self, actors: list[int], zone: int) -> ByRun:
        """Fighters of these fielded actors in a zone."""
        if not actors:
            return np.zeros(self.ledger.n_runs)
        return total([self.forces.fighters[a, zone] for a in actors])

    def lose(self, actors: list[int], zone: int, fighters: Floats) -> None:
        """Spread losses over forces in a zone, by their numbers."""
        there = self.presence(actors, zone)
        share = fighters / divisor(there)
        for a in actors:
            self.losses[a, zone] += share * self.forces.fighters[a, zone]

    def settle(self) -> None:
        """Close the day: take losses off, let control drift, let people flee."""
        n = self.ledger.n_runs
        fighters, home = self.forces.fighters, self.land.people
        force = self.posted(fighters)
        losses = np.minimum(self.posted(self.losses), force)
        force -= losses
        self.losses.reshape(-1, n)[self.posts] = losses
        fighters.reshape(-1, n)[self.posts] = force
        if self.peopled:
            lost, people = (self._by_zone @ losses)[self.peopled], home[self.peopled]
            fleeing = laws.people_fleeing(people, self.ledger.value(self.rules.displacement), lost)
            home[self.peopled] = people - fleeing
            self.fled = fleeing
        self._drift(force)

    def _drift(self, force: Floats) -> None:
        """Move control toward the shares of strength where there is fighting or no contest.

        Less than a fighter is not present, and holds nothing.
        """
        n = self.ledger.n_runs
        present = force >= PRESENT
        strength = force * self._post_skill
        strength *= present
        everyone = self._by_zone @ strength
        contested = np.zeros(everyone.shape, dtype=np.bool_)
        met = present[self._facing[0]] & present[self._facing[1]]
        for zone, pairs in self._facing_parts:
            np.logical_or.reduce(met[pairs], axis=0, out=contested[zone])
        moves = (everyone > 0.0) & (self.fought | ~contested)
        pull = moves * self.ledger.value(self.rules.drift)
        self.land.control *= 1.0 - pull
        gain = strength / divisor(everyone)[self.post_zone]
        gain *= pull[self.post_zone]
        self.land.control.reshape(-1, n)[self.posts] += gain

    def clear_day(self) -> None:
        """Forget what belongs to one day only."""
        self.losses[:] = 0.0
        for post in self._joined:
            self.arrived[post] = 0.0
        self._joined.clear()
        self.fought[:] = False

    def arrive(self, actor: int, zone: int, fighters: ByRunOr1) -> None:
        """Let new fighters join a force."""
        self.forces.fighters[actor, zone] += fighters
        self.arrived[actor, zone] += fighters
        self._joined.add((actor, zone))


def _picking(entries: list[tuple[int, int]], shape: tuple[int, int]) -> csr_array:
    """A matrix with a one at each entry; its product adds a row's terms in the order of columns."""
    rows, columns = ([entry[k] for entry in entries] for k in (0, 1))
    return csr_array((np.ones(len(entries)), (rows, columns)), shape=shape)
