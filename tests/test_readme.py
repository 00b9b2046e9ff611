"""The README is executed: its commands run, its YAML is checked, its error is the real one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from whitecell.scenario.library import bundled

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
PLAIN = {key: value for key, value in os.environ.items() if key != "COLUMNS"}  # pytest sets it
CASE = next(body for kind, body in BLOCKS if kind == "yaml" and "extends:" in body)
TOWN = next(body for kind, body in BLOCKS if kind == "yaml" and "below the hills" in body)


def whitecell(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "whitecell_cli", *arguments],
        cwd=folder, env=PLAIN, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def commands() -> list[str]:
    lines = [line for kind, body in BLOCKS if kind == "console" for line in body.splitlines()]
    found = [re.sub(r"^\$ (\.venv/bin/)?", "", line) for line in lines if line.startswith("$ ")]
    return [line for line in found if line.startswith("whitecell ")]


@pytest.mark.parametrize("line", commands())
def test_commands_run(line: str, tmp_path: Path) -> None:
    (tmp_path / "my-case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    arguments = line.split()[1:]
    if arguments[0] in ("batch", "compare"):
        arguments += ["--runs", "50", "--days", "10"]
    done = whitecell(*arguments, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_mistake_is_answered_as_shown(tmp_path: Path) -> None:
    shown = next(body for kind, body in BLOCKS if "asumptions" in body)
    (tmp_path / "my-case.yaml").write_text(CASE.replace("assumptions:", "asumptions:"), encoding="utf-8")
    done = whitecell("check", "my-case.yaml", folder=tmp_path)
    assert done.returncode == 2
    assert shown.splitlines() == done.stdout.splitlines()[: len(shown.splitlines())]


def test_the_story_shown_is_the_story_told(tmp_path: Path) -> None:
    shown = next(body for kind, body in BLOCKS if kind == "text" and re.search(r"Run \d+:", body))
    told = whitecell(
        "run", "southwest-syria-2017", "--seed", re.search(r"Run (\d+):", shown)[1], folder=tmp_path
    ).stdout
    flat = " ".join(told.split())
    assert " ".join(shown.replace("…", "").split()) in flat


def test_the_table_shown_is_the_table_of_a_thousand_runs(tmp_path: Path) -> None:
    shown = next(body for kind, body in BLOCKS if kind == "text" and body.startswith("In brief\n- The zone"))
    words = ("batch", "southwest-syria-2017", "--runs", "1000", "--no-store")
    told = [" ".join(line.split()) for line in whitecell(*words, folder=tmp_path).stdout.splitlines()]
    for line in shown.splitlines():
        # Columns are cut where the output is narrower; a row has its label and its mean in any case.
        wanted = line if line.startswith("- ") else line[:57]
        assert line.startswith("---") or any(row.startswith(" ".join(wanted.split())) for row in told), line


def test_ten_lines_are_a_scenario_that_is_played_compared_explored_and_reported(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    assert len(TOWN.splitlines()) == 10
    checked = whitecell("check", "town.yaml", folder=tmp_path).stdout
    assert "error" not in checked and "warning" not in checked
    edit = ("--set", "actors.north.forces.hills=1500")
    told = {
        "batch": whitecell("batch", "town.yaml", "-o", "kept", folder=tmp_path).stdout,
        "compare": whitecell("compare", "town.yaml", *edit, folder=tmp_path).stdout,
    }
    shown = [body for kind, body in BLOCKS if kind == "text" and "\n- Town northern" in body]
    assert len(shown) == len(told)
    for body, said in zip(shown, told.values(), strict=True):
        # Lines break at the width of the console.
        assert " ".join(body.split()) in " ".join(said.split())
    explored = whitecell("explore", "town.yaml", "--points", "16", "--seeds", "2", folder=tmp_path)
    assert explored.returncode == 0, explored.stderr
    assert re.search(r"16 points over \d\d assumptions", explored.stdout)
    reported = whitecell("report", "kept", folder=tmp_path)
    assert reported.returncode == 0, reported.stderr
    assert any(tmp_path.rglob("*.html"))


def test_every_shipped_scenario_is_sound() -> None:
    for name in bundled():
        done = whitecell("check", name, folder=README.parent)
        assert "error" not in done.stdout, done.stdout
