"""Undertakings: broken while a condition is so, watched, and verified, played day by day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import arena, force, opened, state, within
from game.known.test_periods import pact
from pydantic import ValidationError

from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

RUNS = 4096


def promised(steps: Any = (), **clause: Any) -> dict[str, Any]:
    """Red promises to bring its guns, which leave by a tenth of those at the start each day, to a half."""
    return arena(
        actors={"red": force(field=500), "blue": force(home=10), "a": state()},
        relations=[],
        variables={"guns": {"name": "guns", "start": 1, "bounds": [0, 1], "per_day": -0.1}},
        constraints={
            "out": {
                "name": "O", "kind": "undertaking", "applies_to": ["red"], "in_force": "with pact",
                "breached_when": "guns > 0.55", **clause,
            }
        },
        agreements=pact(in_force="from the start", trust_loss=0.5, steps=steps),
    )  # fmt: skip


def broken(game: WarGame, days: int) -> list[int]:
    """Days on which red is in breach in the first run."""
    found = []
    for _ in range(days):
        game.step()
        if game.pieces.constraints["out"].broke["red"][0]:
            found.append(game.day)
    return found


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        ({}, [1, 2, 3, 4, 5]), ({"after": 3}, [3, 4, 5]), ({"until": "2020-01-04"}, [1, 2, 3]),
        ({"when": "guns < 0.85"}, [3, 4, 5]), ({"in_force": "from the start"}, [1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_it_is_broken_on_days_whose_morning_finds_it_so(clause: Any, days: list[int]) -> None:
    """Mornings find 1, 0.9, 0.8, 0.7, 0.6, 0.5."""
    assert broken(opened(promised(**clause)), 9) == days


def test_a_breach_is_recorded_and_costs_trust() -> None:
    game = opened(promised(watched_by={"detects": 0.3}), RUNS)
    game.step()
    recorded = game.pieces.constraints["out"].recorded["red"]
    assert within(float(recorded.mean()), 0.3, RUNS)
    assert np.array_equal(game.pieces.agreements["pact"].trust, np.where(recorded, 0.5, 1.0))


def test_a_step_verifies_it() -> None:
    game = opened(promised(steps=[{"verified": 3}], watched_by={"detects": 1}))
    taken = [day for day in range(1, 12) if (game.step(), game.pieces.agreements["pact"].step[0])[1]]
    assert taken[0] == 9  # days 6, 7 and 8 are clean


def test_it_holds_nobody_back_and_is_answered_by_pressure_only() -> None:
    assert not opened(promised()).pieces.constraints["out"].restrains
    with pytest.raises(ValidationError, match="pressure only"):
        Scenario.model_validate(
            promised(answered_by={"actor": "a", "by": "strike", "resolve": 1}),
            context={"start": "2020-01-01"},
        )
