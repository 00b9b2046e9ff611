"""Places (actor, zone and run), for reading and adding to arrays over actors, zones and runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, sums_at, tally

Indices = NDArray[np.int64]


class Places:
    """Some places: an actor, a zone and a run each.

    All methods that read give an array of the shape of the places. An index into a flat array is computed
    when first needed, once for each kind of array (by hand, since ``cached_property`` takes a lock each
    time).

    Parameters
    ----------
    actor, zone, run : arrays of int
        Indices along the axes; they are broadcast against each other.
    n_zones, n_runs : int
        Lengths of the axes.
    whole : array of int, optional
        Indices into a flat array of shape ``(n_actors, n_zones, n_runs)``, if they are already known.
    """

    def __init__(
        self,
        actor: Indices,
        zone: Indices,
        run: Indices,
        n_zones: int,
        n_runs: int,
        whole: Indices | None = None,
    ) -> None:
        self.actor, self.zone, self.run = actor, zone, run
        self.n_zones, self.n_runs = n_zones, n_runs
        self._found_pair: Indices | None = None
        self._found_whole = whole
        self._found_side: Indices | None = None
        self._found_row: Indices | None = None

    @property
    def _pair(self) -> Indices:
        if self._found_pair is None:
            self._found_pair = self.actor * self.n_zones + self.zone
        return self._found_pair

    @property
    def _whole(self) -> Indices:
        if self._found_whole is None:
            self._found_whole = self._pair * self.n_runs + self.run
        return self._found_whole

    @property
    def _side(self) -> Indices:
        if self._found_side is None:
            self._found_side = self.actor * self.n_runs + self.run
        return self._found_side

    def read(self, array: NDArray[np.float64]) -> Floats:
        """Values of an array of shape ``(n_actors, n_zones, n_runs)``."""
        return array.take(self._whole)

    def rows(self, table: Indices) -> Indices:
        """The row of each place's pair of actor and zone, from ``table``; −1 for none."""
        return table.take(self._pair)

    def at_rows(self, table: Indices) -> Indices:
        """Indices into flat arrays that have a row for some pairs, as in :meth:`add_at`.

        They are found once, so ``table`` is the same in all calls.
        """
        if self._found_row is None:
            self._found_row = table.take(self._pair) * self.n_runs + self.run
        return self._found_row

    def read_rows(self, table: Indices, array: Floats) -> Floats:
        """Values of an array with a row for some pairs, as in :meth:`add_at`."""
        return array.take(self.at_rows(table))

    def of_zone(self, array: Floats) -> Floats:
        """Values of an array of shape ``(n_zones, n_runs)``, or ``(n_zones, 1)`` if runs do not differ."""
        return (
            array.take(self.zone) if array.shape[1] == 1 else array.take(self.zone * self.n_runs + self.run)
        )

    def add_at(self, rows: Indices, array: Floats, values: Floats) -> None:
        """Add to an array that has a row for some pairs of actor and zone, place after place.

        ``rows`` gives the row of each pair, −1 for none; no place may be at a pair without a row. ``array``
        has the shape ``(n_rows, n_runs)``.
        """
        np.add.at(array.reshape(-1), self.at_rows(rows), values)

    def of_actor(self, array: NDArray[Any]) -> NDArray[Any]:
        """Values of an array of shape ``(n_actors, n_runs)``, or ``(n_actors, 1)`` if runs do not differ."""
        return array.take(self.actor) if array.shape[1] == 1 else array.take(self._side)

    def flags_of_pair(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Flags of a table of shape ``(n_actors, n_zones)``."""
        return flags.take(self._pair)

    def flags_of_pairs(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Flags of several flat tables of this kind, ``(n_tables, n_actors · n_zones)``; a row for each."""
        return flags.take(self._pair, axis=1)

    def sums_by_actor(self, values: Floats, n_actors: int) -> Floats:
        """Sums of values over the places of each actor and run, ``(n_actors, n_runs)``, in order."""
        return tally(self._side, values, n_actors * self.n_runs).reshape(n_actors, self.n_runs)

    def sums_at(self, values: Floats, scratch: Floats) -> Floats:
        """For each place the sum of the values of all identical places, added in their order.

        ``scratch`` is an array of zeros of shape ``(n_actors, n_zones, n_runs)``; it is left as it was.
        """
        return sums_at(self._whole, values, scratch)

    def mark_zones(self, flags: NDArray[np.bool_]) -> None:
        """Raise flags of shape ``(n_zones, n_runs)``."""
        flags.reshape(-1)[self.zone * self.n_runs + self.run] = True

    def mark_actors(self, flags: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> None:
        """Raise flags of shape ``(n_actors, n_runs)`` at some of the places."""
        flags.reshape(-1)[self._side[chosen]] = True

    def others(self, actor: Indices) -> Places:
        """The same zones and runs, of other actors."""
        return Places(actor, self.zone, self.run, self.n_zones, self.n_runs)

    def some(self, chosen: Indices) -> Places:
        """Some of the places, by their numbers."""
        actor, zone, run = (part.take(chosen) for part in (self.actor, self.zone, self.run))
        return Places(actor, zone, run, self.n_zones, self.n_runs, self._whole.take(chosen))
