"""Constraints and arms: whom they bind, who breaches them, and how an arm that is bound alone goes back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, guns, state
from happenings import seen

from whitecell.game.play import play
from whitecell.scenario.model import Scenario

ATTRITION = 0.002


def ban(*bound: str, **more: Any) -> dict[str, Any]:
    return {"ban": {"name": "Ban", "kind": "exclusion", "applies_to": bound, "zones": ["field"], **more}}


def theatre(obedience: float = 1.0, bound: tuple[str, ...] = ("red.guns",), **more: Any) -> dict[str, Any]:
    """Red's men and guns stand in the field with nothing to go for, and a camp to go back to."""
    red = {**force(field=100), "reserve": "camp", "mobility": 1, "tempo": 1, "arms": guns(field=40)}
    red |= more.pop("red", {})
    return arena(
        actors={"red": {**red, "worth": {"field": 1.0}}, **more.pop("actors", {})},
        relations=more.pop("relations", []),
        constraints=ban(*bound, obedience={"red": obedience}, **more.pop("clause", {})),
        **more,
    )


@pytest.mark.parametrize("obedience", [0.0, 0.25, 0.75, 1.0])
def test_what_obeys_of_an_arm_goes_back_and_its_actor_stays(obedience: float) -> None:
    game = after(theatre(obedience), 30)
    assert fighters(game, "red")[0] == pytest.approx(100)
    assert fighters(game, "red.guns")[0] == pytest.approx(40 * (1 - obedience), abs=1e-6)
    assert fighters(game, "red.guns", "camp")[0] == pytest.approx(40 * obedience, abs=1e-6)


def test_an_arm_goes_back_at_the_pace_of_the_road_whatever_its_mobility() -> None:
    stated = theatre(red={"arms": guns(mobility=0, field=40)})
    stated["routes"][0]["days"] = 4
    game = after(stated, 1)
    assert fighters(game, "red.guns")[0] == 0.0
    assert game.state.forces.on_road.sum() == pytest.approx(40)
    for _ in range(3):
        game.step()
    assert game.state.forces.on_road.sum() == 0.0


def test_no_more_of_an_arm_goes_in_than_its_actor_disobeys_with() -> None:
    red = {"forces": {"camp": 100}, "arms": guns(camp=40)}
    game = after(theatre(0.75, red=red), 20)
    assert fighters(game, "red")[0] == pytest.approx(100)
    assert fighters(game, "red.guns")[0] == pytest.approx(10, abs=1e-6)
    assert fighters(after(theatre(1.0, red=red), 20), "red.guns")[0] == 0.0


def test_a_clause_that_names_an_actor_binds_its_arms() -> None:
    """It weighs in the actor's choice, and what it counts is all that the actor has there."""
    game = after(theatre(0.0, bound=("red",), clause={"tolerance": 130, "watched_by": {"detects": 1}}), 1)
    clause = game.pieces.constraints["ban"]
    assert clause.binds("red") and clause.binds("red.guns")
    assert clause.broke["red"].all() and clause.recorded["red"].all()
    mild = theatre(0.0, bound=("red",), clause={"tolerance": 140})
    assert not after(mild, 1).pieces.constraints["ban"].broke["red"].any()
    obeying = theatre(1.0, bound=("red",), rules={"restraint": 5.0})
    game = after(obeying, 1)
    assert fighters(game, "red")[0] == 0.0 and fighters(game, "red.guns")[0] == 0.0


def test_the_breach_of_an_arm_is_its_actors() -> None:
    stated = theatre(0.0, clause={"tolerance": 39, "watched_by": {"detects": 1}})
    stated["measures"] = {
        "m": {"statistic": "count", "record": "breaches", "of": ["ban"], "by": ["red"]},
    }
    game = after(stated, 1)
    clause = game.pieces.constraints["ban"]
    assert clause.bound == ("red",) and not clause.binds("red") and clause.obliges("red")
    assert clause.broke["red"].all() and clause.blamed["red"].all()
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})
    assert play(scenario, np.arange(1))["m"][0] == 50
    stated["constraints"]["ban"]["tolerance"] = 40
    assert not after(stated, 1).pieces.constraints["ban"].broke["red"].any()


def test_a_strike_on_an_arm_costs_the_arm_and_frightens_its_actor() -> None:
    answer = {"actor": "power", "by": "strike", "resolve": 1e9, "losses": 5}
    stated = theatre(
        0.0,
        clause={"answered_by": answer, "watched_by": {"detects": 1}},
        actors={"power": state(air=[{"zone": "field", "sorties": 1, "against": []}])},
        rules={"wariness": 0.5},
    )
    game = after(stated, 1)
    assert seen(game, "strike", "ban")[0] == 1
    assert fighters(game, "red")[0] == 100 and fighters(game, "red.guns")[0] == pytest.approx(35)
    field = game.setup.zones.index("field")
    assert game.state.forces.wariness[game.setup.field.index("red"), field, 0] == pytest.approx(0.5)
    strike = next(each for each in game.log.happenings if each.kind == "strike")
    assert list(strike.others) == ["red.guns"]


def test_whom_an_enforcer_turns_back_is_the_arm_that_is_bound() -> None:
    answer = {"actor": "power", "by": "turn back", "resolve": 1e9}
    stated = theatre(
        0.0,
        clause={"tolerance": 4, "answered_by": answer, "watched_by": {"detects": 1}},
        actors={"power": state(air=[{"zone": "field", "sorties": 1, "against": []}])},
    )
    game = after(stated, 1)
    assert fighters(game, "red")[0] == 100
    assert fighters(game, "red.guns")[0] == pytest.approx(4)
    assert fighters(game, "red.guns", "camp")[0] == pytest.approx(36)


def truce(*bound: str, **more: Any) -> dict[str, Any]:
    return {"truce": {"name": "T", "kind": "ceasefire", "applies_to": bound, "zones": ["field"], **more}}


def test_a_ceasefire_may_silence_an_arm_alone() -> None:
    red = {**attacker(field=100), "arms": guns(field=10)}
    stated = arena(
        actors={"red": red, "blue": force(field=800)},
        constraints=truce("red.guns", obedience={"red": 1}),
        rules={"attrition": ATTRITION, "restraint": 100.0},
    )
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == pytest.approx(800 - ATTRITION * 100)
    assert fighters(game, "red.guns")[0] == 10
    stated["constraints"]["truce"]["obedience"] = {"red": 0}
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == pytest.approx(800 - ATTRITION * 200)
    assert game.pieces.constraints["truce"].broke["red"].all()


def test_a_ceasefire_calms_the_fire_of_the_arm_that_it_binds() -> None:
    red = {**force(field=100), "fire": 1, "arms": guns(field=10)}
    stated = arena(
        actors={"red": red, "blue": force(field=800)},
        constraints=truce("red.guns", obedience={"red": 1}),
        rules={"fire_losses": 0.01, "ceasefire_calm": 50.0},
    )
    assert fighters(after(stated, 1), "blue")[0] == pytest.approx(800 - 1.0)


def test_a_ceasefire_protects_the_arms_of_those_whom_it_protects() -> None:
    blue = {**force(field=800), "arms": guns(skill=1, field=200)}
    stated = arena(
        actors={"red": attacker(field=100), "blue": blue},
        constraints=truce("red", obedience={"red": 1}, toward=["blue"]),
        rules={"attrition": ATTRITION},
    )
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == 800 and fighters(game, "blue.guns")[0] == 200
    stated["constraints"]["truce"]["toward"] = ["blue.guns"]
    game = after(stated, 1)
    assert fighters(game, "blue.guns")[0] == 200
    assert fighters(game, "blue")[0] == pytest.approx(800 - ATTRITION * 100)


def test_patrons_press_for_a_clause_that_binds_an_arm() -> None:
    stated = theatre(
        0.0,
        actors={"power": state()},
        relations=[{"patron": "power", "client": "red", "leverage": 0.5, "will": {"ban": 0.5}}],
    )
    assert fighters(after(stated, 30), "red.guns")[0] == pytest.approx(30, abs=1e-6)
