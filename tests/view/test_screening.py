"""Which assumptions matter most: known answers, and runs that are those of the game."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whitecell.game.play import play
from whitecell.scenario.reading import read_scenario
from whitecell.view.screening import (
    FIRST,
    LARGEST,
    Ends,
    first_seeds,
    play_ends,
    screened_names,
    slabs,
    together,
    weights,
)
from whitecell.view.sliders import sliders


def ends(**names: tuple[list[float], list[float]]) -> Ends:
    """One measure of each assumption at its lower and its upper end."""
    return Ends(("m",), {name: np.array([[low], [high]]) for name, (low, high) in names.items()})


def test_what_decides_a_measure_has_all_of_its_variance_and_what_does_nothing_none() -> None:
    found = weights(
        ends(
            idle=([1.0, 3.0, 2.0, 5.0], [1.0, 3.0, 2.0, 5.0]),
            decides=([0.0] * 4, [7.0] * 4),
            halves=([0.0, 2.0, 0.0, 2.0], [2.0, 4.0, 2.0, 4.0]),
        )
    )
    assert [w.name for w in found] == ["decides", "halves", "idle"]
    assert found[0].score == pytest.approx(1.0) and found[2].score == 0.0
    # Between the ends a variance of 1, within each end 1: half of the whole.
    assert found[1].score == pytest.approx(np.sqrt(0.5))
    assert [effect.difference for w in found for effect in w.effects] == [7.0, 2.0]
    assert found[2].effects == ()


def test_chance_alone_scores_nothing_on_average_and_is_not_told() -> None:
    dice = np.random.default_rng(1)
    values = {f"a{k}": dice.normal(size=(2, 20, 32)) for k in range(200)}
    found = weights(Ends(tuple(f"m{k}" for k in range(20)), values))
    assert np.mean([w.score**2 for w in found]) < 0.01
    assert sum(len(w.effects) for w in found) < 0.01 * 200 * 20


def test_ends_are_runs_of_the_game(valley: Path) -> None:
    plot, seeds = read_scenario(valley), np.arange(6)
    assert plot.assumptions["leak_chance"].range is not None
    found = play_ends(plot, {"leak_chance": (0.0, 0.06), "rules.drift": (0.02, 0.3)}, seeds)
    for name, pair in (("leak_chance", ("0", "0.06")), ("rules.drift", ("0.02", "0.3"))):
        for end, text in enumerate(pair):
            played = play(read_scenario(valley, settings={name: text}), seeds)
            for k, measure in enumerate(found.measures):
                known = np.nan_to_num(played[measure], nan=plot.days + 1.0)
                assert found.values[name][end, k].tolist() == known.tolist()


def test_rounds_add_up_and_runs_are_bounded() -> None:
    one, two = ends(a=([1.0], [2.0]), b=([0.0], [0.0])), ends(a=([3.0], [5.0]))
    assert together([one, two]).values["a"].tolist() == [[[1.0, 3.0]], [[2.0, 5.0]]]
    for number in (1, 300, 1500, LARGEST // 4):
        assert 2 * number * first_seeds(number) <= max(LARGEST, 2 * FIRST)
    names = [f"a{k}" for k in range(300)]
    assert [name for slab in slabs(names, 8) for name in slab] == names


def test_only_what_has_a_range_is_screened_and_listed_ones_come_first(valley: Path) -> None:
    found = sliders(read_scenario(valley), {})
    names = screened_names(found)
    assert set(names) == {name for name, slider in found.items() if slider.ranged}
    listed = [found[name].listed for name in names]
    assert listed == sorted(listed, reverse=True) and not all(listed)
