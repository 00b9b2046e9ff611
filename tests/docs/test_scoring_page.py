"""docs/scoring.md: its files are read, its commands run, and what it says of files that ship is theirs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell.scenario.library import observed_files
from whitecell.scenario.observed import Naive, Observation, read_observed
from whitecell_cli.main import cli

PAGE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL))
LINES = [line.removeprefix("$ ") for line in BLOCKS["console"].splitlines()]


@pytest.mark.parametrize("line", LINES)
def test_every_command_works(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "observed.yaml").write_text(BLOCKS["yaml"], encoding="utf-8")
    (tmp_path / "incidents.csv").write_text(BLOCKS["csv"], encoding="utf-8")
    words = [*shlex.split(line)[1:], "--runs", "12", "--points", "8", "--jobs", "1"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    assert result.stdout


def test_it_names_every_key() -> None:
    table = PAGE.split("| key of an observation")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(Observation.model_fields)
    naive = next(line for line in table.splitlines() if line.startswith("| `naive`"))
    assert set(Naive.model_fields) - {"note"} <= set(re.findall(r"`(\w+)`", naive))


def test_it_tells_of_every_observation_that_ships() -> None:
    part = PAGE.split("<!-- scored -->")[1].split("<!-- /scored -->")[0]
    for name in observed_files():
        told = re.findall(r"^\| `(\w+)`", part, re.MULTILINE)
        assert told == list(read_observed(name).root.value["observations"].value), (
            "python -m benchmarks.scoring"
        )
        assert f"whitecell score {name}" in part


def test_references_are_all_used_and_there() -> None:
    body, listed = PAGE.split("## References")
    cited = {int(n) for group in re.findall(r"\[(\d(?:, \d)*)\]", body) for n in group.split(", ")}
    assert cited == {int(n) for n in re.findall(r"^(\d+)\. ", listed, re.MULTILINE)}
