"""The engine knows no theatre: what a shipped scenario or its register names stands in no Python file."""

from __future__ import annotations

import re
from pathlib import Path

from whitecell.scenario.library import bundled
from whitecell.scenario.reading import read_scenario

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("cli/**/*.py")])
PLAIN = {"State", "States", "United", "White", "House", "Department", "East"}
"""Capitalised words of names that are also plain English."""


def proper_names() -> set[str]:
    """Capitalised words in the names of actors, zones, talks and so on, and every bundled name."""
    words: set[str] = set()
    for reference in bundled():
        plot = read_scenario(reference)
        tables = (plot.actors, plot.zones, plot.talks, plot.agreements, plot.constraints, plot.rivalries)
        for table in tables:
            for entry in table.values():
                words.update(re.findall(r"\b[A-Z]\w{2,}", entry.name))
        for actor in plot.actors.values():
            words.update(part.capitalize() for member in actor.members for part in member.split("_"))
    return words - PLAIN


NAMES = proper_names()


def test_there_are_names_to_look_for() -> None:
    assert {"Tanf", "Russia", "Hezbollah", "Nusra", "Damascus", "Amman", "Pentagon"} <= NAMES


def test_no_name_of_a_theatre_stands_in_python() -> None:
    found = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        named = {name for name in NAMES if re.search(rf"\b{name}\b", text, re.IGNORECASE)}
        named |= {name for name in bundled() if name in text}
        if named:
            found[str(path.relative_to(ROOT))] = named
    assert len(SOURCES) > 100
    assert not found
