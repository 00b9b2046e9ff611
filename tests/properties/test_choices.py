"""An actor without noise takes the best of its options, as it sees them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties.quantities import Stated
from properties.strategies import SHIPPED, columns, examples, read, theatres

from whitecell.game.play import tell
from whitecell.scenario.model import Scenario


def quiet(stated: Stated) -> Stated:
    """The same theatre with actors that never err."""
    for actor in stated["actors"].values():
        if "noise" in actor:
            actor["noise"] = 0
    return stated


def assert_best_is_chosen(scenario: Scenario, seed: int) -> None:
    """Every effort that was weighed fell on an option with the highest utility, the sum of its terms."""
    for weighing in tell(scenario, seed).weighings:
        if weighing.subject != "effort":
            continue
        utility = {option.name: option.utility for option in weighing.options}
        assert utility[weighing.chosen] == max(utility.values())
        assert utility["hold"] <= 0.0
        for option in weighing.options:
            assert np.isclose(option.utility, sum(option.terms.values()), rtol=1e-9, atol=1e-9)
        best = [option for option in weighing.options if option.utility == max(utility.values())]
        assert all(option.chance == 1.0 / len(best) for option in best)


@examples(2.0)
@given(theatres(), st.integers(0, 700))
def test_without_noise_the_best_option_is_taken(stated, seed) -> None:
    assert_best_is_chosen(read(quiet(stated)), seed)


@examples(0.5)
@given(columns(SHIPPED, 1), st.integers(0, 10_000))
def test_without_noise_the_best_option_is_taken_over_the_shipped_ranges(drawn, seed) -> None:
    values = {name: float(column[0]) for name, column in drawn.items()} | {"choice_noise": 0.0}
    assumptions = {
        name: entry.model_copy(update={"value": values.get(name, entry.value)})
        for name, entry in SHIPPED.assumptions.items()
    }
    assert_best_is_chosen(SHIPPED.model_copy(update={"assumptions": assumptions}), seed)


@given(theatres(), st.integers(0, 700))
def test_what_is_weighed_has_chances_that_add_up_to_one(stated, seed) -> None:
    for weighing in tell(read(stated), seed).weighings:
        if weighing.subject == "effort":
            chances = [option.chance for option in weighing.options]
            assert np.isclose(sum(chances), 1.0) and min(chances) >= 0.0
            assert weighing.chosen in {option.name for option in weighing.options}
