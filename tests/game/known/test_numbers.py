"""Numbers that move, against answers that are known: variables, formulas, conditions, effects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from happenings import seen
from known.arena import after, arena, fighters, force, opened, state, table, within

from whitecell.game.war_game import WarGame

RUNS = 8192


def live(game: WarGame, path: str) -> np.ndarray:  # type: ignore[type-arg]
    """Today's value of a number that moves, by its path."""
    return game.state.numbers.live[game.setup.layout.row("live", f"@{path}")]


def level(game: WarGame, name: str = "fuel") -> np.ndarray:  # type: ignore[type-arg]
    """Level of a variable."""
    return game.state.numbers.level[game.setup.layout.row("variables", name)]


def stock(**more: Any) -> dict[str, Any]:
    """A stock of ten days."""
    return {"fuel": {"name": "Fuel", "start": 10, "bounds": [0, 100], **more}}


@pytest.mark.parametrize(
    ("flow", "empty"), [(-1, 10), (-3, 4), ("0.5 - 1", 20), ("-1 if day > 5 else 0", 15)]
)
def test_a_stock_with_constant_flows_is_empty_on_the_reckoned_day(flow: Any, empty: int) -> None:
    stated = arena(variables=stock(per_day=flow))
    assert level(after(stated, empty - 1))[0] > 0.0
    assert level(after(stated, empty))[0] == 0.0


def test_a_variable_returns_by_half_in_its_half_life() -> None:
    game = after(arena(variables=stock(reverts_to=2, half_life=4)), 8)
    assert level(game)[0] == pytest.approx(2 + 8 / 4)


HIT = {"kind": "hit", "actor": "red", "zone": "field", "fighters": 500}


def test_a_formula_reads_last_night_and_today() -> None:
    actors = {"red": force(field=1000), "blue": force(field=800)}
    stated = arena(actors=actors, variables=stock(per_day="presence(red, field) / 1000 + day"))
    stated["injects"] = {
        "i": {
            "name": "I",
            "on": "day 2",
            "effects": [{"kind": "hit", "actor": "red", "zone": "field", "fighters": 500}],
        }
    }
    # Day 1 and 2 read 1000 fighters, day 3 the 500 that are left.
    assert level(after(stated, 3))[0] == pytest.approx(10 + 1 + 1 + 0.5 + 1 + 2 + 3)


def test_the_past_of_a_value() -> None:
    variables = stock(per_day=-1) | {
        name: {"name": name, "start": 0, "per_day": formula}
        for name, formula in {
            "mean": "mean(fuel, 3)", "sum": "sum(fuel, 2)", "total": "total(fuel)", "peak": "peak(-fuel)",
            "since": "days_since(fuel < 8)", "ever": "ever(fuel < 8)",
        }.items()
    }  # fmt: skip
    game, before = opened(arena(variables=variables)), dict.fromkeys(variables, 0.0)
    seen_each: dict[str, list[float]] = {name: [] for name in variables}
    for _ in range(6):
        game.step()
        for name in variables:
            now = float(level(game, name)[0])
            seen_each[name].append(now - before[name])
            before[name] = now
    mornings = [10.0, 9, 8, 7, 6, 5]
    assert seen_each["mean"] == [np.mean(mornings[max(0, k - 2) : k + 1]) for k in range(6)]
    assert seen_each["sum"] == [sum(mornings[max(0, k - 1) : k + 1]) for k in range(6)]
    assert seen_each["total"] == [sum(mornings[: k + 1]) for k in range(6)]
    assert seen_each["peak"] == [-m for m in mornings]
    assert seen_each["since"] == [0, 0, 0, 0, 1, 2]
    assert seen_each["ever"] == [0, 0, 0, 1, 1, 1]


def test_a_condition_fires_on_the_first_morning_on_which_it_holds_and_once() -> None:
    stated = arena(variables=stock(per_day=-1))
    stated["injects"] = {"low": {"name": "L", "when": "fuel <= 6"}}
    game = opened(stated)
    days = []
    for day in range(1, 15):
        game.step()
        if seen(game, "inject", "low").any():
            days.append(day)
    assert days == [5]


def test_an_inject_comes_again_after_its_rest() -> None:
    stated = arena(variables=stock(per_day=-1))
    stated["injects"] = {"low": {"name": "L", "when": "fuel <= 6", "again_after": 3, "until": "day 12"}}
    game = opened(stated)
    days = []
    for day in range(1, 20):
        game.step()
        if seen(game, "inject", "low").any():
            days.append(day)
    assert days == [5, 8, 11]


def test_a_chance_per_day_is_a_geometric_waiting_time() -> None:
    stated = arena(injects={"i": {"name": "I", "chance_per_day": 0.2, "from": "day 3"}})
    game = after(stated, 6, RUNS)
    assert within(float(game.pieces.injects["i"].happened.mean()), 1 - 0.8**4, RUNS)


def test_outcomes_are_drawn_by_their_weights() -> None:
    ways = {
        name: {"name": name, "weight": weight, "effects": [{"kind": "set", "number": "fuel", "to": value}]}
        for name, weight, value in (("a", 1, 1), ("b", 3, 2), ("c", "2 * 2", 3))
    }
    stated = arena(variables=stock(), injects={"i": {"name": "I", "on": "day 1", "outcomes": ways}})
    found = level(after(stated, 1, RUNS))
    for value, share in ((1, 1 / 8), (2, 3 / 8), (3, 4 / 8)):
        assert within(float((found == value).mean()), share, RUNS)


def moved(*effects: dict[str, Any], days: int, path: str = "talks.t.progress") -> float:
    """A number of the talks after some days; the effects come on day 3."""
    stated = table(progress=0.3)
    stated["injects"] = {"i": {"name": "I", "on": "day 3", "effects": list(effects)}}
    return float(live(after(stated, days), path)[0])


PROGRESS = {"number": "talks.t.progress"}


@pytest.mark.parametrize(
    ("effects", "worth"),
    [
        ([{"kind": "set", "to": 0.7}], 0.7),
        ([{"kind": "shift", "by": 0.2}], 0.5),
        ([{"kind": "shift", "by": 0.2}, {"kind": "scale", "by": 2}], 0.8),
        ([{"kind": "scale", "by": 0.5}, {"kind": "set", "to": 0.8}], 0.4),
        ([{"kind": "shift", "by": 5}], 1.0),
        ([{"kind": "set", "to": "0.1 * day"}], 0.4),
    ],
)
def test_a_number_is_set_then_scaled_then_shifted_within_what_it_may_be(
    effects: list[dict[str, Any]], worth: float
) -> None:
    effects = [effect | PROGRESS for effect in effects]
    assert moved(*effects, days=2) == 0.3
    assert moved(*effects, days=4) == pytest.approx(worth)


@pytest.mark.parametrize("end", [{"lasts": 4}, {"until": "day 6"}, {"as_long_as": "day < 7"}])
@pytest.mark.parametrize(
    "effect", [{"kind": "set", "to": 0.7}, {"kind": "scale", "by": 3}, {"kind": "shift", "by": 0.1}]
)
def test_what_ends_restores_the_number_to_the_bit(effect: dict[str, Any], end: dict[str, Any]) -> None:
    assert moved(effect | PROGRESS | end, days=6) != 0.3
    assert moved(effect | PROGRESS | end, days=7) == 0.3


def test_what_parties_want_follows_a_number_that_moves() -> None:
    stated = table()
    stated["variables"] = stock(per_day=-1)
    stated["actors"]["a"]["wants"]["pact"] = "fuel / 10 - 0.5"
    game = after(stated, 3)
    assert game.pieces.talks["t"].wants["a"][0] == pytest.approx(0.8 - 0.5)


def test_constraints_are_imposed_and_lifted_agreements_end_and_talks_close() -> None:
    stated = table()
    stated["constraints"] = {
        "ban": {
            "kind": "exclusion",
            "name": "Ban",
            "applies_to": ["red"],
            "zones": ["field"],
            "in_force": "with pact",
        }
    }
    stated["agreements"]["pact"]["in_force"] = "from the start"
    stated["injects"] = {
        name: {"name": name, "on": f"day {day}", "effects": [effect]}
        for name, day, effect in (
            ("lift", 1, {"kind": "lift", "constraint": "ban"}),
            ("impose", 2, {"kind": "impose", "constraint": "ban"}),
            ("close", 2, {"kind": "close talks", "talks": "t"}),
            ("end", 3, {"kind": "end agreement", "agreement": "pact"}),
            ("open", 3, {"kind": "open talks", "talks": "t"}),
        )
    }
    game = opened(stated)
    held = []
    for _ in range(3):
        game.step()
        pieces = game.pieces
        held.append(
            (
                pieces.constraints["ban"].in_force[0],
                pieces.agreements["pact"].in_force[0],
                pieces.talks["t"].open[0],
            )
        )
    assert [tuple(map(bool, each)) for each in held] == [
        (False, True, True), (True, True, False), (False, False, True),
    ]  # fmt: skip


def test_forces_withdraw_change_sides_and_are_hit() -> None:
    stated = arena(
        zones={name: {"name": name, "at": [0, 0], "people": 1000} for name in ("field", "camp", "home")},
        actors={"red": force(field=1000) | {"reserve": "camp"}, "blue": force(field=800), "us": state()},
    )
    effects = [
        {"kind": "withdraw", "actor": "red", "zone": "field", "share": 0.4},
        {"kind": "hand over", "actor": "red", "to": "blue", "zone": "field", "share": 0.5},
        {"kind": "hit", "actor": "blue", "zone": "field", "fighters": 50, "people": 30, "by": "us"},
    ]
    stated["injects"] = {"i": {"name": "I", "on": "day 1", "effects": effects}}
    game = after(stated, 1)
    assert fighters(game, "red")[0] == 300
    assert fighters(game, "red", "camp")[0] == 400
    assert fighters(game, "blue")[0] == 800 + 300 - 50
    assert game.state.land.people[game.setup.zones.index("field"), 0] == 970


def test_a_measure_may_be_a_formula_of_records() -> None:
    stated = arena(variables=stock(per_day=-1))
    stated["injects"] = {
        "i": {"name": "I", "on": "day 2", "effects": [HIT, HIT | {"actor": "blue", "fighters": 200}]}
    }
    stated["measures"] = {
        "ratio": {"statistic": "final", "record": "total(losses(red)) / total(losses(blue))"},
        "rate": {"statistic": "mean", "record": "losses(red, field) / 10"},
        "low": {"statistic": "first_day", "record": "fuel + 0", "below": 7},
        "after": {"statistic": "days", "record": "presence(red) < 600", "since": {"record": "fuel < 8"}},
    }
    game = after(stated, 5)
    found = {name: float(gauge.result()[0]) for name, gauge in game.gauges.items()}
    assert found == {"ratio": 2.5, "rate": 10.0, "low": 4.0, "after": 3.0}


def test_an_order_is_kept_for_its_days() -> None:
    worth = {"worth": {"field": 1.0, "camp": 0.1}, "tempo": 1, "mobility": 1}
    stated = arena(actors={"red": {**force(camp=100), **worth}, "blue": force(home=10)})
    effects = [{"kind": "order", "actor": "red", "zone": "camp", "lasts": 3}]
    stated["injects"] = {"i": {"name": "I", "on": "day 4", "effects": effects}}
    game = opened(stated)
    zones = game.setup.zones
    taken = []
    for _ in range(8):
        game.step()
        taken.append(zones.names[int(game.state.forces.effort[game.setup.field.index("red"), 0])])
    assert taken == ["field"] * 3 + ["camp"] * 3 + ["field"] * 2


def test_a_step_of_an_agreement_takes_effect() -> None:
    stated = table()
    stated["variables"] = stock()
    effects = [{"kind": "shift", "number": "fuel", "by": 5}]
    stated["agreements"]["pact"] |= {
        "in_force": "from the start",
        "steps": [{"after": 3, "effects": effects}],
    }
    assert level(after(stated, 2))[0] == 10
    assert level(after(stated, 4))[0] == 15


def test_a_formula_hears_of_an_inject_the_same_morning_whatever_happens_in_other_runs() -> None:
    stated = arena(variables=stock(per_day="5 * happened(i)"))
    stated["injects"] = {"i": {"name": "I", "on": "day 2"}}
    assert level(after(stated, 2))[0] == 15


def equals(**formulas: Any) -> dict[str, Any]:
    """Variables that equal formulas."""
    return {name: {"name": name, "equals": formula} for name, formula in formulas.items()}


def test_a_variable_that_equals_a_formula_is_that_at_any_moment() -> None:
    """It is measured as what it hangs on is measured that evening, and read as that is next morning."""
    stated = arena(variables=stock(per_day=-1) | equals(twice="2 * fuel", more="twice + 1 + day", ten=10))
    stated["measures"] = {
        name: {"statistic": "final", "record": "level", "of": [name]} for name in ("fuel", "twice", "more")
    }
    stated["measures"]["sum"] = {"statistic": "final", "record": "level(twice, fuel) + twice"}
    game = opened(stated)
    for day in range(1, 5):
        game.step()
        found = {name: gauge.result()[0] for name, gauge in game.gauges.items()}
        assert found == {"fuel": 10 - day, "twice": 20 - 2 * day, "more": 21 - day, "sum": 50 - 5 * day}
        assert level(game, "ten")[0] == 10


def test_it_hears_of_effects_the_same_morning_and_stays_within_bounds() -> None:
    fed = {"stock": {"name": "stock", "start": 0, "per_day": "twice"}}
    stated = arena(variables=stock() | fed | equals(twice="2 * fuel", half="twice / 4"))
    stated["variables"]["twice"]["bounds"] = [0, 30]
    effects = [{"kind": "shift", "number": "fuel", "by": 90}]
    stated["injects"] = {
        "i": {"name": "I", "on": "day 3", "effects": effects},
        "j": {"name": "J", "when": "half > 7"},
    }
    game, days = opened(stated), []
    for _ in range(4):
        game.step()
        days.append((level(game, "stock")[0], level(game, "half")[0], bool(seen(game, "inject", "j")[0])))
    assert days == [(20, 5, False), (40, 5, False), (70, 7.5, False), (100, 7.5, True)]


def test_its_days_are_kept_and_it_may_ask_for_days() -> None:
    """The mean of three mornings, its peak, and what equals that, against the same by hand."""
    stated = arena(
        variables=stock(per_day="-1 if day < 4 else 2")
        | equals(mean="mean(fuel, 3)", over="mean - fuel", most="peak(over)", twice="2 * most")
    )
    game, mornings, over = opened(stated), [10.0], []
    for _ in range(8):
        game.step()
        mornings.append(float(level(game)[0]))
        over.append(float(np.mean(mornings[-3:]) - mornings[-1]))
        assert level(game, "over")[0] == pytest.approx(over[-1])
        assert level(game, "twice")[0] == pytest.approx(2 * max([0.0, *over]))


def test_effects_move_what_its_formula_gives_for_a_time() -> None:
    stated = arena(variables=stock() | equals(twice="2 * fuel", more="twice + 1"))
    effects = [{"kind": "scale", "number": "variables.twice.equals", "by": 3, "lasts": 2}]
    stated["injects"] = {"i": {"name": "I", "on": "day 2", "effects": effects}}
    game, found = opened(stated), []
    for _ in range(5):
        game.step()
        found.append(float(level(game, "more")[0]))
    assert found == [21, 61, 61, 21, 21]


def test_what_hangs_on_what_moves_is_reckoned_in_order_whatever_it_is_called() -> None:
    """An assumption that an effect sets to a variable that equals another assumption that is moved."""
    stated = arena(
        assumptions={"a": {"value": 1}, "z": {"value": 5}},
        variables=stock(per_day="a") | equals(middle="z * 2"),
    )
    effects = [
        {"kind": "set", "number": "a", "to": "middle + 1"}, {"kind": "shift", "number": "z", "by": "day"}
    ]  # fmt: skip
    stated["injects"] = {"i": {"name": "I", "on": "day 2", "effects": effects}}
    assert level(after(stated, 1))[0] == 11
    assert level(after(stated, 3))[0] == 11 + (7 * 2 + 1) + (8 * 2 + 1)
