"""Learning: how strikes and warnings make fielded actors wary, and how wariness fades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1
from whitecell.game.board import Board
from whitecell.game.war.actor import FieldedActor
from whitecell.scenario.quantity import Number

Indices = NDArray[np.int64]


class Learning:
    """The wariness of all actors, in the zones where each may be struck or is wary from the start."""

    def __init__(self, board: Board, actors: Sequence[FieldedActor]) -> None:
        self._board, setup = board, board.setup
        wary = [(actor, z) for actor in actors for z in actor.wary_zones]
        n_zones, posts = len(setup.zones), setup.posts.row_of
        self._flat: Indices = np.array([actor.row * n_zones + z for actor, z in wary], dtype=np.int64)
        # Lessons are learnt where the actor has a post: its place among zones, its post and its actor's row.
        self._taught = [
            (k, posts[actor.place, z], actor.row)
            for k, (actor, z) in enumerate(wary)
            if (actor.place, z) in posts
        ]
        rules = setup.scenario.rules
        self._gain, self._left = setup.value(rules.wariness), self._kept_of(rules.wariness_fades)
        self._lasts = setup.value(rules.lasting_wariness)
        self._lasting_left = self._kept_of(rules.lasting_wariness_fades)
        self._lasts_any = setup.parameters.may_be(rules.lasting_wariness)

    def _kept_of(self, half_life: Number) -> ByRunOr1:
        """Part left after a day of a quantity that fades by a half-life."""
        setup = self._board.setup
        return setup.parameters.made(lambda: laws.fade(setup.value(half_life)), half_life)

    def learn(self) -> None:
        """Let actors grow wary where struck or warned today, and let old wariness fade.

        A part of what is learnt fades more slowly, by a half-life of its own.
        """
        forces, today, n = self._board.state.forces, self._board.today, self._board.n_runs
        forces.alarmed.fill(False)
        if not len(self._flat):
            return
        learnt = np.zeros((len(self._flat), n))
        for k, post, actor in self._taught:
            learnt[k] = today.struck[post]
            if post in today.lessons:
                learnt[k] += today.lessons[post]
            forces.alarmed[actor] |= learnt[k] > 0.0
        lesson = self._gain * learnt
        every = forces.wariness.reshape(-1, n)
        wariness = every.take(self._flat, axis=0)
        if not self._lasts_any:
            wariness *= self._left
            every[self._flat] = wariness + lesson
            return
        lasts = forces.lasting.reshape(-1, n)
        lasting = lasts.take(self._flat, axis=0)
        wariness -= lasting
        wariness *= self._left
        wariness += (1.0 - self._lasts) * lesson
        lasting *= self._lasting_left
        lasting += self._lasts * lesson
        lasts[self._flat] = lasting
        every[self._flat] = wariness + lasting
