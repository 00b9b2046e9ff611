"""Those who are commanded learn overnight what was decided, if anything of theirs hangs on it."""

from __future__ import annotations

from typing import Any

import pytest
from game.known.arena import arena, attacker, opened, state

from whitecell.scenario.heeding import heeding


def commanded(**red: Any) -> dict[str, Any]:
    """A government that orders its force out on day 3; the force reviews once in a thousand days."""
    force = {
        **attacker({"field": 0.1, "home": 0.0}, camp=100),
        "reserve": "camp",
        "tempo": 1000,
        "mobility": 1,
    }
    effects = [{"kind": "set", "number": "actors.red.worth.home", "to": 0.9}]
    return arena(
        actors={"us": state(), "red": {**force, "led_by": "us", **red}, "blue": {**force, "led_by": "us"}},
        relations=[],
        routes=[{"between": ["camp", "field"], "days": 1}, {"between": ["camp", "home"], "days": 1}],
        decisions={
            "d": {
                "name": "D", "by": "us", "on": "day 3",
                "options": {"stay": {"name": "stay"}, "go": {"name": "go", "utility": 1, "effects": effects}},
            }
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    "red",
    [{}, {"led_by": "", "worth": {"field": 0.1, "home": "0.9 * (stands(d) == 1)"}}],
)
def test_who_heeds(red: Any) -> None:
    game = opened(commanded(**red))
    assert heeding(game.setup.stated, "d") == ({"red"} if not red else set())


def test_the_commanded_turn_on_the_morning_after() -> None:
    """Red's main effort is the field from day 1; from day 4 on it is home, for blue never."""
    stated = commanded(worth={"field": 0.1, "home": "0.9 * (stands(d) == 1)"})
    game, efforts = opened(stated), []
    for _ in range(5):
        game.step()
        efforts.append(tuple(game.setup.zones.names[game.actor(name).effort[0]] for name in ("red", "blue")))
    assert efforts == [("field", "field")] * 3 + [("home", "field")] * 2
