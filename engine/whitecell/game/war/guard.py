"""Guard: the part of a force that stays where foes are near, so that valued zones are not left open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game.axes import Floats, raise_to
from whitecell.game.board import Board
from whitecell.game.clauses.exclusion import ExclusionAgent

TINY = 1e-12
"""Strength so small that it counts as none."""


class Guard:
    """How much of a force may leave its zone: the part not needed to hold it.

    The strength needed is a share of the strength of all foes in the zone, in zones beside it and on their
    way to these; friends in the zone carry their part. An actor guards only zones that it may choose for a
    main effort, and none from which an exclusion in force bars it.
    """

    def __init__(self, board: Board, exclusions: Sequence[ExclusionAgent]) -> None:
        setup = board.setup
        posts = setup.posts
        self._ratio = setup.value(setup.scenario.rules.guard)
        self._any = setup.parameters.may_be(setup.scenario.rules.guard)
        where = zip(posts.actor, posts.zone, strict=True)
        worth = [bool(z in setup.aims[a] and len(posts.foes_near(p))) for p, (a, z) in enumerate(where)]
        self._rows = np.flatnonzero(worth)
        self._nearby = posts.nearby(self._rows.tolist())
        self._views = posts.view_of_post[self._rows]
        names = setup.field.names
        self._barred = [
            (place, int(posts.zone[p]), exclusion)
            for place, p in enumerate(self._rows)
            for exclusion in exclusions
            if exclusion.binds(names[posts.actor[p]]) and exclusion.covers[posts.zone[p]]
        ]

    def free(self, force: Floats, loose: Floats, expected: Floats, backing: Floats) -> Floats:
        """The part of loose forces that may leave, ``(n_posts, n_runs)``; ``loose`` is written into.

        ``expected`` is the strength of forces including those on their way, ``backing`` the strength of each
        side in each view.
        """
        if not self._any or not len(self._rows):
            return loose
        needed = self._nearby @ expected
        needed *= self._ratio
        for place, zone, exclusion in self._barred:
            if exclusion.standing:
                needed[place] *= ~exclusion.in_force_at(zone)
        needed /= raise_to(backing.take(self._views, axis=0), TINY)
        raise_to(np.subtract(1.0, needed, out=needed), 0.0)
        needed *= force.take(self._rows, axis=0)
        loose[self._rows] = np.minimum(loose.take(self._rows, axis=0), needed, out=needed)
        return loose
