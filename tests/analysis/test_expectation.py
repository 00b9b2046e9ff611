"""Facts are held against runs, and each way of asking can fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from whitecell.analysis.expectation import elsewhere, expectations, hold
from whitecell.game.play import play
from whitecell.scenario.library import bundled
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.yardsticks import Expectation

BASE = "southwest-syria-2017"
SESSIONS = {"statistic": "count", "record": "sessions", "of": ["amman"]}
FROM_MAY = ("F1", "F2a", "F3a", "F3b", "F7a", "F7b", "F7c", "F7d", "F8a", "F8b", "F9", "F10")
MISFITS = {"F5b", "F7b", "F7d", "F10"}
"""Facts that the model does not bring, with the reasons in docs/validity.md."""
SUPPORT = {"statistic": "mean", "record": "support", "of": ["amman", "united_states"]}


def fact(**stated: Any) -> Expectation:
    return Expectation.model_validate(
        {"fact": "So they say", "scenario": BASE, "days": 20, "measure": SESSIONS, "cites": ["C14"], **stated}
    )


@pytest.mark.parametrize(
    ("way", "fitting", "misfit"),
    [
        ("mean", [0, 3], [5, 9]),
        ("middle_half", [0, 3], [2, 9]),
    ],
)
def test_each_way_fits_or_not(way: str, fitting: list[float], misfit: list[float]) -> None:
    assert hold("F", fact(**{way: fitting}), runs=40).verdict == "fits"
    assert hold("F", fact(**{way: misfit}), runs=40).verdict == "does not fit"


def test_every_run_needs_many() -> None:
    assert hold("F", fact(days=3, every=[0, 20]), runs=400).verdict == "fits"
    assert hold("F", fact(days=3, every=[0, 20]), runs=100).verdict == "undecided"
    assert hold("F", fact(every=[1, 20]), runs=40).verdict == "does not fit"


@pytest.mark.parametrize(
    "asked",
    [{"mean": [0.5, 1.5]}, {"middle_half": [0, 3]}, {"every": [0, 9]}, {"share": [0.5, 1], "within": [0, 9]}],
)
def test_three_runs_carry_nothing(asked: dict[str, Any]) -> None:
    assert hold("F", fact(**asked), runs=3).verdict == "undecided"


def test_an_interval_across_an_end_is_undecided() -> None:
    counts = play(read_scenario(BASE, days=20), np.arange(40))["talks_sessions"]
    assert hold("F", fact(mean=[float(counts.mean()), 9]), runs=40).verdict == "undecided"


def test_a_share_counts_the_runs_within() -> None:
    always = hold("F", fact(share=[0.9, 1], within=[0, 20]), runs=40)
    assert always.verdict == "fits"
    assert always.found.startswith("100.0% of runs")
    assert hold("F", fact(share=[0.9, 1], within=[10, 20]), runs=40).verdict == "does not fit"


def test_where_the_observed_number_falls_among_the_runs_is_told() -> None:
    told = hold("F", fact(share=[0, 1], within=[1, 2], observed=1), runs=40).found
    counts = play(read_scenario(BASE, days=20), np.arange(40))["talks_sessions"]
    below, above = np.mean(counts < 1), np.mean(counts > 1)
    assert 0 < below < 1
    assert f"{below:.0%} below, {np.mean(counts > 2):.0%} above" in told
    assert told.endswith(f"; 1 was observed: {below:.0%} of runs less, {above:.0%} more")


def test_facts_about_other_scenarios_are_named() -> None:
    assert elsewhere(BASE) == {f"{BASE}-may": FROM_MAY}
    assert set(elsewhere(f"{BASE}-may")) == {BASE}


def test_rising_means_must_rise_and_reach() -> None:
    along = {"russian_will_to_restrain_militias": [0, 0.5, 0.9]}
    assert hold("F", fact(days=1, measure=SUPPORT, along=along, rising=[0.4, 0.6]), runs=8).verdict == "fits"
    assert (
        hold("F", fact(days=1, measure=SUPPORT, along=along, rising=[0.4, 0.95]), runs=8).verdict
        == "does not fit"
    )
    falling = {"russian_will_to_restrain_militias": [0.9, 0.5, 0]}
    assert (
        hold("F", fact(days=1, measure=SUPPORT, along=falling, rising=[1, 0]), runs=8).verdict
        == "does not fit"
    )


def test_one_measure_over_another() -> None:
    found = hold("F", fact(over=SESSIONS | {"statistic": "peak"}, mean=[2, 4], days=60), runs=40)
    assert found.verdict == "fits"


def test_a_run_without_the_other_measure_has_no_ratio() -> None:
    never = {"statistic": "count", "record": "sessions", "of": ["north_homs_talks"]}
    always = {"statistic": "final", "record": "presence", "of": ["government"]}
    found = hold("F", fact(measure=always, over=never, mean=[0, 1e6], days=2), runs=8)
    assert (found.verdict, found.runs) == ("does not fit", 0)


def test_what_is_set_is_played() -> None:
    often = fact(set={"days_between_sessions": 1}, mean=[2.5, 20])
    assert hold("F", often, runs=20).verdict == "fits"
    assert hold("F", fact(mean=[2.5, 20]), runs=20).verdict == "does not fit"


def test_a_measure_that_exists_in_no_run_does_not_fit() -> None:
    joined = {"statistic": "first_day", "record": "joined", "of": ["land_bridge"]}
    found = hold("F", fact(days=2, measure=joined, mean=[1, 2]), runs=8)
    assert found.verdict == "does not fit"
    assert found.runs == 0


def test_an_assumption_that_is_not_there_is_named() -> None:
    with pytest.raises(ScenarioError, match="no assumption named 'courage'"):
        hold("F", fact(set={"courage": 1}, mean=[0, 1]), runs=2)


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"mean": [0, 1], "every": [0, 1]},
        {"share": [0, 1]},
        {"rising": [0, 1]},
        {"rising": [0, 1], "along": {"a": [1]}},
        {"mean": [0, 1], "along": {"a": [1, 2]}},
    ],
)
def test_a_fact_asks_one_thing_in_full(stated: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        fact(**stated)


def test_facts_are_about_their_scenario_and_its_variants() -> None:
    assert set(FROM_MAY) == set(expectations(f"{BASE}-may"))
    assert "F1" not in expectations(BASE)
    assert set(expectations(f"{BASE}-no-exclusion")) == set(expectations(BASE))


@pytest.mark.parametrize("name", [BASE, f"{BASE}-may"])
def test_the_shipped_scenarios_fit_their_facts_but_for_those_that_are_told(name: str) -> None:
    assert name in bundled()
    for key, stated in expectations(name).items():
        found = hold(key, stated, runs=1024)
        misfit = found.verdict == "does not fit"
        assert misfit == (key in MISFITS), f"{key}: asked {found.asked}, found {found.found}"


def test_eastern_ukraine_fits_its_facts() -> None:
    """So few runs decide each fact, with room."""
    facts = expectations("eastern-ukraine-2015")
    assert len(facts) >= 8
    for key, stated in facts.items():
        found = hold(key, stated, runs=128)
        assert found.verdict == "fits", f"{key}: asked {found.asked}, found {found.found}"


def test_what_a_fact_measures_must_be_there(tmp_path: Path) -> None:
    measure = {"statistic": "final", "record": "control", "of": ["nobody"], "zones": ["daraa_city"]}
    with pytest.raises(ScenarioError, match="F: 'control' is told of nothing that is called 'nobody'"):
        hold("F", fact(measure=measure, mean=[0, 1]), runs=2)
    with pytest.raises(ScenarioError, match="nowhere"):
        hold("F", fact(measure=measure | {"of": ["isis"], "zones": ["nowhere"]}, mean=[0, 1]), runs=2)
    with pytest.raises(ScenarioError, match="nothing is recorded as 'weather'"):
        hold("F", fact(measure=measure | {"record": "weather"}, mean=[0, 1]), runs=2)


def test_a_fact_may_be_about_a_side(tmp_path: Path) -> None:
    file = tmp_path / "sides.yaml"
    sides = "sides: {allies: [government, militias, hezbollah]}"
    file.write_text(f"extends: {BASE}\nclaims: null\n{sides}\n", encoding="utf-8")
    measure = {"statistic": "final", "record": "presence", "of": ["allies"]}
    assert hold("F", fact(measure=measure, mean=[1000, 1e6]), file, runs=2).found != "mean 0"
    assert "mean 0 " not in hold("F", fact(measure=measure, mean=[1000, 1e6]), file, runs=40).found
    assert hold("F", fact(measure=measure, mean=[1000, 1e6]), file, runs=40).verdict == "fits"
