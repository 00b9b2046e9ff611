"""Paste real output into the README: the answers, the table and the story that it shows.

``make readme``, after a change that alters results.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

README = Path(__file__).parents[1] / "README.md"
NAME = "southwest-syria-2017"
ROWS = (
    "measure", "-----", "the zone is signed", "days the zone is in force", "breaches of the zone",
    "coalition strikes near Tanf", "day the corridor is joined", "Daraa held by the government's side",
)  # fmt: skip
STORY_LINES = 34
COLUMNS = "104"
TOWN = ("--set", "actors.north.forces.hills=1500")
"""The change of the first scenario that the README compares it with."""


def output(*arguments: str, at: Path | None = None) -> list[str]:
    """Lines that a command prints in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "whitecell_cli", *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=at,
        env={**os.environ, "COLUMNS": COLUMNS},
    )
    return done.stdout.splitlines()


def pasted(text: str, first: str, lines: list[str]) -> str:
    """The text, in which the first block that begins with the given words is replaced."""
    block = "```text\n" + "\n".join(line.rstrip() for line in lines) + "\n```"
    found, count = re.subn(rf"```text\n{first}.*?```", lambda _: block, text, count=1, flags=re.DOTALL)
    if not count:
        raise SystemExit(f"README.md has no block that begins with '{first}'")
    return found


def town(text: str) -> str:
    """The text with the answers about the scenario that the README shows in ten lines."""
    stated = re.search(r"```yaml\n(title: A town below the hills\n.*?)```", text, flags=re.DOTALL)
    if stated is None:
        raise SystemExit("README.md has no town below the hills")
    with TemporaryDirectory() as folder:
        Path(folder, "town.yaml").write_text(stated[1], encoding="utf-8")
        alone = output("batch", "town.yaml", "--no-store", at=Path(folder))
        beside = output("compare", "town.yaml", *TOWN, "--no-store", at=Path(folder))
    text = pasted(text, "A town below the hills", until(alone, "How sure"))
    return pasted(text, "town compared with", until(beside, "How sure"))


def until(lines: list[str], words: str) -> list[str]:
    """The lines before the first that contains the given words."""
    return lines[: next(k for k, line in enumerate(lines) if words in line)]


def main() -> None:
    """Write the table of a thousand runs, and the start of the most representative run."""
    lines = output("batch", NAME, "--runs", "1000", "--no-store")
    brief = until(lines, "How sure")[lines.index("In brief") :]
    table = [line for line in lines if line.startswith(ROWS)]
    seed = next(m[1] for line in lines if (m := re.search(rf"run {NAME} --seed (\d+)", line)))
    story = output("run", NAME, "--seed", seed)[:STORY_LINES]
    while not re.match(r"\w+ \d{4} · days", story[-1]):
        story.pop()
    story.pop()  # the heading of a month that is not shown
    text = town(README.read_text(encoding="utf-8"))
    text = pasted(text, "In brief", [*brief, "", *table])
    text = pasted(text, "A de-escalation", [*story, "…"])
    text = re.sub(r"--seed \d+", f"--seed {seed}", text)
    text = re.sub(r"as row \d+ of", f"as row {seed} of", text)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
