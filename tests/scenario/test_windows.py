"""What `check` says of measures that can say nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from theatre import changed

from whitecell.scenario.digest import digest
from whitecell.scenario.reading import examined, read_scenario, read_source
from whitecell.scenario.resolved import resolved

LOSSES = {"statistic": "count", "record": "losses"}


def written(folder: Path, measure: dict[str, Any]) -> Path:
    file = folder / "small.yaml"
    file.write_text(json.dumps(changed(measures={"m": measure})), encoding="utf-8")
    return file


def warned(folder: Path, measure: dict[str, Any]) -> list[str]:
    """What is warned of, apart from what the theatre is warned of without the measure."""
    known = examined(written(folder, LOSSES))
    return [
        p.message
        for p in examined(written(folder, measure))
        if p.grade == "warning" and p.message not in {k.message for k in known}
    ]


@pytest.mark.parametrize(
    "measure",
    [
        {**LOSSES, "from": "day 1", "until": "day 60"},
        {**LOSSES, "from": "2017-06-11"},
        {**LOSSES, "last": 10, "until": "day 51"},
        {**LOSSES, "statistic": "value", "on": "day 60"},
        {**LOSSES, "statistic": "value", "on": "day 1"},
        {**LOSSES, "at_least": 0.5, "below": 1000},
    ],
)
def test_what_can_be_measured_is_not_complained_of(measure: dict[str, Any], tmp_path: Path) -> None:
    assert warned(tmp_path, measure) == []


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        ({**LOSSES, "from": "day 61"}, "'m' begins after the last day: it counts none"),
        ({**LOSSES, "until": "2017-06-11"}, "'m' ends before the first day: it counts none"),
        (
            {**LOSSES, "last": 10, "until": "day 50"},
            "of the last 10 days none is until 2017-07-31: it counts none",
        ),
        (
            {**LOSSES, "statistic": "value", "on": "day 61"},
            "'m' is of a day after the last day and has no value",
        ),
        (
            {**LOSSES, "statistic": "value", "on": "2017-06-11"},
            "'m' is of a day before the first day and has no value",
        ),
        ({**LOSSES, "below": 0}, "'losses' is never below 0: it is never less than 0"),
    ],
)
def test_what_says_nothing_is_told(measure: dict[str, Any], message: str, tmp_path: Path) -> None:
    assert warned(tmp_path, measure) == [message]


def test_support_as_a_condition_names_talks_and_a_party(tmp_path: Path) -> None:
    measure = {**LOSSES, "during": {"record": "support", "of": ["t"], "at_least": 0.5}}
    (error,) = [p for p in examined(written(tmp_path, measure)) if p.grade == "error"]
    assert error.message == "'support' is about talks and one of their parties"


def test_a_resolved_file_states_the_same_windows(tmp_path: Path) -> None:
    measure = {**LOSSES, "from": "day 3", "until": "day 9", "since": {"record": "signed", "of": ["pact"]}}
    scenario, source = read_source(written(tmp_path, measure))
    whole = tmp_path / "whole.yaml"
    whole.write_text(resolved(scenario, source, {}), encoding="utf-8")
    assert "from: 2017-06-14" in whole.read_text(encoding="utf-8")
    assert digest(read_scenario(whole)) == digest(scenario)


def test_a_misspelt_window_is_guessed(tmp_path: Path) -> None:
    (error,) = [p for p in examined(written(tmp_path, {**LOSSES, "frm": "day 3"})) if p.grade == "error"]
    assert error.hint == "did you mean 'from'?"
