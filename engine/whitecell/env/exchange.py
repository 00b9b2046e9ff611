"""Questions to a program at a seat and its answers, as plain values for lines of JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from whitecell.env.actions import Actions
from whitecell.game.axes import Flags
from whitecell.scenario.matters import amiss
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder
from whitecell.scenario.problems import did_you_mean

KEYS = ("actor", "choice", "about", "zone", "option")
MOST = 1000
"""Most orders in an answer."""


def question(
    seat: str, actors: Sequence[str], features: Mapping[str, float], actions: Actions, mask: Flags,
    *, turn: int, turns: int, day: int, days: int,
) -> dict[str, Any]:  # fmt: skip
    """The question to a seat before a turn.

    Parameters
    ----------
    seat, actors
        The seat that is asked, and its actors.
    features : mapping of str to float
        The seat's observation by name; see :class:`whitecell.env.observation.Observer`.
    actions : Actions
    mask : array of bool, shape ``(n_matters, most)``
    turn, turns, day, days : int
        The next turn, the number of turns, the last day that was played, and the number of days.
    """
    return {
        "seat": seat, "actors": list(actors), "turn": turn, "turns": turns, "day": day, "days": days,
        "observation": dict(features),
        "legal": [
            {
                "actor": matter.actor, "choice": matter.choice, "about": matter.about, "zone": matter.zone,
                "options": list(matter.options), "now": bool(mask[row, 1]),
            }
            for row, matter in enumerate(actions.matters)
        ],
    }  # fmt: skip


def understood(
    scenario: Scenario, actions: Actions, answer: Mapping[str, Any]
) -> tuple[NDArray[np.int64], list[str]]:
    """The picks of an answer, matter by matter, shape ``(n_matters,)``, and its faults, in words.

    An order that cannot be given is ignored, so the matter is left to the model. Of several orders on one
    matter the last counts.
    """
    picks, faults = np.zeros(len(actions.matters), dtype=np.int64), []
    orders = answer.get("orders")
    if not isinstance(orders, list) or len(orders) > MOST:
        return picks, [f"`orders` is no list of at most {MOST} orders"]
    rows = {(m.actor, m.choice, m.about, m.zone): row for row, m in enumerate(actions.matters)}
    for number, said in enumerate(orders, start=1):
        try:
            order = _order(scenario, list(dict.fromkeys(m.actor for m in actions.matters)), said)
        except ValueError as error:
            faults.append(f"order {number}: {error}")
            continue
        matter = order.actor, order.choice, order.about
        row = rows.get((*matter, order.zone), rows[*matter, ""])
        picks[row] = 1 + actions.matters[row].options.index(order.option) if order.option else 0
    return picks, faults


def _order(scenario: Scenario, actors: list[str], said: object) -> StandingOrder:
    """An order by one of the actors; raises ValueError if it cannot be given."""
    if not isinstance(said, dict) or not {"actor", "choice", "option"} <= {*said} <= {*KEYS}:
        raise ValueError(
            "it needs an `actor`, a `choice`, an `option`, what it is `about`, and for strikes in one zone a "
            "`zone`; no other key"
        )
    if said["actor"] not in actors:
        actor = str(said["actor"])[:80]
        hint = did_you_mean(actor, actors, few=0) or f"it has: {', '.join(actors)}"
        raise ValueError(f"'{actor}' chooses nothing at this seat; {hint}")
    try:
        order = StandingOrder.model_validate(said)
    except ValidationError as error:
        found = error.errors()[0]
        raise ValueError(f"{found['loc'][0]}: {found['msg'][:200]}") from None
    wrong = amiss(scenario, order)
    if wrong is not None:
        raise ValueError(f"{wrong[1]}; {wrong[2]}")
    return order
