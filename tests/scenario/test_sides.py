"""Sides stand for their actors wherever a list of actors does, and nothing after the reader sees one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from theatre import changed

from whitecell.game.play import play
from whitecell.scenario import sides as writer
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.reading import examined, read_scenario, read_source
from whitecell.scenario.resolved import resolved

SIDES = {"foes": ["red", "blue"], "powers": {"name": "the powers", "actors": ["other", "power"]}}


def written(folder: Path, sides: Any = SIDES, **changes: Any) -> Path:
    file = folder / "small.yaml"
    file.write_text(json.dumps(changed(sides=sides, **changes), indent=1), encoding="utf-8")
    return file


def errors(file: Path) -> list[Problem]:
    return [problem for problem in examined(file) if problem.grade == "error"]


def test_a_side_stands_for_its_actors_in_their_order(tmp_path: Path) -> None:
    presence = {"statistic": "mean", "record": "presence", "of": ["foes"]}
    plot = read_scenario(
        written(
            tmp_path,
            constraints__line__applies_to=["foes"],
            constraints__truce__exempt=["powers"],
            talks__t__parties=["powers"],
            agreements__pact__parties=["powers"],
            agreements__pact__guarantors=["powers"],
            corridors__road__friends=["blue", "foes"],
            actors__other__air=[{"zone": "ford", "sorties": 2, "against": ["foes"]}],
            relations=[{"hostile": ["red"], "to": ["blue", "powers"]}, changed()["relations"][1]],
            routes=[*changed()["routes"], {"between": ["hill", "camp"], "days": 9, "closed_to": ["foes"]}],
            measures__m={**presence, "during": {"record": "losses", "of": ["powers", "foes"]}},
            measures__by={"statistic": "count", "record": "strikes", "of": ["line"], "by": ["foes"]},
        )
    )
    foes, powers = ("red", "blue"), ("other", "power")
    assert plot.constraints["line"].applies_to == foes
    assert plot.constraints["truce"].exempt == powers  # type: ignore[attr-defined]
    assert (plot.talks["t"].parties, plot.agreements["pact"].parties) == (powers, powers)
    assert plot.agreements["pact"].guarantors == powers
    assert plot.corridors["road"].friends == ("blue", "red")
    assert plot.actors["other"].air[0].against == foes
    assert plot.relations[0].to == ("blue", *powers)
    assert plot.routes[2].closed_to == foes
    assert plot.measures["m"].of == foes
    assert plot.measures["m"].during is not None and plot.measures["m"].during.of == (*powers, *foes)
    assert plot.measures["by"].by == foes
    assert {name: side.actors for name, side in plot.sides.items()} == {"foes": foes, "powers": powers}


def test_a_side_is_the_same_game_as_its_actors(tmp_path: Path) -> None:
    named = read_scenario(written(tmp_path, constraints__truce__applies_to=["foes"]))
    plain = read_scenario(written(tmp_path, {}, constraints__truce__applies_to=["red", "blue"]))
    seeds = np.arange(4)
    one, other = play(named, seeds), play(plain, seeds)
    for name in other:
        np.testing.assert_array_equal(one[name], other[name])


def test_a_side_holds_another(tmp_path: Path) -> None:
    sides = {"all": ["powers", "red", "foes", "deep"], "deep": {"actors": ["powers", "blue"]}, **SIDES}
    plot = read_scenario(written(tmp_path, sides, constraints__line__applies_to=["blue", "all"]))
    assert plot.sides["all"].actors == ("other", "power", "red", "blue")
    assert plot.sides["deep"].actors == ("other", "power", "blue")
    assert plot.constraints["line"].applies_to == ("blue", "other", "power", "red")


def test_sides_in_a_circle_are_told_once(tmp_path: Path) -> None:
    sides = {"a": ["b", "red"], "b": {"actors": ["c"]}, "c": ["a"], "d": ["a"]}
    found = errors(written(tmp_path, sides, constraints__line__applies_to=["a", "d"]))
    assert len(found) == 1, found
    assert found[0].message.startswith("sides hold each other: ")
    assert found[0].line


def test_a_side_in_itself(tmp_path: Path) -> None:
    (found,) = errors(written(tmp_path, {"a": ["a", "red"]}))
    assert found.message == "sides hold each other: a → a"


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        ({"sides": {"red": ["blue"]}}, "'red' is a side and an actor", "give the side another name"),
        ({"sides": {"s": ["rde"]}}, "there is no actor 'rde'", "did you mean 'red'?"),
        (
            {"constraints__line__applies_to": ["foess"]},
            "there is no actor 'foess'",
            "did you mean 'foes'?",
        ),
        (
            {"measures__m": {"statistic": "mean", "record": "presence", "of": ["fos"]}},
            "'presence' is about actors; there is no actor 'fos'",
            "did you mean 'foes'?",
        ),
        (
            {"relations__1__client": "foes"},
            "'foes' is a side, and only a list of actors takes one",
            "name an actor: red, blue",
        ),
        (
            {"rivalries__riv__between": ["foes", "other"]},
            "'foes' is a side, and only a list of actors takes one",
            "name an actor: red, blue",
        ),
        (
            {"constraints__truce__obedience": {"foes": 0.5}},
            "'foes' is a side, and only a list of actors takes one",
            "name an actor: red, blue",
        ),
        ({"sides": {"s": []}}, "'actors' needs 1 values at least and has 0", ""),
        ({"sides": {"s": 3}}, "'s' must be a mapping of keys to values, not 3", "its keys: actors"),
        ({"sides": {"s": {"actor": ["red"]}}}, "there is no key 'actor' here", "did you mean 'actors'?"),
    ],
)
def test_what_is_wrong_with_a_side_is_told(
    changes: dict[str, Any], message: str, hint: str, tmp_path: Path
) -> None:
    stated = {"sides": SIDES, **changes}
    if "relations__1__client" in stated:
        relations = changed()["relations"]
        relations[1]["client"] = stated.pop("relations__1__client")
        stated["relations"] = relations
    found = [p for p in errors(written(tmp_path, **stated)) if p.message == message]
    assert len(found) == 1, errors(written(tmp_path, **stated))
    assert found[0].line and hint in found[0].hint


def test_what_a_side_lends_stands_where_its_name_does(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    written(tmp_path)
    file.write_text(
        "extends: small.yaml\nconstraints:\n  line:\n    applies_to: [nobody, foes, powers, nobdy]\n"
    )
    places = [(p.line, p.column) for p in errors(file)]
    assert places == [(4, 18), (4, 40)]


def test_an_actor_that_is_named_twice_is_told_as_without_sides(tmp_path: Path) -> None:
    measure = {"statistic": "mean", "record": "presence", "of": ["red", "red"]}
    (found,) = errors(written(tmp_path, measures__m=measure))
    assert found.message == "'red' stands here twice"


def test_a_file_that_extends_changes_a_side(tmp_path: Path) -> None:
    written(tmp_path, constraints__line__applies_to=["foes"])
    case = tmp_path / "case.yaml"
    case.write_text("extends: small.yaml\nsides: {foes: [blue, power]}\n")
    scenario, source = read_source(case)
    assert scenario.constraints["line"].applies_to == ("blue", "power")
    whole = tmp_path / "whole.yaml"
    whole.write_text(resolved(scenario, source, {}), encoding="utf-8")
    assert read_scenario(whole).constraints["line"].applies_to == ("blue", "power")
    assert read_scenario(whole).sides == scenario.sides


def test_talks_keep_their_name_where_talks_and_actors_may_stand(tmp_path: Path) -> None:
    measure = {"statistic": "mean", "record": "consent", "of": ["t", "reds"]}
    plot = read_scenario(written(tmp_path, {"t": ["blue"], "reds": ["red"]}, measures__m=measure))
    assert plot.measures["m"].of == ("t", "red")


def test_sides_cannot_be_blown_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST", 20)
    sides: dict[str, Any] = {"s0": ["red", "blue", "power", "other"]}
    sides |= {f"s{k}": [f"s{k - 1}"] for k in range(1, 9)}
    with pytest.raises(ScenarioError, match="sides stand for more than 20 names of actors"):
        read_scenario(written(tmp_path, sides))
    assert errors(tmp_path / "small.yaml")[0].line
