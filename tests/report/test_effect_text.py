"""What effects change is told in words for a reader."""

from __future__ import annotations

from whitecell.report.effect_text import effect_text
from whitecell.report.names import Names
from whitecell.scenario.effects import Scale, Shift
from whitecell.scenario.model import Scenario


def test_an_assumption_that_moves_is_told_without_underscores(scenario: Scenario) -> None:
    names = Names(scenario)
    scaled = effect_text(Scale(kind="scale", number="leak_chance", by=2), names)
    assert scaled == "Leak chance was multiplied by 2."
    shifted = effect_text(Shift(kind="shift", number="leak_chance", by=-0.01), names)
    assert shifted == "Leak chance fell by 0.01."
