"""A fit finds what is known to be true, as often as it says, and leaves alone what facts are silent on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from raids import RAIDS, raided, tossed, write
from scipy.stats import beta, binomtest

from whitecell.analysis.design import Design, design
from whitecell.analysis.expectation import expectations
from whitecell.analysis.fitting import Fit, fit
from whitecell.analysis.histories import Told, histories, told
from whitecell.analysis.weights import distance, effective, shortest, weighted
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

NAMES = ("zeal", "idle", "leak_chance", "northern_fighters")
Played = tuple[Scenario, Design, dict[str, Told]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    reference = write(tmp_path_factory.mktemp("raids"), {"raids": raided(), "coin": tossed()})
    plot = read_scenario(reference)
    made = design(plot, "lhs", 1000, NAMES, 3)
    found = histories(reference, expectations(reference), made, 2, 1000)
    return plot, made, {one.name: one for one in found}


def saw(played: Played, **observed: float) -> Fit:
    """The fit if history was so."""
    plot, made, known = played
    facts = [
        told(name, known[name].fact.model_copy(update={"observed": value}), known[name].values)
        for name, value in observed.items()
    ]
    return fit(plot, made, facts)


def of(found: Fit, name: str) -> Any:
    return next(one for one in found.assumptions if one.assumption == name)


@pytest.mark.parametrize("raids", [2, 4, 7])
def test_raids_leave_the_beta_distribution(played: Played, raids: int) -> None:
    found = of(saw(played, raids=float(raids)), "zeal")
    posterior = beta(1 + raids, 1 + RAIDS - raids)
    assert found.informed
    assert found.facts == ("raids",)
    assert abs(found.median - posterior.median()) < 0.04
    held = posterior.cdf(found.fitted[1]) - posterior.cdf(found.fitted[0])
    assert 0.86 < held < 0.97
    exact = min(posterior.ppf(low + 0.9) - posterior.ppf(low) for low in np.linspace(0, 0.1, 101))
    assert abs(found.contraction - (1.0 - exact / 0.9)) < 0.1
    assert found.contraction_low <= found.contraction <= found.contraction_high


def test_fitted_ranges_hold_the_truth_as_often_as_they_say(played: Played, tmp_path: Path) -> None:
    reference = write(tmp_path, {"raids": raided(), "coin": tossed()})
    plot, made, known = played
    truths = design(plot, "lhs", 100, NAMES, 11)
    seen = histories(reference, expectations(reference), truths, 1, 5_000_000)
    inside = 0
    for k in range(100):
        found = saw((plot, made, known), **{one.name: float(one.values[k, 0]) for one in seen})
        low, high = of(found, "zeal").fitted
        inside += low <= truths.points[k, 0] <= high
    assert binomtest(inside, 100, 0.9).pvalue > 0.05


def test_what_no_fact_depends_on_stays(played: Played) -> None:
    found = saw(played, coin=1.0)
    assert found.drivers == {"coin": ()}
    assert found.weighing == ()
    assert found.informed == ()
    assert found.effective == pytest.approx(1000)
    assert of(found, "idle").contraction == pytest.approx(0.0, abs=0.01)
    found = saw(played, raids=7.0, coin=1.0)
    assert [one.assumption for one in found.informed] == ["zeal"]
    assert found.weighing == ("raids",)
    assert of(found, "idle").moved == 0.003


def test_a_fact_told_twice_counts_once(played: Played) -> None:
    plot, made, known = played
    once = told("raids", known["raids"].fact.model_copy(update={"observed": 6.0}), known["raids"].values)
    single, double = fit(plot, made, [once]), fit(plot, made, [once, replace(once, name="again")])
    assert of(double, "zeal").contraction == pytest.approx(of(single, "zeal").contraction, abs=0.05)


def test_the_value_moves_only_out_of_the_way(played: Played) -> None:
    many, half = of(saw(played, raids=8.0), "zeal"), of(saw(played, raids=4.0), "zeal")
    assert half.moved == half.value == 0.5
    assert many.value == 0.5
    assert many.fitted[0] > 0.5
    assert many.moved == many.median
    assert many.fitted[1] == 1.0


def test_ranges_are_never_wider_than_stated(played: Played) -> None:
    for raids in range(RAIDS + 1):
        for one in saw(played, raids=float(raids)).assumptions:
            assert one.stated[0] <= one.fitted[0] <= one.fitted[1] <= one.stated[1]


def test_too_few_points_fit_nothing(played: Played) -> None:
    plot, made, known = played
    few = Design(made.kind, made.names, made.unit[:120], made.points[:120])
    fact = known["raids"].fact.model_copy(update={"observed": 8.0})
    found = fit(plot, few, [told("raids", fact, known["raids"].values[:120])])
    assert not found.enough
    assert found.assumptions == ()
    assert found.effective < 100
    assert found.points_needed > 120


def test_facts_out_of_reach_are_told_with_the_nearest_run(played: Played) -> None:
    one = told(
        "raids", played[2]["raids"].fact.model_copy(update={"observed": 20.0}), played[2]["raids"].values
    )
    assert one.standing == "out of reach"
    assert one.nearest == RAIDS
    assert one.distance == 12.0
    found = fit(played[0], played[1], [one])
    assert found.drivers == {}
    assert found.informed == ()


def test_a_band_is_met_inside_of_it(played: Played) -> None:
    values = played[2]["raids"].values
    fact = played[2]["raids"].fact
    within = told("raids", fact.model_copy(update={"mean": (7.0, 8.0)}), values)
    assert within.hits == int(np.sum(values >= 7))
    assert told("raids", fact.model_copy(update={"mean": (0.0, 8.0)}), values).standing == "met"
    silent = np.where(values < 4, np.nan, values)
    assert np.isnan(told("raids", fact, silent).met[values < 4]).all()
    share = fact.model_copy(update={"mean": None, "share": (0.5, 1.0), "within": (7.0, 8.0)})
    assert (told("raids", share, silent).met[values < 4] == 0.0).all()


def test_runs_of_points_have_dice_of_their_own(played: Played) -> None:
    values = played[2]["coin"].values
    assert 0.4 < values.mean() < 0.6
    assert values[:, 0].std() > 0.4
    assert abs(np.corrcoef(values[:, 0], values[:, 1])[0, 1]) < 0.1


def test_rising_facts_and_fitted_ones_do_not_weigh(tmp_path: Path) -> None:
    rising = tossed(rising=[0, 1], along={"idle": [0.001, 0.002]})
    reference = write(tmp_path, {"raids": raided(), "coin": tossed(), "up": rising})
    made = design(read_scenario(reference), "lhs", 30, ("zeal",), 0)
    found = histories(reference, expectations(reference), made, 1, before=("raids",))
    assert {one.name: one.standing for one in found} == {
        "coin": "met", "raids": "fitted before", "up": "rising"
    }  # fmt: skip


def test_what_a_fact_sets_does_not_vary(tmp_path: Path) -> None:
    reference = write(tmp_path, {"raids": raided(set={"zeal": 1.0}, every=[0, 9])})
    made = design(read_scenario(reference), "lhs", 30, ("zeal",), 0)
    (found,) = histories(reference, expectations(reference), made, 1)
    assert (found.values == RAIDS).all()


def test_weighted_numbers_by_hand() -> None:
    unit, even = (np.arange(1000) + 0.5) / 1000, np.ones(1000)
    assert weighted(unit, even, [0.0, 0.25, 1.0]) == pytest.approx([0.0, 0.25, 1.0], abs=1e-3)
    assert shortest(unit, even) == pytest.approx((0.0, 0.9), abs=1e-3)
    assert shortest(unit, unit) == pytest.approx((np.sqrt(0.1), 1.0), abs=1e-2)
    assert distance(unit, even) == pytest.approx(0.0, abs=2e-3)
    assert distance(unit, unit) == pytest.approx(0.25, abs=2e-3)
    assert distance(np.array([0.9]), np.ones(1)) == pytest.approx(0.9)
    assert distance(np.array([0.2]), np.ones(1)) == pytest.approx(0.8)
    assert effective(np.array([1.0, 1.0, 0.0])) == pytest.approx(2.0)
    assert effective(np.array([2.0, 1.0])) == pytest.approx(1.8)
