"""Talks as deciders see them: how near to signature the texts are that would bind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

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
        self._heard = {each.name: each for sits in self._sits for each, _ in sits}
        # By the talks that could bind deciders: these deciders.
        self._bound: dict[tuple[str, ...], list[int]] = {}
        for k, sits in enumerate(self._sits):
            if sits:
                self._bound.setdefault(tuple(each.name for each, _ in sits), []).append(k)
        self.near: Mapping[str, ByRun] = {}

    def look(self) -> None:
        """Read how near to signature the talks are."""
        self.near = {name: talks.nearness() for name, talks in self._heard.items()}

    def closing(self, k: int, zone: int) -> tuple[str, ...]:
        """Names of talks whose text would close a zone to a decider."""
        return tuple(t.name for t, clauses in self._sits[k] if any(c.covers[zone] for c in clauses))

    def hurry(self) -> Iterator[tuple[list[int], Floats]]:
        """Deciders that texts could bind, and how much more often they choose as these near signature."""
        for names, deciders in self._bound.items():
            near = reduce(np.maximum, [self.near[name] for name in names])
            yield deciders, near * self.eagerness


def _restraining(clauses: Sequence[ConstraintAgent], name: str) -> list[ConstraintAgent]:
    return [clause for clause in clauses if clause.restrains and clause.binds(name)]
