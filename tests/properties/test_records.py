"""Whatever a record accepts, it honours: zones and things part its value, or the reader refuses them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from theatre import SMALL

from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.records import ABOUT, PLACED

DOUBLED = ("agreements", "constraints", "talks", "corridors", "rivalries", "injects")
PAIRS = ("support", "consent", "refused")
"""Records about talks and one actor, which nothing parts."""
TOGETHER = ("calm",)
"""Records about all things that are named together, which do not add up."""


def theatre(measures: dict[str, Any]) -> dict[str, Any]:
    """A small theatre with two of each thing, of which the second is like the first."""
    stated = copy.deepcopy(SMALL)
    for section in DOUBLED:
        for name, thing in list(stated[section].items()):
            stated[section][f"{name}2"] = copy.deepcopy(thing)
    stated["actors"]["red"]["recruits"] = 25
    stated["actors"]["red"]["arms"] = {
        "guns": {"name": "guns", "unit": "guns", "forces": {"ford": 5}, "at_range": True, "kills": 1}
    }
    stated["actors"]["blue"]["forces"]["hill"] = 8
    for name in ("pact", "pact2"):
        stated["agreements"][name]["term"] = 10
    stated["injects"]["vote"]["effects"].append(
        {"kind": "reinforce", "actor": "red", "zone": "ford", "fighters": 70}
    )
    for name, deed in (("gate", "turn back"), ("net", "seize")):
        line = copy.deepcopy(stated["constraints"]["line"]) | {"name": name, "applies_to": ["blue"]}
        line["answered_by"] = {"actor": "red", "by": deed, "resolve": 0.05, "scale": 100}
        line["zones"] = ["hill", "ford"]
        stated["constraints"][name] = line
    stated["constraints"]["gate"]["answered_by"]["warns"] = [{"days": 1}]
    stated["constraints"]["line"]["answered_by"]["warns"] = [{"chance": 0.5}]
    stated["variables"] = {name: {"name": name, "start": 4, "per_day": 1} for name in ("stock", "store")}
    options = {"off": {"name": "Off"}, "on": {"name": "On"}}
    stated["decisions"] = {
        name: {"name": name, "by": "power", "options": options, "noise": 1, "every": 5} for name in ("d", "e")
    }
    older = copy.deepcopy(stated["agreements"]["pact"]) | {"name": "Older", "in_force": "from the start"}
    stated["agreements"]["older"] = older | {"collapse": {"hazard": 0.05, "trust": 0}}
    del stated["agreements"]["older"]["term"]
    stated["agreements"]["pact"]["ends"] = ["older"]
    stated["agreements"]["pact"]["steps"] = [{"after": 1}]
    stated["talks"]["t"] |= {"fails_after": 1, "resumes_after": 5}
    stated["talks"]["t2"] |= {"fails_after": 1, "for_good": True}
    return {**stated, "measures": measures}


def read(stated: dict[str, Any], folder: Path) -> Scenario:
    path = folder / "small.yaml"
    path.write_text(json.dumps(stated), encoding="utf-8")
    return read_scenario(path)


def things(record: str) -> list[str]:
    """What ``of`` may name for a record, in the small theatre."""
    stated = theatre({})
    return [name for section in ABOUT[record] for name in stated[section]]


def about(record: str) -> dict[str, Any]:
    """The least that a measure of a record says."""
    if record in PAIRS:
        return {"record": record, "of": ["t", "power"]}
    if record == "control":
        return {"record": record, "of": ["red"]}
    return {"record": record, "of": things(record)} if ABOUT[record] else {"record": record}


OWN = [record for record in ABOUT if record != "path"]


@pytest.mark.parametrize("record", OWN)
def test_zones_part_a_record_or_are_refused(record: str, tmp_path: Path) -> None:
    count = {"statistic": "count", **about(record)}
    measures = {zone: {**count, "zones": [zone]} for zone in SMALL["zones"]}
    if record not in PLACED:
        with pytest.raises(ScenarioError, match=f"'{record}' is not told by zones"):
            read(theatre(measures), tmp_path)
        return
    measures = {"all": count, "each": {**count, "zones": list(SMALL["zones"])}, **measures}
    found = play(read(theatre(measures), tmp_path), np.arange(40))
    parts = np.array([found[zone] for zone in SMALL["zones"]])
    whole = parts.mean(axis=0) if record == "control" else parts.sum(axis=0)
    assert whole == pytest.approx(found["all"])
    assert np.array_equal(found["all"], found["each"])
    assert found["all"].any()
    assert (parts != found["all"]).any()


@pytest.mark.parametrize("record", [r for r in OWN if r not in (*PAIRS, *TOGETHER) and ABOUT[r]])
def test_things_part_a_record(record: str, tmp_path: Path) -> None:
    names = things(record)
    measures = {name: {"statistic": "count", "record": record, "of": [name]} for name in names}
    measures["all"] = {"statistic": "count", "record": record, "of": names}
    found = play(read(theatre(measures), tmp_path), np.arange(40))
    assert sum(found[name] for name in names) == pytest.approx(found["all"])
    assert found["all"].any()


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ({"statistic": "which", "record": "path", "of": ["road", "road2"]}, "of one corridor"),
        ({"statistic": "which", "record": "path", "of": ["road"], "zones": ["ford"]}, "not told by zones"),
        ({"statistic": "which", "record": "path", "of": ["road"], "last": 3}, "on whatever day"),
        (
            {"statistic": "which", "record": "path", "of": ["road"], "during": {"record": "displaced"}},
            "on whatever day",
        ),
        ({"statistic": "count", "record": "losses", "of": ["red", "red"]}, "'red' stands here twice"),
        ({"statistic": "count", "record": "losses", "zones": ["ford", "ford"]}, "'ford' stands here twice"),
        ({"statistic": "count", "record": "displaced", "of": ["red"]}, "nothing in particular"),
        ({"statistic": "count", "record": "consent", "of": ["t", "red", "blue"]}, "talks and an actor"),
        (
            {
                "statistic": "mean",
                "record": "losses",
                "during": {"record": "trust", "of": ["pact"], "zones": ["ford"]},
            },
            "not told by zones",
        ),
    ],
)
def test_what_would_go_unheeded_is_refused(measure: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=said):
        read(theatre({"one": measure}), tmp_path)


def test_breaches_of_a_clause_per_day_in_force(tmp_path: Path) -> None:
    during = {"record": "in_force", "of": ["truce"]}
    measures = {
        "breaches": {"statistic": "count", "record": "breaches", "of": ["truce"], "during": during},
        "days": {"statistic": "days", **during},
        "rate": {"statistic": "mean", "record": "breaches", "of": ["truce"], "during": during},
    }
    found = play(read(theatre(measures), tmp_path), np.arange(40))
    some = found["days"] > 0
    assert some.any() and not some.all()
    assert found["rate"][some] == pytest.approx(found["breaches"][some] / found["days"][some])
    assert np.isnan(found["rate"][~some]).all()
