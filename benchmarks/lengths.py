"""The length of a run's story: lines of the default page and of every day, over many seeds.

``python -m benchmarks.lengths [RUNS]``.
"""

from __future__ import annotations

import sys
from io import StringIO
from statistics import median

from rich.console import Console

from whitecell.game.play import tell
from whitecell.game.record import Story
from whitecell.report.story import story_page
from whitecell.scenario import read_scenario
from whitecell.scenario.model import Scenario

NAMES = ("southwest-syria-2017", "eastern-ukraine-2015", "island-quarantine")
WIDTH = 100
"""Characters of a line, as on a common terminal."""


def lines(scenario: Scenario, story: Story, full: bool) -> int:
    """Number of lines of a story on a terminal."""
    paper = StringIO()
    console = Console(file=paper, width=WIDTH, markup=False, emoji=False, highlight=False)
    for block in story_page(scenario, story, WIDTH, full):
        console.print(block)
    return len(paper.getvalue().splitlines())


def main(runs: int = 100) -> None:
    """Print median, shortest and longest for each shipped theatre."""
    print(f"{'lines at ' + str(WIDTH) + ' columns':32}  median  shortest  longest  every day, median")
    for name in NAMES:
        scenario = read_scenario(name)
        stories = [tell(scenario, seed) for seed in range(runs)]
        short, long = ([lines(scenario, story, full) for story in stories] for full in (False, True))
        print(f"{name:32}  {median(short):6.0f}  {min(short):8}  {max(short):7}  {median(long):17.0f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
