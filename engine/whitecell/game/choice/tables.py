"""Talks as deciders see them: how near to signature the texts are that would bind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from whitecell.game.axes import ByRun, Floats
from whitecell.game.board import Board
from whitecell.game.choice.menu import Options
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.diplomacy.talks import TalksAgent


class Tables:
    """Talks that could bind actors, as of this morning."""

    def __init__(self, board: Board, options: Options, talks: Sequence[TalksAgent]) -> None:
        self.eagerness = board.setup.value(board.setup.scenario.rules.preemption)
        names = board.setup.field.names
        self._sits = [
            [(t, clauses) for t in talks if (clauses := _restraining(t.agreement.clauses, name))]
            for name in (names[a] for a in options.deciders)
        ]
        self.near: Mapping[str, ByRun] = {}

    def look(self) -> None:
        """Read how near to signature the talks are."""
        heard = {talks.name: talks for sits in self._sits for talks, _ in sits}
        self.near = {name: talks.nearness() for name, talks in heard.items()}

    def closing(self, k: int, zone: int) -> tuple[str, ...]:
        """Names of talks whose text would close a zone to a decider."""
        return tuple(t.name for t, clauses in self._sits[k] if any(c.covers[zone] for c in clauses))

    def hurry(self, k: int) -> Floats | None:
        """How much more often a decider chooses as a text that binds it nears signature; None without one."""
        near: Floats | None = None
        for talks, _ in self._sits[k]:
            now = self.near[talks.name]
            near = now if near is None else np.maximum(near, now)
        return None if near is None else near * self.eagerness


def _restraining(clauses: Sequence[ConstraintAgent], name: str) -> list[ConstraintAgent]:
    return [clause for clause in clauses if clause.restrains and clause.binds(name)]
