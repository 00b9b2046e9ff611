"""Decks: injects that were written before the day, in a YAML file, for the white cell to deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whitecell.scenario.files import read_text
from whitecell.scenario.injects import Inject
from whitecell.scenario.loader import lines_of
from whitecell.scenario.nodes import problem_at
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import unsound
from whitecell.table.entries import WHITE, Entry, Injected
from whitecell.table.folder import Folder
from whitecell.table.played import with_entries

WHENS = frozenset({"on", "when", "from", "until", "chance_per_day"})
"""Keys with which an inject states when it comes."""


@dataclass(frozen=True, slots=True)
class Card:
    """An inject of a deck.

    Attributes
    ----------
    name : str
        Its name in the deck.
    stated : mapping
        As it is written; without a day, it comes on the first day of the turn in which it is dealt.
    inject : Inject
        The same inject, as if it were dealt now.
    """

    name: str
    stated: Mapping[str, Any]
    inject: Inject

    @property
    def timed(self) -> bool:
        """Whether it states when it comes."""
        return bool(WHENS & self.stated.keys())


def timely(stated: Mapping[str, Any], first: int) -> dict[str, Any]:
    """An inject as it was stated; it comes on ``day`` if it does not state when it comes."""
    return dict(stated) if WHENS & stated.keys() else {**stated, "on": f"day {first}"}


def read_deck(path: Path, folder: Folder) -> dict[str, Card]:
    """Read a deck: ``injects``, as a scenario has them.

    Parameters
    ----------
    path : Path
    folder : Folder
        The game that it is for; the deck may name the actors, zones and the like of this game.

    Raises
    ------
    ScenarioError
        With everything that is wrong, at its line.
    """
    text = read_text(path)
    root, problem = parse(text, str(path), "deck"), partial(problem_at, lines_of(text))
    listed = root.child("injects")
    strange = [key for key in root.value if key != "injects"] if isinstance(root.value, dict) else []
    if listed is None or not isinstance(listed.value, dict) or strange:
        raise ScenarioError([problem(root, "a deck is a mapping of `injects`, and nothing else")])
    first, fresh = folder.days(min(folder.turn, folder.turns))[0], replace(folder, entries=())
    cards: dict[str, Card] = {}
    trials: dict[str, Entry] = {}
    problems = []
    for name, node in listed.value.items():
        stated = node.plain()
        if name in folder.scenario.injects or "/" in name or name != name.strip():
            taken = f"the scenario has an inject '{name}'" if "/" not in name else f"'{name}' is no name"
            problems.append(problem(node, taken, "give this one another name, a word such as convoy_lost"))
            continue
        if not isinstance(stated, dict):
            problems.append(problem(node, f"'{name}' is no inject", "write at least its `name`"))
            continue
        try:
            inject = Inject.model_validate(timely(stated, first), context={"start": folder.scenario.start})
            body = Injected(name=name, inject=inject)
        except ValidationError as error:
            found = error.errors()[0]
            step = found["loc"][0] if found["loc"] else ""
            message = f"{name}: {'.'.join(map(str, found['loc']))}: {found['msg'].splitlines()[0]}"
            problems.append(problem(node.child(step) or node, message))
            continue
        cards[name] = Card(name, stated, inject)
        trials[name] = Entry(0, 1, WHITE, body, "", "", "")
    # A card may wait for another one; so all are checked together, then alone to find the faulty one.
    if unsound(with_entries(fresh, trials.values()), ""):
        for name, trial in trials.items():
            node = listed.value[name]
            faults = unsound(with_entries(fresh, [trial]), "")
            problems += [problem(node, f"{name}: {fault.message}", fault.hint) for fault in faults]
    if problems:
        raise ScenarioError(problems)
    return cards
