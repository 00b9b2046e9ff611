"""What happened lately, by zone and run, is what the stories of the runs tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whitecell.analysis.days import opening, replayed
from whitecell.analysis.recent import CAPTURE, CLASH, KINDS, STRIKE, VIOLATION, WEEK
from whitecell.game.play import tell
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

SEEDS = np.arange(12, dtype=np.int64)
FOUND_BY = {"control": CAPTURE, "strike": STRIKE, "hit": STRIKE}
Make = Callable[..., Scenario]


@pytest.fixture(scope="module")
def syria() -> Scenario:
    return read_scenario("southwest-syria-2017", days=45)


def days_of(plot: Scenario, seed: int, *kinds: str) -> dict[str, dict[str, set[int]]]:
    """Of each kind of pin the days of the story's events, by zone."""
    found: dict[str, dict[str, set[int]]] = {}
    for event in tell(plot, seed).events:
        if event.kind in kinds and event.zone:
            found.setdefault(FOUND_BY[event.kind], {}).setdefault(event.zone, set()).add(event.day)
    return found


def test_strikes_and_captures_are_those_of_the_story_for_seven_days(syria: Scenario) -> None:
    seen = set()
    for seed in range(6):
        days = replayed(syria, np.array([seed]))
        told = days_of(syria, seed, *FOUND_BY)
        for kind in (STRIKE, CAPTURE):
            for zone in syria.zones:
                when = told.get(kind, {}).get(zone, set())
                for day in range(syria.days + 1):
                    recent = any(day - WEEK < then <= day for then in when)
                    assert days.standing(day).recent[zone].get(kind, 0.0) == float(recent), (zone, day)
                    seen.add((kind, recent))
    assert seen >= {(STRIKE, True), (STRIKE, False), (CAPTURE, True), (CAPTURE, False)}


def test_a_battle_that_kills_is_a_clash(syria: Scenario) -> None:
    fought = [e for e in tell(syria, 3).events if e.kind == "battle" and e.numbers["killed"] >= 1.0]
    days = replayed(syria, np.array([3]))
    assert fought
    assert all(days.standing(e.day).recent[e.zone].get(CLASH) == 1.0 for e in fought)


def test_violations_lie_in_zones_of_what_is_violated(make: Make) -> None:
    plot = make()
    days = replayed(plot, SEEDS)
    zones = {zone for clause in plot.constraints.values() for zone in clause.zones}
    places = {z for d in range(plot.days + 1) for z, f in days.standing(d).recent.items() if VIOLATION in f}
    assert places and places <= zones


def test_many_runs_are_the_mean_of_each(syria: Scenario) -> None:
    whole = replayed(syria, SEEDS[:4]).standing(30).recent
    each = [replayed(syria, SEEDS[k : k + 1]).standing(30).recent for k in range(4)]
    for zone, found in whole.items():
        for kind in KINDS:
            assert found.get(kind, 0.0) == sum(one[zone].get(kind, 0.0) for one in each) / 4.0


def test_nothing_has_happened_at_the_start(make: Make) -> None:
    assert not any(opening(make()).recent.values())
