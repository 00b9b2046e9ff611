"""Reading as an analyst meets it: days instead of dates, numbers by path, all mistakes at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from theatre import changed

from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import examined, read_scenario, read_source
from whitecell.scenario.sanity import beyond


def written(folder: Path, **changes: Any) -> Path:
    file = folder / "small.yaml"
    file.write_text(json.dumps(changed(**changes)), encoding="utf-8")
    return file


def test_an_inject_may_fall_on_a_day_of_the_game(tmp_path: Path) -> None:
    file = written(tmp_path, injects__vote__on="day 12")
    assert read_scenario(file).injects["vote"].on == date(2017, 6, 23)
    later = tmp_path / "later.yaml"
    later.write_text("extends: small.yaml\nstart: 2018-01-01\n")
    assert read_scenario(later).injects["vote"].on == date(2018, 1, 13)


@pytest.mark.parametrize("on", ["day", "day 12345", "day -1", "12", "Day 3rd"])
def test_what_is_no_day_is_refused_with_both_ways_to_say_one(tmp_path: Path, on: str) -> None:
    with pytest.raises(ScenarioError, match="such as day 12"):
        read_scenario(written(tmp_path, injects__vote__on=on))


def test_a_day_after_the_calendar_is_no_traceback(tmp_path: Path) -> None:
    file = written(tmp_path, start="9999-01-01", injects__vote__on="day 9999")
    assert any("never happens" in problem.message for problem in examined(file))


def test_numbers_are_set_by_their_path(tmp_path: Path) -> None:
    file = written(tmp_path)
    plot = read_scenario(file, {"relations.1.leverage": "0", "actors.red.worth.hill": "-0.5"})
    assert (plot.relations[1].leverage, plot.actors["red"].worth["hill"]) == (0.0, -0.5)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (("mobile", "0.9"), "0.1 to 0.3: 3 times its highest"),
        (("mobile", "0.05"), "0.1 to 0.3"),
        (("mobile", "0.2"), ""),
        (("actors.red.mobility", "0.9"), "0.1 to 0.3: 3 times its highest"),
        (("actors.blue.mobility", "0.7"), "0.4 to 0.6"),
        (("actors.blue.mobility", "0.5"), ""),
        (("rules.frontage", "1_800_000"), "3000 to 12000: 150 times its highest"),
        (("actors.red.skill", "9"), ""),
    ],
)
def test_what_is_set_outside_its_range_is_told_and_played(
    tmp_path: Path, setting: tuple[str, str], told: str
) -> None:
    changes = {
        "assumptions": {"mobile": {"value": 0.2, "range": [0.1, 0.3], "judgement": "x"}},
        "actors__red__mobility": "mobile",
        "actors__blue__mobility": {"value": 0.5, "range": [0.4, 0.6], "judgement": "x"},
    }
    stated = changed(**changes)
    del stated["rules"]["frontage"]
    file = tmp_path / "small.yaml"
    file.write_text(json.dumps(stated), encoding="utf-8")
    settings = dict([setting])
    plot, source = read_source(file, settings)
    said = [problem.message for problem in beyond(plot, source, settings)]
    assert len(said) == bool(told)
    assert told in "".join(said)


def test_a_broken_value_hides_no_other_of_the_same_part(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        actors__red__kind="navy",
        actors__red__forces={"kamp": 3},
        constraints__line__kind="quarantine",
        constraints__line__zones=["forb"],
        talks__t__gap="soon",
        talks__t__signs="pakt",
    )
    said = " ".join(problem.message for problem in examined(file))
    for word in ("navy", "kamp", "quarantine", "forb", "soon", "pakt"):
        assert word in said


@pytest.mark.parametrize(("key", "guess"), [("beneath", ""), ("labels", "did you mean 'label'?")])
def test_a_key_that_is_in_no_language_is_not_guessed(tmp_path: Path, key: str, guess: str) -> None:
    measure = {"statistic": "count", "record": "losses", key: "x"}
    (problem,) = [p for p in examined(written(tmp_path, measures__m=measure)) if key in p.message]
    assert problem.hint.startswith(guess or "known here: ")
