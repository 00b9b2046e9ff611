"""Which measures a report begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from whitecell.analysis.summary import summarise
from whitecell.report.paper.measures import answers
from whitecell.scenario.model import Scenario


@pytest.mark.parametrize(
    ("more", "told"),
    [({}, False), ({"label": "the day"}, False), ({"last": 20}, True), ({"at_least": 2}, True)],
)
def test_a_day_is_left_out_only_where_a_flag_says_the_same(
    make: Callable[..., Scenario], more: dict[str, Any], told: bool
) -> None:
    record = {"record": "strikes", "of": ["line"]}
    scenario = make(
        measures={
            "flag": {"statistic": "ever", "label": "struck", **record},
            "day": {"statistic": "first_day", **record, **more},
        }
    )
    found = summarise(scenario, {"flag": np.array([1.0, 0.0]), "day": np.array([3.0, np.nan])})
    assert len(answers(scenario, found).cards) == (2 if told else 1)
