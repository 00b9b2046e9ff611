"""Tables of results."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from whitecell.batch import BatchError, run_batch
from whitecell.batch.table import checked
from whitecell.scenario.model import Scenario


def test_a_player_that_gives_no_such_table_is_refused(scenario: Scenario, stand_in: ModuleType) -> None:
    good = stand_in.play(scenario, np.arange(4))
    assert list(checked(scenario, 4, good)) == list(scenario.measures)
    with pytest.raises(ValueError, match="shape"):
        checked(scenario, 5, good)
    with pytest.raises(ValueError, match="neither names nor None"):
        checked(scenario, 4, good | {"nobody": np.array([1, 2, 3, 4], dtype=object)})
    with pytest.raises(ValueError, match="gave the measures"):
        checked(scenario, 4, stand_in.play_wrong_measures(scenario, np.arange(4)))


@pytest.mark.parametrize("names", [("Seed",), ("lost", "LOST")])
def test_names_that_make_one_column_are_refused(stand_in: ModuleType, names: tuple[str, ...]) -> None:
    measure = {"statistic": "ever", "record": "signed"}
    scenario = stand_in.small_scenario(measures=dict.fromkeys(names, measure))
    with pytest.raises(BatchError, match="another name"):
        run_batch(scenario, range(3), player=stand_in.play)
