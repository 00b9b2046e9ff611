"""Menus: which actors choose today among which zones, in which runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, raised
from whitecell.game.places import Places
from whitecell.game.setup import Setup

Indices = NDArray[np.int64]


class Options:
    """All zones that fielded actors can ever choose for their main effort; they can also hold.

    An option is a row: an actor and a zone, in the order of the roster. A *decider* is an actor that has
    options.

    Attributes
    ----------
    deciders : list of int
        Fielded actors.
    actor, zone, decider : arrays of int, shape ``(n_options,)``
        ``decider`` is the place of the actor among the deciders.
    rows : list of slice
        For each decider its options.
    """

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.deciders = [a for a, zones in enumerate(setup.options) if zones]
        self.pairs = [(a, z) for a in self.deciders for z in setup.options[a]]
        counts = [len(setup.options[a]) for a in self.deciders]
        first = np.cumsum([0, *counts])
        self.rows = [slice(int(first[k]), int(first[k + 1])) for k in range(len(counts))]
        self.actor, self.zone = (np.array([p[k] for p in self.pairs], dtype=np.int64) for k in (0, 1))
        self.decider: Indices = np.repeat(np.arange(len(counts)), counts)
        self.place: Indices = np.array(self.deciders, dtype=np.int64)
        self.number: Indices = np.arange(len(self.pairs))
        self.first_decider: Indices = self.decider * setup.n_runs
        self.ends: Indices = np.arange(len(counts) + 1) * setup.n_runs
        self.first_effort: Indices = self.place * setup.n_runs
        self.first_place: Indices = (self.actor * len(setup.zones) + self.zone) * setup.n_runs
        views = [setup.posts.view_of[pair] for pair in self.pairs]
        self.first_view: Indices = np.array(views, dtype=np.int64) * setup.n_runs

    def __len__(self) -> int:
        return len(self.pairs)

    def name(self, k: int) -> str:
        """Name of a decider."""
        return self.setup.field.names[self.deciders[k]]

    def zone_names(self, k: int) -> tuple[str, ...]:
        """Names of a decider's zones."""
        return tuple(self.setup.zones.names[z] for z in self.zone[self.rows[k]])


class Menu:
    """The deciders that choose today, and their options.

    A *pair* is an option and a run in which its actor chooses. Pairs are sorted by option, so those of an
    actor form a block of shape ``(its options, its runs)``. A *review* is a decider and a run in which it
    chooses; reviews are sorted by decider.

    Attributes
    ----------
    places : Places
        The actor, zone and run of each pair.
    option : array of int, shape ``(n_pairs,)``
        The row of each pair's option.
    flat, view : arrays of int, shape ``(n_pairs,)``
        Where to find the value of each pair in arrays of shape ``(n_options, n_runs)`` and
        ``(n_views, n_runs)`` that are laid out flat.
    runs : list of arrays of int
        For each decider the runs in which it chooses.
    deciding, effort : arrays of int, shape ``(n_reviews,)``
        Where to find a review's value in flat arrays of shape ``(n_deciders, n_runs)`` and
        ``(n_actors, n_runs)``.
    reviewed : array of int, shape ``(n_reviews,)``
        The run of each review.
    own : list of slice
        For each decider the place of its reviews.
    """

    def __init__(self, options: Options, due: NDArray[np.bool_]) -> None:
        n = due.shape[1]
        self.options, self._size = options, due.size
        self.deciding: Indices = raised(due)
        found = self.deciding.searchsorted(options.ends)
        counts, ends = found[1:] - found[:-1], found.tolist()
        self._per_row = counts[options.decider]
        ends_of = self._per_row.cumsum()
        self._starts, self._ends = ends_of - self._per_row, [0, *ends_of.tolist()]
        self.option: Indices = self.spread(options.number)
        self.flat: Indices = raised(due.take(options.decider, axis=0))
        self.run: Indices = self.flat - self.option * n
        self.view: Indices = self.spread(options.first_view) + self.run
        actor, zone = self.spread(options.actor), self.spread(options.zone)
        whole = self.spread(options.first_place) + self.run
        self.places = Places(actor, zone, self.run, len(options.setup.zones), n, whole)
        own = self.deciding - options.ends[:-1].repeat(counts)
        self.effort: Indices = options.first_effort.repeat(counts) + own
        self.reviewed: Indices = own
        self._counts, self._first = counts, found[:-1]
        self.own = [slice(first, end) for first, end in pairwise(ends)]
        self.runs: list[Indices] = [own[part] for part in self.own]

    def __len__(self) -> int:
        return len(self.run)

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give each pair the value of its option; ``values`` has shape ``(n_options,)``."""
        return values.repeat(self._per_row)

    def with_pairs(self, option: Indices) -> tuple[Indices, Indices]:
        """Every row with every pair of its option: the pairs, row after row, and how many each row has.

        ``option`` is that of each row.
        """
        counts = self._per_row.take(option)
        before = counts.cumsum() - counts
        first = (self._starts.take(option) - before).repeat(counts)
        return first + np.arange(len(first)), counts

    def with_reviews(self, decider: Indices) -> tuple[Indices, Indices]:
        """Every row with every review of its decider: the rows and the reviews, row after row.

        ``decider`` is that of each row, as its place among the deciders.
        """
        counts = self._counts.take(decider)
        row = np.arange(len(decider)).repeat(counts)
        before = counts.cumsum() - counts
        return row, (self._first.take(decider) - before).repeat(counts) + np.arange(len(row))

    def by_review(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give each review the value of its decider; ``values`` has shape ``(n_deciders,)``."""
        return values.repeat(self._counts)

    def each(self, values: Floats) -> Floats:
        """Give each review the value of its actor: ``(n_actors, n_runs)``, or ``(n_actors, 1)``."""
        if values.shape[1] == 1:
            return np.asarray(values[self.options.place, 0].repeat(self._counts))
        return values.take(self.effort)

    def of_review(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give each pair the value of its review, ``(n_reviews,)``."""
        every = np.zeros(self._size, dtype=values.dtype)
        every[self.deciding] = values
        return every.take(self.spread(self.options.first_decider) + self.run)

    def of_option(self, values: Floats) -> Floats:
        """Give each pair the value of its option: ``(n_options, n_runs)``, or ``(n_options, 1)``."""
        return self.spread(values[:, 0]) if values.shape[1] == 1 else values.take(self.flat)

    def of_actor(self, values: Floats) -> Floats:
        """Give each pair the value of its actor: ``(n_actors, n_runs)``, or ``(n_actors, 1)``."""
        if values.shape[1] == 1:
            return self.spread(values[self.options.actor, 0])
        return self.places.of_actor(values)

    def blocks(self) -> Sequence[tuple[int, slice]]:
        """For each decider that chooses in any run: its place, and all its pairs."""
        return [
            (k, slice(self._ends[rows.start], self._ends[rows.stop]))
            for k, rows in enumerate(self.options.rows)
            if len(self.runs[k])
        ]
