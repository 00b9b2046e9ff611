"""Components of variance and intervals of points crossed with seeds, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.analysis.crossed import components, crossed_mean, row_errors


@pytest.mark.parametrize(("points", "seeds"), [(100, 2), (50, 4), (20, 10)])
def test_chance_that_all_points_share_is_not_taken_for_noise_of_each(points: int, seeds: int) -> None:
    """x + g(seed): the shares are those of the two variances, whatever the layout."""
    rng = np.random.default_rng(points)
    x, luck = rng.normal(size=points), rng.normal(size=seeds)
    made = components(x[:, None] + luck[None, :])
    assert made is not None
    truth = luck.var(ddof=1) / (luck.var(ddof=1) + x.var(ddof=1))
    assert made.chance == pytest.approx(truth)
    assert made.together == pytest.approx(0.0, abs=1e-12)
    assert made.assumptions + made.together + made.chance == pytest.approx(1.0)


def test_components_are_found_on_average() -> None:
    """Variances 1, 2 and 3 of points, both together and seeds."""
    rng = np.random.default_rng(2)
    shape = (40, 60)
    found = []
    for _ in range(200):
        y = (
            rng.normal(0, 1, (shape[0], 1))
            + rng.normal(0, 2**0.5, shape)
            + rng.normal(0, 3**0.5, (1, shape[1]))
        )
        made = components(y)
        assert made is not None
        found.append((made.assumptions, made.together, made.chance))
    assert np.mean(found, axis=0) == pytest.approx([1 / 6, 2 / 6, 3 / 6], abs=0.01)


def test_what_has_no_components() -> None:
    assert components(np.ones((9, 4))) is None
    assert components(np.arange(9.0)[:, None]) is None
    assert components(np.arange(9.0)[None, :]) is None
    assert components(np.array([[1.0, np.nan], [2.0, 3.0]])) is None


@pytest.mark.parametrize("seeds", [2, 5, 20])
@pytest.mark.parametrize("luck", [0.0, 1.0])
def test_intervals_of_a_mean_count_points_and_seeds(seeds: int, luck: float) -> None:
    rng = np.random.default_rng(seeds)
    held = 0
    for _ in range(1000):
        y = rng.normal(0, 1, (30, 1)) + rng.normal(0, 1, (30, seeds)) + luck * rng.normal(0, 1, (1, seeds))
        mean, half = crossed_mean(y)
        held += abs(mean) <= half
    assert 0.91 <= held / 1000 <= 1.0


def test_one_seed_or_point_leaves_the_interval_unknown() -> None:
    assert crossed_mean(np.array([[1.0], [3.0]])) == (2.0, np.inf)
    assert crossed_mean(np.array([[1.0, 3.0]])) == (2.0, np.inf)
    assert np.isinf(row_errors(np.array([[1.0], [3.0]]))).all()


def test_errors_of_rows() -> None:
    """Student's interval of two numbers: 12.706 · s / √2."""
    assert row_errors(np.array([[1.0, 2.0]]))[0] == pytest.approx(12.706 * 0.5**0.5 / 2**0.5, rel=1e-4)
