"""Twin runs: what can stand beside the base, and where the two diverge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from whitecell.analysis.divergence import parting, trace
from whitecell.scenario.reading import read_scenario, read_source
from whitecell.view.app import application
from whitecell.view.beside import family, titles
from whitecell.view.desk import Desk
from whitecell.view.session import Session


def test_the_family_is_what_extends_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: My case\nextends: southwest-syria-2017-no-talks\n")
    (tmp_path / "other.yaml").write_text("extends: island-quarantine\n")
    (tmp_path / "lost.yaml").write_text("extends: nowhere-at-all\n")
    _, source = read_source("southwest-syria-2017")
    found = family(source, tmp_path)
    assert "mine.yaml" in found and "southwest-syria-2017-no-talks" in found
    assert "southwest-syria-2017" not in found and "other.yaml" not in found and "lost.yaml" not in found
    assert not any(name.startswith("island") for name in found)
    assert titles(found)["mine.yaml"] == "My case"


def test_a_parting_is_the_first_of_the_trace(valley: Path) -> None:
    one, other = read_scenario(valley), read_scenario(valley, settings={"leak_chance": "0.06"})
    known = {p.seed: p for p in trace(one, other, np.arange(12)).divergences}
    assert known
    for seed in range(12):
        assert parting(one, other, seed) == known.get(seed)


@pytest.fixture
def client(valley: Path) -> Any:
    plot, source = read_source(valley)
    beside = valley.parent / "calm.yaml"
    beside.write_text(
        "title: A calm valley\nextends: valley.yaml\nassumptions:\n  leak_chance: {value: 0.0}\n"
    )
    (valley.parent / "short.yaml").write_text("title: Short\nextends: valley.yaml\ndays: 9\n")
    session = Session(plot, {}, runs=20, workers=1)
    with TestClient(application(session, Desk(str(valley), source, valley.parent))) as client:
        yield client


def test_twins_are_told_up_to_where_they_diverge_and_to_the_end(client: TestClient, valley: Path) -> None:
    assert {one["key"]: one["title"] for one in client.get("/api/beside").json()} == {
        "calm.yaml": "A calm valley",
        "short.yaml": "Short",
    }
    plot = read_scenario(valley)
    other = read_scenario(valley, settings={"leak_chance": "0.06"})
    found = trace(plot, other, np.arange(12)).divergences[0]
    asked = {"seed": found.seed, "values": {"leak_chance": 0.06}, "beside": "case"}
    told = client.post("/api/twins", json=asked).json()
    assert told["day"] == found.day and told["what"].endswith(".")
    logs = [run["log"] for run in told["runs"]]
    before = [[day for day in log if day["day"] < found.day] for log in logs]
    assert before[0] == before[1]
    assert len(told["ends"]) == len(plot.measures) and not all(row["same"] for row in told["ends"])
    calm = client.post("/api/twins", json={"seed": found.seed, "beside": "calm.yaml"})
    assert calm.status_code == 200
    assert "<svg" in client.get("/api/map/second:calm.yaml/wide").json()["svg"]
    same = client.post("/api/twins", json={"seed": 1, "beside": "case"}).json()
    assert same["day"] is None and all(row["same"] for row in same["ends"])


def test_what_cannot_stand_beside_is_refused(client: TestClient) -> None:
    for name, word in (("/etc/passwd", "no such scenario"), ("valley.yaml", "no such"), (None, "no such"),
                       ("short.yaml", "other days")):  # fmt: skip
        answer = client.post("/api/twins", json={"seed": 1, "beside": name})
        assert answer.status_code == 422 and word in json.loads(answer.text)["error"]
    assert client.get("/api/map/second:..%2fvalley.yaml/wide").status_code in (404, 422)
