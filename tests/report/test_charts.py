"""Chart specifications hold the numbers that they are made of, and hostile names do no harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from whitecell.analysis.days import Series, replayed
from whitecell.analysis.summary import summarise
from whitecell.game.play import play
from whitecell.report import charts, drawing, lined
from whitecell.report.look import Spec
from whitecell.scenario.model import Scenario

EVIL = '<script>"alert(1)"</script>\u202e datum.x'
START = date(2017, 6, 11)


def drawn(spec: Spec) -> ElementTree.Element:
    picture = drawing.svg(spec, "k", EVIL)
    assert "\u202e" not in picture.replace("\u202e", "", 1)
    return ElementTree.fromstring(picture)


def test_a_histogram_is_that_of_the_summary(make: Callable[..., Scenario]) -> None:
    plot = make()
    columns = play(plot, np.arange(200, dtype=np.int64))
    for summary in summarise(plot, columns):
        if summary.histogram is None:
            continue
        spec = charts.distribution("x", {"one": columns[summary.name]})
        rows = spec["data"]["values"]
        assert [row["low"] for row in rows] == list(summary.histogram.edges[:-1])
        assert [round(row["runs"] * 200) for row in rows] == list(summary.histogram.counts)


def test_sides_share_their_bins() -> None:
    one, other = np.array([0.0, 1.0, 2.0, np.nan]), np.array([2.0, 3.0, 3.0, 3.0])
    spec = charts.distribution("x", {"a": one, "b": other})
    rows = [row for row in spec["data"]["values"] if row["side"] == "a"]
    assert sum(row["runs"] for row in rows) == 0.75
    assert max(row["high"] for row in rows) > 3.0


def test_a_fan_holds_the_quantiles() -> None:
    values = np.arange(20.0).reshape(2, 10) + 0.5
    spec = charts.fan("x", {"a": Series("level", values)}, START)
    first = spec["data"]["values"][0]
    assert first["day"] == "2017-06-12"
    assert first["middle"] == np.median(values[0])
    assert first["q0"] == np.quantile(values[0], 0.05)


def test_days_without_a_value_leave_a_gap() -> None:
    values = np.array([[np.nan, np.nan], [1.0, 2.0]])
    spec = charts.fan("x", {"a": Series("level", values)}, START)
    assert [row["day"] for row in spec["data"]["values"]] == ["2017-06-13"]


@pytest.mark.parametrize("name", ["a plain name", EVIL, "", "x" * 300, "الجنوب"])
def test_every_chart_can_be_drawn_with_any_name(name: str, make: Callable[..., Scenario]) -> None:
    plot = make(measures__signed__label=name, measures__via__label=name, days=20)
    found = replayed(plot, np.arange(20, dtype=np.int64))
    by = {s.name: s for s in summarise(plot, found.columns)}
    row = {"what": name, "said": name, "low": 0.1, "middle": 0.2, "high": 0.3, "index": 0.2, "sure": True}
    parts = {"assumptions": 0.5, "together": 0.25, "chance": 0.25}
    specs = [
        charts.distribution(name, {name: found.columns["near"], "other": found.columns["near"]}),
        charts.fan(name, {name: found.series["near"], "other": found.series["near"]}, plot.start),
        charts.fan(name, {name: found.series["signed"]}, plot.start),
        charts.placed((0.1, 0.2, 0.9), ((0.0, 0.5), (0.3, 0.7), (0.5, 1.0))),
        lined.shares([by["signed"], by["day"]]),
        lined.categories(by["via"]),
        lined.ranked([row], name),
        lined.variances([{"what": name, **parts}]),
        lined.bars([{**row, "way": "raises it"}], name),
        lined.ranges([{**row, "first": name, "last": name}]),
    ]
    for spec in specs:
        tags = {element.tag.rpartition("}")[2] for element in drawn(spec).iter()}
        assert tags <= {"svg", "g", "path", "text", "tspan", "rect", "defs", "clipPath", "line", "circle"}


def test_observations_stand_by_rank_and_those_outside_of_the_band_are_marked() -> None:
    spec = charts.placed((0.9, 0.1, 0.2), ((0.0, 0.5), (0.3, 0.7), (0.5, 1.0)))
    rows = [row for row in spec["data"]["values"] if "pit" in row]
    assert [row["pit"] for row in rows] == [0.1, 0.2, 0.9]
    assert [row["even"] for row in rows] == [1 / 6, 3 / 6, 5 / 6]
    assert [row["out"] for row in rows] == [False, True, False]
    bare = charts.placed((0.9, 0.1), ())
    assert not any(row.get("out") for row in bare["data"]["values"])
    assert len(bare["layer"]) == len(spec["layer"]) - 1


def test_ids_are_told_apart() -> None:
    spec = lined.ranked([{"what": "a", "said": "b", "low": 0, "middle": 1, "high": 2, "sure": True}], "t")
    spec["layer"][1]["mark"]["clip"] = True
    text = drawing.svg(spec, "first", "said")
    assert 'id="clip' not in text
    assert "url(#first-" in text


@pytest.mark.parametrize("top", [1, 3, 9, 19, 180, 4000])
def test_whole_numbers_get_ticks_at_whole_numbers_only(top: int) -> None:
    values = np.linspace(0, top, 40).round()
    spread = charts.distribution("rung", {"a": values})
    days = charts.fan("rung", {"a": Series("highest", values.reshape(4, 10))}, START)
    for spec, axis in ((spread, "x"), (days, "y")):
        ticks = spec["layer"][0]["encoding"][axis]["axis"]["values"]
        assert all(isinstance(tick, int) for tick in ticks)
        assert 2 <= len(ticks) <= 9
        steps = set(np.diff(ticks).tolist())
        assert len(steps) == 1
    drawn = drawing.svg(spread, "k", "") + drawing.svg(days, "k", "")
    assert not re.search(r">\d+\.\d+<", drawn)


def test_numbers_that_are_not_whole_keep_their_ticks() -> None:
    spec = charts.distribution("share", {"a": np.linspace(0.0, 1.0, 40)})
    assert "values" not in spec["layer"][0]["encoding"]["x"]["axis"]


def test_days_and_shares_are_not_told_twice() -> None:
    series = Series("share", np.zeros((3, 9)))
    drawn = drawing.svg(charts.fan("", {"a": series}, START), "k", "")
    said = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    values = np.concatenate([[4.0], np.full(99, np.nan)])
    drawn = drawing.svg(charts.distribution("day", {"a": values}), "k", "")
    parts = re.findall(r">([\d.]+%)<", drawn)
    for told in (said, parts):
        assert len(told) > 1
        assert len(told) == len(set(told))


def test_an_interval_is_drawn_as_far_as_it_reaches() -> None:
    row = {"what": "a", "index": 0.05, "low": -0.2, "high": 0.3, "way": "raises it"}
    spec = lined.bars([row], "first index")
    drawn = drawing.svg(spec, "k", "")
    (scale,) = (layer["encoding"]["x"] for layer in spec["layer"] if layer["mark"]["type"] == "rule")
    assert "scale" not in scale
    assert "−0.2" in drawn
