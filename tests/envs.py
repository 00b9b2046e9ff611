"""Seats and picks for tests of environments."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from whitecell.env.actions import Actions, Picks
from whitecell.env.vector import VectorEnv
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder

SEATS = {
    "blue": ("united_states", "jordan", "coalition"),
    "red": ("militias", "iran", "russia"),
}
AIMS = {"blue": {"zone_held_days": 1.0}}


def random_picks(actions: Actions, n_runs: int, seed: int = 0) -> Picks:
    rng = np.random.default_rng(seed)
    return rng.integers(0, actions.counts[:, None], (len(actions.counts), n_runs))


def as_orders(env: VectorEnv, scenario: Scenario, first: int, picks: dict[str, Picks]) -> list[StandingOrder]:
    """What was picked in the first run, as orders of the scenario from a day on."""
    orders = []
    for agent, array in picks.items():
        for matter, pick in zip(env.actions[agent].matters, array[:, 0], strict=True):
            if matter.zone and not pick:
                continue  # as for all zones
            stated = {"actor": matter.actor, "choice": matter.choice, "about": matter.about}
            stated["zone"] = matter.zone
            stated["option"] = matter.options[pick - 1] if pick else ""
            orders.append(
                StandingOrder.model_validate({**stated, "from": scenario.start + timedelta(days=first)})
            )
    return orders
