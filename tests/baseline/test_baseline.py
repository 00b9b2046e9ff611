"""Results are those that were accepted last; ``make baseline`` accepts others."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from whitecell.scenario.library import bundled

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.baseline import FOLDER, statistics

MEND = "results differ from those accepted; if they should, run `make baseline` and say so in CHANGELOG.md"


@pytest.mark.parametrize("name", sorted(bundled()))
def test_results_are_the_accepted_ones(name: str) -> None:
    accepted = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = statistics(name)
    assert list(found) == list(accepted), MEND
    for measure, values in accepted.items():
        assert found[measure].keys() == values.keys(), f"{measure}: {MEND}"
        for statistic, value in values.items():
            # Machines differ in the last digits of exp and log, and in nothing else.
            close = math.isclose(found[measure][statistic], value, rel_tol=1e-6, abs_tol=1e-9)
            assert close, f"{measure}, {statistic}: {found[measure][statistic]}, was {value}: {MEND}"


def test_every_accepted_file_is_of_a_scenario() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(bundled())
