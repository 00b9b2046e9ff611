"""Observations: what a seat knows on the morning before its turn, as rows of numbers.

A seat sees its own side exactly, and foes through fog, as the model's own actors do. Of talks, agreements and
breaches it sees what it has learnt of them. Nothing else is read, so no row depends on anything that the seat
cannot know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Flags, Floats
from whitecell.game.laws import PRESENT
from whitecell.game.setup import Setup
from whitecell.game.war_game import WarGame
from whitecell.scenario.matters import flown
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import HOLDING

Rows = Callable[[WarGame], NDArray[Any]]
"""Some rows of an observation, ``(k, n_runs)``."""


class Observer:
    """The observations of one seat.

    Attributes
    ----------
    names : tuple of str
        A name for each row, such as ``own/ACTOR/ZONE``: fighters of an actor that can ever be on the seat's
        side, 0 while it is not; ``held/ZONE``: the share of the ground that its side holds, 0 out of sight;
        ``foes/ACTOR/ZONE``: strength of foes as this actor sees it through fog; ``effort/ACTOR/OPTION`` and
        ``decision/NAME/OPTION``: 1 for the option that stands; ``sorties/ACTOR/ZONE``: sorties a day that
        this actor flies by itself; ``talks/NAME/…``; ``in force/AGREEMENT``; ``rung/RIVALRY``;
        ``breaches/CONSTRAINT/ACTOR``: days of the last turn with a recorded breach attributed to the actor.
    """

    def __init__(self, scenario: Scenario, setup: Setup, actors: Sequence[str]) -> None:
        self._scenario, self._setup, self._actors = scenario, setup, tuple(actors)
        self.side = setup.ever_beside(actors)
        self._loose = bool(setup.relations.any or len(setup.relations.holds))
        owners = setup.layout.owners
        self._rows = [k for k, name in enumerate(setup.field.names) if owners.get(name, name) in self.side]
        self._owners = [owners.get(name, name) for name in setup.field.names]
        self._aims = {z for name in actors if name in setup.field for z in self._options(name)}
        self._zones = sorted({z for row in self._rows for z in setup.reach[row]} | self._aims)
        self._parts: list[Rows] = []
        self._said: list[str] = []
        self._ground()
        self._efforts()
        self._table()
        self._bound = self._breaches()
        self.names = tuple(self._said)

    def __call__(self, game: WarGame, breaches: Floats) -> Floats:
        """The observation in a game between two days, ``(n_rows, n_runs)``.

        ``breaches`` are the days with a recorded breach, ``(n_bound, n_runs)``, since the last observation.
        The morning's picture must have been taken since the last day ended.
        """
        rows = [part(game) for part in self._parts]
        return np.concatenate([*rows, breaches[self._bound]]).astype(np.float64, copy=False)

    def _options(self, actor: str) -> list[int]:
        return self._setup.options[self._setup.field.index(actor)]

    def _add(self, names: Sequence[str], rows: Rows) -> None:
        if names:
            self._said += names
            self._parts.append(rows)

    def _beside(self, game: WarGame, name: str) -> bool | Flags:
        """Runs in which an actor is on the seat's side today."""
        same = [game.setup.relations.same_side(name, mine) for mine in self._actors]
        return any(each is True for each in same) or np.any(np.broadcast_arrays(*same), axis=0)

    def _sided(self, game: WarGame, of_rows: Floats) -> Floats:
        """The values of forces on the seat's side, zone by zone; 0 for other forces."""
        if not self._loose:
            return of_rows
        beside = [self._beside(game, self._owners[row]) for row in self._rows]
        return np.stack([each * flags for each, flags in zip(of_rows, beside, strict=True)])

    def _seen(self, game: WarGame) -> Flags:
        """Zones in sight: where the seat's side has forces, or its own actors may go."""
        fighters = self._sided(game, game.state.forces.fighters[self._rows][:, self._zones])
        seen: Flags = np.asarray((fighters >= PRESENT).any(axis=0))
        seen[[z in self._aims for z in self._zones]] = True
        return seen

    def _ground(self) -> None:
        setup, zones = self._setup, self._setup.zones.names
        self._add(["day"], lambda game: np.full((1, game.n_runs), float(game.day)))
        places = [(row, z) for row in self._rows for z in setup.reach[row]]
        rows, at = [row for row, _ in places], [z for _, z in places]
        which = [self._rows.index(row) for row in rows]
        self._add(
            [f"own/{setup.field.names[row]}/{zones[z]}" for row, z in places],
            lambda game: (
                self._sided(game, game.state.forces.fighters[self._rows])[which, at]
                if self._loose
                else game.state.forces.fighters[rows, at]
            ),
        )
        self._add([f"held/{zones[z]}" for z in self._zones], self._held)
        for name in self.side:
            if name in setup.field:
                looks = [z for z in self._options(name) if z in self._zones]
                self._add([f"foes/{name}/{zones[z]}" for z in looks], self._of(name, self._foes(name, looks)))

    def _of(self, actor: str, rows: Rows) -> Rows:
        """Rows that only an actor's side may see; 0 where the seat is not on that side."""
        return (lambda game: rows(game) * self._beside(game, actor)) if self._loose else rows

    def _held(self, game: WarGame) -> Floats:
        control = self._sided(game, game.state.land.control[self._rows][:, self._zones])
        return np.asarray(np.where(self._seen(game), control.sum(axis=0), 0.0))

    def _foes(self, actor: str, zones: list[int]) -> Rows:
        row, places = self._setup.field.index(actor), [self._zones.index(z) for z in zones]
        return lambda game: np.where(self._seen(game)[places], game.sight.tomorrow(row, zones), 0.0)

    def _efforts(self) -> None:
        setup, zones = self._setup, self._setup.zones.names
        for name in self.side:
            if name in setup.field and self._scenario.actors[name].armed and self._options(name):
                options = [-1, *self._options(name)]
                told = [HOLDING if z < 0 else zones[z] for z in options]
                self._add(
                    [f"effort/{name}/{option}" for option in told],
                    self._of(name, self._effort(name, options)),
                )
        for name in self.side:
            zones_flown = list(flown(self._scenario.actors[name]))
            self._add(
                [f"sorties/{name}/{zone}" for zone in zones_flown],
                self._of(name, self._sorties(name, zones_flown)),
            )
        for name, spec in sorted(self._scenario.decisions.items()):
            if spec.by in self.side:
                said = [f"decision/{name}/{option}" for option in spec.options]
                self._add(said, self._of(spec.by, self._decision(name, list(spec.options))))

    def _effort(self, actor: str, options: list[int]) -> Rows:
        row, places = self._setup.field.index(actor), np.array(options)[:, None]
        return lambda game: game.state.forces.effort[row] == places

    def _sorties(self, actor: str, zones: Sequence[str]) -> Rows:
        places = [self._setup.zones.index(zone) for zone in zones]

        def rows(game: WarGame) -> NDArray[Any]:
            planned = np.zeros((len(places), game.n_runs))
            for flight in game.setup.flights:
                if flight.actor == actor:
                    planned[places.index(flight.zone)] += flight.sorties
            return planned

        return rows

    def _decision(self, name: str, options: list[str]) -> Rows:
        def rows(game: WarGame) -> NDArray[Any]:
            decision = game.pieces.decisions[name]
            places = np.array([decision.names.index(option) for option in options])[:, None]
            return np.asarray(decision.option == places)

        return rows

    def _table(self) -> None:
        scenario = self._scenario
        for name in sorted(scenario.talks):
            party = bool({*scenario.talks[name].parties} & {*self._actors})
            told = ["known", "open", "signed", *(["text"] if party else [])]
            self._add([f"talks/{name}/{what}" for what in told], self._talks(name, party))
        for name in sorted(scenario.agreements):
            self._add([f"in force/{name}"], self._in_force(name))
        rivalries = sorted(scenario.rivalries)
        self._add(
            [f"rung/{name}" for name in rivalries],
            lambda game: np.stack([game.pieces.rivalries[name].rung for name in rivalries]),
        )

    def _breaches(self) -> list[int]:
        """Name the rows of breaches, which come last; gives their places among all bound actors."""
        layout, found = self._setup.layout, []
        for constraint, spec in sorted(self._scenario.constraints.items()):
            for actor in layout.actors_of(spec.applies_to):
                self._said.append(f"breaches/{constraint}/{actor}")
                found.append(layout.row("bound", (constraint, actor)))
        return found

    def _knows(self, game: WarGame, talks: str) -> Flags:
        party = bool({*self._scenario.talks[talks].parties} & {*self._actors})
        return np.asarray(game.pieces.talks[talks].known | party)

    def _talks(self, name: str, party: bool) -> Rows:
        def rows(game: WarGame) -> NDArray[Any]:
            talks, known = game.pieces.talks[name], self._knows(game, name)
            told = [known, talks.open & known, talks.agreement.signed & known]
            return np.stack([*told, talks.text] if party else told)

        return rows

    def _in_force(self, name: str) -> Rows:
        scenario = self._scenario
        bound = {
            actor for clause in scenario.constraints.values() if clause.brought_by == name
            for actor in scenario.bound(clause)
        }  # fmt: skip
        always = scenario.agreements[name].in_force == "from the start" or bool(bound & {*self.side})
        tables = [talks for talks, spec in scenario.talks.items() if spec.signs == name]

        def rows(game: WarGame) -> NDArray[Any]:
            known = np.full(game.n_runs, always)
            for talks in tables:
                known |= self._knows(game, talks)
            return np.asarray(game.pieces.agreements[name].in_force & known)[None]

        return rows
