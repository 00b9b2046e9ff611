"""Combat flights: which actor flies over which zone against which foes, as the scenario states it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from whitecell.game.axes import ByRunOr1, Roster
from whitecell.game.parameters import Parameters
from whitecell.scenario.cast import AirPower
from whitecell.scenario.model import Scenario


@dataclass(frozen=True)
class Flights:
    """Combat flights of one actor over one zone against some of the fielded actors.

    ``moves`` says whether their number may change from day to day.
    """

    key: str
    actor: str
    zone: int
    sorties: ByRunOr1
    targets: tuple[int, ...]
    moves: bool

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        parameters: Parameters,
        zones: Roster,
        field: Roster,
        zone_key: Callable[[int], str],
    ) -> list[Flights]:
        """All flights of a scenario, in the order of the names of their dice."""
        found = [
            cls(
                f"{spec.dice or name}/{zone_key(zones.index(air.zone))}/{number}",
                name,
                zones.index(air.zone),
                parameters.value(air.sorties),
                tuple(field.indices(air.against)),
                parameters.moves(air.sorties),
            )
            for name, spec in scenario.actors.items()
            for air, number in _numbered(spec.air)
        ]
        return sorted(found, key=lambda flight: flight.key)


def flying(sorties: Iterable[ByRunOr1]) -> ByRunOr1:
    """1 in runs in which any sortie is flown, else 0."""
    together: ByRunOr1 = 0.0
    for each in sorties:
        together = together + each
    return np.asarray(together > 0.0, dtype=np.float64)


def _numbered(flights: tuple[AirPower, ...]) -> list[tuple[AirPower, int]]:
    """Number an actor's flights zone by zone, so that each has a name of its own."""
    counted: dict[str, int] = {}
    result = []
    for air in flights:
        counted[air.zone] = counted.get(air.zone, 0) + 1
        result.append((air, counted[air.zone]))
    return result
