"""Numbers at the ends of what the language takes are played without overflow."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import LARGEST
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.skeleton import skeleton
from whitecell.scenario.values import numbers


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("valley") / "valley.yaml"
    path.write_text(skeleton("Valley", path.name), encoding="utf-8")
    return read_scenario(path, days=20)


@pytest.mark.parametrize("seed", range(12))
def test_any_mixture_of_ends_is_played(valley: Scenario, seed: int) -> None:
    chosen = random.Random(seed)
    stated: dict[str, Any] = {"defaults": valley.defaults.model_dump(), **valley.model_dump()}
    for place, _, quantity in numbers(valley):
        holder: Any = stated
        for step in place[:-1]:
            holder = holder[step]
        ends = (quantity.low, quantity.high, 0.0, 1e-300)
        holder[place[-1]] = chosen.choice([end for end in ends if end >= quantity.low])
    with np.errstate(all="raise", under="ignore"):
        columns = play(Scenario.model_validate(stated), np.arange(3))
    for name, column in columns.items():
        assert not np.isinf(column.astype(float)).any(), name
        assert (np.nan_to_num(column.astype(float)) >= 0.0).all(), name


def test_no_number_is_without_end(valley: Scenario) -> None:
    for place, _, quantity in numbers(valley):
        assert -LARGEST <= quantity.low < quantity.high <= LARGEST, place
