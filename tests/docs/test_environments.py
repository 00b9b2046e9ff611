"""The page on programs at the table is executed, and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from whitecell_cli.main import cli

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "environments.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)


def shell(lines: str) -> str:
    """What whitecell prints for some lines of a console; ``python`` is the one that runs the tests."""
    printed = ""
    for line in lines.splitlines():
        words = [sys.executable if word == "python" else word for word in shlex.split(line)]
        assert words[:2] == ["$", "whitecell"]
        done = CliRunner().invoke(cli, words[2:], env={"COLUMNS": "120"})
        assert done.exit_code == 0, done.output
        printed += done.output
    return printed


def test_what_it_shows_runs_and_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    blocks = BLOCK.findall(TEXT)
    assert {kind for kind, _, _ in blocks} == {"python", "console"}
    for kind, lines, said in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            if kind == "python":
                exec(lines, known)
        found = printed.getvalue() if kind == "python" else shell(lines)
        for line in said.splitlines():
            assert line in found
