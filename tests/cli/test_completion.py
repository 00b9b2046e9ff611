"""What the shell offers when Tab is pressed."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from whitecell_cli.main import cli

EXAMPLE = "southwest-syria-2017"


def offered(*words: str) -> list[str]:
    *before, typed = words
    completions = ShellComplete(cli, {}, "whitecell", "_W").get_completions(before, typed)
    return [item.value for item in completions if item.type == "plain"]


def test_commands_and_scenarios() -> None:
    assert offered("comp") == ["compare", "completion"]
    assert f"{EXAMPLE}-may" in offered("run", "southwest")


def test_assumptions_and_actors_of_the_scenario_that_was_typed() -> None:
    assert offered("run", EXAMPLE, "--set", "days_b") == ["days_between_sessions="]
    assert offered("batch", EXAMPLE, "--set", "leak_c") == ["leak_chance="]
    assert offered("run", EXAMPLE, "--why", "mil") == ["militias"]


def test_nothing_is_offered_of_a_scenario_that_cannot_be_read() -> None:
    assert offered("run", "no-such", "--why", "mil") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0
    assert f"_WHITECELL_COMPLETE={shell}_complete" in result.output


def test_an_unknown_shell_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    result = CliRunner().invoke(cli, ["completion"])
    assert result.exit_code == 2
    assert "name the shell: bash, zsh, fish" in result.stderr
