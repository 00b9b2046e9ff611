"""Actions: a seat's possible picks for its actors, as whole numbers, and which of them have any effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Flags, IndexByRun
from whitecell.game.policy import FREE, Question
from whitecell.game.war_game import WarGame
from whitecell.scenario.matters import Matter, matters, narrowed
from whitecell.scenario.model import Scenario

Picks = NDArray[np.int64]
"""Shape ``(n_matters, n_runs)``: 0 leaves a matter to the model, *k* picks its *k*-th option."""
AT_TALKS = frozenset({"assent", "clause"})


class Actions:
    """Everything that the actors of a seat choose, matter by matter.

    Attributes
    ----------
    matters : tuple of Matter
        In the order of the seat's actors, then of the file. Strikes can be picked for all zones together and,
        after that, for each zone. A zone's own pick counts there; 0 leaves it to the pick for all zones.
    counts : array of int, shape ``(n_matters,)``
        Number of picks of each matter: its options, and 0 to leave it to the model.

    Raises
    ------
    ValueError
        If the actors of a seat choose nothing.
    """

    def __init__(self, scenario: Scenario, seat: str, actors: Sequence[str]) -> None:
        self._seat = seat
        self.matters = tuple(
            each for actor in actors for matter in matters(scenario, actor) for each in narrowed(matter)
        )
        if not self.matters:
            raise ValueError(f"the seat '{seat}' chooses nothing ({', '.join(actors)}); give it other actors")
        self.counts = np.array([1 + len(matter.options) for matter in self.matters], dtype=np.int64)
        talks = sorted(scenario.talks)
        self._talks = [
            (row, [k for k, name in enumerate(talks) if _at(scenario, name, matter)])
            for row, matter in enumerate(self.matters)
            if matter.choice in AT_TALKS
        ]
        self._names = talks

    def none(self, n_runs: int) -> Picks:
        """Picks that leave everything to the model."""
        return np.zeros((len(self.matters), n_runs), dtype=np.int64)

    def checked(self, picks: NDArray[np.integer], n_runs: int) -> Picks:
        """Picks of this seat in ``n_runs`` runs, after a check.

        Raises
        ------
        ValueError
            If they have another shape, or a pick does not exist.
        """
        given = np.asarray(picks)
        wanted = (len(self.matters), n_runs)
        if given.dtype.kind not in "iu" or given.shape != wanted:
            raise ValueError(
                f"the actions of '{self._seat}' are whole numbers of shape {wanted}; "
                f"got {given.dtype} of shape {given.shape}"
            )
        wrong = np.argwhere((given < 0) | (given >= self.counts[:, None]))
        if len(wrong):
            row, run = (int(k) for k in wrong[0])
            matter = self.matters[row]
            raise ValueError(
                f"the action of '{self._seat}' in run {run} on {matter.actor} {matter} is {given[row, run]}; "
                f"there are 0 (the model's choice) to {self.counts[row] - 1}"
            )
        return given.astype(np.int64)

    def mask(self, game: WarGame) -> Flags:
        """Where a pick has an effect as things stand, shape ``(n_matters, max(counts), n_runs)``.

        Leaving a matter to the model always has an effect. A text can be signed or changed only at open talks
        that have not signed it yet. Everything else can be picked at any time, and counts once the choice
        comes up.
        """
        places = np.arange(int(self.counts.max()))
        may = np.repeat((places < self.counts[:, None])[..., None], game.n_runs, axis=-1)
        for row, talks in self._talks:
            ready = np.zeros(game.n_runs, dtype=np.bool_)
            for k in talks:
                at = game.pieces.talks[self._names[k]]
                ready |= at.open & ~at.agreement.signed
            may[row, 1:] &= ready
        return may

    def hand_over(self, game: WarGame, picks: Picks) -> None:
        """Let an array pick in a game from now on; later changes of the array count from then on."""
        kinds = dict.fromkeys((matter.actor, matter.choice) for matter in self.matters)
        for actor, choice in kinds:
            rows = {
                (m.about, m.zone): row
                for row, m in enumerate(self.matters)
                if (m.actor, m.choice) == (actor, choice)
            }
            game.choice.hand_over(actor, choice, Hand(self.matters, rows, picks))


def _at(scenario: Scenario, talks: str, matter: Matter) -> bool:
    """Whether a matter is decided at some talks."""
    if matter.choice == "assent":
        return matter.about == talks
    spec = scenario.talks[talks]
    return matter.actor in spec.parties and scenario.constraints[matter.about].brought_by == spec.signs


class Hand:
    """A policy that takes its picks from an array, for one actor on one subject.

    Parameters
    ----------
    matters : tuple of Matter
    rows : dict of (str, str) to int
        The row of a matter, by the thing that the question is about and the zone to which the matter is
        limited.
    picks : array of int, shape ``(n_matters, n_runs)``
    """

    def __init__(
        self, matters: tuple[Matter, ...], rows: Mapping[tuple[str, str], int], picks: Picks
    ) -> None:
        self._matters, self._rows, self._picks = matters, rows, picks

    def __call__(self, question: Question) -> IndexByRun | None:
        """The picks as places among the options of the question; None if all is left to the model."""
        row = self._rows.get((question.thing, ""))
        if row is None:
            return None
        picks = self._picks[row]
        here = self._rows.get((question.thing, question.zone)) if question.zone else None
        if here is not None:
            picks = np.where(self._picks[here] > 0, self._picks[here], picks)
        if not picks.any():
            return None
        places = [question.options.index(option) for option in self._matters[row].options]
        return np.asarray(np.array([FREE, *places])[picks])
