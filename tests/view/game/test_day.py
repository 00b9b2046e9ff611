"""A game day in a real browser: desk, wall and two seats at once, as a facilitator would start it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from gaming import Day, at_turn, choose, live, opened, start

from whitecell.table.entries import Message, Ordered
from whitecell.table.folder import Folder, open_game
from whitecell.table.replay import Replay


@pytest.fixture
def day(folder: Folder) -> Iterator[Day]:
    found = start(folder.path)
    yield found
    if found.process.poll() is None:
        found.process.kill()
    found.process.communicate()


@pytest.fixture
def enter(browser: Any, day: Day) -> Iterator[Callable[..., Any]]:
    """Opens the page of a place, in a browser profile of its own."""
    contexts = []

    def entering(place: str, width: int = 1280) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        return opened(context.new_page(), day, place)

    yield entering
    for context in contexts:
        context.close()


def test_a_day_at_the_table(day: Day, enter: Callable[..., Any]) -> None:
    desk, wall, blue, red = (enter(place) for place in ("desk", "wall", "blue", "red"))
    for page in (desk, wall, blue, red):
        live(page)
    choose(red, "Main effort", "bridge", "We want the bridge")
    red.get_by_role("button", name="Send 1 order").click()
    red.get_by_text("Sent; it is in the log.").wait_for()
    desk.locator("#ordered li").wait_for()
    blue.get_by_label("Text").fill("Come no closer.")
    blue.get_by_role("button", name="Send the message").click()
    wall.get_by_text("Come no closer.").wait_for()
    assert "We want the bridge" not in wall.inner_text("body") + blue.inner_text("body")

    desk.get_by_role("button", name="What would happen").click()
    desk.locator("#proposed h3").first.wait_for()
    desk.get_by_role("button", name="Play turn 1").click()
    for page in (desk, wall, blue, red):
        at_turn(page, 2)
    assert "In force: " in red.inner_text(".orders")

    # What is written is there after a reload, and on the colleague's page.
    choose(blue, "Strikes for", "hold fire", "No incident before the talks")
    blue.get_by_label("Text").fill("A text that nobody sent")
    other = enter("blue", 390)
    other.get_by_text("2 pages are open here").wait_for()
    assert other.get_by_label("Text").input_value() == "A text that nobody sent"
    blue.wait_for_timeout(1600)  # for so long a field is its writer's
    other.get_by_label("Text").fill("A text that nobody sent, in two hands")
    blue.wait_for_function("() => document.querySelector('textarea').value.endsWith('in two hands')")
    blue.reload()
    blue.wait_for_selector("body[data-ready=true]")
    assert blue.get_by_label("Text").input_value() == "A text that nobody sent, in two hands"
    assert blue.get_by_label("Strikes for").first.input_value() == "hold fire"
    blue.get_by_role("button", name="Send 1 order").press("Enter")
    blue.get_by_text("Sent; it is in the log.").wait_for()
    other.wait_for_function("() => document.querySelector('.orders select').value === ''")

    for turn in (2, 3, 4):
        at_turn(desk, turn)
        desk.get_by_role("button", name=f"Play turn {turn}").click()
    for page in (desk, wall, blue, red, other):
        at_turn(page, 5)
    assert blue.get_by_label("Text").input_value() == "A text that nobody sent, in two hands"
    assert desk.locator("#map svg .fighters").count() > 0 and wall.locator("#map svg .fighters").count() == 0

    for page in (desk, wall, blue, other):
        assert page.evaluate("document.body.dataset.owned") is None
    assert day.wrong == []
    assert "Traceback" not in day.stop()
    said = open_game(day.game)
    orders = [entry for entry in said.entries if isinstance(entry.body, Ordered)]
    assert [(e.turn, e.seat, e.body.option, e.reason) for e in orders] == [
        (1, "red", "bridge", "We want the bridge"),
        (2, "blue", "hold fire", "No incident before the talks"),
    ]
    assert [e.body.text for e in said.entries if isinstance(e.body, Message)] == ["Come no closer."]
    assert Replay(said).number == 4


def test_a_seat_that_loses_its_line_comes_back(day: Day, enter: Callable[..., Any]) -> None:
    red = enter("red")
    live(red)
    choose(red, "Main effort", "hold", "We wait")
    red.get_by_label("Text").fill("half a sentence")
    red.wait_for_timeout(600)
    day.stop()
    live(red, on=False)
    assert "What you write is kept here" in red.inner_text("#line")
    red.get_by_label("Text").fill("half a sentence, and the other half")
    red.get_by_role("button", name="Send 1 order").click()
    red.get_by_text("Nothing is lost").wait_for()

    again = start(day.game, "--port", str(day.port))
    try:
        assert again.links == day.links
        live(red)
        # The server knew nothing of the draft; it has it from the page, and a colleague sees it.
        other = enter("red")
        other.wait_for_function("() => document.querySelector('textarea').value.endsWith('other half')")
        assert other.get_by_label("Main effort", exact=True).input_value() == "hold"
        red.get_by_role("button", name="Send 1 order").click()
        red.get_by_text("Sent; it is in the log.").wait_for()
        assert [(e.kind, e.reason) for e in open_game(day.game).entries] == [("order", "We wait")]
        assert red.get_by_label("Text").input_value() == "half a sentence, and the other half"
    finally:
        again.process.kill()
        again.process.communicate()


def look_at_everything(desk: Any) -> None:
    """A turn played, one on trial with the form of a ruling, a branch beside the game, the report."""
    desk.get_by_role("button", name="Play turn 1").click()
    at_turn(desk, 2)
    desk.get_by_role("button", name="What would happen").click()
    desk.locator(".events").get_by_role("button", name="Set otherwise").first.click()
    desk.locator("#debrief > summary").click()
    desk.get_by_label("Odds over continuations").select_option("0")
    desk.get_by_role("button", name="Write it").click()
    desk.locator("#report h3").first.wait_for()
    desk.get_by_label("After turn").fill("1")
    desk.get_by_label("Name of its folder").fill("beside")
    desk.get_by_role("button", name="Branch off").click()
    desk.get_by_role("button", name="Compare").click()
    desk.locator("#beside p").first.wait_for()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("place", ["desk", "wall", "blue"])
def test_pages_are_accessible_and_fit(day: Day, enter: Callable[..., Any], place: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = enter(place, width)
    live(page)
    if place == "desk":
        look_at_everything(page)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    schemes: tuple[Any, ...] = ("dark", "light")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        told = [(v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found]
        assert [item for item in told if item[1] in ("serious", "critical", "moderate")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => h.offsetParent).map(h => +h.tagName[1])"
    )
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert day.wrong == []


def test_by_tls_in_the_network_only_by_link(folder: Folder, tmp_path: Path) -> None:
    import ssl
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    if shutil.which("openssl") is None:
        pytest.skip("no openssl makes a certificate here")
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ["-keyout", "key.pem", "-out", "cert.pem", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(["openssl", *made.split(), *names], cwd=tmp_path, check=True, capture_output=True)
    pair = ["--cert", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem")]
    day = start(folder.path, "--lan", "--name", "127.0.0.1", *pair)
    trusted = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    try:
        assert day.links["red"].startswith("https://127.0.0.1:")
        address, token = day.links["red"].split("#")
        asked = Request(f"{address}api/page", headers={"Authorization": f"Bearer {token}"})
        with urlopen(asked, context=trusted, timeout=30) as answer:
            assert json.load(answer)["place"] == "red"
        for headers, status in (({}, 401), ({"Host": "evil.example"}, 403)):
            with pytest.raises(HTTPError) as refused:
                urlopen(Request(f"{address}api/page", headers=headers), context=trusted, timeout=30)
            assert refused.value.code == status
            refused.value.close()
        assert "a link is a secret" in day.said.lower() and "nothing is encrypted" not in day.said
    finally:
        day.process.kill()
        day.process.communicate()


def test_what_cannot_be_served_is_said(folder: Folder, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from whitecell_cli.main import cli

    (tmp_path / "no.pem").write_text("no certificate")
    wrong = str(tmp_path / "no.pem")
    for words, said in (
        (["--cert", wrong], "go together"), (["--name", "table"], "is for --lan"),
        (["--cert", wrong, "--key", wrong], "cannot be used"),
    ):  # fmt: skip
        done = CliRunner().invoke(cli, ["game", "serve", str(folder.path), *words])
        assert done.exit_code == 2 and said in done.output


def test_a_guessed_link_opens_nothing(day: Day, enter: Callable[..., Any]) -> None:
    page = enter("blue")
    page.goto("about:blank")
    page.goto(day.links["blue"][:-3] + "abc")
    page.get_by_text("This link opens nothing").wait_for()
    assert page.locator("#page *").count() == 0
    assert "north" not in json.dumps(page.inner_text("body"))
