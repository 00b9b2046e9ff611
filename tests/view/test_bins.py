import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.view.bins import MOST, bins

VALUES = st.lists(st.one_of(st.floats(-1e6, 1e6), st.integers(-50, 50).map(float), st.just(float("nan"))))


@given(VALUES.filter(bool), VALUES.filter(bool))
def test_every_value_is_in_a_bin_and_every_named_run_in_its_own(base: list[float], case: list[float]) -> None:
    columns = np.array(base), np.array(case)
    seeds = np.arange(len(base)), 1000 + np.arange(len(case))
    found = bins(columns[0], columns[1], seeds)
    if found is None:
        assert np.isnan(columns[0]).all() and np.isnan(columns[1]).all()
        return
    for column, shares in zip(columns, (found.base, found.case), strict=True):
        assert sum(shares) == pytest.approx((~np.isnan(column)).mean())
    assert len(found.base) <= MOST + 1 and all(np.diff(found.edges) > 0)
    for k, named in enumerate(found.seeds):
        for seed in named:
            value = columns[1][seed - 1000] if seed >= 1000 else columns[0][seed]
            slack = 1e-6 * max(1.0, abs(value), found.edges[1] - found.edges[0])
            assert found.edges[k] - slack <= value <= found.edges[k + 1] + slack


def test_bins_stay_while_the_case_stays_within() -> None:
    base = np.arange(100.0)
    one = bins(base, base[:50], (np.arange(100), np.arange(50)))
    other = bins(base, base[20:90], (np.arange(100), np.arange(70)))
    assert one is not None and other is not None and one.edges == other.edges


def test_a_case_beyond_adds_bins_of_the_same_width() -> None:
    base = np.linspace(0.0, 10.0, 100)
    found = bins(base, base + 5.0, (np.arange(100), np.arange(100)))
    assert found is not None
    assert found.edges[0] == 0.0 and found.edges[-1] >= 15.0
    assert found.edges[1] - found.edges[0] == pytest.approx(1.0)


def test_what_cannot_be_negative_has_no_bin_below_zero() -> None:
    found = bins(
        np.linspace(50.0, 1000.0, 100), np.linspace(3.0, 900.5, 100), (np.arange(100), np.arange(100))
    )
    assert found is not None and found.edges[0] == 0.0
