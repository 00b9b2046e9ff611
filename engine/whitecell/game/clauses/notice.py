"""Notice: an enforcer warns the forces in a zone before it answers their breach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, any_of, raised
from whitecell.game.board import Board
from whitecell.game.laws import PRESENT
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.state.rows import Own
from whitecell.scenario.clauses import Answer
from whitecell.scenario.clauses import Notice as Stated
from whitecell.scenario.quantity import LARGEST


@dataclass(frozen=True, slots=True)
class Way:
    """One way to warn: its numbers, whether it needs means on the spot, and the rung that rules it out."""

    chance: ByRunOr1
    days: ByRunOr1
    holds: ByRunOr1
    teaches: ByRunOr1
    shows: bool
    ladder: RivalryAgent | None
    cut_at: float

    @classmethod
    def of(cls, board: Board, spec: Stated, rivalries: Sequence[RivalryAgent]) -> Way:
        """A way to warn, as a scenario states it."""
        value = board.setup.value
        ladder = next((rivalry for rivalry in rivalries if rivalry.name == spec.ladder), None)
        return cls(
            value(spec.chance), value(spec.days), LARGEST if spec.holds is None else value(spec.holds),
            value(spec.teaches), spec.by == "show of force", ladder,
            float(ladder.spec.rungs.index(spec.cut_at)) if ladder else np.inf,
        )  # fmt: skip

    def open(self, means: ByRunOr1) -> FlagByRun | bool:
        """Where this warning can be given today."""
        can: FlagByRun | bool = np.asarray(means) > 0.0 if self.shows else True
        return can if self.ladder is None else can & (self.ladder.rung < self.cut_at)


class Notice:
    """The warnings of one exclusion in one zone.

    ``given`` counts how many of the ways have been passed, ``left`` the days left to comply with the last
    warning, and ``holds`` the days until warnings start again from the first; they also do when the breach
    ends. All are part of the state, ``(n_runs,)``.

    Parameters
    ----------
    board : Board
    law : str
        The exclusion.
    zone : int
    answer : Answer
        States who warns, and how.
    bound, enforcers : list of int
        Fielded actors that are warned, and those that enforce the exclusion.
    rivalries : sequence of RivalryAgent
    """

    given = Own[np.float64]()
    left = Own[np.float64]()
    holds = Own[np.float64]()

    def __init__(
        self,
        board: Board,
        law: str,
        zone: int,
        answer: Answer,
        bound: Sequence[int],
        enforcers: Sequence[int],
        rivalries: Sequence[RivalryAgent],
    ) -> None:
        self._board, self._law, self._zone = board, law, zone
        self._who, self._bound = answer.actor, bound
        self.section, self.row = board.state.answers, board.setup.layout.row("notices", (law, zone))
        self._ways = [Way.of(board, spec, rivalries) for spec in answer.warns]
        self._roll = board.dice.streams("uniform", [f"{law}/{board.setup.zone_key(zone)}/warning"])
        setup, posts = board.setup, board.setup.posts
        facing = [
            (own, foe, int(setup.as_foes[own, foe]))
            for own in enforcers
            for foe in setup.foes[own]
            if foe in bound and (own, zone) in posts and (foe, zone) in posts
        ]
        # The enforcer's own forces and bound foes that can meet here; those whose enmity may change, and its
        # keys.
        self._own, self._foe, keys = np.array(facing, dtype=np.int64).reshape(-1, 3).T.copy()
        self._loose = raised(keys >= 0)
        self._keys = keys[self._loose]

    def rest(self) -> None:
        """Warn of nothing, on a day without a breach in any run; warnings start again from the first."""
        for days in (self.given, self.left, self.holds):
            days.fill(0.0)

    def _assailed(self) -> FlagByRun | bool:
        """Where bound actors with their main effort here face the enforcer's own forces."""
        if not len(self._own):
            return False
        forces = self._board.state.forces
        there = forces.fighters[:, self._zone]
        meet = there[self._own] >= PRESENT
        meet &= (there[self._foe] >= PRESENT) & (forces.effort[self._foe] == self._zone)
        if len(self._loose):
            meet[self._loose] &= self._board.setup.relations.flags(self._keys)
        return np.asarray(meet.any(axis=0))

    def serve(self, breach: FlagByRun, drawn: ByRun, means: ByRunOr1) -> FlagByRun:
        """Warn forces in breach, one way a day; gives the runs in which an answer need not wait any longer.

        An enforcer that is attacked there gives no warning and does not wait.

        Parameters
        ----------
        breach : array of bool, shape ``(n_runs,)``
            Where there is a breach to answer.
        drawn : array, shape ``(n_runs,)``
            How far the breach draws an answer, 0 to 1: by detection, by its size and by recent arrivals.
        means : array, shape ``(n_runs,)``, or number
            Part of its means that the enforcer has there.
        """
        given, left, holds, assailed = self.given, self.left, self.holds, self._assailed()
        for days in (holds, left):
            days -= 1.0
            np.maximum(days, 0.0, out=days)
            days *= breach
        given *= holds > 0.0
        ahead = [(place, way, way.open(means)) for place, way in enumerate(self._ways)]
        turn = breach & (left <= 0.0) & np.logical_not(assailed)
        roll = self._roll.today[0]
        for place, way, is_open in ahead:
            due = turn & (given <= place) & is_open
            turn = turn & ~due
            told = due & (roll < drawn * way.chance)
            if any_of(told):
                np.copyto(given, place + 1.0, where=told)
                np.copyto(left, way.days, where=told)
                np.copyto(holds, way.days + way.holds + 1.0, where=told)
                self._warn(place, way, told)
        waits = left > 0.0
        for place, _, is_open in ahead:
            waits |= (given <= place) & is_open
        free: FlagByRun = breach & (~waits | assailed)
        return free

    def _warn(self, place: int, way: Way, told: FlagByRun) -> None:
        """Deliver a warning to the forces there, and let them learn from it."""
        board, zones = self._board, self._board.setup.zones.names
        warned = {}
        for a in self._bound:
            here = told & (board.state.forces.fighters[a, self._zone] >= 1.0)
            warned[board.setup.field.names[a]] = here
            post = board.setup.posts.row_of.get((a, self._zone))
            if post is not None:
                board.today.lessons[post] = board.today.lessons.get(post, 0.0) + way.teaches * here
        numbers = {"way": float(place), "days": way.days}
        board.log.happened(
            "warned", told, actor=self._who, zone=zones[self._zone], thing=self._law, others=warned,
            numbers=numbers,
        )  # fmt: skip
