"""A watcher: how likely it sees breaches of a constraint."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, Floats, limited
from whitecell.game.board import Board
from whitecell.scenario.clauses import Observer


class Watcher:
    """One watcher of a constraint.

    Parameters
    ----------
    board : Board
    constraint : str
    spec : Observer
    bound : tuple of str
        Actors that have to keep the constraint.
    place : int
        Its place among the watchers of the constraint.

    Attributes
    ----------
    name : str
        The actor that watches; empty if none is named.
    detects : array, shape ``(n_runs,)``, or float
        Chance that a breach is recorded, once the watcher is fully deployed.
    late : bool
        Whether it takes days to deploy.
    dice : list of str
        The name of its dice for each bound actor.
    """

    def __init__(
        self, board: Board, constraint: str, spec: Observer, bound: tuple[str, ...], place: int
    ) -> None:
        setup = board.setup
        self.name, value = spec.actor, setup.value
        self.detects, self._deploys = value(spec.detects), value(spec.deploys)
        self.late = setup.parameters.may_be(spec.deploys)
        factors = [spec.sees.get(actor, 1.0) for actor in bound]
        self._sees: Floats | float = setup.parameters.stack(factors) if spec.sees else 1.0
        numbers = (spec.detects, *spec.sees.values())
        self._chance = setup.parameters.made(lambda: limited(self._whole(), 0.0, 1.0), *numbers)
        who = f"/{setup.actor_key(spec.actor)}" if place else ""
        self.dice = [f"{constraint}/{setup.actor_key(actor)}/seen{who}" for actor in bound]
        self._shape = len(bound), board.n_runs

    def _whole(self) -> ByRunOr1:
        """Chance that it sees a breach of each bound actor, once it is fully deployed."""
        return self.detects * self._sees

    def chance(self, place: NDArray[np.int64], stood: ByRunOr1) -> Floats:
        """Chance that it sees breaches at some places, or one for all, ``stood`` days after it was due.

        ``stood`` matters only if it is late. ``place`` is flat over ``(n_bound, n_runs)``.
        """
        chance = self._chance
        if self.late:
            chance = limited(self._whole() * laws.deployed(stood, self._deploys), 0.0, 1.0)
        return np.broadcast_to(chance, self._shape).take(place) if chance.ndim else chance
