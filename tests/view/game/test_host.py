from __future__ import annotations

import threading

import pytest
from seated import order, same, shown, stepped

from whitecell.table.entries import Message
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, append, open_game
from whitecell.table.programs import Spoken
from whitecell.table.replay import Replay
from whitecell.view.game.host import Host, StaleError

EFFORT = {"actor": "north", "choice": "effort", "option": "hold"}


def alike(host: Host) -> bool:
    """Whether the game in memory stands as its log played anew."""
    anew = Replay(open_game(host.path))
    mine = host.replay()
    return same(mine.game, anew.game) and all(shown(mine, s) == shown(anew, s) for s in ("blue", "red"))


def test_the_game_in_memory_is_the_game_of_the_log(host: Host) -> None:
    host.say("red", "order", EFFORT, "we wait", turn=1)
    host.say("white", "step", {}, "", turn=1)
    assert alike(host)
    effect = {"kind": "reinforce", "actor": "north", "zone": "north", "fighters": 90}
    flood = {"name": "flood", "on": "day 6", "effects": [effect]}
    host.say("white", "inject", {"name": "flood", "inject": flood}, "a test", turn=2)
    host.say("white", "ruling", {"how": "reroll"}, "again", turn=2)
    host.say("white", "step", {}, "", turn=2)
    assert alike(host) and host.replay().number == 2


def test_what_is_proposed_is_what_comes(host: Host) -> None:
    _, proposed = host.proposed()
    assert open_game(host.path).turn == 1  # nothing was said
    host.say("white", "step", {}, "", turn=1)
    assert host.replay() is proposed and alike(host)
    _, before = host.proposed()
    host.say("red", "order", EFFORT, "", turn=2)
    assert host.proposed()[1] is not before


def test_it_takes_over_what_a_command_says_meanwhile(host: Host) -> None:
    append(open_game(host.path), "blue", Message(text="from a shell"))
    assert host.replay().folder.entries[-1].body == Message(text="from a shell")
    stepped(open_game(host.path))
    host.say("red", "order", EFFORT, "", turn=2)
    assert [e.kind for e in host.replay().folder.entries] == ["message", "step", "order"]
    assert alike(host)


def test_a_log_that_was_changed_is_not_written_to(host: Host, folder: Folder) -> None:
    host.say("blue", "message", {"text": "one"}, "", turn=None)
    log = folder.path / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"one", b"two"))
    host.say("blue", "message", {"text": "more"}, "", turn=None)
    assert [e.body for e in host.replay().folder.entries] == [Message(text="two"), Message(text="more")]


def test_nothing_is_said_twice_or_too_late(host: Host) -> None:
    first = host.say("blue", "message", {"text": "once"}, "", turn=None, key="a")
    assert host.say("blue", "message", {"text": "once"}, "", turn=None, key="a") == first
    assert host.say("red", "message", {"text": "once"}, "", turn=None, key="a") != first
    host.say("white", "step", {}, "", turn=1, key="b")
    assert host.say("white", "step", {}, "", turn=1, key="b").turn == 1
    with pytest.raises(StaleError, match="turn 1 has been played"):
        host.say("red", "order", EFFORT, "", turn=1)
    assert len(open_game(host.path).entries) == 3


def test_seats_say_what_is_theirs(host: Host) -> None:
    with pytest.raises(GameError, match="does not sit"):
        host.say("blue", "order", EFFORT, "", turn=1)
    with pytest.raises(GameError, match="it can choose"):
        host.say("red", "order", EFFORT | {"option": "moon"}, "", turn=1)
    with pytest.raises(GameError, match="only the white cell"):
        host.say("red", "step", {}, "", turn=1)
    assert open_game(host.path).entries == ()


def test_many_may_speak_at_once(host: Host) -> None:
    def speak(seat: str) -> None:
        for k in range(4):
            host.say(seat, "message", {"text": f"{seat} {k}"}, "", turn=None)

    threads = [threading.Thread(target=speak, args=(seat,)) for seat in ("blue", "red", "white")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = open_game(host.path).entries
    assert len(entries) == 12 and len({e.body for e in entries}) == 12


def test_something_is_reckoned_once_for_each_state(host: Host) -> None:
    made: list[int] = []

    def count(replay: Replay) -> int:
        made.append(replay.number)
        return replay.number

    assert [host.kept("n", count) for _ in range(3)] == [0, 0, 0] and made == [0]
    append(open_game(host.path), "red", order("north", "effort", "hold"))
    host.kept("n", count)
    assert made == [0, 0]


def test_programs_are_asked_before_a_step_of_their_turn_only(folder: Folder) -> None:
    asked: list[int] = []

    def programs(replay: Replay) -> list[Spoken]:
        asked.append(replay.number)
        return [Spoken("red", (order("north", "effort", "hold"),), "we wait", ("too late",))]

    host = Host(folder, programs)
    for turn in (2, 1, 1):
        host.ask(turn)
    host.say("white", "step", {}, "", turn=1)
    host.ask(1)
    assert asked == [0, 0]
    first, second, *_ = open_game(host.path).entries
    assert (first.seat, first.reason) == ("red", "we wait")
    assert second.body == Message(
        to=("white",), text="The program of red: too late; the model chooses instead."
    )
    assert alike(host)


def test_without_programs_nobody_is_asked(host: Host) -> None:
    host.ask(1)
    assert open_game(host.path).entries == ()
