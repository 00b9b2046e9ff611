"""Play more and more runs until a measure is known as well as asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.analysis.stopping import Target
    from whitecell.batch import Batch
    from whitecell.scenario.model import Scenario

Advance = Callable[[int], None]
Play = Callable[[int, int, Advance], "Batch"]
"""Plays so many runs from a first seed, and tells how many have come in."""


def grown(
    plot: Scenario, target: Target, seed: int, cap: int, kept: bool, play: Play, progress: console.Progress
) -> Batch:
    """Play until the target is met or the cap is reached, and say which.

    A kept batch grows in its folder; one that is not kept is put together from its parts.
    """
    from whitecell.analysis.stopping import appended, half_width, looks
    from whitecell.analysis.summary import summarise
    from whitecell.batch import Batch

    parts: list[Batch] = []
    for runs in looks(cap):
        there = sum(len(part.seeds) for part in parts)
        if kept:
            parts = [play(seed, runs, _beyond(there, progress.advance))]
        else:
            parts.append(play(seed + there, runs - there, progress.advance))
        columns = appended([part.columns for part in parts])
        width = half_width(summarise(plot, {target.measure: columns[target.measure]})[0])
        progress.say(f"{target.measure} ± {width:.3g}")
        if width <= target.half:
            break
    progress.close()
    met = "met" if width <= target.half else "not met; --runs raises the cap:"
    console.complain(f"{target} {met} after {runs:,} runs: half-width {width:.3g}")
    seeds = appended([{"seed": part.seeds} for part in parts])["seed"]
    return Batch(plot, seeds, columns, parts[-1].folder)


def _beyond(there: int, advance: Advance) -> Advance:
    """Tell of runs that come in, but for the first so many, which were told before."""
    left = there

    def told(runs: int) -> None:
        nonlocal left
        known = min(left, runs)
        left -= known
        advance(runs - known)

    return told
