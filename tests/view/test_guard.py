import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient

from whitecell.scenario.reading import read_source
from whitecell.view.app import application
from whitecell.view.desk import Desk
from whitecell.view.guard import Guard
from whitecell.view.session import Session

HOME = "http://127.0.0.1:9000"
OWN = {"Origin": HOME}


@pytest.fixture
def client(valley: Path) -> Iterator[TestClient]:
    plot, source = read_source(valley)
    session = Session(plot, {}, runs=20, workers=1)
    app = application(session, Desk(str(valley), source, valley.parent))
    with TestClient(Guard(app, 9000), base_url=HOME) as client:
        yield client


def test_hosts_from_elsewhere_are_refused(client: TestClient) -> None:
    for host in (
        "evil.example",
        "evil.example:9000",
        "127.0.0.1:9001",
        "127.0.0.1",
        "127.0.0.1.evil.example:9000",
        "",
    ):
        for path in ("/", "/static/main.js", "/api/scenario"):
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code == 403 and "valley" not in answer.text
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "localhost:9000"}).status_code == 200


POSTS = ("what-if", "story", "save", "preview", "ahead", "twins")


@pytest.mark.parametrize("path", [f"/api/{name}" for name in POSTS])
def test_posts_from_other_pages_are_refused(client: TestClient, path: str, valley: Path) -> None:
    content: dict[str, Any] = {"values": {"leak_chance": 0.05}, "seed": 1, "name": "x"}
    for headers in (
        {}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "https://127.0.0.1:9000"},
        {"Origin": "http://127.0.0.1:9001"}, {**OWN, "Sec-Fetch-Site": "cross-site"},
    ):  # fmt: skip
        assert client.post(path, json=content, headers=headers).status_code == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        sent = client.post(path, content=json.dumps(content), headers={**OWN, "Content-Type": kind})
        assert sent.status_code == 415
    assert client.get(path).status_code == 405
    assert client.put(path, json=content, headers=OWN).status_code == 405
    assert [entry.name for entry in valley.parent.iterdir()] == ["valley.yaml"]


def test_large_bodies_are_refused(client: TestClient) -> None:
    body = json.dumps({"values": {}, "name": "x" * 300_000})
    sent = client.post("/api/save", content=body, headers={**OWN, "Content-Type": "application/json"})
    assert sent.status_code == 413


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for path in ("/", "/static/view.css", "/nowhere", "/api/scenario"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd",
        "/valley.yaml", "/static/",
        "/static/..%5c..%5capp.py", "/static/valley.yaml", "/static/%2fetc%2fpasswd", "/api/../valley.yaml",
    ],
)  # fmt: skip
def test_no_other_file_is_read(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text and "northern" not in answer.text and "import" not in answer.text


def test_nonsense_is_answered_with_what_is_wrong(client: TestClient) -> None:
    def post(path: str, content: Any) -> Any:
        return client.post(path, json=content, headers=OWN)

    for values, word in (
        ({"leak_chance": 9}, "outside"), ({"leek": 1}, "no assumption"), ({"leak_chance": "1"}, "number"),
        ({"leak_chance": None}, "number"), ({"leak_chance": True}, "number"), ([1], "names"),
        ({"leak_chance": 10**400}, "number"),
    ):  # fmt: skip
        for path in ("/api/what-if", "/api/story", "/api/save"):
            answer = post(path, {"values": values, "seed": 0, "name": "x"})
            assert answer.status_code == 422 and word in answer.json()["error"], answer.text
    for seed in (-1, 2**63, 1.5, "1", None, True):
        assert post("/api/story", {"seed": seed}).status_code == 422
        assert post("/api/twins", {"seed": seed, "beside": "case"}).status_code == 422
    for moving in (None, 3, "leek", ["leak_chance"]):
        for path in ("/api/preview", "/api/ahead"):
            assert post(path, {"values": {}, "moving": moving}).status_code == 422
    for kind, name in (("number", "leek"), ("measure", "../../etc/passwd"), ("leek", "leak_chance")):
        assert client.get(f"/api/source/{kind}", params={"name": name}).status_code == 404
    for body in ("[]", "{", "NaN", "[" * 100_000, '{"values": {"leak_chance": NaN}}'):
        answer = client.post(
            "/api/what-if", content=body, headers={**OWN, "Content-Type": "application/json"}
        )
        assert answer.status_code == 422


def test_saving_stays_in_the_folder_and_off_the_base(client: TestClient, valley: Path) -> None:
    def save(**content: Any) -> Any:
        return client.post("/api/save", json={"values": {"leak_chance": 0.05}, **content}, headers=OWN)

    for name in ("../out.yaml", "/tmp/out.yaml", "a/b.yaml", "valley.yaml", ".yaml", ""):
        assert save(name=name).status_code == 422
    assert save(name="case", values={}).status_code == 422
    assert save(name="case").json()["file"] == "case.yaml"
    assert save(name="case").status_code == 409
    assert save(name="case", over="yes").status_code == 409
    assert save(name="case", over=True).status_code == 200
    assert sorted(entry.name for entry in valley.parent.iterdir()) == ["case.yaml", "valley.yaml"]


def test_the_stream_ends_with_all_runs(client: TestClient) -> None:
    answer = client.post("/api/what-if", json={"values": {"leak_chance": 0.05}}, headers=OWN)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[-1]["done"] and lines[-1]["runs"] == 20 and lines[-1]["changed"]


def test_a_preview_has_no_more_runs_than_the_base(client: TestClient) -> None:
    asked = {"values": {"leak_chance": 0.055}, "moving": "leak_chance"}
    client.post("/api/ahead", json=asked, headers=OWN)
    found: dict[str, Any] = {"none": True}
    ends = monotonic() + 60.0
    while "none" in found and monotonic() < ends:
        sleep(0.1)
        found = client.post("/api/preview", json=asked, headers=OWN).json()
    assert found["runs"] == found["of"] == 20 and not found["done"]
    assert found["preview"].startswith("Preview: 20 runs at 0.052") and found["cards"] and found["layers"]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from whitecell_cli.commands import view

    monkeypatch.setattr(view, "find_spec", lambda name: None)
    done = CliRunner().invoke(view.command, ["southwest-syria-2017"])
    assert done.exit_code == 2 and "pip install 'whitecell[view]'" in done.output
