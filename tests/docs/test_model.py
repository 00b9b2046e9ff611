"""The model document names the model as it is: its phases, laws, parameters and code."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import whitecell
from whitecell.game import laws
from whitecell.game.war_game import WarGame
from whitecell.scenario.effects import OWN
from whitecell.scenario.rules import Rules

DOCUMENT = Path(__file__).parents[2] / "docs" / "model.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
ELEMENTS = [
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
]
CONCEPTS = [
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
]
CITED = sorted(set(re.findall(r"`([\w/]+)\.py:\s+([\w.]+)`", TEXT)))
PUBLIC_LAWS = [
    name
    for name, law in inspect.getmembers(laws, inspect.isfunction)
    if law.__module__ == laws.__name__ and not name.startswith("_")
]


def section(number: int) -> str:
    """Text of a numbered chapter of the document."""
    found = re.search(rf"^## {number} .*?(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    assert found, f"there is no chapter {number}"
    return found.group()


def module(cited: str) -> ModuleType:
    """Module that a citation means: one of the game unless a folder of the engine is given."""
    outside = (Path(whitecell.__file__).parent / cited.split("/")[0]).is_dir() and "/" in cited
    path = cited if outside else f"game/{cited}"
    return importlib.import_module(f"whitecell.{path.replace('/', '.')}")


def test_the_chapters_are_those_of_the_protocol() -> None:
    headings = re.findall(r"^## (\d+) (.+)$", TEXT, re.MULTILINE)
    assert headings[:7] == [(str(k), title) for k, title in enumerate(ELEMENTS, start=1)]


def test_all_design_concepts_stand_in_order() -> None:
    assert re.findall(r"^- \*\*(.+?)\.\*\*", section(4), re.MULTILINE) == CONCEPTS


def test_the_phases_are_listed_in_their_order() -> None:
    listed = re.findall(r"^(\d+)\. \*\*(\w+)\*\*", section(3), re.MULTILINE)
    assert listed == [(str(k), phase) for k, phase in enumerate(WarGame.PHASES, start=1)]


def test_every_phase_has_its_submodel() -> None:
    headings = re.findall(r"^### 7\.(\d+) (.+)$", section(7), re.MULTILINE)
    phases = [(str(k), phase.capitalize()) for k, phase in enumerate(WarGame.PHASES, start=1)]
    assert headings[1 : len(phases) + 1] == phases


@pytest.mark.parametrize("name", PUBLIC_LAWS)
def test_every_law_is_in_the_table_of_laws(name: str) -> None:
    assert f"| `laws.py: {name}` |" in section(7)


def test_there_are_laws_and_citations_to_check() -> None:
    assert len(PUBLIC_LAWS) > 10
    assert len(CITED) > 50


@pytest.mark.parametrize(("cited", "name"), CITED)
def test_cited_code_exists(cited: str, name: str) -> None:
    found: object = module(cited)
    for part in name.split("."):
        assert hasattr(found, part), f"`{cited}.py: {name}` is not in the code; mend docs/model.md"
        found = getattr(found, part)


def test_no_citation_escapes_the_check() -> None:
    mentions = re.findall(r"`[^`\n]*\.py:[^`]*`", TEXT)
    assert len(mentions) == len(re.findall(r"`[\w/]+\.py:\s+[\w.]+`", TEXT))


@pytest.mark.parametrize("name", sorted(Rules.model_fields))
def test_every_parameter_of_the_laws_is_used(name: str) -> None:
    assert re.search(rf"(?<![\w.]){name}(?!\w)", section(7)), f"'{name}' stands in no submodel"


def test_every_effect_of_an_inject_is_listed() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \|", section(7).split("### 7.2")[0], re.MULTILINE)
    kinds = {effect.model_fields["kind"].annotation.__args__[0] for effect in OWN}
    assert kinds == set(rows) - {"effect", "law"}


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links
    for link in links:
        assert (DOCUMENT.parent / link).exists(), link


def test_works_cited_are_listed_and_listed_works_are_cited() -> None:
    body, listed = TEXT.split("## References")
    works = re.findall(r"^- ([A-Z][a-z]\w+|McFadden|McKelvey).*?\((\d{4})\)", listed, re.MULTILINE)
    assert len(works) == len(re.findall(r"^- ", listed, re.MULTILINE))
    flat = " ".join(body.split())
    for author, year in works:
        assert re.search(rf"{author}[^|]{{0,60}}?{year}", flat), f"{author} {year} is listed and not cited"
    for author, year in re.findall(r"\b([A-Z]\w+)(?: et al\.)? \(?((?:19|20)\d\d)\)?", flat):
        assert re.search(rf"{author}.*\({year}\)", listed), f"{author} {year} is cited and not listed"
