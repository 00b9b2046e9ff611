"""A file adds to lists of the file that it extends, and takes from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from theatre import changed

from whitecell.scenario import list_changes
from whitecell.scenario.problems import Problem
from whitecell.scenario.reading import examined, read_scenario, read_source
from whitecell.scenario.resolved import resolved


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small theatre, in which the file of a case is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(json.dumps(changed(), indent=1), encoding="utf-8")
    return tmp_path


def case(text: str, name: str = "case.yaml", extends: str = "small.yaml") -> Path:
    file = Path(name)
    file.write_text(f"extends: {extends}\n{text}", encoding="utf-8")
    return file


def errors(file: Path) -> list[Problem]:
    return [problem for problem in examined(file) if problem.grade == "error"]


def test_what_is_added_comes_last_and_what_is_taken_is_gone(folder: Path) -> None:
    plot = read_scenario(
        case(
            "constraints:\n"
            "  truce: {zones: {take: [hill], add: [camp]}, applies_to: {add: [other, power]}}\n"
            "talks: {t: {parties: {add: [blue]}}}\n"
        )
    )
    assert plot.constraints["truce"].zones == ("ford", "camp")
    assert plot.constraints["truce"].applies_to == ("red", "blue", "other", "power")
    assert plot.talks["t"].parties == ("power", "other", "blue")


@pytest.mark.parametrize("taken", ["{between: [ford, camp]}", "{between: [camp, ford]}", "{days: 3}"])
def test_of_mappings_the_stated_keys_say_which_is_taken(folder: Path, taken: str) -> None:
    plot = read_scenario(case(f"routes: {{take: [{taken}], add: [{{between: [camp, ford], days: 9}}]}}\n"))
    assert [(route.between, route.days) for route in plot.routes] == [
        (("hill", "ford"), 2.0),
        (("camp", "ford"), 9.0),
    ]


def test_all_that_match_are_taken(folder: Path) -> None:
    plot = read_scenario(
        case(
            "actors: {blue: {air: {take: [{zone: ford}], add: [{zone: hill, sorties: 1, against: [red]}]}}}\n"
            "relations: {add: [{patron: other, client: blue, leverage: 0.2, will: {pact: 0.1}}]}\n"
        )
    )
    assert [air.zone for air in plot.actors["blue"].air] == ["hill"]
    assert len(plot.relations) == 3
    later = case("relations: {take: [{patron: other, will: {pact: 0.1}}]}\n", "later.yaml", "case.yaml")
    assert [relation.client for relation in read_scenario(later).relations] == ["", "red"]
    file = case("relations: {take: [{patron: other}]}\ntalks: {t: {requires: ~}}\n", "last.yaml", "case.yaml")
    assert [relation.patron for relation in read_scenario(file).relations] == [""]


def test_a_chain_changes_a_list_one_file_after_the_other(folder: Path) -> None:
    case("constraints: {truce: {applies_to: {add: [other, power]}}}\n", "one.yaml")
    case("constraints: {truce: {applies_to: {take: [red, other]}}}\n", "two.yaml", "one.yaml")
    last = case("constraints: {truce: {applies_to: {add: [red]}}}\n", "three.yaml", "two.yaml")
    assert read_scenario("one.yaml").constraints["truce"].applies_to == ("red", "blue", "other", "power")
    assert read_scenario("two.yaml").constraints["truce"].applies_to == ("blue", "power")
    assert read_scenario(last).constraints["truce"].applies_to == ("blue", "power", "red")
    anew = case("constraints: {truce: {applies_to: [blue]}}\n", "four.yaml", "three.yaml")
    assert read_scenario(anew).constraints["truce"].applies_to == ("blue",)


def test_items_keep_the_place_where_they_stand(folder: Path) -> None:
    small = changed(constraints__truce__applies_to=["red", "blu"])
    Path("small.yaml").write_text(json.dumps(small, indent=1), encoding="utf-8")
    file = case("constraints:\n  truce:\n    applies_to:\n      add: [power, odher]\n")
    lines = Path("small.yaml").read_text(encoding="utf-8").splitlines()
    told = {(p.file, p.line, p.column, p.message) for p in errors(file)}
    assert told == {
        ("small.yaml", lines.index('    "blu"') + 1, 5, "there is no actor 'blu'"),
        ("case.yaml", 5, 20, "there is no actor 'odher'"),
    }


def test_the_resolved_file_has_the_whole_list_and_says_who_changed_it(folder: Path) -> None:
    file = case("constraints:\n  truce:\n    applies_to: {add: [power]}\n    zones: [ford]\n")
    scenario, source = read_source(file)
    text = resolved(scenario, source, {})
    assert "applies_to:  # case.yaml:4 changes the list in small.yaml:" in text
    assert "zones:  # case.yaml:5 overrides the list in small.yaml:" in text
    Path("whole.yaml").write_text(text, encoding="utf-8")
    assert read_scenario("whole.yaml").constraints == scenario.constraints


def test_a_side_is_changed_whichever_way_it_is_written(folder: Path) -> None:
    sides = "sides: {one: [red], two: {name: Two, actors: [blue]}}\n"
    case(f"{sides}constraints: {{truce: {{applies_to: [one, two]}}}}\n", "named.yaml")
    file = case("sides: {one: {add: [power]}, two: {actors: {add: [other]}}}\n", extends="named.yaml")
    assert read_scenario(file).constraints["truce"].applies_to == ("red", "power", "blue", "other")


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("{take: [redd]}", "redd]", "there is no 'redd' to take", "did you mean 'red'? (the list is that of"),
        (
            "{add: [red]}",
            "red]",
            "'red' is in the list already",
            "take it out here; it stands in small.yaml:",
        ),
        ("{add: [power, power]}", "power]}", "'power' is in the list already", "it stands in case.yaml:2"),
        ("{take: red}", "red}", "'take' must be a list, not red", "write take: [red]"),
        ("{add: }", " }", "'add' must be a list, not nothing", "write add: [...], or take it out"),
        ("{add: {power: 1}}", "{power: 1}", "'add' must be a list, not a mapping", "write add: [...]"),
        ("{ad: [power]}", "ad:", "there is no key 'ad' here", "did you mean 'add'?"),
        ("{add: [power], drop: [red]}", "drop:", "there is no key 'drop' here", "known here: add, take"),
        ("{take: [~]}", "~]", "this does not say what to take", "name an item of the list"),
        ("{remove: [red]}", "{remove", "'applies_to' must be a list, not a mapping", "`applies_to`"),
    ],
)
def test_what_is_wrong_with_a_change_is_told_at_its_place(
    folder: Path, text: str, place: str, message: str, hint: str
) -> None:
    (found,) = errors(case(f"constraints: {{truce: {{applies_to: {text}}}}}\n"))
    assert (found.file, found.line, found.message) == ("case.yaml", 2, message)
    assert hint in found.hint
    assert found.excerpt[found.column - 1 :].startswith(place)


def test_a_mapping_that_is_not_there_is_told_by_its_stated_keys(folder: Path) -> None:
    (found,) = errors(case("routes: {take: [{between: [hill, fort]}]}\n"))
    assert found.message == "there is no {between: [fort, hill]} to take"
    assert found.hint.startswith("did you mean '{between: [ford, hill]}'?")


@pytest.mark.parametrize("change", ["{add: [power]}", "{take: [power]}"])
def test_where_no_extended_file_has_a_list_none_is_changed(folder: Path, change: str) -> None:
    (found,) = errors(case(f"constraints: {{truce: {{exempt: {change}}}}}\n"))
    said = "'exempt' is to be added to or taken from, and no extended file has a list here"
    assert (found.message, found.hint) == (said, "write the list itself: exempt: [...]")
    stated = changed(constraints__line__applies_to={"add": ["red"]})
    Path("alone.yaml").write_text(json.dumps(stated), encoding="utf-8")
    assert [p.message for p in errors(Path("alone.yaml"))] == [said.replace("exempt", "applies_to")]


def test_one_mistake_hides_no_other(folder: Path) -> None:
    file = case(
        "days: many\nconstraints: {truce: {applies_to: {take: [rd], add: [powr]}, zones: {add: [ford]}}}\n"
    )
    case("constraints: {line: {zones: {take: [frod]}}}\n", "later.yaml", "case.yaml")
    told = [problem.message for problem in errors(file)]
    assert len(told) == 4
    assert len(errors(Path("later.yaml"))) == 5


def test_names_of_things_may_be_those_of_the_words(folder: Path) -> None:
    zones = "zones: {add: {name: A, at: [1, 1]}, take: {name: T, at: [1, 1]}}"
    ways = "routes: {add: [{between: [add, take], days: 1}, {between: [add, camp], days: 1}]}"
    plot = read_scenario(case(f"{zones}\n{ways}\nactors: {{red: {{worth: {{add: 0.5}}}}}}\n"))
    assert {"add", "take", "hill"} <= set(plot.zones)
    assert plot.actors["red"].worth["add"] == 0.5


def test_what_would_take_too_long_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_changes, "MOST", 3)
    (found,) = errors(case("constraints: {truce: {applies_to: {take: [red, blue]}}}\n"))
    assert found.message == "to take 2 from a list of 2 takes too long"
