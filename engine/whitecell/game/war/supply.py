"""Supply: the part of their needs that forces have, and how it runs out when they are cut off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import raise_to
from whitecell.game.board import Board
from whitecell.game.war.guard import TINY

Indices = NDArray[np.int64]


class Supply:
    """How supply spreads from each actor's reserve, a zone a day, over roads that foes do not block.

    An actor without a reserve is always supplied where it is; so is a force in a zone that its actor lists as
    ``supplied``.
    """

    def __init__(self, board: Board) -> None:
        self._board, setup = board, board.setup
        posts, rules, value = setup.posts, setup.scenario.rules, setup.value
        self._masking = value(rules.masking)
        self._kept = setup.parameters.made(lambda: laws.fade(value(rules.stores)), rules.stores)
        always: list[bool] = []
        for a, z in posts.row_of:
            spec, reserve = setup.cast[a], setup.reserve[a]
            always.append(reserve is None or z == reserve or setup.zones.names[z] in spec.supplied)
        # Neighbours by rank: the k-th neighbour of all posts that have one; posts with most neighbours first.
        near = [
            [
                posts.row_of[a, other]
                for other in setup.beside[z]
                if (a, other) in posts and setup.routes[a].direct(z, other)
            ]
            for a, z in posts.row_of
        ]
        hang_on_roads = [row for row in range(len(near)) if not always[row]]
        most_first = sorted(hang_on_roads, key=lambda row: -len(near[row]))
        self._order: Indices = np.array(most_first, dtype=np.int64)
        ranked = [near[row] for row in self._order]
        self._ranks: list[Indices] = [
            np.array([each[k] for each in ranked if len(each) > k], dtype=np.int64)
            for k in range(max([1, *(len(each) for each in ranked)]))
        ]

    def spread(self) -> None:
        """Let supply arrive over roads; where none arrives, it is used up."""
        if not len(self._order):
            return
        supply, morning = self._board.state.forces.supply, self._board.today.morning
        threat, side = morning.threat, morning.support
        # Without friends there a foe lets nothing pass, since its strength is divided by nearly 0.
        passing = self._masking * threat
        passing /= side.clip(TINY, np.inf)
        raise_to(np.subtract(1.0, passing, out=passing), 0.0)
        passing = self._board.setup.posts.of_views(passing)
        kept = supply * self._kept
        flow = kept * passing
        comes = np.empty((len(self._order), supply.shape[1]))
        first, *others = self._ranks
        flow.take(first, axis=0, out=comes[: len(first)], mode="clip")
        comes[len(first) :] = 0.0
        for nearby in others:
            some = comes[: len(nearby)]
            np.maximum(some, flow.take(nearby, axis=0), out=some)
        comes *= passing.take(self._order, axis=0)
        supply[self._order] = np.maximum(comes, kept.take(self._order, axis=0), out=comes)
