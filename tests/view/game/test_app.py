from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from seated import HIDDEN, hide
from starlette.testclient import TestClient

from whitecell.table.decks import read_deck
from whitecell.table.entries import Injected
from whitecell.table.folder import open_game
from whitecell.table.replay import Replay
from whitecell.view.game.app import Hall, application
from whitecell.view.guard import Guard

At = Callable[[str], TestClient]
GETS = ("/api/page", "/api/map/wide", "/api/live", "/api/branches")
DESK = ("/api/propose", "/api/ahead", "/api/branch", "/api/report", "/api/compare")
POSTS = ("/api/drafts", "/api/say", *DESK)
EFFORT = {"actor": "north", "choice": "effort", "option": "hold"}


def say(client: TestClient, kind: str, body: dict[str, Any], **more: Any) -> Any:
    return client.post("/api/say", json={"kind": kind, "body": body, "turn": 1, **more})


def test_without_a_link_nothing_is_shown(at: At, hall: Hall) -> None:
    for token in ("", "x", "White", "place", hall.links.tokens["white"][:-1], "A" * 43):
        guest = at(token)
        for path in GETS:
            answer = guest.get(path)
            assert answer.status_code == 401 and "north" not in answer.text
        for path in POSTS:
            assert guest.post(path, json={}).status_code == 401
    bare = at("white")
    del bare.headers["Authorization"]
    token = hall.links.tokens["white"]
    for asked in ("/api/page", f"/api/page?token={token}", f"/api/page#{token}"):
        assert bare.get(asked, headers={"Cookie": f"token={token}"}).status_code == 401
    for scheme in (f"Basic {token}", token, f"bearer  {token}", f"Bearer {token} x"):
        assert bare.get("/api/page", headers={"Authorization": scheme}).status_code == 401
    shell = bare.get("/")
    assert shell.status_code == 200 and "north" not in shell.text


def test_a_link_opens_its_own_place_only(at: At) -> None:
    for place in ("white", "wall", "blue", "red"):
        assert at(place).get("/api/page").json()["place"] == place
    for place in ("wall", "blue", "red"):
        assert at(place).get("/api/branches").status_code == 403
        for path in DESK:
            assert at(place).post(path, json={}).status_code == 403
    said = say(at("blue"), "order", EFFORT)
    assert said.status_code == 422 and "does not sit on" in said.json()["error"]
    for kind, body in (
        ("step", {}),
        ("inject", {"name": "x", "inject": {"name": "x"}}),
        ("ruling", {"how": "reroll"}),
    ):
        for place in ("blue", "wall"):
            assert say(at(place), kind, body, reason="mine").status_code == 422
    assert say(at("wall"), "message", {"text": "I am the wall"}).status_code == 422
    assert at("wall").post("/api/drafts", json={"texts": {}, "since": 0, "by": "w"}).status_code == 422


def test_an_old_link_opens_nothing(at: At, hall: Hall) -> None:
    from whitecell.view.game.links import links

    before = at("white")
    hall.links = links(hall.host.path, ["blue", "red"], new=True)
    assert before.get("/api/page").status_code == 401


def test_other_hosts_and_pages_are_refused_with_any_link(at: At, hall: Hall) -> None:
    desk = at("white")
    for host in ("evil.example", "evil.example:9000", "127.0.0.1:9001", "192.168.0.7:9000"):
        for path in ("/", *GETS):
            assert desk.get(path, headers={"Host": host}).status_code == 403
    for origin in ("http://evil.example", "null", "https://127.0.0.1:9000", "http://192.168.0.7:9000"):
        for path in POSTS:
            assert desk.post(path, json={}, headers={"Origin": origin}).status_code == 403
    assert desk.options("/api/say").status_code == 405  # no preflight is answered
    assert desk.get("/api/page", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    home = "https://192.168.0.7:9000"
    guarded = Guard(application(hall), 9000, ("192.168.0.7", "Table.local"), "https")
    headers = dict(desk.headers)
    near = TestClient(guarded, base_url=home, headers=headers | {"origin": home})
    assert near.get("/api/page").status_code == 200
    assert near.get("/api/page", headers={"Host": "table.local:9000"}).status_code == 200
    assert near.get("/api/page", headers={"Host": "127.0.0.1:9000"}).status_code == 403
    assert near.post("/api/propose", json={}).status_code == 200
    assert (
        near.post("/api/propose", json={}, headers={"Origin": "http://192.168.0.7:9000"}).status_code == 403
    )


def test_no_token_is_in_the_log_of_the_game_or_in_an_answer(at: At, hall: Hall) -> None:
    say(at("red"), "order", EFFORT, reason="we wait")
    said = (hall.host.path / "log.jsonl").read_text()
    for place in ("white", "wall", "blue", "red"):
        said += at(place).get("/api/page").text
    assert not any(token in said for token in hall.links.tokens.values())


def test_orders_are_said_shown_and_played(at: At, hall: Hall) -> None:
    red, desk = at("red"), at("white")
    assert say(red, "order", EFFORT, reason="we wait").status_code == 200
    assert red.get("/api/page").json()["standing"] == {"north effort ": "hold"}
    assert "hold" in desk.get("/api/page").json()["orders"][1]["orders"][0]
    trial = desk.post("/api/propose", json={}).json()
    assert open_game(hall.host.path).turn == 1
    assert say(desk, "step", {}).status_code == 200
    now = desk.get("/api/page").json()
    assert now["clock"]["turn"] == 2
    assert trial["turn"] == 1 and trial["others"] and trial["runs"] == 200
    for line in (*trial["events"], *trial["others"]):
        assert 0.0 <= line["low"] <= line["share"] <= line["high"] <= 1.0
        assert line["text"] and line["counted"]
    late = say(red, "order", EFFORT)
    assert late.status_code == 409 and "turn 2 now" in late.json()["error"]
    assert say(desk, "step", {}, turn=None).status_code == 422


def test_the_white_cell_gives_reasons(at: At) -> None:
    desk = at("white")
    effects = "{kind: reinforce, actor: north, zone: north, fighters: 90}\n"
    body = {"name": "flood", "to": ["red"], "inject": {"name": "A flood"}}
    assert say(desk, "inject", body, effects=effects).status_code == 422
    assert say(desk, "inject", body, effects="{kind: reinforce", reason="x").status_code == 422
    assert say(desk, "inject", body, effects="{kind: conjure}", reason="x").status_code == 422
    assert say(desk, "inject", body, effects=effects, reason="a test").status_code == 200
    assert say(desk, "ruling", {"how": "narrate", "text": "Dust."}, reason="colour").status_code == 200
    assert any("Dust" in line for line in at("wall").get("/api/page").json()["said"])
    assert not any("flood" in line for line in at("wall").get("/api/page").json()["said"])


def test_odds_and_branches_are_for_the_desk(at: At, hall: Hall) -> None:
    desk = at("white")
    for runs in (1, 10**9, "many", None):
        assert desk.post("/api/propose", json={"runs": runs}).status_code == 422
    answer = desk.post("/api/ahead", json={"orders": [EFFORT], "runs": 20, "days": 10})
    assert "Day 10 as seen from day 0" in answer.json()["odds"] and answer.json()["changes"]
    for wrong in ({"runs": 1}, {"runs": 10**9}, {"runs": 20, "days": 0}, {"runs": 20, "orders": [{}]}):
        assert desk.post("/api/ahead", json=wrong).status_code == 422
    for name in ("../out", "", ".x", "a/b", "day", 7):
        assert desk.post("/api/branch", json={"name": name, "turn": 0}).status_code == 422
    assert desk.post("/api/branch", json={"name": "other", "turn": 3}).status_code == 422
    assert desk.post("/api/branch", json={"name": "other", "turn": 0}).status_code == 200
    listed = desk.get("/api/branches").json()["branches"]
    assert [(b["name"], b["parent"], b["after"]) for b in listed] == [("day", "", None), ("other", "day", 0)]


def test_the_desk_looks_back(at: At) -> None:
    desk = at("white")
    assert desk.post("/api/report", json={}).status_code == 422
    say(desk, "step", {})
    told = desk.post("/api/report", json={"runs": 10, "knew": True}).json()
    assert "Turning points" in told["html"] and "What red knew" in told["files"]["html"]
    assert told["files"]["html"].startswith("<!DOCTYPE html>") and told["files"]["md"].startswith("# ")
    # In the file is one script, which moves the map.
    assert "<script" not in told["html"] and told["files"]["html"].count("<script") == 1
    for runs in (1, 10**6, "all", True):
        assert desk.post("/api/report", json={"runs": runs}).status_code == 422
    desk.post("/api/branch", json={"name": "other", "turn": 1})
    for name in ("day", "..", "nowhere", 7, None):
        assert desk.post("/api/compare", json={"name": name}).status_code == 422
    assert "the same so far" in desk.post("/api/compare", json={"name": "other"}).json()["html"]


def test_a_deck_is_dealt_from(at: At, hall: Hall) -> None:
    path = hall.host.path / "deck.yaml"
    effects = "[{kind: reinforce, actor: north, zone: north, fighters: 90}]"
    path.write_text(
        f"injects:\n  flood: {{name: A flood, effects: {effects}}}\n"
        "  ballot: {name: A vote, when: day > 9}\n"
    )
    hall.cards = read_deck(path, open_game(hall.host.path))
    desk = at("white")
    first, second = desk.get("/api/page").json()["cards"]
    assert (first["name"], first["dealt"], first["when"]) == ("flood", 0, "on the first day of the turn")
    assert first["effects"] == [effects[1:-1]] and second["when"] == "any day, when day > 9"
    assert say(desk, "inject", {}, card="flood").status_code == 422  # no reason
    assert say(desk, "inject", {}, card="flod", reason="x").status_code == 422
    assert say(at("red"), "inject", {}, card="flood", reason="x").status_code == 422
    assert say(desk, "inject", {"to": ["red"]}, card="flood", reason="a test").status_code == 200
    dealt = say(desk, "inject", {}, card="ballot", reason="a test")
    assert dealt.status_code == 200, dealt.text
    assert say(desk, "inject", {}, card="flood", reason="again").status_code == 422
    assert [card["dealt"] for card in desk.get("/api/page").json()["cards"]] == [1, 1]
    flood, vote = (entry.body for entry in open_game(hall.host.path).entries)
    assert isinstance(flood, Injected) and isinstance(vote, Injected)
    assert (flood.to, flood.inject.on is not None) == (("red",), True)
    assert (vote.inject.when, vote.inject.on) == ("day > 9", None)
    for place in ("red", "blue", "wall"):
        assert "cards" not in at(place).get("/api/page").json()


def test_two_on_one_seat_see_one_anothers_draft_and_nobody_else_does(at: At) -> None:
    def write(place: str, texts: Any, since: int, by: str) -> Any:
        return at(place).post("/api/drafts", json={"texts": texts, "since": since, "by": by})

    write("red", {"a": "one"}, 0, "anna")
    assert write("red", {}, 0, "ben").json()["fields"] == {"a": {"text": "one", "n": 1, "by": "anna"}}
    write("red", {"b": "two"}, 1, "ben")
    assert [*write("red", {}, 1, "anna").json()["fields"]] == ["b"]
    for place in ("blue", "white"):
        assert write(place, {}, 0, "eve").json()["fields"] == {}
    for wrong in ({"a": 1}, ["a"], {"a": "x" * 20_001}, {"a" * 501: ""}):
        assert write("red", wrong, 0, "anna").status_code == 422


def test_markup_of_a_scenario_stays_text(at: At) -> None:
    say(at("blue"), "message", {"text": "<img src=x onerror=alert(1)>"})
    say(at("red"), "order", EFFORT, reason="<script>alert(1)</script>")
    for place in ("white", "wall", "blue", "red"):
        page = at(place).get("/api/page").json()
        html = [
            page.get(name) for name in ("lead", "sections", "said", "log", "news", "situation", "measures")
        ]
        assert "<script" not in json.dumps(html) and "<img" not in json.dumps(html)
        assert "<script" not in at(place).get("/api/map/wide").json()["svg"]


@pytest.mark.parametrize("how", HIDDEN)
def test_no_page_tells_what_a_seat_cannot_know(hall: Hall, how: str) -> None:
    hall.host.say("white", "step", {}, "", turn=1)
    replay = hall.host.replay()
    before = {seat: json.dumps(hall._page(seat, Replay(replay.folder))) for seat in ("blue", "red")}
    for seat, shown in before.items():
        other = Replay(replay.folder)
        hide(other, seat, how, 3.0)
        hall.host._replay, hall.host._shelf = other, {}
        assert json.dumps(hall._page(seat, other)) == shown
        hall.host._replay, hall.host._shelf = replay, {}


def test_a_live_line_tells_what_is_new_and_ends_with_the_server(hall: Hall) -> None:
    async def heard() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        line = hall.live("red")
        async for part in line:
            if part.startswith("data: "):
                found.append(json.loads(part[6:]))
            if len(found) == 1:
                hall.host.say("blue", "message", {"text": "news"}, "", turn=None)
                hall.announce()
            elif len(found) == 2:
                hall.drafts.write("red", {"a": "b"}, "x")
                hall.announce()
            else:
                hall.close()
        return found

    first, second, third = asyncio.run(heard())
    assert first["here"] == 1 and first["head"] != second["head"] == hall.page("red")["head"]
    assert (second["draft"], third["draft"]) == (0, 1)
    assert hall.watching["red"] == 0


def test_a_live_line_does_not_tell_that_others_speak(hall: Hall) -> None:
    async def next_part(line: Any) -> str:
        found = await anext(line)
        assert isinstance(found, str)
        return found

    async def heard() -> list[str]:
        line, found = hall.live("blue"), []
        found.append(await next_part(line))
        hall.host.say("red", "order", EFFORT, "we wait", turn=1)
        hall.host.say("red", "request", {"text": "how far is it?"}, "", turn=None)
        hall.host.say("red", "message", {"to": ["white"], "text": "psst"}, "", turn=None)
        hall.drafts.write("red", {"a": "b"}, "x")
        hall.announce()
        found.append(await next_part(line))
        hall.close()
        await line.aclose()
        return found

    first, second = asyncio.run(heard())
    assert first.startswith("data: ") and second == ": here\n\n"


def test_a_request_is_asked_referred_and_answered(at: At) -> None:
    blue, red, desk = at("blue"), at("red"), at("white")
    assert say(blue, "request", {"text": "Who holds the <b>bridge</b>?"}).status_code == 200
    (asked,) = desk.get("/api/page").json()["requests"]
    assert (asked["asker"], asked["owner"], asked["answered"]) == ("blue", "white", 0)
    assert (
        red.get("/api/page").json()["requests"] == [] and "bridge</b>" not in at("wall").get("/api/page").text
    )
    for place, kind, body in (
        ("red", "answer", {"request": asked["sign"], "text": "We do."}),
        ("blue", "referral", {"request": asked["sign"], "owner": "red"}),
        ("wall", "request", {"text": "And I?"}),
    ):
        assert say(at(place), kind, body).status_code == 422
    assert say(desk, "referral", {"request": asked["sign"], "owner": "red"}).status_code == 200
    assert say(red, "answer", {"request": asked["sign"], "text": "We do."}).status_code == 200
    for client in (blue, red, desk):
        (shown,) = client.get("/api/page").json()["requests"]
        assert (shown["owner"], shown["answer"]) == ("red", "We do.")
    assert at("wall").get("/api/page").json()["said"] == []
