"""``whitecell tournament``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell_cli.main import cli

SEATS = ("--seat", "blue=united_states,jordan", "--seat", "red=iran,militias")
SHORT = ("tournament", "southwest-syria-2017", "--days", "9", "--runs", "12", *SEATS)
PLAN = "orders:\n- {actor: militias, choice: effort, option: tanf}\n"


def whitecell(*words: str) -> Result:
    return CliRunner().invoke(cli, words, env={"COLUMNS": "160"})


def test_line_ups_are_held_against_the_model_on_the_same_dice(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    policies = ("--policy", f"red={plan}", "--policy", "blue=random")
    done = whitecell(*SHORT, *policies, "--measure", "militias_near_border")
    assert done.exit_code == 0, done.output
    assert "3 line-ups over 12 seeds, in turns of 7 days, each against" in done.output
    assert "blue: random, red: model" in done.output
    assert f"blue: model, red: {plan}" in done.output
    assert done.output.count("militias_near_border") == 3
    assert done.output.index("In brief") < done.output.index("How sure:") < done.output.index("Line-up 1: ")
    found = json.loads(whitecell(*SHORT, *policies, "--json").output)
    assert [each["policies"]["blue"] for each in found["line_ups"]] == ["model", "random", "random"]
    one = found["line_ups"][0]["differences"][0]
    assert one["pairs"] == 12
    assert one["low"] <= one["difference"] <= one["high"]


def test_what_was_wrong_with_answers_is_told_in_short() -> None:
    program = f"{sys.executable} -c pass"
    done = whitecell(*SHORT, "--policy", f"red={program}", "--measure", "tanf_strikes")
    assert done.exit_code == 0, done.output
    assert done.output.count("red: it has ended") == 3
    assert "red: 21 more such answers" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--policy", "red"], "is not SEAT="),
        (["--policy", "green=random"], "there is no seat 'green'"),
        (["--policy", "red=nowhere.yaml"], "nowhere.yaml"),
        (["--policy", "red=no-such-program"], "cannot be started"),
        (["--policy", "red='half"], "No closing quotation"),
        (["--policy", "red=random", "--measure", "peace"], "no measure 'peace'"),
        (["--policy", "red=random", "--seat", "red=russia"], "stands twice"),
        (["--policy", "red=random", "--seat", "white=russa"], "did you mean 'russia'"),
        (["--policy", "red=random", "--seat", "white=iran"], "sits on 'red' and on 'white'"),
        (["--policy", "red=random", "--runs", "1"], "--runs"),
    ],
)
def test_what_cannot_be_is_told(words: list[str], said: str) -> None:
    done = whitecell(*SHORT, *words)
    assert done.exit_code == 2, done.output
    assert said in done.output


def test_a_plan_is_of_its_seat(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    done = whitecell(*SHORT, "--policy", f"blue={plan}")
    assert done.exit_code != 0
    assert "'militias' is not of this seat" in done.output
