"""Friends change: who turns, turns in the morning, in its own runs, and what follows is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, state, within, zone

from whitecell.game.play import tell
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

BATTLE = {"attrition": 0.01}


def on(day: int, *effects: dict[str, Any], chance: float = 1.0) -> dict[str, Any]:
    """An event with effects on a day."""
    return {
        "turn": {"name": "They turn", "on": f"day {day}", "chance": chance, "effects": list(effects)}
    }  # fmt: skip


def becomes(how: str, actors: str = "red", to: str = "blue", **more: Any) -> dict[str, Any]:
    return {"kind": f"become {how}", "actors": actors.split(), "to": to.split(), **more}


def meeting(*relations: dict[str, Any], turn: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Red goes for the field, where blue stands."""
    return arena(
        actors={"red": attacker(field=1000), "blue": force(field=800)},
        relations=list(relations), injects=turn, rules=BATTLE, **more,
    )  # fmt: skip


FOES = {"hostile": ["red", "blue"]}


@pytest.mark.parametrize("before", [(), ({"allied": ["red", "blue"]},)])
def test_a_war_that_begins_on_the_fifth_day_is_that_of_the_first_four_days_later(
    before: tuple[dict[str, Any], ...],
) -> None:
    turned = opened(meeting(*before, turn=on(5, becomes("hostile"))))
    stated = opened(meeting(FOES, turn={}))
    for _ in range(4):
        turned.step()
        assert fighters(turned, "red")[0] == 1000.0
        assert fighters(turned, "blue")[0] == 800.0
    for _ in range(10):
        turned.step()
        stated.step()
        for side in ("red", "blue"):
            np.testing.assert_array_equal(fighters(turned, side), fighters(stated, side))
    assert fighters(turned, "blue")[0] < 750.0


@pytest.mark.parametrize("how", ["neutral", "allied"])
def test_a_war_that_ends_costs_nobody_from_that_morning(how: str) -> None:
    game = after(meeting(FOES, turn=on(5, becomes(how))), 4)
    left = fighters(game, "blue")[0]
    assert left < 800.0
    for _ in range(5):
        game.step()
    assert fighters(game, "blue")[0] == left


def test_each_run_has_its_own_friends() -> None:
    """Where the event does not come, nothing is other than without it."""
    runs = 512
    game = after(meeting(turn=on(3, becomes("hostile"), chance=0.3)), 8, runs)
    war = fighters(game, "blue") < 800.0
    assert within(float(war.mean()), 0.3, runs)
    np.testing.assert_array_equal(war, game.state.effects.happened[0])
    assert (fighters(game, "red")[~war] == 1000.0).all()


def test_a_faction_changes_sides_and_its_former_side_fights_on_without_it() -> None:
    """Green stands beside blue against red; once it goes over, it is attacked by blue no less than red is."""
    stated = arena(
        actors={"red": force(field=500), "green": force(field=500), "blue": attacker(field=1000)},
        relations=[{"hostile": ["red"], "to": ["blue", "green"]}, {"allied": ["blue", "green"]}],
        injects=on(4, becomes("hostile", "green"), becomes("allied", "green", "red")),
        rules=BATTLE,
    )
    game = after(stated, 3)
    assert fighters(game, "green")[0] == 500.0
    assert fighters(game, "red")[0] < 500.0
    red = fighters(game, "red")[0]
    game.step()
    lost = 500.0 - fighters(game, "green")[0], red - fighters(game, "red")[0]
    assert lost[0] / lost[1] == pytest.approx(500.0 / red)


def caught(caught: str, *, reserve: str = "camp", control: str = "blue") -> WarGame:
    """Red stands in the field, which blue holds, and turns on it on the second day."""
    stated = arena(
        zones={"field": zone(control={control: 0.8}), "camp": zone(), "home": zone()},
        actors={"red": {**force(field=100), "reserve": reserve}, "blue": force(field=800)},
        relations=[{"allied": ["red", "blue"]}],
        injects=on(2, becomes("hostile", caught=caught)),
    )
    return after(stated, 2)


@pytest.mark.parametrize(
    ("stated", "field", "camp", "blue"),
    [
        ({"caught": "fight"}, 100.0, 0.0, 800.0),
        ({"caught": "withdraw"}, 0.0, 100.0, 800.0),
        ({"caught": "interned"}, 0.0, 0.0, 800.0),
        ({"caught": "withdraw", "reserve": "field"}, 100.0, 0.0, 800.0),
        ({"caught": "interned", "control": "red"}, 100.0, 0.0, 0.0),
    ],
)
def test_who_is_caught_in_the_others_town(
    stated: dict[str, str], field: float, camp: float, blue: float
) -> None:
    """Who has nowhere to go stays, and who holds the ground is not caught there."""
    game = caught(**stated)
    assert fighters(game, "red")[0] == field
    assert fighters(game, "red", "camp")[0] == camp
    assert fighters(game, "blue")[0] == blue


def test_ground_that_two_hold_together_is_a_sides_while_they_are_allied() -> None:
    """Of 0.4 and 0.3 neither is half; the side's is more."""
    stated = arena(
        zones={"field": zone(control={"red": 0.4, "blue": 0.3}), "camp": zone(), "home": zone()},
        relations=[],
        injects=on(2, becomes("allied")) | {"end": {
            "name": "They part", "on": "day 4", "effects": [becomes("neutral")], "chance": 1,
        }},
    )  # fmt: skip
    game = opened(stated)
    field, red = game.setup.zones.index("field"), game.setup.field.index("red")
    held = []
    for _ in range(4):
        game.step()
        held.append(int(game.pieces.holders.of(game.state.land)[field, 0]))
    assert held == [-1, red, red, -1]


def test_a_battle_with_a_client_is_an_incident_while_it_is_one() -> None:
    """The patronage begins on the third day and ends on the sixth: three rungs."""
    stated = arena(
        actors={
            "red": {**attacker(field=400), "led_by": "other"},
            "blue": force(field=500),
            "power": state(),
            "other": state(),
        },
        relations=[FOES, {"patron": "power", "client": "blue", "in_force": "by effect"}],
        rivalries={
            "riv": {
                "name": "R", "between": ["power", "other"], "rungs": [str(k) for k in range(50)], "climb": 1,
                "cool": 0, "incidents": ["battle"],
            }
        },
        injects=on(3, {"kind": "begin patronage", "patron": "power", "client": "blue"})
        | {"end": {"name": "It ends", "on": "day 6", "chance": 1, "effects": [
            {"kind": "end patronage", "patron": "power", "client": "blue"}]}},
        rules=BATTLE,
    )  # fmt: skip
    game = opened(stated)
    rungs = []
    for _ in range(8):
        game.step()
        rungs.append(float(game.pieces.rivalries["riv"].rung[0]))
    assert rungs == [0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0]


def test_a_patron_presses_only_while_it_is_one() -> None:
    """Red obeys by half of itself; with a patron who wants it in full and holds it in full, in full."""
    stated = arena(
        actors={"red": force(field=400), "blue": force(field=500), "power": state()},
        relations=[FOES, {
            "patron": "power", "client": "red", "leverage": 1, "will": {"line": 1}, "in_force": "by effect",
        }],
        constraints={"line": {
            "name": "L", "kind": "exclusion", "applies_to": ["red"], "zones": ["home"],
            "obedience": {"red": 0.5},
        }},
        injects=on(3, {"kind": "begin patronage", "patron": "power", "client": "red"})
        | {"end": {"name": "It ends", "on": "day 5", "chance": 1, "effects": [
            {"kind": "end patronage", "patron": "power", "client": "red"}]}},
    )  # fmt: skip
    game = opened(stated)
    obeyed = []
    for _ in range(6):
        game.step()
        obeyed.append(float(game.pieces.constraints["line"].obeyed[0, 0]))
    assert obeyed == [0.5, 0.5, 1.0, 1.0, 0.5, 0.5]


def test_flights_are_flown_as_stated_until_two_stand_otherwise_and_then_at_foes() -> None:
    stated = arena(
        actors={
            "red": {**force(camp=10), "air": [{"zone": "field", "sorties": 2, "against": ["blue"]}]},
            "blue": force(field=800),
        },
        relations=[],
        injects=on(3, becomes("allied")) | {"war": {
            "name": "War", "on": "day 5", "effects": [becomes("hostile")], "chance": 1,
        }},
        rules={"air_losses": 5.0},
    )  # fmt: skip
    game = opened(stated)
    hit = []
    for _ in range(6):
        before = float(fighters(game, "blue")[0])
        game.step()
        hit.append(fighters(game, "blue")[0] < before)
    assert hit == [True, True, False, False, True, True]


def test_who_has_changed_sides_is_seen_with_its_new_friends() -> None:
    stated = meeting(FOES, turn=on(2, becomes("allied")))
    game = after(stated, 1)
    assert game.view("red").side == ("red",)
    assert float(game.view("red").foes("field")[0]) == 800.0
    game.step()
    assert set(game.view("red").side) == {"red", "blue"}
    assert float(game.view("red").foes("field")[0]) == 0.0
    assert game.view("red").fighters("field")["blue"][0] == fighters(game, "blue")[0]


def test_it_is_told_once() -> None:
    effects = becomes("hostile", "red", "blue green"), becomes("hostile", "red", "blue green")
    stated = arena(
        actors={"red": force(field=100), "blue": force(field=100), "green": force(field=100)},
        relations=[{"hostile": ["red", "green"]}], injects=on(2, *effects),
    )  # fmt: skip
    story = tell(Scenario.model_validate(stated, context={"start": stated["start"]}), 1)
    told = [event for event in story.events if event.kind == "turned_hostile"]
    assert [(event.day, event.actor, event.others) for event in told] == [(2, "red", ("blue",))]
