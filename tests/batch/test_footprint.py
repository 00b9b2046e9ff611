"""What does not fit into this machine is refused before it is played; a wide theatre is played in parts."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from benchmarks.theatres import theatre

from whitecell.batch import BatchError, footprint, run_batch
from whitecell.batch.batch import WideWarning
from whitecell.scenario.model import Scenario
from whitecell.scenario.shipped import shipped_laws

GIB = 2**30


@pytest.fixture(scope="module")
def wide() -> Scenario:
    return Scenario.model_validate({**theatre(120, 24, days=2), **shipped_laws().plain()})


def test_a_wide_theatre_is_reckoned_by_its_posts(wide: Scenario, scenario: Scenario) -> None:
    narrow = len(scenario.zones) * (len(scenario.actors) + len(scenario.arms))
    assert footprint.of_a_run(scenario) == 600 * narrow
    assert 120 * 24 * 20 < footprint.of_a_run(wide) < 120 * 24 * 600 / 3


def test_what_does_not_fit_is_refused_before_it_is_played(
    scenario: Scenario, stand_in: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footprint, "of_the_machine", lambda: 300 * footprint.of_a_run(scenario))
    with pytest.raises(BatchError, match=r"1,024 runs at once .* play at most 150 at once \(--slab\)"):
        run_batch(scenario, range(2000), slab=1024, player=stand_in.play)
    assert len(run_batch(scenario, range(2000), slab=256, player=stand_in.play).seeds) == 2000
    monkeypatch.setattr(footprint, "of_the_machine", lambda: None)
    assert len(run_batch(scenario, range(2000), slab=1024, player=stand_in.play).seeds) == 2000


def test_a_wide_theatre_is_played_in_parts_with_a_word_and_the_same_results(
    wide: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_batch(wide, range(40), slab=40)
    monkeypatch.setattr("whitecell.batch.slabs.ROOM", 15 * footprint.of_a_run(wide))
    with pytest.warns(WideWarning, match="15 runs are played at once"):
        parts = run_batch(wide, range(40))
    assert np.array_equal(whole.columns["held"], parts.columns["held"])
