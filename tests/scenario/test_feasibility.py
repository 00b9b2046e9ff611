"""What is there and works, and what is there and cannot."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from theatre import SMALL

from whitecell.scenario.reading import examined


def said_of_patrons(folder: Path, relation: dict[str, Any]) -> list[str]:
    stated = copy.deepcopy(SMALL)
    stated["relations"].append(relation)
    path = folder / "small.yaml"
    path.write_text(json.dumps(stated), encoding="utf-8")
    return [problem.message for problem in examined(path) if "patron" in problem.message
            or "presses" in problem.message]  # fmt: skip


def test_a_rivals_client_is_no_idle_patronage_for_a_strike_on_it_is_an_incident(tmp_path: Path) -> None:
    idle = {"patron": "power", "client": "red", "leverage": 0}
    assert len(said_of_patrons(tmp_path, idle)) == 2
    assert not said_of_patrons(tmp_path, {**idle, "patron": "blue"})
    unheard = {**idle, "patron": "blue", "will": {"pact": 0.4}}
    assert said_of_patrons(tmp_path, unheard) == ["'blue' is a patron whom 'red' never obeys"]


def findings(folder: Path, **stated: Any) -> list[str]:
    path = folder / "small.yaml"
    path.write_text(json.dumps({**copy.deepcopy(SMALL), **stated}), encoding="utf-8")
    return [problem.message for problem in examined(path)]


def test_talks_that_an_event_opens_can_open(tmp_path: Path) -> None:
    talks = {"t": {**SMALL["talks"]["t"], "opens": "when an agreement spreads"}}
    event = {"name": "They meet", "effects": [{"kind": "open talks", "talks": "t"}]}
    closed = "'t' can never open: no agreement spreads to them"
    assert closed in findings(tmp_path, talks=talks)
    assert closed not in findings(tmp_path, talks=talks, injects={"meeting": event})
