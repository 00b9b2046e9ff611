"""The state of one run by day, for machines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from whitecell.analysis.days import replayed
from whitecell.report.outcome import plain_value
from whitecell.report.wording import date_of
from whitecell.scenario.model import Scenario


def states(scenario: Scenario, seed: int, days: Iterable[int]) -> list[dict[str, Any]]:
    """The state of a run at the end of some days, in their order.

    Each day has its number, ``date``, ``control`` (shares by zone and actor), ``fighters`` (by zone and
    actor), ``people`` (by zone), ``main_efforts`` (zone by actor, None for the defensive), ``in_force`` and
    ``open`` (constraints and corridors), ``levels`` (of escalation, by rivalry) and ``measures`` (so far).
    """
    run = replayed(scenario, np.array([seed], dtype=np.int64))
    found = []
    for day in days:
        then = run.standing(day)
        found.append({
            "day": day,
            "date": date_of(scenario.start, day).isoformat(),
            "control": {zone: dict(shares) for zone, shares in then.control.items()},
            "fighters": {zone: dict(forces) for zone, forces in then.fighters.items()},
            "people": dict(then.people),
            "main_efforts": {actor: next(iter(zones), None) for actor, zones in then.efforts.items()},
            "in_force": [name for name, share in then.in_force.items() if share],
            "open": [name for name, share in then.joined.items() if share],
            "levels": {name: int(runs[day].argmax()) for name, runs in run.rungs.items()},
            "measures": {
                name: plain_value(scenario, name, float(series.values[day - 1, 0]))
                for name, series in run.series.items()
            },
        })  # fmt: skip
    return found
