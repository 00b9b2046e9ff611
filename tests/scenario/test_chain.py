"""Scenarios over several files: what overrides what, and where their errors are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from whitecell.scenario.difference import differences
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import examined, read_scenario, read_source
from whitecell.scenario.resolved import resolved
from whitecell.scenario.rules import Rules
from whitecell.scenario.shipped import shipped_laws
from whitecell.scenario.skeleton import skeleton


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files in three folders, each of which extends the next."""
    monkeypatch.chdir(tmp_path)
    for folder, text in {
        "bases": skeleton("Valley", "valley.yaml"),
        "middle": "extends: ../bases/valley.yaml\nrules: {fog: 0.4}\n"
        "assumptions: {leak_chance: {value: 0.03}}\n",
        "cases": "extends: ../middle/valley.yaml\ntitle: Case\nrules: {fog: 0.5}\ninjects: {vote: ~}\n",
    }.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "valley.yaml").write_text(text, encoding="utf-8")
    return Path("cases/valley.yaml")


def test_the_resolved_file_says_what_overrides_what_and_is_the_same_scenario(chain: Path) -> None:
    scenario, source = read_source(chain, settings={"leak_chance": "0.05"})
    text = resolved(scenario, source, {"leak_chance": "0.05"})
    assert "# cases/valley.yaml ← " in text
    assert "fog: 0.5  # cases/valley.yaml:3 overrides 0.4 in cases/../middle/valley.yaml:2" in text
    assert "value: 0.05  # set, was 0.03 in cases/../middle/valley.yaml:3" in text
    assert "title: Case  # cases/valley.yaml:2 overrides 'Valley' in " in text
    Path("whole.yaml").write_text(text, encoding="utf-8")
    assert differences(scenario, read_scenario("whole.yaml")) == []


def test_a_long_text_is_resolved_too(chain: Path) -> None:
    Path("cases/long.yaml").write_text(f"extends: valley.yaml\nabout: {'so long a text ' * 20}\n")
    scenario, source = read_source("cases/long.yaml")
    Path("whole.yaml").write_text(resolved(scenario, source, {}), encoding="utf-8")
    assert read_scenario("whole.yaml").about == scenario.about


def test_an_error_says_what_it_overrides(chain: Path) -> None:
    Path("cases/wrong.yaml").write_text("extends: valley.yaml\nrules: {fog: -1}\n")
    found = next(problem for problem in examined("cases/wrong.yaml") if problem.grade == "error")
    assert (found.file, found.line, found.column) == ("cases/wrong.yaml", 2, 14)
    assert found.hint == "it takes 0 to 5; it overrides 0.5 in cases/valley.yaml:3"


def test_a_name_that_an_extending_file_takes_away(chain: Path) -> None:
    Path("cases/wrong.yaml").write_text(
        "extends: valley.yaml\ninjects:\n  two: {name: Two, on: 2024-04-05, when: happened(vote)}\n"
    )
    (found,) = [problem for problem in examined("cases/wrong.yaml") if problem.grade == "error"]
    assert "cases/valley.yaml:4 takes it away (~)" in found.hint


def test_a_register_stands_beside_the_file_that_names_it(chain: Path) -> None:
    claim = "{says: S, said_by: B, grade: B2, because: R, kind: event}"
    Path("cases/register.yaml").write_text(f"title: R\nclaims:\n  C1: {claim}\n")
    Path("cases/valley.yaml").write_text(
        "extends: ../middle/valley.yaml\nclaims: register.yaml\nassumptions: {leak_chance: {cites: [C1]}}\n"
    )
    for name in ("cases/valley.yaml", Path("cases/valley.yaml").resolve()):
        assert not [problem for problem in examined(name) if problem.grade == "error"]


def test_what_a_scenario_states_of_the_laws_holds_and_the_rest_is_the_engine_s(chain: Path) -> None:
    shipped = shipped_laws().plain()["rules"]
    assert list(shipped) == list(Rules.model_fields)
    whole = Path("bases/valley.yaml").read_text(encoding="utf-8")
    silent = re.sub(r"^rules:\n(  .*\n)*", "", whole, flags=re.MULTILINE)
    Path("cases/silent.yaml").write_text(silent, encoding="utf-8")
    scenario, source = read_source("cases/silent.yaml")
    assert source.unstated() == tuple(shipped)
    assert scenario.assumptions["rules.fog"].model_dump(exclude_defaults=True) == {
        **shipped["fog"], "range": tuple(shipped["fog"]["range"])
    }  # fmt: skip
    scenario, source = read_source(chain)
    assert scenario.rules.fog == 0.5
    assert "fog" not in source.unstated()
    assert "turning_cost" in source.unstated()
    assert scenario.assumptions["rules.turning_cost"].value == shipped["turning_cost"]["value"]


def test_all_that_the_engine_has_by_default_has_a_range_a_unit_and_a_ground() -> None:
    shipped = shipped_laws().plain()
    for name, stated in (shipped["rules"] | shipped["defaults"]).items():
        low, high = stated["range"]
        assert low < high and low <= stated["value"] <= high, name
        assert stated["unit"] and (stated.get("cites") or stated["judgement"]), name


@pytest.mark.parametrize("text", ["rules: {fog: ~}\n", "rules: ~\n"])
def test_who_takes_a_parameter_away_gets_the_engine_s(chain: Path, text: str) -> None:
    Path("cases/taken.yaml").write_text(f"extends: valley.yaml\n{text}")
    scenario, source = read_source("cases/taken.yaml")
    shipped = shipped_laws().plain()["rules"]["fog"]["value"]
    assert scenario.assumptions["rules.fog"].value == shipped != read_scenario("cases/valley.yaml").rules.fog
    assert "fog" in source.unstated()


def test_only_yaml_is_opened_wherever_a_link_leads(chain: Path) -> None:
    secret = Path("secret.txt")
    secret.write_text("root: hidden\n")
    Path("cases/link.yaml").symlink_to(secret.resolve())
    Path("cases/wrong.yaml").write_text("extends: link.yaml\n")
    (found,) = examined("cases/wrong.yaml")
    assert "which is secret.txt, no YAML file" in found.message
    assert "hidden" not in str(found)
    good = Path("cases/good.yaml")
    good.symlink_to("../bases/valley.yaml")
    Path("cases/right.yaml").write_text("extends: good.yaml\n")
    assert read_scenario("cases/right.yaml").title == "Valley"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("days: many\nrules: {fgo: 1, fog: -1}\nactors: {north: {worth: {brdge: 1}}}\n", 4),
        ("constraints: {off_the_bridge: {kind: none}}\nmeasures: {m: {statistic: ever, record: signd}}\n", 2),
        ("talks: {bridge_talks: {parties: 3, signs: nothing}}\nassumptions: {leak_chance: {value: 9}}\n", 3),
        ("rules: 3\nzones: []\nactors: ~\ndays: 0\n", 4),
        ("relations:\n  - {hostile: 3}\n  - 4\nroutes: no\ninjects: {a/b: {name: A, on: 2024-04-02}}\n", 4),
    ],
)
def test_one_mistake_hides_no_other(chain: Path, text: str, told: int) -> None:
    Path("cases/wrong.yaml").write_text("extends: valley.yaml\n" + text)
    errors = [problem for problem in examined("cases/wrong.yaml") if problem.grade == "error"]
    assert len(errors) == told, [str(problem) for problem in errors]
    assert all(problem.file == "cases/wrong.yaml" and problem.line for problem in errors)
    assert all(problem.hint for problem in errors)
    with pytest.raises(ScenarioError):
        read_scenario("cases/wrong.yaml")
