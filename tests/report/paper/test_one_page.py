"""A first page says the largest difference first, and no more than intervals carry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whitecell.analysis.paired import Contrast, contrast
from whitecell.report.paper.one_page import of_comparison
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

DICE = np.random.default_rng(1)


def differing(measure: str, by: float, aspect: str = "", unit: str = "strikes") -> Contrast:
    """A contrast of 200 pairs whose difference is about ``by`` standard deviations, and significant."""
    first = DICE.normal(0.5, 0.1, 200)
    second = first + DICE.normal(0.1 * by, 0.02, 200)
    found = contrast(measure, aspect, "mean", unit, first, second)
    return replace(found, p_holm=0.001)


def answer(scenario: Scenario, *sides: list[Contrast]) -> list[str]:
    titles = ["the first", *(f"side {k}" for k in range(1, len(sides) + 1))]
    return list(of_comparison(scenario, titles, sides, 200, None, {}, ()).answer)


def test_the_largest_difference_comes_first_then_those_at_which_actors_aim() -> None:
    scenario = read_scenario("southwest-syria-2017-terms")
    aimed = differing("militias_near_border", 0.3, unit="fighters")
    small, large = differing("second_zone_talks", 0.2), differing("breaches", 2.0)
    told = answer(scenario, [small, aimed, large])
    assert [each.split(":")[0].split(" (")[0] for each in told] == [
        "Breaches of the zone", "Iran-backed fighters near the border", "Sessions on a second zone",
    ]  # fmt: skip


def test_shares_are_told_in_percent_and_points(scenario: Scenario) -> None:
    (told, *_) = answer(scenario, [differing("daraa_government_control", 1.0, unit="share")])
    assert " share" not in told
    assert "% against 50" in told
    assert " points, 95 % interval" in told


def test_an_aspect_is_told_in_the_words_of_every_table(scenario: Scenario) -> None:
    (told, *_) = answer(scenario, [differing("deal_day", 1.0, "days until", "days")])
    assert told.startswith("Day of signature, days until it happens: higher in B, ")


def test_sides_that_do_not_differ_are_told_together(scenario: Scenario) -> None:
    same = contrast("breaches", "", "mean", "party-days", np.ones(9), np.ones(9))
    told = answer(scenario, [same], [differing("breaches", 1.0)], [same])
    assert told[0] == "B and D against A: every measure is the same in all runs."
    assert told[1].startswith("Breaches of the zone: higher in C, ")
