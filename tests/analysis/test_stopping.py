"""Targets as people type them, and when to look."""

from __future__ import annotations

from itertools import pairwise

import pytest

from whitecell.analysis.stopping import Target, looks


@pytest.mark.parametrize(
    "text", ["deal_signed±0.02", "deal_signed+-0.02", "deal_signed +/- 0.02", "deal_signed ± 2%"]
)
def test_ways_to_write_a_target(text: str) -> None:
    assert Target.of(text) == Target("deal_signed", 0.02)


@pytest.mark.parametrize("text", ["deal_signed", "±0.02", "a±0", "a±-1", "a±1e", "a±inf", "a±b", "a=0.1", ""])
def test_what_is_no_target(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        Target.of(text)


def test_looks_grow_and_end_at_the_cap() -> None:
    found = list(looks(10_000))
    assert found[0] == 512
    assert found[-1] == 10_000
    assert all(b >= 1.25 * a for a, b in pairwise(found[:-1]))
    assert list(looks(100)) == [100]
