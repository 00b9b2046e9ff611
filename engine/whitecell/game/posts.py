"""Posts: the zones in which each actor's force can ever stand, and sums over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, raised
from whitecell.game.picks import Picking, picked, picking
from whitecell.game.relations import ALWAYS, NEVER, Relations

Indices = NDArray[np.int64]


class Posts:
    """Pairs of actor and zone where a force can ever stand, and the further zones that actors look at.

    The day's sums are taken over posts only, since there are no forces elsewhere. They are products with
    matrices of zeros and ones, which add in the order of the roster.

    Attributes
    ----------
    actor, zone : arrays of int, shape ``(n_posts,)``
    view_of : mapping of (int, int) to int
        For an actor and a zone that it looks at, and for every post: the row among *views*. Actors with the
        same foes and friends share their views, since they face the same forces beside the same forces.
    sharers : list of (int, int)
        For each view the first actor and zone that have it.
    view_of_post : array of int, shape ``(n_posts,)``
    by_actor, by_zone : sparse arrays, shape ``(n_actors, n_posts)`` and ``(n_zones, n_posts)``
        Add up posts.
    facing : pair of arrays of int
        Rows of posts of foes that can meet, sorted by zone.
    facing_keys : array of int
        For each such pair the key of the relation of being foes.
    row_of : mapping of (int, int) to int
        For an actor and a zone: the post. ``table`` has the same as a flat array, ``(n_actors · n_zones,)``,
        −1 for none.

    Parameters
    ----------
    reach, wanted : lists of lists of int
        For each actor the zones where its force can ever stand, and further ones that it looks at.
    as_foes, as_friends : arrays of int, shape ``(n_actors, n_actors)``
        Keys of relations for being foes and being friends.
    relations : Relations
    beside : list of lists of int
        For each zone those that a road joins to it.
    """

    def __init__(
        self,
        reach: Sequence[Sequence[int]],
        wanted: Sequence[Sequence[int]],
        as_foes: Indices,
        as_friends: Indices,
        relations: Relations,
        beside: Sequence[Sequence[int]],
    ) -> None:
        self._as_foes, self._flags, n_zones = as_foes, relations.flags, len(beside)
        self._foes, friends = ([raised(row != NEVER).tolist() for row in k] for k in (as_foes, as_friends))
        self.n_zones = n_zones
        pairs = [(a, z) for a, zones in enumerate(reach) for z in zones]
        self.row_of = {pair: row for row, pair in enumerate(pairs)}
        self.actor, self.zone = (np.array([pair[k] for pair in pairs], dtype=np.int64) for k in (0, 1))
        as_side = as_friends.copy()
        np.fill_diagonal(as_side, ALWAYS)
        looks = [(a, z) for a in range(len(reach)) for z in sorted({*reach[a], *wanted[a]})]
        alike: dict[object, list[tuple[int, int]]] = {}
        for a, z in looks:
            foes = tuple((f, int(as_foes[a, f])) for f in self.foes_at(a, z))
            alike.setdefault((z, foes, tuple(as_side[a].tolist())), []).append((a, z))
        self.view_of = {pair: row for row, shared in enumerate(alike.values()) for pair in shared}
        self.sharers = [shared[0] for shared in alike.values()]
        self.view_of_post: Indices = np.array([self.view_of[pair] for pair in pairs], dtype=np.int64)
        self._all_differ = self.view_of_post.tolist() == [*range(len(self.sharers))]
        hostile, low = [], []
        for row, (a, z) in enumerate(self.sharers):
            hostile += [(row, self.row_of[f, z], int(as_foes[a, f])) for f in self.foes_at(a, z)]
            low += [
                (len(self.sharers) + row, self.row_of[f, z], int(as_side[a, f]))
                for f in (a, *friends[a])
                if (f, z) in self.row_of
            ]
        self._sides = self.picked([*hostile, *low], 2 * len(self.sharers))
        near = [{*each} for each in beside]
        self._near = [
            [
                self.row_of[f, other]
                for f in self._foes[a]
                for other in sorted({z, *near[z]})
                if (f, other) in self.row_of
            ]
            for a, z in pairs
        ]
        self.by_actor = picking([(a, row) for row, (a, _) in enumerate(pairs)], (len(reach), len(pairs)))
        self.by_zone = picking([(z, row) for row, (_, z) in enumerate(pairs)], (n_zones, len(pairs)))
        facing = [
            (one, self.row_of[f, z]) for one, (a, z) in enumerate(pairs) for f in self.foes_at(a, z) if f > a
        ]
        facing.sort(key=lambda pair: pairs[pair[0]][1])
        self.facing = tuple(np.array([pair[k] for pair in facing], dtype=np.int64) for k in (0, 1))
        one, other = (self.actor[rows] for rows in self.facing)
        self.facing_keys: Indices = as_foes[one, other]
        self._flat = self.actor * n_zones + self.zone
        self.table: Indices = np.full(len(reach) * n_zones, -1, dtype=np.int64)
        self.table[self._flat] = np.arange(len(pairs))

    def __len__(self) -> int:
        return len(self.actor)

    def __contains__(self, pair: tuple[int, int]) -> bool:
        return pair in self.row_of

    def foes_at(self, actor: int, zone: int) -> list[int]:
        """An actor's foes that can ever stand in a zone, in the order of the roster."""
        return [foe for foe in self._foes[actor] if (foe, zone) in self.row_of]

    def foes_near(self, post: int) -> Sequence[int]:
        """Posts of all possible foes in the zone of a post and in the zones beside it."""
        return self._near[post]

    def nearby(self, rows: Sequence[int]) -> Picking:
        """A matrix that picks, for some posts, the posts of foes in their zones and beside them."""
        entries = [
            (k, other, int(self._as_foes[self.actor[row], self.actor[other]]))
            for k, row in enumerate(rows)
            for other in self._near[row]
        ]
        return self.picked(entries, len(rows))

    def of_views(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values at posts, of values at views, ``(n_views, n_runs)``: the same if every post is a view."""
        return values if self._all_differ else values.take(self.view_of_post, axis=0)

    def by_side(self, values: Floats) -> tuple[Floats, Floats]:
        """Sums of values at posts, for each view: over foes there, and over the actor and its friends."""
        both = self._sides @ values
        return both[: len(self.sharers)], both[len(self.sharers) :]

    def picked(self, entries: Sequence[tuple[int, int, int]], n_rows: int) -> Picking:
        """A matrix that picks posts; each entry gives a row, a post and a key."""
        places = [(row, post) for row, post, _ in entries]
        return picked(places, [key for *_, key in entries], self._flags, (n_rows, len(self)))

    def read(self, values: Floats) -> Floats:
        """The posts' part of an array ``(n_actors, n_zones, n_runs)``: a copy, ``(n_posts, n_runs)``."""
        return values.reshape(-1, values.shape[2]).take(self._flat, axis=0)

    def at(self, values: Floats, post: Indices, run: Indices) -> Floats:
        """Values, at posts in runs, of an array by actor, zone and run."""
        return np.asarray(values.take(self._flat.take(post) * values.shape[2] + run))

    def add(self, values: Floats, post: Indices, run: Indices, amounts: Floats) -> None:
        """Add amounts, at posts in runs, to an array by actor, zone and run; no place may occur twice."""
        values.reshape(-1)[self._flat.take(post) * values.shape[2] + run] += amounts

    def write(self, values: Floats, at_posts: Floats) -> None:
        """Write values at the posts into an array of shape ``(n_actors, n_zones, n_runs)``."""
        values.reshape(-1, values.shape[2])[self._flat] = at_posts
