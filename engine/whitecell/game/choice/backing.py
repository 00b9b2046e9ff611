"""Air support as deciders expect it: the worth of friendly flights over their options."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, divisor, raised
from whitecell.game.board import Board
from whitecell.game.choice.menu import Options
from whitecell.game.picks import picking
from whitecell.game.relations import ALWAYS, FRIENDS, NEVER

Indices = NDArray[np.int64]


class Backing:
    """The flights of friends over options, and the foes there that they may hit.

    A *cover* is an option and a flight of a friend over its zone, a *shot* a cover and a foe that it may hit.
    """

    def __init__(self, board: Board, options: Options) -> None:
        self._board, setup = board, board.setup
        relations, posts = setup.relations, setup.posts
        covers = [
            (row, number, key)
            for row, (a, z) in enumerate(options.pairs)
            for number, flight in enumerate(setup.flights)
            if flight.zone == z and {*setup.foes[a]} & {*flight.targets}
            for name in [setup.field.names[a]]
            for together in [relations.command(flight.actor) == relations.command(name)]
            for key in [ALWAYS if together else relations.key(flight.actor, name, FRIENDS)]
            if key != NEVER
        ]
        self._backed = np.zeros(len(options), dtype=np.bool_)
        self._backed[[row for row, *_ in covers]] = True
        self._flight, self._keys = (np.array([c[k] for c in covers], dtype=np.int64) for k in (1, 2))
        pairs = [options.pairs[row] for row, *_ in covers]
        self._view = np.array([posts.view_of[pair] for pair in pairs], dtype=np.int64)
        shots = [
            (k, posts.row_of[foe, z], int(setup.as_foes[a, foe]), (setup.flights[number].key, foe))
            for k, ((a, z), (_, number, _)) in enumerate(zip(pairs, covers, strict=True))
            for foe in posts.foes_at(a, z)
            if foe in setup.flights[number].targets
        ]
        self._post, self._shot_keys = (np.array([s[k] for s in shots], dtype=np.int64) for k in (1, 2))
        self._aims = [aim for *_, aim in shots]
        self._of_cover = picking([(k, shot) for shot, (k, *_) in enumerate(shots)], (len(covers), len(shots)))
        rows = sorted({row for row, *_ in covers})
        self._of_option = picking(
            [(rows.index(row), k) for k, (row, *_) in enumerate(covers)], (len(rows), len(covers))
        )
        self._first_place = np.zeros(len(options), dtype=np.int64)
        self._first_place[rows] = np.arange(len(rows)) * board.n_runs
        self._loose, self._loose_shots = raised(self._keys >= 0), raised(self._shot_keys >= 0)
        self._air_worth = setup.value(setup.scenario.rules.air_support)

    def add(self, option: Indices, run: Indices, local: Floats) -> None:
        """Add the worth of friendly flights to the local strength of some pairs, in place.

        Only the part of the threat that the flights may hit counts. ``option`` and ``run`` are those of each
        pair, and ``local`` has their shape.
        """
        if not len(self._flight):
            return
        today, flags = self._board.today, self._board.setup.relations.flags
        there = today.morning.strength.take(self._post, axis=0)
        if today.spared_by:
            for shot, aim in enumerate(self._aims):
                if aim in today.spared_by:
                    there[shot] *= ~today.spared_by[aim]
        if len(self._loose_shots):
            there[self._loose_shots] *= flags(self._shot_keys[self._loose_shots])
        worth = self._of_cover @ there
        worth /= divisor(today.morning.threat.take(self._view, axis=0))
        worth *= self._board.all_sorties().take(self._flight, axis=0)
        worth *= self._air_worth
        if len(self._loose):
            worth[self._loose] *= flags(self._keys[self._loose])
        backed = raised(self._backed.take(option))
        place = self._first_place.take(option.take(backed)) + run.take(backed)
        local[backed] += (self._of_option @ worth).take(place)
