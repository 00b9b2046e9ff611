"""Rivers, coasts and borders are cut to a window, across the date line too."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.report.maps.atlas import Lines, Window, atlas, rivers


def passes(lines: Lines, longitude: float, latitude: float, near: float) -> bool:
    """Whether a line of those in a degree around a place comes near to it."""
    window = Window(longitude - 0.5, latitude - 0.5, longitude + 0.5, latitude + 0.5)
    points = list(lines.within(window))
    return any(np.hypot(piece[:, 0] - longitude, piece[:, 1] - latitude).min() < near for piece in points)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(40.14, 35.33), (30.53, 50.45), (31.23, 30.04), (-90.07, 35.15)]
)
def test_rivers_run_through_cities_that_stand_on_them(longitude: float, latitude: float) -> None:
    assert passes(rivers(), longitude, latitude, 0.08)


def test_there_are_none_in_the_sea_or_the_empty_quarter() -> None:
    for longitude, latitude in ((-30.0, 40.0), (50.5, 20.0)):
        assert not passes(rivers(), longitude, latitude, 0.5)


@pytest.mark.parametrize("lines", [rivers(), atlas()])
def test_what_is_cut_out_lies_in_the_window_or_just_reaches_out(lines: Lines) -> None:
    window = Window(30.0, 44.0, 40.0, 50.0)
    pieces = list(lines.within(window))
    assert len(pieces) > 5
    for piece in pieces:
        inside = (piece[:, 0] >= 30.0) & (piece[:, 0] <= 40.0) & (piece[:, 1] >= 44.0) & (piece[:, 1] <= 50.0)
        assert inside.any() or len(piece) == 2
        assert inside[1:-1].all() or len(piece) <= 3


def test_a_window_across_the_date_line_finds_the_rivers_on_both_sides() -> None:
    whole = list(rivers().within(Window(160.0, 60.0, 200.0, 70.0)))
    longitudes = np.concatenate(whole)[:, 0]
    assert longitudes.min() < 175.0 and longitudes.max() > 190.0
