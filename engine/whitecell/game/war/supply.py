"""Supply: what forces have of all that they need, and how it runs out when they are cut off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import divisor
from whitecell.game.board import Board

Indices = NDArray[np.int64]


class Supply:
    """How supply spreads from each actor's reserve, a zone a day, over roads that foes do not block.

    An actor without a reserve lives where it stands, and is always supplied; so is a force in a zone that its
    actor says is ``supplied`` otherwise.
    """

    def __init__(self, board: Board) -> None:
        self._board, setup = board, board.setup
        posts, rules, value = setup.posts, setup.scenario.rules, setup.value
        self._masking = value(rules.masking)
        self._kept = setup.parameters.made(lambda: laws.fade(value(rules.stores)), rules.stores)
        always = []
        for a, z in posts.row_of:
            spec, reserve = setup.cast[a], setup.reserve[a]
            always.append(reserve is None or z == reserve or setup.zones.names[z] in spec.supplied)
        self._always = np.array(always, dtype=np.bool_)
        edges = sorted(
            (row, posts.row_of[a, other])
            for (a, z), row in posts.row_of.items()
            for other in setup.beside[z]
            if (a, other) in posts and setup.routes[a].direct(z, other)
        )
        self._from: Indices = np.array([other for _, other in edges], dtype=np.int64)
        self._to, first = np.unique([post for post, _ in edges], return_index=True)
        self._first: Indices = np.asarray(first, dtype=np.int64)
        self._any = bool((~self._always).any())

    def spread(self) -> None:
        """Let supply come over roads; where none comes it is used up."""
        if not self._any:
            return
        supply, morning = self._board.state.forces.supply, self._board.today.morning
        view = self._board.setup.posts.view_of_post
        threat, side = morning.threat[view], morning.support[view]
        clear = threat <= 0.0
        passing = np.maximum(1.0 - self._masking * threat / divisor(side), 0.0) * ((side > 0.0) | clear)
        before = supply * self._kept
        supply[:] = before
        if len(self._from):
            comes = np.maximum.reduceat((before * passing)[self._from], self._first, axis=0)
            supply[self._to] = np.maximum(before[self._to], comes * passing[self._to])
        supply[self._always] = 1.0
