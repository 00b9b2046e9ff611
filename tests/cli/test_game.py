"""The commands of a game: what they refuse, and what they say to machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell.report.printing import browser
from whitecell_cli.main import cli

SCENARIO = "southwest-syria-2017"
SEATS = ("--seats", "blue=united_states,jordan", "--seats", "red=militias,iran")


def game(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["game", *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    game("new", SCENARIO, *SEATS, "--days", "10", "--turn", "5", "-o", "g")
    return tmp_path / "g"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seats", "blue"), "is not SEAT="),
        (("--seats", "blue=jordan", "--seats", "blue=iran"), "stands twice"),
        (("--seats", "blue=jordann"), "there is no actor 'jordann'"),
        (("--seats", "blue=jordan", "--turn", "soon"), "not a number of days"),
        (("--seats", "blue=jordan", "--no-estimate", "red"), "there is no seat 'red'"),
        (("--seats", "blue=jordan", "--script", "blue=none.yaml"), "there is no such file"),
    ],
)
def test_a_game_that_cannot_begin(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    folder = tmp_path / "g"
    assert told in game("new", SCENARIO, *words, "-o", str(folder), code=2).output
    assert not folder.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("status", "nowhere"), "not the folder of a game"),
        (("order", "g", "--seat", "red", "militias"), "there are:"),
        (("order", "g", "--seat", "red", "militias", "lunch", "soup"), "militias effort OPTION – hold, "),
        (("order", "g", "--seat", "red", "militias", "effort"), "militias effort OPTION – hold, "),
        (("order", "g", "--seat", "red", "jordan", "assent", "amman", "sign"), "does not sit on 'red'"),
        (("order", "g", "--seat", "red", "militias", "effort", "x" * 300), "this is no order: option: "),
        (("message", "g", "--seat", "red", "x" * 30_000), "this is no message: text: "),
        (("message", "g", "--seat", "red", "--to", "rad", "x"), "there is no seat 'rad'"),
        (("inject", "g", "x"), "take it from a --deck, or write"),
        (("inject", "g", "x", "--effect", "{kind: reinforced}"), "this is no inject"),
        (("inject", "g", "x", "--effect", "{kind: ["), "this is not YAML"),
        (("rule", "g", "set", "x", "--reason", "y"), "says nothing"),
        (("rule", "g", "narrate", "x"), "missing option '--reason'"),
        (("step", "g", "--turn", "2"), "turn 1 is next, not 2"),
        (("branch", "g", "--at", "1", "-o", "h"), "has not been played"),
        (("brief", "g", "--seat", "rad"), "did you mean 'red'?"),
        (("ahead", "g", "--order", "militias effort moon"), "it can choose: hold, "),
        (("ahead", "g", "--order", "militias"), "is not ACTOR CHOICE"),
        (("ahead", "g", "--order", "militias effort hold when dya > 3"), "did you mean 'day'?"),
        (("report", "g"), "no turn has been played"),
        (("inject", "g", "x", "--says", "x", "--when", "dey > 3"), "dey"),
        (("inject", "g", "x", "--deck", "d.yaml", "--when", "day > 3"), "take it from a --deck"),
        (("request", "g", "--seat", "red", " "), "it says nothing"),
        (("request", "g", "--seat", "red", "--owner", "blue", "x"), "a seat asks the white cell"),
        (("refer", "g", "1234", "red"), "there is no request '1234'; open ones are: none"),
        (("answer", "g", "1234", "x"), "there is no request '1234'"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(begun: Path, words: tuple[str, ...], told: str) -> None:
    assert told in game(*words, code=2).output
    assert (begun / "log.jsonl").read_bytes() == b""


def test_a_deck_is_dealt_from(begun: Path) -> None:
    (begun.parent / "deck.yaml").write_text(
        "injects:\n  late: {name: It comes late, on: day 8}\n  now: {name: It comes now}\n", encoding="utf-8"
    )
    game("inject", "g", "late", "--deck", "deck.yaml")
    game("inject", "g", "now", "--deck", "deck.yaml", "--reason", "why not")
    assert "no inject 'then'" in game("inject", "g", "then", "--deck", "deck.yaml", code=2).output
    for _ in range(2):
        game("step", "g")
    text = game("report", "g", "--no-odds").output
    assert "12 June 2017:** It comes now" in text.replace("\\", "")
    assert "19 June 2017:** It comes late" in text.replace("\\", "")
    assert "the game is over" in game("step", "g", code=2).output
    assert "the game is over" in game("ahead", "g", code=2).output.lower()
    assert "The game is over" in game("brief", "g", "--seat", "red").output


def test_a_request_is_asked_referred_and_answered(begun: Path) -> None:
    said = game("request", "g", "--seat", "red", "How far is it?").output
    sign = said.split("It is request ")[1].strip(".\n")
    (asked,) = json.loads(game("status", "g", "--json").output)["requests"]
    assert (asked["sign"], asked["asker"], asked["owner"], asked["since"]) == (sign, "red", "white", 1)
    assert "How far is it?" not in game("brief", "g", "--seat", "blue").output
    assert "the white cell owes the answer since turn 1" in game("brief", "g", "--seat", "red").output
    game("step", "g")
    game("refer", "g", sign, "blue", "--reason", "They know")
    assert "blue owes the answer since turn 2" in game("status", "g").output.lower()
    assert "you owe the answer" in game("brief", "g", "--seat", "blue").output
    game("answer", "g", sign, "--seat", "blue", "Two days.")
    assert "Requests" not in game("status", "g").output
    assert "Two days" in game("brief", "g", "--seat", "red").output
    game("step", "g")
    assert f"answer to request {sign}: “Two days.”" in game("report", "g", "--no-odds").output


def test_the_turn_on_trial_is_told_and_not_played(begun: Path) -> None:
    found = json.loads(game("odds", "g", "--runs", "20", "--seed", "5", "--json").output)
    assert (found["turn"], found["days"], found["runs"], found["seed"]) == (1, [1, 5], 20, 5)
    assert found["events"] and all(0.0 <= line["share"] <= 1.0 for line in found["events"])
    told = game("odds", "g", "--runs", "20").output
    assert all(line["text"] in told for line in found["events"])
    assert (begun / "log.jsonl").read_bytes() == b""
    for _ in range(2):
        game("step", "g")
    assert "the game is over" in game("odds", "g", code=2).output


def test_branches_are_listed_below_their_parents(begun: Path) -> None:
    game("step", "g")
    game("branch", "g", "--at", "1", "-o", "h")
    game("step", "h")
    game("branch", "h", "--at", "2", "-o", "i")
    told = game("branches", "h").output.splitlines()
    assert told == [
        "g: 1 turn played",
        "  h (this one): 2 turns played, branched after turn 1 of g",
        "    i: 2 turns played, branched after turn 2 of h",
    ]
    assert [b["parent"] for b in json.loads(game("branches", "h", "--json").output)] == ["", "g", "h"]


def test_an_inject_waits_for_its_condition(begun: Path) -> None:
    game("inject", "g", "late", "--says", "It comes late", "--when", "day > 6", "--reason", "why not")
    game("inject", "g", "dated", "--says", "It comes on its day", "--on", "day 9")
    for _ in range(2):
        game("step", "g")
    text = game("report", "g", "--no-odds").output.replace("\\", "")
    assert "18 June 2017:** It comes late" in text and "20 June 2017:** It comes on its day" in text


def test_machines_are_told_the_same(begun: Path) -> None:
    game("order", "g", "--seat", "red", "militias", "effort", "hold")
    game("step", "g")
    status = json.loads(game("status", "g", "--json").output)
    assert (status["turn"], status["days"], status["entries"]) == (2, [6, 10], 2)
    assert status["seats"]["red"]["orders"][0]["option"] == "hold"
    brief = json.loads(game("brief", "g", "--seat", "red", "--json").output)
    assert brief["efforts"]["militias"] == ""
    ahead = json.loads(game("ahead", "g", "--runs", "4", "--order", "militias effort tanf", "--json").output)
    assert (ahead["day"], ahead["until"], ahead["runs"]) == (5, 10, 4)
    assert ahead["differences"]
    waits = "militias effort tanf when day > 5"
    assert ahead == json.loads(game("ahead", "g", "--runs", "4", "--order", waits, "--json").output)


def test_a_torn_line_is_told(begun: Path) -> None:
    game("message", "g", "--seat", "red", "hello")
    log = begun / "log.jsonl"
    log.write_bytes(log.read_bytes() + b'{"n": 2, "tu')
    result = game("status", "g")
    assert "was not written to its end" in result.stderr
    assert "1 entry." in result.stdout
    game("step", "g")
    assert game("status", "g").stderr == ""


def test_a_game_is_played_where_a_scenario_is(begun: Path) -> None:
    game("order", "g", "--seat", "red", "militias", "effort", "hold")
    game("step", "g")

    def play(*words: str) -> Result:
        return CliRunner().invoke(cli, words)

    told = json.loads(play("run", "g", "--json", "--why", "militias").output)
    assert {w["chosen"] for w in told["why"]["weighings"]} == {"hold"}
    assert told["seed"] == 0
    rows = json.loads(play("batch", "g", "--runs", "3", "--jobs", "1", "--no-store", "--json").output)
    assert rows["runs"] == 3
    refused = play("run", "g", "--set", "leak_chance=0.1")
    assert refused.exit_code == 2
    assert "is a game" in refused.output


@pytest.mark.parametrize("words", [("brief", "--seat", "red"), ("report", "--no-odds")])
def test_a_file_is_what_its_ending_says(begun: Path, words: tuple[str, ...]) -> None:
    game("step", "g")
    command, *rest = words
    for name, start in (("x.html", b"<!DOCTYPE html>"), ("x.HTM", b"<!DOCTYPE html>"), ("x.md", b"# ")):
        game(command, "g", *rest, "-o", name)
        assert Path(name).read_bytes().startswith(start)
    written = sorted(Path().iterdir())
    for name in ("x.docx", "x.txt", "x.p d f"):
        told = game(command, "g", *rest, "-o", name, code=2).output
        assert "is not written; give a name that ends in .html, .htm, .md, .pdf, .pptx" in told
    assert sorted(Path().iterdir()) == written


def test_a_pdf_is_one(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    game("step", "g")
    if browser() is not None:
        game("report", "g", "--no-odds", "-o", "x.pdf")
        assert Path("x.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr("whitecell.report.printing.browser", lambda: None)
    assert "needs Chromium" in game("report", "g", "--no-odds", "-o", "y.pdf", code=2).output
    assert not Path("y.pdf").exists()


def test_the_debrief_as_slides(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pptx")
    game("step", "g")
    game("report", "g", "--no-odds", "-o", "debrief.pptx")
    assert (begun.parent / "debrief.pptx").read_bytes().startswith(b"PK")
    monkeypatch.setattr("whitecell.report.paper.slides.able", lambda: False)
    told = game("report", "g", "--no-odds", "-o", "other.pptx", code=2).output
    assert "whitecell[slides]" in told
    assert not (begun.parent / "other.pptx").exists()


@pytest.mark.parametrize(
    ("aim", "told"),
    [
        ("red=tanf_strikes", "does not end in :high or :low"),
        ("rod=tanf_strikes:low", "there is no seat 'rod'"),
        ("red=tanf_strike:low", "did you mean 'tanf_strikes'?"),
        ("red=corridor_via:low", "a category, neither high nor low"),
        ("red", "is not SEAT="),
    ],
)
def test_aims_that_cannot_be(begun: Path, aim: str, told: str) -> None:
    game("step", "g")
    assert told in game("report", "g", "--aim", aim, code=2).output.replace("\n", " ")
    assert told in game("new", SCENARIO, *SEATS, "--aim", aim, "-o", "h", code=2).output.replace("\n", " ")
    assert not Path("h").exists()


def test_seats_are_scored_by_their_aims(begun: Path) -> None:
    game("new", SCENARIO, *SEATS, "--days", "10", "--turn", "5", "--aim", "red=tanf_strikes:low", "-o", "h")
    assert "Your stated aims: coalition strikes near Tanf low." in game("brief", "h", "--seat", "red").output
    assert "stated aims" not in game("brief", "h", "--seat", "blue").output
    game("step", "h")
    told = game("report", "h", "--runs", "4", "--aim", "blue=displaced:high").output
    rows = [line for line in told.splitlines() if line.endswith("| not distinguished |")]
    assert [row.split(" | ")[0] for row in rows] == ["| Blue", "| Red"]
