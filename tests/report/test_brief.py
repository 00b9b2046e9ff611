from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from theatre import changed

from whitecell.report.brief import brief_page, rests_on
from whitecell.report.givens import Givens
from whitecell.scenario.defaults import Default
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.rules import Rules
from whitecell.scenario.skeleton import skeleton


def drawn(scenario: Scenario, width: int, givens: Givens | None = None) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as paper:
        for block in brief_page(scenario, width, givens):
            console.print(block)
    return paper.get()


def test_a_brief_names_everything(scenario: Scenario) -> None:
    text = drawn(scenario, 4000).lower()
    tables = (
        scenario.zones, scenario.actors, scenario.constraints, scenario.talks, scenario.agreements,
        scenario.corridors, scenario.injects,
    )  # fmt: skip
    for table in tables:
        assert not [entry.name for entry in table.values() if entry.name.lower() not in text]
    assert not [name for name in (*scenario.assumptions, *scenario.measures) if name not in text]


def test_a_brief_tells_roads_and_to_whom_they_are_closed(scenario: Scenario) -> None:
    lines = {" ".join(line.split()) for line in drawn(scenario, 200).splitlines()}
    assert {"Damascus – Palmyra 4 days; closed to ISIS", "Abu Kamal – al-Qaim 1 day"} <= lines


def test_a_brief_tells_which_assumptions_go_together(scenario: Scenario) -> None:
    lines = {" ".join(line.split()) for line in drawn(scenario, 200).splitlines()}
    assert "white_house_for_zone and senate_for_zone rank +0.50; judgement: One government" in lines
    tie = scenario.correlations[0].model_copy(update={"rank": -0.25, "cites": ("C1",)})
    told = " ".join(drawn(scenario.model_copy(update={"correlations": (tie,)}), 200).split())
    assert "white_house_for_zone and pentagon_for_zone rank −0.25; C1" in told
    assert "go together" not in drawn(scenario.model_copy(update={"correlations": ()}), 200)


def test_a_brief_tells_which_patronage_waits_for_an_effect(scenario: Scenario) -> None:
    relations = [
        relation.model_copy(update={"in_force": "by effect"}) if relation.patron == "jordan" else relation
        for relation in scenario.relations
    ]
    text = " ".join(drawn(scenario.model_copy(update={"relations": tuple(relations)}), 200).split())
    assert "Jordan is patron of the southern opposition once an effect begins it: leverage" in text
    assert "The United States is patron of the southern opposition: leverage" in text


def test_a_brief_tells_that_a_warning_comes_before_a_strike(scenario: Scenario) -> None:
    text = " ".join(drawn(scenario, 200).split())
    assert "Answered by the coalition by strike, after a warning over the hotline." in text


def test_a_brief_tells_who_belongs_to_a_side(make: Callable[..., Scenario]) -> None:
    sides = {"powers": {"actors": ["power", "other"]}, "reds": {"name": "the Reds", "actors": ["red"]}}
    lines = [" ".join(line.split()) for line in drawn(make(sides=sides), 80).splitlines()]
    at = lines.index("Sides")
    assert {"powers Power and Other", "the Reds Red"} <= set(lines[at : at + 5])
    assert "Sides" not in drawn(make(), 80)


def test_a_brief_says_which_parameters_of_the_laws_are_the_engine_s(make: Callable[..., Scenario]) -> None:
    every = list(Rules.model_fields)
    text = " ".join(drawn(make(), 4000, Givens(every[2:])).split())
    assert f"The scenario states {every[0]} and {every[1]}. As the engine has them: {every[2]}," in text
    assert f"All are as the engine has them: {every[0]}," in " ".join(
        drawn(make(), 4000, Givens(every)).split()
    )
    assert "the engine" not in drawn(make(), 4000)


def test_a_brief_says_which_defaults_of_actors_are_in_use_and_from_where(
    make: Callable[..., Scenario],
) -> None:
    defaults = [Default("noise", 0.3, "town.yaml:9", ("red",)), Default("fire", 0.0, "", ("red", "blue"))]
    lines = [" ".join(line.split()) for line in drawn(make(), 200, Givens((), defaults)).splitlines()]
    at = lines.index("Defaults of actors")
    assert lines[at + 1 : at + 3] == [
        "noise 0.3, as town.yaml:9 has it: Red",
        "fire 0, as the engine has it: Red and Blue",
    ]
    assert "Defaults" not in drawn(make(), 200)


def test_a_brief_tells_room_and_supply_where_they_are_stated(make: Callable[..., Scenario]) -> None:
    text = drawn(make(zones__hill__frontage=750, actors__red__supplied=["hill"]), 200)
    assert "room for 750 fighters of a side to fight at once" in text
    assert "Supplied whoever is on the roads: Hill." in text


@pytest.mark.parametrize("width", [40, 80])
def test_a_brief_fits_the_console(scenario: Scenario, width: int) -> None:
    assert max(len(line.rstrip()) for line in drawn(scenario, width).splitlines()) <= width


def test_a_brief_tells_dates_steps_and_what_replaces_what() -> None:
    stated = changed(
        constraints__truce__until="2017-08-01",
        constraints__truce__after=3,
        agreements__pact__steps=[
            {"name": "first", "after": 2},
            {"clauses": ["truce"], "verified": 7, "on": "2017-07-01", "when": "trust(pact) > 0.5"},
        ],
        talks__t__fails_after=2,
        talks__t__resumes_after=30,
        rivalries__riv__incidents={"battle": 0.1, "breach": 1},
        rivalries__riv__feed=0.2,
    )
    stated["agreements"]["peace"] = {
        **stated["agreements"]["pact"],
        "name": "Peace",
        "steps": [],
        "ends": ["pact"],
    }
    stated["constraints"]["line"]["from"] = "2017-06-20"
    text = drawn(Scenario.model_validate(stated), 4000)
    assert "In force from the start, not before 20 June 2017." in text
    assert "In force with step 2 of Pact, 3 days later, until 1 August 2017." in text
    assert "Step 1 (first), after 2 days: nothing that binds." in text
    waits = "not before 1 July 2017, once 7 days in a row were kept, once trust(pact) > 0.5"
    assert f"Step 2, {waits}: “Truce”." in text
    assert "It takes the place of Pact." in text
    assert "They break off after 2 refusals of a ready text, and resume after 30 days." in text
    assert "Incidents: battle (0.1 each) and breach. From beyond the map 0.2 a day." in text


def test_what_an_assumption_rests_on() -> None:
    assert rests_on(Assumption(value=1, cites=("C1", "C2"))) == "C1, C2"
    assert rests_on(Assumption(value=1, judgement="A guess.")) == "judgement: A guess"
    assert rests_on(Assumption(value=1)) == "nothing"


def test_what_changes_in_play_is_laid_out(tmp_path: Path) -> None:
    file = tmp_path / "port.yaml"
    file.write_text(skeleton("Port", file.name, "blockade"), encoding="utf-8")
    lines = [" ".join(line.split()) for line in drawn(read_scenario(file), 200).splitlines()]
    fuel = "fuel on the south bank 20 days of use at the start; between 0 and 40; a day adds -1 * ration"
    assert fuel in lines
    assert "- The rationing of fuel: decided by the southerners every 7 days." in lines
    assert "- Half rations: worth 0.5 - fuel / 20." in lines
