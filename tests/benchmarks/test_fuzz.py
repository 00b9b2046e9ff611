"""A short series of broken files; ``python -m benchmarks.fuzz`` plays the long one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.fuzz import manifests, scenarios
from benchmarks.fuzz.outcome import PLAYED
from benchmarks.fuzz.series import some

from whitecell.scenario.model import Scenario
from whitecell.scenario.parsing import parse
from whitecell.scenario.reading import examined

SLOWLY = settings(deadline=None, suppress_health_check=list(HealthCheck))


def test_the_full_scenario_is_sound_and_has_every_section(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(scenarios.rich(), encoding="utf-8")
    assert [str(p) for p in examined(path) if p.grade == "error"] == []
    stated = parse(scenarios.rich(), "x.yaml").plain()
    unsaid = {"extends", "claims", "fitted_from", "correlations", "rules", "about"}
    assert {field.alias or name for name, field in Scenario.model_fields.items()} - unsaid <= set(stated)


@settings(SLOWLY, max_examples=150)
@given(scenarios.copies())
def test_broken_scenarios_get_an_answer(text: bytes) -> None:
    outcome = scenarios.tried(text, PLAYED if text.endswith(b"0") else 1)
    assert not outcome.fault
    assert outcome.code in (0, 2)


@pytest.fixture(scope="module", autouse=True)
def _batch() -> None:
    manifests.ready()


@settings(SLOWLY, max_examples=60)
@given(manifests.copies())
def test_broken_manifests_get_an_answer(text: bytes) -> None:
    outcome = manifests.tried(text, PLAYED if text.endswith(b"0}") else 1)
    assert not outcome.fault
    assert outcome.code in (0, 2)


def test_a_series_is_the_same_every_time() -> None:
    one, other = ([outcome.text for outcome in some(("scenarios", 20, 20, 3))] for _ in range(2))
    assert one == other
    assert len(set(one)) > 15
