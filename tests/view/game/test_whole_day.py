"""A whole game day in real browsers: desk, wall and three seats, one of them two persons, in 12 turns."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from gaming import Day, at_turn, choose, live, opened, start
from viewing import FLAGS, write_valley

from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import Injected, Ordered, Reply, Ruling
from whitecell.table.folder import Folder, Seat, create, open_game
from whitecell.table.replay import Replay

ACTORS = {"blue": ("south",), "red": ("north",), "green": ("patron", "mediator")}
SEATS = {name: Seat(actors=actors) for name, actors in ACTORS.items()}
TURNS = 12
KILLED, RULED, DEALT, ASKED = 5, 6, 7, 3
"""Turns in which the browser of green is killed, something is ruled, a card is dealt, blue asks."""
DECK = """injects:
  flood: {name: A flood, effects: [{kind: reinforce, actor: north, zone: north, fighters: 90}]}
"""


@pytest.fixture
def table(tmp_path: Path) -> Folder:
    scenario = read_scenario(write_valley(tmp_path))
    (tmp_path / "deck.yaml").write_text(DECK)
    return create(tmp_path / "day", "valley", scenario, seed=4, turn=2, seats=SEATS)


@pytest.fixture
def day(table: Folder) -> Iterator[Day]:
    found = start(table.path, "--deck", str(table.path.parent / "deck.yaml"))
    yield found
    if found.process.poll() is None:
        found.process.kill()
    found.process.communicate()


@contextmanager
def own_browser(browser: Any, home: Path) -> Iterator[tuple[Any, subprocess.Popen[str]]]:
    """A browser in a process of its own with a profile that stays, and that process."""
    command = [shutil.which("chromium") or shutil.which("chromium-browser") or "google-chrome", *FLAGS]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={home}", "--remote-debugging-port=0"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"ws://\S+", line):
                yield browser.browser_type.connect_over_cdp(found[0]), process
                return
        raise AssertionError("the browser did not start")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def sent(page: Any, count: int = 1) -> None:
    page.get_by_role("button", name=f"Send {count} order").click()
    page.wait_for_function("() => [...document.querySelectorAll('.orders select')].every((s) => !s.value)")


def test_a_whole_day(day: Day, browser: Any, tmp_path: Path) -> None:
    contexts = []

    def enter(place: str, width: int = 1280) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}))
        return opened(contexts[-1].new_page(), day, place)

    desk, wall, blue, red = map(enter, ("desk", "wall", "blue", "red"))
    phone = enter("red", 390)
    said: list[tuple[int, str, str, str]] = []

    def order(page: Any, turn: int, seat: str, label: str, option: str) -> None:
        reason = f"{seat} in turn {turn}"
        choose(page, label, option, reason)
        sent(page)
        said.append((turn, seat, option, reason))

    def orders_of(turn: int) -> None:
        order((red, phone)[turn % 2], turn, "red", "Main effort", ("bridge", "hold")[turn % 2])
        order(blue, turn, "blue", "Strikes for", ("strike", "hold fire")[turn % 2])

    with own_browser(browser, tmp_path / "profile") as (other, process):
        green = opened(other.contexts[0].new_page(), day, "green")
        for page in (desk, wall, blue, red, phone, green):
            live(page)
        for turn in range(1, KILLED):
            orders_of(turn)
            if turn == ASKED:
                questions(desk, blue, green)
            play(desk, turn, [wall, blue, red, phone, green])
        orders_of(KILLED)
        green.get_by_label("Text").fill("Half a sentence of green")
        choose(green, "Assent to", "sign", "We want it over")
        green.wait_for_timeout(800)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    play(desk, KILLED, [wall, blue, red, phone])
    with own_browser(browser, tmp_path / "profile") as (other, _):
        green = opened(other.contexts[0].new_page(), day, "green")
        live(green)
        at_turn(green, KILLED + 1)
        assert green.get_by_label("Text").input_value() == "Half a sentence of green"
        assert green.get_by_label("Assent to").first.input_value() == "sign"
        sent(green)
        said.append((KILLED + 1, "green", "sign", "We want it over"))
        for turn in range(KILLED + 1, TURNS + 1):
            orders_of(turn)
            if turn == RULED:
                rule_and_branch(desk)
            if turn == DEALT:
                deal(desk, turn)
            play(desk, turn, [wall, blue, red, phone, green])
        assert green.get_by_label("Text").input_value() == "Half a sentence of green"
    for page in (desk, wall, blue, red, phone):
        at_turn(page, TURNS + 1)
        assert page.evaluate("document.body.dataset.owned") is None
    look_back(desk)
    for context in contexts:
        context.close()
    assert day.wrong == []
    assert "Traceback" not in day.stop()

    # Every order is in the log once, and nothing else is ordered.
    log = open_game(day.game)
    orders = [(e.turn, e.seat, e.body.option, e.reason) for e in log.entries if isinstance(e.body, Ordered)]
    assert sorted(orders) == sorted(said) and len(set(orders)) == len(orders)
    assert [e.turn for e in log.entries if isinstance(e.body, Injected)] == [DEALT]
    assert [(e.turn, e.body.how) for e in log.entries if isinstance(e.body, Ruling)] == [(RULED, "reroll")]
    assert [e.seat for e in log.entries if isinstance(e.body, Reply)] == ["green"]
    assert Replay(log).number == TURNS
    side = open_game(day.game.parent / "side")
    assert (side.turn, side.settings.branched is not None) == (5, True)
    foreign(day)


def play(desk: Any, turn: int, others: list[Any]) -> None:
    desk.get_by_role("button", name=f"Play turn {turn}", exact=True).click()
    for page in (desk, *others):
        at_turn(page, turn + 1)


def questions(desk: Any, blue: Any, green: Any) -> None:
    """Blue asks, the desk refers it to green, green answers; each sees what is owed."""
    blue.locator(".asking summary").click()
    blue.get_by_label("Question").fill("Will you keep the bridge open?")
    blue.get_by_role("button", name="Ask", exact=True).click()
    blue.get_by_text("Open: the white cell owes the answer since turn 3.").wait_for()
    desk.locator(".requests").get_by_label("Who owes the answer").select_option("green")
    desk.get_by_role("button", name="Refer").click()
    green.get_by_text("Open: you owe the answer since turn 3.").wait_for()
    green.get_by_label("Answer", exact=True).fill("As long as they talk.")
    green.get_by_role("button", name="Answer", exact=True).click()
    blue.get_by_text("As long as they talk.").wait_for()


def deal(desk: Any, turn: int) -> None:
    """The card of the deck."""
    desk.locator("#deck > summary").click()
    desk.locator("#deck").get_by_label("Reason").first.fill("It rained")
    desk.get_by_role("button", name="Deal", exact=True).click()
    desk.get_by_role("button", name=f"Dealt in turn {turn}").wait_for()


def rule_and_branch(desk: Any) -> None:
    """The turn on trial, dice rolled again from one of its events, and a branch."""
    desk.get_by_role("button", name="What would happen").click()
    desk.locator(".events li").first.wait_for()
    desk.locator(".events").get_by_role("button", name="Roll again").first.click()
    desk.locator(".ruling").get_by_label("Reason").fill("Nobody believes it")
    desk.get_by_role("button", name="Rule", exact=True).click()
    desk.locator("#log-entries").get_by_text("dice rolled again").wait_for()
    desk.get_by_text("On trial; nothing has been played.").wait_for()
    assert desk.locator(".ruling").is_hidden()
    desk.get_by_label("After turn").fill("4")
    desk.get_by_label("Name of its folder").fill("side")
    desk.get_by_role("button", name="Branch off").click()
    desk.get_by_text("branched after turn 4 of day").wait_for()


def look_back(desk: Any) -> None:
    """The report, and the branch beside the game."""
    desk.get_by_role("button", name="Compare").click()
    desk.locator("#beside p").first.wait_for()
    desk.locator("#debrief > summary").click()
    desk.get_by_label("Odds over continuations").select_option("0")
    desk.get_by_role("button", name="Write it").click()
    desk.locator("#report").get_by_text("Nobody believes it").wait_for()
    with desk.expect_download() as kept:
        desk.locator("#report").get_by_role("link", name="Markdown").click()
    assert "# After action" in Path(kept.value.path()).read_text()


def foreign(before: Day) -> None:
    """After new links the old ones open nothing; nor do guessed ones, foreign origins and foreign hosts."""
    day = start(before.game, "--new-links")
    home = f"http://127.0.0.1:{day.port}"
    tokens, old = ({place: link.split("#")[1] for place, link in d.links.items()} for d in (day, before))
    assert not {*tokens.values()} & {*old.values()}

    def status(path: str, token: str, body: Any = None, **headers: str) -> int:
        sending = {"Authorization": f"Bearer {token}", **headers}
        if body is not None:
            sending = {"Origin": home, "Content-Type": "application/json"} | sending
        data = None if body is None else json.dumps(body).encode()
        try:
            with urlopen(Request(home + path, data=data, headers=sending), timeout=30) as answer:
                return int(answer.status)
        except HTTPError as error:
            error.close()
            return error.code

    message = {"kind": "message", "body": {"text": "hello"}}
    try:
        count = len(open_game(day.game).entries)
        for place, token in tokens.items():
            assert status("/api/page", token) == 200
            for wrong in (old[place], token[:-1], token[::-1], place):
                assert status("/api/page", wrong) == 401
                assert status("/api/say", wrong, message) == 401
            for host in ("evil.example", f"evil.example:{day.port}", "127.0.0.1:1"):
                assert status("/api/page", token, Host=host) == 403
            for origin in ("http://evil.example", "null", f"https://127.0.0.1:{day.port}"):
                assert status("/api/say", token, message, Origin=origin) == 403
        assert status("/api/report", tokens["red"], {"runs": 0}) == 403
        assert len(open_game(day.game).entries) == count
        assert status("/api/say", tokens["red"], message) == 200
    finally:
        day.process.kill()
        day.process.communicate()
