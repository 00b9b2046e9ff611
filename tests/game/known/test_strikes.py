"""Strikes against their hazard, what they cost and teach, and what the air does besides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, state, within
from happenings import seen

RUNS = 8192


def theatre(resolve: float = 0.5, sorties: float = 1.0, **more: Any) -> dict[str, Any]:
    line = {
        "name": "L",
        "kind": "exclusion",
        "applies_to": ["red"],
        "zones": ["field"],
        "tolerance": 100,
        "trigger": 500,
        "watched_by": {"detects": 0.8},
        "answered_by": {"actor": "power", "by": "strike", "resolve": resolve, "losses": 30},
    }
    actors = {
        "red": {**force(field=400), **more.pop("red", {})},
        "power": state(air=[{"zone": "field", "sorties": sorties, "against": []}]),
        **more.pop("actors", {}),
    }
    return arena(actors=actors, relations=[], constraints={"line": line}, **more)


def test_strikes_come_by_their_hazard() -> None:
    """P = 1 − exp(−resolve · detection · depth), depth = (fighters − tolerance) / trigger."""
    game = after(theatre(), 1, RUNS)
    hit = seen(game, "strike", "line")
    assert within(float(hit.mean()), 1 - np.exp(-0.5 * 0.8 * 300 / 500), RUNS)
    assert np.all(fighters(game, "red") == 400 - 30 * hit)


def test_a_breach_is_full_at_the_trigger_and_none_below_the_tolerance() -> None:
    full = seen(after(theatre(red=force(field=5000)), 1, RUNS), "strike", "line")
    assert within(float(full.mean()), 1 - np.exp(-0.5 * 0.8), RUNS)
    assert not seen(after(theatre(red=force(field=100)), 1, RUNS), "strike", "line").any()


def test_no_sorties_no_strike() -> None:
    assert not seen(after(theatre(resolve=1e9, sorties=0), 3, 50), "strike", "line").any()


@pytest.mark.parametrize(("ships", "means"), [(0, 0.0), (10, 0.25), (40, 1.0), (400, 1.0)])
def test_an_enforcer_on_the_spot_answers_by_its_means(ships: float, means: float) -> None:
    """With a scale of 40, ten ships answer a quarter of what forty would."""
    stated = theatre(actors={"guard": {**force(field=ships, camp=1), "led_by": "power"}}, sorties=0)
    stated["constraints"]["line"]["answered_by"]["scale"] = 40
    hit = seen(after(stated, 1, RUNS), "strike", "line")
    assert within(float(hit.mean()), means * (1 - np.exp(-0.5 * 0.8 * 300 / 500)), RUNS)


def test_losses_of_a_strike_have_their_mean_and_spread() -> None:
    game = after(theatre(resolve=1e9, rules={"strike_spread": 0.6}), 1, RUNS)
    cost = 400 - fighters(game, "red")
    assert cost.mean() == pytest.approx(30, abs=4 * cost.std() / np.sqrt(RUNS))
    assert np.log(cost).std() == pytest.approx(0.6, rel=0.05)


def test_a_rung_stays_the_hand() -> None:
    ladder = {
        "riv": {
            "name": "R",
            "between": ["power", "other"],
            "rungs": ["a", "b", "c"],
            "start": 2,
            "climb": 0,
            "cool": 0,
            "stays_hand": 0.7,
        }
    }
    hit = seen(after(theatre(actors={"other": state()}, rivalries=ladder), 1, RUNS), "strike", "line")
    assert within(float(hit.mean()), 1 - np.exp(-0.5 * 0.8 * 0.6 * np.exp(-1.4)), RUNS)


def test_the_struck_grow_wary_and_forget_by_half() -> None:
    stated = theatre(resolve=1e9, rules={"wariness": 0.5, "wariness_fades": 10}, red={"worth": {"home": 0.0}})
    game = opened(stated)
    wary = 0.0
    for _ in range(5):
        game.step()
        wary = wary * 0.5 ** (1 / 10) + 0.5
        assert game.state.forces.wariness[0, game.setup.zones.index("field"), 0] == pytest.approx(wary)


def test_sorties_put_out_of_action_by_their_rate_and_what_they_find() -> None:
    """sorties · rate · n / (n + scale), Holling (1959)."""
    air = [{"zone": "field", "sorties": 4, "against": ["red"]}]
    actors = {"red": force(field=300), "blue": state(air=air)}
    game = after(arena(actors=actors, relations=[], rules={"air_losses": 2.0, "air_scale": 100}), 1)
    assert fighters(game, "red")[0] == pytest.approx(300 - 4 * 2 * 300 / 400)


def strangers(coordinated: bool, **rules: float) -> dict[str, Any]:
    air = [{"zone": "field", "sorties": 4, "against": ["red"]}]
    actors = {"red": force(field=300), "one": state(air=air), "two": state(air=air)}
    pact = {
        "name": "P",
        "kind": "strike coordination",
        "applies_to": ["one", "two"],
        "zones": ["field"],
        "against": ["red"],
        "shared_effort": 1.5,
    }
    ladder = {
        "riv": {
            "name": "R",
            "between": ["one", "two"],
            "rungs": ["a", "b"],
            "climb": 0.4,
            "cool": 0,
            "hotline": 0.5,
        }
    }
    return arena(
        actors=actors,
        relations=[],
        constraints={"pact": pact} if coordinated else {},
        rivalries=ladder,
        rules={"air_losses": 1.0, "air_interference": 0.25, **rules},
    )


def test_strangers_hamper_each_other_unless_they_coordinate() -> None:
    assert fighters(after(strangers(False), 1), "red")[0] == pytest.approx(300 - 2 * 4 * 0.75)
    assert fighters(after(strangers(True), 1), "red")[0] == pytest.approx(300 - 2 * 4 * 1.5)


def test_near_misses_come_by_chance_and_lift_the_ladder() -> None:
    game = after(strangers(False, air_incidents=0.3), 1, RUNS)
    assert within(float(game.pieces.rivalries["riv"].rung.mean()), 0.3 * 0.4 * 0.5, RUNS)
    calm = after(strangers(True, air_incidents=0.3), 1, RUNS)
    assert not calm.pieces.rivalries["riv"].rung.any()


def test_a_strike_on_a_client_is_an_incident_and_quiet_cools() -> None:
    ladder = {
        "riv": {
            "name": "R",
            "between": ["power", "other"],
            "rungs": ["a", "b", "c"],
            "start": 1,
            "climb": 0.3,
            "cool": 0.2,
        }
    }
    stated = theatre(resolve=1e9, actors={"other": state()}, rivalries=ladder)
    stated["relations"] = [{"patron": "other", "client": "red", "leverage": 0, "will": {}}]
    rung = after(stated, 1, RUNS).pieces.rivalries["riv"].rung
    assert within(float((rung == 2).mean()), 0.3, RUNS)
    assert not (rung == 0).any()
    quiet = after({**stated, "constraints": {}}, 1, RUNS).pieces.rivalries["riv"].rung
    assert within(float((quiet == 0).mean()), 0.2, RUNS)


def test_control_drifts_to_whoever_stands_there() -> None:
    zones = {name: {"name": "Z", "at": [0, 0]} for name in ("camp", "home")}
    zones["field"] = {"name": "Z", "at": [0, 0], "control": {"blue": 1.0}}
    actors = {"red": force(field=300), "blue": attacker({"home": 1.0}, home=5)}
    hostile = [{"hostile": ["red", "blue"]}]
    game = after(arena(zones=zones, actors=actors, relations=hostile, rules={"occupation": 0.1}), 7)
    control = game.state.land.control[:, game.setup.zones.index("field"), 0]
    assert control[game.setup.field.index("blue")] == pytest.approx(0.9**7)
    assert control[game.setup.field.index("red")] == pytest.approx(1 - 0.9**7)


def test_a_leader_strikes_with_the_aircraft_of_those_it_leads() -> None:
    wing = {**state(air=[{"zone": "field", "sorties": 1, "against": []}]), "led_by": "power"}
    stated = theatre(resolve=1e9, actors={"power": state(), "wing": wing})
    assert seen(after(stated, 1, 20), "strike", "line").sum() == 20
    stated["actors"]["wing"]["led_by"] = ""
    assert not seen(after(stated, 1, 20), "strike", "line").any()


def test_a_strike_falls_on_the_bound_by_their_numbers() -> None:
    actors = {"green": force(field=100), "grey": force(field=500)}
    stated = theatre(resolve=1e9, actors=actors)
    stated["constraints"]["line"]["applies_to"] = ["red", "green"]
    game = after(stated, 1)
    found = [fighters(game, name)[0] for name in ("red", "green", "grey")]
    assert found == pytest.approx([400 - 30 * 0.8, 100 - 30 * 0.2, 500])


def test_incidents_are_those_of_the_other_sides_clients_only() -> None:
    ladder = {"name": "R", "between": ["power", "other"], "rungs": ["a", "b"], "climb": 1.0, "cool": 0}
    stated = theatre(resolve=1e9, actors={"other": state()}, rivalries={"riv": ladder})
    for patron, rung in (("other", 1.0), ("power", 0.0)):
        stated["relations"] = [{"patron": patron, "client": "red", "leverage": 0, "will": {}}]
        assert after(stated, 1, 20).pieces.rivalries["riv"].rung.mean() == rung


def test_who_is_led_by_a_power_counts_as_the_power_when_struck_as_when_it_strikes() -> None:
    ladder = {"name": "R", "between": ["power", "other"], "rungs": ["a", "b"], "climb": 1.0, "cool": 0}
    for leader, rung in (("other", 1.0), ("power", 0.0), ("third", 0.0)):
        stated = theatre(
            resolve=1e9,
            red={"led_by": leader},
            actors={"other": state(), "third": state()},
            rivalries={"riv": ladder},
        )
        assert after(stated, 1, 20).pieces.rivalries["riv"].rung.mean() == rung


def test_battles_breaches_and_hits_from_the_air_are_no_incidents() -> None:
    ladder = {"name": "R", "between": ["power", "other"], "rungs": ["a", "b"], "climb": 1.0, "cool": 0}
    air = [{"zone": "field", "sorties": 5, "against": ["red"]}]
    stated = theatre(
        resolve=0.0,
        red={"led_by": "other", **attacker(field=400)},
        actors={
            "other": state(),
            "power": state(air=air),
            "blue": {**force(field=500), "led_by": "power"},
        },
        rivalries={"riv": ladder},
        rules={"air_losses": 1.0, "attrition": 0.01},
    )
    stated["relations"] = [{"hostile": ["red", "blue"]}]
    game = after(stated, 5, 20)
    assert (fighters(game, "blue") < 500).all()
    assert all(broke.all() for broke in game.pieces.exclusions[0].broke.values())
    assert not game.pieces.rivalries["riv"].rung.any()


def test_ground_where_foes_face_each_other_does_not_change_hands_without_a_fight() -> None:
    zones = {name: {"name": "Z", "at": [0, 0]} for name in ("camp", "home")}
    zones["field"] = {"name": "Z", "at": [0, 0], "control": {"blue": 0.9}}
    actors = {"red": force(field=300), "blue": force(field=5)}
    stated = arena(zones=zones, actors=actors, rules={"drift": 0.1})
    game = after(stated, 5)
    held = game.state.land.control[:, game.setup.zones.index("field"), 0]
    assert held[game.setup.field.index("blue")] == 0.9
    assert held[game.setup.field.index("red")] == 0.0
    stated["actors"]["red"] = attacker(field=300)
    fought = after(stated, 5).state.land.control[:, game.setup.zones.index("field"), 0]
    assert fought[game.setup.field.index("red")] == pytest.approx((1 - 0.9**5) * 300 / 305, rel=1e-3)


def test_control_that_nobody_states_is_by_strength_and_too_much_is_scaled() -> None:
    zones = {name: {"name": "Z", "at": [0, 0]} for name in ("camp", "field")}
    zones["home"] = {"name": "Z", "at": [0, 0], "control": {"red": 0.9, "blue": 0.6}}
    actors = {"red": {**force(field=300), "skill": 2.0}, "blue": force(field=200)}
    game = opened(arena(zones=zones, actors=actors))
    red, blue = game.setup.field.index("red"), game.setup.field.index("blue")
    field, home, camp = (game.setup.zones.index(name) for name in ("field", "home", "camp"))
    assert game.state.land.control[[red, blue], field, 0] == pytest.approx([0.75, 0.25])
    assert game.state.land.control[[red, blue], home, 0] == pytest.approx([0.6, 0.4])
    assert not game.state.land.control[:, camp].any()


@pytest.mark.parametrize(
    ("deed", "most", "left", "camp", "lost"),
    [
        ("turn back", {}, 20, 80, 0),
        ("seize", {}, 20, 0, 80),
        ("turn back", {"losses": 3}, 97, 3, 0),
        ("seize", {"losses": 3}, 97, 0, 3),
        ("seize", {"losses": 90}, 20, 0, 80),
    ],
)
def test_intruders_are_turned_back_or_seized_without_a_fight(
    deed: str, most: dict[str, float], left: float, camp: float, lost: float
) -> None:
    stated = arena(
        actors={"red": {**force(field=100), "reserve": "camp"}, "blue": force(field=50), "power": state()},
        constraints={
            "line": {
                "kind": "exclusion", "name": "L", "applies_to": ["red"], "zones": ["field"], "tolerance": 20,
                "watched_by": {"detects": 1},
                "answered_by": {"actor": "blue", "by": deed, "resolve": 1000, "scale": 10, **most},
            }
        },
        relations=[],
    )  # fmt: skip
    game = after(stated, 1)
    assert fighters(game, "red")[0] == pytest.approx(left)
    assert fighters(game, "red", "camp")[0] == pytest.approx(camp)
    assert game.today.losses.sum() == pytest.approx(lost)
    assert fighters(game, "blue")[0] == 50
