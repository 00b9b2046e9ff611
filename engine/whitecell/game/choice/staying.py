"""The cost of having no main effort: an actor that holds may be in zones where a constraint forbids it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, divisor, raised, total
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
        self._exclusions = exclusions
        posts, names = board.setup.posts, board.setup.field.names
        n_zones, n = len(board.setup.zones), board.n_runs
        # By decider: its posts, where their wariness is, each as places in flat arrays, and by post its zone
        # with the exclusions that forbid it.
        self._uneasy: list[tuple[int, Indices, Indices, list[tuple[int, list[ExclusionAgent]]]]] = []
        for k, a in enumerate(options.deciders):
            if not any(exclusion.binds(names[a]) for exclusion in exclusions):
                continue
            places, found = [], []
            for post in raised(np.isin(posts.actor, (a, *board.setup.arms[a]))):
                zone = int(posts.zone[post])
                against = [e for e in exclusions if e.covers[zone] and e.binds(names[a])]
                if against or zone in wary_zones[a]:
                    places.append((int(post) * n, (a * n_zones + zone) * n))
                    found.append((zone, against))
            there, wary = np.array(places, dtype=np.int64).reshape(-1, 2).T
            self._uneasy.append((k, there[:, np.newaxis], wary[:, np.newaxis], found))

    def weigh(self, menu: Menu, spare: Floats) -> dict[str, Floats]:
        """The terms of holding, by name, each of shape ``(n_reviews,)``."""
        costs = {self._wariness.name: np.zeros(len(menu.deciding))}
        costs[self._restraint.name] = np.zeros(len(menu.deciding))
        mobile, forces = self._board.today.morning.mobile, self._board.state.forces
        for k, post, place, found in self._uneasy:
            runs, a = menu.runs[k], menu.options.deciders[k]
            if not len(runs):
                continue
            name = self._board.setup.field.names[a]
            there = mobile.take(post + runs)
            wary = total(there * forces.wariness.take(place + runs))
            uneasy = np.zeros(len(runs))
            obeyed = {
                each.name: self._restraint.obeyed(each, name, runs)
                for each in self._exclusions
                if each.standing and each.binds(name)
            }
            for mobile_there, (zone, against) in zip(there, found, strict=True):
                standing = [(each, obeyed[each.name]) for each in against if each.standing]
                if standing:
                    uneasy += mobile_there * self._restraint.staying(standing, zone, runs)
            everyone = divisor(total([spare[row].take(runs) for row in (a, *self._board.setup.arms[a])]))
            fear = self._wariness.fear
            mine = fear[a] if fear.shape[1] == 1 else fear[a].take(runs)
            costs[self._wariness.name][menu.own[k]] = -mine * (wary / everyone)
            costs[self._restraint.name][menu.own[k]] = -(uneasy / everyone)
        return costs
