"""Observations held against ensembles: a model that is right is found right, and a biased one is caught."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy.stats import binomtest, kstest
from theatre import changed

from whitecell.analysis.calibration import Verdict, judged
from whitecell.analysis.design import design
from whitecell.analysis.ensemble import Ensemble, at_the_stated_values, measuring, over_the_ranges
from whitecell.analysis.scoring import Fact, facts, hold, members
from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.observed import read_observed, understood
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_source

SEEN = ("signed", "day", "strikes", "near", "red", "fled", "lost")
DAYS = 40
HISTORIES, RUNS = 200, 399
SMALL = Scenario.model_validate(changed(days=DAYS))
STARTS = {"signed": "flag", "day": "day"}


def runs(scenario: Scenario, first: int, count: int) -> dict[str, Any]:
    return play(measuring(scenario, SEEN), np.arange(first, first + count, dtype=np.int64))


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return at_the_stated_values(measuring(SMALL, SEEN), range(RUNS))


@pytest.fixture(scope="module")
def histories() -> dict[str, Any]:
    return runs(SMALL, 10_000, HISTORIES)


def fact(measure: str, value: float, name: str = "", **more: Any) -> Fact:
    """An observation of a number, a flag or a day; NaN is never."""
    kind = STARTS.get(measure, "number")
    never = DAYS + 1.0 if kind == "day" else None
    stated = {"tolerance": 0.0, "fitted": (), "naive": {}, **more}
    seen = never if never is not None and np.isnan(value) else value
    return Fact(name or measure, measure, "", "x", measure, kind, seen, never=never, **stated)  # type: ignore[arg-type]


def verdicts(ensemble: Ensemble, columns: dict[str, Any], names: tuple[str, ...] = SEEN) -> list[Verdict]:
    """Each history held against an ensemble, with dice of its own."""
    count = len(columns[names[0]])
    return [
        judged([fact(m, float(columns[m][k]), f"{m} of history {k}") for m in names], ensemble)
        for k in range(count)
    ]


def test_histories_of_the_model_itself_are_evenly_spread(
    ensemble: Ensemble, histories: dict[str, Any]
) -> None:
    found = verdicts(ensemble, histories)
    by_measure = {
        m: [v.held[name].pit for v in found for name in v.held if name.startswith(f"{m} ")] for m in SEEN
    }  # type: ignore[union-attr]
    for measure, pits in by_measure.items():
        assert len(pits) == HISTORIES
        assert kstest(pits, "uniform").pvalue > 0.005, measure
    together = [v.together for v in found if v.together is not None]
    assert len(together) == HISTORIES
    # As far out as its own histories are, so that a twentieth of them are called odd – dependent as they are.
    assert kstest([c.farther for c in together], "uniform").pvalue > 0.005
    odd = sum(c.farther < 0.05 for c in together)
    assert binomtest(odd, HISTORIES, 0.05).pvalue > 0.005
    # Each rank is in the band of 95 % as often as that says, whatever hangs together.
    low, high = np.array(together[0].band).T
    ranked = np.sort([c.pits for c in together], axis=1)
    within = ((low <= ranked) & (ranked <= high)).mean(axis=0)
    assert within == pytest.approx(np.full(len(SEEN), 0.95), abs=0.06)
    assert (np.diff(low) >= 0.0).all()
    inside = np.mean([c.within_90.count for c in together])
    assert inside == pytest.approx(together[0].expected_90, abs=0.25)
    assert np.mean([c.within_50.count for c in together]) == pytest.approx(together[0].expected_50, abs=0.4)


def test_the_ensemble_over_the_ranges_is_evenly_spread_for_histories_from_the_ranges() -> None:
    assumed = {"luck": {"value": 0.3, "range": [0.1, 0.9], "judgement": "x"}}
    scenario = Scenario.model_validate(changed(days=DAYS, assumptions=assumed, rules__fog="luck"))
    scenario = measuring(scenario, ("red", "strikes"))
    made = design(scenario, "lhs", RUNS, ["luck"], 1)
    ensemble = over_the_ranges(scenario, made, range(1))
    assert ensemble.values["red"].shape == (RUNS, 1)
    truth = over_the_ranges(scenario, design(scenario, "lhs", HISTORIES, ["luck"], 2), range(9_000, 9_001))
    columns = {name: values[:, 0] for name, values in truth.values.items()}
    found = verdicts(ensemble, columns, ("red", "strikes"))
    for measure in ("red", "strikes"):
        pits = [held.pit for v in found for name, held in v.held.items() if held and name.startswith(measure)]
        assert kstest(pits, "uniform").pvalue > 0.005


def test_each_run_over_the_ranges_has_dice_of_its_own() -> None:
    """Where nothing that varies matters, runs differ all the same."""
    assumed = {"idle": {"value": 0.3, "range": [0.299999, 0.300001], "judgement": "x"}}
    scenario = Scenario.model_validate(changed(days=10, assumptions=assumed, rules__fog="idle"))
    scenario = measuring(scenario, ("red",))
    made = design(scenario, "lhs", 20, ["idle"], 1)
    values = over_the_ranges(scenario, made, range(5, 7)).values["red"]
    assert values.shape == (20, 2)
    assert len(np.unique(values.round(3))) == 40
    first = play(scenario, np.array([5]), {"idle": made.points[:1, 0]})["red"]
    assert values[0, 0] == first[0]


def test_a_biased_model_is_caught(ensemble: Ensemble) -> None:
    """Far off, one history shows it often; somewhat off, only many histories do."""
    far, some = (
        Scenario.model_validate(changed(days=DAYS, actors__red__forces={"camp": n})) for n in (500, 2300)
    )
    found = verdicts(ensemble, runs(far, 10_000, 60))
    assert np.mean([v.together.farther < 0.05 for v in found if v.together]) > 0.5
    assert np.mean([v.together.within_90.count for v in found if v.together]) < 5.0
    found = verdicts(ensemble, runs(some, 10_000, 60))
    pits = [held.pit for v in found for name, held in v.held.items() if held and name.startswith("red ")]
    assert kstest(pits, "uniform").pvalue < 1e-6


def test_a_biased_model_scores_worse_than_one_that_is_right(
    ensemble: Ensemble, histories: dict[str, Any]
) -> None:
    biased = Scenario.model_validate(changed(days=DAYS, actors__red__forces={"camp": 2300}))
    wrong = at_the_stated_values(measuring(biased, SEEN), range(RUNS))
    naive = {"biased": wrong.values["red"].ravel()}
    held = [hold(fact("red", value, naive=naive), ensemble) for value in histories["red"].tolist()]
    ours = np.mean([one.score for one in held if one and one.score is not None])
    theirs = np.mean([one.naive["biased"].score for one in held if one])
    assert ours < 0.8 * theirs


def test_a_model_that_is_too_sure_is_caught(ensemble: Ensemble, histories: dict[str, Any]) -> None:
    narrow = {m: v.mean() + 0.2 * (v - v.mean()) for m, v in ensemble.values.items() if m in ("red", "fled")}
    found = verdicts(Ensemble("stated", narrow), histories, ("red", "fled"))
    within = np.mean([v.together.within_90.count for v in found if v.together])
    assert within < 1.0
    assert np.mean([v.together.as_few for v in found if v.together]) < 0.4
    wide = {m: v.mean() + 25.0 * (v - v.mean()) for m, v in narrow.items()}
    spread = verdicts(Ensemble("stated", wide), histories, ("red", "fled"))
    assert np.mean([v.together.farther for v in spread if v.together]) > 0.6


@pytest.mark.parametrize("measure", SEEN)
def test_against_itself_it_has_no_skill(ensemble: Ensemble, measure: str) -> None:
    bare = fact(measure, 5.0 if STARTS.get(measure) != "flag" else 1.0)
    own = members(bare, ensemble.values[measure]).ravel()
    naive = {"itself": np.array([own.mean()]) if measure == "signed" else own}
    value = 1.0 if measure == "signed" else float(np.median(own))
    held = hold(fact(measure, value, naive=naive), ensemble)
    assert held is not None
    against = held.naive["itself"]
    assert against.skill == pytest.approx(0.0, abs=1e-12)
    assert against.low is not None and against.high is not None
    assert against.low <= 0.0 <= against.high


def test_skill_and_score_by_hand() -> None:
    values = {
        "near": np.array([[1.0], [2.0], [3.0], [np.nan]]),
        "signed": np.array([[1.0], [0.0], [1.0], [1.0]]),
    }
    made = Ensemble("stated", values)
    held = hold(fact("near", 2.0, naive={"last": np.array([5.0])}), made)
    assert held is not None
    assert (held.runs, held.missing, held.rule, held.mean) == (3, 1, "CRPS", 2.0)
    assert held.score == pytest.approx(2 / 3 - 4 / 9)
    assert held.naive["last"].score == 3.0
    assert held.naive["last"].skill == pytest.approx(1 - (2 / 3 - 4 / 9) / 3)
    assert (held.pit_middle, held.band_50, held.band_90) == (0.5, (1.0, 3.0), (1.0, 3.0))
    flag = hold(fact("signed", 1.0, naive={"coin": np.array([0.5])}), made)
    assert flag is not None
    assert (flag.rule, flag.score, flag.naive["coin"].skill) == ("Brier", 0.0625, 0.75)
    assert hold(fact("near", 2.0), Ensemble("stated", {"near": np.full((3, 1), np.nan)})) is None


def test_never_is_after_the_last_day() -> None:
    made = Ensemble("stated", {"day": np.array([[3.0], [10.0], [np.nan], [np.nan]])})
    came, never = hold(fact("day", 3.0), made), hold(fact("day", np.nan), made)
    assert came is not None and never is not None
    assert (came.runs, came.missing) == (4, 0)
    assert came.pit_middle < 0.5 < never.pit_middle
    assert never.in_50
    assert never.band_90 == (3.0, DAYS + 1.0)


def test_a_tolerance_blurs_the_runs_as_it_blurs_what_was_seen() -> None:
    made = Ensemble("stated", {"near": np.full((2000, 1), 10.0)})
    sharp, blurred = hold(fact("near", 12.0), made), hold(fact("near", 12.0, tolerance=5.0), made)
    assert sharp is not None and blurred is not None
    assert not sharp.in_90
    assert blurred.in_50
    assert blurred.pit_middle == pytest.approx(0.7, abs=0.04)
    assert blurred.band_90 == pytest.approx((5.5, 14.5), abs=0.4)
    point = {"last": np.array([10.0])}
    against = hold(fact("near", 12.0, tolerance=5.0, naive=point), made)
    assert against is not None and against.naive["last"].skill == pytest.approx(0.0, abs=0.1)


def test_what_it_was_fitted_to_is_shown_and_not_counted(ensemble: Ensemble) -> None:
    known = fact("red", 0.0, fitted=("F1",), naive={"last": np.array([1.0])})
    found = judged([known, fact("strikes", 1.0)], ensemble)
    held = found.held["red"]
    assert held is not None
    assert (held.score, held.naive) == (None, {})
    assert held.pit < 0.05
    assert found.together is not None and found.together.within_90.of == 1
    assert judged([known], ensemble).together is None


def test_where_the_runs_do_better_than_a_naive_forecast_is_counted() -> None:
    made = Ensemble(
        "stated", {"near": np.array([[9.0], [10.0], [11.0]]), "red": np.array([[1.0], [1.0], [1.0]])}
    )
    near = fact("near", 10.0, naive={"last": np.array([20.0]), "other": np.array([10.0])})
    red = fact("red", 3.0, naive={"last": np.array([3.0])})
    found = judged([near, red], made).together
    assert found is not None
    assert {name: (s.count, s.of) for name, s in found.better.items()} == {"last": (1, 2), "other": (0, 1)}


def test_dice_are_fixed(ensemble: Ensemble) -> None:
    one, other = (judged([fact("strikes", 1.0, tolerance=0.5)], ensemble) for _ in range(2))
    assert one == other


# from a file ------------------------------------------------------------------------------------------


def read(tmp_path: Path, observations: dict[str, Any], reference: str, **more: Any) -> list[Fact]:
    file = tmp_path / "observed.yaml"
    file.write_text(yaml.safe_dump({"observations": observations, **more}, sort_keys=False), encoding="utf-8")
    stated = read_observed(file)
    plot, _ = read_source(reference, more=stated)
    return facts(understood(stated, plot), stated, plot, reference)


THEATRE = "eastern-ukraine-2015"


def test_a_fact_is_in_sample_whether_the_file_says_so_or_not(tmp_path: Path) -> None:
    again = {"statistic": "ever", "record": "stands", "of": ["washington"], "at_least": 1.9}
    found = read(
        tmp_path,
        {
            "told": {"measure": "strain_at_end", "value": 0.5, "facts": ["F3"], "source": "x"},
            "silent": {"measure": "pocket_lost_day", "value": 4, "source": "x"},
            "sides": {"measure": "kyivs", "value": 0.7, "source": "x"},
            "other": {"measure": "armed", "value": False, "source": "x"},
        },
        THEATRE,
        measures={
            "armed": again,
            "kyivs": {"statistic": "final", "record": "control", "of": ["kyiv"], "zones": ["avdiivka"]},
        },
    )
    assert [one.fitted for one in found] == [("F3",), ("F1",), ("F4",), ()]


def test_what_a_scenario_says_that_it_was_fitted_from_is_in_sample(tmp_path: Path) -> None:
    measure = {"statistic": "final", "record": "presence", "of": ["blue"]}
    elsewhere = {"fact": "x", "scenario": "elsewhere", "measure": measure, "mean": [0, 1], "cites": ["C1"]}
    claim = {"says": "x", "said_by": "y", "grade": "A1", "because": "z", "kind": "event"}
    register = {"title": "x", "claims": {"C1": claim}, "expectations": {"F1": elsewhere, "F2": elsewhere}}
    (tmp_path / "register.yaml").write_text(json.dumps(register), encoding="utf-8")
    own = changed(days=5, claims="register.yaml")
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(own, sort_keys=False), encoding="utf-8")
    seen = {"measure": "blue", "value": 900, "facts": ["F1"], "source": "x"}
    (tmp_path / "observed.yaml").write_text(yaml.safe_dump({"observations": {"a": seen}}), encoding="utf-8")
    stated = read_observed(tmp_path / "observed.yaml")
    plot, _ = read_source(tmp_path / "small.yaml", more=stated)

    def fitted(scenario: Scenario) -> tuple[str, ...]:
        (found,) = facts(understood(stated, scenario), stated, scenario, tmp_path / "small.yaml")
        return found.fitted

    # A fact about another scenario is not a fact about this one, unless it says that it was made from it.
    assert fitted(plot) == ()
    assert fitted(plot.model_copy(update={"fitted_from": ("F2",)})) == ()
    assert fitted(plot.model_copy(update={"fitted_from": ("F1",)})) == ("F1",)


def test_a_fact_that_nobody_states_is_refused(tmp_path: Path) -> None:
    stated = {"a": {"measure": "strain_at_end", "value": 0.5, "facts": ["F99"], "source": "x"}}
    with pytest.raises(ScenarioError, match=r"observed\.yaml:\d+:\d+: error: there is no fact 'F99'"):
        read(tmp_path, stated, THEATRE)


def test_naive_forecasts_as_samples(tmp_path: Path) -> None:
    naive = {
        "last": {"value": 4.0},
        "normal": {"normal": [10, 2]},
        "quantiles": {"quantiles": {0.1: 0, 0.5: 10, 0.9: 40}},
        "years": {"values": [1, 2, 6]},
    }
    base = {"measure": "strain_at_end", "value": 0.5, "source": "x", "naive": naive}
    day = {"measure": "pocket_lost_day", "value": "never", "source": "x"}
    day["naive"] = {"dates": {"values": [3, "never"]}}
    flag = {"measure": "pocket_left", "value": True, "source": "x"}
    flag["naive"] = {"base rate": {"share": 0.2}, "years": {"values": [True, False, False, True]}}
    one, other, third = read(tmp_path, {"a": base, "b": day, "c": flag}, THEATRE)
    assert list(one.naive["last"]) == [4.0]
    assert (one.naive["normal"].mean(), one.naive["normal"].std()) == pytest.approx((10.0, 2.0), rel=0.01)
    assert np.quantile(one.naive["quantiles"], [0.1, 0.3, 0.5, 0.9]) == pytest.approx([0, 5, 10, 40], abs=0.1)
    assert list(one.naive["years"]) == [1, 2, 6]
    assert (other.value, list(other.naive["dates"])) == (181, [3, 181])
    assert (third.value, third.naive["base rate"][0], third.naive["years"][0]) == (1.0, 0.2, 0.5)
