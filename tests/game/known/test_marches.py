"""Marches: whole days on the road, foes who are contained or block the way, and what guards a zone."""

from __future__ import annotations

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, zone


def road(days: float, **rules: float) -> dict[str, object]:
    """Red at the camp wants the home, two roads away, of which the first takes so many days."""
    routes = [{"between": ["camp", "field"], "days": days}, {"between": ["field", "home"], "days": 2}]
    red = {**attacker({"home": 1.0}, camp=1000), "mobility": 0.8}
    return arena(routes=routes, actors={"red": red}, relations=[], rules=rules)


@pytest.mark.parametrize(("days", "arrives"), [(0.3, 1), (1, 1), (2.4, 2), (2.5, 3), (4, 4), (8, 8)])
def test_a_march_arrives_after_its_whole_days(days: float, arrives: int) -> None:
    game = opened(road(days))
    for day in range(1, arrives + 1):
        game.step()
        assert fighters(game, "red", "camp")[0] == pytest.approx(200)
        assert fighters(game, "red", "field")[0] == pytest.approx(800 if day == arrives else 0)
        assert game.state.forces.on_road.sum() == pytest.approx(0 if day == arrives else 800)
    for _ in range(2):
        game.step()
    assert fighters(game, "red", "home")[0] == pytest.approx(800)
    assert not game.state.forces.on_road.any()
    assert not game.state.forces.marching.any()


def test_who_sets_out_later_arrives_later() -> None:
    stated = road(3)
    stated["actors"]["red"] |= {"reserve": "camp", "recruits": 10}  # type: ignore[index]
    game = after(stated, 4)
    # The 800 set out on day 1; 10 recruits of each evening the day after.
    assert fighters(game, "red", "field")[0] == pytest.approx(10)
    assert game.state.forces.on_road.sum() == pytest.approx(800 + 20)


def arrival(days: float, advance: float, **holders: float) -> int:
    """The day on which red reaches the field, held as stated, over a road of so many days."""
    actors = {
        "red": {**attacker({"home": 1.0}, camp=1000), "mobility": 1.0},
        "ally": force(home=1),
        "third": force(home=1),
    }
    actors["blue"] = force(home=1)
    relations = [{"hostile": ["red", "ally"], "to": ["blue"]}, {"allied": ["red", "ally"]}]
    zones = {"camp": zone(), "field": zone(control=holders), "home": zone()}
    routes = [{"between": ["camp", "field"], "days": days}, {"between": ["field", "home"], "days": 30}]
    rules = {"advance": advance}
    game = opened(arena(zones=zones, routes=routes, actors=actors, relations=relations, rules=rules))
    for day in range(1, 50):
        game.step()
        if fighters(game, "red", "field")[0] > 0:
            return day
    return 0


@pytest.mark.parametrize(
    ("holders", "days"),
    [
        ({"red": 1}, 2), ({"ally": 1}, 2), ({"third": 1}, 2), ({"blue": 1}, 6), ({}, 6), ({"red": 0.5}, 4),
        ({"red": 0.5, "blue": 0.5}, 4), ({"blue": 0.6, "third": 0.4}, 4), ({"blue": 0.2}, 6),
    ],
)  # fmt: skip
def test_a_march_into_ground_of_foes_or_of_nobody_takes_longer(holders: dict[str, float], days: int) -> None:
    """road · (1 + (advance − 1) · share of foes and of nobody), in whole days."""
    assert arrival(2, 3.0, **holders) == days


def test_no_march_takes_less_than_a_day_or_is_shorter_for_an_advance_of_one() -> None:
    assert arrival(1, 0.2, blue=1.0) == 1
    assert arrival(3, 1.0, blue=1.0) == 3
    assert arrival(6, 8.0, blue=1.0) == 48


def pass_by(own: float, foes: float, masking: float) -> float:
    """Fighters who get past foes in the field in ten days."""
    red = {**attacker({"home": 1.0}, field=own), "mobility": 1.0}
    stated = arena(actors={"red": red, "blue": force(field=foes)}, rules={"masking": masking})
    game = after(stated, 10)
    return float(fighters(game, "red", "home")[0])


def test_a_superior_foe_is_not_passed() -> None:
    assert pass_by(2000, 20000, 0.8) == 0.0
    assert pass_by(700, 1000, 0.8) == 0.0


def test_who_passes_leaves_behind_what_contains_the_foe() -> None:
    red = {**attacker({"home": 1.0}, field=1000), "mobility": 1.0}
    stated = arena(actors={"red": red, "blue": force(field=500)}, rules={"masking": 0.8})
    assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(1000 - 0.8 * 500)


def test_friends_who_stay_contain_the_foe_too() -> None:
    red = {**attacker({"home": 1.0}, field=1000), "mobility": 1.0}
    actors = {"red": red, "ally": force(field=1000), "blue": force(field=500)}
    relations = [{"hostile": ["blue"], "to": ["red", "ally"]}, {"allied": ["red", "ally"]}]
    stated = arena(actors=actors, relations=relations, rules={"masking": 0.8})
    assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(1000 * (1 - 0.8 * 500 / 2000))


def fall_back(own: float, holder: str, friends: float) -> float:
    """Fighters who reach the home in a day from a field where twice their strength stands."""
    red = {**attacker({"home": 1.0}, field=own), "mobility": 1.0}
    zones = {"camp": zone(), "field": zone(), "home": zone(control={holder: 1.0} if holder else {})}
    actors = {"red": red, "blue": force(field=2 * own), "ally": force(home=friends), "third": force(home=10)}
    relations = [{"hostile": ["red", "ally"], "to": ["blue", "third"]}, {"allied": ["red", "ally"]}]
    stated = arena(zones=zones, actors=actors, relations=relations, rules={"masking": 0.8})
    return float(fighters(after(stated, 1), "red", "home")[0])


@pytest.mark.parametrize(("holder", "friends"), [("red", 1), ("third", 30)])
def test_one_falls_back_where_the_own_side_holds_or_is_the_stronger(holder: str, friends: float) -> None:
    assert fall_back(600, holder, friends) == pytest.approx(200)
    assert fall_back(0.9, holder, friends) == pytest.approx(0.9)  # the tail goes at once


def test_one_goes_past_a_superior_foe_to_nobodys_ground_or_the_foes() -> None:
    assert fall_back(600, "third", 1) == 0.0
    assert fall_back(600, "", 1) == 0.0


def test_who_falls_back_gets_away_by_his_part_of_the_strength() -> None:
    red = {**attacker({"home": 1.0}, field=600), "mobility": 1.0}
    zones = {"camp": zone(), "field": zone(), "home": zone(control={"red": 1.0})}
    blue = {**force(field=300), "skill": 4.0}
    actors = {"red": {**red, "worth": {"home": 1.0}, "caution": 0}, "blue": blue, "third": attacker(home=1)}
    relations = [{"hostile": ["red", "blue"]}, {"hostile": ["red"], "to": ["third"]}]
    game = after(arena(zones=zones, actors=actors, relations=relations, rules={"masking": 0.8}), 1)
    assert fighters(game, "red", "home")[0] == pytest.approx(600 * 600 / (600 + 1200))


def test_a_guard_stays_where_foes_are_near() -> None:
    """What leaves is min(mobile, 1 − guard · threat / support); threat beside it counts."""
    red = {**attacker({"home": 1.0, "camp": 0.1}, camp=1000), "mobility": 0.9}
    routes = [{"between": ["camp", "field"], "days": 1}, {"between": ["camp", "home"], "days": 1}]
    for foes, leaves in ((600, 1000 - 0.5 * 600), (100, 900), (3000, 0)):
        stated = arena(routes=routes, actors={"red": red, "blue": force(field=foes)}, rules={"guard": 0.5})
        assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(leaves), foes
    allied = {"red": red, "blue": force(field=600), "ally": force(camp=1000)}
    relations = [{"hostile": ["red", "ally"], "to": ["blue"]}, {"allied": ["red", "ally"]}]
    stated = arena(routes=routes, actors=allied, relations=relations, rules={"guard": 0.5})
    # Both guard the camp, each by its part of the strength.
    assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(1000 * (1 - 0.5 * 600 / 2000))


def test_a_guard_looks_out_for_columns() -> None:
    """On day 2 a thousand foes march to the field, beside which 100 recruits of day 1 stand."""
    routes = [
        {"between": ["far", "field"], "days": 5}, {"between": ["field", "camp"], "days": 1},
        {"between": ["camp", "home"], "days": 1},
    ]  # fmt: skip
    red = {**attacker({"home": 1.0, "camp": 0.1}, camp=1000), "mobility": 1.0}
    red |= {"reserve": "camp", "recruits": 100}
    zones = {name: zone() for name in ("far", "field", "camp", "home")}
    actors = {"red": red, "blue": {**attacker(far=1000), "mobility": 1.0}}
    stated = arena(zones=zones, routes=routes, actors=actors, rules={"guard": 0.5})
    assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(1000)
    assert fighters(after(stated, 2), "red", "home")[0] == pytest.approx(1000)


def test_who_is_barred_from_a_zone_leaves_no_guard() -> None:
    red = {**attacker({"home": 1.0, "camp": 0.1}, camp=1000), "mobility": 1.0}
    routes = [{"between": ["camp", "field"], "days": 1}, {"between": ["camp", "home"], "days": 1}]
    line = {"name": "Line", "kind": "exclusion", "applies_to": ["red"], "zones": ["camp"]}
    stated = arena(
        routes=routes,
        actors={"red": red, "blue": force(field=600)},
        constraints={"line": {**line, "obedience": {"red": 0.0}}},
        rules={"guard": 0.5},
    )
    assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(1000)


def test_a_zone_without_worth_is_not_guarded() -> None:
    red = {**attacker({"home": 1.0}, camp=1000), "mobility": 1.0}
    routes = [{"between": ["camp", "field"], "days": 1}, {"between": ["camp", "home"], "days": 1}]
    stated = arena(routes=routes, actors={"red": red, "blue": force(field=900)}, rules={"guard": 0.5})
    assert fighters(after(stated, 1), "red", "home")[0] == pytest.approx(1000)


def test_columns_are_seen_by_those_to_whom_they_come() -> None:
    """A zone that nobody threatens yet is worth an effort while foes march there."""
    routes = [{"between": ["camp", "field"], "days": 5}, {"between": ["field", "home"], "days": 1}]
    red = {**attacker(camp=1000), "mobility": 1.0}
    blue = {**attacker(field=500, home=400), "mobility": 1.0}
    zones = {"camp": zone(), "field": zone(control={"blue": 1.0}), "home": zone()}
    stated = arena(zones=zones, routes=routes, actors={"red": red, "blue": blue})
    game = opened(stated)
    field = game.setup.zones.index("field")
    game.step()
    assert game.actor("blue").effort[0] != field
    game.step()
    assert game.actor("blue").effort[0] == field
    assert fighters(game, "red")[0] == 0.0


def test_nobody_is_lost_on_the_road() -> None:
    stated = road(3)
    stated["actors"]["red"] |= {"noise": 5.0, "worth": {"home": 1.0, "camp": 1.0, "field": 1.0}, "tempo": 2}  # type: ignore[index]
    game = opened(stated, 50)
    for _ in range(40):
        game.step()
        everyone = game.state.forces.fighters.sum(axis=(0, 1)) + game.state.forces.on_road.sum(axis=0)
        np.testing.assert_allclose(everyone, 1000.0)


def test_nobody_goes_where_it_could_not_contain_the_foes() -> None:
    """Recruits wait until enough of them have gathered."""
    red = {**attacker(camp=100), "mobility": 1.0, "reserve": "camp", "recruits": 100}
    stated = arena(actors={"red": red, "blue": force(field=500)}, rules={"masking": 0.8})
    game = opened(stated)
    for gathered in (100, 200, 300):
        game.step()
        assert fighters(game, "red", "camp")[0] == pytest.approx(gathered + 100)
    game.step()
    assert fighters(game, "red")[0] == pytest.approx(400)  # 0.8 · 500
    game.step()
    assert fighters(game, "red")[0] == pytest.approx(500)


def test_who_was_worn_lately_leaves_in_part() -> None:
    """Of a force that lost as many as are left half may leave."""
    red = {**attacker({"home": 1.0}, field=1000), "mobility": 1.0}
    game = opened(arena(actors={"red": red}, relations=[]))
    row = game.setup.posts.row_of[game.setup.field.index("red"), game.setup.zones.index("field")]
    game.state.forces.worn[row] = 1000.0
    game.step()
    assert fighters(game, "red", "home")[0] == pytest.approx(500)
