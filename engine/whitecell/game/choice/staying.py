"""The cost of having no main effort: an actor that holds may be in zones where a constraint forbids it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, any_of, divisor, raised, ranked, tally
from whitecell.game.board import Board
from whitecell.game.choice.menu import Menu, Options
from whitecell.game.choice.terms import Restraint, Wariness
from whitecell.game.clauses.exclusion import ExclusionAgent

Indices = NDArray[np.int64]


class Staying:
    """The cost of holding: a force that stays where an exclusion forbids it may be struck.

    The terms of the zones are averaged over the places of the mobile force and its arms. For an actor that no
    exclusion binds, holding costs nothing.
    """

    def __init__(
        self,
        board: Board,
        options: Options,
        exclusions: Sequence[ExclusionAgent],
        wariness: Wariness,
        restraint: Restraint,
        wary_zones: Sequence[Sequence[int]],
    ) -> None:
        self._board, self._wariness, self._restraint = board, wariness, restraint
        setup, n = board.setup, board.n_runs
        posts, names = setup.posts, setup.field.names
        found = [
            (k, a, int(post), zone)
            for k, a in enumerate(options.deciders)
            for against in [[e for e in exclusions if e.binds(names[a])]]
            for post in raised(np.isin(posts.actor, (a, *setup.arms[a])) if against else np.zeros(0))
            for zone in [int(posts.zone[post])]
            if zone in wary_zones[a] or any(e.covers[zone] for e in against)
        ]
        # One row for each post of an actor and its arms: its decider, and where to find its fighters and
        # wariness in flat arrays.
        self._decider, actor, post, self._zone = np.array(found, dtype=np.int64).reshape(-1, 4).T
        self._post, self._place = post * n, (actor * len(setup.zones) + self._zone) * n
        # For each exclusion: the rows in which it forbids the actor to stay, and where the actor's obedience
        # begins in its flat array of obedience.
        self._against: list[tuple[ExclusionAgent, NDArray[np.bool_], Indices]] = []
        for each in exclusions:
            bound = [names[a] if each.binds(names[a]) else "" for a in actor]
            first = [(each.bound_row(name) - each.rows.start) * n if name else 0 for name in bound]
            forbids = np.array([bool(name) for name in bound], dtype=np.bool_) & each.covers[self._zone]
            if any_of(forbids):
                self._against.append((each, forbids, np.array(first, dtype=np.int64)))
        self._arms = ranked([setup.arms[a] for a in options.deciders])

    def weigh(self, menu: Menu, spare: Floats) -> dict[str, Floats]:
        """The terms of holding, by name, each of shape ``(n_reviews,)``."""
        wariness, n = self._board.state.forces.wariness, len(menu.deciding)
        row, review = menu.with_reviews(self._decider)
        run = menu.reviewed.take(review)
        there = self._board.today.morning.mobile.take(self._post.take(row) + run)
        wary = tally(review, there * wariness.take(self._place.take(row) + run), n)
        forbidden = np.zeros(len(row))
        for exclusion, against, first in self._against:
            if exclusion.standing:
                those = raised(against.take(row))
                forbidden[those] += self._restraint.staying(
                    exclusion, first, self._zone, row.take(those), run.take(those)
                )
        uneasy = tally(review, there * forbidden, n)
        everyone = spare.take(menu.effort)
        for arm, there_is in self._arms:
            theirs = spare.take(menu.by_review(arm * self._board.n_runs) + menu.reviewed)
            everyone += theirs * menu.by_review(there_is)
        everyone = divisor(everyone)
        return {
            self._wariness.name: -menu.each(self._wariness.fear) * (wary / everyone),
            self._restraint.name: -(uneasy / everyone),
        }
