"""The page in a real browser that can reach nothing but this machine."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest
from viewing import Served, Watched, serve, write_valley

from whitecell.analysis.divergence import parting
from whitecell.game.play import play, tell
from whitecell.scenario.reading import read_scenario


def opened(watched: Watched, served: Served, state: str = "") -> Any:
    """The page with its first runs drawn."""
    page = watched.page
    page.goto("about:blank")
    page.goto(served.address + state)
    page.wait_for_selector("body[data-ready=true]")
    page.wait_for_selector("body[data-done=true]")
    return page


def drawn(page: Any, number: int) -> None:
    """Wait until a later picture is there, with all its runs."""
    page.wait_for_function(
        "n => Number(document.body.dataset.drawn) > n && document.body.dataset.done === 'true'", arg=number
    )


def press(page: Any, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def moved_leak(page: Any) -> None:
    """Move the slider of the chance of a leak to its end, by the keyboard."""
    before = int(page.evaluate("document.body.dataset.drawn"))
    page.get_by_role("slider", name="Leak chance").focus()
    press(page, "End")
    drawn(page, before)


def test_it_opens_without_the_net_and_says_what_it_is_not(watched: Watched, served: Served) -> None:
    page = opened(watched, served)
    assert "Not a forecast" in page.locator("header").inner_text()
    assert "40 runs" in page.locator("#progress").inner_text()
    assert page.locator("#cards .card svg .base").count() > 5
    page.locator("#map svg").wait_for()
    assert page.locator("#map svg").count() == 1
    assert "script" in page.locator("#title").inner_text()  # as words, not as an element
    assert page.evaluate("document.body.dataset.owned") is None
    assert page.locator("img").count() == 0
    assert watched.wrong == []


def test_a_moved_slider_changes_the_charts_and_is_saved(watched: Watched, served: Served) -> None:
    page = opened(watched, served)
    chart = page.locator('[data-measure="deal_signed"] .plot')
    before = chart.inner_html()
    moved_leak(page)
    assert chart.inner_html() != before
    assert page.locator("polyline.case, rect.case").count() > 5
    assert "set=leak_chance:0.06" in page.url
    assert page.locator("#chips").inner_text().startswith("Leak chance: 0.02 → 0.06")
    assert page.locator("#moved tr").count() > 1

    plot = read_scenario(served.folder / "valley.yaml")
    changed = read_scenario(served.folder / "valley.yaml", settings={"leak_chance": "0.06"})
    shares = [100 * float(play(p, np.arange(40))["deal_signed"].mean()) for p in (plot, changed)]
    shown = page.locator('[data-measure="deal_signed"] .summary').inner_text()
    assert shown == f"{shares[0]:.0f} % → {shares[1]:.0f} % of runs"

    page.get_by_role("button", name="Save as a scenario").click()
    page.get_by_label("File name").fill("../elsewhere")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_function("() => document.getElementById('save-said').textContent.includes('no folder')")
    page.get_by_label("File name").fill("leaky")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_function(
        "() => document.getElementById('save-said').textContent.includes('Saved as leaky.yaml')"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Write over it").click()
    page.wait_for_function(
        "() => document.getElementById('save-said').textContent.includes('Saved as leaky.yaml')"
    )

    done = subprocess.run(
        [sys.executable, "-m", "whitecell_cli", "check", "leaky.yaml"],
        cwd=served.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "error" not in done.stdout
    assert read_scenario(served.folder / "leaky.yaml").assumptions["leak_chance"].value == 0.06
    assert not (served.folder.parent / "elsewhere.yaml").exists()
    assert [w for w in watched.wrong if "/api/save" not in w and "status of 4" not in w] == []


def test_values_out_of_range_are_refused_beside_the_field(watched: Watched, served: Served) -> None:
    page = opened(watched, served)
    field = page.get_by_role("spinbutton", name=re.compile("Leak chance"))
    field.fill("0.5")
    press(page, "Enter")
    assert (
        "0.5 is outside: the range is 0 to 0.06"
        in page.locator('[data-name="leak_chance"] .error').inner_text()
    )
    assert "set=" not in page.url
    field.fill("0.05")
    press(page, "Enter")
    page.wait_for_function("() => location.hash.includes('leak_chance:0.05')")
    page.locator('[data-name="leak_chance"] .reset').click()
    page.wait_for_function("() => !location.hash.includes('leak_chance')")
    assert field.input_value() == "0.02"


def test_the_address_holds_what_is_seen(watched: Watched, served: Served) -> None:
    page = opened(watched, served, "#set=leak_chance:0.04,rules.drift:0.05")
    assert page.get_by_role("slider", name="Leak chance").get_attribute("aria-valuetext") == "0.04 per day"
    assert page.locator("#chips li").count() == 2
    page.get_by_label("Search assumptions").fill("drift")
    assert page.locator(".knob:visible").count() == 1
    page.get_by_role("button", name="Reset all").click()
    page.wait_for_function("() => !location.hash.includes('set')")
    page = opened(watched, served, "#set=leak_chance:7,nonsense:1")
    assert "outside" in page.locator("#trouble").inner_text()
    assert "set=" not in page.url


def test_a_story_is_stepped_played_and_explained(watched: Watched, served: Served) -> None:
    page = opened(watched, served)
    page.get_by_role("tab", name="What if").focus()
    press(page, "ArrowRight")
    page.wait_for_selector("#log li")
    page.get_by_label("Run (seed)").fill("7")
    press(page, "Enter")
    page.wait_for_function("() => location.hash.includes('seed=7')")
    page.wait_for_selector("body:not(.busy)")
    story = tell(read_scenario(served.folder / "valley.yaml"), 7)
    decided = next(w for w in story.weighings if w.subject == "effort")

    page.get_by_role("button", name="A day on").click()
    first = page.locator("#theatre svg").inner_html()
    for _ in range(max(decided.day - 1, 6)):
        page.get_by_role("button", name="A day on").click()
    assert page.locator("#theatre svg").inner_html() != first
    for _ in range(max(decided.day - 1, 6) + 1 - decided.day):
        page.get_by_role("button", name="A day back").click()
    assert page.locator("#date").inner_text().endswith(f"day {decided.day} of 30")
    name = read_scenario(served.folder / "valley.yaml").actors[decided.actor].name
    page.locator(f'#actors button[data-key="{decided.actor}"]').click()
    why = page.locator("#why").inner_text()
    assert "Main effort" in why and name.split()[-1].split("<")[0] in why
    assert page.locator("#why tr.chosen").count() >= 1
    page.locator("#why tr.chosen .num").first.click()
    page.wait_for_selector("#source[open]")
    assert page.locator("#source-head").inner_text().endswith("weighs with")
    press(page, "Escape")
    page.locator("#end .num").first.click()
    page.wait_for_function(
        "() => document.getElementById('source-said').textContent.includes('over 40 runs')"
    )
    press(page, "Escape")

    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => Number(document.body.dataset.day) > {decided.day}")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("slider", name="Day").focus()
    press(page, "End")
    assert page.evaluate("document.body.dataset.day") == "30"
    assert "day=30" in page.url
    page.reload()
    page.wait_for_function("() => document.body.dataset.day === '30'")
    assert page.get_by_label("Run (seed)").input_value() == "7"
    assert watched.wrong == []


def test_a_link_to_a_story_says_at_once_what_it_waits_for(watched: Watched, served: Served) -> None:
    page = watched.page
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/api/scenario", hold)
    page.route("**/api/story", lambda route: hold(route) if len(held) < 2 else route.continue_())
    page.goto("about:blank")
    page.goto(f"{served.address}#tab=story&seed=17")
    page.wait_for_selector("#telling:visible")
    assert page.locator("#telling").inner_text() == "Playing run 17…"
    assert page.locator("main h2:visible").count() == 0
    held[0].continue_()
    page.wait_for_selector("body[data-done=true]", state="attached")
    assert page.locator("#telling").inner_text() == "Playing run 17…"
    assert len(held) == 2  # the base's runs, coming in meanwhile, do not ask for the story anew
    held[1].continue_()
    page.wait_for_selector("#log li")
    assert page.locator("#telling:visible").count() == 0
    assert page.locator("#story h2:visible").count() == 4

    page.get_by_label("Run (seed)").fill("18")
    press(page, "Enter")
    page.wait_for_selector("#telling:visible")
    assert page.locator("#telling").inner_text() == "Playing run 18…"
    assert page.locator("#log li:visible").count() > 0
    page.get_by_label("Run (seed)").fill("17")
    press(page, "Enter")
    page.wait_for_selector("#telling", state="hidden")
    assert page.locator("#told").get_attribute("aria-busy") == "false"
    assert watched.wrong == []


def test_a_click_on_a_bar_opens_a_run_from_it(watched: Watched, served: Served) -> None:
    page = opened(watched, served)
    plot = page.locator('[data-measure="deal_signed"] .plot')
    plot.focus()
    press(page, "ArrowRight")
    press(page, "Enter")
    page.wait_for_selector("#log li")
    seed = int(page.get_by_label("Run (seed)").input_value())
    signed = tell(read_scenario(served.folder / "valley.yaml"), seed).measures["deal_signed"]
    assert signed == 1
    page.get_by_role("tab", name="What if").click()
    page.locator('[data-measure="deal_signed"] .bar').nth(1).click()
    page.wait_for_function(
        f"() => !location.hash.includes('seed={seed}&') && !location.hash.endsWith('seed={seed}')"
    )
    other = int(page.get_by_label("Run (seed)").input_value())
    assert tell(read_scenario(served.folder / "valley.yaml"), other).measures["deal_signed"] == 0


@pytest.mark.parametrize("tab", ["what-if", "story", "twins"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_fits(
    watched: Watched, served: Served, tab: str, width: int, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched.page.set_viewport_size({"width": width, "height": 844})
    watched.page.emulate_media(color_scheme=scheme)
    page = opened(watched, served, f"#tab={tab}&day=9&set=leak_chance:0.06")
    page.wait_for_selector("body[data-screened=true]")
    if tab == "story":
        page.wait_for_selector("#log li")
    elif tab == "twins":
        page.wait_for_selector("#twin-told:visible")
    else:
        if width == 390:
            page.locator("#drawer > summary").click()
        page.evaluate("for (const d of document.querySelectorAll('#what-if details')) d.open = true")
    found = Axe().run(page).response["violations"]
    told = [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => h.offsetParent).map(h => +h.tagName[1])"
    )
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))


def test_the_first_sliders_are_those_that_matter_and_the_rest_is_found_by_search(
    watched: Watched, served: Served
) -> None:
    page = opened(watched, served)
    page.wait_for_selector("body[data-screened=true]")
    first = page.evaluate("[...document.querySelectorAll('#mattering .knob')].map(k => k.dataset.name)")
    assert first == page.evaluate("fetch('/api/mattering').then(a => a.json()).then(f => f.names)")
    assert 1 <= len(first) <= 10 and "matter most" in page.locator("#screened").inner_text()
    rest = page.evaluate("[...document.querySelectorAll('#groups .knob')].map(k => k.dataset.name)")
    plot = read_scenario(served.folder / "valley.yaml")
    assert sorted([*first, *rest]) == sorted(plot.assumptions)
    assert page.locator("#groups .knob:visible").count() == 0
    page.get_by_label("Search assumptions").fill(rest[-1])
    assert rest[-1] in page.evaluate(
        "[...document.querySelectorAll('.knob')].filter(k => k.offsetParent).map(k => k.dataset.name)"
    )
    assert watched.wrong == []


def test_a_preview_comes_first_and_the_whole_picture_after_it(watched: Watched, served: Served) -> None:
    page = opened(watched, served)
    page.wait_for_function(
        "() => fetch('/api/mattering').then(a => a.json()).then(f => f.ahead.includes('leak_chance'))"
    )
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => window.seen.push(document.getElementById("progress").textContent))
                .observe(document.getElementById("progress"), {childList: true});
        }"""
    )
    moved_leak(page)
    page.wait_for_selector("body:not(.busy)")
    seen = page.evaluate("window.seen")
    assert "Preview: 24 runs. Playing all 40…" in seen
    assert seen[-1] == "Your case beside the base: 40 runs each, the same dice."
    assert not page.evaluate("document.body.classList.contains('preview')")
    assert page.locator("#share:visible").count() == 0
    assert watched.wrong == []


def test_outcomes_and_map_stand_side_by_side_without_scrolling(watched: Watched, served: Served) -> None:
    watched.page.set_viewport_size({"width": 1280, "height": 800})
    page = opened(watched, served, "#set=leak_chance:0.06")
    page.wait_for_selector("#map svg")
    slider, moved, drawn_map = boxes = page.evaluate(
        """["#mattering .knob", "#moved", "#map svg"].map((one) => {
            const {left, right, top} = document.querySelector(one).getBoundingClientRect();
            return [left, right, top];
        })"""
    )
    assert page.evaluate("scrollY") == 0 and all(top < 400 for _, _, top in boxes)
    assert slider[1] <= moved[0] and moved[1] <= drawn_map[0] and drawn_map[1] <= 1280
    assert drawn_map[1] - drawn_map[0] > 450


def test_a_number_opens_its_source_and_that_leads_on(watched: Watched, served: Served) -> None:
    page = opened(watched, served, "#set=leak_chance:0.06")
    page.wait_for_selector("body[data-screened=true]")
    page.locator('.grounds[data-name="leak_chance"]').click()
    page.wait_for_selector("#source[open]")
    assert page.locator("#source-head").inner_text() == "Leak chance"
    said = page.locator("#source-said").inner_text()
    assert "Base value" in said and "0.02" in said and "What it moves" in said and "by what it moves" in said
    press(page, "Escape")
    page.locator('[data-measure="deal_signed"] .summary').click()
    page.wait_for_function(
        "() => document.getElementById('source-said').textContent.includes('over 40 runs')"
    )
    link = page.locator("#source-said .moving button").first
    if link.count():
        name = link.inner_text()
        link.click()
        page.wait_for_function("n => document.getElementById('source-head').textContent === n", arg=name)
    page.get_by_role("button", name="Close").click()
    assert page.locator("#source[open]").count() == 0
    assert watched.wrong == []


def test_twins_stop_on_the_day_on_which_they_diverge(watched: Watched, served: Served) -> None:
    plot = read_scenario(served.folder / "valley.yaml")
    other = read_scenario(served.folder / "valley.yaml", settings={"leak_chance": "0.06"})
    seed, day = next(
        (seed, found.day) for seed in range(40) if (found := parting(plot, other, seed)) and found.day > 2
    )
    page = opened(watched, served, f"#tab=twins&seed={seed}&set=leak_chance:0.06")
    page.wait_for_selector("#twin-told:visible")
    assert page.locator("#twin-head").inner_text().endswith(f"day {day}")
    assert page.evaluate("document.body.dataset.twinDay") == str(day)
    assert page.locator("#twin-first svg").count() == page.locator("#twin-second svg").count() == 1
    page.get_by_role("slider", name="Day of both runs").focus()
    press(page, "Home")
    assert page.evaluate("document.body.dataset.twinDay") == "0"
    press(page, "ArrowRight", day - 2)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("n => document.body.dataset.twinDay === n", arg=str(day))
    page.wait_for_selector("#twin-play[aria-pressed=false]")
    page.wait_for_timeout(700)
    assert page.evaluate("document.body.dataset.twinDay") == str(day)
    assert page.locator("#twin-ends tr").count() > 1
    assert watched.wrong == []


def test_another_site_cannot_use_it(watched: Watched, served: Served) -> None:
    """A page from elsewhere, here another port, may neither read nor save."""
    import http.server
    import threading

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>elsewhere</title>")

        def log_message(self, *_: object) -> None:
            pass

    other = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    try:
        watched.page.goto(f"http://127.0.0.1:{other.server_port}/")
        told = watched.page.evaluate(
            """async (home) => {
                const told = [];
                for (const [path, options] of [
                    ["api/scenario", {}],
                    ["api/scenario", {mode: "no-cors"}],
                    ["api/save", {method: "POST", mode: "no-cors", headers: {"Content-Type": "text/plain"},
                        body: JSON.stringify({name: "owned", values: {leak_chance: 0.05}})}],
                    ["api/save", {method: "POST", headers: {"Content-Type": "application/json"},
                        body: JSON.stringify({name: "owned", values: {leak_chance: 0.05}})}],
                ]) {
                    try { const a = await fetch(home + path, options); told.push(await a.text()); }
                    catch (error) { told.push("refused"); }
                }
                return told;
            }""",
            served.address,
        )
    finally:
        other.shutdown()
        other.server_close()
    assert all("valley" not in text for text in told)
    assert not (served.folder / "owned.yaml").exists()


def test_ctrl_c_ends_it_cleanly_and_the_port_is_free_again(tmp_path: Path) -> None:
    write_valley(tmp_path)
    server = serve(tmp_path)
    port = int(server.address.rstrip("/").rsplit(":", 1)[1])
    urlopen(Request(server.address)).close()
    code, said = server.stop()
    assert code == 0 and said.strip() == "Stopped.", said
    again = serve(tmp_path, "--port", str(port))
    taken = subprocess.run(
        [sys.executable, "-m", "whitecell_cli", "view", "valley.yaml", "--no-browser", "--port", str(port)],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert taken.returncode == 2 and "--port" in taken.stderr
    assert again.stop()[0] == 0
