"""Which actors keep a ceasefire today, for each means of breaking it: a disposition that lasts for days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, any_of, at, divisor, raised, total
from whitecell.game.board import Board
from whitecell.game.products import Sparse
from whitecell.game.relations import ALWAYS, FOES

Flags = NDArray[np.bool_]


class Keeping:
    """The disposition to keep one ceasefire, for each actor that it binds and each means of breaking it.

    The odds follow from stated obedience. They rise as trust grows after the signature, and fall as foes
    break the truce more often than usual. An attack, on the ground or from the air, is made in full or not at
    all.

    Parameters
    ----------
    board : Board
    name : str
        Of the ceasefire.
    bound : tuple of str
        Actors that have to keep it.
    agreement : str
        The agreement that brings it; empty if none does.
    """

    def __init__(self, board: Board, name: str, bound: tuple[str, ...], agreement: str) -> None:
        setup, truces = board.setup, board.state.truces
        value, rules, parameters = setup.value, setup.scenario.rules, setup.parameters
        keys: list[Any] = [key for key in setup.layout.axes["keeping"] if key[0] == name]  # type: ignore[index]
        first = setup.layout.row("keeping", keys[0]) if keys else 0
        self._resolve = truces.resolve[first : first + len(keys)]
        self._row_of = {(actor, means): k for k, (_, actor, means) in enumerate(keys)}
        self._of = np.array([bound.index(actor) for _, actor, _ in keys], dtype=np.int64)
        self._draw = board.dice.streams(
            "uniform", [f"{name}/{setup.actor_key(actor)}/keeps/{means}" for _, actor, means in keys]
        )
        self._kept: Flags = np.zeros(self._resolve.shape, dtype=np.bool_)
        first = setup.layout.row("bound", (name, bound[0])) if bound else 0
        rows = slice(first, first + len(bound))
        self._lately, self._usual = truces.lately[rows], truces.usual[rows]
        self._relations, self._as_foes = setup.relations, setup.relations.keys(bound, FOES)
        foes = (self._as_foes == ALWAYS).astype(np.float64)
        self._loose = bool((self._as_foes >= 0).any())
        shares = Sparse.of(foes / divisor(foes.sum(axis=1, keepdims=True))) if foes.any() else None
        self._foes: Sparse | None = shares
        dwell, fades, after = rules.truce_dwell, rules.reprisal_fades, rules.usual_after
        self._fades = parameters.made(lambda: laws.left(value(fades), 1.0), fades)
        self._settles = parameters.made(lambda: laws.left(value(after), 1.0), after)
        anew = parameters.made(lambda: laws.hazard_chance(1.0 / np.maximum(value(dwell), 1e-3)), dwell)
        self._anew: ByRunOr1 = anew if anew.ndim else float(anew)
        self._reprisal, self._by_trust = value(rules.reprisal), value(rules.trust_restrains)
        self._pact, self._trust = setup.layout.find("agreements", agreement), board.state.agreements.trust
        self._first_trust = value(setup.scenario.agreements[agreement].trust) if agreement else 0.0

    def decide(self, obeyed: Floats, in_force: FlagByRun) -> None:
        """Let some actors decide again today; where it is not in force, no actor has a disposition.

        ``obeyed`` is how far each actor bound obeys, shape ``(n_bound, n_runs)``.
        """
        if not len(self._resolve):
            return
        drawn, flat = self._draw.today, self._resolve.reshape(-1)
        # Where it has entered into force since yesterday, all decide; where it has ended, all forget.
        none = self._resolve[0] < 0.0
        new, gone = in_force & none, ~(in_force | none)
        again = raised((drawn < self._anew) & in_force)
        anew = at(self._anew, again % len(in_force)) if isinstance(self._anew, np.ndarray) else self._anew
        flat[again] = laws.decided(flat.take(again), drawn.take(again), anew)
        if any_of(new):
            np.copyto(self._resolve, drawn, where=new)
        if any_of(gone):
            np.copyto(self._resolve, -1.0, where=gone)
        share = self._share(obeyed, slice(None))
        np.less(self._resolve, share.take(self._of, axis=0), out=self._kept)
        self._kept &= in_force

    def begin(self, obeyed: Floats, in_force: FlagByRun, runs: NDArray[np.int64]) -> None:
        """Let all actors decide in runs in which it has just been brought, as far as it is in force there."""
        if not len(self._resolve):
            return
        new = runs[in_force[runs] & (self._resolve[0, runs] < 0.0)]
        self._resolve[:, new] = self._draw.today[:, new]
        share = self._share(obeyed[:, runs], runs).take(self._of, axis=0)
        self._kept[:, runs] = (self._resolve[:, runs] < share) & in_force[runs]

    def _share(self, obeyed: Floats, runs: NDArray[np.int64] | slice) -> Floats:
        """Share of days on which each actor bound, obeying this far in some runs, keeps it now."""
        lean: Floats | float = 0.0
        if self._pact is not None:
            trust = self._trust[self._pact, runs] - at(self._first_trust, runs)
            lean = at(self._by_trust, runs) * trust
        if self._foes is not None or self._loose:
            more = self._lately[:, runs] - self._usual[:, runs]
            lean = lean - at(self._reprisal, runs) * self._by_foes(more, runs)
        return laws.kept_share(obeyed, lean)

    def _by_foes(self, more: Floats, runs: NDArray[np.int64] | slice) -> Floats:
        """For each actor bound, the mean of a value over its foes today, in some runs."""
        if self._foes is not None and not self._loose:
            return np.asarray(self._foes @ more)
        run = np.arange(self._resolve.shape[1])[runs]
        foes = self._relations.at(self._as_foes[:, :, None], run).astype(np.float64)
        foes *= 1.0 / divisor(total(foes.swapaxes(0, 1)))[:, None]
        return total((foes * more).swapaxes(0, 1))

    def kept(self, actor: str, means: str) -> FlagByRun | None:
        """Runs in which an actor does not break it by one means today; None if it has no such means."""
        row = self._row_of.get((actor, means))
        return None if row is None else self._kept[row]

    def remember(self, broke: Flags, in_force: FlagByRun) -> None:
        """Update the running shares of days with a breach, by actor; they are 0 where it is not in force."""
        days = broke.astype(np.float64)
        for level, left in ((self._lately, self._fades), (self._usual, self._settles)):
            level -= days
            level *= left
            level += days
            level *= in_force

    def drop(self) -> None:
        """Forget all dispositions, since it is in force in no run."""
        self._resolve[:] = -1.0
        self._kept[:] = False
        self._lately[:] = self._usual[:] = 0.0
