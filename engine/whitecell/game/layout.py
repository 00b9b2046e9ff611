"""The layout of a game's arrays: the names along each axis except that of runs, and their order."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from whitecell.game.arms import with_arms
from whitecell.game.axes import Roster
from whitecell.scenario.cast import Relation
from whitecell.scenario.clauses import Ceasefire, Exclusion
from whitecell.scenario.effects import BONDS, TURNS, ShiftWants
from whitecell.scenario.equations import in_order, path_of
from whitecell.scenario.formula import Past, Reading, inside, parse
from whitecell.scenario.formulas import formulas
from whitecell.scenario.model import Scenario
from whitecell.scenario.targets import MARK, effects, movements, moving

UNSETTLED = frozenset({"ever", "first_day", "peak", "value"})
"""Statistics whose kept value may be infinite or not a number until there is something to keep."""

MEANS = ("air", "fire", "ground", "guns")
"""Means of breaking a ceasefire: air raids, harassing fire, attacks, and arms that fire at range."""


class Layout:
    """Names along the axes, which a scenario fixes.

    They are sorted by name, or by the names of their dice if they have dice; the file's order does not
    matter.

    Attributes
    ----------
    zones, field : Roster
        Zones, and the actors that have forces or hold ground (*fielded* actors), each with its arms after it.
    owners : mapping of str to str
        For each arm the actor to which it belongs.
    patronages : tuple of Relation
    marked : Scenario
        The scenario with marks in place of the numbers that move, and arms as actors of their own.
    moving : mapping of str to Moving
        Numbers that move, by their mark or their assumption's name.
    effects : tuple of Entry
        Everything that takes effect.
    axes : mapping of str to tuple
        What stands along each axis: ``actors`` (fielded ones), ``zones``, ``patronages``, ``constraints``,
        ``bound`` (a constraint and an actor that it binds), ``sittings`` (an exclusion and a zone of it in
        which a long presence is weighted differently), ``notices`` (an exclusion and a zone in which warnings
        come first), ``keeping`` (a ceasefire, an actor that it binds, and one of ``MEANS`` by which the actor
        could break it), ``agreements``, ``terms`` (an agreement and a variable that it fixes), ``ties`` (two
        actors whose relation effects can change), ``bonds`` (a patron and a client named by effects),
        ``talks``, ``seats`` (talks and a party), ``wishes`` (an actor and a clause, where effects shift how
        far the actor is for it), ``corridors``, ``stretches`` (a corridor and a zone of it, as a place among
        zones), ``ladders`` (rivalries), ``injects``, ``variables``, ``decisions``, ``live`` (numbers that
        move), ``readings`` (records that formulas read), ``pasts`` (values whose past days formulas read),
        ``window_days`` (such a value and each of its last days), ``movements`` (effects on numbers, by their
        place), ``measures``, ``windows`` (measures that count some days only) and ``since`` (measures that
        wait for an event). Two axes are added later: ``posts`` (a fielded actor and a zone where its force
        can ever stand, as places) and ``slots`` (days on which marches arrive, counted cyclically).
    limits : mapping of str to int or tuple of int
        How many values an index can have; a tuple has one number for each row. ``unsettled`` is 1 for
        measures whose kept value may be infinite or not a number.
    """

    def __init__(self, scenario: Scenario) -> None:
        holders = {name for zone in scenario.zones.values() for name in zone.control}
        self._arms = scenario.arms
        self.owners = {arm: scenario.owner(arm) for arm in scenario.arms}
        armed = {name for name, actor in scenario.actors.items() if actor.armed or actor.arms}
        armed |= set(self.owners)
        self._dice = {name: actor.dice or name for name, actor in scenario.actors.items()}
        marked, self.moving = moving(scenario)
        self.marked = with_arms(marked)
        self.effects = tuple(effect for _, effect in effects(scenario))
        self.zones = Roster.of(scenario.zones)
        self.field = Roster.of(self.marked.actors, only=holders | armed)
        self.patronages: tuple[Relation, ...] = tuple(
            sorted(
                (relation for relation in self.marked.relations if relation.patron),
                key=lambda r: (self._dice[r.patron], self._dice[r.client]),
            )
        )
        corridors = {
            name: sorted({self.zones.index(zone) for path in spec.paths.values() for zone in path})
            for name, spec in sorted(scenario.corridors.items())
        }
        parts = dict.fromkeys(part for each in formulas(scenario) for part in inside(parse(each.text)))
        pasts = [part for part in parts if isinstance(part, Past)]
        # Numbers that formulas read come first, each after those on which it depends.
        read = [n if n in scenario.assumptions else MARK + path_of(n) for n in in_order(scenario)]
        live = [*read, *sorted(set(self.moving) - set(read))]
        answers = [
            (name, spec.answered_by, [self.zones.index(zone) for zone in sorted(spec.zones)])
            for name, spec in sorted(self.marked.constraints.items())
            if isinstance(spec, Exclusion) and spec.answered_by and spec.answered_by.by != "pressure"
        ]
        self.axes: Mapping[str, tuple[Hashable, ...]] = {
            "actors": self.field.names,
            "zones": self.zones.names,
            "patronages": tuple(range(len(self.patronages))),
            "constraints": tuple(sorted(scenario.constraints)),
            "bound": tuple(
                (name, actor)
                for name, spec in sorted(scenario.constraints.items())
                for actor in self.actors_of(spec.applies_to)
            ),
            "sittings": tuple(
                (name, zone) for name, answer, zones in answers if answer.sitting != 1.0 for zone in zones
            ),
            "notices": tuple(
                (name, zone) for name, answer, zones in answers if answer.warns for zone in zones
            ),
            "keeping": tuple(
                (name, actor, means)
                for name, spec in sorted(self.marked.constraints.items())
                if isinstance(spec, Ceasefire)
                for actor in self.actors_of(spec.applies_to)
                for means in self._means(actor, spec)
            ),
            "agreements": tuple(sorted(scenario.agreements)),
            "terms": tuple(
                (name, term)
                for name, spec in sorted(scenario.agreements.items())
                for term in sorted(spec.terms)
            ),
            "ties": tuple(
                sorted(
                    {
                        (min(couple), max(couple))
                        for effect in self.effects
                        if isinstance(effect, TURNS)
                        for couple in effect.couples
                    }
                )
            ),
            "bonds": tuple(
                sorted(
                    {(effect.patron, effect.client) for effect in self.effects if isinstance(effect, BONDS)}
                    | {(r.patron, r.client) for r in scenario.relations if r.in_force == "by effect"}
                )
            ),
            "talks": tuple(sorted(scenario.talks)),
            "seats": tuple(
                (name, party)
                for name, spec in sorted(scenario.talks.items())
                for party in self.in_order(spec.parties)
            ),
            "wishes": tuple(
                sorted(
                    {
                        (effect.actor, effect.toward)
                        for effect in self.effects
                        if isinstance(effect, ShiftWants) and effect.toward in scenario.constraints
                    }
                )
            ),
            "corridors": tuple(corridors),
            "stretches": tuple((name, zone) for name, zones in corridors.items() for zone in zones),
            "ladders": tuple(sorted(scenario.rivalries)),
            "injects": tuple(sorted(scenario.injects)),
            "variables": tuple(sorted(scenario.variables)),
            "decisions": tuple(sorted(scenario.decisions)),
            "live": tuple(live),
            "readings": tuple(p for p in parts if isinstance(p, Reading) and p.record != "happened"),
            "pasts": tuple(pasts),
            "window_days": tuple((past, day) for past in pasts for day in range(past.days)),
            "movements": tuple(place for place, _ in movements(scenario)),
            "measures": tuple(scenario.measures),
            "windows": tuple(n for n, m in scenario.measures.items() if m.conditions),
            "since": tuple(n for n, m in scenario.measures.items() if m.since),
        }
        self._rows: dict[str, dict[Any, int]] = {
            axis: {key: row for row, key in enumerate(keys)} for axis, keys in self.axes.items()
        }
        self.limits: Mapping[str, int | tuple[int, ...]] = {
            "actors": len(self.field),
            "zones": len(self.zones),
            "paths": tuple(len(scenario.corridors[name].paths) for name in corridors),
            "courses": tuple(len(spec.options) for _, spec in sorted(scenario.decisions.items())),
            "stances": 3,
            "rungs": tuple(len(spec.rungs) for _, spec in sorted(scenario.rivalries.items())),
            "steps": tuple(len(spec.steps) + 1 for _, spec in sorted(scenario.agreements.items())),
            "unsettled": tuple(int(m.statistic in UNSETTLED) for m in scenario.measures.values()),
        }

    def far(self, force: str) -> bool:
        """Whether it is an arm that fires at range."""
        return force in self.owners and bool(self._arms[force].at_range)

    def _means(self, actor: str, truce: Ceasefire) -> tuple[str, ...]:
        """The ``MEANS`` by which an actor can ever break a ceasefire."""
        spec, fielded = self.marked.actors[actor], actor in self.field
        fires = fielded and spec.fire != 0.0
        arms = [force for force in truce.applies_to if self.owners.get(force) == actor]
        can = {
            "air": any(flight.zone in truce.zones for flight in spec.air),
            "fire": fires,
            "ground": fielded,
            "guns": fires and any(self.far(arm) for arm in arms),
        }
        return tuple(means for means in MEANS if can[means])

    def lay_out(self, axis: str, keys: Sequence[Hashable]) -> None:
        """Add an axis that cannot be derived from the scenario's names alone."""
        self.axes = {**self.axes, axis: tuple(keys)}
        self._rows[axis] = {key: row for row, key in enumerate(keys)}

    def in_order(self, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Actors in the order of the names of their dice."""
        return tuple(sorted(actors, key=self._dice.__getitem__))

    def actors_of(self, forces: tuple[str, ...]) -> tuple[str, ...]:
        """The actors to which forces belong, each once, in the order of the names of their dice."""
        return self.in_order(tuple(dict.fromkeys(self.owners.get(force, force) for force in forces)))

    def row(self, axis: str, key: Hashable) -> int:
        """Place of something along an axis."""
        return self._rows[axis][key]

    def find(self, axis: str, key: Hashable) -> int | None:
        """Place of something along an axis, None if it is not there."""
        return self._rows[axis].get(key)
