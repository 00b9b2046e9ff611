"""What a batch says."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from whitecell.analysis.intervals import mean_interval, wilson
from whitecell.analysis.summary import MeasureSummary, as_json, summarise
from whitecell.scenario.model import Scenario
from whitecell.scenario.yardsticks import Measure

NAN = float("nan")
SCENARIO = Scenario.model_construct(
    title="Crossing",
    measures={
        "signed": Measure(statistic="ever", record="signed", label="Agreement signed"),
        "day": Measure(statistic="first_day", record="signed", unit="day"),
        "lost": Measure(statistic="mean", record="lost", unit="fighters"),
        "winner": Measure(statistic="which", record="holder"),
    },
)


def one(name: str, values: list[object]) -> MeasureSummary:
    kind = object if name == "winner" else np.float64
    (summary,) = summarise(SCENARIO, {name: np.array(values, dtype=kind)})
    return summary


def test_a_flag_is_a_share() -> None:
    summary = one("signed", [1, 0, 0, 1, 0])
    assert (summary.label, summary.kind, summary.n, summary.missing) == (
        "Agreement signed",
        "flag",
        5,
        0,
    )
    assert summary.estimate == 0.4
    assert (summary.low, summary.high) == wilson(2, 5)
    assert summary.histogram is summary.minimum is summary.median is None
    assert summary.quantiles == {}


def test_a_day_is_how_often_it_came_and_when() -> None:
    summary = one("day", [10, NAN, 20, 40, NAN])
    assert (summary.kind, summary.unit, summary.n, summary.missing) == ("day", "day", 5, 2)
    assert summary.estimate == 0.6
    assert (summary.low, summary.high) == wilson(3, 5)
    assert (summary.minimum, summary.median, summary.maximum) == (10, 20, 40)
    assert summary.histogram is not None
    assert sum(summary.histogram.counts) == 3


def test_a_number_is_a_mean_with_its_spread() -> None:
    summary = one("lost", [1.5, 2.5, 3.5, 4.5, 5.5])
    assert summary.estimate == 3.5
    assert (summary.low, summary.high) == mean_interval(np.arange(1.5, 6))
    assert summary.quantiles == pytest.approx(
        {"0.05": 1.7, "0.25": 2.5, "0.5": 3.5, "0.75": 4.5, "0.95": 5.3}
    )
    assert summary.label == "lost"


def test_a_category_is_a_share_of_all_runs_for_each() -> None:
    summary = one("winner", ["b", None, "a", "c", "b", "a"])
    assert (summary.kind, summary.missing, summary.estimate) == ("category", 1, None)
    assert list(summary.shares.items()) == [
        ("a", (2 / 6, *wilson(2, 6))),
        ("b", (2 / 6, *wilson(2, 6))),
        ("c", (1 / 6, *wilson(1, 6))),
        ("", (1 / 6, *wilson(1, 6))),
    ]


def test_what_never_came_has_no_numbers() -> None:
    day = one("day", [NAN] * 4)
    assert (day.estimate, day.low, day.high) == (0.0, *wilson(0, 4))
    assert day.histogram is day.maximum is day.median is None
    lost = one("lost", [NAN] * 4)
    assert lost.estimate is lost.low is lost.high is lost.median is None
    assert one("winner", [None] * 4).shares == {"": (1.0, *wilson(4, 4))}


@pytest.mark.parametrize(
    ("name", "value", "estimate"), [("signed", 1, 1), ("day", 12, 1), ("lost", 0.1, 0.1)]
)
def test_a_single_run_has_no_interval(name: str, value: float, estimate: float) -> None:
    summary = one(name, [value])
    assert (summary.estimate, summary.low, summary.high) == (estimate, None, None)


@pytest.mark.parametrize("name", ["signed", "day", "lost", "winner"])
def test_no_runs_give_no_numbers(name: str) -> None:
    summary = one(name, [])
    assert (summary.n, summary.missing, summary.estimate, summary.low) == (0, 0, None, None)


def test_a_column_of_equal_numbers_has_an_interval_of_no_width() -> None:
    summary = one("lost", [0.1] * 1000)
    assert (summary.estimate, summary.low, summary.high) == (0.1, 0.1, 0.1)


def test_order_is_the_scenarios() -> None:
    columns = {"lost": np.ones(3), "signed": np.ones(3)}
    assert [summary.name for summary in summarise(SCENARIO, columns)] == ["signed", "lost"]


def test_columns_that_are_no_measures_are_refused() -> None:
    with pytest.raises(ValueError, match="no measures"):
        summarise(SCENARIO, {"gold": np.ones(3)})


def test_infinite_numbers_are_told() -> None:
    with pytest.raises(ValueError, match="infinite in 1 of 3 runs"):
        one("lost", [1, float("inf"), NAN])


@given(
    arrays.arrays(np.float64, 12, elements=st.floats(-1e9, 1e9) | st.just(NAN)),
    st.lists(st.none() | st.sampled_from("abc"), min_size=12, max_size=12),
)
def test_json_has_every_field_and_no_nan(numbers: np.ndarray, names: list[str | None]) -> None:
    columns = {
        "signed": (numbers > 0).astype(float),
        "day": np.floor(numbers),
        "lost": numbers,
        "winner": np.array(names, dtype=object),
    }
    text = json.dumps(as_json(summarise(SCENARIO, columns)), allow_nan=False)
    read = json.loads(text)
    assert list(read) == list(columns)
    for summary in read.values():
        assert set(summary) == set(MeasureSummary.__dataclass_fields__)
        if summary["low"] is not None:
            assert summary["low"] <= summary["estimate"] <= summary["high"]
        if summary["histogram"] is not None:
            assert sum(summary["histogram"]["counts"]) == summary["n"] - summary["missing"]
    assert read["winner"]["missing"] == names.count(None)
