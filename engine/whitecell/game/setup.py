"""The setup: everything that is fixed for the runs of a game. It is built once and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByActorZone, ByRunOr1, Flags, Floats, distinct
from whitecell.game.flights import Flights, flying
from whitecell.game.layout import Layout
from whitecell.game.parameters import Parameters
from whitecell.game.posts import Posts
from whitecell.game.relations import ALWAYS, FOES, FRIENDS, NEVER, Relations
from whitecell.game.routes import RouteMap, reach, ways_of
from whitecell.scenario.clauses import Exclusion
from whitecell.scenario.effects import HandOver, Reinforce
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Number
from whitecell.scenario.units import PEOPLE
from whitecell.scenario.values import present, span

Indices = NDArray[np.int64]


class Setup:
    """A scenario with values for its numbers, laid out for ``n_runs`` runs.

    Attributes
    ----------
    stated : Scenario
        The scenario as it was read.
    scenario : Scenario
        The same with marks in place of numbers that move; ``value`` gives the value of a mark.
    n_runs : int
    layout : Layout
    zones, field : Roster
        Zones, and the actors that have forces or hold ground (*fielded* actors).
    cast : list of Actor
        The scenario's entry of each fielded actor.
    owner : list of int
        For each row of the field the row of the actor to which it belongs: for an arm, its actor.
    arms : list of lists of int
        For each row of the field the rows of its arms, in the order of the roster.
    parameters : Parameters
    relations : Relations
    as_foes, as_friends, as_side : arrays of int, shape ``(n_actors, n_actors)``
        Keys of :class:`Relations` for being foes, being friends and being on one side.
    foes, friends, side_of : lists of lists of int
        For each fielded actor all that can ever be its foes, its friends, and on its side (including itself),
        in the order of the roster.
    reserve : list of int or None
        For each fielded actor the zone of its reserve.
    options : list of lists of int
        For each fielded actor the zones that it may choose for its main effort: those to which it gives a
        worth, and the zone of its reserve, to which it can always fall back. Arms have none of their own.
    aims : list of lists of int
        For each row of the field the zones to which it may march: the options of its actor.
    routes : list of RouteMap
        For each fielded actor.
    wary : list of frozenset of int
        For each fielded actor the zones in which it can ever expect to be struck; an arm has those of its
        actor.
    detours : list of RouteMap or None
        For each fielded actor the ways that avoid these zones; None if there are no such zones.
    beside : list of lists of int
        For each zone those that a road joins to it.
    reach : list of lists of int
        For each fielded actor the zones where its force can ever stand.
    posts : Posts
    own_post : array of int, shape ``(n_posts,)``
        For each post itself, or for an arm the post of its actor in the same zone.
    fighters, garrison : arrays, shape ``(n_actors, n_zones, n_runs)``
        Forces at the start, and the part of them that never leaves its zone.
    road_days : array of int, shape ``(n_routes, n_runs)`` or ``(n_routes, 1)``
        Whole days that a force needs for each route, at least one.
    plain : bool
        Whether everybody is counted in fighters.
    skill : array, shape ``(n_actors, n_runs)`` or ``(n_actors, 1)``
    flights : list of Flights
    sorties : array, shape ``(n_flights, n_runs)`` or ``(n_flights, 1)``
        Combat sorties of the flights as stated.
    """

    def __init__(self, scenario: Scenario, n_runs: int, columns: Mapping[str, Floats] | None = None) -> None:
        self.stated, self.n_runs = scenario, n_runs
        self.layout = Layout(scenario)
        self.scenario = scenario = self.layout.marked
        self.zones, self.field = self.layout.zones, self.layout.field
        self.parameters = Parameters(self.stated, self.layout, n_runs, columns)
        self.relations = relations = Relations(self.layout, n_runs)
        self.as_foes, self.as_friends = (relations.keys(self.field.names, s) for s in (FOES, FRIENDS))
        self.foes, self.friends = self._related(self.as_foes), self._related(self.as_friends)
        self.as_side = relations.side_keys(self.field.names)
        self.side_of = self._related(self.as_side)
        self.cast = [scenario.actors[name] for name in self.field.names]
        self.reserve = [self.zones.index(spec.reserve) if spec.reserve else None for spec in self.cast]
        self.owner = [self.field.index(self.layout.owners.get(name, name)) for name in self.field.names]
        self.arms = [
            [k for k, owner in enumerate(self.owner) if owner == a != k] for a in range(len(self.cast))
        ]
        self.options = [
            self.zones.indices({*spec.worth, spec.reserve}) if self.owner[a] == a else []
            for a, spec in enumerate(self.cast)
        ]
        self.plain = all(spec.unit == PEOPLE for spec in self.cast)
        self.aims = [self.options[owner] for owner in self.owner]
        days = [present(route.days, self.stated) for route in self.stated.routes]
        self.wary = [self._wary(self.field.names[owner]) for owner in self.owner]
        users = [
            (name, avoid)
            for name, wary in zip(self.field.names, self.wary, strict=True)
            for avoid in (frozenset[int](), wary)
        ]
        found = ways_of(self.zones, scenario.routes, days, users)
        self.routes: list[RouteMap] = found[::2]
        self.detours = [ways if wary else None for ways, wary in zip(found[1::2], self.wary, strict=True)]
        joined = [{*route.between} for route in scenario.routes]
        self.beside = [
            self.zones.indices({z for pair in joined if name in pair for z in pair if z != name})
            for name in self.zones.names
        ]
        own = [self._reach(a) for a in range(len(self.cast))]
        # Where an arm can stand, its actor has a post too, since the actor holds the ground for it.
        self.reach = [
            sorted({z for k in (a, *self.arms[a]) for z in own[k]}) if self.arms[a] else own[a]
            for a in range(len(own))
        ]
        self.posts = Posts(self.reach, self.options, self.as_foes, self.as_friends, relations, self.beside)
        self.layout.lay_out("posts", list(self.posts.row_of))
        of_actor = [self.posts.row_of[self.owner[a], z] for a, z in self.posts.row_of]
        self.own_post: Indices = np.array(of_actor, dtype=np.int64)
        self.layout.lay_out("slots", range(self._longest_march() + 1))
        shape = (len(self.field), len(self.zones), n_runs)
        self.fighters: ByActorZone = np.zeros(shape)
        self.garrison: ByActorZone = np.zeros(shape)
        for a, spec in enumerate(self.cast):
            for zone, fighters in spec.forces.items():
                self.fighters[a, self.zones.index(zone)] = self.value(fighters)
            self.garrison[a] = self.fighters[a] * (1.0 - self.parameters.row(spec.mobility))
        lengths = [route.days for route in scenario.routes]
        on_road = self.parameters.stack(lengths)
        self.road_days: Indices = self.parameters.made(
            lambda: np.maximum(np.floor(on_road + 0.5), 1.0).astype(np.int64), *lengths
        )
        self.skill: Floats = self.parameters.stack([spec.skill for spec in self.cast])
        self.flights = Flights.of(scenario, self.parameters, self.zones, self.field, self.zone_key)
        self.sorties = self._sorties()

    def _longest_march(self) -> int:
        """Days of the longest march from zone to zone over all ranges of numbers, into any ground.

        It uses ranges instead of the runs' values, so that saved and branched runs have the same layout. A
        march longer than the game never ends, so the result is at most the game's days plus one.
        """
        numbers = [self.scenario.rules.advance, *(route.days for route in self.scenario.routes)]
        stated = [self.stated.rules.advance, *(route.days for route in self.stated.routes)]
        slow, *roads = (span(number, self.stated)[1] for number in stated)
        if not self.parameters.moves(*numbers):  # a value may lie outside its range
            fast, *found = (float(np.max(self.value(number))) for number in numbers)
            slow, roads = max(slow, fast), [*map(max, roads, found)]
        days = np.ceil(max(roads, default=1.0)) * max(slow, 1.0)
        return int(max(min(np.ceil(days), self.stated.days + 1), 1))

    @staticmethod
    def _related(keys: Indices) -> list[list[int]]:
        """For each row all rows that can ever have the relation with it."""
        return [np.flatnonzero(row != NEVER).tolist() for row in keys]

    def _reach(self, actor: int) -> list[int]:
        name = self.field.names[actor]
        landings = [
            effect.zone
            for effect in self.layout.effects
            if (isinstance(effect, Reinforce) and effect.actor == name)
            or (isinstance(effect, HandOver) and effect.to in (name, self.field.names[self.owner[actor]]))
        ]
        spec = self.cast[actor]
        starts = self.zones.indices([*spec.forces, spec.reserve, *landings])
        maps = [each for each in (self.routes[actor], self.detours[actor]) if each is not None]
        return reach(maps, starts, self.aims[actor]) if starts else []

    def _wary(self, actor: str) -> frozenset[int]:
        """Zones in which an actor is wary at the start, or may be struck for breaching an exclusion."""
        struck = [
            zone
            for clause in self.scenario.constraints.values()
            if isinstance(clause, Exclusion) and clause.answered_by and clause.answered_by.by != "pressure"
            if actor in self.layout.actors_of(clause.applies_to)
            for zone in clause.zones
        ]
        return frozenset(self.zones.indices([*struck, *self.scenario.actors[actor].wariness]))

    def rows_of(self, force: str) -> list[int]:
        """Rows of the field of an actor with all its arms, or of an arm alone; empty without forces."""
        if force not in self.field:
            return []
        row = self.field.index(force)
        return [row, *self.arms[row]]

    def counted(self, force: str) -> list[int]:
        """Rows that count as the forces of an actor or an arm: its own, and arms that have the same unit."""
        rows = self.rows_of(force)
        return [row for row in rows if self.unit(row) == self.unit(rows[0])]

    def unit(self, row: int) -> str:
        """The unit in which a row of the field is counted."""
        return self.cast[row].unit

    def same_side(self, one: Indices, other: Indices) -> Flags:
        """Whether rows of the field are on one side today, both of shape ``(…, n_runs)``."""
        keys = self.as_side[one, other]
        same: Flags = keys == ALWAYS
        for key in distinct(keys[keys >= 0]):
            same |= (keys == key) & self.relations.siding(np.array([key]))[0]
        return same

    def first_of_side(self) -> Indices:
        """For each row of the field the first row of those on its side today, ``(n_actors, n_runs)``."""
        found = np.zeros((len(self.field), self.n_runs), dtype=np.int64)
        for a, side in enumerate(self.side_of):
            for k in reversed(side):
                same = self.relations.same_side(self.field.names[a], self.field.names[k])
                found[a] = np.where(same, k, found[a])
        return found

    def ever_beside(self, actors: Sequence[str]) -> tuple[str, ...]:
        """All actors that can ever be on the same side as one of ``actors``, in the order of the file."""
        same = self.relations.same_side
        return tuple(
            name for name in self.stated.actors if any(same(name, mine) is not False for mine in actors)
        )

    def on_side_of(self, row: int) -> list[int]:
        """Rows of the field on the side of a row today, in a game of one run."""
        names = self.field.names
        return [k for k in self.side_of[row] if np.all(self.relations.same_side(names[row], names[k]))]

    def value(self, number: Number) -> ByRunOr1:
        """Value of a number of the scenario in each run, or one float if it is the same in all of them."""
        return self.parameters.value(number)

    def actor_key(self, name: str) -> str:
        """Name under which an actor's dice are drawn."""
        return self.scenario.actors[name].dice or name

    def zone_key(self, zone: int) -> str:
        """Name under which a zone's dice are drawn."""
        name = self.zones.names[zone]
        return self.scenario.zones[name].dice or name

    def _sorties(self) -> Floats:
        """Combat sorties of all flights as stated, ``(n_flights, n_runs)``, or ``(n_flights, 1)``."""
        parameters, flights = self.parameters, self.flights

        def stated() -> Floats:
            return parameters.rows([flight.sorties for flight in flights])

        return parameters.numbers.follow(stated) if any(each.moves for each in flights) else stated()

    def flown_over(self, actor: str, zone: int) -> list[Flights]:
        """Flights over a zone by an actor and by actors that it leads."""
        under = self.relations.under
        return [each for each in self.flights if each.zone == zone and under(each.actor, actor)]

    def flying(self, actor: str, zone: int) -> ByRunOr1:
        """1 in the runs in which an actor, or one that it leads, has any sortie over a zone, else 0."""
        flights = self.flown_over(actor, zone)

        def any_sorties() -> ByRunOr1:
            return flying(flight.sorties for flight in flights)

        moves = any(flight.moves for flight in flights)
        return self.parameters.numbers.follow(any_sorties) if moves else any_sorties()

    def patrons_of(self, client: str) -> list[int]:
        """Places of the patronages of a client, in the order of the layout."""
        return [k for k, relation in enumerate(self.layout.patronages) if relation.client == client]
