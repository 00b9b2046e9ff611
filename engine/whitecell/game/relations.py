"""Relations between actors: foes, friends, commands, patrons and clients, and their changes by effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import FlagByRun, Flags
from whitecell.game.layout import Layout
from whitecell.scenario.effects import TURNS

Indices = NDArray[np.int64]
NEITHER, FOES, FRIENDS = range(3)
"""The relations that two actors can have: their stance."""
STANCE = {"hostile": FOES, "allied": FRIENDS, "neutral": NEITHER}
ALWAYS, NEVER = -1, -2
"""In place of a key, for relations that do not change: the relation always holds, or never can."""


class Relations:
    """Which actors are foes, fight side by side, command others, or are patrons of others.

    An arm has the relations of its actor, and fights beside it. A relation that no effect can change is
    fixed. For a pair whose relation can change there is a *key* for each stance, which :meth:`flags` and
    :meth:`at` read.

    Attributes
    ----------
    stance : array of int, shape ``(n_ties, n_runs)``
        Stance of the pairs that effects can change: ``NEITHER``, ``FOES`` or ``FRIENDS``. The state owns it.
    first : array of int, shape ``(n_ties,)``
        The same before any effect.
    holds : array of bool, shape ``(n_bonds, n_runs)``
        Whether the patronages that effects can begin or end hold. The state owns it.
    ties : tuple of (str, str)
        The pairs whose stance effects can change.
    any : bool
        Whether there are such pairs.
    """

    def __init__(self, layout: Layout, n_runs: int) -> None:
        scenario = layout.marked
        self._layout = layout
        self._pairs: dict[int, frozenset[frozenset[str]]] = {
            FOES: self._collect("hostile"),
            FRIENDS: self._collect("allied"),
        }
        self._clients = {frozenset((r.patron, r.client)) for r in scenario.relations if r.patron}
        self._leader = {name: spec.led_by or name for name, spec in scenario.actors.items()}
        self._owners = layout.owners
        ties: tuple[tuple[str, str], ...] = layout.axes["ties"]  # type: ignore[assignment]
        bonds: list[tuple[str, str]] = list(layout.axes["bonds"])  # type: ignore[arg-type]
        self.first: Indices = np.array([self._at_first(frozenset(tie)) for tie in ties], dtype=np.int64)
        self.stance: Indices = np.repeat(self.first[:, None], n_runs, axis=1)
        starts = {(r.patron, r.client) for r in scenario.relations if r.patron and r.in_force != "by effect"}
        self.holds: Flags = np.zeros((len(bonds), n_runs), dtype=np.bool_)
        for row, bond in enumerate(bonds):
            self.holds[row] = bond in starts
        self.ties, self.any = ties, bool(ties)
        self._row = {frozenset(tie): row for row, tie in enumerate(ties)}
        self._bond: dict[frozenset[str], list[int]] = {}
        for row, bond in enumerate(bonds):
            self._bond.setdefault(frozenset(bond), []).append(row)
        self._sided: list[tuple[str, str]] = []
        # Every stance that a pair can ever have.
        self._may: dict[frozenset[str], set[int]] = {
            pair: {int(self.first[row])} for pair, row in self._row.items()
        }
        for effect in layout.effects:
            if isinstance(effect, TURNS):
                for couple in effect.couples:
                    self._may[frozenset(couple)].add(STANCE[effect.becomes])

    def _collect(self, tie: Literal["hostile", "allied"]) -> frozenset[frozenset[str]]:
        pairs: set[frozenset[str]] = set()
        for relation in self._layout.marked.relations:
            pairs |= {frozenset(couple) for couple in relation.couples(tie)}
        return frozenset(pairs)

    def _at_first(self, pair: frozenset[str]) -> int:
        return next((stance for stance, pairs in self._pairs.items() if pair in pairs), NEITHER)

    def _pair(self, one: str, other: str) -> frozenset[str]:
        """Two forces as the actors to which they belong; a single one if this is the same actor."""
        return frozenset((self._owners.get(one, one), self._owners.get(other, other)))

    def tie(self, one: str, other: str) -> int | None:
        """The row of two actors in ``stance``; None if no effect can change their stance."""
        return self._row.get(self._pair(one, other))

    def bond(self, patron: str, client: str) -> int | None:
        """The row of a patronage in ``holds``; None if no effect can begin or end it."""
        return self._layout.find("bonds", (patron, client))

    def key(self, one: str, other: str, stance: int) -> int:
        """The key of two actors having a stance; ``ALWAYS`` or ``NEVER`` if that is fixed."""
        pair = self._pair(one, other)
        if len(pair) == 1:
            return ALWAYS if stance == FRIENDS and one != other else NEVER
        if pair in self._row:
            return self._row[pair] * len(STANCE) + stance if stance in self._may[pair] else NEVER
        return ALWAYS if self._at_first(pair) == stance else NEVER

    def keys(self, names: Sequence[str], stance: int) -> Indices:
        """Keys of all pairs of some actors and arms, as a square array."""
        keys = [[self.key(one, other, stance) for other in names] for one in names]
        return np.array(keys, dtype=np.int64).reshape(len(names), len(names))

    def flags(self, keys: Indices) -> Flags:
        """Where pairs have the stances of keys today, ``(n_keys, n_runs)``; not for fixed relations."""
        row, stance = np.divmod(keys, len(STANCE))
        return np.asarray(self.stance[row] == stance[:, None])

    def at(self, keys: Indices, run: Indices) -> Flags:
        """Whether pairs have the stances of keys in runs; ``keys`` and ``run`` are broadcast.

        If no relation can change, the result has the shape of ``keys``.
        """
        settled = np.asarray(keys == ALWAYS)
        if not self.any:
            return settled
        row, stance = np.divmod(np.maximum(keys, 0), len(STANCE))
        return np.asarray(settled | ((keys >= 0) & (self.stance[row, run] == stance)))

    def aimed_at(self, one: str, other: str) -> FlagByRun | None:
        """Where one actor's stated flights are flown against another; None if nothing can change that.

        They are flown as stated until the relation of the two changes, and from then on only while they are
        foes.
        """
        row = self.tie(one, other)
        if row is None:
            return None
        return np.asarray((self.stance[row] == self.first[row]) | (self.stance[row] == FOES))

    def same_side(self, one: str, other: str) -> bool | FlagByRun:
        """Where two actors are on one side today: allies, patron and client, or leader and led.

        It is a flag for each run if effects may change it.
        """
        pair = self._pair(one, other)
        bonds, settled = self._bond.get(pair, []), False
        if len(pair) == 1 or self.under(one, other) or self.under(other, one):
            return True
        settled |= pair in self._clients and not bonds
        key = self.key(one, other, FRIENDS)
        if settled or key == ALWAYS:
            return True
        if key == NEVER and not bonds:
            return False
        parts = [self.holds[row] for row in bonds]
        if key != NEVER:
            parts.append(self.flags(np.array([key]))[0])
        return np.asarray(np.any(parts, axis=0))

    def side_keys(self, names: Sequence[str]) -> Indices:
        """Keys of all pairs of some actors and arms for being on one side, as :meth:`siding` reads them."""
        keys = np.full((len(names), len(names)), ALWAYS, dtype=np.int64)
        for a, one in enumerate(names):
            for k, other in enumerate(names):
                same = self.same_side(one, other)
                if same is False:
                    keys[a, k] = NEVER
                elif same is not True:
                    keys[a, k] = len(self._sided)
                    self._sided.append((one, other))
        return keys

    def siding(self, keys: Indices) -> Flags:
        """Where pairs of keys are on one side today, ``(n_keys, n_runs)``; not for fixed pairs."""
        return np.array([self.same_side(*self._sided[key]) for key in keys], dtype=np.bool_)

    def command(self, actor: str) -> str:
        """The actor that commands another: its leader, or itself."""
        return self._leader[self._owners.get(actor, actor)]

    def under(self, actor: str, leader: str) -> bool:
        """Whether an actor is, or is led by, ``leader``."""
        actor, leader = self._owners.get(actor, actor), self._owners.get(leader, leader)
        return leader in (actor, self._leader[actor])
