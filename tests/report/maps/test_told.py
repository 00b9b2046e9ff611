"""Pins of a told run say what its story says, where and when it happened."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from whitecell.analysis.days import Days, followed, replayed
from whitecell.analysis.recent import WEEK
from whitecell.game.play import tell
from whitecell.game.record import Event, Story
from whitecell.report.maps.told import Told
from whitecell.report.paper import theatre
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

Make = Callable[..., Scenario]
Followed = tuple[Scenario, Story, Days]


@pytest.fixture(scope="module")
def run() -> Followed:
    scenario = read_scenario("southwest-syria-2017", days=40)
    return scenario, *followed(scenario, 3)


def test_a_followed_run_is_the_told_one_and_the_replayed_one(run: Followed) -> None:
    scenario, story, days = run
    assert story == tell(scenario, 3)
    again = replayed(scenario, days.seeds)
    assert all(days.standing(day) == again.standing(day) for day in (0, 1, 20, 40))


def test_a_strike_is_said_for_seven_days_where_it_fell(run: Followed) -> None:
    scenario, story, _ = run
    told = Told(scenario, story.events)
    strike = next(event for event in story.events if event.kind == "strike")
    for day in range(strike.day, strike.day + WEEK):
        assert "struck" in told.lately(strike.zone, day)["strike"]
    assert "strike" not in told.lately(strike.zone, strike.day - 1)
    elsewhere = next(zone for zone in scenario.zones if zone != strike.zone)
    assert "strike" not in told.lately(elsewhere, strike.day)


def test_the_map_of_a_run_has_the_sentences_in_its_pins(run: Followed) -> None:
    scenario, story, days = run
    figure = theatre.over_days(scenario, days, "run", story=story)
    assert figure.frames is not None
    frames = "".join(drawn for told in figure.frames[0].values() for _, drawn in told)
    titles = re.findall(r'data-kind="strike"><title>(.*?)</title>', frames, re.DOTALL)
    assert titles and all("struck" in title and "June 2017:" in title for title in titles)


def test_a_violation_has_a_place_if_its_clause_has_only_one(make: Make) -> None:
    line = {"kind": "exclusion", "applies_to": ["red"]}
    plot = make(
        constraints={
            "one": {**line, "name": "the camp", "zones": ["camp"]},
            "two": {**line, "name": "the line", "zones": ["camp", "hill"]},
        }
    )
    events = [Event(day, "judge", "breach", "red", thing=name) for day, name in ((2, "one"), (3, "two"))]
    told = Told(plot, events, span=3)
    assert told.recent(4) == {"camp": {"violation": 1.0}}
    assert "the camp" in told.lately("camp", 4)["violation"]
    assert told.recent(5) == {"camp": {}}, "three days later it is not recent any more"
