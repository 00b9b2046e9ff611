"""Paste real output into the README: the table and the story that it shows.

``make readme``, after a change that alters results.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
NAME = "southwest-syria-2017"
ROWS = (
    "measure", "-----", "deal_signed", "zone_held_days", "tanf_strikes", "militias_near_border",
    "corridor_joined_day", "daraa_government_control",
)  # fmt: skip
WIDTH = 108
STORY_LINES = 44


def output(*arguments: str) -> list[str]:
    """Lines that a command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "whitecell_cli", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "104" if arguments[0] == "run" else "120"},
    )
    return done.stdout.splitlines()


def main() -> None:
    """Write the table of a thousand runs, and the beginning of the most representative run."""
    lines = output("batch", NAME, "--runs", "1000", "--no-store")
    table = [line[:WIDTH].rstrip() for line in lines if line.startswith(ROWS)]
    seed = next(m[1] for line in lines if (m := re.search(rf"run {NAME} --seed (\d+)", line)))
    story = output("run", NAME, "--seed", seed)[:STORY_LINES]
    while not re.match(r"\w+ \d{4} · days", story[-1]):
        story.pop()
    story.pop()  # the heading of a month that is not told
    text = README.read_text(encoding="utf-8")
    text = re.sub(
        r"```text\nmeasure .*?```", lambda _: "```text\n" + "\n".join(table) + "\n```", text, flags=re.S
    )
    told = "\n".join(story).rstrip() + "\n…"
    text = re.sub(r"```text\nA de-escalation.*?```", lambda _: f"```text\n{told}\n```", text, flags=re.S)
    text = re.sub(r"--seed \d+", f"--seed {seed}", text)
    text = re.sub(r"as row \d+ of", f"as row {seed} of", text)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
