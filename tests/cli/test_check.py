"""``whitecell check`` beyond its findings: what numbers rest on, facts, and parts that are taken out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from theatre import SMALL

from whitecell_cli.main import cli

EXAMPLE = "southwest-syria-2017"


def invoke(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps({**SMALL, "days": 20}), encoding="utf-8")
    return str(path)


def test_it_never_calls_a_scenario_sound_but_says_what_its_numbers_rest_on(small: str) -> None:
    result = invoke("check", EXAMPLE)
    assert result.exit_code == 0
    assert "sound" not in result.output
    assert "cite a claim" in result.output.splitlines()[-1]
    assert "0 cite a claim, 0 rest on judgement alone" in invoke("check", small).output


def test_facts_that_few_runs_cannot_tell_are_undecided() -> None:
    result = invoke("check", f"{EXAMPLE}-may", "--expect", "--runs", "3")
    assert result.exit_code == 1
    assert all(f"{key}  undecided: " in result.output for key in ("F1", "F2a", "F3b", "F7a"))
    assert "3 runs are too few to tell; try --runs 30" in result.output


def test_each_part_is_taken_out(small: str) -> None:
    result = invoke("check", small, "--ablate", "--runs", "4", "--jobs", "1")
    assert result.exit_code == 0
    assert "What hardly matters" in result.output
    found = json.loads(invoke("check", small, "--ablate", "--runs", "4", "--jobs", "1", "--json").output)
    assert {part["section"] for part in found} >= {"actors", "constraints", "air", "injects"}


def test_two_ways_to_play_do_not_go_together(small: str) -> None:
    assert invoke("check", small, "--ablate", "--expect").exit_code == 2


def test_set_takes_the_path_of_any_number(small: str) -> None:
    assert invoke("check", small, "--set", "relations.1.leverage=0").exit_code == 0
    assert invoke("check", small, "--set", "relations.1.leverage=2").exit_code == 2
    result = invoke("check", small, "--set", "relations.1.levrage=0")
    assert result.exit_code == 2
    assert "did you mean 'relations.1.leverage'" in result.output
    assert result.output.startswith("Error: ")
