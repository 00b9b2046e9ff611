"""Maps in a report: their days, enlarging and moving them; and a page that runs this and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from firefox import Firefox, installed
from pictures import EVERY, FONT

from whitecell.analysis.days import Days, replayed
from whitecell.report.maps.night import NIGHT, style
from whitecell.report.paper import html, theatre
from whitecell.report.paper.blocks import Document, Figure, Heading
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

EVIL = "<script>document.body.dataset.owned='yes'</script><img src=x onerror=alert(1)>\"|"
SHIPPED = ("southwest-syria-2017", "eastern-ukraine-2015", "island-quarantine")
Played = tuple[Scenario, Days]


@pytest.fixture(scope="module")
def base() -> Played:
    scenario = read_scenario("southwest-syria-2017", days=40)
    return scenario, replayed(scenario, np.arange(4))


@pytest.fixture(scope="module")
def path(base: Played, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a map that stands and one that has days."""
    scenario, days = base
    shown = [theatre.mapped(scenario, days.standing(0), "start"), theatre.over_days(scenario, days, "end")]
    return written(tmp_path_factory.mktemp("maps"), shown)


def written(folder: Path, figures: list[Figure]) -> Path:
    page = folder / "maps.html"
    page.write_text(html.page(Document("Maps", "", [Heading("The theatre", 2, "map"), *figures])))
    return page


@pytest.fixture
def page(browser: Any, path: Path) -> Iterator[Any]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    trouble: list[str] = []
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.goto(path.as_uri())
    yield opened
    assert trouble == []
    context.close()


MOVING = "figure[data-days] .wide svg"


def drawn(page: Any) -> str:
    return str(page.locator(MOVING).inner_html())


def test_a_slider_shows_each_day(page: Any, base: Played) -> None:
    scenario, days = base
    slider = page.get_by_role("slider", name="Day that the map shows")
    end = drawn(page)
    slider.focus()
    page.keyboard.press("Home")
    assert page.locator("figure[data-days] .date").inner_text().endswith("before the first turn")
    assert "before the first turn" in page.locator("figure[data-days] figcaption").inner_text()
    start = drawn(page)
    assert start != end
    control = days.standing(0).control["daraa_city"]
    who = max(control, key=lambda actor: control[actor])
    said = page.locator(f'{MOVING} [data-zone="daraa_city"] title').text_content()
    assert scenario.actors[who].name.removeprefix("the ") in said and f"{control[who]:.0%}"[:-1] in said
    page.keyboard.press("End")
    assert drawn(page) == end
    page.get_by_role("button", name="A step back").click()
    dates = page.locator("figure[data-days]").get_attribute("data-dates").split("|")
    assert slider.get_attribute("aria-valuetext") == dates[-2] != dates[-1]
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('.date').textContent.endsWith('day 40')")
    page.get_by_role("button", name="Play").wait_for()
    assert drawn(page) == end


def test_without_a_script_the_last_day_is_there(browser: Any, path: Path, page: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(path.as_uri())
    assert still.locator(".map-tools").count() == 0
    assert still.locator(f"{MOVING} .zone").count() == page.locator(f"{MOVING} .zone").count() > 10
    context.close()


def at(page: Any, css: str) -> tuple[float, float, float]:
    """Where a mark stands in the page, and how wide it is."""
    x, y, width = page.evaluate(
        """css => {
            const box = document.querySelector(css).getBoundingClientRect();
            const pixels = [box.x + scrollX, box.y + scrollY, box.width];
            return pixels.map((number) => Math.round(number * 10) / 10);
        }""",
        css,
    )
    return x, y, width


def test_keys_and_buttons_enlarge_the_ground_and_not_its_marks(page: Any) -> None:
    zones = [f'{MOVING} [data-zone="{name}"] circle' for name in ("palmyra", "tanf")]
    before = [at(page, zone) for zone in zones]
    page.locator("figure[data-days] .wide .ground").focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    after = [at(page, zone) for zone in zones]
    apart = [abs(one[0] - other[0]) for one, other in (before, after)]
    assert apart[1] == pytest.approx(1.6**2 * apart[0], rel=0.05)
    assert [one[2] for one in after] == pytest.approx([one[2] for one in before], rel=0.02)
    assert "39 km" in page.locator(f"{MOVING} .scale").first.text_content()
    page.keyboard.press("ArrowRight")
    assert at(page, zones[0])[0] < after[0][0] - 50.0
    page.keyboard.press("0")
    assert [at(page, zone) for zone in zones] == before
    page.locator(".wide").get_by_role("button", name="Enlarge the map").last.click()
    assert at(page, zones[0]) != before[0]
    page.locator(".wide").get_by_role("button", name="Show the whole map").last.click()
    assert [at(page, zone) for zone in zones] == before


def test_a_mouse_drags_and_a_click_asks(page: Any) -> None:
    zone = f'{MOVING} [data-zone="palmyra"] circle'
    page.locator(zone).first.scroll_into_view_if_needed()
    ground = page.locator("figure[data-days] .wide .ground")
    box = ground.bounding_box()
    page.mouse.move(box["x"] + 400, box["y"] + 200)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_selector(".ground.near")
    before = at(page, zone)
    page.mouse.down()
    page.mouse.move(box["x"] + 380, box["y"] + 190, steps=4)
    page.mouse.up()
    after = at(page, zone)
    assert after[0] == pytest.approx(before[0] - 20, abs=1.5)
    assert after[1] == pytest.approx(before[1] - 10, abs=1.5)
    page.locator("figure[data-days] .wide").get_by_role("button", name="Show the whole map").click()
    page.locator(zone).first.click(force=True)
    assert "Palmyra\nheld by" in page.locator("figure[data-days] .wide .map-asked").text_content()


def test_the_policy_lets_nothing_else_run(browser: Any, path: Path) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(path.as_uri())
    page.evaluate(
        """() => {
            const bad = document.createElement("script");
            bad.textContent = "document.body.dataset.owned = 'yes'";
            document.body.append(bad);
        }"""
    )
    assert page.evaluate("document.body.dataset.owned") is None
    assert refused and "Content Security Policy" in refused[0]
    page.close()


def test_names_are_only_text(browser: Any, base: Played, tmp_path: Path) -> None:
    scenario, days = base
    zones = {name: zone.model_copy(update={"name": EVIL}) for name, zone in scenario.zones.items()}
    hostile = scenario.model_copy(update={"zones": zones})
    page = browser.new_page()
    page.goto(written(tmp_path, [theatre.over_days(hostile, days, "end")]).as_uri())
    page.get_by_role("slider").focus()
    for key in ("Home", "ArrowRight", "End"):
        page.keyboard.press(key)
    page.locator(f"{MOVING} .zone circle").first.click(force=True)
    assert page.evaluate("document.body.dataset.owned") is None
    assert page.locator("img").count() == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_accessible_and_fits(browser: Any, path: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".map-tools", state="attached")
    found = Axe().run(page, "figure").response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_it_moves_in_firefox(tmp_path: Path, path: Path) -> None:
    if (where := installed()) is None:
        pytest.skip("no Firefox is installed here")
    firefox = Firefox(where, tmp_path)
    try:
        firefox.open(path)
        found = firefox.evaluate("""
            const svg = document.querySelector("figure[data-days] .wide svg");
            const box = (name) => svg.querySelector(`[data-zone=${name}] circle`).getBoundingClientRect();
            const spot = () => ["palmyra", "tanf"].map(box);
            const before = spot();
            svg.closest(".ground").dispatchEvent(new KeyboardEvent("keydown", { key: "+" }));
            const after = spot();
            const slider = document.querySelector("input[type=range]");
            slider.value = 0;
            slider.dispatchEvent(new Event("input"));
            return [(after[1].x - after[0].x) / (before[1].x - before[0].x), after[0].width / before[0].width,
                document.querySelector(".date").textContent];
        """)
    finally:
        firefox.close()
    assert found[0] == pytest.approx(1.6, rel=0.05)
    assert found[1] == pytest.approx(1.0, rel=0.05)
    assert found[2].endswith("before the first turn")


PINS_OVER_WORDS = """[...document.querySelectorAll("svg.theatre")].flatMap((svg) => {
    const seen = (one) => one.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].filter((one) => seen(one).width);
    const pins = [...svg.querySelectorAll(".pin")].filter((one) => seen(one).width);
    return pins.flatMap((pin) => words.filter((one) => {
        const [a, b] = [seen(pin), seen(one)];
        return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    }).map((one) => `${pin.dataset.kind} over ${one.textContent}`));
})"""


@pytest.mark.parametrize("name", SHIPPED)
def test_pins_and_words_keep_apart_on_every_day(browser: Any, tmp_path: Path, name: str) -> None:
    scenario = read_scenario(name, days=40)
    path = written(tmp_path, [theatre.over_days(scenario, replayed(scenario, np.array([3])), "end")])
    wrong = []
    for width in (1280, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(path.as_uri())
        slider = page.get_by_role("slider")
        slider.focus()
        last = int(slider.get_attribute("max"))
        for font in ("Liberation Sans", "DejaVu Sans", "Liberation Serif"):
            page.add_style_tag(content=FONT.format(font))
            for day in range(0, last, 5):
                slider.fill(str(day))
                found = [*page.evaluate(EVERY), *page.evaluate(PINS_OVER_WORDS)]
                wrong += [f"{width}, {font}, {day}: {said}" for said in found]
        assert page.locator(".pin").count() > 0
        page.close()
    assert wrong == []


# colours ------------------------------------------------------------------------------------------


def brightness(colour: str) -> float:
    """Relative luminance, 0 to 1.

    Source: W3C (2018), Web Content Accessibility Guidelines 2.1.
    """
    text = colour.removeprefix("#")
    text = "".join(c + c for c in text) if len(text) == 3 else text
    parts = [int(text[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_colour_of_a_map_has_one_for_the_dark(name: str) -> None:
    scenario = read_scenario(name, days=20)
    days = replayed(scenario, np.array([3]))
    figure = theatre.over_days(scenario, days, "m")
    assert isinstance(figure.picture, str) and figure.frames
    pictures = figure.picture + "".join(d for told in figure.frames[0].values() for _, d in told)
    used = {*re.findall(r'(?:fill|stroke)="(#[0-9A-Fa-f]+)"', pictures)}
    assert used <= {*NIGHT}


def test_in_the_dark_words_and_lines_are_seen() -> None:
    from whitecell.report.look import INK
    from whitecell.report.maps.holdings import FRONT
    from whitecell.report.maps.shapes import PALE
    from whitecell.report.maps.terrain import LAND, NAME, SEA

    for ground in (LAND, SEA, "#FFFFFF"):
        for ink in (INK, PALE, NAME):
            assert contrast(NIGHT[ink], NIGHT[ground]) >= 4.5, (ink, ground)
        for light, dark in NIGHT.items():
            if light in (FRONT, "#A3124A", "#1F5F7A", "#5B3A8C", "#444444", "#7A4B00"):
                assert contrast(dark, NIGHT[ground]) >= 4.5, light
    assert all(rule in style() for rule in NIGHT.values())
