"""Forces are told in what they count: in stories, briefs, maps, tables and units of measures."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console, RenderableType
from theatre import changed

from whitecell.analysis.days import replayed
from whitecell.game.record import Event
from whitecell.report.brief import brief_page
from whitecell.report.event_text import Teller
from whitecell.report.maps.characters import map_page
from whitecell.report.maps.picture import theatre_map
from whitecell.report.names import Names
from whitecell.report.paper.theatre import table
from whitecell.report.wording import counted
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

GUNS = {"guns": {"name": "the guns", "unit": "battery/batteries", "forces": {"camp": 30}, "mobility": 0.5}}


def fleet() -> Scenario:
    """The small theatre with ships on one side, and fighters with batteries on the other."""
    stated = changed(actors__blue__unit="ships", actors__red__arms=GUNS, days=2)
    stated["constraints"]["line"]["applies_to"] = ["red.guns"]
    stated["constraints"]["line"]["tolerance"] = 5
    return Scenario.model_validate(stated, context={"start": stated["start"]})


def paper(blocks: list[RenderableType]) -> str:
    out = StringIO()
    console = Console(file=out, width=400, force_terminal=False, color_system=None)
    for block in blocks:
        console.print(block)
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (12, "ships", "12 ships"), (1, "ships", "1 ship"), (0, "ships", "no ships"),
        (1, "battery/batteries", "1 battery"), (2, "battery / batteries", "2 batteries"), (1, "men", "1 men"),
    ],
)  # fmt: skip
def test_one_and_many(number: float, unit: str, text: str) -> None:
    assert counted(number, unit) == text


def test_a_story_counts_in_units() -> None:
    teller = Teller(fleet())
    cost = {"lost": 26, "lost in fighters": 24, "lost in battery/batteries": 2}
    cost |= {"killed": 1, "killed in ships": 1}
    fight = Event(1, "fight", "battle", "red", "hill", "", ("blue",), cost)
    told = "Red attacked Blue in Hill; the attackers lost 24 fighters and 2 batteries, the defenders 1 ship."
    assert teller.tell(fight) == told
    gun = {"lost": 1, "lost in battery/batteries": 1}
    hit = Event(2, "injects", "hit", "", "camp", "", ("red.guns",), gun)
    assert teller.tell(hit) == "A hit struck the guns of Red in Camp: 1 battery lost."
    turned = {"fighters": 0.2, "fighters in ships": 0.2}
    gone = Event(3, "strike", "turned_back", "red", "ford", "line", ("blue",), turned)
    assert "turned back no ships of Blue" in teller.tell(gone)


def test_a_brief_counts_in_units() -> None:
    text = paper(list(brief_page(fleet(), 400)))
    assert "1,100 ships: Hill 800, Ford 300." in text
    assert "The guns – 30 batteries: Camp 30." in text
    assert "keeps the guns of Red out of Ford; up to 5 batteries are let pass." in text
    assert "New fighters: 5 a day in Camp." in text


def test_maps_and_tables_count_in_units() -> None:
    scenario = fleet()
    standing = replayed(scenario, np.arange(1)).standing(0)
    text = paper(list(map_page(scenario, standing, 200, plain=True)))
    assert "Camp held by 1 (100 %); fighters and ships 1 (3,000); batteries 1 (30)" in text
    drawn = theatre_map(scenario, standing)
    assert "ships: Blue 800" in drawn and "batteries: the guns of Red 30" in drawn
    cells = [str(cell) for row in table([("", scenario, standing)], "").rows for cell in row]
    assert any("3,000" in cell and "batteries" in cell for cell in cells)


def test_what_counts_as_its_actor_does_is_one_number_on_the_map() -> None:
    second = {"second": {"name": "the second line", "forces": {"camp": 30}}}
    stated = changed(actors__red__arms=second, days=2)
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})
    days = replayed(scenario, np.arange(1))
    assert days.standing(0).fighters["camp"] == {"red": 3030.0}
    assert days.standing(2).efforts["red"] and not days.standing(2).efforts["red.second"]


def test_names_of_arms(make: Callable[..., Scenario]) -> None:
    names = Names(fleet())
    assert names.actor("red.guns") == "the guns of Red"
    assert names.units(["red", "red.guns"]) == "fighters and batteries"
    assert names.people == "fighters and ships"
    assert Names(make()).people == "fighters"


def test_a_measure_without_a_unit_has_that_of_its_forces(tmp_path: Path) -> None:
    measures: dict[str, Any] = {
        "ships": {"statistic": "final", "record": "presence", "of": ["south"]},
        "both": {"statistic": "count", "record": "losses"},
        "guns": {"statistic": "count", "record": "losses", "of": ["north.guns"]},
        "days": {"statistic": "days", "record": "presence", "of": ["south"]},
        "own": {"statistic": "final", "record": "presence", "of": ["south"], "unit": "hulls"},
    }
    base = Path(__file__).parents[1] / "broken" / "base.yaml"
    path = tmp_path / "fleet.yaml"
    guns = {"guns": {"name": "the guns", "unit": "gun/guns", "forces": {"north": 3}}}
    actors = {"south": {"unit": "ships"}, "north": {"arms": guns}}
    path.write_text(json.dumps({"extends": str(base), "actors": actors, "measures": measures}))
    found = read_scenario(path).measures
    assert {name: found[name].unit for name in measures} == {
        "ships": "ships", "both": "", "guns": "guns", "days": "", "own": "hulls",
    }  # fmt: skip
