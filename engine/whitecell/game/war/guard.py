"""Guard: the part of a force that stays where foes are near, so that valued zones are not left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, raise_to
from whitecell.game.board import Board
from whitecell.game.clauses.exclusion import ExclusionAgent

Indices = NDArray[np.int64]
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
        # Posts with the same view, the same foes near them and the same exclusions need the same share.
        names = setup.field.names
        alike: dict[tuple[Any, ...], list[int]] = {}
        for p in self._rows.tolist():
            actor, zone = posts.actor[p], posts.zone[p]
            foes = tuple((foe, int(setup.as_foes[actor, posts.actor[foe]])) for foe in posts.foes_near(p))
            barred = [
                k
                for k, exclusion in enumerate(exclusions)
                if exclusion.binds(names[actor]) and exclusion.covers[zone]
            ]
            alike.setdefault((posts.view_of_post[p], foes, *barred), []).append(p)
        first = [shared[0] for shared in alike.values()]
        need_of = {p: place for place, shared in enumerate(alike.values()) for p in shared}
        self._need: Indices = np.array([need_of[p] for p in self._rows.tolist()], dtype=np.int64)
        self._nearby = posts.nearby(first)
        self._views = posts.view_of_post[first]
        self._barred = [
            (place, int(posts.zone[p]), exclusions[k])
            for place, (p, (_, _, *barred)) in enumerate(zip(first, alike, strict=True))
            for k in barred
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
        most = force.take(self._rows, axis=0)
        most *= needed.take(self._need, axis=0)
        loose[self._rows] = np.minimum(loose.take(self._rows, axis=0), most, out=most)
        return loose
