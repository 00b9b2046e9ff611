"""Moving maps of a comparison: one slider, one legend, the same letters and colours on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest

from whitecell.analysis.days import Standing, replayed
from whitecell.report.maps.several import TheatreMaps
from whitecell.scenario.model import Scenario

Make = Callable[..., Scenario]
Shown = list[tuple[str, Scenario, list[Standing]]]
CAMP = {"zones": ["camp"]}
LETTER = r"<g><title>([^(<]*) \(.*?>([A-Z]+)</text></g>"


@pytest.fixture
def shown(make: Make) -> Shown:
    """The small theatre, and one with a further constraint before the others and other forces."""
    other = make(
        days=6,
        constraints={
            "second": {
                "name": "the second line",
                "kind": "exclusion",
                "applies_to": ["red"],
                "zones": ["camp"],
            },
            **make().model_dump(mode="json", exclude_unset=True)["constraints"],
        },
        actors__red__forces={"hill": 9},
    )
    found = []
    for label, plot in (("base", make(days=6)), ("other <b>", other)):
        days = replayed(plot, np.arange(4, dtype=np.int64))
        found.append((label, plot, [days.standing(day) for day in (0, 3, 6)]))
    return found


def test_every_layer_has_one_place_and_days(shown: Shown) -> None:
    maps = TheatreMaps(shown, 760.0, "m")
    places = re.findall(r'data-layer="([^"]*)"', maps.backdrop)
    assert len(set(places)) == len(places)
    assert sorted(places) == sorted(maps.layers(0)) == sorted(maps.frames())
    for layer, told in maps.frames().items():
        assert told[0] == (0, maps.layers(0)[layer])
        assert {day for day, _ in told} <= {0, 3, 6}
        assert told[-1][1] == maps.layers(2)[layer]
    assert any(day == 3 for told in maps.frames().values() for day, _ in told)


def test_letters_are_the_same_on_both_and_names_are_only_text(shown: Shown) -> None:
    picture = TheatreMaps(shown, 760.0, "m").filled()
    said = "".join(ElementTree.fromstring(picture).itertext())
    assert "other <b>" in said and picture.count(">Route<") == 1
    ids = re.findall(r' id="([^"]*)"', picture)
    assert len(ids) == len(set(ids))
    one, other = (dict(re.findall(LETTER, part)) for part in picture.split("other &lt;b&gt;</text>"))
    assert one and all(other[name] == letter for name, letter in one.items())
    assert "the second line" in {name.lower() for name in other}
    assert "base: not in the scenario" in said
