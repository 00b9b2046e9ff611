"""Which actors keep a ceasefire today, for each means of breaking it: a disposition that lasts for days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, Floats, any_of, at, divisor, raised, total
from whitecell.game.board import Board
from whitecell.game.clauses.ceasefire import CeasefireAgent
from whitecell.game.clauses.obedience import Obedience
from whitecell.game.products import Sparse
from whitecell.game.relations import ALWAYS, FOES

Indices = NDArray[np.int64]


class Keeping:
    """The disposition to keep ceasefires, for each actor that one binds and each means of breaking it.

    The odds follow from stated obedience. They rise as trust grows after the signature, and fall as foes
    break the truce more often than usual. An attack, on the ground or from the air, is made in full or not at
    all. All ceasefires are decided together: a row is a ceasefire, an actor and a means.

    Parameters
    ----------
    board : Board
    truces : sequence of CeasefireAgent
    obedience : Obedience
    """

    def __init__(self, board: Board, truces: Sequence[CeasefireAgent], obedience: Obedience) -> None:
        setup, self._truces, self._obedience = board.setup, truces, obedience
        value, rules, parameters = setup.value, setup.scenario.rules, setup.parameters
        self._board, self._state = board, board.state.truces
        self._resolve: Floats = board.state.truces.resolve
        by_name = {truce.name: truce for truce in truces}
        keys: list[tuple[str, str, str]] = list(setup.layout.axes["keeping"])  # type: ignore[arg-type]
        self.keys = keys
        """For each row its ceasefire, actor and means."""
        bound: list[tuple[str, str]] = list(setup.layout.axes["bound"])  # type: ignore[arg-type]
        # Actors bound by ceasefires are *parties*: their rows among all that are bound.
        parties = [row for row, (name, _) in enumerate(bound) if name in by_name]
        self._party = np.array(parties, dtype=np.int64)
        # For each row: the row of its ceasefire, and its actor's place among parties.
        self._law = np.array([by_name[name].row for name, *_ in keys], dtype=np.int64)
        of = [parties.index(by_name[name].bound_row(actor)) for name, actor, _ in keys]
        self._of = np.array(of, dtype=np.int64)
        names = [name for name, *_ in keys]
        self._rows = {n: slice(names.index(n), names.index(n) + names.count(n)) for n in dict.fromkeys(names)}
        self._draw = board.dice.streams(
            "uniform", [f"{name}/{setup.actor_key(actor)}/keeps/{means}" for name, actor, means in keys]
        )
        self._truce = np.array([[name in by_name] for name, _ in bound], dtype=np.bool_)
        laws_of = [by_name[name].row if name in by_name else 0 for name, _ in bound]
        self._law_of_bound = np.array(laws_of, dtype=np.int64)
        self._find_foes()
        dwell, fades, after = rules.truce_dwell, rules.reprisal_fades, rules.usual_after
        self._fades = parameters.made(lambda: laws.left(value(fades), 1.0), fades)
        self._settles = parameters.made(lambda: laws.left(value(after), 1.0), after)
        anew = parameters.made(lambda: laws.hazard_chance(1.0 / np.maximum(value(dwell), 1e-3)), dwell)
        self._anew: ByRunOr1 = anew if anew.ndim else float(anew)
        self._reprisal, self._by_trust = value(rules.reprisal), value(rules.trust_restrains)
        # For each party the agreement that brings the ceasefire, if one does, and its first trust.
        pacts = [by_name[name].agreement for name, _ in bound if name in by_name]
        self._pacts = np.array(
            [setup.layout.row("agreements", pact) if pact else 0 for pact in pacts], dtype=np.int64
        )
        agreements = setup.scenario.agreements
        self._first_trust = parameters.stack([agreements[p].trust if p else 0.0 for p in pacts])
        self._pledged, self._unpledged = any(pacts), [k for k, pact in enumerate(pacts) if not pact]

    def _find_foes(self) -> None:
        """Find for each party the others that are its foes: shares in their mean, that add up to 1."""
        relations, entries, shares = self._board.setup.relations, [], []
        self._loose: list[tuple[slice, slice, Indices]] = []
        for truce in self._truces:
            as_foes, first = relations.keys(truce.bound, FOES), truce.rows.start
            place = int(self._party.searchsorted(first))
            if (as_foes >= 0).any():
                self._loose.append((slice(place, place + len(truce.bound)), truce.rows, as_foes))
                continue
            foes = (as_foes == ALWAYS).astype(np.float64)
            share = foes / divisor(foes.sum(axis=1, keepdims=True))
            rows, columns = share.nonzero()
            entries += list(zip((place + rows).tolist(), (first + columns).tolist(), strict=True))
            shares += share[rows, columns].tolist()
        self._foes = Sparse(entries, shares, (len(self._party), len(self._truce)))
        self._reprises = bool(entries or self._loose)

    def decide(self) -> None:
        """Let some actors decide again today; where a truce is not in force, no actor has a disposition."""
        if not len(self._resolve):
            return
        for truce in self._truces:
            if not truce.standing:
                self._state.lately[truce.rows] = self._state.usual[truce.rows] = 0.0
        if not any(truce.standing for truce in self._truces):
            self._resolve.fill(-1.0)
            return
        drawn, flat, in_force = self._draw.today, self._resolve.reshape(-1), self._in_force()
        # Where it has entered into force since yesterday, all decide; where it has ended, all forget.
        none = self._resolve < 0.0
        new, gone = in_force & none, ~(in_force | none)
        again = raised((drawn < self._anew) & in_force)
        anew = self._anew if isinstance(self._anew, float) else self._anew.take(again % self._board.n_runs)
        flat[again] = laws.decided(flat.take(again), drawn.take(again), anew)
        if any_of(new):
            np.copyto(self._resolve, drawn, where=new)
        if any_of(gone):
            np.copyto(self._resolve, -1.0, where=gone)
        kept = self._board.today.kept
        np.less(self._resolve, self._share(slice(None)).take(self._of, axis=0), out=kept)
        kept &= in_force

    def _in_force(self) -> NDArray[np.bool_]:
        """Where the ceasefire of each row is in force."""
        return self._board.state.constraints.in_force.take(self._law, axis=0)

    def begin(self, truce: CeasefireAgent, runs: Indices) -> None:
        """Let all actors decide in runs in which a ceasefire was just brought, if it is in force there."""
        rows = self._rows.get(truce.name)
        if rows is None:
            return
        resolve, in_force = self._resolve[rows], truce.in_force.take(runs)
        new = runs[in_force & (resolve[0].take(runs) < 0.0)]
        resolve[:, new] = self._draw.today[rows].take(new, axis=1)
        share = self._share(runs).take(self._of[rows], axis=0)
        self._board.today.kept[rows][:, runs] = (resolve.take(runs, axis=1) < share) & in_force

    def _share(self, runs: Indices | slice) -> Floats:
        """Share of days on which each party keeps its truce now, in some runs; ``(n_parties, n)``."""
        lean: Floats | float = 0.0
        if self._pledged:
            first = self._first_trust if self._first_trust.shape[1] == 1 else self._first_trust[:, runs]
            trust = self._board.state.agreements.trust.take(self._pacts, axis=0)[:, runs] - first
            lean = at(self._by_trust, runs) * trust
            if self._unpledged:
                lean[self._unpledged] = 0.0
        if self._reprises:
            more = self._state.lately[:, runs] - self._state.usual[:, runs]
            lean = lean - at(self._reprisal, runs) * self._by_foes(more, runs)
        return laws.kept_share(self._obedience.obeyed.take(self._party, axis=0)[:, runs], lean)

    def _by_foes(self, more: Floats, runs: Indices | slice) -> Floats:
        """For each party the mean over its foes today of a value by actor bound, in some runs."""
        mean = self._foes @ more
        for party, rows, as_foes in self._loose:
            run = np.arange(self._board.n_runs)[runs]
            foes = self._board.setup.relations.at(as_foes[:, :, None], run).astype(np.float64)
            foes *= 1.0 / divisor(total(foes.swapaxes(0, 1)))[:, None]
            mean[party] = total((foes * more[rows]).swapaxes(0, 1))
        return mean

    def remember(self) -> None:
        """Update the running shares of days with a breach, by actor; they are 0 where it is not in force."""
        days = self._board.today.broke.astype(np.float64)
        in_force = self._board.state.constraints.in_force.take(self._law_of_bound, axis=0)
        in_force &= self._truce
        for level, left in ((self._state.lately, self._fades), (self._state.usual, self._settles)):
            level -= days
            level *= left
            level += days
            level *= in_force
