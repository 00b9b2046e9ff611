"""Playing a game again from its log: turn by turn, with its story, to the bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.play import result
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.record import Event, Value, Weighing
from whitecell.game.state.state import State
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder
from whitecell.table.folder import Folder
from whitecell.table.played import as_played, date_of

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was played: its days, what happened, what actors weighed, and each measure at its end."""

    number: int
    first: int
    last: int
    events: tuple[Event, ...]
    weighings: tuple[Weighing, ...]
    measures: Mapping[str, Value]


class Replay:
    """The state of a game after some turns.

    Parameters
    ----------
    folder : Folder
    turn : int, optional
        The last turn to play again, 0 for the start; by default the last that was played.
    said : int, optional
        Entries up to this turn are used; by default up to ``turn``, and all if both are left out.

    Attributes
    ----------
    scenario : Scenario
        The scenario with the orders, injects and rulings so far.
    game : WarGame
        A game of one run, at the end of the last turn.
    turns : list of Turn
    """

    def __init__(self, folder: Folder, turn: int | None = None, said: int | None = None) -> None:
        self.folder = folder
        played = folder.turn - 1 if turn is None else turn
        self.scenario = as_played(folder, turn if said is None else said)
        self.turns: list[Turn] = []
        self._begin(None)
        for number in range(1, played + 1):
            self._play(number)

    def _begin(self, state: State | None) -> None:
        self._chronicle = Chronicle()
        seeds = np.array([self.folder.settings.seed], dtype=np.int64)
        self.game = WarGame(self.scenario, seeds, chronicle=self._chronicle, state=state)

    def onward(self, folder: Folder) -> Replay:
        """The same game after further entries or turns; this one is not changed.

        It continues from this one's state if only orders, messages, rerolls and steps were added; otherwise
        it is played again from the start.
        """
        known = self.folder.entries
        if folder.entries[: len(known)] != known or self.number != self.folder.turn - 1:
            return Replay(folder)
        later: Replay = copy(self)
        later.folder, later.scenario, later.turns = folder, as_played(folder), [*self.turns]
        try:
            later._begin(self.game.state)
        except ValueError:  # a new entry needs arrays that this state does not have
            return Replay(folder)
        for number in range(self.number + 1, folder.turn):
            later._play(number)
        return later

    def _play(self, number: int) -> None:
        first, last = self.folder.days(number)
        events, weighings = len(self._chronicle.events), len(self._chronicle.weighings)
        for _ in range(first, last + 1):
            self.game.step()
        told = self._chronicle
        self.turns.append(
            Turn(
                number,
                first,
                last,
                tuple(told.events[events:]),
                tuple(told.weighings[weighings:]),
                result(self.game, told).measures,
            )
        )

    @property
    def number(self) -> int:
        """The last turn that was played, 0 before the first."""
        return len(self.turns)

    def measures(self) -> Columns:
        """The present value of each measure, arrays of shape ``(1,)``."""
        return {name: gauge.result() for name, gauge in self.game.gauges.items()}

    def continued(
        self, seeds: Sequence[int] | NDArray[np.int64], more: Sequence[StandingOrder] = ()
    ) -> WarGame:
        """A game that continues from here: column *k* as this one would under the *k*-th seed.

        An order of ``more`` that waits for a condition is in force from tomorrow at the earliest. Its
        condition may read earlier days, so for such orders the game is played again up to here.
        """
        chosen, game = np.asarray(seeds, dtype=np.int64), self.game
        tomorrow = date_of(self.scenario, game.day + 1)
        more = [
            order.model_copy(update={"from_": max(order.from_ or tomorrow, tomorrow)})
            if order.when
            else order
            for order in more
        ]
        scenario = self.scenario.model_copy(update={"orders": (*self.scenario.orders, *more)})
        if not any(order.when for order in more):
            return WarGame(scenario, chosen, state=game.state.column(0, len(chosen)))
        with WarGame(scenario, game.dice.seeds) as again:
            for _ in range(game.day):
                again.step()
            return WarGame(scenario, chosen, state=again.state.column(0, len(chosen)))


def up_to(scenario: Scenario, seeds: Sequence[int] | NDArray[np.int64], day: int) -> Columns:
    """Every measure at the end of a day, in ``n`` runs of a scenario; arrays of shape ``(n,)``."""
    with WarGame(scenario, np.asarray(seeds, dtype=np.int64)) as game:
        for _ in range(day):
            game.step()
        return {name: gauge.result() for name, gauge in game.gauges.items()}


def ahead(
    replay: Replay,
    seeds: Sequence[int] | NDArray[np.int64],
    more: Sequence[StandingOrder] = (),
    days: int | None = None,
) -> Columns:
    """How a game may continue from its present state: every measure in each of ``n`` continuations.

    Column *k* is the game continued under the *k*-th seed. With ``more``, the same dice are used under other
    orders, so the difference between two calls is the effect of the orders.

    Parameters
    ----------
    replay : Replay
    seeds : integers, shape ``(n,)``
    more : sequence of StandingOrder
    days : int, optional
        Days to play; to the end if left out.

    Returns
    -------
    dict of str to array, shape ``(n,)``
        As from :func:`whitecell.game.play.play`, over the whole game up to that day.
    """
    last = replay.scenario.days if days is None else min(replay.game.day + days, replay.scenario.days)
    with replay.continued(seeds, more) as game:
        while game.day < last:
            game.step()
        return {name: gauge.result() for name, gauge in game.gauges.items()}
