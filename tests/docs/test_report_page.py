"""docs/report.md, followed to the letter in an empty folder; the gallery has its pictures."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell_cli.main import cli

DOCS = Path(__file__).parents[2] / "docs"


def test_every_command_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n(.*?)```", (DOCS / "report.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    assert len(lines) == 12
    for line in lines:
        words = shlex.split(line)[1:]
        words += ["--days", "60"] if words[0] == "batch" else []
        words += ["--jobs", "1"] if words[0] != "run" else []
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, (line, result.output)
    for name in (
        "base/report.html",
        "held.html",
        "compared.html",
        "tanf.html",
        "short.md",
        "pictures/map-end.png",
    ):
        assert (tmp_path / name).is_file(), name
    assert "The best run" in (tmp_path / "held.html").read_text(encoding="utf-8")


def test_the_gallery_has_its_pictures() -> None:
    shown = re.findall(r"\]\((gallery/.*?)\)", (DOCS / "gallery.md").read_text(encoding="utf-8"))
    assert len(shown) >= 8
    there = {f"gallery/{path.name}" for path in (DOCS / "gallery").iterdir()}
    assert set(shown) == there
    assert sum((DOCS / name).stat().st_size for name in shown) < 2_500_000
