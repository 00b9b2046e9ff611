"""Write down what ``whitecell check`` says of each broken file in tests/broken, beside the file.

``python -m benchmarks.broken``; then read what has changed as an analyst would: is it clear what to do?
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from click.testing import CliRunner

from whitecell_cli.main import cli

FOLDER = Path(__file__).parents[1] / "tests" / "broken"
BASE = "base.yaml"


def said(file: str) -> str:
    """What check says of a file of the folder, and how it ends; call it in that folder.

    What it says of the base alone, it says of every file that extends it; that is left out.
    """
    known = () if file == BASE else checked(BASE)[0]
    findings, code = checked(file)
    return "".join(finding for finding in findings if finding not in known) + f"exit code {code}\n"


def checked(file: str) -> tuple[list[str], int]:
    """The findings of check, each with its lines, and the exit code."""
    result = CliRunner().invoke(cli, ["check", file])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return re.findall(r"^\S.*\n(?:    .*\n)*", result.output, re.MULTILINE), result.exit_code


def main() -> None:
    """Write every message."""
    os.chdir(FOLDER)
    for path in sorted(Path().glob("*.yaml")):
        if path.name != BASE:
            path.with_suffix(".txt").write_text(said(path.name), encoding="utf-8")


if __name__ == "__main__":
    main()
