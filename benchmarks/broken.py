"""Write the messages of ``whitecell check`` for each broken file in tests/broken, beside the file.

``python -m benchmarks.broken``; then read what has changed as an analyst would: is it clear what to do?
"""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner

from whitecell_cli.main import cli

FOLDER = Path(__file__).parents[1] / "tests" / "broken"
BASE = "base.yaml"


def said(file: str) -> str:
    """The output of check for a file of the folder, and its exit code; must be called in that folder."""
    result = CliRunner().invoke(cli, ["check", file])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return f"{result.output}exit code {result.exit_code}\n"


def main() -> None:
    """Write every message."""
    os.chdir(FOLDER)
    for path in sorted(Path().glob("*.yaml")):
        if path.name != BASE:
            path.with_suffix(".txt").write_text(said(path.name), encoding="utf-8")


if __name__ == "__main__":
    main()
