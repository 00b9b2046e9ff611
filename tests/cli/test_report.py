"""``report``, as people type it, and what is in the file."""

from __future__ import annotations

import json
import os
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from theatre import changed

from whitecell.report.names import Names
from whitecell.report.printing import browser
from whitecell.scenario import read_scenario
from whitecell_cli.main import cli

BASE = "southwest-syria-2017"
RUNS = ("--runs", "60", "--days", "25", "--jobs", "1")
OBSERVED = """
observations:
  came: {measure: day, value: never, source: the press, naive: {soon: {value: 3}}}
  red: {measure: red, value: 2900, source: a count, naive: {last: {value: 3000}, first: {value: 1}}}
  deal: {measure: signed, value: false, source: the press, naive: {coin: {share: 0.5}}}
"""
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch, another to compare it with, an exploration, and a report of each."""
    folder = tmp_path_factory.mktemp("reports")
    before = Path.cwd()
    os.chdir(folder)
    try:
        whitecell("batch", BASE, *RUNS, "-o", "base")
        whitecell("batch", BASE, "--set", "tanf_strike_resolve=0.35", *RUNS, "-o", "other")
        few = ("--points", "40", "--seeds", "2", "--days", "10", "--jobs", "1")
        regret = ("--against", f"{BASE}-no-talks", "--prefer", "displaced:low")
        whitecell("explore", BASE, *few, *regret, "-o", "explored")
        assert whitecell("report", "base", "--jobs", "1", "--by", "displaced:low").exit_code == 0
        assert whitecell("report", "base", "other", "--jobs", "1", "-o", "compared.html").exit_code == 0
        assert whitecell("report", "explored", "-o", "explored.html").exit_code == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A score, a game and a deal, each small, with a report of each."""
    folder = tmp_path_factory.mktemp("others")
    luck = {"luck": {"value": 0.3, "range": [0.1, 0.9], "judgement": "x"}}
    stated = changed(days=20, assumptions=luck, rules__fog="luck")
    (folder / "small.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    (folder / "observed.yaml").write_text(OBSERVED, encoding="utf-8")
    seats = ("--seats", "blue=coalition", "--seats", "red=militias", "--days", "14", "-o", "monday")
    aims = ("--aim", "blue=tanf_strikes:low", "--aim", "red=militias_near_border:high")
    terms = (w for term in ("depth=10,30", "air_forces=apart", "watch=Jordan") for w in ("--term", term))
    quick = ("--days", "20", "--runs", "8", "--jobs", "1", "--no-store")
    held = ("--seat", "blue", "coalition", "strike", "tanf_red_line", "hold fire")
    before = Path.cwd()
    os.chdir(folder)
    try:
        for words in (
            ("score", "small.yaml", "--against", "observed.yaml", "--runs", "40", "--points", "20",
             "-o", "score.html"),
            ("game", "new", BASE, *seats),
            ("game", "order", "monday", *held),
            ("game", "step", "monday"),
            ("game", "report", "monday", "--runs", "12", *aims, "-o", "game.html"),
            ("deal", f"{BASE}-terms", *terms, *quick, "--page", "deal.html"),
        ):  # fmt: skip
            assert whitecell(*words).exit_code == 0, words
    finally:
        os.chdir(before)
    return folder


def rows(page: str, caption: str) -> dict[str, list[float]]:
    """First cell of each row of a table → its full numbers."""
    table = page.split(f"<caption>{caption}")[1].split("</table>")[0]
    found = {}
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]:
        head = re.search(r"<th.*?</th>", row, re.DOTALL)
        assert head
        name = re.search(r"<code>(.*?)</code>(.*?)</th>", head[0])
        key = (name[1] + name[2]) if name else re.sub(r"<.*?>", "", head[0])
        key = unescape(re.sub(r"<.*?>", "", key))
        found[key] = [float(value) for value in re.findall(r'<data value="(.*?)">', row)]
    return found


def test_the_numbers_are_those_of_the_stored_batch(place: Path) -> None:
    page = (place / "base" / "report.html").read_text(encoding="utf-8")
    told = rows(page, "Every measure")
    content = json.loads(whitecell("batch", BASE, *RUNS, "-o", str(place / "base"), "--json").stdout)
    for name, measure in content["measures"].items():
        if measure["kind"] == "category":
            for category, ends in measure["shares"].items():
                assert told[f"{name}: {category.replace('_', ' ') or 'none'}"] == ends
            continue
        quantiles = [measure["quantiles"][q] for q in ("0.5", "0.05", "0.95")] if measure["quantiles"] else []
        assert told[name] == [measure["estimate"], measure["low"], measure["high"], *quantiles], name
    seeds = re.findall(r"<h3>[^<]*: seed (\d+)</h3>", page)
    assert seeds[0] == str(content["typical_seed"])
    assert len(seeds) == 3
    assert "The best run" in page


def test_it_says_how_to_repeat_it(place: Path) -> None:
    manifest = json.loads((place / "base" / "manifest.json").read_text(encoding="utf-8"))
    page = (place / "base" / "report.html").read_text(encoding="utf-8")
    plain = unescape(page.replace("<wbr>", ""))
    assert manifest["digest"] in plain
    assert manifest["command"] in plain
    assert f"numpy {manifest['versions']['numpy']}" in plain
    assert "whitecell report base --by displaced:low" in plain
    assert "played again for their days, and do not come out" not in plain


def test_assumptions_show_their_claims(place: Path) -> None:
    page = (place / "base" / "report.html").read_text(encoding="utf-8")
    link = re.search(r'<a href="#claim-C36" title="([^"]*)">C36</a>', page)
    assert link and len(link[1]) > 40
    assert 'id="claim-C36"' in page


def test_a_comparison_holds_the_contrasts(place: Path) -> None:
    page = (place / "compared.html").read_text(encoding="utf-8")
    told = rows(page, "Every number in both")
    words = ("compare", str(place / "base"), str(place / "other"), "--no-why", "--json")
    (content,) = json.loads(whitecell(*words).stdout)["comparisons"]
    for measure in content["measures"]:
        name = measure["measure"] + (f": {measure['aspect']}" if measure["aspect"] else "")
        assert told[name] == [measure["first"], measure["second"], measure["difference"]]
    assert "tanf_strike_resolve=0.35" in page
    assert "Paired runs are identical until they diverge" in page


def test_an_exploration_holds_what_was_kept(place: Path) -> None:
    folder = place / "explored" / BASE
    kept = json.loads((folder / "exploration.json").read_text(encoding="utf-8"))
    page = (place / "explored.html").read_text(encoding="utf-8")
    told = rows(page, "Assumptions to look into first")
    names = Names(read_scenario(BASE))
    for found in kept["foundations"][:12]:
        name = names.number(found["assumption"])
        assert told[name[:1].upper() + name[1:]] == [found["influence"], found["score"]]
    assert "regretted least" in page
    lie = rows(page, "Means at the stated values and over the ranges")
    assert sorted(lie.values()) == sorted([s["stated"], s["ranges"], s["percentile"]] for s in kept["stated"])
    again = whitecell("report", str(place / "explored"), "-o", str(place / "again.html"))
    assert again.exit_code == 0


def test_a_file_alone_is_enough_and_is_small(place: Path) -> None:
    for page in (place / "base" / "report.html", place / "compared.html", place / "explored.html"):
        text = page.read_text(encoding="utf-8")
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in text
        assert text.count("<script") == 1
        assert len(text) < 5_000_000


def test_markdown_and_pictures(place: Path) -> None:
    target = place / "short.md"
    assert whitecell("report", str(place / "base"), "-o", str(target), "--jobs", "1").exit_code == 0
    text = target.read_text(encoding="utf-8")
    shown = re.findall(r"\]\((.*?\.svg)\)", text)
    assert len(shown) > 20
    assert all((place / picture).is_file() for picture in shown)
    folder = place / "png"
    words = ("report", str(place / "base"), "--format", "png", "-o", str(folder), "--jobs", "1")
    assert whitecell(*words).exit_code == 0
    assert all(p.read_bytes().startswith(b"\x89PNG") for p in folder.iterdir())
    assert (folder / "map-end.png").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("no-such",), "there is no folder no-such; play a scenario first"),
        ((BASE,), f"whitecell batch {BASE} -o FOLDER"),
        (("base", "--by", "displacd"), "did you mean 'displaced'"),
        (("base", "--by", "displaced:best"), "MEASURE:high or MEASURE:low"),
        (("base", "--by", "corridor_via"), "is a category"),
        (("base", "explored"), "an exploration is reported alone"),
        (("bare",), "no manifest.json"),
        (("damaged",), "lacks"),
        (("unread",), "give its 'whitecell explore' command again"),
    ],
)
def test_mistakes_are_explained(
    place: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(place)
    (place / "bare").mkdir(exist_ok=True)
    for name, kept in (("damaged", '{"format": 4}'), ("unread", None)):
        if not (place / name).exists():
            shutil.copytree(place / "explored" / BASE, place / name)
            (place / name / "exploration.json").unlink()
            if kept:
                (place / name / "exploration.json").write_text(kept, encoding="utf-8")
    result = whitecell("report", *words)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_hostile_names_are_only_text(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    evil = '<script>alert(1)</script><img src=x onerror=y>"'
    (place / "evil.yaml").write_text(
        f"extends: {BASE}\ntitle: '{evil}'\nabout: '{evil}'\ndays: 3\n"
        f"zones:\n  tanf: {{name: '{evil}'}}\nactors:\n  militias: {{name: '{evil}'}}\n"
        f"measures:\n  displaced: {{label: '{evil}', unit: '{evil}'}}\n",
        encoding="utf-8",
    )
    assert whitecell("batch", "evil.yaml", "--runs", "20", "--jobs", "1", "-o", "evil").exit_code == 0
    assert whitecell("report", "evil", "--jobs", "1", "-o", "evil.html").exit_code == 0
    page = (place / "evil.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1  # that of the maps
    assert "<img" not in page
    assert "&lt;script&gt;" in page


# in a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium() -> Any:
    """A real browser, its network cut."""
    path = browser()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium, and CI must try the pages in one")
        pytest.skip("there is no Chromium here to try the page in")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield started
        started.close()


REPORTS = ("base/report.html", "compared.html", "explored.html")
OTHERS = ("score.html", "game.html", "deal.html")


@pytest.fixture
def report(request: pytest.FixtureRequest, name: str) -> str:
    """The address of a report; only those that are asked for are built."""
    folder: Path = request.getfixturevalue("others" if name in OTHERS else "place")
    return (folder / name).as_uri()


@pytest.mark.parametrize("name", [*REPORTS, *OTHERS])
def test_the_brief_fits_one_screen_and_one_printed_page(report: str, chromium: Any, name: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(report)
    bottom = "document.querySelector('.brief').getBoundingClientRect().bottom"
    assert page.evaluate(bottom) <= 800
    assert page.locator(".brief figure svg:visible").count() == 1
    assert page.locator("details.part[open]").count() == 0
    said = page.locator(".brief li strong").all_inner_texts()
    assert [text.strip() for text in said] == [
        "How sure:", "Weakest assumption:", "What would change the answer:",
    ]  # fmt: skip
    # A4 without its margins.
    page.set_viewport_size({"width": 688, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(bottom) <= (297 - 2 * 16) * 96 / 25.4
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*REPORTS, *OTHERS])
def test_it_opens_without_network_and_is_accessible(
    report: str, chromium: Any, name: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(
        offline=True, viewport={"width": 360, "height": 740}, bypass_csp=True, color_scheme=scheme
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", lambda request: trouble.append(request.url))
    page.goto(report)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("h1").count() == 1
    figures = page.locator("figure").count()
    assert figures == page.locator("figure:has(svg)").count() >= (1 if name in OTHERS else 4)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    found = Axe().run(page).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found]
    assert not trouble
    context.close()


def test_a_keyboard_opens_what_is_folded(place: Path, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto((place / "base" / "report.html").as_uri())
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    page.close()


def test_a_report_as_slides(place: Path) -> None:
    pytest.importorskip("pptx")
    target = place / "debrief.pptx"
    assert whitecell("report", str(place / "explored" / BASE), "-o", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"PK")


def test_pdf_by_chromium_or_a_clear_word(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = place / "paper.pdf"
    words = ("report", str(place / "explored" / BASE), "-o", str(target))
    if browser() is not None:
        assert whitecell(*words).exit_code == 0
        assert target.read_bytes().startswith(b"%PDF")
    monkeypatch.setattr("whitecell.report.printing.browser", lambda: None)
    result = whitecell(*words)
    assert result.exit_code == 2
    assert "apt-get install chromium" in result.stderr
