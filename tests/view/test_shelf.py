"""Kept screenings: they come back, and whatever is amiss with a file is no screening."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whitecell.scenario.kept import SWITCH
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario
from whitecell.view.screening import Effect, Weight
from whitecell.view.shelf import KEPT, fetch, keep, shelf_file


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SWITCH, str(tmp_path / "cache" / "whitecell"))
    return tmp_path / "cache" / "whitecell"


FOUND = [
    Weight("leak_chance", 0.4, 32, (Effect("deal_signed", -0.3, 0.05, 0.6),)),
    Weight("rules.drift", 0.0, 8, ()),
]


def _file(plot: Scenario) -> Path:
    found = shelf_file(plot)
    assert found is not None
    return found


def test_what_is_kept_comes_back_for_the_same_scenario_only(valley: Path) -> None:
    plot = read_scenario(valley)
    assert fetch(plot) is None
    keep(plot, FOUND)
    assert fetch(plot) == FOUND
    assert fetch(read_scenario(valley, settings={"leak_chance": "0.03"})) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{}", '{"weights": 3}', '{"weights": [{}]}',
        '{"weights": [{"name": "leek", "score": 1, "seeds": 8, "effects": []}]}',
        '{"weights": [{"name": "leak_chance", "score": "1", "seeds": 8, "effects": []}]}',
        '{"weights": [{"name": "leak_chance", "score": NaN, "seeds": 8, "effects": []}]}',
        '{"weights": [{"name": "leak_chance", "score": 1, "seeds": 8, "effects": [["no_such", 1, 1, 1]]}]}',
        '{"weights": [{"name": "leak_chance", "score": 1, "seeds": 8, "effects": [["deal_signed", 1]]}]}',
        '{"weights": [{"name": ["leak_chance"], "score": 1, "seeds": 8, "effects": []}]}',
    ],
)  # fmt: skip
def test_a_file_that_is_amiss_is_no_screening(valley: Path, text: str) -> None:
    plot = read_scenario(valley)
    keep(plot, FOUND)
    _file(plot).write_text(text, encoding="utf-8")
    assert fetch(plot) is None


def test_where_nothing_can_be_written_nothing_is_kept(valley: Path, cache: Path) -> None:
    plot = read_scenario(valley)
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    keep(plot, FOUND)
    assert fetch(plot) is None
    cache.unlink()
    cache.mkdir()
    elsewhere = cache.parent / "elsewhere.json"
    elsewhere.write_text("mine")
    _file(plot).symlink_to(elsewhere)
    keep(plot, FOUND)
    assert elsewhere.read_text() == "mine"


def test_old_ones_go(valley: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    for k in range(KEPT + 5):
        (cache / f"screening-{k}.json").write_text("{}")
    (cache / "other.json").write_text("{}")
    plot = read_scenario(valley)
    keep(plot, FOUND)
    assert len(list(cache.glob("screening-*.json"))) == KEPT
    assert fetch(plot) == FOUND and (cache / "other.json").exists()
    assert json.loads(_file(plot).read_text())["weights"]


def test_nothing_is_kept_where_the_user_wants_none(
    valley: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "off")
    plot = read_scenario(valley)
    keep(plot, FOUND)
    assert fetch(plot) is None and shelf_file(plot) is None and not cache.exists()
