"""What a batch is said to be."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from whitecell.batch import BatchError, load_batch, run_batch
from whitecell.batch.manifest import Manifest
from whitecell.scenario.digest import canonical
from whitecell.scenario.model import Scenario


def test_a_manifest_says_the_same_after_reading(tmp_path: Path, scenario: Scenario) -> None:
    manifest = Manifest.of(scenario, range(7, 1007), 128, "whitecell batch crossing --runs 1000")
    path = tmp_path / "manifest.json"
    path.write_text(manifest.text(), encoding="utf-8")
    read = Manifest.read(path)
    assert read == manifest
    assert read.text() == manifest.text()
    assert canonical(read.scenario) == canonical(scenario)
    assert list(read.scenario.measures) == list(scenario.measures)


def test_the_same_batch_is_welcome_and_so_is_a_longer_one(scenario: Scenario) -> None:
    there = Manifest.of(scenario, range(100), 256, "one way to say it")
    assert there.against(Manifest.of(scenario, range(100), 256, "another")) == []
    assert there.against(Manifest.of(scenario, range(5000), 256, "")) == []


def test_every_difference_is_named(stand_in: ModuleType, scenario: Scenario) -> None:
    there = Manifest.of(scenario, range(100), 256, "")
    other = stand_in.small_scenario(title="Ford", days=11)
    wanted = Manifest.of(other, range(1, 51), 128, "")
    wanted = replace(wanted, versions=wanted.versions | {"numpy": "1.0"})
    reasons = "\n".join(there.against(wanted))
    for part in (
        'scenario.title: "Crossing" there, "Ford" here',
        "scenario.days: 10 there, 11 here",
        "first seed: 0 there, 1 here",
        "slab size: 256 there, 128 here",
        "1.0 here",
        "may grow, not shrink",
    ):
        assert part in reasons


def test_many_differences_are_cut_short(stand_in: ModuleType, scenario: Scenario) -> None:
    rules = dict.fromkeys(scenario.rules.model_dump(), 0.25)
    there = Manifest.of(scenario, range(9), 256, "")
    reasons = there.against(Manifest.of(stand_in.small_scenario(rules=rules), range(9), 256, ""))
    assert len(reasons) == 6
    assert reasons[-1] == f"scenario: {len(rules) - 5} more differences"


def test_measures_in_another_order_are_another_table(stand_in: ModuleType, scenario: Scenario) -> None:
    turned = stand_in.small_scenario(measures=dict(reversed(stand_in.MEASURES.items())))
    there = Manifest.of(scenario, range(9), 256, "")
    assert there.against(Manifest.of(turned, range(9), 256, "")) == ["measures: in another order there"]


def test_another_scenario_is_refused_and_nothing_is_touched(
    tmp_path: Path, stand_in: ModuleType, scenario: Scenario
) -> None:
    run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    before = (tmp_path / "manifest.json").read_bytes()
    with pytest.raises(BatchError, match=r"scenario\.days: 10 there, 11 here"):
        run_batch(stand_in.small_scenario(days=11), range(9), folder=tmp_path, player=stand_in.play)
    assert (tmp_path / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not the manifest"),
        ("[]", "not the manifest"),
        ('{"name": "my web page"}', "not the manifest"),
        ('{"format": 99}', "its layout is 99"),
        ("[" * 5000 + "]" * 5000, "nested deeper"),
        ('{"format": 1, "command": "\\ud800"}', "half a character"),
        ('{"runs": NaN}', "NaN is not a number"),
        (f'{{"runs": {"9" * 5000}}}', "a number of 5,000 digits"),
    ],
)
def test_other_files_of_that_name_are_refused(
    tmp_path: Path, stand_in: ModuleType, scenario: Scenario, text: str, says: str
) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BatchError, match=says):
        run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    assert (tmp_path / "manifest.json").read_text() == text


def test_an_edited_scenario_is_noticed(tmp_path: Path, stand_in: ModuleType, scenario: Scenario) -> None:
    run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    path = tmp_path / "manifest.json"
    stated = json.loads(path.read_text())
    stated["scenario"]["days"] = 99
    path.write_text(json.dumps(stated))
    with pytest.raises(BatchError, match="must not be edited"):
        load_batch(tmp_path)
    stated["scenario"]["days"] = "soon"
    path.write_text(json.dumps(stated))
    with pytest.raises(BatchError, match="was written by"):
        load_batch(tmp_path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"runs": 10**15}, "runs: "),
        ({"runs": 10**9, "slab": 1}, "more than 100,000 files"),
        ({"runs": 0}, "runs: "),
        ({"runs": True}, "runs: "),
        ({"slab": -5}, "slab: "),
        ({"slab": 10**90}, "slab: "),
        ({"first_seed": 2**63 - 3}, "its last seed"),
        ({"versions": {"whitecell": {"a": "b"}}}, "versions.whitecell: "),
        ({"command": "whitecell 'batch"}, "No closing quotation"),
        ({"more": 1}, "more: "),
        ({"digest": "none"}, "digest: "),
    ],
)
def test_what_is_out_of_bounds_is_refused_in_one_line(
    tmp_path: Path, stand_in: ModuleType, scenario: Scenario, change: dict[str, object], says: str
) -> None:
    run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(BatchError, match=says) as caught:
        load_batch(tmp_path)
    assert "\n" not in str(caught.value)


def test_another_versions_scenario_has_to_be_one_that_can_be_played(
    tmp_path: Path, stand_in: ModuleType, scenario: Scenario
) -> None:
    run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    path = tmp_path / "manifest.json"
    stated = json.loads(path.read_text())
    stated["versions"]["whitecell"] = "0.0.1"
    stated["scenario"]["actors"] = {"sentry": stated["scenario"]["actors"]["guard"]}
    path.write_text(json.dumps(stated))
    with pytest.raises(BatchError, match=r"written by 0\.0\.1: there is no actor 'guard'"):
        load_batch(tmp_path)


def test_a_command_is_shown_as_one_command(tmp_path: Path, stand_in: ModuleType, scenario: Scenario) -> None:
    run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"command": "whitecell batch x; rm $(y)"}))
    assert Manifest.read(path).command == "whitecell batch 'x;' rm '$(y)'"
