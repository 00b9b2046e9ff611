"""What the server gives out."""

import re
from pathlib import Path

from starlette.testclient import TestClient

from whitecell.report.look import ACCENT, INK, properties
from whitecell.scenario.reading import read_source
from whitecell.scenario.sanity import beyond
from whitecell.view.app import application
from whitecell.view.desk import Desk
from whitecell.view.session import Session


def test_the_page_has_its_colours_from_where_the_report_has_them(valley: Path) -> None:
    plot, source = read_source(valley)
    session = Session(plot, {}, runs=20, workers=1)
    with TestClient(application(session, Desk(str(valley), source, valley.parent))) as client:
        style = client.get("/static/view.css").text
    assert style.startswith(properties())
    for name, colour in (("accent", ACCENT), ("ink", INK)):
        light, dark = re.findall(rf"--{name}: ([^;]+);", style)
        assert light == colour != dark
    defined, used = (set(re.findall(rule, style)) for rule in (r"--([a-z-]+):", r"var\(--([a-z-]+)\)"))
    assert used <= defined


def test_what_is_set_beyond_its_range_is_told_on_the_page(valley: Path) -> None:
    settings = {"leak_chance": "0.9"}
    plot, source = read_source(valley, settings)
    told = tuple(problem.message for problem in beyond(plot, source, settings))
    assert len(told) == 1
    session = Session(plot, {}, runs=20, workers=1)
    for said in (told, ()):
        with TestClient(
            application(session, Desk(str(valley), source, valley.parent, ("leak_chance",), None, said))
        ) as client:
            assert client.get("/api/scenario").json()["told"] == list(said)
            assert 'id="beyond"' in client.get("/").text
    assert "--set leak_chance=0.9 lies outside the stated range" in told[0]
