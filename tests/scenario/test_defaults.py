"""Actors that leave out how they are: what holds of them then, whence, and what of it varies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whitecell.game.play import play
from whitecell.report.givens import Givens
from whitecell.scenario.cast import Actor, Defaults
from whitecell.scenario.defaults import KEYS
from whitecell.scenario.digest import digest
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import examined, read_and_examined, read_scenario, read_source
from whitecell.scenario.resolved import resolved
from whitecell.scenario.shipped import shipped_laws

TOWN = """\
title: A town
start: 2024-03-31
days: 20
zones: {hills: {name: the hills}, town: {name: the town, control: {south: 1}}}
routes: [{between: [hills, town], days: 1}]
actors:
  north: {name: the northerners, kind: armed group, forces: {hills: 2500}, mobility: 0.6, worth: {town: 1}}
  south: {name: the southerners, kind: state, forces: {town: 1200}}
  onlookers: {name: the onlookers, kind: state}
relations: [{hostile: [north, south]}]
measures: {lost: {statistic: count, record: losses}}
"""


def written(folder: Path, more: str = "", name: str = "town.yaml") -> Path:
    path = folder / name
    path.write_text(TOWN + more, encoding="utf-8")
    return path


def in_use(scenario: Scenario) -> list[str]:
    return [name for name in scenario.assumptions if name.startswith("defaults.")]


def test_what_an_actor_leaves_out_is_the_engine_s_with_its_range_where_it_matters(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path))
    assert in_use(scenario) == [f"defaults.{key}" for key in ("caution", "noise", "tempo", "fire")]
    north, south, onlookers = scenario.actors.values()
    assert (north.noise, north.mobility) == ("defaults.noise", 0.6)
    # The southerners choose nothing, since no zone is worth anything to them; the onlookers have no forces.
    assert (south.fire, south.noise) == ("defaults.fire", 0.0)
    assert onlookers.fire == 0.0
    stated = scenario.assumptions["defaults.tempo"]
    shipped = shipped_laws().plain()["defaults"]["tempo"]
    assert stated.model_dump(exclude_defaults=True) == {**shipped, "range": tuple(shipped["range"])}


def test_the_fields_are_the_engine_s_and_the_same_in_an_actor() -> None:
    shipped = shipped_laws().plain()["defaults"]
    assert list(shipped) == list(KEYS) == list(Defaults.model_fields)
    bare = Actor.model_validate({"name": "North", "kind": "state"})
    assert {key: getattr(bare, key) for key in KEYS} == {k: float(s["value"]) for k, s in shipped.items()}


def test_a_scenario_states_another_for_all_its_actors_and_an_actor_for_itself(tmp_path: Path) -> None:
    more = "defaults: {noise: {value: 0.2, range: [0.1, 0.3], judgement: J}, tempo: week}\n"
    more += "assumptions: {week: {value: 7, range: [3, 14], unit: days, judgement: J}}\n"
    path = written(tmp_path, more)
    scenario = read_scenario(path)
    assert scenario.assumptions["defaults.noise"].value == 0.2
    assert scenario.actors["north"].tempo == "week"
    own = tmp_path / "own.yaml"
    own.write_text("extends: town.yaml\nactors: {north: {noise: 0.1}}\ndefaults: {tempo: ~}\n")
    scenario = read_scenario(own)
    assert scenario.actors["north"].noise == 0.1
    assert scenario.actors["north"].tempo == "defaults.tempo"
    assert in_use(scenario) == [f"defaults.{key}" for key in ("caution", "tempo", "fire")]


@pytest.mark.parametrize(
    ("name", "value", "north", "south"),
    [
        ("defaults.fire", "0.3", 0.3, 0.3),
        ("actors.north.fire", "0.3", 0.3, 0.0),
        ("defaults.mobility", "0.3", 0.0, 0.0),
    ],
)
@pytest.mark.parametrize("more", ["", "defaults: {fire: 0}\n"])
def test_a_default_is_set_by_its_path(
    name: str, value: str, north: float, south: float, more: str, tmp_path: Path
) -> None:
    scenario = read_scenario(written(tmp_path, more), {name: value})
    found = [scenario.actors[actor].fire for actor in ("north", "south")]
    worth = [scenario.assumptions[f].value if isinstance(f, str) else f for f in found]
    assert worth == [north, south]


def test_a_default_that_varies_moves_the_runs_of_those_who_lean_on_it(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path))
    seeds = np.arange(40)
    plain = play(scenario, seeds)["lost"]
    firing = play(scenario, seeds, {"defaults.fire": np.full(len(seeds), 0.5)})["lost"]
    assert firing.mean() > plain.mean()


def test_the_runs_are_those_of_actors_that_state_the_same(tmp_path: Path) -> None:
    stated = "fire: 0, caution: 0, noise: 0, tempo: 1, fear: 0"
    whole = TOWN.replace("mobility: 0.6", f"mobility: 0.6, {stated}")
    whole = whole.replace("forces: {town: 1200}", f"forces: {{town: 1200}}, mobility: 0, {stated}")
    (tmp_path / "whole.yaml").write_text(whole, encoding="utf-8")
    one, other = read_scenario(written(tmp_path)), read_scenario(tmp_path / "whole.yaml")
    assert not in_use(other)
    seeds = np.arange(20)
    assert play(one, seeds)["lost"].tolist() == play(other, seeds)["lost"].tolist()


def test_the_resolved_file_is_the_same_scenario(tmp_path: Path) -> None:
    own = (
        "relations: [{hostile: [north, south]}]\nactors: {north: {fire: 0, noise: 0}}\nextends: town0.yaml\n"
    )
    (tmp_path / "town2.yaml").write_text(own, encoding="utf-8")
    for k, more in enumerate(("", "defaults: {noise: 0.3, fear: 0.2}\n", "")):
        path = tmp_path / "town2.yaml" if k == 2 else written(tmp_path, more, f"town{k}.yaml")
        settings = {"actors.south.fire": "0"} if k == 2 else {}
        scenario, source = read_source(path, settings)
        scenario = scenario.model_copy(update={"extends": ""})
        whole = tmp_path / "whole.yaml"
        whole.write_text(resolved(scenario, source, settings), encoding="utf-8")
        assert digest(read_scenario(whole)) == digest(scenario)
        assert not [p for p in examined(whole) if p.grade != "note"]


def test_check_says_which_are_in_use_and_from_where(tmp_path: Path) -> None:
    path = written(tmp_path, "defaults: {noise: 0.3, fear: 0.2}\n")
    scenario, problems, source = read_and_examined(path, {"defaults.fire": "0.1"})
    assert scenario is not None and source is not None
    said = list(Givens.of(scenario, source, {"defaults.fire": "0.1"}).sentences(scenario))
    assert said == [
        "As the engine has them by default: all 71 parameters of the laws; caution 0 (0 to 1) and tempo 1 "
        "(1 to 14) of the northerners.",
        f"As {path}:12 has them by default: noise 0.3 of the northerners.",
        "As --set has them by default: fire 0.1 (0 to 0.5) of the northerners and the southerners.",
    ]
    told = {problem.message for problem in problems}
    assert "`fear` of the defaults is ignored: nobody leans on it" in told
    assert "in defaults, 2 numbers have no source: fear 0.2, noise 0.3" in told


def test_a_slip_in_a_default_is_told_once_at_its_place(tmp_path: Path) -> None:
    found = examined(written(tmp_path, "defaults: {noise: loud * 2, tempo: -1}\n"))
    errors = [(problem.line, problem.message) for problem in found if problem.grade == "error"]
    assert errors == [
        (12, "there is no assumption or variable 'loud'"),
        (12, "defaults.tempo cannot be -1"),
    ]


def test_what_nobody_leans_on_is_nothing_to_correlate_and_no_effect_moves_a_default(tmp_path: Path) -> None:
    more = "correlations: [{between: [defaults.fear, defaults.noise], rank: 0.5, judgement: J}]\n"
    (error,) = [p for p in examined(written(tmp_path, more)) if p.grade == "error"]
    assert error.message.startswith("no actor leans on the default 'defaults.fear'")
    effect = "{kind: set, number: defaults.noise, to: 1}"
    more = f"injects: {{storm: {{name: Storm, on: day 3, effects: [{effect}]}}}}\n"
    (error,) = [p for p in examined(written(tmp_path, more)) if p.grade == "error"]
    assert "says how things are at the start: nothing moves it later" in error.message
    mine = more.replace("defaults.noise", "actors.north.noise")
    assert not [p for p in examined(written(tmp_path, mine)) if p.grade == "error"]


@pytest.mark.parametrize("name", sorted(bundled()))
def test_shipped_scenarios_lean_on_no_default(name: str) -> None:
    assert in_use(read_scenario(name)) == []
