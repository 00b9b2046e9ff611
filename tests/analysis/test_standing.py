"""Where the stated values lie in what was explored."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Make

from whitecell.analysis.design import Design, design
from whitecell.analysis.response import Response, explored
from whitecell.analysis.standing import runs_at, standings
from whitecell.game.play import play
from whitecell.scenario.model import Scenario

ASSUMED = {"start": {"value": 3000, "range": [1000, 3200], "judgement": "x"}}


def stated(make: Make) -> Scenario:
    return make(days=3, assumptions=ASSUMED, actors__red__forces={"camp": "start"})


def test_a_value_near_the_end_of_its_range_lies_near_the_end_of_what_it_drives(make: Make) -> None:
    scenario = stated(make)
    points = design(scenario, "lhs", 200, ["start"], 1)
    responses = explored(scenario, points, range(2))
    found = {s.measure: s for s in standings(scenario, points, responses, 0)}
    red = found["red"]
    assert red.percentile == pytest.approx((3000 - 1000) / 2200, abs=0.03)
    runs = play(scenario, np.arange(100))["red"]
    assert red.stated == pytest.approx(runs.mean())
    values = next(r.values for r in responses if r.name == "red")
    assert red.ranges == pytest.approx(values.mean())
    assert red.ranges < red.stated


def test_shares_of_ties_and_of_what_no_run_has_are_counted_by_hand(make: Make) -> None:
    scenario = stated(make)
    points = design(scenario, "lhs", 4, ["start"], 1)
    made = [
        Response("red", "", "", np.array([[0.0], [1.0], [np.nan], [9e9]])),
        Response("via", "by sea", "of runs", np.array([[0.0], [0.0], [1.0], [0.5]])),
        Response("via", "by land", "of runs", np.zeros((4, 1))),
        Response("near", "", "", np.full((4, 1), np.nan)),
    ]
    red, via, same = standings(scenario, points, made, 0)
    # What is the same at every point lies in the middle.
    assert same.percentile == 0.5
    assert red.percentile == pytest.approx(2 / 3)
    assert (via.measure, via.stated, via.ranges, via.percentile) == ("via: by sea", 0.0, 0.375, 0.25)


@pytest.mark.parametrize(
    ("kind", "points", "seeds", "runs"),
    [
        ("lhs", 1000, 4, 512),
        ("sequence", 200, 4, 200),
        ("lhs", 64, 2, 64),
        ("sobol", 1000, 4, 0),
        ("morris", 99, 4, 0),
    ],
)
def test_how_many_runs_tell_it(kind: str, points: int, seeds: int, runs: int) -> None:
    made = Design(kind, ("a",), np.zeros((points, 1)), np.zeros((points, 1)))  # type: ignore[arg-type]
    assert runs_at(made, seeds) == runs


def test_designs_that_cover_nothing_evenly_tell_nothing(make: Make) -> None:
    scenario = stated(make)
    points = design(scenario, "morris", 2, ["start"], 1)
    assert standings(scenario, points, explored(scenario, points, range(1)), 0) == []
