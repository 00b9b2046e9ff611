"""Tasking: the sorties that air forces fly today if orders direct their use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whitecell.game.axes import FlagByRun, Floats, IndexByRun, any_of, divisor, total
from whitecell.game.board import Board
from whitecell.game.flights import Flights
from whitecell.game.policy import FREE, Question, in_run
from whitecell.game.record import Option, Weighing
from whitecell.scenario.matters import against, flown, over
from whitecell.scenario.orders import EVERYBODY, PLANNED


class Tasking:
    """Spreads an actor's sorties of the day over zones and targets as ordered.

    Without orders an actor flies them as the scenario states. If it is ordered over one of its zones, all its
    sorties of the day go there: in proportion to the sorties of the flights there, or evenly if these have
    none. If it is ordered against one target over a zone, the flights there that may hit the target fly all
    sorties over the zone, and hit nobody else. An order changes the place and target of sorties, never their
    total.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._fleets = {
            name: [flight for flight in board.setup.flights if flight.actor == name]
            for name, spec in board.setup.scenario.actors.items()
            if spec.air
        }

    def assign(self) -> None:
        """Apply the orders of the day; without any, nothing changes."""
        if self._board.choice.idle:
            return
        for actor, fleet in self._fleets.items():
            if self._board.choice.guided(actor, "sorties") or self._board.choice.guided(actor, "target"):
                self._assign(actor, fleet)

    def _assign(self, actor: str, fleet: Sequence[Flights]) -> None:
        board, n = self._board, self._board.n_runs
        spec, zones = board.setup.scenario.actors[actor], board.setup.zones
        stated = {flight.key: np.broadcast_to(np.asarray(flight.sorties, float), (n,)) for flight in fleet}
        above = {
            zone: [flight for flight in fleet if flight.zone == zones.index(zone)] for zone in flown(spec)
        }
        plan = {zone: _together(flights, stated) for zone, flights in above.items()}
        where = self._picked(actor, "sorties", over(spec))
        whole, flies = total(list(plan.values())), dict(stated)
        for zone, flights in above.items():
            wanted = plan[zone]
            for place, option in enumerate(over(spec)):
                if option != PLANNED:
                    wanted = np.where(where == place, whole * (option == zone), wanted)
            flies |= _spread(flights, stated, where > 0, wanted)
        if (where != FREE).any():
            tasks = {zone: _together(flights, flies) for zone, flights in above.items()}
            board.log.weigh(Tasked(actor, "sorties", "", over(spec), where, plan, tasks))
        for zone, flights in above.items():
            whom, options = self._picked(actor, "target", against(spec, zone), zone), against(spec, zone)
            before = _together(flights, flies)
            for place, option in enumerate(options):
                if option != EVERYBODY:
                    self._aim(flights, option, whom == place, flies)
            if (whom != FREE).any():
                after = _together(flights, flies)
                board.log.weigh(Tasked(actor, "target", zone, options, whom, {zone: before}, {zone: after}))
        board.today.sorties_of.update(flies)

    def _picked(self, actor: str, subject: str, options: tuple[str, ...], zone: str = "") -> IndexByRun:
        return self._board.choice.picked(Question(self._board.day, actor, subject, options, zone))

    def _aim(
        self, flights: Sequence[Flights], target: str, where: FlagByRun, flies: dict[str, Floats]
    ) -> None:
        """Let flights over a zone hit only one target in some runs, or nobody if it is not in the field."""
        if not any_of(where):
            return
        field, spared = self._board.setup.field, self._board.today.spared_by
        row = field.index(target) if target in field else None
        able = [flight for flight in flights if row in flight.targets]
        wanted = _together(flights, flies) * bool(able)
        rest = [flight for flight in flights if flight not in able]
        nothing = np.zeros_like(wanted)
        changed = _spread(able, flies, where, wanted) | _spread(rest, flies, where, nothing)
        flies.update(changed)
        for flight in able:
            for other in flight.targets:
                if other != row:
                    key = flight.key, other
                    spared[key] = spared[key] | where if key in spared else where


def _together(flights: Sequence[Flights], flies: Mapping[str, Floats]) -> Floats:
    """Sorties of some flights together, ``(n_runs,)``."""
    return total([flies[flight.key] for flight in flights])


def _spread(
    flights: Sequence[Flights], flies: Mapping[str, Floats], where: FlagByRun, wanted: Floats
) -> dict[str, Floats]:
    """Sorties of each flight, if in some runs all of them together fly ``wanted``, each its part."""
    if not flights:
        return {}
    now = _together(flights, flies)
    return {
        flight.key: np.where(
            where,
            wanted * np.where(now > 0.0, flies[flight.key] / divisor(now), 1.0 / len(flights)),
            flies[flight.key],
        )
        for flight in flights
    }


@dataclass(frozen=True, slots=True)
class Tasked:
    """The sorties that an actor was ordered to fly, and those it would have flown by itself, by zone."""

    actor: str
    subject: str
    thing: str
    options: tuple[str, ...]
    picks: IndexByRun
    plan: Mapping[str, Floats]
    tasks: Mapping[str, Floats]

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """The order in one run; nothing if there was none."""
        if self.picks[run] == FREE:
            return
        own, chosen = self.options[0], self.options[int(self.picks[run])]
        flown_by = {own: self.plan, chosen: self.tasks}
        options = tuple(
            Option(name, {zone: in_run(n, run) for zone, n in by_zone.items()}, 0.0, float(name == own))
            for name, by_zone in flown_by.items()
        )
        yield Weighing(day, self.actor, self.subject, options, chosen, self.thing, own)
