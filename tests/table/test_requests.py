from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from seated import same, shown, stepped

from whitecell.table.entries import Body, Referral, Reply, Request
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, Seat, append, open_game
from whitecell.table.played import check
from whitecell.table.replay import Replay
from whitecell.table.requests import requests, sign_of
from whitecell.table.view import view

ACTORS = {"blue": "united_states", "red": "militias", "green": "jordan"}
SEATS = {name: Seat(actors=(actor,)) for name, actor in ACTORS.items()}
TANF = "How many are at Tanf?"


@pytest.fixture
def folder(begun: Callable[..., Folder]) -> Folder:
    return begun(seats=SEATS)


def say(folder: Folder, seat: str, body: Body) -> Folder:
    check(folder, seat, body)
    return append(folder, seat, body)


def test_a_request_has_an_owner_and_an_answer_that_closes_it(folder: Folder) -> None:
    folder = say(folder, "blue", Request(text=TANF))
    folder = stepped(folder)
    assert [(a.sign, a.asker, a.owner, a.since, a.open) for a in requests(folder.entries)] == [
        (sign_of("blue", 1, TANF), "blue", "white", 1, True)
    ]
    sign = sign_of("blue", 1, TANF)
    folder = say(folder, "white", Referral(request=sign, owner="red"))
    (asked,) = requests(folder.entries)
    assert (asked.owner, asked.turn, asked.since) == ("red", 1, 2)
    folder = say(folder, "red", Reply(request=sign, text="Fewer than you fear."))
    (asked,) = requests(open_game(folder.path).entries)
    assert (asked.open, asked.answer, asked.answered) == (False, "Fewer than you fear.", 2)


def test_only_who_asked_and_who_owes_the_answer_see_it(folder: Folder) -> None:
    quiet = {seat: shown(Replay(folder), seat) for seat in SEATS}
    folder = say(folder, "blue", Request(text="SECRET question"))
    replay = Replay(folder)
    assert shown(replay, "red") == quiet["red"] and shown(replay, "green") == quiet["green"]
    assert "SECRET question" in shown(replay, "blue")
    assert "the white cell owes the answer since turn 1" in shown(replay, "blue")
    sign = sign_of("blue", 1, "SECRET question")
    folder = say(folder, "white", Referral(request=sign, owner="red"))
    folder = say(folder, "red", Reply(request=sign, text="SECRET answer"))
    replay = Replay(folder)
    assert shown(replay, "green") == quiet["green"]
    for seat in ("blue", "red"):
        assert "SECRET question" in shown(replay, seat) and "SECRET answer" in shown(replay, seat)
        assert (
            json.loads(json.dumps(view(replay, seat).as_json()))["requests"][0]["answer"] == "SECRET answer"
        )
    # An answer is told in its turn and the one after.
    folder = stepped(folder)
    assert "SECRET answer" in shown(Replay(folder), "blue")
    assert "SECRET answer" not in shown(Replay(stepped(folder)), "blue")


def test_open_ones_stay_until_they_are_answered(folder: Folder) -> None:
    folder = stepped(say(folder, "white", Request(owner="green", text="What do you want?")), 3)
    seen = view(Replay(folder), "green")
    assert [(each.asker, each.since) for each in seen.requests] == [("white", 1)]
    assert "You owe" not in shown(Replay(folder), "green")
    assert "you owe the answer since turn 1" in shown(Replay(folder), "green")


def test_nothing_that_a_seat_is_shown_counts_what_others_say(folder: Folder) -> None:
    quiet = say(folder, "blue", Request(text=TANF))
    (folder.path / "log.jsonl").write_bytes(b"")
    busy = say(folder, "red", Request(text="one"))
    busy = say(say(busy, "green", Request(text="two")), "blue", Request(text=TANF))
    assert shown(Replay(busy), "blue") == shown(Replay(quiet), "blue")


def test_it_changes_no_bit_of_the_game(folder: Folder) -> None:
    asked = say(
        say(folder, "blue", Request(text="?")), "white", Reply(request=sign_of("blue", 1, "?"), text="!")
    )
    after = stepped(asked)
    mine = Replay(after).game
    assert mine.day == 5
    assert same(mine, Replay(folder).onward(after).game)
    plain = Replay(asked, 0, said=0)
    for _ in range(5):
        plain.game.step()
    assert same(mine, plain.game)


ONE, TWO = (sign_of(seat, 1, text) for seat, text in (("blue", "one"), ("green", "two")))


@pytest.mark.parametrize(
    ("seat", "body", "told"),
    [
        ("blue", Request(text=" "), "it says nothing"),
        ("blue", Request(owner="red", text="?"), "a seat asks the white cell"),
        ("white", Request(owner="white", text="?"), "nobody asks themselves"),
        ("white", Request(owner="rad", text="?"), "there is no seat 'rad'; did you mean 'red'"),
        ("white", Referral(request=ONE, owner="rad"), "there is no seat 'rad'"),
        ("white", Referral(request=ONE, owner="white"), "owes the answer to request .* already"),
        ("white", Referral(request=ONE, owner="blue"), "asked request .* and cannot answer"),
        ("white", Referral(request="9", owner="red"), f"there is no request '9'; open ones are: {ONE}"),
        ("blue", Referral(request=ONE, owner="red"), "only the white cell refers"),
        ("blue", Reply(request=ONE, text="I know"), "'white' owes the answer"),
        ("red", Reply(request=ONE, text="x"), "there is no request .*; open ones are: none"),
        ("white", Reply(request=TWO, text="x"), "was answered in turn 1"),
        ("blue", Request(text="one"), "in other words"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_or_answered_is_said(folder: Folder, seat: str, body: Body, told: str) -> None:
    folder = say(folder, "blue", Request(text="one"))
    folder = append(folder, "green", Request(text="two"))
    folder = say(folder, "white", Reply(request=TWO, text="done"))
    with pytest.raises(GameError, match=told):
        check(folder, seat, body)


def test_a_log_that_refers_to_nothing_can_be_read(folder: Folder) -> None:
    folder = append(folder, "white", Referral(request="7", owner="red"))
    folder = append(folder, "white", Reply(request="8", text="x"))
    assert requests(open_game(folder.path).entries) == []
