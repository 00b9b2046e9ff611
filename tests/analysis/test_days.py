"""Runs played again day by day are the runs of the batch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whitecell.analysis.days import replayed
from whitecell.game.play import play
from whitecell.scenario.model import Scenario

SEEDS = np.arange(300, dtype=np.int64)


def test_measures_are_those_of_the_batch(make: Callable[..., Scenario]) -> None:
    plot = make()
    stored, found = play(plot, SEEDS), replayed(plot, SEEDS)
    assert list(found.columns) == list(stored)
    for name, column in stored.items():
        again = found.columns[name]
        same = np.array_equal(column, again, equal_nan=column.dtype != object)
        assert same, name


def test_the_last_day_is_the_result(make: Callable[..., Scenario]) -> None:
    found = replayed(make(), SEEDS[:50])
    for name in ("held", "strikes", "br", "fled", "lost", "ctl", "red"):
        assert np.array_equal(found.series[name].values[-1], found.columns[name]), name
    assert np.array_equal(found.series["signed"].values[-1], found.columns["signed"])
    assert found.series["day"].mean[-1] == np.mean(~np.isnan(found.columns["day"]))
    assert "via" not in found.series


def test_totals_never_fall_and_bands_are_ordered(make: Callable[..., Scenario]) -> None:
    found = replayed(make(), SEEDS[:50])
    for series in found.series.values():
        if series.kind != "level":
            assert (np.diff(series.values, axis=0) >= 0).all()
        assert (np.diff(series.bands(), axis=0) >= 0).all()


def test_a_peak_is_the_highest_so_far_day_by_day(make: Callable[..., Scenario]) -> None:
    top = {"statistic": "peak", "record": "presence", "of": ["red"], "zones": ["ford"]}
    found = replayed(make(measures={"top": top}), SEEDS[:50])
    values = found.series["top"].values
    assert found.series["top"].kind == "highest"
    assert (np.diff(values, axis=0) >= 0).all()
    assert (values[-1] > values[0]).any()
    assert np.array_equal(values[-1], found.columns["top"])


def test_the_start_is_what_the_scenario_states(make: Callable[..., Scenario]) -> None:
    standing = replayed(make(), SEEDS[:5]).standing(0)
    assert standing.fighters["camp"] == {"red": 3000.0}
    assert standing.control["camp"] == {"red": 1.0}
    assert standing.people["ford"] == 2000.0
    assert standing.in_force == {"line": 1.0, "truce": 0.0}


def test_a_run_stands_alone_as_among_others(make: Callable[..., Scenario]) -> None:
    plot = make()
    together, alone = replayed(plot, SEEDS), [replayed(plot, SEEDS[k : k + 1]) for k in (0, 299)]
    for k, one in zip((0, 299), alone, strict=True):
        assert one.efforts.max() <= 1.0
        assert np.array_equal(one.series["ctl"].values[:, 0], together.series["ctl"].values[:, k])


def test_processes_make_no_difference(make: Callable[..., Scenario]) -> None:
    plot = make(days=10)
    one, two = replayed(plot, SEEDS, 1), replayed(plot, SEEDS, 2)
    assert np.array_equal(one.control, two.control)
    assert np.array_equal(one.seeds, two.seeds)
    assert one.standing(10) == two.standing(10)
