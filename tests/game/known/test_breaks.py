"""Defence, frontage, breaks, supply and control in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, within, zone

from whitecell.game.war_game import WarGame

RUNS = 4000
A = 0.01


def assault(red: float = 1000, blue: float = 1000, **rules: float) -> dict[str, Any]:
    """Red attacks blue in the field, where blue holds everything; blue has a road home."""
    zones = {"camp": zone(), "field": zone(control={"blue": 1.0}), "home": zone(control={"blue": 1.0})}
    actors = {"red": attacker(field=red), "blue": force(field=blue, home=1)}
    return arena(zones=zones, actors=actors, rules=rules)


def alone(**parts: Any) -> dict[str, Any]:
    """The same without a road for the defender."""
    stated = assault(**parts)
    stated["routes"] = [{"between": ["camp", "field"], "days": 1, "closed_to": ["blue"]}]
    stated["actors"]["blue"]["forces"].pop("home")
    return stated


def broken(stated: dict[str, Any], days: int = 1) -> float:
    """Share of runs in which blue is gone from the field."""
    return float((fighters(after(stated, days, RUNS), "blue") == 0.0).mean())


@pytest.mark.parametrize(("odds", "power"), [(1.0, 2.0), (2.0, 2.0), (0.5, 2.0), (3.0, 1.0)])
def test_the_chance_to_break_follows_the_odds(odds: float, power: float) -> None:
    """1 − (1 − chance)^(odds^power) a day, without losses."""
    stated = assault(red=1000 * odds, break_chance=0.05, break_by_odds=power)
    assert within(broken(stated), 1 - 0.95 ** (odds**power), RUNS)


def test_odds_count_the_worth_of_prepared_ground_and_all_who_defend() -> None:
    stated = assault(red=1500, break_chance=0.05, defender_advantage=1.5, hasty_defence=1.0)
    assert within(broken(stated), 0.05, RUNS)
    stated["zones"]["field"]["control"] = {"blue": 0.5, "red": 0.5}
    assert within(broken(stated), 1 - 0.95 ** (1.2**2), RUNS)
    stated["actors"]["ally"] = force(field=200)
    stated["relations"] = [{"hostile": ["red"], "to": ["blue", "ally"]}, {"allied": ["blue", "ally"]}]
    assert within(broken(stated), 0.05, RUNS)


def test_odds_are_those_of_all_attackers_and_in_a_meeting_of_strengths_alone() -> None:
    stated = assault(red=1000, break_chance=0.05, defender_advantage=1.5)
    stated["actors"]["ally"] = attacker(field=500)
    stated["relations"] = [{"hostile": ["blue"], "to": ["red", "ally"]}, {"allied": ["red", "ally"]}]
    assert within(broken(stated), 0.05, RUNS)
    stated = assault(red=1000, break_chance=0.05, defender_advantage=1.5)
    stated["actors"]["blue"] = attacker(field=1000, home=1)
    stated["zones"]["field"]["control"] = {"blue": 0.5, "red": 0.5}
    assert within(broken(stated), 0.05, RUNS)


def test_losses_of_late_make_a_break_likelier() -> None:
    """e times as high at a share lost of `break_by_losses`; half of a loss is forgotten in `losses_heal`."""
    stated = assault(break_chance=0.02, attrition=0.1, break_by_losses=0.1, losses_heal=1e9)
    hit = 0.1 * 1000  # of the first day
    assert within(broken(stated), 1 - 0.98 ** np.exp(hit / 1000 / 0.1), RUNS)


def worn(game: WarGame) -> float:
    """What is remembered of blue's losses in the field."""
    row = game.setup.posts.row_of[game.setup.field.index("blue"), game.setup.zones.index("field")]
    return float(game.state.forces.worn[row, 0])


def test_losses_heal_by_half_and_who_broke_begins_anew() -> None:
    game = opened(assault(attrition=A, losses_heal=10))
    left = [1000.0]
    for _ in range(3):
        game.step()
        left.append(float(fighters(game, "blue")[0]))
    hits = -np.diff(left)
    assert worn(game) == pytest.approx((hits * 0.5 ** (np.array([3, 2, 1]) / 10)).sum())
    assert worn(after(assault(attrition=A, break_chance=1.0), 1)) == 0.0


def test_the_beaten_fall_back_and_lose_some_on_the_way() -> None:
    stated = assault(red=3000, break_chance=1.0, retreat_losses=0.4)
    game = after(stated, 1)
    assert fighters(game, "blue")[0] == 0.0
    assert fighters(game, "blue", "home")[0] == 1.0
    left = 1000 * (1 - 0.4 * 3000 / 4000)
    assert game.state.forces.on_road.sum() == pytest.approx(left)
    game.step()
    assert fighters(game, "blue", "home")[0] == pytest.approx(left + 1)


def test_who_has_no_way_out_surrenders() -> None:
    game = opened(alone(red=3000, break_chance=1.0))
    game.log.ask("surrender")
    game.step()
    assert fighters(game, "blue")[0] == 0.0
    assert not game.state.forces.on_road.any()
    assert game.today.losses.sum() == pytest.approx(1000)
    told = [each for each in game.log.happenings if each.kind == "surrender"]
    assert [(each.actor, each.zone, float(each.numbers["lost"][0])) for each in told] == [  # type: ignore[index]
        ("blue", "field", 1000.0)
    ]


def test_a_zone_that_foes_hold_is_no_way_out() -> None:
    stated = assault(red=3000, break_chance=1.0)
    stated["zones"]["home"]["control"] = {"red": 1.0}
    stated["actors"]["red"]["forces"]["home"] = 10
    game = after(stated, 1)
    assert not game.state.forces.on_road.any()


@pytest.mark.parametrize(
    ("holder", "blue"), [("blue", 1), ("red", 30)], ids=["its side holds it", "its side is the stronger"]
)
def test_a_way_out_is_safe_where_its_side_holds_or_is_the_stronger(holder: str, blue: float) -> None:
    stated = assault(red=3000, break_chance=1.0)
    stated["zones"]["home"]["control"] = {holder: 1.0}
    stated["actors"]["red"]["forces"]["home"] = 10
    stated["actors"]["blue"]["forces"]["home"] = blue
    assert after(stated, 1).state.forces.on_road.sum() == pytest.approx(1000)


@pytest.mark.parametrize(("reserve", "goal"), [("home", "home"), ("", "camp")])
def test_the_beaten_go_toward_their_reserve_or_else_to_what_is_nearest(reserve: str, goal: str) -> None:
    stated = assault(red=3000, break_chance=1.0)
    stated["routes"][1]["days"] = 2
    stated["zones"]["camp"]["control"] = {"blue": 1.0}
    stated["actors"]["blue"] |= {"reserve": reserve}
    stated["actors"]["blue"]["forces"]["camp"] = 1
    assert fighters(after(stated, 3), "blue", goal)[0] == pytest.approx(1001)


def test_control_changes_at_once_where_defenders_break() -> None:
    stated = assault(red=3000, break_chance=1.0)
    game = after(stated, 1)
    held = game.pieces.zones["field"].control
    assert held["red"][0] == pytest.approx(1.0)
    assert held["blue"][0] == 0.0


def test_only_foes_get_what_the_broken_held() -> None:
    stated = assault(red=3000, break_chance=1.0)
    stated["actors"]["third"] = force(field=3000)
    held = after(stated, 1).pieces.zones["field"].control
    assert (held["red"][0], held["third"][0]) == (pytest.approx(1.0), 0.0)


def test_a_pocket_of_300_falls_to_20000_within_days() -> None:
    stated = alone(red=20000, blue=300, break_chance=0.01, attrition=0.003, defender_advantage=1.6)
    assert broken(stated, 5) == 1.0


def test_more_than_the_front_holds_do_not_fight() -> None:
    few, many = (after(assault(red=n, attrition=A, frontage=2000), 1) for n in (2000, 10000))
    assert fighters(few, "blue")[0] == pytest.approx(1000 - A * 2000)
    assert fighters(many, "blue")[0] == pytest.approx(1000 - A * 2000)
    both = after(assault(red=10000, blue=6000, attrition=A, frontage=2000), 1)
    assert fighters(both, "red")[0] == pytest.approx(10000 - A * 2000)


def test_a_front_is_that_of_a_side() -> None:
    stated = assault(red=1500, attrition=A, frontage=2000)
    stated["actors"]["ally"] = attacker(field=1500)
    stated["relations"] = [{"hostile": ["blue"], "to": ["red", "ally"]}, {"allied": ["red", "ally"]}]
    assert fighters(after(stated, 1), "blue")[0] == pytest.approx(1000 - A * 2000)
    stated = assault(red=10000, blue=1500, attrition=A, frontage=2000)
    stated["actors"]["ally"] = force(field=1500)
    stated["relations"] = [{"hostile": ["red"], "to": ["blue", "ally"]}, {"allied": ["blue", "ally"]}]
    assert fighters(after(stated, 1), "red")[0] == pytest.approx(10000 - A * 2000)


def test_a_zone_may_state_its_own_front() -> None:
    stated = assault(red=10000, attrition=A)
    stated["zones"]["field"]["frontage"] = 500
    assert fighters(after(stated, 1), "blue")[0] == pytest.approx(1000 - A * 500)


@pytest.mark.parametrize(("held", "worth"), [(1.0, 1.6), (0.5, 1.45), (0.1, 1.33)])
def test_prepared_ground_is_that_which_one_holds(held: float, worth: float) -> None:
    stated = assault(attrition=A, defender_advantage=1.6, hasty_defence=1.3)
    stated["zones"]["field"]["control"] = {"blue": held}
    assert fighters(after(stated, 1), "red")[0] == pytest.approx(1000 - A * 1000 * worth)


def cut_off(**more: Any) -> dict[str, Any]:
    """Blue in the field, its reserve at home, red in its way in between or not."""
    blue = {**force(field=1000), "reserve": "home", **more}
    actors = {"red": force(home=0), "blue": blue}
    return arena(actors=actors, rules={"stores": 10, "unsupplied": 0.5, "masking": 1.0})


def supply(stated: dict[str, Any], days: int) -> float:
    game = after(stated, days)
    row = game.setup.posts.row_of[game.setup.field.index("blue"), game.setup.zones.index("field")]
    return float(game.state.forces.supply[row, 0])


def test_supply_halves_in_the_days_of_its_stores_once_cut_off() -> None:
    stated = cut_off()
    stated["routes"] = [{"between": ["field", "home"], "days": 1, "closed_to": ["blue"]}]
    for days in (1, 10, 25):
        assert supply(stated, days) == pytest.approx(0.5 ** (days / 10))
    stated["actors"]["blue"]["supplied"] = ["field"]
    assert supply(stated, 25) == 1.0
    stated["actors"]["blue"] |= {"supplied": [], "reserve": ""}
    assert supply(stated, 25) == 1.0


def test_an_open_road_brings_supply_and_a_superior_foe_closes_it() -> None:
    assert supply(cut_off(), 25) == pytest.approx(0.5 ** (1 / 10))
    stated = cut_off()
    stated["actors"]["red"] = force(field=500)
    stated["rules"]["unsupplied"] = 1.0
    # Half of its strength is needed to contain the foe, so half of what comes gets through.
    assert supply(stated, 1) == pytest.approx(0.5 ** (1 / 10))
    assert supply(stated, 40) == pytest.approx(0.5 ** (1 / 10) * 0.5)
    stated["actors"]["red"] = force(field=2000)
    assert supply(stated, 10) == pytest.approx(0.5)


def test_a_fighter_without_supply_is_worth_less() -> None:
    stated = cut_off()
    stated["routes"] = [{"between": ["field", "home"], "days": 1, "closed_to": ["blue"]}]
    stated["actors"]["red"] = attacker(field=1000)
    stated["rules"] |= {"attrition": A}
    first = fighters(after(stated, 1), "red")[0]
    assert first == pytest.approx(1000 - A * 1000)
    game = after(stated, 11)
    row = game.setup.posts.row_of[game.setup.field.index("blue"), game.setup.zones.index("field")]
    assert game.today.morning.quality[row, 0] == pytest.approx(0.5 + 0.5 * 0.5 ** (10 / 10))


def standing(red: float, blue: float, **rules: float) -> dict[str, Any]:
    """Both stand in the field, which blue holds, and nobody attacks."""
    zones = {"camp": zone(), "field": zone(control={"blue": 1.0}), "home": zone()}
    return arena(zones=zones, actors={"red": force(field=red), "blue": force(field=blue)}, rules=rules)


def control(stated: dict[str, Any], days: int) -> float:
    return float(after(stated, days).pieces.zones["field"].control["red"][0])


def test_who_enters_an_empty_zone_sweeps_it() -> None:
    for days in (1, 4):
        assert control(standing(10, 0, occupation=0.4), days) == pytest.approx(1 - 0.6**days)


def test_a_front_is_frozen_where_nobody_attacks() -> None:
    assert control(standing(1000, 500, occupation=0.4, drift=0.1, contest=0.1), 9) == 0.0


def test_a_front_that_is_fought_over_drifts() -> None:
    stated = standing(1000, 500, occupation=0.4, drift=0.1, contest=0.1)
    stated["actors"]["red"] = attacker(field=1000)
    assert control(stated, 3) == pytest.approx(1000 / 1500 * (1 - 0.9**3))


def test_a_handful_neither_freezes_nor_holds_a_town() -> None:
    share = 1000 / 1050
    stated = standing(1000, 50, occupation=0.4, drift=0.1, contest=0.1, ambush_scale=1e12)
    stated["actors"]["blue"]["irregular"] = True  # so well hidden that nobody finds it
    assert control(stated, 3) == pytest.approx(share * (1 - 0.6**3))


def swept(red: float, blue: float, truce: float = -1.0, **more: Any) -> tuple[float, WarGame]:
    """How often blue is gone after a day beside red, whose main effort is nowhere; it has no way out."""
    stated = standing(red, blue, occupation=0.4, contest=0.1, ambush_scale=150)
    stated["routes"] = []
    stated["actors"]["blue"] |= more
    if truce >= 0:
        clause = {"name": "T", "kind": "ceasefire", "applies_to": ["red"], "zones": ["field"]}
        stated["constraints"] = {"truce": {**clause, "obedience": {"red": truce}}}
    game = after(stated, 1, RUNS)
    return float((fighters(game, "blue") < 1).mean()), game


def test_who_is_too_weak_to_contest_a_zone_is_swept_out() -> None:
    """By occupation a day; the irregular by F / (F + ambush_scale) of it, who contests not at all."""
    assert within(swept(1000, 50)[0], 0.4, RUNS)
    assert within(swept(1000, 50, irregular=True)[0], 0.4 * 50 / 200, RUNS)
    assert swept(1000, 100)[0] == 0.0
    assert swept(1000, 99)[0] > 0.0
    assert swept(0, 50)[0] == 0.0


def test_a_truce_that_is_kept_lets_the_weak_stay_and_one_that_is_broken_is_breached() -> None:
    gone, game = swept(1000, 50, truce=1.0)
    assert gone == 0.0
    assert not game.pieces.constraints["truce"].broke["red"].any()
    gone, game = swept(1000, 50, truce=0.5)
    assert within(gone, 0.4 * 0.5, RUNS)
    assert game.pieces.constraints["truce"].broke["red"].mean() == pytest.approx(gone)


def test_less_than_a_fighter_holds_no_ground() -> None:
    assert control(standing(0.9, 0, occupation=0.4), 4) == 0.0


def test_ground_is_not_taken_from_friends_or_neutrals() -> None:
    stated = standing(1000, 0, occupation=0.4)
    stated["relations"] = [{"allied": ["red", "blue"]}]
    assert control(stated, 5) == 0.0
    stated["relations"] = []
    assert control(stated, 5) == 0.0
