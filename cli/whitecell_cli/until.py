"""Play more and more runs until a measure is known precisely enough."""

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
"""A function that plays a number of runs from a first seed, and reports how many are done."""


class Growing:
    """A batch that grows: in its folder if it is stored, else put together from parts."""

    def __init__(self, plot: Scenario, seed: int, kept: bool, play: Play, advance: Advance) -> None:
        self._plot, self._seed, self._kept, self._play, self._advance = plot, seed, kept, play, advance
        self._parts: list[Batch] = []

    def to(self, runs: int) -> Batch:
        """The first ``runs`` runs."""
        from whitecell.analysis.stopping import appended
        from whitecell.batch import Batch

        there = sum(len(part.seeds) for part in self._parts)
        if self._kept:
            self._parts = [self._play(self._seed, runs, _beyond(there, self._advance))]
        else:
            self._parts.append(self._play(self._seed + there, runs - there, self._advance))
        columns = appended([part.columns for part in self._parts])
        seeds = appended([{"seed": part.seeds} for part in self._parts])["seed"]
        return Batch(self._plot, seeds, columns, self._parts[-1].folder)


def grown(
    plot: Scenario, target: Target, seed: int, cap: int, kept: bool, play: Play, progress: console.Progress
) -> Batch:
    """Play until the target is met or the limit is reached, and say which."""
    from whitecell.analysis.stopping import half_width, looks
    from whitecell.analysis.summary import summarise

    growing = Growing(plot, seed, kept, play, progress.advance)
    for runs in looks(cap):
        batch = growing.to(runs)
        width = half_width(summarise(plot, {target.measure: batch.columns[target.measure]})[0])
        progress.say(shrinking(target, width))
        if width <= target.half:
            break
    progress.close()
    console.complain(verdict(target, width, runs))
    return batch


def shrinking(target: Target, width: float) -> str:
    """The precision so far, shown before the bar."""
    return f"{target.name} ± {_shown(width)}, wanted {target.half:.3g}"


def _shown(width: float) -> str:
    """A half-width; a question mark while there are too few runs."""
    return "?" if width == float("inf") else f"{width:.3g}"


def verdict(target: Target, width: float, runs: int) -> str:
    """Whether a target was met, and at what half-width."""
    met = "met" if width <= target.half else "not met; --runs raises the cap:"
    known = "too few of them tell" if width == float("inf") else f"half-width {width:.3g}"
    return f"{target} {met} after {runs:,} runs: {known}"


def _beyond(there: int, advance: Advance) -> Advance:
    """Report runs as they are done, except for the first ones, which were reported before."""
    left = there

    def told(runs: int) -> None:
        nonlocal left
        known = min(left, runs)
        left -= known
        advance(runs - known)

    return told
