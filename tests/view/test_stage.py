"""Maps that are seen beside each other have the same letters and colours."""

from __future__ import annotations

import re
from collections.abc import Callable

from whitecell.analysis.days import followed
from whitecell.scenario.model import Scenario
from whitecell.view.stage import Stage

Make = Callable[..., Scenario]
FURTHER = {"name": "the second line", "kind": "exclusion", "applies_to": ["red"], "zones": ["camp"]}
LETTER = r"<g><title>([^(<]*) \(.*?>([A-Z]+)</text></g>"


def seen(stage: Stage, plot: Scenario) -> tuple[dict[str, str], str]:
    """The letters on a stage by what they stand for, and the first colour of its legend."""
    story, days = followed(plot, 1)
    standings = [days.standing(day) for day in range(plot.days + 1)]
    backdrop = stage.backdrop("second", False, days)
    frames = stage.days(False, days, standings, story, "second")
    drawn = "".join(drawn for told in frames.values() for _, drawn in told)
    colour = re.search(r'fill="(#\w+)" stroke="#22262B" stroke-width="0.6"/></g><text[^>]*>Red<', backdrop)
    assert colour is not None
    return dict(re.findall(LETTER, drawn)), colour[1]


def test_the_scenario_beside_has_the_letters_and_colours_of_the_base(make: Make) -> None:
    stated = make().model_dump(mode="json", exclude_unset=True)["constraints"]
    base = make(days=4)
    other = make(
        days=4, constraints={"second": FURTHER, **stated}, actors__blue__forces={"ford": 90_000},
    )  # fmt: skip
    letters, colour = seen(Stage(base), base)
    beside, same = seen(Stage(other, base), other)
    alone, _ = seen(Stage(other), other)
    assert letters and all(beside[name] == letter for name, letter in letters.items())
    assert any(alone[name] != letter for name, letter in letters.items())
    assert colour == same
