"""A watcher: the breaches of a constraint that it sees, and the violations that it counts."""

from __future__ import annotations

from collections.abc import Sequence

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
    spec : Observer
    bound : tuple of str
        Actors that have to keep the constraint.
    keys : list of str
        The name of the dice of each bound actor.
    place : int
        Its place among the watchers.

    Attributes
    ----------
    name : str
        The actor that watches; empty if none is named.
    detects : array, shape ``(n_runs,)``, or float
        Chance that a breach is recorded, once the watcher is fully deployed.
    late : bool
        Whether it takes days to deploy.
    """

    def __init__(
        self, board: Board, spec: Observer, bound: tuple[str, ...], keys: Sequence[str], place: int
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
        self._draw = board.dice.streams("uniform", [f"{key}/seen{who}" for key in keys])

    def _whole(self) -> ByRunOr1:
        """Chance that it sees a breach of each bound actor, once it is fully deployed."""
        return self.detects * self._sees

    def count(self, place: NDArray[np.int64], violations: Floats, stood: ByRunOr1) -> Floats:
        """How many violations it counts, ``stood`` days after it was due to arrive; 0 where it sees nothing.

        ``stood`` matters only if it is late.
        ``place`` are places of breaches, flat over ``(n_bound, n_runs)``; ``violations`` are those there.
        """
        detects, drawn = self._chance, self._draw.today
        if self.late:
            detects = limited(self._whole() * laws.deployed(stood, self._deploys), 0.0, 1.0)
        if detects.ndim:
            detects = np.broadcast_to(detects, drawn.shape).take(place)
        return laws.counted(violations, detects, drawn.take(place))
