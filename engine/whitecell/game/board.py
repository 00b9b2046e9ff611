"""The board: all that the parts of a game can reach, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRun, ByRunOr1, Floats, divisor, total
from whitecell.game.dice import Dice, DrawCache
from whitecell.game.flights import Flights, flying
from whitecell.game.light import Agent, Model
from whitecell.game.log.log import Log
from whitecell.game.memory import keep_memory
from whitecell.game.policy import Choice
from whitecell.game.setup import Setup
from whitecell.game.state.kind import kinds
from whitecell.game.state.sections import Numbers
from whitecell.game.state.state import State
from whitecell.game.state.today import Today
from whitecell.scenario.model import Scenario


class Board(Model):  # type: ignore[misc]
    """The Mesa model to which every agent and part of a game belongs; it holds the owners of all data.

    Attributes
    ----------
    setup : Setup
        What is fixed.
    state : State
        What survives midnight.
    today : Today
        What belongs to one day; replaced whole every morning.
    log : Log
        What happened today.
    choice : Choice
        The policies that pick in actors' places.
    dice : Dice
    numbers : whitecell.game.numbers.Numbers
        Numbers that move.
    n_runs : int
        Runs that are played together.
    """

    def __init__(
        self,
        scenario: Scenario,
        seeds: NDArray[np.int64],
        columns: Mapping[str, Floats] | None,
        cache: DrawCache | None,
    ) -> None:
        super().__init__(rng=0)
        keep_memory()
        self.n_runs = len(seeds)
        self.setup = Setup(scenario, self.n_runs, columns)
        self.numbers = self.setup.parameters.numbers
        self.state = State.of(self.setup.layout, self.n_runs)
        for name in kinds(Numbers):  # the state owns the array of each
            setattr(self.state.numbers, name, getattr(self.numbers.rows, name))
        self.state.effects.happened = self.numbers.rows.happened
        self.state.standing.stance = self.setup.relations.stance
        self.state.standing.holds = self.setup.relations.holds
        self.today = Today.of(self.setup.layout, self.n_runs)
        self.log = Log()
        self.choice = Choice(self.n_runs)
        self.dice = Dice(seeds, cache, scenario.days)

    @property
    def day(self) -> int:
        """The day that is played, or was played last; 0 before the first."""
        return self.state.day

    def sorties(self, flight: Flights) -> ByRunOr1:
        """Combat sorties of some flights today: as ordered, or else as the scenario states them."""
        return self.today.sorties_of.get(flight.key, flight.sorties)

    def all_sorties(self) -> Floats:
        """Combat sorties of all flights today, ``(n_flights, n_runs)``, or ``(n_flights, 1)``."""
        if not self.today.sorties_of:
            return self.setup.sorties
        return self.setup.parameters.rows([self.sorties(flight) for flight in self.setup.flights])

    def flying(self, actor: str, zone: int) -> ByRunOr1:
        """1 in the runs in which an actor, or one that it leads, flies over a zone today, else 0."""
        return flying(self.sorties(flight) for flight in self.setup.flown_over(actor, zone))

    def arrive(self, actor: int, zone: int, fighters: ByRunOr1) -> None:
        """Let new fighters join a fielded actor's force in a zone."""
        self.state.forces.fighters[actor, zone] += fighters
        self.today.arrived[self.setup.posts.row_of[actor, zone]] += fighters

    def presence(self, actors: Sequence[int], zone: int) -> ByRun:
        """Fighters of fielded actors in a zone, ``(n_runs,)``."""
        if not actors:
            return np.zeros(self.n_runs)
        return total([self.state.forces.fighters[a, zone] for a in actors])

    def in_units(self, what: str, whole: ByRunOr1, parts: Mapping[int, ByRunOr1]) -> dict[str, ByRunOr1]:
        """A number of a happening, with its parts by unit where not all of it is counted in fighters.

        ``parts`` are by row of the field. A part is named after its unit: ``lost in ships``.
        """
        numbers = {what: whole}
        if self.setup.plain:
            return numbers
        for row, part in parts.items():
            name = f"{what} in {self.setup.unit(row)}"
            numbers[name] = numbers.get(name, 0.0) + part
        return numbers

    def lose(self, actors: Sequence[int], zone: int, fighters: Floats) -> Floats:
        """Spread losses over forces in a zone by their numbers; gives the share that each of them loses."""
        share = fighters / divisor(self.presence(actors, zone))
        for a in actors:
            post = self.setup.posts.row_of.get((a, zone))
            if post is not None:
                self.today.losses[post] += share * self.state.forces.fighters[a, zone]
        return share

    def receive(self, name: str, fighters: ByRunOr1) -> None:
        """Let new fighters join an actor's force at its reserve; an actor without a reserve gets none."""
        actor = self.setup.field.index(name)
        reserve = self.setup.reserve[actor]
        if reserve is not None:
            self.arrive(actor, reserve, fighters)


class Entity(Agent):  # type: ignore[misc]
    """A named thing of the scenario: a thin view of its rows of the state and of the day.

    ``board`` is the Mesa model it belongs to.
    """

    def __init__(self, board: Board, name: str) -> None:
        super().__init__(board)
        self.board, self.name = board, name
