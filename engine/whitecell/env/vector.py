"""The vector environment: thousands of games of one scenario at once, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.env.actions import Actions, Picks
from whitecell.env.observation import Observer
from whitecell.env.rewards import Aims, Reward
from whitecell.game.axes import ByRun, Flags, Floats
from whitecell.game.setup import Setup
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Stand:
    """The state of games between two turns, by agent; runs are the last axis.

    Attributes
    ----------
    day : int
        The last day that was played.
    observations : dict of str to array, shape ``(n_features, n_runs)``
    masks : dict of str to array of bool, shape ``(n_matters, most, n_runs)``
        Picks that have an effect now.
    rewards : dict of str to array, shape ``(n_runs,)``
        Rewards of the last turn.
    over : bool
        Whether the last day has been played; all games end on the same day.
    """

    day: int
    observations: dict[str, Floats]
    masks: dict[str, Flags]
    rewards: dict[str, ByRun]
    over: bool


class VectorEnv:
    """A scenario played by agents, in many runs at once.

    An agent is a seat: it picks for its actors, turn by turn. The model plays all other actors, and decides
    whatever a seat leaves open. Without picks the games are the same to the bit as those of
    :func:`whitecell.game.play.play`. Picks act like orders of the scenario from the first to the last day of
    the turn.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    seats : mapping of str to sequence of str
        For each agent its actors; an actor belongs to one seat at most.
    turn : int
        Days of a turn; the last turn may be shorter.
    aims : mapping of str to Aims, optional
        Aims for which agents are rewarded; see :class:`whitecell.env.rewards.Reward`.

    Attributes
    ----------
    agents : tuple of str
    actions : dict of str to Actions
        What each agent can pick: ``actions[agent].matters``, and how many picks each matter has.
    features : dict of str to tuple of str
        Names of the rows of each agent's observation.

    Raises
    ------
    ValueError
        If seats or aims do not fit the scenario.
    """

    def __init__(
        self,
        scenario: Scenario,
        seats: Mapping[str, Sequence[str]],
        *,
        turn: int = 7,
        aims: Mapping[str, Aims] | None = None,
    ) -> None:
        check_seats(scenario, seats)
        if turn < 1:
            raise ValueError(f"a turn has at least one day; got {turn}")
        aims = aims or {}
        if strange := [agent for agent in aims if agent not in seats]:
            raise ValueError(f"aims for '{strange[0]}', who has no seat; {', '.join(seats)} have one")
        self.scenario, self.turn = scenario, turn
        self.agents = tuple(seats)
        self.seats = {agent: tuple(actors) for agent, actors in seats.items()}
        setup = Setup(scenario, 1)
        self.actions = {a: Actions(scenario, a, actors) for a, actors in self.seats.items()}
        self._observers = {a: Observer(scenario, setup, actors) for a, actors in self.seats.items()}
        self._rewards = {a: Reward(scenario, a, actors, aims.get(a)) for a, actors in self.seats.items()}
        self.features = {a: observer.names for a, observer in self._observers.items()}
        self._game: WarGame | None = None

    @property
    def game(self) -> WarGame:
        """The games that are played.

        Raises
        ------
        ValueError
            Before the first reset, and once the environment is closed.
        """
        if self._game is None:
            raise ValueError("no game is being played; call reset first")
        return self._game

    def reset(self, seeds: Sequence[int] | NDArray[np.int64]) -> Stand:
        """Begin new games, one for each seed."""
        self.close()
        self._game = game = WarGame(self.scenario, np.asarray(seeds, dtype=np.int64))
        self._picks = {agent: self.actions[agent].none(game.n_runs) for agent in self.agents}
        for agent, actions in self.actions.items():
            actions.hand_over(game, self._picks[agent])
        self._gained = {agent: reward.start(game) for agent, reward in self._rewards.items()}
        self._breaches = np.zeros((len(game.setup.layout.axes["bound"]), game.n_runs))
        self._last = {agent: np.zeros(game.n_runs) for agent in self.agents}
        return self.look()

    def step(self, actions: Mapping[str, NDArray[np.integer]]) -> Stand:
        """Play a turn.

        Parameters
        ----------
        actions : mapping of str to array of int, shape ``(n_matters, n_runs)``
            For each agent its picks: 0 leaves a matter to the model, *k* picks its *k*-th option. An agent
            that is left out leaves everything to the model.

        Raises
        ------
        ValueError
            If the games are over, or actions are for no agent, have another shape or do not exist.
        """
        game = self.game
        if game.day >= self.scenario.days:
            raise ValueError("the games are over; call reset")
        if strange := [agent for agent in actions if agent not in self._picks]:
            raise ValueError(f"'{strange[0]}' has no seat; {', '.join(self.agents)} have one")
        given = {a: self.actions[a].checked(picks, game.n_runs) for a, picks in actions.items()}
        for agent, picks in self._picks.items():
            picks[:] = given.get(agent, 0)
        before = dict(self._gained)
        self._breaches.fill(0.0)
        for _ in range(min(self.turn, self.scenario.days - game.day)):
            game.step()
            self._breaches += game.today.blamed
            for agent, reward in self._rewards.items():
                self._gained[agent] = reward.after_day(game, self._gained[agent])
        for agent, reward in self._rewards.items():
            self._gained[agent] = reward.after_turn(game, self._gained[agent])
        self._last = {a: self._gained[a] - before[a] for a in self.agents}
        return self.look()

    def look(self) -> Stand:
        """The state of the games, as last given by :meth:`reset` or :meth:`step`."""
        game = self.game
        game.pieces.ground.perceive()
        return Stand(
            game.day,
            {agent: observer(game, self._breaches) for agent, observer in self._observers.items()},
            {agent: actions.mask(game) for agent, actions in self.actions.items()},
            self._last,
            game.day >= self.scenario.days,
        )

    def standing(self, agent: str) -> Picks:
        """What an agent picked last, a copy."""
        return self._picks[agent].copy()

    def measures(self) -> dict[str, NDArray[Any]]:
        """The present value of each measure, arrays of shape ``(n_runs,)``."""
        return {name: gauge.result() for name, gauge in self.game.gauges.items()}

    def close(self) -> None:
        """Release the memory of the games."""
        if self._game is not None:
            self._game.__exit__(None, None, None)
            self._game = None


def check_seats(scenario: Scenario, seats: Mapping[str, Sequence[str]]) -> None:
    """Check that seats have actors of a scenario, each on one seat at most; raises ValueError if not."""
    if not seats:
        raise ValueError("nobody sits at the table; give at least one seat with its actors")
    taken: dict[str, str] = {}
    for seat, actors in seats.items():
        if not actors:
            raise ValueError(f"the seat '{seat}' has no actors")
        for actor in actors:
            if actor not in scenario.actors:
                known = list(scenario.actors)
                hint = did_you_mean(actor, known) or f"there are {', '.join(known)}"
                raise ValueError(f"there is no actor '{actor}' for the seat '{seat}'; {hint}")
            if actor in taken:
                raise ValueError(f"'{actor}' sits on '{taken[actor]}' and on '{seat}'; give it one seat")
            taken[actor] = seat
