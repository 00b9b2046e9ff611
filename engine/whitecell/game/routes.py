"""Ways between zones: the quickest next step toward every zone, for each actor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, Roster
from whitecell.scenario.theatre import Route

Roads = list[dict[int, float]]
"""For each zone the days to those that a road joins to it."""


class RouteMap:
    """Quickest ways for all actors to which the same roads are open.

    ``hop[t, z]`` is the next zone on the quickest way from ``z`` to ``t``, and ``leg[t, z]`` the route to it;
    they are ``z`` and −1 where there is no way or ``z`` is ``t``. Ways are found with the given travel days,
    shape ``(n_routes,)``; of equally quick ways the first in the order of the roster is taken. No way goes
    through zones to avoid.
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
        roads: Roads = [{} for _ in range(n)]
        route_of: list[dict[int, int]] = [{} for _ in range(n)]
        for number, (route, length) in enumerate(zip(routes, days, strict=True)):
            if actor in route.closed_to:
                continue
            a, b = (zones.index(name) for name in route.between)
            if a in avoid or b in avoid:
                continue
            if length < roads[a].get(b, np.inf):
                roads[a][b] = roads[b][a] = max(length, 1e-6)
                route_of[a][b] = route_of[b][a] = number
        self._roads = roads
        self.days: Floats = np.array([_quickest(roads, start) for start in range(n)]).reshape(n, n)
        self.hop: NDArray[np.int64] = np.tile(np.arange(n), (n, 1))
        self.leg: NDArray[np.int64] = np.full((n, n), -1, dtype=np.int64)
        for zone in range(n):
            beside = np.array(sorted(roads[zone]), dtype=np.int64)
            if not len(beside):
                continue
            through = np.array([roads[zone][k] for k in beside.tolist()])[:, None] + self.days[beside]
            best = np.argmin(np.round(through, 9), axis=0)
            leads = np.isfinite(np.min(through, axis=0))
            leads[zone] = False
            legs = np.array([route_of[zone][k] for k in beside.tolist()])
            self.hop[leads, zone] = beside[best[leads]]
            self.leg[leads, zone] = legs[best[leads]]

    def direct(self, one: int, other: int) -> bool:
        """Whether a road that is open joins two zones."""
        return other in self._roads[one]

    def way(self, zone: int, goal: int) -> list[int]:
        """Zones on the way from a zone to a goal, excluding these two."""
        passed: list[int] = []
        while (zone := int(self.hop[goal, zone])) != goal and self.leg[goal, zone] >= 0:
            passed.append(zone)
        return passed


def ways_of(
    zones: Roster, routes: Sequence[Route], days: Sequence[float], users: Sequence[tuple[str, frozenset[int]]]
) -> list[RouteMap]:
    """The ways of each actor, given the zones that it avoids; actors with the same ways share them."""
    closed = {name for route in routes for name in route.closed_to}
    found: dict[tuple[str, frozenset[int]], RouteMap] = {}
    keys = [(name if name in closed else "", avoid) for name, avoid in users]
    for key in keys:
        if key not in found:
            found[key] = RouteMap(zones, routes, days, *key)
    return [found[key] for key in keys]


def _quickest(roads: Roads, start: int) -> list[float]:
    """Days of the quickest way from a zone to each zone, infinite where there is none.

    Source: Dijkstra, E. W. (1959), Numerische Mathematik 1, 269–271.
    """
    days = [np.inf] * len(roads)
    days[start] = 0.0
    ahead = [(0.0, start)]
    while ahead:
        far, zone = heappop(ahead)
        if far > days[zone]:
            continue
        for other, length in roads[zone].items():
            if (there := far + length) < days[other]:
                days[other] = there
                heappush(ahead, (there, other))
    return days


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
