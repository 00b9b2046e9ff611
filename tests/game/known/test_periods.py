"""Clauses that begin and end by themselves, played day by day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, state
from happenings import seen

from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario


def ban(**more: Any) -> dict[str, Any]:
    """A clause that keeps red out of the field."""
    return {"ban": {"name": "B", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"], **more}}


def pact(**more: Any) -> dict[str, Any]:
    """An agreement that never ends by itself."""
    never = {"hazard": 0, "trust": 0}
    return {
        "pact": {
            "name": "P", "parties": ["a"], "trust": 1, "trust_gain": 0, "trust_loss": 0, "collapse": never,
            **more,
        }
    }  # fmt: skip


def dealt(clause: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A pact that its only party signs on day 1 and that is in force after so many days."""
    return arena(
        actors={"red": force(field=500), "a": state(wants={"pact": 1})},
        relations=[],
        constraints=ban(in_force="with pact", **clause),
        agreements=pact(**more),
        talks={
            "t": {
                "name": "T", "parties": ["a"], "signs": "pact", "gap": 1e-9, "progress": 0, "text": 1,
                "slope": 100,
            }
        },
    )  # fmt: skip


def bound(game: WarGame, days: int) -> list[int]:
    """Days on which the ban is broken, as it is on each on which it binds."""
    found = []
    for _ in range(days):
        game.step()
        if game.pieces.constraints["ban"].broke["red"][0]:
            found.append(game.day)
    return found


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        ({"from": "2020-01-04"}, range(3, 11)),
        ({"until": "2020-01-04"}, range(1, 4)),
        ({"from": "2020-01-03", "until": "2020-01-06"}, range(2, 6)),
        ({"from": "2020-01-06", "until": "2020-01-03"}, ()),
        ({"from": "2020-06-01"}, ()),
        ({"until": "2019-12-01"}, ()),
    ],
)
def test_a_constraint_binds_from_and_until_its_dates(dates: dict[str, str], days: Any) -> None:
    """Both days count; day 1 is the day after the start."""
    stated = arena(actors={"red": force(field=500)}, relations=[], constraints=ban(**dates))
    assert bound(opened(stated), 10) == list(days)


@pytest.mark.parametrize(
    ("clause", "delay", "days"),
    [
        ({}, 3, range(4, 16)),
        ({"from": "2020-01-03"}, 3, range(4, 16)),
        ({"from": "2020-01-09"}, 3, range(8, 16)),
        ({"until": "2020-01-09"}, 3, range(4, 9)),
        ({"after": 5}, 3, range(9, 16)),
        ({"after": 4.2}, 3, range(9, 16)),
        ({"after": 5, "from": "2020-01-13"}, 0, range(12, 16)),
        ({"after": 5, "until": "2020-01-10"}, 0, range(6, 10)),
    ],
)
def test_a_clause_binds_on_the_later_of_its_date_and_its_agreement(
    clause: Any, delay: int, days: Any
) -> None:
    assert bound(opened(dealt(clause, delay=delay)), 15) == list(days)


def test_days_since_entry_count_from_before_the_start() -> None:
    stated = dealt({"after": 10}, in_force="from the start", age=7)
    assert bound(opened(stated), 6) == [3, 4, 5, 6]


def test_a_clause_that_waits_ends_with_its_agreement() -> None:
    stated = dealt({"after": 4}, in_force="from the start", term=3)
    stated["talks"] = {}
    assert bound(opened(stated), 8) == []


def test_a_clause_begins_and_ends_in_the_story() -> None:
    stated = arena(
        actors={
            "red": {**attacker({"field": 1, "camp": 0.1}, camp=500), "tempo": 1e6, "mobility": 1},
            "blue": force(field=100),
        },
        constraints=ban(**{"from": "2020-01-04", "until": "2020-01-05"}, obedience={"red": 1.0}),
        rules={"restraint": 100},
    )
    game, found = opened(stated), {}
    for _ in range(7):
        game.step()
        found[game.day] = [kind for kind in ("clause_began", "clause_ended") if seen(game, kind, "ban")[0]]
    assert {day: kinds for day, kinds in found.items() if kinds} == {3: ["clause_began"], 5: ["clause_ended"]}


def test_those_bound_turn_back_on_the_morning_it_begins() -> None:
    """They would hardly ever review; the ban makes them do it, and forbids the field."""
    stated = arena(
        actors={
            "red": {**attacker({"field": 1, "camp": 0.1}, camp=500), "tempo": 1e6, "mobility": 1},
            "blue": force(field=100),
        },
        constraints=ban(**{"from": "2020-01-04"}, obedience={"red": 1.0}),
        rules={"restraint": 100},
    )
    game = after(stated, 2)
    field = game.setup.zones.index("field")
    red = game.setup.field.index("red")
    assert game.state.forces.effort[red, 0] == field
    game.step()
    assert game.state.forces.effort[red, 0] != field


def test_a_truce_toward_some_protects_nobody_else() -> None:
    def played(**truce: Any) -> tuple[bool, bool]:
        stated = arena(
            actors={"red": attacker(field=1000), "blue": force(field=800), "green": force(field=800)},
            relations=[{"hostile": ["red", "blue"]}, {"hostile": ["red", "green"]}],
            constraints={
                "truce": {
                    "name": "T", "kind": "ceasefire", "applies_to": ["red"], "zones": ["field"],
                    "obedience": {"red": 1.0}, **truce,
                }
            },
            rules={"attrition": 0.01},
        )  # fmt: skip
        game = WarGame(Scenario.model_validate(stated), np.array([5]))
        game.step()
        return fighters(game, "blue")[0] < 800, fighters(game, "green")[0] < 800

    assert played(toward=["green"]) == (True, False)
    assert played(toward=["green", "blue"]) == (False, False)
    assert played(toward=["green", "blue"], exempt=["green"]) == (False, True)
    assert played() == (False, False)
