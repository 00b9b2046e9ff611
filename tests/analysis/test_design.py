"""Designs: strata, shapes, correlations, and points that are played like any run."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Make
from scipy.stats import spearmanr

from whitecell.analysis.design import design, quantiles, ranged
from whitecell.analysis.response import explored
from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

ASSUMED = {
    "luck": {"value": 0.3, "range": [0.0, 1.0], "judgement": "x"},
    "pull": {"value": 5, "range": [1, 100], "shape": "loguniform", "judgement": "x"},
    "push": {"value": 0.2, "range": [0, 1], "shape": "triangular", "judgement": "x"},
    "fixed": {"value": 1, "judgement": "x"},
}


def stated(make: Make, **more: object) -> Scenario:
    return make(
        days=15,
        assumptions=ASSUMED,
        rules__fog="luck",
        actors__red__recruits="pull",
        actors__red__caution="push",
        actors__red__skill="fixed",
        **more,
    )


def test_only_what_has_a_range_varies(make: Make) -> None:
    assert ranged(stated(make)) == ("luck", "pull", "push")


def test_what_has_no_range_is_refused_by_name(make: Make) -> None:
    with pytest.raises(ValueError, match="'fixed' is no assumption with a range"):
        design(stated(make), "lhs", 8, ["luck", "fixed"])


def test_a_hypercube_has_a_point_in_every_stratum(make: Make) -> None:
    made = design(stated(make), "lhs", 40, ("luck", "pull", "push"), 3)
    for k in range(3):
        assert sorted(np.floor(made.unit[:, k] * 40)) == list(range(40))


@pytest.mark.parametrize("kind", ["lhs", "sequence", "sobol", "morris"])
def test_every_point_lies_in_the_ranges_and_the_same_seed_gives_the_same(make: Make, kind: str) -> None:
    scenario = stated(make)
    one, other = (design(scenario, kind, 8, ("luck", "pull"), 5) for _ in range(2))  # type: ignore[arg-type]
    assert np.array_equal(one.points, other.points)
    for k, name in enumerate(one.names):
        low, high = scenario.assumptions[name].range  # type: ignore[misc]
        assert ((one.points[:, k] >= low) & (one.points[:, k] <= high)).all()


def test_shapes() -> None:
    unit = np.linspace(0.0, 1.0, 11)
    log = quantiles(Assumption(value=10, range=(1, 100), shape="loguniform"), unit)
    assert log[5] == pytest.approx(10.0)
    peaked = quantiles(Assumption(value=0.2, range=(0, 1), shape="triangular"), np.array([0.2]))
    assert peaked[0] == pytest.approx(0.2)
    assert quantiles(Assumption(value=3, range=(2, 6)), np.array([0.25]))[0] == 3.0


def test_stated_correlations_are_honoured_and_strata_stay(make: Make) -> None:
    tied = stated(make, correlations=[{"between": ["luck", "pull"], "rank": -0.7, "judgement": "x"}])
    made = design(tied, "lhs", 2000, ("luck", "pull", "push"), 1)
    ranks = spearmanr(made.points).statistic
    assert ranks[0, 1] == pytest.approx(-0.7, abs=0.03)
    assert abs(ranks[0, 2]) < 0.06
    assert sorted(np.floor(made.unit[:, 0] * 2000)) == list(range(2000))


def test_correlations_need_no_more_points_than_what_they_tie(make: Make) -> None:
    tied = stated(make, correlations=[{"between": ["luck", "pull"], "rank": 0.9, "judgement": "x"}])
    names = ("luck", "pull", "push")
    made = design(tied, "lhs", 4, names, 1)
    assert spearmanr(made.points[:, 0], made.points[:, 1]).statistic > 0.7
    with pytest.raises(ValueError, match="3 points are too few for 2 correlated"):
        design(tied, "lhs", 3, names, 1)


def test_indices_of_independent_assumptions_are_refused_for_correlated_ones(make: Make) -> None:
    tied = stated(make, correlations=[{"between": ["luck", "pull"], "rank": 0.5, "judgement": "x"}])
    with pytest.raises(ValueError, match="luck and pull are correlated"):
        design(tied, "sobol", 8, ("luck", "pull"))
    assert design(tied, "sobol", 8, ("luck", "push")).names == ("luck", "push")


def test_a_point_is_played_as_any_run_is(make: Make) -> None:
    scenario = stated(make)
    made = design(scenario, "lhs", 9, ("luck", "pull"), 2)
    found = {r.name: r for r in explored(scenario, made, range(5, 8), slab=4)}
    for point in (0, 8):
        values = {name: np.full(3, made.points[point, k]) for k, name in enumerate(made.names)}
        alone = play(scenario, np.arange(5, 8), values)
        assert np.array_equal(found["red"].values[point], alone["red"])
        assert np.array_equal(found["lost"].values[point], alone["lost"])


def test_jobs_do_not_matter(make: Make) -> None:
    scenario = stated(make)
    made = design(scenario, "lhs", 40, ("luck",), 2)
    one, two = (explored(scenario, made, range(2), jobs=jobs, slab=16) for jobs in (1, 2))
    for a, b in zip(one, two, strict=True):
        assert np.array_equal(a.values, b.values, equal_nan=True)
