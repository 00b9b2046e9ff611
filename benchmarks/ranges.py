"""Measure how far the ranges of a scenario are centred on its stated values, as they are and as they were.

``python -m benchmarks.ranges`` plays one design four times and writes its table of docs/validity.md: with
every number uniform over its range and independent; with triangles around best guesses; with correlated
voices of one camp; and with both, as the scenario ships.
"""

from __future__ import annotations

import numpy as np

from benchmarks.pages import DOCS, put
from whitecell.analysis.design import design, ranged
from whitecell.analysis.intervals import mean_interval
from whitecell.analysis.response import Response, explored
from whitecell.analysis.standing import Standing, standings
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
PAGE = DOCS / "validity.md"
SIGNED = "deal_signed"
POINTS, SEEDS = 500, 4
OUTER = 0.25
"""Share at either end of a distribution that is called far out, as in ``whitecell explore``."""


def even(plot: Scenario) -> Scenario:
    """The same scenario with triangles made uniform; ranges that are uniform in the logarithm stay."""
    shapes = {
        name: a.model_copy(update={"shape": "uniform"}) if a.shape == "triangular" else a
        for name, a in plot.assumptions.items()
    }
    return plot.model_copy(update={"assumptions": shapes})


def apart(plot: Scenario) -> Scenario:
    """The same scenario without correlations between assumptions."""
    return plot.model_copy(update={"correlations": ()})


def variants(plot: Scenario) -> dict[str, Scenario]:
    """The scenario without shapes and correlations of its ranges, with either, and with both."""
    return {
        "even, each by itself": even(apart(plot)),
        "triangles about best guesses": apart(plot),
        "voices of a camp together": even(plot),
        "both, as shipped": plot,
    }


def row(name: str, responses: list[Response], stood: list[Standing]) -> str:
    """A line of the table."""
    signed = next(s for s in stood if s.measure == SIGNED)
    shares = next(r for r in responses if r.name == SIGNED).means
    low, high = mean_interval(shares) or (0.0, 1.0)
    far = [s for s in stood if not OUTER <= s.percentile <= 1.0 - OUTER]
    out = np.mean([abs(2.0 * s.percentile - 1.0) for s in stood])
    over = f"{signed.ranges:.1%} [{low:.1%}, {high:.1%}] | {signed.stated:.1%} | {signed.percentile:.0%}"
    return f"| {name} | {over} | {len(far)} of {len(stood)} | {out:.2f} |"


def table(points: int = POINTS, seeds: int = SEEDS) -> list[str]:
    """The outcomes over the ranges, and where the stated point lies among them."""
    lines = [
        f"`{NAME}`, a Latin hypercube of {points:,} points with {seeds} runs at each.",
        "",
        "| ranges | zone signed, over the ranges | as stated | the statement's percentile in it "
        "| measures in an outer quarter | mean distance from the middle |",
        "|---|---|---|---|---|---|",
    ]
    for name, plot in variants(read_scenario(NAME)).items():
        made = design(plot, "lhs", points, ranged(plot), 0)
        responses = explored(plot, made, range(seeds), jobs=1)
        lines.append(row(name, responses, standings(plot, made, responses, 0)))
    return lines


def main() -> None:
    """Write the table."""
    lines = table()
    put(PAGE, "ranges", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
