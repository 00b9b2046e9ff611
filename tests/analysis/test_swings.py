"""Swings: means at the ends of ranges, against answers that are known."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.analysis.design import Design
from whitecell.analysis.response import Response
from whitecell.analysis.swings import FEWEST, swings

N = 400
RNG = np.random.default_rng(1)
UNIT = np.stack([RNG.permutation(N) / N + 0.5 / N for _ in range(3)], axis=1)


def design(unit: np.ndarray = UNIT, kind: str = "lhs") -> Design:
    return Design(kind, ("up", "down", "none"), unit, unit)  # type: ignore[arg-type]


def response(y: np.ndarray) -> Response:
    return Response("m", "", "days", y[:, None])


def test_a_line_is_known_at_both_ends() -> None:
    found = {
        s.assumption: s for s in swings(design(), response(UNIT[:, 0] * 10 - UNIT[:, 1] * 4), design().names)
    }
    # The lowest fifth of an even spread has its mean at 0.1 of it, the highest at 0.9.
    up, down, none = (found[name] for name in design().names)
    assert (up.low, up.high) == (pytest.approx(1 - 2, abs=0.3), pytest.approx(9 - 2, abs=0.3))
    assert (down.low, down.high) == (pytest.approx(5 - 0.4, abs=0.8), pytest.approx(5 - 3.6, abs=0.8))
    assert none.size < none.low_error + none.high_error
    assert [s.assumption for s in swings(design(), response(UNIT[:, 0]), ("none", "up"))] == ["up", "none"]


def test_intervals_hold_the_mean_as_often_as_they_say() -> None:
    held = []
    for seed in range(400):
        y = np.random.default_rng(seed).normal(5.0, 2.0, N)
        (found,) = swings(design(), response(y), ("up",))
        held += [abs(found.low - 5.0) <= found.low_error, abs(found.high - 5.0) <= found.high_error]
    assert np.mean(held) == pytest.approx(0.95, abs=0.025)


def test_an_end_at_which_nothing_varies_is_not_taken_to_be_sure() -> None:
    y = np.where(UNIT[:, 0] > 0.5, RNG.integers(0, 2, N), 0).astype(float)
    (found,) = swings(design(), response(y), ("up",))
    assert found.low == 0.0 and found.low_error > 0.0


def test_uneven_designs_and_few_points_tell_nothing() -> None:
    assert swings(design(kind="morris"), response(UNIT[:, 0]), ("up",)) == []
    few = UNIT[: 2 * FEWEST]
    assert swings(design(few), response(few[:, 0]), ("up",)) == []
    holes = np.where(UNIT[:, 0] < 0.2, np.nan, 1.0)
    assert swings(design(), response(holes), ("up",)) == []
