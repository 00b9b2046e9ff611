"""Warnings before strikes: who gets them, how long they hold, what they teach, and whom they spare."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import arena, attacker, fighters, force, opened, state, within
from happenings import seen

from whitecell.game.policy import Order, Orders
from whitecell.game.war_game import WarGame

RUNS = 8192
SURELY = 1e9


def theatre(*warns: dict[str, Any], sorties: float = 1.0, **more: Any) -> dict[str, Any]:
    """A full breach that is always seen, and struck at once unless a warning comes first."""
    line = {
        "name": "L",
        "kind": "exclusion",
        "applies_to": ["red"],
        "zones": ["field"],
        "trigger": 100,
        "watched_by": {"detects": 1},
        "answered_by": {"actor": "power", "by": "strike", "resolve": SURELY, "warns": list(warns)},
    }
    line["answered_by"] |= more.pop("answer", {})
    line |= more.pop("line", {})
    actors = {
        "red": more.pop("red", force(field=400)),
        "power": state(air=[{"zone": "field", "sorties": sorties, "against": []}]),
        "other": state(),
    }
    return arena(actors=actors, relations=[], constraints={"line": line}, **more)


def days(game: WarGame, kind: str, last: int) -> list[int]:
    """Days until the last on which something of a kind happened in the first run."""
    found = []
    for day in range(1, last + 1):
        game.step()
        found += [day] if seen(game, kind, "line")[0] else []
    return found


@pytest.mark.parametrize(("left", "first"), [(0, 1), (1, 2), (2, 3), (5, 6), (1.5, 3)])
def test_a_strike_comes_when_the_days_of_a_warning_are_over(left: float, first: int) -> None:
    assert days(opened(theatre({"days": left})), "strike", 7) == list(range(first, 8))
    assert days(opened(theatre({"days": left})), "warned", 7) == [1]


def test_ways_to_warn_come_one_after_another() -> None:
    stated = theatre({"days": 1}, {"by": "show of force", "days": 2})
    assert days(opened(stated), "warned", 6) == [1, 2]
    assert days(opened(stated), "strike", 6) == [4, 5, 6]


def test_warnings_come_by_their_chance_and_how_full_a_breach_is() -> None:
    line = {"tolerance": 100, "trigger": 500, "watched_by": {"detects": 0.8}}
    game = opened(theatre({"chance": 0.6, "days": 3}, line=line), RUNS)
    game.step()
    assert within(float(seen(game, "warned", "line").mean()), 0.6 * 0.8 * 300 / 500, RUNS)
    assert not seen(game, "strike", "line").any()


@pytest.mark.parametrize(("holds", "warned"), [(None, [1]), (3, [1, 7]), (0, [1, 4, 7])])
def test_a_warning_holds_for_so_long_and_is_given_anew(holds: float | None, warned: list[int]) -> None:
    """With two days to heed it a warning of day 1 lets strikes come on day 3, and on so many days more."""
    stated = theatre({"days": 2, "holds": holds})
    assert days(opened(stated), "warned", 8) == warned
    spared = {day + k for day in warned for k in (0, 1)}
    assert days(opened(stated), "strike", 8) == [day for day in range(1, 9) if day not in spared]


def test_a_breach_that_ends_and_comes_back_is_warned_of_anew() -> None:
    game = opened(theatre({"days": 1}))
    assert days(game, "strike", 3) == [2, 3]
    away = game.state.forces.fighters[0].copy()
    game.state.forces.fighters[0] = 0.0
    game.step()
    game.state.forces.fighters[0] = away
    game.step()
    assert seen(game, "warned", "line").all()
    assert not seen(game, "strike", "line").any()


def test_who_heeds_a_warning_is_not_struck() -> None:
    """It is worth 0.6 to stay and 0.5 to leave; what the warning teaches turns the scale the next morning."""
    red = {**attacker({"field": 0.6, "home": 0.5}, field=400), "tempo": 1e6, "mobility": 1, "fear": 1}
    zones = {
        name: {"name": "Z", "at": [0, 0], "control": {"power": 1.0}} for name in ("camp", "field", "home")
    }
    parts = {"red": red, "zones": zones, "rules": {"wariness": 0.4, "wariness_fades": 1e9}}
    warned = opened(theatre({"days": 2, "teaches": 0.5}, **parts))
    assert days(warned, "strike", 6) == []
    assert fighters(warned, "red")[0] == 0
    assert fighters(warned, "red", "home")[0] == 400
    deaf = opened(theatre({"days": 2, "teaches": 0}, **parts))
    assert days(deaf, "strike", 3) == [3]


def test_a_warning_teaches_a_part_of_what_a_strike_teaches() -> None:
    game = opened(theatre({"days": 9, "teaches": 0.3}, rules={"wariness": 0.8, "wariness_fades": 10}))
    for day in range(4):
        game.step()
        wary = game.state.forces.wariness[0, game.setup.zones.index("field"), 0]
        assert wary == pytest.approx(0.8 * 0.3 * 0.5 ** (day / 10))


@pytest.mark.parametrize(("start", "warned"), [(0, True), (1, False), (2, False)])
def test_a_hotline_that_is_cut_warns_nobody_and_strikes_do_not_wait(start: int, warned: bool) -> None:
    ladder = {"name": "R", "between": ["power", "other"], "rungs": ["calm", "line cut", "shots"], "climb": 0}
    stated = theatre(
        {"by": "hotline", "ladder": "riv", "cut_at": "line cut", "days": 3},
        rivalries={"riv": {**ladder, "cool": 0, "start": start}},
    )
    game = opened(stated)
    game.step()
    assert seen(game, "warned", "line").all() == warned
    assert seen(game, "strike", "line").all() == (not warned)


def test_a_way_that_is_cut_off_is_passed_over() -> None:
    ladder = {"name": "R", "between": ["power", "other"], "rungs": ["calm", "line cut"], "climb": 0}
    call = {"by": "hotline", "ladder": "riv", "cut_at": "line cut", "days": 9}
    stated = theatre(call, {"days": 1}, rivalries={"riv": {**ladder, "cool": 0, "start": 1}})
    assert days(opened(stated), "strike", 3) == [2, 3]


@pytest.mark.parametrize(("by", "warned"), [("show of force", False), ("word", True)])
def test_a_show_of_force_needs_force(by: str, warned: bool) -> None:
    game = opened(theatre({"by": by}, sorties=0))
    game.step()
    assert seen(game, "warned", "line").all() == warned


@pytest.mark.parametrize(
    ("worth", "guards", "first"), [("field", 5, [1, 2, 3]), ("field", 0, [3]), ("home", 5, [3])]
)
def test_who_is_attacked_does_not_wait(worth: str, guards: float, first: list[int]) -> None:
    """Those who attack the enforcer's men are struck at once; those who march past them are warned first."""
    red = {**attacker({worth: 1.0}, field=400), "mobility": 0}
    stated = theatre({"days": 2}, red=red)
    stated["actors"]["guard"] = {**force(field=guards, camp=1), "led_by": "power"}
    stated["relations"] = [{"hostile": ["red", "guard"]}]
    assert days(opened(stated), "strike", 3) == first


def test_an_order_to_strike_does_not_wait() -> None:
    game = opened(theatre({"days": 30}))
    game.choice.hand_over("power", "strike", Orders(Order("strike", first=2)))
    assert days(game, "strike", 3) == [2, 3]


def test_who_is_turned_back_is_warned_first_too() -> None:
    answer = {"by": "turn back"}
    game = opened(theatre({"days": 2}, answer=answer, red={**force(field=400), "reserve": "camp"}))
    assert days(game, "turned_back", 3) == [3]
    assert fighters(game, "red", "camp")[0] == 400


def test_nobody_is_warned_of_what_is_not_in_force() -> None:
    line = {"from": "day 3"}
    game = opened(theatre({"days": 1}, line=line))
    assert days(game, "warned", 5) == [3]


def approach(sitting: float, settles: float, **red: float) -> dict[str, Any]:
    stated = theatre(red=force(**(red or {"field": 400})), line={"trigger": 1000})
    stated["constraints"]["line"]["answered_by"] |= {
        "resolve": 0.8, "sitting": sitting, "settles": settles, "warns": []
    }  # fmt: skip
    return stated


@pytest.mark.parametrize("sitting", [0.0, 0.25, 1.0])
def test_presence_that_sits_draws_fewer_strikes_than_one_that_came(sitting: float) -> None:
    """P = 1 − exp(−0.8 · 0.4 · w), w = 1 − (1 − sitting) · (1 − 2^(−(day − 1) / 5))."""
    game = opened(approach(sitting, 5), RUNS)
    for day in range(1, 12):
        game.step()
        if day in (1, 6, 11):
            weight = 1.0 - (1.0 - sitting) * (1.0 - 0.5 ** ((day - 1) / 5))
            hit = float(seen(game, "strike", "line").mean())
            assert within(hit, 1.0 - np.exp(-0.8 * 0.4 * weight), RUNS)


@pytest.mark.parametrize("sitting", [0.0, 0.5])
def test_of_those_who_leave_the_last_to_come_leave_first_and_who_comes_later_counts_anew(
    sitting: float,
) -> None:
    game = opened(approach(sitting, 0.0), RUNS)
    there = game.state.forces.fighters[0, game.setup.zones.index("field")]
    for present, share in ((400, 1.0), (100, 0.0), (300, 2 / 3), (400, 1 / 4)):
        there[:] = present
        game.step()
        hit = float(seen(game, "strike", "line").mean())
        weight = share + sitting * (1.0 - share)
        assert within(hit, 1.0 - np.exp(-0.8 * present / 1000 * weight), RUNS)
        assert (game.state.answers.sat[0] == present).all()


def test_a_lesson_fades_fast_and_what_is_left_of_it_slowly() -> None:
    """W(n) = w · ((1 − s) · 2^(−n/f) + s · 2^(−n/F)): after many fast half-lives the slow part alone."""
    rules = {
        "wariness": 0.5, "wariness_fades": 2, "lasting_wariness": 0.25, "lasting_wariness_fades": 40,
    }  # fmt: skip
    red = {**force(field=10), "wariness": {"field": 0.8}}
    stated = arena(actors={"red": red, "blue": force(home=1)}, relations=[], rules=rules)
    game = opened(stated)
    field = game.setup.zones.index("field")
    for day in range(1, 41):
        game.step()
        whole = 0.8 * (0.75 * 0.5 ** (day / 2) + 0.25 * 0.5 ** (day / 40))
        assert game.state.forces.wariness[game.setup.field.index("red"), field, 0] == pytest.approx(whole)
    assert game.state.forces.wariness[game.setup.field.index("red"), field, 0] == pytest.approx(0.1, rel=1e-4)


def test_strikes_teach_for_now_and_for_long() -> None:
    rules = {
        "wariness": 0.5, "wariness_fades": 3, "lasting_wariness": 0.4, "lasting_wariness_fades": 30,
    }  # fmt: skip
    game = opened(theatre(rules=rules))
    fast = slow = 0.0
    field = game.setup.zones.index("field")
    for _ in range(6):
        game.step()
        fast, slow = fast * 0.5 ** (1 / 3) + 0.3, slow * 0.5 ** (1 / 30) + 0.2
        assert game.state.forces.wariness[0, field, 0] == pytest.approx(fast + slow)
        assert game.state.forces.lasting[0, field, 0] == pytest.approx(slow)
