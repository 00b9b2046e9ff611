"""The sections of a scenario file, in one table: what an entry is called, what it says, where it is shown.

The reader, packages from outside, the page's sliders and the schema take their lists of sections from here,
so that a new section is one line here and its field in the model.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the file.

    Attributes
    ----------
    one : str
        What messages call an entry.
    says : str
        What it contains, in a sentence.
    group : str
        The heading under which the page shows its numbers; empty where each number states its own.
    named : bool
        Whether its entries have names; a list has none.
    thing : bool
        Whether its entries are things of the game, which measures and packages may name.
    """

    one: str
    says: str
    group: str = ""
    named: bool = True
    thing: bool = True


SECTIONS: dict[str, Section] = {
    "assumptions": Section("assumption", "The numbers that analysts edit.", thing=False),
    "zones": Section("zone", "Places in which forces stand and people live.", "theatre"),
    "routes": Section("route", "Ways between zones.", "theatre", named=False, thing=False),
    "actors": Section("actor", "Who acts."),
    "sides": Section("side", "Names for lists of actors, to stand wherever such a list does.", thing=False),
    "relations": Section(
        "relation", "Who is hostile or allied to whom, and who is whose patron.", "patrons",
        named=False, thing=False,
    ),
    "constraints": Section("constraint", "What parties demand of each other.", "agreements"),
    "talks": Section("talks", "Where parties meet, draft and may sign.", "talks"),
    "agreements": Section("agreement", "What talks may sign.", "agreements"),
    "corridors": Section("corridor", "Supply lines over alternative paths.", "corridors"),
    "rivalries": Section("rivalry", "Ladders of escalation between two powers.", "rivalries"),
    "variables": Section(
        "variable", "What changes from day to day and is no force: stocks, moods, prices.", "variables"
    ),
    "decisions": Section(
        "decision", "What actors choose from a list, by themselves or by votes.", "decisions"
    ),
    "injects": Section("inject", "Dated events from outside.", "injects"),
    "orders": Section(
        "order", "What actors are told to choose, whatever they would by themselves; later ones count.",
        named=False, thing=False,
    ),
    "rerolls": Section("reroll", "Days whose dice are rolled again.", named=False, thing=False),
    "measures": Section("measure", "What is recorded of each run.", thing=False),
}  # fmt: skip
NAMED = tuple(name for name, section in SECTIONS.items() if section.named)
"""Sections whose entries have names."""
THINGS = tuple(name for name, section in SECTIONS.items() if section.thing)
"""Sections whose entries are things of the game."""
