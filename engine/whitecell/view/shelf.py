"""Screenings that were made before, kept beside the cache of read scenarios and named by what they depend on.

A file there only saves time. One that is missing, damaged or of another version is made again; if none can be
written, the screening is repeated the next time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

import whitecell
from whitecell import disk
from whitecell.plain_json import read_json
from whitecell.scenario import kept
from whitecell.scenario.digest import digest
from whitecell.scenario.model import Scenario
from whitecell.view.screening import FIRST, LEADERS, MORE, Effect, Weight

FORMAT = 1
LARGEST = 4 * 2**20
"""Bytes of such a file, at most."""
KEPT = 64
"""Screenings that are kept; the oldest are removed."""


def shelf_file(scenario: Scenario) -> Path | None:
    """The file of a scenario's screening, named by all that it depends on; None if nothing may be kept."""
    where = kept.folder()
    what = [FORMAT, whitecell.__version__, FIRST, MORE, LEADERS, digest(scenario)]
    name = f"screening-{sha256(json.dumps(what).encode()).hexdigest()[:32]}.json"
    return where / name if where is not None else None


def fetch(scenario: Scenario) -> list[Weight] | None:
    """The screening of a scenario, if it was made before and its file is valid."""
    path = shelf_file(scenario)
    if path is None:
        return None
    try:
        content = read_json(disk.read(path, LARGEST))
        return [_weight(one, scenario.assumptions, scenario.measures) for one in content["weights"]]
    except (OSError, RuntimeError, ValueError, TypeError, KeyError):
        return None


def keep(scenario: Scenario, found: list[Weight]) -> None:
    """Keep a screening for the next time; failure is silent."""
    path = shelf_file(scenario)
    if path is None:
        return
    content = {
        "weights": [
            {
                "name": w.name, "score": w.score, "seeds": w.seeds,
                "effects": [[e.measure, e.difference, e.error, e.size] for e in w.effects],
            }
            for w in found
        ]
    }  # fmt: skip
    with suppress(OSError, RuntimeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.write(path, json.dumps(content, allow_nan=False))
        others = sorted(path.parent.glob("screening-*.json"), key=lambda file: -file.lstat().st_mtime)
        for old in others[KEPT:]:
            old.unlink(missing_ok=True)


def _weight(stated: Any, assumptions: Collection[str], measures: Collection[str]) -> Weight:
    """A weight as a file states it; raises ValueError, TypeError or KeyError if it cannot be one."""
    effects = []
    for measure, *numbers in stated["effects"]:
        difference, error, size = map(_number, numbers)
        if measure not in measures:
            raise ValueError("no such measure")
        effects.append(Effect(measure, difference, error, size))
    if stated["name"] not in assumptions:
        raise ValueError("no such assumption")
    return Weight(stated["name"], _number(stated["score"]), int(_number(stated["seeds"])), tuple(effects))


def _number(stated: Any) -> float:
    if isinstance(stated, bool) or not isinstance(stated, (int, float)) or not isfinite(stated):
        raise ValueError("not a number")
    return float(stated)
