"""Stand-ins for the game: players fast enough to test a batch, which also fail on purpose.

Worker processes import this module by its plain name; what a player is to do to itself is bound to it
with ``functools.partial``.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.scenario.model import Scenario
from whitecell.scenario.rules import Rules

MEASURES = {
    "signed": {"statistic": "ever", "record": "control", "label": "Agreement signed"},
    "signing day": {"statistic": "first_day", "record": "control"},
    "lost": {"statistic": "mean", "record": "losses", "unit": "fighters"},
    'who "won"': {"statistic": "which", "record": "path", "of": ["ford"]},
    "nobody": {"statistic": "which", "record": "path", "of": ["ford"]},
}
FORD = {
    "name": "Ford", "owner": "guard", "friends": ["guard"], "threshold": 0.5,
    "paths": {"wet": ["hill", "bank"]},
}  # fmt: skip


def small_scenario(**changes: Any) -> Scenario:
    """The least that is a scenario."""
    stated = {
        "title": "Crossing",
        "start": "2020-01-01",
        "days": 10,
        "rules": dict.fromkeys(Rules.model_fields, 0.5),
        "zones": {name: {"name": name, "at": [0.0, 0.0]} for name in ("hill", "bank")},
        "routes": [{"between": ["hill", "bank"], "days": 1}],
        "corridors": {"ford": FORD},
        "actors": {"guard": {"name": "Guard", "kind": "armed group"}},
        "measures": MEASURES,
    }
    return Scenario.model_validate(stated | changes)


def play(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Numbers that depend on the seed only."""
    lost = np.array([np.random.default_rng(int(seed)).normal() for seed in seeds])
    day = np.where(seeds % 3 == 0, np.nan, np.floor(10 + 3 * lost))
    won = np.array([[None, "guard", "gärtner"][int(seed) % 3] for seed in seeds], dtype=object)
    nobody = np.array([None] * len(seeds), dtype=object)
    columns = ((seeds % 3 != 0).astype(float), day, lost, won, nobody)
    return dict(zip(scenario.measures, columns, strict=True))


def play_turned(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Other numbers for the same seeds."""
    columns = play(scenario, seeds)
    return columns | {"lost": -columns["lost"]}


def play_slowly(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Take a while over each slab."""
    time.sleep(0.15)
    return play(scenario, seeds)


def play_badly(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Fail at seed 300."""
    if 300 in seeds:
        raise ZeroDivisionError("the hill has no height")
    return play(scenario, seeds)


def play_and_die(deaths: Path, scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Be killed at seed 300, as often as the file ``deaths`` has letters to take away."""
    if 300 in seeds and (left := deaths.read_text()):
        deaths.write_text(left[:-1])
        os.kill(os.getpid(), signal.SIGKILL)
    return play(scenario, seeds)


def play_wrong_measures(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Forget a measure."""
    columns = play(scenario, seeds)
    del columns["lost"]
    return columns


def game_slowly(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The game itself, but not at once: something has to be killed meanwhile."""
    from whitecell.game.play import play

    time.sleep(0.3)
    return play(scenario, seeds)


def game_that_dies(scenario: Scenario, seeds: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The game itself, for all but the first seeds, which kill their worker."""
    from whitecell.game.play import play

    if seeds[0] == 0:
        os._exit(9)
    return play(scenario, seeds)
