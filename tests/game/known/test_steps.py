"""Steps of an agreement, by the calendar and by the watchers' verdict, played day by day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import arena, force, opened, state
from happenings import seen

from whitecell.game.war_game import WarGame

RUNS = 400


def line(zone: str, detects: float = 1.0, **more: Any) -> dict[str, Any]:
    """A clause of the pact that keeps red out of a zone."""
    return {
        "name": zone, "kind": "exclusion", "applies_to": ["red"], "zones": [zone], "in_force": "with pact",
        "watched_by": {"detects": detects}, **more,
    }  # fmt: skip


def stepwise(steps: list[dict[str, Any]], red: Any = None, more: Any = None, **pact: Any) -> dict[str, Any]:
    """A pact in force from the start, whose clauses close one zone after another."""
    return arena(
        actors={"red": force(**(red or {"field": 500})), "a": state(wants={"pact": 1})},
        relations=[],
        constraints={"first": line("home"), "second": line("field"), "third": line("camp"), **(more or {})},
        agreements={
            "pact": {
                "name": "P", "parties": ["a"], "in_force": "from the start", "trust": 1, "trust_gain": 0,
                "trust_loss": 0, "collapse": {"hazard": 0, "trust": 0}, "steps": steps, **pact,
            }
        },
    )  # fmt: skip


def taken(game: WarGame, days: int) -> dict[int, int]:
    """Steps taken by the days on which one was."""
    found = {}
    for _ in range(days):
        game.step()
        if seen(game, "step", "pact")[0]:
            found[game.day] = int(game.pieces.agreements["pact"].step[0])
    return found


@pytest.mark.parametrize(
    ("one", "two", "days"),
    [
        ({"after": 3}, {"after": 4}, {3: 1, 7: 2}),
        ({}, {}, {1: 1, 2: 2}),
        ({"after": 2.5}, {"on": "2020-01-06"}, {3: 1, 5: 2}),
        ({"on": "2020-01-06"}, {"on": "2020-01-03"}, {5: 1, 6: 2}),
        ({"after": 2}, {"after": 2, "on": "2020-01-10"}, {2: 1, 9: 2}),
        ({"after": 2}, {"after": 9, "on": "2020-01-05"}, {2: 1, 11: 2}),
    ],
)
def test_steps_are_taken_in_order_by_the_calendar(one: Any, two: Any, days: dict[int, int]) -> None:
    assert taken(opened(stepwise([one, two])), 14) == days


def test_a_step_brings_its_clauses_and_the_rest_come_with_entry() -> None:
    game = opened(stepwise([{"clauses": ["second"], "after": 2}, {"clauses": ["third"], "after": 3}]))
    for _ in range(7):
        game.step()
        found = {name: bool(each.in_force[0]) for name, each in game.pieces.constraints.items()}
        assert found == {"first": True, "second": game.day >= 2, "third": game.day >= 5}


def test_a_clause_of_a_step_may_wait_some_days_more_or_for_its_date() -> None:
    more = {"second": line("field", after=3), "third": line("camp", **{"from": "2020-01-09"})}
    game = opened(stepwise([{"clauses": ["second", "third"], "after": 2}], more=more))
    for _ in range(10):
        game.step()
        assert game.pieces.constraints["second"].in_force[0] == (game.day >= 5)
        assert game.pieces.constraints["third"].in_force[0] == (game.day >= 8)


def test_a_verified_step_comes_after_so_many_clean_days() -> None:
    """Nobody stands in what is closed: each day is clean, and seven are over on the eighth morning."""
    steps = [{"verified": 7}, {"clauses": ["second", "third"], "verified": 2}]
    assert taken(opened(stepwise(steps)), 14) == {8: 1, 10: 2}


def test_a_verified_step_waits_for_the_verdict_and_no_longer() -> None:
    """Red breaks the clause every day; what is recorded of it, and nothing else, begins the count anew."""
    steps = [{"clauses": ["second"]}, {"clauses": ["third"], "verified": 3}]
    game = opened(stepwise(steps, more={"second": line("field", detects=0.5)}), RUNS)
    clean, when = np.zeros(RUNS), np.full(RUNS, np.nan)
    for _ in range(40):
        due = (clean >= 3) & np.isnan(when)
        game.step()
        when[due] = game.day
        third = game.pieces.constraints["third"].in_force
        assert np.array_equal(third, ~np.isnan(when))
        assert game.pieces.constraints["second"].broke["red"].all()
        clean = np.where(game.pieces.constraints["second"].recorded["red"], 0.0, clean + 1.0)
    assert len(set(when[~np.isnan(when)])) > 10


def test_breaches_that_nobody_records_hold_no_step_up() -> None:
    steps = [{"clauses": ["second"]}, {"clauses": ["third"], "verified": 3}]
    assert taken(opened(stepwise(steps, more={"second": line("field", detects=0.0)})), 8) == {1: 1, 4: 2}
    assert taken(opened(stepwise(steps)), 8) == {1: 1}


def test_days_before_a_clause_has_begun_are_not_counted() -> None:
    steps = [{"clauses": ["third"]}, {"verified": 2}]
    assert taken(opened(stepwise(steps, more={"third": line("camp", after=4)})), 12) == {1: 1, 7: 2}


def test_the_first_step_verifies_what_entry_brought() -> None:
    assert taken(opened(stepwise([{"verified": 2}], red={"home": 500})), 9) == {}


def test_steps_count_from_entry_and_begin_anew_when_it_comes_back() -> None:
    stated = stepwise([{"clauses": ["second"], "after": 3}], in_force="when signed", term=5)
    stated["talks"] = {
        "t": {
            "name": "T",
            "parties": ["a"],
            "signs": "pact",
            "gap": 1e-9,
            "progress": 1,
            "text": 1,
            "slope": 100,
        }
    }
    game, found = opened(stated), {}
    for _ in range(14):
        game.step()
        pact = game.pieces.agreements["pact"]
        found[game.day] = (bool(pact.in_force[0]), int(pact.step[0]))
        assert game.pieces.constraints["second"].in_force[0] == (pact.step[0] == 1)
    # Signed on day 1, over in the evening of day 5; at a session drafts half of the text or more.
    assert [found[day] for day in range(1, 6)] == [(True, 0), (True, 0), (True, 0), (True, 1), (False, 0)]
    again = next(day for day in range(6, 14) if found[day][0])
    assert [found[day] for day in range(again, again + 4)] == [(True, 0), (True, 0), (True, 0), (True, 1)]


def test_steps_taken_before_the_start_have_brought_their_clauses() -> None:
    steps = [{"clauses": ["second"], "after": 3}, {"clauses": ["third"], "after": 9}]
    game = opened(stepwise(steps, steps_taken=1, age=4))
    assert game.pieces.constraints["second"].in_force[0]
    assert not game.pieces.constraints["third"].in_force[0]
    assert taken(game, 8) == {5: 2}


def test_a_step_waits_for_its_condition_beside_the_rest() -> None:
    """A stock falls by one a day from ten and is 3 on the eighth morning, which is ruled out."""
    stated = stepwise([{"when": "stock < 4 and day != 8"}, {"after": 2, "when": "stock < 9"}])
    stated["variables"] = {"stock": {"name": "stock", "start": 10, "per_day": -1, "bounds": [0, 10]}}
    assert taken(opened(stated), 14) == {9: 1, 11: 2}


def test_a_step_hears_of_an_inject_the_same_morning() -> None:
    stated = stepwise([{"clauses": ["second"], "when": "happened(vote)"}])
    stated["injects"] = {"vote": {"name": "a vote", "on": "day 5", "chance": 0.5}}
    game = opened(stated, RUNS)
    voted = np.zeros(RUNS, dtype=np.bool_)
    for _ in range(8):
        game.step()
        voted = game.state.effects.happened[0].astype(bool)
        assert np.array_equal(game.pieces.constraints["second"].in_force, voted)
    assert 0.4 < voted.mean() < 0.6


def test_steps_of_two_agreements_meet_the_same_morning() -> None:
    """Each takes from the stock that the other waits for: both are taken."""
    effects = [{"kind": "shift", "number": "stock", "by": -10}]
    step = {"when": "stock >= 10 and day >= 2", "effects": effects}
    stated = stepwise([step])
    stated["agreements"]["other"] = {**stated["agreements"]["pact"], "steps": [step]}
    stated["variables"] = {"stock": {"name": "stock", "start": 10}}
    game = opened(stated)
    for _ in range(2):
        game.step()
    assert {name: each.step[0] for name, each in game.pieces.agreements.items()} == {"pact": 1, "other": 1}
