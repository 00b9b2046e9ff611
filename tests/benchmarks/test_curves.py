"""Pictures of the model against data hold the numbers of both, and can be read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pictures import clashes

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks import talks, truces
from benchmarks.curves import Counted, against

from whitecell.report.drawing import svg
from whitecell.report.look import Spec


@pytest.fixture(scope="module")
def ended() -> truces.Lives:
    return truces.Lives(np.array([1.0, 20.0, np.inf, 400.0]))


def seen() -> talks.Watched:
    """Four agreements, three in effect on the day of signature and one three days after."""
    found = talks.Watched(runs=4)
    for run, lag in enumerate((0, 3, 0, 0)):
        found.signed[run], found.entered[run] = [5], [5 + lag]
    return found


def points(spec: Spec, kind: str) -> list[dict[str, Any]]:
    return [row for row in spec["data"]["values"] if row["kind"] == kind and "share" in row]


def curve(spec: Spec, kind: str) -> dict[int, float]:
    return {
        row["day"]: row["model"] for row in spec["data"]["values"] if row["kind"] == kind and "model" in row
    }


def test_a_curve_is_the_share_that_stands_day_by_day(ended: truces.Lives) -> None:
    spec = truces.picture(ended, ended)
    kind = f"model, and {truces.WITHOUT.count} ceasefires, without a mechanism"
    shares = curve(spec, kind)
    assert [shares[day] for day in (0, 1, 19, 20, 365)] == [1.0, 0.75, 0.75, 0.5, 0.5]
    assert [row["share"] for row in points(spec, kind)] == list(truces.WITHOUT.share)


def test_intervals_of_two_kinds_stand_beside_each_other(ended: truces.Lives) -> None:
    one, other = (points(truces.picture(ended, ended), kind) for kind in kinds(truces.picture(ended, ended)))
    for left, right, day in zip(one, other, truces.DAYS, strict=True):
        assert left["day"] < day < right["day"]
        assert right["day"] - left["day"] < 10
        assert left["low"] < left["share"] < left["high"]


def kinds(spec: Spec) -> list[str]:
    return list(dict.fromkeys(row["kind"] for row in spec["data"]["values"]))


def test_the_lag_of_talks_is_that_of_the_runs() -> None:
    spec = talks.picture(seen())
    (kind,) = kinds(spec)
    assert [curve(spec, kind)[day] for day in (0, 2, 3, 14)] == [0.75, 0.75, 1.0, 1.0]
    assert [row["day"] for row in points(spec, kind)] == list(talks.LAGS)


def test_a_curve_ends_where_the_picture_does() -> None:
    spec = against({"a": [1.0] * 50}, {"a": [Counted(3, 0.5, 0.4, 0.6)]}, "days", "share", ticks=(0, 10))
    assert max(curve(spec, "a")) == 10


@pytest.mark.parametrize(("width", "height"), [(640, 300), (360, 260)])
def test_no_text_lies_over_another_or_over_a_mark(
    width: int, height: int, ended: truces.Lives, browser: Any
) -> None:
    for spec in (truces.picture(ended, ended, width, height), talks.picture(seen(), width, height)):
        assert clashes(browser, svg(spec, "k", "said")) == []
