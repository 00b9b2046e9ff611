"""Records of forces that break, and what two games differ in by them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "known"))
from arena import arena, attacker, force, opened

from whitecell.game.readers.signals import Signals
from whitecell.game.war_game import WarGame


def theatre(camp: float = 0.0) -> dict[str, Any]:
    """Red goes for the field, where blue breaks on day 1; its way out is home, if red is not there."""
    blue = {**force(field=500), "reserve": "home"}
    measures = {
        "fell_back": {"statistic": "count", "record": "retreats", "of": ["blue"]},
        "fell_back_on": {"statistic": "first_day", "record": "retreats", "zones": ["field"]},
        "elsewhere": {"statistic": "count", "record": "retreats", "zones": ["home"]},
        "red_fell_back": {"statistic": "count", "record": "retreats", "of": ["red"]},
        "gave_up": {"statistic": "count", "record": "surrenders", "of": ["blue"], "zones": ["field"]},
    }
    return arena(
        actors={"red": attacker(field=5000, home=camp), "blue": blue},
        zones={
            "field": {"name": "Field", "at": [0, 0]},
            "camp": {"name": "Camp", "at": [0, 0]},
            "home": {"name": "Home", "at": [0, 0], "control": {} if camp else {"blue": 1.0}},
        },
        routes=[{"between": ["field", "home"], "days": 1}],
        rules={"attrition": 1e-6, "break_chance": 1.0},
        measures=measures,
        days=3,
    )


def results(game: WarGame, days: int = 3) -> dict[str, float]:
    for _ in range(days):
        game.step()
    return {name: float(gauge.result()[0]) for name, gauge in game.gauges.items()}


def test_who_breaks_is_counted_by_actor_and_zone() -> None:
    found = results(opened(theatre()))
    assert found == pytest.approx(
        {"fell_back": 1, "fell_back_on": 1, "elsewhere": 0, "red_fell_back": 0, "gave_up": 0}
    )


def test_who_has_no_way_out_surrenders() -> None:
    found = results(opened(theatre(camp=100)), days=1)
    assert found["gave_up"] == 1
    assert found["fell_back"] == 0


@pytest.mark.parametrize(("camp", "kind"), [(0.0, "retreat"), (100.0, "surrender")])
def test_a_break_is_a_signal_of_its_day(camp: float, kind: str) -> None:
    game = opened(theatre(camp))
    signals = Signals(game.pieces)
    game.step()
    found = {(s.kind, s.actor, s.zone): codes for s, codes in signals.today() if s.phase == "settle"}
    assert np.asarray(found[kind, "blue", "field"]).all()
    game.step()
    assert not any(s.kind in ("retreat", "surrender") for s, _ in signals.today())
