"""The law of settlements, by known answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.game.bargaining import gain, settlement


def column(*values: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(values)[:, np.newaxis]


def settled(positions: tuple[float, ...], weights: tuple[float, ...], spread: float, normal: float) -> float:
    return float(settlement(column(*positions), column(*weights), spread, np.array([normal]))[0])


def test_two_of_equal_weight_meet_in_the_middle() -> None:
    """Nash (1950), with quadratic losses."""
    assert settled((10, 40), (0.5, 0.5), 0.0, 0.0) == pytest.approx(25)


@pytest.mark.parametrize(("one", "other"), [(1.0, 3.0), (0.2, 0.9), (5.0, 0.1)])
def test_weights_give_the_asymmetric_solution(one: float, other: float) -> None:
    """What maximises −a·(x − p)² − b·(x − q)², found on a grid."""
    grid = np.linspace(0, 50, 50_001)
    best = grid[np.argmax(-one * (grid - 10) ** 2 - other * (grid - 40) ** 2)]
    assert settled((10, 40), (one, other), 0.0, 0.0) == pytest.approx(best, abs=1e-3)


def test_luck_spreads_it_by_the_weighted_deviation() -> None:
    mean, deviation = 0.25 * 10 + 0.75 * 40, np.sqrt(0.25 * 0.75) * 30
    assert settled((10, 40), (1, 3), 0.8, -0.5) == pytest.approx(mean - 0.8 * 0.5 * deviation)


def test_unanimity_leaves_nothing_to_luck() -> None:
    assert settled((20, 20, 20), (1, 2, 3), 0.9, 3.0) == 20


def test_who_does_not_care_moves_nothing_and_widens_nothing() -> None:
    with_him = settled((10, 20, 1000), (1, 1, 0), 0.9, 4.0)
    assert with_him == settled((10, 20), (1, 1), 0.9, 4.0) == 20


def test_where_nobody_cares_there_is_no_settlement() -> None:
    assert np.isnan(settled((10, 40), (0, 0), 0.9, 0.3))


def test_the_normal_law_is_kept_within_the_outermost_positions() -> None:
    drawn = np.random.default_rng(1).normal(size=20_000)
    found = settlement(column(0, 100), column(1, 1), 0.4, drawn)
    inside = (found > 0) & (found < 100)
    assert inside.mean() == pytest.approx(0.9876, abs=0.004)  # two and a half deviations of 20
    assert found.std() == pytest.approx(20, rel=0.03)


positions = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 5) | st.just(0.0)), min_size=1, max_size=6)


@given(positions, st.floats(0, 3), st.floats(-6, 6))
def test_a_settlement_lies_between_those_who_care(
    said: list[tuple[float, float]], spread: float, normal: float
) -> None:
    care = [place for place, weight in said if weight > 0.0]
    found = settled(tuple(p for p, _ in said), tuple(w for _, w in said), spread, normal)
    if not care:
        assert np.isnan(found)
    else:
        assert min(care) <= found <= max(care)


@given(positions.filter(lambda said: len(said) > 1))
def test_the_mean_does_not_hang_on_the_order(said: list[tuple[float, float]]) -> None:
    turned = said[::-1]
    one = settled(tuple(p for p, _ in said), tuple(w for _, w in said), 0.0, 0.0)
    other = settled(tuple(p for p, _ in turned), tuple(w for _, w in turned), 0.0, 0.0)
    assert one == pytest.approx(other, rel=1e-9, abs=1e-6, nan_ok=True)


def test_a_gain_is_salience_times_the_distance_won() -> None:
    assert float(gain(20.0, 10.0, 40.0, 0.5, 50.0)) == pytest.approx(0.5 * (30 - 20) / 50)
    assert float(gain(10.0, 10.0, 40.0, 0.5, 50.0)) == 0
    assert float(gain(0.0, 10.0, 40.0, 0.5, 50.0)) == pytest.approx(-0.1)
