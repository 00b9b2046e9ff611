"""A scenario whose facts have a known likelihood: raids that come or not, each with the same chance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from whitecell.scenario.skeleton import skeleton

RAIDS = 8
BASE = "raids"


def write(folder: Path, facts: dict[str, Any], **changes: Any) -> str:
    """Write the scenario and the register that it cites into a folder; gives the scenario's path.

    ``zeal`` is the chance of each of ``RAIDS`` raids, ``coin`` comes to pass in half of the runs whatever the
    assumptions, and ``idle`` is used nowhere that matters on its few days.
    """
    (folder / "valley.yaml").write_text(skeleton("Valley", "valley.yaml"), encoding="utf-8")
    raids = {f"raid_{k}": inject("zeal", k) for k in range(1, RAIDS + 1)}
    scenario = {
        "extends": "valley.yaml",
        "title": "Raids",
        "days": 12,
        "claims": "register.yaml",
        "assumptions": {
            "zeal": {"value": 0.5, "range": [0.0, 1.0], "judgement": "Nobody knows."},
            "idle": {"value": 0.003, "range": [0.001, 0.008], "judgement": "Nobody knows."},
        },
        "rules": {"displacement": "idle"},
        "injects": {**raids, "coin": inject(0.5, 10)},
        **changes,
    }
    (folder / f"{BASE}.yaml").write_text(yaml.safe_dump(scenario), encoding="utf-8")
    claim = {"says": "So.", "said_by": "A", "grade": "C3", "because": "B.", "kind": "event"}
    register = {"title": "What was seen", "claims": {"C1": claim}, "expectations": facts}
    (folder / "register.yaml").write_text(yaml.safe_dump(register), encoding="utf-8")
    return str(folder / f"{BASE}.yaml")


def inject(chance: Any, day: int) -> dict[str, Any]:
    """Something that happens on a day or not, and does nothing."""
    return {"name": "It happens", "on": f"day {day}", "chance": chance, "effects": []}


def raided(**asked: Any) -> dict[str, Any]:
    """A fact about how many raids there were."""
    of = [f"raid_{k}" for k in range(1, RAIDS + 1)]
    return fact({"statistic": "count", "record": "happened", "of": of}, **asked)


def tossed(**asked: Any) -> dict[str, Any]:
    """A fact about the coin."""
    return fact({"statistic": "count", "record": "happened", "of": ["coin"]}, **asked)


def fact(measure: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """A fact of the register."""
    way = {} if {"within", "every", "rising"} & set(asked) else {"mean": [0, RAIDS]}
    return {"fact": "So they say.", "scenario": BASE, "measure": measure, "cites": ["C1"], **way, **asked}
