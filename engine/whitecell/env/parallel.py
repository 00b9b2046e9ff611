"""One game as a PettingZoo environment, for reinforcement learning libraries; needs the extra ``rl``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray
from pettingzoo import ParallelEnv

from whitecell.env.rewards import Aims
from whitecell.env.vector import Stand, VectorEnv
from whitecell.game.dice import LAST_SEED
from whitecell.scenario.model import Scenario

Observation = NDArray[np.float32]
Information = dict[str, Any]


class SeatsEnv(ParallelEnv[str, Observation, NDArray[np.int64]]):  # type: ignore[misc]
    """A scenario played by agents, one game at a time.

    Observations, actions and rewards are those of :class:`whitecell.env.vector.VectorEnv` with a single run.
    An action is a whole number for each matter (a ``MultiDiscrete`` space). ``infos[agent]["action_mask"]``
    holds, matter by matter, 1 for each pick that has an effect, in the form that the space's ``sample``
    accepts.

    Parameters
    ----------
    scenario, seats, turn, aims
        As of :class:`whitecell.env.vector.VectorEnv`.
    render_mode : "ansi", optional
        The form in which :meth:`render` gives the game; None for nothing.

    Raises
    ------
    ValueError
        As of :class:`whitecell.env.vector.VectorEnv`.
    """

    metadata = {"name": "whitecell_v0", "render_modes": ["ansi"], "is_parallelizable": True}  # noqa: RUF012

    def __init__(
        self,
        scenario: Scenario,
        seats: Mapping[str, Sequence[str]],
        *,
        turn: int = 7,
        aims: Mapping[str, Aims] | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.games = VectorEnv(scenario, seats, turn=turn, aims=aims)
        self.render_mode = render_mode
        self.possible_agents = list(self.games.agents)
        self.agents: list[str] = []
        self.observation_spaces = {
            agent: spaces.Box(-np.inf, np.inf, (len(names),), np.float32)
            for agent, names in self.games.features.items()
        }
        self.action_spaces = {
            agent: spaces.MultiDiscrete(actions.counts) for agent, actions in self.games.actions.items()
        }
        self._next = 0

    def observation_space(self, agent: str) -> spaces.Space[Any]:
        """What an agent sees; the same object each time."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space[Any]:
        """What an agent can pick; the same object each time."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, Information]]:
        """Begin a game.

        Parameters
        ----------
        seed : int, optional
            Seed of the dice; by default the last game's seed plus one, or 0. It is in ``infos``.
        options : dict, optional
            Not used; PettingZoo passes it.
        """
        self._seed = (self._next if seed is None else seed) % (LAST_SEED + 1)
        self._next = self._seed + 1
        self.agents = list(self.possible_agents)
        stand = self.games.reset([self._seed])
        return self._observations(stand), self._infos(stand)

    def step(
        self, actions: dict[str, NDArray[np.int64]]
    ) -> tuple[
        dict[str, Observation], dict[str, float], dict[str, bool], dict[str, bool], dict[str, Information]
    ]:
        """Play a turn; an agent that is left out leaves everything to the model."""
        given = {agent: np.asarray(picks)[:, None] for agent, picks in actions.items()}
        stand = self.games.step(given)
        agents = self.agents
        over = dict.fromkeys(agents, stand.over)
        rewards = {agent: float(stand.rewards[agent][0]) for agent in agents}
        if stand.over:
            self.agents = []
        return (
            self._observations(stand), rewards, over, dict.fromkeys(agents, False), self._infos(stand),
        )  # fmt: skip

    def _observations(self, stand: Stand) -> dict[str, Observation]:
        return {agent: stand.observations[agent][:, 0].astype(np.float32) for agent in self.possible_agents}

    def _infos(self, stand: Stand) -> dict[str, Information]:
        return {
            agent: {
                "action_mask": tuple(
                    mask[row, :count, 0].astype(np.int8)
                    for row, count in enumerate(self.games.actions[agent].counts)
                ),
                "seed": self._seed,
                "day": stand.day,
            }
            for agent, mask in stand.masks.items()
        }

    def state(self) -> Observation:
        """The observations of all agents, one after another; it contains nothing that no agent knows."""
        stand = self.games.look()
        return np.concatenate(list(self._observations(stand).values()))

    def render(self) -> str | None:
        """The day and the present value of each measure, as text; None if nothing is to be rendered."""
        if self.render_mode is None:
            return None
        lines = [f"day {self.games.game.day}"]
        lines += [f"{name}: {value[0]}" for name, value in self.games.measures().items()]
        return "\n".join(lines)

    def close(self) -> None:
        """Release the memory of the game."""
        self.games.close()
