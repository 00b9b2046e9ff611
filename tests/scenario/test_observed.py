"""Files of observations: what they state is understood, and what is wrong is told at its place."""

from __future__ import annotations

import os
from math import isnan
from pathlib import Path
from typing import Any

import pytest
import yaml
from theatre import changed

from whitecell.scenario.observed import Observed, read_observed, understood
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_source
from whitecell.scenario.recorded import MAX_BYTES, counted

DAYS = 30
"""From 12 June to 11 July 2017."""
HEAD = "date,kind,dead\n"
ROWS = "2017-06-11,raid,9\n2017-06-12,raid,2\n2017-06-12,shell,3\n2017-06-20,raid,0\n2017-07-11,raid,4\n"
EVENTS = {"measure": "strikes", "source": "x", "events": {"file": "events.csv"}}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(changed(days=DAYS), sort_keys=False), encoding="utf-8")
    (tmp_path / "events.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return path


def read(scenario: Path, text: str | dict[str, Any]) -> tuple[Observed, Any, Any]:
    file = scenario.with_name("observed.yaml")
    body = text if isinstance(text, str) else yaml.safe_dump(text, sort_keys=False)
    file.write_text(body, encoding="utf-8")
    stated = read_observed(file)
    plot, _ = read_source(scenario, more=stated)
    return understood(stated, plot), plot, stated


def value(scenario: Path, events: dict[str, Any], **measure: Any) -> float:
    """What recorded events make of a measure of strikes."""
    stated = {"statistic": "count", "record": "strikes", "of": ["line"], **measure}
    one = {"measure": "mine", "source": "x", "events": {"file": "events.csv", **events}}
    observed, plot, source = read(scenario, {"measures": {"mine": stated}, "observations": {"a": one}})
    seen = observed.observations["a"]
    assert seen.events is not None
    return counted(seen.events, plot.measures["mine"], plot, source, ("observations", "a", "events"))


@pytest.mark.parametrize(
    ("measure", "events", "expected"),
    [
        ({}, {}, 4),  # the day before the first does not count
        ({}, {"where": {"kind": ["shell"]}}, 1),
        ({}, {"where": {"kind": ["shell", "raid"], "dead": ["2", "3"]}}, 2),
        ({}, {"sum": "dead"}, 9),
        ({"from": "2017-06-13"}, {}, 2),
        ({"until": "2017-06-12"}, {"sum": "dead"}, 5),
        ({"last": 1}, {}, 1),
        ({"statistic": "mean"}, {}, 4 / DAYS),
        ({"statistic": "peak"}, {}, 2),
        ({"statistic": "days"}, {}, 3),
        ({"statistic": "days"}, {"sum": "dead"}, 2),
        ({"statistic": "days", "at_least": 2}, {}, 1),
        ({"statistic": "days", "below": 1}, {}, DAYS - 3),
        ({"statistic": "ever"}, {"where": {"kind": ["gas"]}}, 0),
        ({"statistic": "ever"}, {}, 1),
        ({"statistic": "first_day", "from": "2017-06-13"}, {}, 9),
    ],
)
def test_events_are_counted_as_the_measure_counts(
    scenario: Path, measure: dict[str, Any], events: dict[str, Any], expected: float
) -> None:
    assert value(scenario, events, **measure) == pytest.approx(expected)


def test_what_never_happened_has_no_first_day(scenario: Path) -> None:
    assert isnan(value(scenario, {"where": {"kind": ["gas"]}}, statistic="first_day"))


def test_values_of_each_kind(scenario: Path) -> None:
    text = """
observations:
  happened: {measure: signed, value: true, source: x}
  dated: {measure: day, value: 2017-06-20, source: x}
  numbered: {measure: day, value: 9, source: x}
  never: {measure: day, value: never, source: x}
  counted: {measure: strikes, value: 3, tolerance: 0.5, source: x}
"""
    observed, _, _ = read(scenario, text)
    assert [seen.tolerance for seen in observed.observations.values()] == [0, 0, 0, 0, 0.5]


A = "observations:\n  a: "
PLACED = {
    "misspelt": ("observatons: {a: {measure: day, value: 3, source: x}}", "1:1", "observations"),
    "no source": ("observations: {a: {measure: day, value: 3}}", "1:16", "'source' is missing"),
    "empty source": ('observations: {a: {measure: day, value: 3, source: ""}}', "1:52", "'source' is empty"),
    "no measure of that name": (
        A + "{measure: strike, value: 3, source: x}",
        "2:16",
        "did you mean 'strikes'",
    ),
    "category": (A + "{measure: via, value: 3, source: x}", "2:16", "a category cannot be scored"),
    "two ways": (
        A + "{measure: day, value: 3, source: x, events: {file: e.csv}}",
        "2:6",
        "one of value and events",
    ),
    "no way": (A + "{measure: day, source: x}", "2:6", "one of value and events"),
    "flag": (A + "{measure: signed, value: 3, source: x}", "2:31", "write true or false"),
    "no flag": (A + "{measure: strikes, value: true, source: x}", "2:32", "no yes or no"),
    "no day": (A + "{measure: strikes, value: 2017-06-20, source: x}", "2:32", "first_day"),
    "before the start": (A + "{measure: day, value: 2017-06-11, source: x}", "2:28", "days 1 to 30"),
    "after the end": (A + "{measure: day, value: 31, source: x}", "2:28", "write never"),
    "word": (A + "{measure: strikes, value: many, source: x}", "2:32", "true or false, a date"),
    "not finite": (A + "{measure: strikes, value: .inf, source: x}", "2:32", "true or false, a date"),
    "tolerance of a flag": (
        A + "{measure: signed, value: true, source: x, tolerance: 1}",
        "2:59",
        "no tolerance",
    ),
    "negative tolerance": (
        A + "{measure: strikes, value: 1, source: x, tolerance: -1}",
        "2:57",
        "0 or more",
    ),
    "naive of two kinds": (
        A + "{measure: strikes, value: 1, source: x, naive: {b: {value: 1, share: 1}}}",
        "2:57",
        "give one of value, share",
    ),
    "share of a number": (
        A + "{measure: strikes, value: 1, source: x, naive: {b: {share: 1}}}",
        "2:65",
        "only a yes or no",
    ),
    "normal flag": (
        A + "{measure: signed, value: true, source: x, naive: {b: {normal: [1, 2]}}}",
        "2:68",
        "a yes or no has no normal",
    ),
    "boundless normal": (
        A + "{measure: strikes, value: 1, source: x, naive: {b: {normal: [1, 1.0e+300]}}}",
        "2:70",
        "1e+09 or less",
    ),
    "level of a quantile": (
        A + "{measure: strikes, value: 1, source: x, naive: {b: {quantiles: {5: 1, 95: 3}}}}",
        "2:73",
        "less than 1",
    ),
    "falling quantiles": (
        A + "{measure: strikes, value: 1, source: x, naive: {b: {quantiles: {0.1: 3, 0.9: 1}}}}",
        "2:57",
        "rise with their level",
    ),
    "measure twice": (
        "measures:\n  day: {statistic: count, record: displaced}\n"
        + A
        + "{measure: day, value: 3, source: x}",
        "2:3",
        "the scenario has 'day' already",
    ),
    "measure of nothing": (
        "measures:\n  m: {statistic: count, record: strikes, of: [lime]}\n"
        + A
        + "{measure: m, value: 3, source: x}",
        "2:47",
        "did you mean 'line'",
    ),
    "measure without days": (
        "measures:\n  m: {statistic: count, record: displaced, from: 2018-01-01}\n"
        + A
        + "{measure: m, value: 3, source: x}",
        "2:50",
        "after the last day",
    ),
    "list": ("- a\n- b", "1:1", "this is not a file of observations"),
    "alias": ("observations: {a: &x {measure: day, value: 3, source: x}, b: *x}", "1:19", "anchors"),
}


@pytest.mark.parametrize("case", PLACED)
def test_what_is_wrong_is_told_at_its_place(scenario: Path, case: str) -> None:
    text, place, says = PLACED[case]
    with pytest.raises(ScenarioError) as raised:
        read(scenario, text)
    first = raised.value.problems[0]
    assert f"{first.line}:{first.column}" == place
    assert first.file.endswith("observed.yaml")
    assert says in str(raised.value)


CSV = {
    "no date": (
        HEAD + "2017-06-12,raid,1\n12.6.2017,raid,1\n",
        {},
        "events.csv:3:1: error: this is not a date",
    ),
    "no number": (
        HEAD + '2017-06-12,raid,"1,5"\n',
        {"sum": "dead"},
        "events.csv:2:18: error: this is not a number",
    ),
    "infinite": (HEAD + "2017-06-12,raid,inf\n", {"sum": "dead"}, "this is not a number"),
    "a cell more": (
        HEAD + "2017-06-12,raid,1,5\n",
        {},
        "events.csv:2:1: error: 4 cells, where the head has 3",
    ),
    "open quote": (HEAD + '2017-06-12,"raid,1\n', {}, "this is not CSV"),
    "empty": ("", {}, "has no column 'date'"),
    "column": (HEAD + ROWS, {"where": {"kinds": ["raid"]}}, "did you mean 'kind'"),
    "date column": (HEAD + ROWS, {"date": "day"}, "has no column 'day'"),
    "twice": ("date,date\n2017-06-12,2017-06-12\n", {}, "same name twice"),
    "not text": (b"date\n\xff\xfe\n", {}, "events.csv:2:1: error: this is not UTF-8"),
    "begins late": (HEAD + ROWS, {"from": "2017-06-13"}, "does not cover all days"),
    "ends early": (HEAD + ROWS, {"until": "2017-07-10"}, "does not cover all days"),
}


@pytest.mark.parametrize("case", CSV)
def test_what_is_wrong_with_events_is_told_at_its_line(scenario: Path, case: str) -> None:
    body, events, says = CSV[case]
    raw = body if isinstance(body, bytes) else body.encode()
    scenario.with_name("events.csv").write_bytes(raw)
    with pytest.raises(ScenarioError) as raised:
        value(scenario, events)
    assert says in str(raised.value)


@pytest.mark.parametrize("measure", [{"statistic": "final"}, {"since": {"record": "displaced"}}])
def test_what_events_cannot_tell_is_refused(scenario: Path, measure: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError, match=r"statistic final|differs from run to run"):
        value(scenario, {}, **measure)


def test_of_many_wrong_rows_some_are_told(scenario: Path) -> None:
    scenario.with_name("events.csv").write_text(HEAD + "x,raid,1\n" * 50_000, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        value(scenario, {})
    assert len(raised.value.problems) == 10


@pytest.mark.parametrize("file", ["../events.csv", "/etc/hostname.csv", "inner/../../events.csv", "link.csv"])
def test_nothing_outside_of_the_folder_is_read(scenario: Path, file: str) -> None:
    home = scenario.parent / "home"
    (home / "inner").mkdir(parents=True)
    inside = home / "small.yaml"
    scenario.rename(inside)
    (home / "link.csv").symlink_to(scenario.parent / "events.csv")
    with pytest.raises(ScenarioError, match=r"lies outside the folder of this file|there is no file"):
        value(inside, {"file": file})


def test_a_link_inside_of_the_folder_is_not_followed(scenario: Path) -> None:
    scenario.with_name("link.csv").symlink_to(scenario.with_name("events.csv"))
    with pytest.raises(ScenarioError, match="is a link to somewhere else"):
        value(scenario, {"file": "link.csv"})


@pytest.mark.parametrize(
    "file", ["observed.yaml", "folder.csv", "pipe.csv", "event.csv", "nul\0.csv", "x" * 300 + ".csv"]
)
def test_what_is_no_csv_file_is_not_opened(scenario: Path, file: str) -> None:
    scenario.with_name("folder.csv").mkdir()
    os.mkfifo(scenario.with_name("pipe.csv"))
    with pytest.raises(ScenarioError, match=r"does not end in .csv|there is no file|not YAML") as raised:
        value(scenario, {"file": file})
    if file == "event.csv":
        assert "did you mean 'events.csv'" in str(raised.value)


def test_a_file_that_is_too_large_is_not_read(scenario: Path) -> None:
    with scenario.with_name("events.csv").open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ScenarioError, match="larger than"):
        value(scenario, {})


def test_a_scenario_without_measures_takes_those_of_the_file(scenario: Path) -> None:
    stated = {key: value for key, value in changed(days=DAYS).items() if key != "measures"}
    scenario.write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    one = "measures:\n  m: {statistic: count, record: displaced}\n"
    observed, plot, _ = read(scenario, one + A + "{measure: m, value: 3, source: x}")
    assert list(plot.measures) == list(observed.measures) == ["m"]


def test_further_measures_know_sides_and_days_of_the_game(scenario: Path) -> None:
    text = """
measures:
  both: {statistic: count, record: losses, of: [all], from: day 3, until: day 5}
observations:
  a: {measure: both, value: 10, source: x}
"""
    stated = changed(days=DAYS, sides={"all": ["red", "blue"]})
    scenario.write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    _, plot, _ = read(scenario, text)
    assert plot.measures["both"].of == ("red", "blue")
    assert str(plot.measures["both"].from_) == "2017-06-14"
