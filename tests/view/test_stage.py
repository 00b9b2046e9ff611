"""Maps that are seen beside each other have the same letters and colours."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from whitecell.analysis.days import followed, replayed
from whitecell.report.maps.pins import OFTEN
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario
from whitecell.view.parts import play_part
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


def test_the_map_of_many_runs_has_pins_for_what_is_not_rare_in_the_last_week() -> None:
    plot = read_scenario("southwest-syria-2017", days=12)
    seeds = np.arange(12, dtype=np.int64)
    end = play_part(plot, {}, seeds)
    known = replayed(plot, seeds).standing(plot.days).recent
    assert end.standing(0).recent == known
    stage = Stage(plot)
    layers = stage.end(False, end, end)
    pins = {
        (name.split("-", 2)[2], kind)
        for name, drawn in layers.items() if name.startswith("pins-")
        for kind in re.findall(r'class="pin" data-kind="(\w+)"', drawn)
    }  # fmt: skip
    often = {(zone, kind) for zone, found in known.items() for kind, n in found.items() if n >= OFTEN}
    assert pins == often and often
    assert "days in 100 % of runs" in "".join(layers.values())
    backdrop = stage.backdrop("what-if", False, end)
    assert "in at least 25" in backdrop and "Main effort" not in backdrop
    assert "Main effort" in stage.backdrop("story", False, end)
