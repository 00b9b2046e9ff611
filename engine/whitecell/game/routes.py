"""Ways between zones: the quickest next step toward every zone, for each actor."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from whitecell.game.axes import Floats, Roster
from whitecell.scenario.theatre import Route


class RouteMap:
    """Quickest ways of one actor.

    ``hop[t, z]`` is the zone that comes next on the quickest way from ``z`` to ``t``, and
    ``leg[t, z]`` the route taken; both are ``z`` and −1 where no way leads there or ``z`` is ``t``.
    Ways are found with the travel days given, shape ``(n_routes,)``; among equally quick ones the
    first in the order of the roster is taken. No way goes through zones to avoid.
    """

    def __init__(
        self,
        zones: Roster,
        routes: Sequence[Route],
        days: Sequence[float],
        actor: str = "",
        avoid: Collection[int] = (),
    ) -> None:
        n = len(zones)
        direct = np.full((n, n), np.inf)
        route_of = np.full((n, n), -1, dtype=np.int64)
        for number, (route, length) in enumerate(zip(routes, days, strict=True)):
            if actor in route.closed_to:
                continue
            a, b = (zones.index(name) for name in route.between)
            if a in avoid or b in avoid:
                continue
            if length < direct[a, b]:
                direct[a, b] = direct[b, a] = max(length, 1e-6)
                route_of[a, b] = route_of[b, a] = number
        self._direct = np.isfinite(direct)
        self.days: Floats = dijkstra(np.where(np.isinf(direct), 0.0, direct), directed=False)
        through = direct[:, :, None] + self.days[None, :, :]
        best = np.argmin(np.round(through, 9), axis=1)
        reached = np.isfinite(np.min(through, axis=1))
        np.fill_diagonal(reached, False)
        here = np.arange(n)
        self.hop: NDArray[np.int64] = np.where(reached, best, here[:, None]).T.copy()
        self.leg: NDArray[np.int64] = np.where(reached, route_of[here[:, None], best], -1).T.copy()

    def direct(self, one: int, other: int) -> bool:
        """Whether a road that it may take joins two zones."""
        return bool(self._direct[one, other])

    def way(self, zone: int, goal: int) -> list[int]:
        """Zones that are passed on the way from a zone to a goal, without these two."""
        passed: list[int] = []
        while (zone := int(self.hop[goal, zone])) != goal and self.leg[goal, zone] >= 0:
            passed.append(zone)
        return passed


def reach(maps: Sequence[RouteMap], starts: Sequence[int], targets: Sequence[int]) -> list[int]:
    """Zones that a force can ever stand in: from its starts along the ways of some maps to its targets."""
    seen = set(starts)
    frontier = list(starts)
    while frontier:
        zone = frontier.pop()
        for step in (int(each.hop[target, zone]) for each in maps for target in targets):
            if step not in seen:
                seen.add(step)
                frontier.append(step)
    return sorted(seen)
