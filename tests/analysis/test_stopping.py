"""Targets as people type them, and when to look."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from whitecell.analysis.paired import contrast
from whitecell.analysis.stopping import Target, half_width_of, looks


@pytest.mark.parametrize(
    "text", ["deal_signed±0.02", "deal_signed+-0.02", "deal_signed +/- 0.02", "deal_signed ± 2%"]
)
def test_ways_to_write_a_target(text: str) -> None:
    assert Target.of(text) == Target("deal_signed", 0.02)


@pytest.mark.parametrize("text", ["deal_day: days until±2", "deal_day:days until +- 2"])
def test_an_aspect_may_be_named(text: str) -> None:
    assert Target.of(text) == Target("deal_day", 2.0, "days until")
    assert str(Target.of(text)) == "deal_day: days until±2"


def test_the_width_is_that_of_the_row_which_is_meant() -> None:
    rng = np.random.default_rng(3)
    first, second = (rng.random(300) for _ in range(2))
    came = contrast("d", "came", "share", "of runs", np.round(first), np.round(second))
    until = contrast("d", "days until", "mean", "days", 90 * first, 90 * second)
    assert half_width_of([came, until], Target("d", 1.0)) == came.half_width < 0.1
    assert half_width_of([came, until], Target("d", 1.0, "days until")) == until.half_width > 1.0
    with pytest.raises(ValueError, match="'d: came' and 'd: days until'"):
        half_width_of([came, until], Target("d", 1.0, "day"))


@pytest.mark.parametrize(
    "text", ["deal_signed", "a:±1", "±0.02", "a±0", "a±-1", "a±1e", "a±inf", "a±b", "a=0.1", ""]
)
def test_what_is_no_target(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        Target.of(text)


def test_looks_grow_and_end_at_the_cap() -> None:
    found = list(looks(10_000))
    assert found[0] == 512
    assert found[-1] == 10_000
    assert all(b >= 1.25 * a for a, b in pairwise(found[:-1]))
    assert list(looks(100)) == [100]
