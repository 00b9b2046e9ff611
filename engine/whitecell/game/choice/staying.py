"""The cost of having no main effort: an actor that holds may be in zones where a constraint forbids it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game.axes import Floats, divisor, raised, total
from whitecell.game.board import Board
from whitecell.game.choice.menu import Menu, Options
from whitecell.game.choice.terms import Restraint, Wariness
from whitecell.game.clauses.exclusion import ExclusionAgent


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
        posts, names = board.setup.posts, board.setup.field.names
        self._uneasy: list[tuple[int, list[tuple[int, int, list[ExclusionAgent]]]]] = []
        for k, a in enumerate(options.deciders):
            if not any(exclusion.binds(names[a]) for exclusion in exclusions):
                continue
            found = []
            for post in raised(np.isin(posts.actor, (a, *board.setup.arms[a]))):
                zone = int(posts.zone[post])
                against = [e for e in exclusions if e.covers[zone] and e.binds(names[a])]
                if against or zone in wary_zones[a]:
                    found.append((int(post), zone, against))
            self._uneasy.append((k, found))

    def weigh(self, menu: Menu, spare: Floats) -> dict[str, Floats]:
        """The terms of holding, by name, each of shape ``(n_reviews,)``."""
        costs = {self._wariness.name: np.zeros(len(menu.deciding))}
        costs[self._restraint.name] = np.zeros(len(menu.deciding))
        mobile, forces = self._board.today.morning.mobile, self._board.state.forces
        for k, posts in self._uneasy:
            runs, a = menu.runs[k], menu.options.deciders[k]
            if not len(runs):
                continue
            name = self._board.setup.field.names[a]
            wary, uneasy = np.zeros(len(runs)), np.zeros(len(runs))
            for post, zone, against in posts:
                there = mobile[post].take(runs)
                wary += there * forces.wariness[a, zone].take(runs)
                standing = [exclusion for exclusion in against if exclusion.standing]
                if standing:
                    uneasy += there * self._restraint.staying(standing, zone, name, runs)
            everyone = divisor(total([spare[row].take(runs) for row in (a, *self._board.setup.arms[a])]))
            fear = self._wariness.fear
            mine = fear[a] if fear.shape[1] == 1 else fear[a].take(runs)
            costs[self._wariness.name][menu.own[k]] = -mine * (wary / everyone)
            costs[self._restraint.name][menu.own[k]] = -(uneasy / everyone)
        return costs
