"""Numbers inside formulas: which say how the world is, and that shipped ones rest on something."""

from __future__ import annotations

import pytest

from whitecell.scenario.coverage import bare
from whitecell.scenario.formula import parse
from whitecell.scenario.library import bundled
from whitecell.scenario.literals import of_the_world
from whitecell.scenario.reading import read_scenario


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.3 + 0.5 * outrage", [0.3, 0.5]),
        ("army / 3", [3.0]),
        ("1 - mood + 0 * mood", []),
        ("rung(powers) >= 2 and stands(course) == 3", []),
        ("rung(powers) - 3", []),
        ("0.2 * max(rung(powers) - 3, 0)", [0.2]),
        ("2 * rung(powers)", [2.0]),
        ("fuel < 10", [10.0]),
        ("fuel < 10 and day > 30", [10.0]),
        ("day >= date('2020-01-01') + 7", []),
        ("sum(strikes(line), 30) >= 3", []),
        ("mean(losses(army), 7) > 20", [20.0]),
        ("total(losses(army)) > 500", [500.0]),
        ("days_since(rung(powers) >= 2) > 14", [14.0]),
        ("clip(mood, 0, 5)", [5.0]),
        ("20 - 5", [20.0, 5.0]),
        ("rung(powers) > 2.5", [2.5]),
        ("4 if happened(vote) else mood", [4.0]),
        ("mood ** 2", [2.0]),
        ("-1 + mood", []),
    ],
)
def test_what_says_how_the_world_is(text: str, found: list[float]) -> None:
    assert list(of_the_world(parse(text))) == found


@pytest.mark.parametrize("name", bundled())
def test_every_number_of_a_shipped_scenario_rests_on_something(name: str) -> None:
    assert not bare(read_scenario(name))
