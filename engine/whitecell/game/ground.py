"""The ground: who stands where, who holds what, and how forces move and lose on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByActorZone, ByRun, ByRunOr1, ByZone, Floats, Roster, total

if TYPE_CHECKING:
    from whitecell.game.ledger import Ledger
    from whitecell.game.ties import Ties
    from whitecell.scenario.model import Scenario

PRESENT = 1.0
"""Fighters from which a force counts as being there: less than one is the tail of a march."""


class Ground:
    """State arrays of the theatre, and the physics that is the same for every actor.

    Attributes
    ----------
    zones, field : Roster
        Zones, and the actors that have forces or hold ground (*fielded* actors).
    force : array, shape ``(n_actors, n_zones, n_runs)``
        Fighters.
    control : array, same shape
        Shares of each zone, 0 to 1; they add up to at most one, the rest is held by nobody.
    strength, threat, support : arrays, same shape
        This morning's picture: own strength, that of all foes, and that of oneself and friends.
    losses : array, same shape
        Fighters put out of action today so far, not yet taken off ``force``.
    people : array, shape ``(n_zones, n_runs)``
        Civilians still at home.
    """

    def __init__(self, scenario: Scenario, ledger: Ledger, ties: Ties) -> None:
        self.ledger = ledger
        self.rules = scenario.rules
        self.zones = Roster.of(scenario.zones)
        holders = {name for zone in scenario.zones.values() for name in zone.control}
        armed = {name for name, actor in scenario.actors.items() if actor.forces or actor.reserve}
        self.field = Roster.of(scenario.actors, only=holders | armed)
        self.foes = self._tied(ties.hostile)
        self.friends = self._tied(ties.allied)
        shape = (len(self.field), len(self.zones), ledger.n_runs)
        self.force: ByActorZone = np.zeros(shape)
        self.garrison: ByActorZone = np.zeros(shape)
        self.wariness: ByActorZone = np.zeros(shape)
        for a, name in enumerate(self.field.names):
            actor = scenario.actors[name]
            for zone, fighters in actor.forces.items():
                self.force[a, self.zones.index(zone)] = ledger.value(fighters)
            self.garrison[a] = self.force[a] * (1.0 - ledger.row(actor.mobility))
            for zone, level in actor.wariness.items():
                self.wariness[a, self.zones.index(zone)] = ledger.value(level)
        self.skill: Floats = ledger.stack([scenario.actors[n].skill for n in self.field.names])
        entries = [scenario.zones[name] for name in self.zones.names]
        self.people: ByZone = np.array([ledger.row(zone.people) for zone in entries])
        self.peopled = [z for z in range(shape[1]) if bool((self.people[z] > 0).any())]
        self.losses: ByActorZone = np.zeros(shape)
        self.fought = np.zeros(shape[1:], dtype=np.bool_)
        self.started: ByActorZone = self.force.copy()
        self.fled: ByRun = np.zeros(shape[2])
        self.fallen: Floats = np.zeros((shape[0], shape[2]))
        self.raised: Floats = np.zeros((shape[0], shape[2]))
        self.perceive()
        self.control: ByActorZone = self._first_control(scenario)

    def _tied(self, related: Callable[[str, str], bool]) -> list[list[int]]:
        """For each fielded actor the others it is so related to, in the order of the roster."""
        names = self.field.names
        return [[k for k, other in enumerate(names) if related(name, other)] for name in names]

    def _first_control(self, scenario: Scenario) -> ByActorZone:
        control = np.zeros_like(self.force)
        everyone = total(self.strength)
        for z, name in enumerate(self.zones.names):
            stated = scenario.zones[name].control
            if stated:
                for holder, share in stated.items():
                    control[self.field.index(holder), z] = self.ledger.value(share)
            else:
                present = np.where(everyone[z] > 0.0, everyone[z], 1.0)
                control[:, z] = self.strength[:, z] / present
        return control

    def perceive(self) -> None:
        """Take the morning's picture of strengths; fog is added by who looks."""
        self.strength = self.force * self.skill[:, None, :]
        self.threat = np.zeros_like(self.force)
        self.support = self.strength.copy()
        for a in range(len(self.field)):
            for foe in self.foes[a]:
                self.threat[a] += self.strength[foe]
            for friend in self.friends[a]:
                self.support[a] += self.strength[friend]

    def held_by(self, actors: list[int], zone: int) -> ByRun:
        """Share of a zone that these fielded actors hold together."""
        if not actors:
            return np.zeros(self.ledger.n_runs)
        return total([self.control[a, zone] for a in actors])

    def presence(self, actors: list[int], zone: int) -> ByRun:
        """Fighters of these fielded actors in a zone."""
        if not actors:
            return np.zeros(self.ledger.n_runs)
        return total([self.force[a, zone] for a in actors])

    def lose(self, actors: list[int], zone: int, fighters: Floats) -> None:
        """Spread losses over forces in a zone, by their numbers."""
        there = self.presence(actors, zone)
        share = fighters / np.where(there > 0.0, there, 1.0)
        for a in actors:
            self.losses[a, zone] += share * self.force[a, zone]

    def settle(self) -> None:
        """Close the day: take losses off, let control drift, let people flee."""
        np.minimum(self.losses, self.force, out=self.losses)
        self.force -= self.losses
        self.fled = np.zeros(self.ledger.n_runs)
        lost = total(self.losses)
        rate = self.ledger.value(self.rules.displacement)
        for z in self.peopled:
            fleeing = laws.people_fleeing(self.people[z], rate, lost[z])
            self.people[z] -= fleeing
            self.fled += fleeing
        self._drift()

    def _drift(self) -> None:
        """Move control toward the shares of strength where there is fighting or no contest."""
        strength = self.force * self.skill[:, None, :]
        everyone = total(strength)
        contested = np.zeros(everyone.shape, dtype=np.bool_)
        present = self.force >= PRESENT
        for a in range(len(self.field)):
            for foe in self.foes[a]:
                if foe > a:
                    contested |= present[a] & present[foe]
        moves = (everyone > 0.0) & (self.fought | ~contested)
        pull = np.where(moves, self.ledger.value(self.rules.drift), 0.0)
        strength /= np.where(everyone > 0.0, everyone, 1.0)
        strength -= self.control
        strength *= pull
        self.control += strength

    def clear_day(self) -> None:
        """Forget what belongs to one day only."""
        self.losses[:] = 0.0
        self.fought[:] = False

    def count_day(self) -> None:
        """Keep the day's losses in the books of each actor."""
        for z in range(len(self.zones)):
            self.fallen += self.losses[:, z]

    def arrive(self, actor: int, zone: int, fighters: ByRunOr1) -> None:
        """Let new fighters join a force."""
        self.force[actor, zone] += fighters
        self.raised[actor] += fighters
