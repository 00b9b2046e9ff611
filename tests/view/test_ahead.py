"""Runs that are played before a slider is moved are those that would be played when it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whitecell.scenario.reading import read_scenario
from whitecell.view.ahead import PLACES, PREVIEW, nearest, places, play_ahead
from whitecell.view.parts import play_part
from whitecell.view.sliders import sliders


def test_they_are_the_runs_of_each_value_beside_what_else_is_changed(valley: Path) -> None:
    plot, beside = read_scenario(valley), {"actors.south.air.0.sorties": 5.0}
    beside = {name: value for name, value in beside.items() if name in plot.assumptions}
    where = {"leak_chance": (0.0, 0.06), "rules.drift": (0.02, 0.3)}
    found = play_ahead(plot, beside, where)
    for name, values in where.items():
        for value, days in zip(values, found[name], strict=True):
            known = play_part(plot, {**beside, name: value}, np.arange(PREVIEW))
            assert days.seeds.tolist() == known.seeds.tolist()
            for measure, column in known.columns.items():
                assert days.columns[measure].tolist() == pytest.approx(column.tolist(), abs=0, nan_ok=True)
            for sums in ("control", "fighters", "people"):
                np.testing.assert_allclose(getattr(days, sums), getattr(known, sums), rtol=1e-12)
            for shares in ("in_force", "joined", "stances", "recent"):
                for key, sums in getattr(known, shares).items():
                    assert getattr(days, shares)[key].tolist() == sums.tolist()


def test_places_span_the_track_and_the_nearest_is_found_on_its_scale(valley: Path) -> None:
    slider = sliders(read_scenario(valley), {})["leak_chance"]
    found = places(slider)
    assert len(found) == PLACES and (found[0], found[-1]) == slider.ends
    assert [nearest(slider, value) for value in found] == list(range(PLACES))
    assert nearest(slider, 0.0601) == PLACES - 1
