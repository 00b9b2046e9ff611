"""An actor knows its own side as it is, its foes through fog, and the talks in which it sits."""

from __future__ import annotations

import numpy as np
import pytest
from game.known.arena import arena, attacker, force, opened, state, table

RUNS = 4000


def test_own_forces_are_known_and_foes_through_the_fog_of_the_day() -> None:
    actors = {"red": attacker({"field": 1.0}, camp=100), "ally": force(field=40), "blue": force(field=50)}
    relations = [{"allied": ["red", "ally"]}, {"hostile": ["red", "ally"], "to": ["blue"]}]
    game = opened(arena(actors=actors, relations=relations, rules={"fog": 0.5}), RUNS)
    game.step()
    view = game.view("red")
    assert set(view.side) == {"red", "ally"}
    assert (view.fighters("field")["ally"] == 40).all()
    seen = view.foes("field")
    assert seen is not None
    assert np.median(seen) == pytest.approx(50, rel=0.05)
    assert np.log(seen / 50).std() == pytest.approx(0.5, rel=0.05)
    assert view.foes("home") is None


def test_an_actor_decides_by_the_foes_that_its_view_shows() -> None:
    """The exposure that red weighs is that of the strength its view shows."""
    red = {**attacker({"field": 0.5}, camp=100), "mobility": 1, "caution": 0.5}
    game = opened(arena(actors={"red": red, "blue": force(field=100)}, rules={"fog": 0.8}), 200)
    game.log.tell_all()
    game.step()
    seen = game.view("red").foes("field")
    assert seen is not None
    weighed = [w for each in game.log.news()[1] for run in range(200) for w in each.in_run(run, 1)]
    losses = [w.options[1].terms["losses"] for w in weighed if w.subject == "effort" and w.actor == "red"]
    assert losses == pytest.approx(-0.5 * seen / (100 + seen))


def test_who_sits_in_talks_knows_of_them_and_others_once_they_are_known() -> None:
    game = opened(table(secret=True, leaks={"chance": 1.0, "hurts": {}, "fades": 10}, gap=1e9), 3)
    assert game.view("a").talks()["t"].all()
    assert not game.view("red").talks()["t"].any()
    game.step()
    assert game.view("red").talks()["t"].all()


def test_what_is_recorded_is_known_to_all() -> None:
    line = {"name": "L", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"],
            "watched_by": {"detects": 1.0}}  # fmt: skip
    game = opened(
        arena(actors={"red": force(field=10), "x": state()}, relations=[], constraints={"line": line})
    )
    game.step()
    assert game.view("x").blamed()["line", "red"].all()
