"""Blame: watchers may err on who committed a breach that they recorded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Flags, columns, raised
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.laws import PRESENT

Indices = NDArray[np.int64]


class Blame:
    """The errors of all watchers, together.

    A *suspect* is an actor bound by a constraint whose watcher may err; suspects are numbered in the order of
    the constraints. One number more stands for nobody.

    Parameters
    ----------
    board : Board
    constraints : sequence of ConstraintAgent
        Those that bind anybody, in the order of their rows in arrays of the day.
    """

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, setup = board, board.setup
        erring = [
            (constraint, watch.blames_wrongly)
            for constraint in constraints
            if (watch := constraint.spec.watched_by)
            and len(constraint.bound) > 1
            and setup.parameters.may_be(watch.blames_wrongly)
        ]
        self.may_err = bool(erring)
        """Whether any watcher may blame another actor than the one that breached a constraint."""
        self._suspects = [(constraint, actor) for constraint, _ in erring for actor in constraint.bound]
        nobody = len(self._suspects)
        # The row of each suspect in arrays of the day, and which suspect such a row is.
        self._row = np.array([c.bound_row(actor) for c, actor in self._suspects], dtype=np.int64)
        self._suspect = np.full(len(setup.layout.axes["bound"]), nobody, dtype=np.int64)
        self._suspect[self._row] = np.arange(nobody)
        self._wrongly = setup.parameters.stack([chance for c, chance in erring for _ in c.bound])
        keys = [f"{c.name}/{setup.actor_key(actor)}/blame" for c, actor in self._suspects]
        self._drawn = board.dice.streams("uniform", keys)
        self._others = columns(
            [
                [k for k, (its, _) in enumerate(self._suspects) if its is constraint and k != suspect]
                for suspect, (constraint, _) in enumerate(self._suspects)
            ],
            nobody,
        )
        # Posts of each suspect in the zones; nobody has any.
        n_zones = len(setup.zones)
        posts = [
            [
                place * n_zones + zone
                for place in setup.rows_of(actor)
                if setup.field.names[place] in constraint.forces
                for zone in constraint.zones
            ]
            for constraint, actor in self._suspects
        ]
        self._posts = columns([*posts, []], -1)
        self._flights = [
            [flight for zone in constraint.zones for flight in setup.flown_over(actor, zone)]
            for constraint, actor in self._suspects
        ]
        moves = any(flight.moves for flights in self._flights for flight in flights)
        self._overhead = setup.parameters.numbers.follow(self._fly) if moves else self._fly()

    def _fly(self) -> Flags:
        """Runs in which each suspect flies over the zones, ``(n_suspects + 1, n_runs)``."""
        over: Flags = np.zeros((len(self._suspects) + 1, self._board.n_runs), dtype=np.bool_)
        for there, flights in zip(over, self._flights, strict=False):
            for flight in flights:
                there |= np.asarray(flight.sorties) > 0.0
        return over

    def _flown(self) -> Flags:
        """The same today, as actors are ordered."""
        over: Flags = np.zeros((len(self._suspects) + 1, self._board.n_runs), dtype=np.bool_)
        for there, (constraint, actor) in zip(over, self._suspects, strict=False):
            for zone in constraint.zones:
                there |= np.asarray(self._board.flying(actor, zone)) > 0.0
        return over

    def attribute(self, seen: Indices) -> tuple[Indices, Indices]:
        """Let watchers err on whom they blame for recorded breaches, until now blamed on who committed them.

        ``seen`` are places of recorded breaches, flat over ``(n_bound, n_runs)``. Where the watcher errs,
        each other bound actor that was there has the same chance to be named. Where no other was there, the
        breach is attributed correctly.

        Gives the places of breaches on which a watcher erred, and for each the row of the actor to which it
        is attributed instead, −1 for none.
        """
        n, suspect = self._board.n_runs, self._suspect.take(seen // self._board.n_runs)
        may = raised(suspect < len(self._suspects))
        place, suspect = seen.take(may), suspect.take(may)
        run = place - self._row.take(suspect) * n
        spot = suspect * n + run
        drawn, wrongly = self._drawn.at(spot), self._wrongly
        wrongly = wrongly.take(suspect if wrongly.shape[1] == 1 else spot)
        wrong = raised(drawn < wrongly)
        if not len(wrong):
            return wrong, wrong
        place, run, suspect = place.take(wrong), run.take(wrong), suspect.take(wrong)
        others = self._others.take(suspect, axis=1)
        there = self._present(others, run)
        before = there.cumsum(axis=0)
        count = before[-1]
        spin = drawn.take(wrong) / np.maximum(wrongly.take(wrong), 1e-12)
        pick = np.minimum((spin * count).astype(np.int64), np.maximum(count - 1, 0))
        picked = (there & (before - 1 == pick)).argmax(axis=0)
        other = self._row.take(others[picked, np.arange(len(place))], mode="clip")
        astray = count > 0
        blamed = self._board.today.blamed.reshape(-1)
        blamed[place] = ~astray
        blamed[(other * n + run)[astray]] = True
        return place, np.where(astray, other, -1)

    def _present(self, suspects: Indices, run: Indices) -> Flags:
        """Whether suspects have forces in the zones, or fly over them; ``(k, n)``, in runs ``(n,)``."""
        n = self._board.n_runs
        over = self._flown() if self._board.today.sorties_of else self._overhead
        posts = self._posts.take(suspects, axis=1)
        stand = self._board.state.forces.fighters.take(posts * n + run, mode="clip") >= PRESENT
        stand &= posts >= 0
        there: Flags = np.asarray(stand.any(axis=0))
        there |= over.take(suspects * n + run)
        return there
