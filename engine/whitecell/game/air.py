"""Air power: who flies where, what it costs those below, and how it gets in each other's way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, Floats, at, divisor
from whitecell.game.ground import PRESENT
from whitecell.game.record import Event
from whitecell.scenario.cast import AirPower

if TYPE_CHECKING:
    from whitecell.game.ceasefire import CeasefireAgent
    from whitecell.game.constraint import CoordinationAgent
    from whitecell.game.decision import Decisions, Reviews
    from whitecell.game.war_game import WarGame


@dataclass(frozen=True)
class Flights:
    """Combat flights of one actor over one zone against some of the fielded actors."""

    key: str
    actor: str
    zone: int
    sorties: ByRunOr1
    targets: tuple[int, ...]


class Sky:
    """All combat flights, and the pairs that meet over a zone without one command."""

    def __init__(self, game: WarGame) -> None:
        self.game = game
        actors, ground = game.plot.actors, game.ground
        self.flights = sorted(
            (
                Flights(
                    f"{game.actor_key(name)}/{game.zone_key(ground.zones.index(air.zone))}/{number}",
                    name,
                    ground.zones.index(air.zone),
                    game.ledger.value(air.sorties),
                    tuple(ground.field.indices(air.against)),
                )
                for name, spec in actors.items()
                for air, number in numbered(spec.air)
            ),
            key=lambda flight: flight.key,
        )
        self.meetings = [
            (i, j)
            for i, one in enumerate(self.flights)
            for j, other in enumerate(self.flights)
            if i < j and one.zone == other.zone and self._strangers(one, other)
        ]
        keys = [f"{self.flights[i].key}+{self.flights[j].key}/near miss" for i, j in self.meetings]
        self._near_miss = game.dice.streams("uniform", keys)
        rules, value = game.rules, game.ledger.value
        self.rate, self.scale = value(rules.air_losses), value(rules.air_scale)
        self.worth = value(rules.air_support)
        self.incident_chance = value(rules.air_incidents)
        self.interference = value(rules.air_interference)
        self._help: list[tuple[int, int, int, list[tuple[Flights, list[int]]]]] | None = None
        self._bound: dict[tuple[str, int], list[CeasefireAgent]] | None = None
        self._backers = {name: self._backers_of(name) for name in ground.field.names}

    def _strangers(self, one: Flights, other: Flights) -> bool:
        """Different commands that do not fight side by side."""
        ties = self.game.ties
        same = ties.command(one.actor) == ties.command(other.actor)
        return not same and not ties.allied(one.actor, other.actor)

    def _backers_of(self, name: str) -> list[Flights]:
        """Flights that help an actor on the ground: its own, its leader's and its friends'."""
        game = self.game
        foes = set(game.ground.foes[game.ground.field.index(name)])
        return [
            flight
            for flight in self.flights
            if foes & set(flight.targets)
            and (
                game.ties.command(flight.actor) == game.ties.command(name)
                or game.ties.allied(flight.actor, name)
            )
        ]

    def flies(self, actor: str, zone: int) -> bool:
        """Whether an actor, or one that it leads, has flights over a zone."""
        return any(f.zone == zone and self.game.ties.under(f.actor, actor) for f in self.flights)

    def flying(self, actor: str, zone: int) -> ByRunOr1:
        """1 in the runs in which it has at least one sortie there, else 0."""
        sorties: ByRunOr1 = 0.0
        for flight in self.flights:
            if flight.zone == zone and self.game.ties.under(flight.actor, actor):
                sorties = sorties + flight.sorties
        return np.asarray(sorties > 0.0, dtype=np.float64)

    def support(self, decisions: Decisions, reviews: Reviews, local: Floats) -> None:
        """Add the worth of friendly flights to the local strength at options, shape ``(n_pairs,)``.

        Only the part of the threat that the flights may hit counts.
        """
        ground = self.game.ground
        for k, row, z, flights in self._helped(decisions):
            runs, a = reviews.runs[k], decisions.deciders[k].place
            if not len(runs):
                continue
            threat = ground.threat[a, z].take(runs)
            safe = divisor(threat)
            backed: Floats | float = 0.0
            for flight, foes in flights:
                aimed = np.zeros(len(runs))
                for foe in foes:
                    aimed += ground.strength[foe, z].take(runs)
                backed = backed + aimed / safe * at(flight.sorties, runs) * at(self.worth, runs)
            local[reviews.of_row(row)] += backed

    def _helped(self, decisions: Decisions) -> list[tuple[int, int, int, list[tuple[Flights, list[int]]]]]:
        """Options over which friends fly: decider, row, zone, and the flights with the foes they may hit."""
        if self._help is None:
            self._help = []
            for k, actor in enumerate(decisions.deciders):
                for row, z in enumerate(actor.options, decisions.rows[actor.place].start):
                    foes = self.game.ground.foes_at(actor.place, z)
                    flights = [
                        (flight, [foe for foe in foes if foe in flight.targets])
                        for flight in self._backers[actor.name]
                        if flight.zone == z
                    ]
                    if flights:
                        self._help.append((k, row, z, flights))
        return self._help

    def strike(self, truces: list[CeasefireAgent], coordinations: list[CoordinationAgent]) -> None:
        """Fly the day's sorties."""
        hampered = self._meet(coordinations)
        for k, flight in enumerate(self.flights):
            self._hit(flight, hampered[k], truces, coordinations)

    def _meet(self, coordinations: list[CoordinationAgent]) -> list[ByRunOr1]:
        """Let uncoordinated air forces hamper each other; give what each flight loses by it."""
        game = self.game
        hampered: list[ByRunOr1] = [0.0] * len(self.flights)
        for row, (i, j) in enumerate(self.meetings):
            one, other = self.flights[i], self.flights[j]
            apart = np.ones(game.n_runs, dtype=np.bool_)
            for pact in coordinations:
                if {one.actor, other.actor} <= set(pact.bound) and pact.covers[one.zone]:
                    apart &= ~pact.in_force
            both = apart & (np.asarray(one.sorties) > 0.0) & (np.asarray(other.sorties) > 0.0)
            loss = both * self.interference
            hampered[i] = np.maximum(hampered[i], loss)
            hampered[j] = np.maximum(hampered[j], loss)
            incident = both & (self._near_miss.today[row] < self.incident_chance)
            for rivalry in game.rivalries.values():
                rivalry.feel_meeting(one.actor, other.actor, incident)
            if game.chronicle and incident[0]:
                zone = game.ground.zones.names[one.zone]
                pair = (one.actor, other.actor)
                game.tell(Event(game.day, "strike", "air_incident", zone=zone, others=pair))
        return hampered

    def _hit(
        self,
        flight: Flights,
        hampered: ByRunOr1,
        truces: list[CeasefireAgent],
        coordinations: list[CoordinationAgent],
    ) -> None:
        ground = self.game.ground
        there = ground.presence(list(flight.targets), flight.zone)
        if not (there > 0.0).any():
            return
        sorties: ByRunOr1 = flight.sorties * (1.0 - hampered)
        for pact in coordinations:
            shared = flight.actor in pact.bound and pact.covers[flight.zone]
            if shared and pact.against & set(flight.targets):
                sorties = sorties * np.where(pact.in_force, pact.shared_effort, 1.0)
        lost = laws.air_losses(sorties, self.rate, there, self.scale)
        share = np.minimum(lost / divisor(there), 1.0)
        for target in flight.targets:
            free = self._freedom(flight, target, truces)
            ground.losses[target, flight.zone] += share * free * ground.forces.fighters[target, flight.zone]

    def _freedom(self, flight: Flights, target: int, truces: list[CeasefireAgent]) -> ByRunOr1:
        """1 in runs in which no ceasefire keeps the flights from one target today, else 0."""
        if self._bound is None:
            self._bound = {
                (each.key, foe): [
                    truce
                    for truce in truces
                    if truce.covers[each.zone] and truce.binds(each.actor) and truce.protected[foe]
                ]
                for each in self.flights
                for foe in each.targets
            }
        binding = [truce for truce in self._bound[flight.key, target] if truce.standing]
        if not binding:
            return 1.0
        free = np.ones(self.game.n_runs, dtype=np.bool_)
        for truce in binding:
            free &= ~truce.keeping(flight.actor)
        there = self.game.state.forces.fighters[target, flight.zone]
        here = (there >= PRESENT) & (np.asarray(flight.sorties) > 0.0)
        for truce in binding:
            truce.note_flights(flight.actor, here & free)
        return free.astype(np.float64)


def numbered(flights: tuple[AirPower, ...]) -> list[tuple[AirPower, int]]:
    """Number an actor's flights zone by zone, so that each has a name of its own."""
    counted: dict[str, int] = {}
    result = []
    for air in flights:
        counted[air.zone] = counted.get(air.zone, 0) + 1
        result.append((air, counted[air.zone]))
    return result
