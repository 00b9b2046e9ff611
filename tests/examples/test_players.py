"""The players that ship, at a table; the language model is a fake server on this machine."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from whitecell.env.process import Program
from whitecell.table.folder import open_game
from whitecell.table.view import standing
from whitecell_cli.main import cli

EXAMPLES = Path(__file__).parents[2] / "examples"
HEURISTIC = [sys.executable, str(EXAMPLES / "heuristic_player.py")]
SAID = {"orders": [{"actor": "militias", "choice": "effort", "about": "", "option": "hold"}], "note": "wait"}


def whitecell(*words: str) -> str:
    done = CliRunner().invoke(cli, words, env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    seats = ("--seats", "blue=united_states,jordan,coalition", "--seats", "red=iran,militias")
    whitecell("game", "new", "southwest-syria-2017", *seats, "--days", "21", "-o", "day")
    return tmp_path / "day"


class Fake(HTTPServer):
    """A server of an OpenAI-compatible address: keeps what it is asked, and says what it is given."""

    def __init__(self, replies: list[str | int]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.replies = replies
        super().__init__(("127.0.0.1", 0), Model)


class Model(BaseHTTPRequestHandler):
    server: Fake

    def do_POST(self) -> None:
        assert self.path == "/v1/chat/completions"
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.keys.append(self.headers.get("Authorization", ""))
        reply = self.server.replies.pop(0)
        self.send_response(reply if isinstance(reply, int) else 200)
        self.end_headers()
        if isinstance(reply, str):
            self.wfile.write(json.dumps({"choices": [{"message": {"content": reply}}]}).encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake([])
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def model(fake: Fake) -> list[str]:
    url = f"http://127.0.0.1:{fake.server_port}/v1"
    return [sys.executable, str(EXAMPLES / "language_model_player.py"), "--url", url, "--model", "tiny"]


def test_rules_of_thumb_play_a_game(game: Path) -> None:
    for _ in range(2):
        for seat in ("red", "blue"):
            said = whitecell("game", "ask", "day", "--seat", seat, *HEURISTIC)
            assert "the model chooses instead" not in said
        whitecell("game", "step", "day")
    lines = (game / "programs" / "red.jsonl").read_text().splitlines()
    assert [json.loads(line)["turn"] for line in lines] == [1, 2]
    orders = [entry.body.actor for entry in open_game(game).entries if entry.kind == "order"]
    assert "militias" in orders
    assert (game / "programs" / "blue.stderr").read_text() == ""


def test_a_language_model_orders_and_what_it_was_told_is_kept(
    game: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a-secret-key")
    fake.replies += [f"Certainly!\n```json\n{json.dumps(SAID)}\n```"]
    assert "militias effort: hold" in whitecell("game", "ask", "day", "--seat", "red", *model(fake))
    entry = open_game(game).entries[-1]
    assert (entry.seat, entry.reason) == ("red", "wait")
    kept = json.loads((game / "programs" / "red.jsonl").read_text())
    assert kept["said"]["kept"]["messages"] == fake.asked[0]["messages"]
    assert kept["said"]["kept"]["reply"].startswith("Certainly!")
    assert fake.asked[0]["model"] == "tiny"
    assert '"militias"' in fake.asked[0]["messages"][1]["content"]
    assert fake.keys == ["Bearer a-secret-key"]
    assert not any("a-secret-key" in f.read_text() for f in game.rglob("*") if f.is_file())


@pytest.mark.parametrize("reply", ["I would rather not.", "{broken", '{"orders": 3}', 500])
def test_what_a_language_model_says_amiss_leaves_it_to_the_model(
    game: Path, fake: Fake, reply: str | int
) -> None:
    fake.replies += [json.dumps(SAID), reply]
    whitecell("game", "ask", "day", "--seat", "red", *model(fake))
    assert standing(open_game(game), ("militias",))
    assert "withdrawn" in whitecell("game", "ask", "day", "--seat", "red", *model(fake))
    assert not standing(open_game(game), ("militias",))
    assert re.search(r"turn 1: ", (game / "programs" / "red.stderr").read_text())


def test_an_address_that_nobody_answers_leaves_it_to_the_model() -> None:
    words = ["--url", "http://127.0.0.1:9/v1", "--model", "tiny", "--seconds", "5"]
    with Program([sys.executable, str(EXAMPLES / "language_model_player.py"), *words], 30.0) as running:
        answer = running.ask({"observation": {}, "legal": [], "turn": 1})
    assert answer["orders"] == []
