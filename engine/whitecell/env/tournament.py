"""Tournaments: policies of seats play against each other, every line-up with the same dice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from whitecell.env.actions import Picks
from whitecell.env.exchange import question, understood
from whitecell.env.process import Program, ProgramError
from whitecell.env.vector import Stand, VectorEnv
from whitecell.game.dice import stream_key
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder

MODEL = "model"
"""The name of the policy that leaves everything to the model."""
RANDOM = "random"
"""The name of the policy that picks by chance among picks that have an effect."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How a seat is played.

    Attributes
    ----------
    name : str
        :data:`MODEL`, :data:`RANDOM`, or the name of its plan or program.
    plan : tuple of StandingOrder
        The orders of a plan.
    command : tuple of str
        The program that is asked before each turn of each game, and its arguments.
    """

    name: str
    plan: tuple[StandingOrder, ...] = ()
    command: tuple[str, ...] = ()


LineUp = Mapping[str, Policy]
"""For each seat its policy."""


@dataclass(frozen=True, slots=True)
class Match:
    """The results of a line-up.

    Attributes
    ----------
    line_up : dict of str to Policy
    measures : dict of str to array, shape ``(n_seeds,)``
    faults : dict of str to list of str
        For each seat the faults in its program's answers, where the model chose instead.
    """

    line_up: LineUp
    measures: dict[str, NDArray[Any]]
    faults: dict[str, list[str]]


def line_ups(policies: Mapping[str, Sequence[Policy]]) -> list[dict[str, Policy]]:
    """Every combination of the seats' policies; the first has the model at all seats."""
    each = {
        seat: [Policy(MODEL), *(policy for policy in given if policy.name != MODEL)]
        for seat, given in policies.items()
    }
    return [dict(zip(each, chosen, strict=True)) for chosen in product(*each.values())]


def matches(
    scenario: Scenario,
    seats: Mapping[str, Sequence[str]],
    policies: Mapping[str, Sequence[Policy]],
    seeds: Sequence[int] | NDArray[np.int64],
    *,
    turn: int,
    limit: float,
) -> Iterator[Match]:
    """Play every line-up over the same seeds, one after another.

    Parameters
    ----------
    scenario : Scenario
    seats : mapping of str to sequence of str
        For each seat its actors.
    policies : mapping of str to sequence of Policy
        For each seat the policies that play it, beside the model.
    seeds : integers, shape ``(n_seeds,)``
    turn : int
        Days of a turn.
    limit : float
        Seconds for an answer of a program.

    Raises
    ------
    ValueError
        If seats do not fit the scenario, or a program cannot be started.
    """
    for line_up in line_ups(policies):
        yield _match(scenario, seats, line_up, np.asarray(seeds, dtype=np.int64), turn, limit)


def _match(
    scenario: Scenario, seats: Mapping[str, Sequence[str]], line_up: LineUp, seeds: NDArray[np.int64],
    turn: int, limit: float,
) -> Match:  # fmt: skip
    plans = [order for policy in line_up.values() for order in policy.plan]
    told = scenario.model_copy(update={"orders": (*scenario.orders, *plans)})
    env = VectorEnv(told, seats, turn=turn, aims={seat: {} for seat in seats})
    with ExitStack() as running:
        running.callback(env.close)
        players: dict[str, Player] = {}
        programs: dict[str, Asked] = {}
        for seat, policy in line_up.items():
            if policy.command:
                program = running.enter_context(Program(policy.command, limit))
                players[seat] = programs[seat] = Asked(seat, program)
            elif policy.name == RANDOM:
                players[seat] = Chance(seat, seeds)
        stand, number = env.reset(seeds), 1
        while not stand.over:
            picks = {seat: player(env, stand, number) for seat, player in players.items()}
            stand, number = env.step(picks), number + 1
        faults = {seat: program.faults for seat, program in programs.items()}
        return Match(line_up, env.measures(), faults)


class Player(Protocol):
    """Picks for a seat before a turn."""

    def __call__(self, env: VectorEnv, stand: Stand, number: int) -> Picks:
        """Picks for the turn of this number, shape ``(n_matters, n_runs)``."""


class Chance:
    """Picks by chance, with dice of its own for each seed, seat and turn, separate from the game's dice."""

    def __init__(self, seat: str, seeds: NDArray[np.int64]) -> None:
        self._seat, self._seeds = seat, seeds

    def __call__(self, env: VectorEnv, stand: Stand, number: int) -> Picks:
        """For each matter one of the picks that have an effect, all equally likely."""
        mask = stand.masks[self._seat]
        drawn = [
            np.random.default_rng((stream_key(self._seat), int(seed), number)).random(mask.shape[:2])
            for seed in self._seeds
        ]
        return np.asarray((np.stack(drawn, axis=-1) * mask).argmax(axis=1), dtype=np.int64)


class Asked:
    """Asks a program, game by game.

    Attributes
    ----------
    faults : list of str
    """

    def __init__(self, seat: str, program: Program) -> None:
        self._seat, self._program = seat, program
        self.faults: list[str] = []

    def __call__(self, env: VectorEnv, stand: Stand, number: int) -> Picks:
        """The program's picks; without a valid answer the choice is left to the model."""
        seat, actions, features = self._seat, env.actions[self._seat], env.features[self._seat]
        picks = actions.none(env.game.n_runs)
        for run in range(env.game.n_runs):
            seen = stand.observations[seat][:, run].tolist()
            told = question(
                seat, env.seats[seat], dict(zip(features, seen, strict=True)), actions,
                stand.masks[seat][..., run], turn=number, turns=-(-env.scenario.days // env.turn),
                day=stand.day, days=env.scenario.days,
            )  # fmt: skip
            try:
                picks[:, run], faults = understood(
                    env.scenario, actions, self._program.ask({"game": run, **told})
                )
            except ProgramError as error:
                faults = [str(error)]
            self.faults += faults
        return picks
