"""What lifts a ladder of escalation: kinds of incidents and their weights, the feed, and the jump."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, force, opened, state, within

from whitecell.game.war_game import WarGame

RUNS = 4096


def ladder(**more: Any) -> dict[str, Any]:
    """A ladder of two powers that climbs with every incident, unless it says otherwise."""
    return {
        "riv": {
            "name": "R", "between": ["power", "other"], "rungs": [str(k) for k in range(50)], "climb": 1,
            "cool": 0, **more,
        }
    }  # fmt: skip


def front(relations: Any = (), red: Any = None, blue: Any = None, **more: Any) -> dict[str, Any]:
    """Red, led by the other, attacks blue, led by the power, and breaks a ban that is watched."""
    line = {
        "name": "L", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"],
        "watched_by": {"detects": 1.0},
    }  # fmt: skip
    return arena(
        actors={
            "red": {**attacker(field=400), **({"led_by": "other"} if red is None else red)},
            "blue": {**force(field=500), **({"led_by": "power"} if blue is None else blue)},
            "power": state(),
            "other": state(),
        },
        relations=[{"hostile": ["red", "blue"]}, *relations],
        constraints={"line": line, "loose": {**line, "zones": ["home"], "watched_by": None}},
        **more,
    )


def rungs(game: WarGame) -> float:
    return float(game.pieces.rivalries["riv"].rung.mean())


@pytest.mark.parametrize(
    ("incidents", "felt"),
    [
        (None, 0.0),
        (["strike", "near miss"], 0.0),
        (["battle"], 1.0),
        (["breach"], 1.0),
        (["battle", "breach"], 2.0),
        ({"battle": 0.25, "breach": 3}, 3.25),
        ({"battle": 0}, 0.0),
    ],
)
def test_what_counts_is_what_is_listed_by_its_weight(incidents: Any, felt: float) -> None:
    game = after(front(rivalries=ladder(incidents=incidents)), 2, 20)
    assert np.all(game.pieces.rivalries["riv"].incidents == felt)
    assert rungs(game) == (2.0 if felt else 0.0)


def test_a_weight_multiplies_the_count() -> None:
    """1 − (1 − climb·(1 − hotline))^weight."""
    stated = front(rivalries=ladder(incidents={"battle": 0.1}, climb=0.5, hotline=0.2))
    assert within(rungs(after(stated, 1, RUNS)), 1 - (1 - 0.5 * 0.8) ** 0.1, RUNS)


@pytest.mark.parametrize(
    ("red", "blue", "client", "felt"),
    [
        ({}, {}, None, False),
        ({"led_by": "other"}, {}, None, False),
        ({"led_by": "other"}, {}, ("power", "blue"), True),
        ({}, {"led_by": "power"}, ("other", "red"), True),
        ({}, {}, ("power", "blue"), False),
        ({"led_by": "other"}, {"led_by": "other"}, None, False),
    ],
)
def test_a_battle_counts_where_a_powers_own_forces_meet_the_other_side(
    red: Any, blue: Any, client: Any, felt: bool
) -> None:
    relations = [{"patron": client[0], "client": client[1], "leverage": 0}] if client else []
    stated = front(relations, red, blue, rivalries=ladder(incidents=["battle"]))
    assert after(stated, 1, 20).pieces.rivalries["riv"].incidents.any() == felt


@pytest.mark.parametrize(
    ("red", "client", "named", "felt"),
    [
        ({}, None, [], False),
        ({"led_by": "other"}, None, [], True),
        ({"led_by": "power"}, None, ["line"], True),
        ({}, ("power", "red"), [], True),
        ({"led_by": "other"}, None, ["loose"], False),
    ],
)
def test_a_recorded_breach_counts_of_a_side_or_its_client(
    red: Any, client: Any, named: Any, felt: bool
) -> None:
    relations = [{"patron": client[0], "client": client[1], "leverage": 0}] if client else []
    stated = front(relations, red, rivalries=ladder(incidents=["breach"], breaches_of=named))
    assert after(stated, 1, 20).pieces.rivalries["riv"].incidents.any() == felt


def test_a_breach_that_nobody_recorded_is_no_incident() -> None:
    stated = front(rivalries=ladder(incidents=["breach"]))
    stated["constraints"]["line"]["watched_by"]["detects"] = 0.3
    game = after(stated, 1, RUNS)
    felt = game.pieces.rivalries["riv"].incidents
    assert np.array_equal(felt > 0, game.pieces.constraints["line"].recorded["red"])
    assert within(float(felt.mean()), 0.3, RUNS)


def test_the_feed_brings_incidents_by_the_law_of_poisson() -> None:
    stated = front(rivalries=ladder(incidents=["strike"], feed=0.7, climb=0.4))
    game = after(stated, 1, RUNS)
    felt = game.pieces.rivalries["riv"].incidents
    assert abs(felt.mean() - 0.7) < 4 * np.sqrt(0.7 / RUNS)
    assert within(float((felt == 0).mean()), np.exp(-0.7), RUNS)
    # A thinned Poisson law: no incident lifts it with chance exp(−climb · feed).
    assert within(1.0 - rungs(game), np.exp(-0.4 * 0.7), RUNS)


def test_a_feed_and_a_jump_that_are_nothing_at_first_may_come_later() -> None:
    stated = front(rivalries=ladder(incidents=["strike"], feed="2 * (day >= 3)", jump="day >= 3"))
    game = opened(stated, RUNS)
    game.step()
    game.step()
    assert rungs(game) == 0.0
    game.step()
    assert within(float((game.pieces.rivalries["riv"].rung == 2).mean()), 1.0 - np.exp(-2.0), RUNS)


def test_a_feed_keeps_a_ladder_from_cooling() -> None:
    calm = ladder(start=5, cool=1, climb=0)
    assert rungs(after(front(rivalries=calm), 1, RUNS)) == 4.0
    fed = {"riv": {**calm["riv"], "feed": 1.0}}
    assert within(5.0 - rungs(after(front(rivalries=fed), 1, RUNS)), np.exp(-1.0), RUNS)


def test_a_climb_goes_two_rungs_by_the_chance_of_a_jump() -> None:
    game = opened(front(rivalries=ladder(incidents=["battle"], jump=0.3)), RUNS)
    game.step()
    rung = game.pieces.rivalries["riv"].rung
    assert set(rung) == {1.0, 2.0}
    assert within(float((rung == 2).mean()), 0.3, RUNS)
    top = ladder(incidents=["battle"], jump=1, start=48)
    assert rungs(after(front(rivalries=top), 1, 20)) == 49.0


def test_a_jump_that_is_stated_as_none_changes_no_bit() -> None:
    plain = ladder(incidents=["battle"], feed=0.5, cool=0.2)
    stated = {"riv": {**plain["riv"], "jump": {"value": 0, "range": [0, 0.4], "judgement": "x"}}}
    one, other = (after(front(rivalries=riv), 20, 50) for riv in (plain, stated))
    assert np.array_equal(one.pieces.rivalries["riv"].rung, other.pieces.rivalries["riv"].rung)
    assert np.array_equal(one.state.forces.fighters, other.state.forces.fighters)


def test_a_measure_counts_incidents() -> None:
    measures = {"felt": {"statistic": "count", "record": "incidents", "of": ["riv"]}}
    stated = front(rivalries=ladder(incidents={"battle": 0.5}), measures=measures)
    assert np.all(after(stated, 4, 5).gauges["felt"].result() == 2.0)
