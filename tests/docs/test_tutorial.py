"""The tutorial, followed to the letter in an empty folder."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
STEPS = re.compile(r"```(?:yaml file=(\S+)|console)\n(.*?)```", re.DOTALL)


def test_every_step_works(tmp_path: Path) -> None:
    steps = STEPS.findall((DOCS / "tutorial.md").read_text(encoding="utf-8"))
    assert sum(bool(file) for file, _ in steps) == 3
    outputs = {}
    for file, body in steps:
        if file:
            (tmp_path / file).write_text(body, encoding="utf-8")
            continue
        for line in body.splitlines():
            words = shlex.split(line.removeprefix("$ "))
            assert words[0] == "whitecell"
            done = subprocess.run(
                [sys.executable, "-m", "whitecell_cli", *words[1:]],
                cwd=tmp_path,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, (line, done.stderr)
            outputs[line.removeprefix("$ whitecell ")] = done.stdout
    differing = outputs["show --diff pass.yaml line.yaml"]
    assert "only in line: " in differing
    assert re.search(r"^ +constraints\.line$", differing, re.MULTILINE)
    assert "highland" in outputs["compare pass.yaml line.yaml --runs 200 --shared"]
    assert "Highlanders" in outputs["explore doubt.yaml --points 200 --seeds 2"]
    assert "0.6" in (tmp_path / "doubt.yaml").read_text()
    assert "error" not in outputs["check pass.yaml"] + outputs["check doubt.yaml"]
