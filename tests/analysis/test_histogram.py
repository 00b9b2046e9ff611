"""Bins and what falls into them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from whitecell.analysis.histogram import BINS, Histogram, histogram

floats = arrays.arrays(
    np.float64, st.integers(1, 60), elements=st.floats(allow_nan=False, allow_infinity=False)
)
integers = arrays.arrays(np.float64, st.integers(1, 60), elements=st.integers(-3000, 3000))


def test_few_integers_get_a_bin_each() -> None:
    values = np.array([3.0, 5, 5, 3, 3])
    assert histogram(values) == Histogram((2.5, 3.5, 4.5, 5.5), (3, 0, 2))


def test_many_integers_share_bins_of_equal_width() -> None:
    found = histogram(np.arange(1.0, 181))
    assert set(np.diff(found.edges)) == {13.0}
    assert found.edges[0] == 0.5
    assert found.counts[:-1] == (13,) * 13
    assert sum(found.counts) == 180


def test_fractions_get_equal_bins_between_the_extremes() -> None:
    assert histogram(np.array([0.0, 0.25, 0.5, 1.0])) == Histogram((0.0, 0.5, 1.0), (2, 2))


def test_a_single_value_gets_a_bin() -> None:
    assert histogram(np.array([0.25] * 9)) == Histogram((-0.25, 0.75), (9,))
    assert histogram(np.array([7.0] * 9)) == Histogram((6.5, 7.5), (9,))


@given(floats | integers)
def test_every_value_counts_once_and_lies_in_its_bin(values: np.ndarray) -> None:
    found = histogram(values)
    edges = np.array(found.edges)
    assert len(found.counts) == len(edges) - 1 <= BINS
    assert sum(found.counts) == len(values)
    assert (np.diff(edges) >= 0).all()
    assert edges[0] <= values.min()
    assert values.max() <= edges[-1]
    for i, count in enumerate(found.counts):
        inside = (edges[i] <= values) & (values < edges[i + 1])
        if i == len(found.counts) - 1:
            inside |= values == edges[-1]
        assert count == inside.sum()


@given(integers)
def test_bins_of_integers_hold_equally_many_integers(values: np.ndarray) -> None:
    edges = np.array(histogram(values).edges)
    assert (edges % 1 == 0.5).all()
    assert len(set(np.diff(edges))) == 1
