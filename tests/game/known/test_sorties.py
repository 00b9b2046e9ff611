"""Sorties as they are ordered: over which zone, against whom, or not at all; never more than there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import arena, attacker, fighters, force, opened, state
from happenings import seen

from whitecell.game.play import tell
from whitecell.game.policy import FREE, Order, Orders
from whitecell.game.war_game import WarGame
from whitecell.report.why import why
from whitecell.scenario.matters import matters
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder

LOSS = 0.5
FLIGHTS = [
    {"zone": "field", "sorties": 4, "against": ["red", "grey"]},
    {"zone": "field", "sorties": 2, "against": ["grey"]},
    {"zone": "home", "sorties": 6, "against": ["red", "grey"]},
]


def theatre(**more: Any) -> dict[str, Any]:
    """A power over two zones with the same forces of two; a sortie costs them half a fighter."""
    actors = {
        "red": force(field=100, home=100),
        "grey": force(field=100, home=100),
        "power": state(air=more.pop("air", FLIGHTS)),
    }
    rules = {"air_losses": LOSS, "air_scale": 0.0, **more.pop("rules", {})}
    return arena(actors=actors, relations=[], rules=rules, **more)


def played(stated: dict[str, Any], days: int = 1, runs: int = 1, **told: Orders | Any) -> WarGame:
    game = opened(stated, runs)
    for subject, orders in told.items():
        game.choice.hand_over("power", subject, orders)
    for _ in range(days):
        game.step()
    return game


def lost(game: WarGame) -> dict[tuple[str, str], float]:
    return {
        (who, zone): round(float(100.0 - fighters(game, who, zone)[0]), 9)
        for who in ("red", "grey")
        for zone in ("field", "home")
    }


def hits(red_field: float, grey_field: float, red_home: float, grey_home: float) -> dict[Any, float]:
    """Losses of sorties by target and zone."""
    zones = {("red", "field"): red_field, ("grey", "field"): grey_field}
    return {k: LOSS * n for k, n in {**zones, ("red", "home"): red_home, ("grey", "home"): grey_home}.items()}


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("as planned", hits(2, 4, 3, 3)),
        ("hold", hits(0, 0, 0, 0)),
        ("home", hits(0, 0, 6, 6)),
        ("field", hits(4, 8, 0, 0)),
    ],
)
def test_all_sorties_of_an_actor_go_where_they_are_ordered(option: str, expected: dict[Any, float]) -> None:
    assert lost(played(theatre(), sorties=Orders(Order(option)))) == expected
    assert lost(played(theatre())) == hits(2, 4, 3, 3)


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("everybody", hits(2, 4, 3, 3)),
        ("nobody", hits(0, 0, 3, 3)),
        ("red", hits(6, 0, 3, 3)),
        ("grey", hits(0, 6, 3, 3)),
    ],
)
def test_sorties_over_a_zone_hit_whom_they_are_ordered_against(
    option: str, expected: dict[Any, float]
) -> None:
    assert lost(played(theatre(), target=Orders(Order(option, thing="field")))) == expected


def test_both_orders_together() -> None:
    where, whom = Orders(Order("home")), Orders(Order("red", thing="home"))
    assert lost(played(theatre(), sorties=where, target=whom)) == hits(0, 0, 12, 0)


def test_where_none_are_planned_all_can_be_sent() -> None:
    air = [{**FLIGHTS[0], "sorties": 0}, {**FLIGHTS[1], "sorties": 0}, FLIGHTS[2]]
    assert lost(played(theatre(air=air), sorties=Orders(Order("field")))) == hits(1.5, 4.5, 0, 0)


def test_orders_differ_from_run_to_run() -> None:
    picks = np.array([FREE, 1, 3, 0])
    game = played(theatre(), runs=4, sorties=Orders(Order(picks)))
    assert np.allclose(100.0 - fighters(game, "red", "home"), [1.5, 0.0, 3.0, 1.5])


def test_orders_for_what_is_planned_change_no_bit() -> None:
    stated = theatre(rules={"air_scale": 300.0})
    plain = played(stated, 20, 3)
    told = played(
        stated, 20, 3, sorties=Orders(Order("as planned")), target=Orders(Order("everybody", thing="field"))
    )
    assert plain.state.forces.fighters.tobytes() == told.state.forces.fighters.tobytes()


def test_who_holds_its_sorties_or_sends_them_elsewhere_enforces_no_line() -> None:
    line = {
        "name": "L", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"], "tolerance": 0,
        "trigger": 1, "watched_by": {"detects": 1.0},
        "answered_by": {"actor": "power", "by": "strike", "resolve": 1e9, "losses": 1},
    }  # fmt: skip
    stated = theatre(constraints={"line": line})

    def struck(option: str) -> bool:
        return bool(seen(played(stated, sorties=Orders(Order(option))), "strike", "line").any())

    assert struck("as planned")
    assert struck("field")
    assert not struck("hold")
    assert not struck("home")


def test_friends_on_the_ground_do_not_count_on_sorties_that_are_held() -> None:
    stated = arena(
        actors={
            "red": attacker(camp=100, home=0) | {"mobility": 1.0},
            "blue": force(field=100),
            "power": state(air=[{"zone": "field", "sorties": 2, "against": ["blue"]}]),
        },
        relations=[{"hostile": ["red", "blue"]}, {"allied": ["red", "power"]}],
        rules={"air_support": 25.0},
    )
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})

    def worth(*told: tuple[str, str, str]) -> float:
        orders = tuple(StandingOrder(actor="power", choice=c, about=a, option=o) for c, a, o in told)
        story = tell(scenario.model_copy(update={"orders": orders}), 1)
        weighed = next(w for w in story.weighings if w.subject == "effort")
        return next(o for o in weighed.options if o.name == "field").terms["worth"]

    def gain(sorties: float) -> float:
        """The chance to win by strength, decisiveness 1."""
        air = 25.0 * sorties
        return (100 + air) / (200 + air)

    assert worth() == worth(("sorties", "", "as planned")) == pytest.approx(gain(2))
    for held in (("sorties", "", "hold"), ("target", "field", "nobody")):
        assert worth(held) == pytest.approx(gain(0))


def test_strangers_do_not_meet_where_one_of_them_holds() -> None:
    actors = {
        "red": force(field=100),
        "power": state(air=[{"zone": "field", "sorties": 4, "against": ["red"]}]),
        "other": state(air=[{"zone": "field", "sorties": 4, "against": ["red"]}]),
    }
    stated = arena(actors=actors, relations=[], rules={"air_incidents": 1.0})

    def met(**told: Orders) -> list[str]:
        return [each.kind for each in played(stated, **told).log.happenings]

    assert "air_incident" in met()
    assert "air_incident" not in met(sorties=Orders(Order("hold")))


def test_why_says_what_would_have_been_flown() -> None:
    stated = theatre()
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})
    orders = (
        StandingOrder(actor="power", choice="sorties", option="home"),
        StandingOrder(actor="power", choice="target", about="home", option="red"),
    )
    story = tell(scenario.model_copy(update={"orders": orders}), 0)
    told = why(scenario, story, "power")
    assert [(d.first, d.last, d.subject) for d in told] == [
        (1, 50, "sorties"), (1, 50, "targets over Zone")
    ]  # fmt: skip
    assert told[0].sentences == (
        "State flew 12 over Zone (sorties a day).",
        "This was ordered. Without an order it would have flown 6 over Zone and 6 over Zone "
        "(sorties a day), as the scenario states it.",
    )
    assert not why(scenario, tell(scenario, 0), "power")


def test_what_can_be_ordered() -> None:
    stated = theatre(air=[*FLIGHTS, {"zone": "camp", "sorties": 1, "against": ["red"]}])
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})
    assert {str(m): m.options for m in matters(scenario, "power")} == {
        "sorties": ("as planned", "hold", "field", "home", "camp"),
        "target field": ("everybody", "nobody", "red", "grey"),
        "target home": ("everybody", "nobody", "red", "grey"),
        "target camp": ("everybody", "nobody"),
    }
    assert not matters(scenario, "grey")
