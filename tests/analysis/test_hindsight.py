"""What orders and rulings did, beside the same dice without them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from seated import order, stepped

from whitecell.analysis.days import followed
from whitecell.analysis.hindsight import Hindsight, hindsight, seats_aims
from whitecell.game.play import play
from whitecell.report.paper.after_action import after_action
from whitecell.report.paper.blocks import Bullets, Figure, Heading, Paragraph, figures, pieces
from whitecell.report.paper.markdown import text
from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import body_of
from whitecell.table.folder import Folder, Seat, append, create
from whitecell.table.replay import Replay

RUNS = 30
LINE = ("coalition", "strike", "tanf_red_line")


def begun(place: Path, **aims: dict[str, str]) -> Folder:
    scenario = read_scenario("southwest-syria-2017", days=20)
    seats = {
        "blue": Seat.model_validate({"actors": ("coalition", "jordan"), "aims": aims.get("blue", {})}),
        "red": Seat.model_validate({"actors": ("militias", "iran"), "aims": aims.get("red", {})}),
    }
    return create(place, "southwest-syria-2017", scenario, seed=3, turn=10, seats=seats)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Two turns: blue holds its fire, the white cell rolls again, tells something and brings fighters."""
    place = tmp_path_factory.mktemp("games") / "g"
    folder = begun(place, blue={"tanf_strikes": "low"}, red={"tanf_strikes": "low"})
    start = folder.scenario.start
    folder = append(folder, "blue", order("coalition", "strike", "hold fire", "tanf_red_line"), "calm")
    folder = stepped(folder)
    folder = append(folder, "white", body_of("ruling", {"how": "reroll"}, start), "once more")
    folder = append(folder, "white", body_of("ruling", {"how": "narrate", "text": "Dust."}, start))
    effect = {"kind": "reinforce", "actor": "nusra", "zone": "daraa_city", "fighters": 5000}
    convoy = {"name": "A convoy", "on": "day 11", "effects": [effect]}
    folder = append(folder, "white", body_of("inject", {"name": "convoy", "inject": convoy}, start))
    return Replay(stepped(folder))


@pytest.fixture(scope="module")
def looked(played: Replay) -> Hindsight:
    return hindsight(played, RUNS)


def test_a_seat_is_scored_against_the_model_in_its_place(played: Replay, looked: Hindsight) -> None:
    blue, red = looked.scores
    assert [s.seat for s in looked.scores] == ["blue", "red"]
    without = played.folder.scenario.model_copy(
        update={"injects": played.scenario.injects, "rerolls": played.scenario.rerolls}
    )
    struck = play(without, np.arange(RUNS))["tanf_strikes"]
    assert blue.contrast.first == pytest.approx(struck.mean())
    assert blue.contrast.second == 0.0
    assert blue.here == (play(without, np.array([3]))["tanf_strikes"][0], 0.0)
    assert blue.gain == (-blue.contrast.high, -blue.contrast.low)
    assert blue.verdict == "better"
    # Red ordered nothing, so it is the model.
    assert (red.contrast.differing, red.verdict) == (0, "not distinguished")


def test_the_way_of_an_aim_is_what_is_better(played: Replay) -> None:
    (score,) = hindsight(played, RUNS, {"blue": {"tanf_strikes": "high"}}).scores
    assert score.verdict == "worse"
    assert score.gain == (score.contrast.low, score.contrast.high)


def test_orders_that_left_the_model_are_taken_back_one_by_one(looked: Hindsight) -> None:
    assert list(looked.departures) == [LINE]
    effect = looked.departures[LINE]
    assert "tanf_strikes" in {c.measure for c in effect.sure}
    assert effect.here["tanf_strikes"] == (looked.scores[0].here[0], 0.0)


def test_rulings_are_judged_by_what_they_did(played: Replay, looked: Hindsight) -> None:
    entries = {entry.n: entry for entry in played.folder.entries}
    assert [entries[n].kind for n in looked.rulings] == ["ruling", "inject"]
    dice, convoy = looked.rulings.values()
    assert not dice.contrasts and dice.here
    assert convoy.sure


def test_the_report_opens_on_one_screen_and_tells_all_of_it(played: Replay, looked: Hindsight) -> None:
    document = after_action(played, [], RUNS, looked=looked)
    first, question, answer, picture, rests, *_ = document.blocks
    assert document.folded and first == Heading("In brief", 2, "brief")
    assert isinstance(question, Paragraph) and question.text == (
        "What did Blue and Red achieve, and which of their decisions mattered?"
    )
    assert isinstance(answer, Bullets) and isinstance(picture, Figure) and isinstance(rests, Bullets)
    lines = ["".join(piece.text for piece in pieces(item)) for item in (*answer.items, *rests.items)]
    assert len(lines) == 6 and sum(-(-len(line) // 80) for line in lines) <= 20
    assert lines[1].startswith(
        "By stated aims, against the model in its place: Blue did better (coalition strikes near Tanf from "
    )
    assert lines[1].endswith("; Red made no significant difference to 1 stated aim.")
    assert "of 1 orders that left the model's choice, taken back one by one, 1 changed" in lines[5].lower()
    told = text(document)
    for heading in (
        "Timeline", "Scores by stated aims", "Where the table left the model's choice", "Rulings and injects",
        "How it stands",
    ):  # fmt: skip
        assert f"## {heading}" in told
    assert "2 injects and rulings, 1 with a reason; 1 moved the odds" in told
    assert "inject: A convoy – no reason was given" in told
    assert "The coalition, strikes for the red line around Tanf:** Odds moved: " in told
    assert "rolled the dice again – once more.** No odds moved beyond doubt. In this game: " in told
    rows = [line for line in told.splitlines() if line.startswith(("| 1 |", "| 2 |"))]
    assert "strikes for the red line around Tanf: hold fire" in rows[0]
    assert "rolled the dice again; told: “Dust.”; inject: A convoy" in rows[1]


def test_the_map_of_the_report_is_of_the_game_that_was_played(played: Replay) -> None:
    game = played.game
    (shown,) = (f for f in figures(after_action(played, [], RUNS).blocks) if f.name == "game-map")
    assert shown.frames is not None and shown.dates[-1][0] == game.day
    story, days = followed(played.scenario, played.folder.settings.seed, last=game.day)
    assert list(story.events) == [event for turn in played.turns for event in turn.events]
    assert (days.control[-1] == game.state.land.control[..., 0]).all()


def test_without_orders_there_is_nothing_to_take_back(tmp_path: Path) -> None:
    replay = Replay(stepped(begun(tmp_path / "g"), 1))
    looked = hindsight(replay, 4)
    assert (looked.scores, looked.departures, looked.rulings) == ([], {}, {})
    told = text(after_action(replay, [], 4, looked=looked))
    assert "Scores" not in told and "Rulings and injects" not in told


def test_a_seat_without_aims_of_its_own_has_those_of_its_actors(tmp_path: Path) -> None:
    scenario = read_scenario("southwest-syria-2017-terms", days=20)
    seats = {
        "blue": Seat.model_validate({"actors": ("jordan",)}),
        "red": Seat.model_validate({"actors": ("iran",), "aims": {"displaced": "low"}}),
    }
    place = tmp_path / "g"
    folder = create(place, "southwest-syria-2017-terms", scenario, seed=3, turn=10, seats=seats)
    assert seats_aims(folder)["blue"] == {"militias_near_border": "low", "displaced": "low"}
    assert seats_aims(folder)["red"] == {"displaced": "low"}
