"""What measures make of a record's days, against the days themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from whitecell.game.saved import load, save
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

RUNS = 60
SEEDS = np.arange(RUNS, dtype=np.int64)
DAYS = 60
AT_FORD = {"record": "presence", "of": ["red"], "zones": ["ford"]}
SIGNED = {"record": "signed", "of": ["pact"]}
RAW: dict[str, dict[str, Any]] = {
    "raw": {"statistic": "count", **AT_FORD},
    "raw signed": {"statistic": "count", **SIGNED},
    "raw strikes": {"statistic": "count", "record": "strikes", "of": ["line"]},
    "raw lost": {"statistic": "count", "record": "losses"},
}


def days_of(make: Callable[..., Scenario], **measures: dict[str, Any]) -> tuple[dict[str, Any], WarGame]:
    """Each raw record day by day, shape ``(n_days, n_runs)``, and the game, with some more measures."""
    game = WarGame(make(measures={**RAW, **measures}, talks__t__gap=3), SEEDS)
    found: dict[str, list[Any]] = {name: [] for name in RAW}
    for _ in range(DAYS):
        game.step()
        for name, series in found.items():
            series.append(game.gauges[name].now().copy())
    return {name: np.array(series) for name, series in found.items()}, game


def result(game: WarGame, name: str) -> Any:
    return game.gauges[name].result()


def first(so: Any) -> Any:
    """The first day on which it is so, counted from 1; NaN if never."""
    return np.where(so.any(axis=0), so.argmax(axis=0) + 1.0, np.nan)


def test_a_threshold_makes_days_of_a_number(make: Callable[..., Scenario]) -> None:
    high, low = {**AT_FORD, "at_least": 200}, {**AT_FORD, "below": 900}
    days, game = days_of(
        make,
        days={"statistic": "days", **high},
        share={"statistic": "mean", **high},
        ever={"statistic": "ever", **high},
        first={"statistic": "first_day", **high},
        low={"statistic": "days", **low},
        band={"statistic": "days", **high, **low},
        lost={"statistic": "count", "record": "losses", "during": high},
        spared={"statistic": "count", "record": "losses", "unless": high},
    )
    there = days["raw"] >= 200
    assert there.any() and not there.all()
    np.testing.assert_array_equal(result(game, "days"), there.sum(axis=0))
    np.testing.assert_allclose(result(game, "share"), there.mean(axis=0))
    np.testing.assert_array_equal(result(game, "ever"), there.any(axis=0))
    np.testing.assert_array_equal(result(game, "first"), first(there))
    np.testing.assert_array_equal(result(game, "low"), (days["raw"] < 900).sum(axis=0))
    np.testing.assert_array_equal(result(game, "band"), (there & (days["raw"] < 900)).sum(axis=0))
    np.testing.assert_allclose(result(game, "lost"), (days["raw lost"] * there).sum(axis=0))
    np.testing.assert_allclose(result(game, "spared"), (days["raw lost"] * ~there).sum(axis=0))


def test_a_value_at_a_threshold_is_at_least_it_and_not_below_it(make: Callable[..., Scenario]) -> None:
    peace = {"routes": [], "relations": [], "constraints": {}, "talks": {}, "agreements": {}, "corridors": {}}
    still = {
        "at": {"statistic": "days", "record": "presence", "of": ["blue"], "zones": ["hill"], "at_least": 800},
        "below": {"statistic": "days", "record": "presence", "of": ["blue"], "zones": ["hill"], "below": 800},
    }
    actors = {
        "blue": {"name": "Blue", "kind": "state", "forces": {"hill": 800}},
        "other": {"name": "Other", "kind": "state"},
    }
    game = WarGame(make(**peace, rivalries={}, injects={}, actors=actors, measures=still, days=3), SEEDS[:1])
    for _ in range(3):
        game.step()
    assert result(game, "at").tolist() == [3.0]
    assert result(game, "below").tolist() == [0.0]


def test_days_from_and_until_are_both_counted(make: Callable[..., Scenario]) -> None:
    window = {"from": "2017-06-16", "until": "2017-06-30"}  # days 5 to 19
    days, game = days_of(
        make,
        mean={"statistic": "mean", **AT_FORD, **window},
        total={"statistic": "count", "record": "losses", **window},
        final={"statistic": "final", **AT_FORD, **window},
        tail={"statistic": "mean", **AT_FORD, "last": 50, "until": "2017-06-30"},  # days 11 to 19
        none={"statistic": "mean", **AT_FORD, "from": "2018-01-01"},
    )
    np.testing.assert_allclose(result(game, "mean"), days["raw"][4:19].mean(axis=0))
    np.testing.assert_allclose(result(game, "total"), days["raw lost"][4:19].sum(axis=0))
    np.testing.assert_array_equal(result(game, "final"), days["raw"][18])
    np.testing.assert_allclose(result(game, "tail"), days["raw"][10:19].mean(axis=0))
    assert np.isnan(result(game, "none")).all()


def test_days_since_an_event_begin_with_its_day(make: Callable[..., Scenario]) -> None:
    since = {"since": SIGNED}
    days, game = days_of(
        make,
        days={"statistic": "count", "record": "losses", **since},
        few={"statistic": "count", "record": "losses", **since, "within": 5},
        mean={"statistic": "mean", **AT_FORD, **since, "within": 5},
        late={"statistic": "count", "record": "losses", **since, "within": 20, "from": "2017-07-01"},
        both={"statistic": "count", "record": "losses", **since, "during": {**AT_FORD, "at_least": 200}},
    )
    day = np.arange(1, DAYS + 1)[:, None]
    begun = first(days["raw signed"] > 0)
    assert 0 < np.isnan(begun).sum() < RUNS
    after, few = day >= begun, (day >= begun) & (day < begun + 5)
    lost = days["raw lost"]
    np.testing.assert_allclose(result(game, "days"), (lost * after).sum(axis=0))
    np.testing.assert_allclose(result(game, "few"), (lost * few).sum(axis=0))
    counted = few.sum(axis=0)
    means = (days["raw"] * few).sum(axis=0) / np.where(counted, counted, np.nan)
    np.testing.assert_allclose(result(game, "mean"), means)
    late = after & (day < begun + 20) & (day >= 20)
    np.testing.assert_allclose(result(game, "late"), (lost * late).sum(axis=0))
    both = after & (days["raw"] >= 200)
    np.testing.assert_allclose(result(game, "both"), (lost * both).sum(axis=0))


def test_only_the_first_event_counts(make: Callable[..., Scenario]) -> None:
    strikes = {"record": "strikes", "of": ["line"]}
    days, game = days_of(
        make, after={"statistic": "count", "record": "losses", "since": strikes, "within": 3}
    )
    struck = days["raw strikes"] > 0
    assert (struck.sum(axis=0) > 1).any()
    begun, day = first(struck), np.arange(1, DAYS + 1)[:, None]
    within = (day >= begun) & (day < begun + 3)
    np.testing.assert_allclose(result(game, "after"), (days["raw lost"] * within).sum(axis=0))


def test_a_value_is_that_of_its_day(make: Callable[..., Scenario]) -> None:
    days, game = days_of(
        make,
        value={"statistic": "value", **AT_FORD, "on": "2017-06-21"},
        high={"statistic": "value", **AT_FORD, "at_least": 200, "on": "2017-06-21"},
        signed={"statistic": "value", **AT_FORD, "on": "2017-06-21", "since": SIGNED},
        late={"statistic": "value", **AT_FORD, "on": "2018-06-21"},
    )
    there = days["raw"][9]
    np.testing.assert_array_equal(result(game, "value"), there)
    np.testing.assert_array_equal(result(game, "high"), there >= 200)
    known = first(days["raw signed"] > 0) <= 10
    np.testing.assert_array_equal(result(game, "signed"), np.where(known, there, np.nan))
    assert np.isnan(result(game, "late")).all()


def test_strikes_and_breaches_are_told_by_whom(make: Callable[..., Scenario]) -> None:
    second = {
        "name": "Second line", "kind": "exclusion", "applies_to": ["red", "blue"], "zones": ["hill", "ford"],
        "tolerance": 50, "trigger": 500, "watched_by": {"detects": 0.9},
        "answered_by": {"actor": "other", "by": "strike", "resolve": 0.3, "losses": 4},
    }  # fmt: skip
    both = {"statistic": "count", "record": "strikes", "of": ["line", "second"]}
    broken = {"statistic": "count", "record": "breaches", "of": ["second"]}
    recorded = {**broken, "record": "recorded_breaches"}
    scenario = make(
        constraints__second=second,
        measures={
            "line": {**both, "of": ["line"]}, "second": {**both, "of": ["second"]}, "all": both,
            "by blue": {**both, "by": ["blue"]}, "by other": {**both, "by": ["other"]},
            "by both": {**both, "by": ["blue", "other"]},
            "ford": {**both, "by": ["other"], "zones": ["ford"]},
            "broken": broken, "red": {**broken, "by": ["red"]}, "blue": {**broken, "by": ["blue"]},
            "recorded": recorded, "red seen": {**recorded, "by": ["red"]},
            "blue seen": {**recorded, "by": ["blue"]},
        },
    )  # fmt: skip
    game = WarGame(scenario, SEEDS)
    for _ in range(DAYS):
        game.step()
    found = {name: result(game, name) for name in game.gauges}
    np.testing.assert_array_equal(found["by blue"], found["line"])
    np.testing.assert_array_equal(found["by other"], found["second"])
    np.testing.assert_array_equal(found["by both"], found["all"])
    assert found["line"].any() and found["second"].any()
    assert 0 < found["ford"].sum() <= found["second"].sum()
    np.testing.assert_array_equal(found["red"] + found["blue"], found["broken"])
    np.testing.assert_array_equal(found["red seen"] + found["blue seen"], found["recorded"])
    assert found["red"].any() and found["blue"].any()


@pytest.mark.parametrize("night", [1, 9, 10, 25])
def test_a_saved_game_knows_when_it_began_to_count(
    make: Callable[..., Scenario], tmp_path: Any, night: int
) -> None:
    scenario = make(
        talks__t__gap=3,
        measures={
            "few": {"statistic": "mean", **AT_FORD, "since": SIGNED, "within": 12},
            "value": {"statistic": "value", **AT_FORD, "on": "2017-06-21"},
            "band": {"statistic": "first_day", **AT_FORD, "at_least": 200, "from": "2017-06-14"},
        },
    )
    whole = WarGame(scenario, SEEDS)
    for _ in range(night):
        whole.step()
    save(whole, tmp_path / "night")
    again = load(tmp_path / "night", scenario)
    for _ in range(30):
        whole.step()
        again.step()
    for name in whole.gauges:
        np.testing.assert_array_equal(result(again, name), result(whole, name))
        assert not np.isnan(result(whole, name)).all()
