"""Arms that are held back: an exclusion binds the arm but not its actor, which may enter the zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, divisor, raised, total
from whitecell.game.board import Board
from whitecell.game.clauses.exclusion import ExclusionAgent

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An arm that an exclusion keeps out of zones in which its actor may be.

    The part of the arm that may be in the zones is 1 − obedience. Any excess returns to the reserve, whatever
    the arm's mobility, and no more may enter. An arm makes no choice of its own in which the exclusion could
    weigh.

    Attributes
    ----------
    exclusion : ExclusionAgent
    actor : str
        The actor to which the arm belongs.
    inside, outside : arrays of int
        Its posts in the zones, and the others.
    """

    exclusion: ExclusionAgent
    actor: str
    inside: Indices
    outside: Indices

    def part(self, force: Floats, effort: NDArray[np.int16], back: Floats, follows: Floats) -> None:
        """Set which part of its force goes back, and which may follow the main effort, post by post.

        All arrays have shape ``(n_posts, n_runs)``; of several exclusions the strictest counts.
        """
        exclusion = self.exclusion
        if not exclusion.standing:
            return
        there, elsewhere = (total(force[rows]) for rows in (self.inside, self.outside))
        room = (1.0 - exclusion.obedience[self.actor]) * (there + elsewhere) - there
        over = np.maximum(-room, 0.0) / divisor(there)
        back[self.inside] = np.maximum(back[self.inside], over)
        goals = effort[self.outside]
        inward = exclusion.covers[goals] & (goals >= 0)
        enter = np.minimum(np.maximum(room, 0.0) / divisor(elsewhere), 1.0)
        follows[self.outside] = np.minimum(follows[self.outside], np.where(inward, enter, 1.0))


def held_back(board: Board, exclusions: Sequence[ExclusionAgent]) -> list[HeldBack]:
    """All arms that an exclusion binds without their actors."""
    setup, names = board.setup, board.setup.field.names
    found = []
    for exclusion in exclusions:
        for a, owner in enumerate(setup.owner):
            if a != owner and exclusion.binds(names[a]) and not exclusion.binds(names[owner]):
                mine = raised(setup.posts.actor == a)
                covered = exclusion.covers[setup.posts.zone[mine]]
                found.append(HeldBack(exclusion, names[owner], mine[covered], mine[~covered]))
    return found
