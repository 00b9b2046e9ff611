"""The cost of turning: efforts are kept against noise, and what wins too little is not an option."""

from __future__ import annotations

import numpy as np
from game.known.arena import after, arena, attacker, opened, zone
from scipy.stats import chisquare

RUNS = 6000
WORTH = {"field": 0.5, "home": 0.45}


def stated(cost: float, worth: dict[str, float] = WORTH, **more: float) -> dict[str, object]:
    red = {**attacker(worth, camp=100), "mobility": 0, "noise": 0.2, **more}
    return arena(actors={"red": red}, relations=[], rules={"turning_cost": cost})


def test_the_first_choice_costs_nothing() -> None:
    free, dear = (after(stated(cost), 1, RUNS).actor("red").effort for cost in (0.0, 0.3))
    np.testing.assert_array_equal(free, dear)


def test_a_review_weighs_what_turning_costs() -> None:
    """Shares after a review are the logit of worth, less the cost wherever one turns, to hold also."""
    game = opened(stated(0.3), RUNS)
    game.step()
    before = game.actor("red").effort.copy()
    game.step()
    zones = game.setup.zones
    field, home = zones.index("field"), zones.index("home")
    mine = before == field
    utility = np.array([0.5, 0.45 - 0.3, 0.0 - 0.3])
    chances = np.exp(utility / 0.2) / np.exp(utility / 0.2).sum()
    after_that = game.actor("red").effort[mine]
    counts = [(after_that == z).sum() for z in (field, home, -1)]
    assert chisquare(counts, chances * mine.sum()).pvalue > 1e-4


def test_what_wins_less_than_turning_costs_is_no_option() -> None:
    game = after(stated(0.3, {"field": 0.29, "home": 0.31}), 1, RUNS)
    effort, field = game.actor("red").effort, game.setup.zones.index("field")
    assert not (effort == field).any()
    assert (effort == game.setup.zones.index("home")).any()


def test_who_must_leave_may_go_where_little_is_won() -> None:
    line = {
        "name": "L",
        "kind": "exclusion",
        "applies_to": ["red"],
        "zones": ["camp"],
        "obedience": {"red": 1.0},
    }
    for bound, goal in (("camp", "home"), ("field", None)):
        asked = stated(0.3, {"home": 0.1}, noise=0.0, mobility=1.0)
        asked |= {"constraints": {"line": {**line, "zones": [bound]}}}
        asked["rules"]["restraint"] = 0.6  # type: ignore[index]
        game = after(asked, 1)
        assert game.actor("red").effort[0] == (game.setup.zones.index(goal) if goal else -1)


def test_where_nothing_is_to_be_gained_an_actor_holds() -> None:
    game = opened(stated(0.0, {"field": 0.0, "camp": 0.5}), 500)
    camp = game.setup.zones.index("camp")
    game.state.land.control[game.setup.field.index("red"), camp] = 1.0
    for _ in range(5):
        game.step()
        assert (game.actor("red").effort == -1).all()


def test_the_cost_keeps_an_actor_at_its_effort() -> None:
    def turns(cost: float) -> float:
        game = opened(stated(cost), 300)
        game.step()
        count = 0.0
        for _ in range(30):
            before = game.actor("red").effort.copy()
            game.step()
            count += float((game.actor("red").effort != before).mean())
        return count

    assert turns(0.0) > 15 > 5 > turns(0.4) > 0.0


def test_the_beaten_think_again_and_turn_for_nothing() -> None:
    """With a tempo of years only the morning after a break brings a review, and it costs nothing to turn."""
    zones = {"camp": zone(control={"red": 1.0}), "field": zone(), "home": zone()}
    red = {**attacker({"field": 0.5, "home": 0.4}, field=900, camp=5), "reserve": "camp", "noise": 0.5}
    actors = {"red": {**red, "tempo": 1e9}, "blue": attacker({"field": 5.0}, field=3000)}
    shares = {}
    for chance in (0.9999, 0.0):
        rules = {"turning_cost": 0.3, "break_chance": chance}
        game = opened(arena(zones=zones, actors=actors, rules=rules), 2000)
        game.step()
        assert game.state.forces.beaten[game.setup.field.index("red")].all() == bool(chance)
        before = game.actor("red").effort.copy()
        game.step()
        shares[chance] = float((game.actor("red").effort != before).mean())
        assert not game.state.forces.beaten.any() or chance
    assert shares[0.9999] > 0.4
    assert shares[0.0] == 0.0
