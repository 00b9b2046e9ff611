"""Arms: rows of the field that go where their actor goes, fight with it, and can be bound alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, guns, opened, state
from happenings import listen
from theatre import changed

from whitecell.game.play import play, tell
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

ATTRITION = 0.002


def scenario(stated: dict[str, Any]) -> Scenario:
    return Scenario.model_validate(stated, context={"start": stated["start"]})


def halves() -> tuple[Scenario, Scenario]:
    """The small theatre, and the same with both forces split into two of the same kind."""
    whole = changed(actors__blue__irregular=False)
    split = changed(actors__blue__irregular=False)
    for name, forces, arm in (
        ("red", {"camp": 2000}, {"camp": 1000}),
        ("blue", {"hill": 400, "ford": 300}, {"hill": 400}),
    ):
        actor = split["actors"][name]
        actor["forces"] = forces
        like = {key: actor[key] for key in ("mobility", "skill")}
        actor["arms"] = {"half": {"name": "half", "forces": arm, **like}}
    return scenario(whole), scenario(split)


def test_a_force_in_two_halves_is_the_same_force() -> None:
    """Choice, marches, battle, fire, strikes and talks know no more than their sum, to the last fighter."""
    games = [listen(WarGame(each, np.arange(64))) for each in halves()]
    for _ in range(7):
        for game in games:
            game.step()
        whole, split = games
        for name in ("red", "blue"):
            row, rows = whole.setup.field.index(name), split.setup.rows_of(name)
            assert len(rows) == 2
            together = split.state.forces.fighters[rows].sum(axis=0)
            np.testing.assert_allclose(together, whole.state.forces.fighters[row], rtol=2e-3, atol=1.0)
            held = split.state.land.control[rows]
            np.testing.assert_allclose(held[0], whole.state.land.control[row], atol=1e-3)
            assert not held[1].any()
            assert (split.state.forces.effort[rows] == whole.state.forces.effort[row]).all()
        np.testing.assert_array_equal(split.today.recorded, whole.today.recorded)


def test_two_halves_part_by_no_more_than_the_ends_of_marches() -> None:
    whole, split = (play(each, np.arange(100)) for each in halves())
    # The last fighter of a march, and so a break that hangs on a hair, may differ.
    assert (whole["strikes"] == split["strikes"]).mean() >= 0.8
    assert (whole["br"] == split["br"]).mean() >= 0.8
    np.testing.assert_allclose(whole["lost"].mean(), split["lost"].mean(), rtol=0.05)
    np.testing.assert_allclose(whole["red"].mean(), split["red"].mean(), rtol=0.02)


def test_an_arm_goes_where_its_actor_goes_at_its_own_mobility() -> None:
    red = {**attacker(camp=100), "mobility": 0.2, "arms": guns(mobility=0.5, camp=40)}
    game = after(arena(actors={"red": red}, relations=[]), 1)
    assert fighters(game, "red")[0] == pytest.approx(20)
    assert fighters(game, "red.guns")[0] == pytest.approx(20)
    assert fighters(game, "red.guns", "camp")[0] == pytest.approx(20)


def test_an_actor_whose_force_is_an_arm_goes_with_it() -> None:
    red = {**attacker(), "arms": guns(camp=40)}
    game = after(arena(actors={"red": red}, relations=[]), 1)
    assert fighters(game, "red.guns")[0] == pytest.approx(40)
    field = game.setup.zones.index("field")
    assert game.setup.options[game.setup.field.index("red.guns")] == []
    assert game.state.forces.effort[game.setup.field.index("red.guns")] == field


def test_a_road_may_be_closed_to_an_arm() -> None:
    red = {**attacker(camp=100), "mobility": 1, "arms": guns(camp=40)}
    stated = arena(actors={"red": red}, relations=[])
    stated["routes"][0]["closed_to"] = ["red.guns"]
    game = after(stated, 2)
    assert fighters(game, "red")[0] == pytest.approx(100)
    assert fighters(game, "red.guns", "camp")[0] == pytest.approx(40)
    stated["routes"][0]["closed_to"] = ["red"]
    assert fighters(after(stated, 2), "red.guns", "camp")[0] == pytest.approx(40)


def test_an_actor_and_its_arms_lose_by_numbers_and_hit_by_strength() -> None:
    """100 fighters and 10 guns of ten fighters each: the strength of 200, and losses of 10 to 1."""
    red = {**attacker(field=100), "arms": guns(field=10)}
    stated = arena(actors={"red": red, "blue": force(field=800)}, rules={"attrition": ATTRITION})
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == pytest.approx(800 - ATTRITION * 200)
    paid = ATTRITION * 800
    assert fighters(game, "red")[0] == pytest.approx(100 - paid * 100 / 110)
    assert fighters(game, "red.guns")[0] == pytest.approx(10 - paid * 10 / 110)
    stated["actors"]["blue"]["arms"] = guns(skill=1, field=200)
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == pytest.approx(800 - ATTRITION * 200 * 0.8)
    assert fighters(game, "blue.guns")[0] == pytest.approx(200 - ATTRITION * 200 * 0.2)


def test_an_arm_fires_on_the_days_of_its_actor() -> None:
    red = {**force(field=100), "fire": 0.5, "arms": guns(field=10)}
    stated = arena(actors={"red": red, "blue": force(field=800)}, rules={"fire_losses": 0.01})
    game = after(stated, 1, 200)
    lost = 800 - fighters(game, "blue")
    assert set(np.round(lost, 6)) == {0.0, 2.0}


def test_arms_hold_ground_for_their_actor() -> None:
    red = {**force(), "arms": guns(field=10)}
    stated = arena(actors={"red": red, "blue": force(home=10)}, rules={"drift": 0.5})
    game = opened(stated)
    assert game.pieces.zones["field"].control["red"][0] == 1.0
    stated["zones"]["field"]["control"] = {"blue": 1}
    game = after(stated, 1)
    assert game.pieces.zones["field"].control["red"][0] == pytest.approx(0.5)
    assert game.pieces.zones["field"].control["red.guns"][0] == 0.0


def test_foes_see_arms_as_part_of_what_threatens_them() -> None:
    red = {**force(field=100), "arms": guns(field=10)}
    stated = arena(actors={"red": red, "blue": attacker(home=10)})
    game = after(stated, 1)
    threat = game.view("blue").foes("field")
    assert threat is not None and threat[0] == pytest.approx(200)
    assert set(game.view("red").fighters("field")) == {"red", "red.guns"}


def test_an_actor_counts_on_its_arms_when_it_chooses() -> None:
    """Winning is judged by all that may march: with its guns red takes on what it would else leave alone."""

    def goes(arms: dict[str, Any]) -> bool:
        red = {**attacker(camp=100), "mobility": 1, "caution": 1.5, "arms": arms}
        game = after(arena(actors={"red": red, "blue": force(field=500)}), 1)
        return bool(game.state.forces.effort[game.setup.field.index("red"), 0] >= 0)

    assert not goes({})
    assert goes(guns(skill=100, camp=40))


def test_what_counts_as_its_actor_does_is_part_of_its_number() -> None:
    second = {"second": {"name": "second line", "forces": {"field": 30}}}
    red = {**force(field=100), "arms": {**guns(field=10), **second}}
    stated = arena(actors={"red": red, "blue": force(field=7)}, relations=[])
    for name, of in {"red": ["red"], "guns": ["red.guns"], "second": ["red.second"], "all": []}.items():
        stated.setdefault("measures", {})[name] = {"statistic": "final", "record": "presence", "of": of}
    found = play(scenario(stated), np.arange(1))
    assert {name: found[name][0] for name in ("red", "guns", "second", "all")} == {
        "red": 130, "guns": 10, "second": 30, "all": 137,
    }  # fmt: skip


def inject(*effects: dict[str, Any]) -> dict[str, Any]:
    return {"i": {"name": "I", "on": "2020-01-02", "effects": list(effects)}}


def test_effects_reach_arms() -> None:
    red = {**force(field=100), "reserve": "camp", "arms": guns(field=10)}
    blue = {**force(field=50), "arms": guns(field=1)}
    stated = arena(actors={"red": red, "blue": blue}, relations=[])

    def then(*effects: dict[str, Any]) -> WarGame:
        return after({**stated, "injects": inject(*effects)}, 1)

    game = then({"kind": "reinforce", "actor": "red.guns", "zone": "home", "fighters": 5})
    assert fighters(game, "red.guns", "home")[0] == 5 and fighters(game, "red", "home")[0] == 0
    game = then({"kind": "withdraw", "actor": "red", "zone": "field", "share": 0.5})
    assert fighters(game, "red", "camp")[0] == 50 and fighters(game, "red.guns", "camp")[0] == 5
    game = then({"kind": "withdraw", "actor": "red.guns", "zone": "field"})
    assert fighters(game, "red", "field")[0] == 100 and fighters(game, "red.guns", "camp")[0] == 10
    game = then({"kind": "hit", "actor": "red", "zone": "field", "fighters": 20})
    assert fighters(game, "red")[0] == 80 and fighters(game, "red.guns")[0] == 10
    game = then({"kind": "hit", "actor": "red.guns", "zone": "field", "fighters": 2})
    assert fighters(game, "red")[0] == 100 and fighters(game, "red.guns")[0] == 8
    game = then({"kind": "hand over", "actor": "red", "to": "blue", "zone": "field"})
    assert fighters(game, "blue")[0] == 150 and fighters(game, "blue.guns")[0] == 11


def test_what_the_other_has_no_arm_for_does_not_go_over() -> None:
    red = {**force(field=100), "arms": guns(field=10)}
    stated = arena(actors={"red": red, "blue": force(field=50)}, relations=[])
    stated["injects"] = inject({"kind": "hand over", "actor": "red", "to": "blue", "zone": "field"})
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == 150 and fighters(game, "red.guns")[0] == 10


def test_the_numbers_of_an_arm_move() -> None:
    red = {**attacker(field=100), "arms": guns(skill=0, field=10)}
    stated = arena(
        actors={"red": red, "blue": force(field=800)},
        rules={"attrition": ATTRITION},
        injects=inject({"kind": "set", "number": "actors.red.arms.guns.skill", "to": 10}),
    )
    assert fighters(after(stated, 1), "blue")[0] == pytest.approx(800 - ATTRITION * 200)


def test_a_fight_of_an_actor_and_its_arms_is_one_battle() -> None:
    red = {**attacker(field=100), "led_by": "power", "arms": guns(field=10)}
    blue = {**force(field=800), "led_by": "other", "arms": guns(field=10)}
    stated = arena(
        actors={"red": red, "blue": blue, "power": state(), "other": state()},
        rivalries={
            "r": {
                "name": "R", "between": ["power", "other"], "rungs": ["a", "b"], "climb": 0, "cool": 0,
                "incidents": ["battle"],
            }
        },
    )  # fmt: skip
    game = after(stated, 1, 3)
    np.testing.assert_array_equal(game.pieces.rivalries["r"].incidents, [1.0, 1.0, 1.0])


def test_a_story_tells_what_was_lost_in_its_units() -> None:
    red = {**attacker(field=1000), "arms": guns(field=100)}
    blue = {**force(field=40), "unit": "ships"}
    stated = arena(actors={"red": red, "blue": blue}, rules={"attrition": 0.01}, days=1)
    battle = next(event for event in tell(scenario(stated), 0).events if event.kind == "battle")
    assert battle.actor == "red" and battle.others == ("blue",)
    assert battle.numbers["killed in ships"] == battle.numbers["killed"] == pytest.approx(20)
    assert battle.numbers["lost in guns"] == pytest.approx(0.4 / 11)
    assert battle.numbers["lost in fighters"] == pytest.approx(4 / 11)


def test_who_counts_in_fighters_only_has_no_units_in_its_story() -> None:
    stated = arena(
        actors={"red": attacker(field=1000), "blue": force(field=800)}, rules={"attrition": 0.01}, days=1
    )
    battle = next(event for event in tell(scenario(stated), 0).events if event.kind == "battle")
    assert set(battle.numbers) == {"lost", "killed"}


def shelled(**zones: float) -> WarGame:
    """A day on which ten guns at the camp, each of which kills two a day, fire at blue in these zones."""
    arm = guns(camp=10)
    arm["guns"] |= {"at_range": True, "kills": 2}
    red = {**force(camp=100), "fire": 1, "arms": arm}
    blue = {**force(**zones), "fire": 1}
    return after(arena(actors={"red": red, "blue": blue}, rules={"fire_losses": 0.01}), 1)


def test_guns_at_range_fire_into_the_zone_beside_and_draw_no_fire() -> None:
    game = shelled(field=800)
    assert fighters(game, "blue", "field")[0] == pytest.approx(800 - 10 * 2)
    assert fighters(game, "red", "camp")[0] == pytest.approx(100)
    assert fighters(game, "red.guns", "camp")[0] == pytest.approx(10)


def test_guns_at_range_do_not_fire_two_zones_far() -> None:
    assert fighters(shelled(home=800), "blue", "home")[0] == pytest.approx(800)


def test_guns_divide_their_fire_between_two_zones() -> None:
    game = shelled(field=800, camp=300)
    # The hundred men at the camp fire at the foes there as well, 0.01 each.
    assert fighters(game, "blue", "camp")[0] == pytest.approx(300 - 10 * 2 / 2 - 100 * 0.01)
    assert fighters(game, "blue", "field")[0] == pytest.approx(800 - 10 * 2 / 2)


def test_a_ceasefire_where_the_shells_fall_silences_guns_at_range() -> None:
    arm = guns(camp=10)
    arm["guns"] |= {"at_range": True, "kills": 2}
    red = {**force(camp=100), "fire": 1, "arms": arm}
    for covered, left in (("field", 800.0), ("camp", 780.0)):
        truce = {"name": "T", "kind": "ceasefire", "applies_to": ["red"], "zones": [covered]}
        stated = arena(
            actors={"red": red, "blue": force(field=800)},
            constraints={"truce": {**truce, "obedience": {"red": 1}}},
            rules={"fire_losses": 0.01, "ceasefire_calm": 50.0},
        )
        assert fighters(after(stated, 1), "blue", "field")[0] == pytest.approx(left), covered
