"""Write docs/gallery.md and its pictures: what whitecell draws of the shipped scenario. ``make gallery``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.pages import DOCS
from whitecell.analysis.days import replayed
from whitecell.report.drawing import png
from whitecell.report.maps.picture import theatre_map
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
OTHER = f"{NAME}-no-exclusion"
SEED = 931
FOLDER = DOCS / "gallery"
PAGE = DOCS / "gallery.md"
WHITECELL = [sys.executable, "-m", "whitecell_cli"]
HEAD = """# Gallery

What whitecell draws of the shipped scenario. `make gallery` draws all of it again, from the same seeds.
"""


def whitecell(*words: str) -> None:
    """Run a command."""
    subprocess.run([*WHITECELL, *words], check=True, capture_output=True)


def pictures(home: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Every picture: its file, its heading, the command or call behind it, and its bytes."""
    scenario = read_scenario(NAME)
    run = replayed(scenario, np.array([SEED], dtype=np.int64))
    for day in (0, 60):
        svg = theatre_map(scenario, run.standing(day), key="m")
        head = "The theatre before the first turn" if day == 0 else f"Run {SEED} at the end of day {day}"
        yield (
            f"map-day-{day}.png",
            head,
            f"whitecell run {NAME} --seed {SEED} --map --day {day}",
            png(svg, 1.2),
        )
    base, other, explored = (str(home / name) for name in ("base", "other", "explored"))
    whitecell("batch", NAME, "--runs", "300", "-o", base)
    whitecell("batch", OTHER, "--runs", "300", "-o", other)
    whitecell("explore", NAME, "--points", "300", "--seeds", "1", "--days", "90", "-o", explored)
    wanted = {
        ("report", base): {
            "shares": "What comes to pass, in how many runs",
            "zone_held_days-spread": "How a measure spreads over runs",
            "militias_near_border-days": "How a measure goes over the days",
        },
        ("report", base, other, "--no-why"): {
            "ranked": "What differs most without the ban near the border, paired by seed",
            "zone_held_days-days": "The same measure in both, day by day",
        },
        ("report", explored): {"drivers-tanf_strikes": "What drives a measure"},
    }
    for words, chosen in wanted.items():
        folder = home / "pictures"
        shutil.rmtree(folder, ignore_errors=True)
        whitecell(*words, "--format", "png", "-o", str(folder))
        said = " ".join(["whitecell", *(re.sub(rf"^{home}/", "", word) for word in words), "--format", "png"])
        for name, head in chosen.items():
            yield f"{name}.png", head, said, (folder / f"{name}.png").read_bytes()


def main() -> None:
    """Draw everything and write the page."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    parts = [HEAD]
    with tempfile.TemporaryDirectory() as home:
        for number, (name, head, said, content) in enumerate(pictures(Path(home))):
            name = f"{number + 1}-{name}"
            (FOLDER / name).write_bytes(content)
            parts.append(f"## {head}\n\n`{said}`\n\n![{head}](gallery/{name})\n")
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
