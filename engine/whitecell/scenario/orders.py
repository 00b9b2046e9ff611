"""Orders: what actors are told to choose, by date or while a condition holds; and dice rolled again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from whitecell.scenario.moment import Moment
from whitecell.scenario.named import ActorName, ZoneName
from whitecell.scenario.quantity import Condition, Entry

Subject = Literal["effort", "assent", "clause", "press", "strike", "sorties", "target", "term", "decision"]
SUBJECTS: dict[str, tuple[str, ...]] = {
    "effort": (),
    "assent": ("sign", "refuse"),
    "clause": ("accept", "drop"),
    "press": ("press", "let be"),
    "strike": ("strike", "hold fire"),
    "sorties": (),
    "target": (),
    "term": (),
    "decision": (),
}
"""For each subject its options. Those of ``effort`` are the actor's zones and ``hold``, those of ``sorties``,
``target`` and ``term`` stand in :mod:`whitecell.scenario.matters`, those of ``decision`` in the scenario."""
WHOLE = ("effort", "sorties")
"""Subjects that are about nothing else."""
HOLDING = "hold"
"""The option of no main effort, and of no sorties."""
PLANNED, EVERYBODY, NOBODY = "as planned", "everybody", "nobody"
"""Sorties as the scenario states them, and whom they are flown against over a zone."""


class StandingOrder(Entry):
    """What an actor is told to choose, until its last day, or until a later entry says otherwise."""

    actor: ActorName = Field(description="Who is told.")
    choice: Subject = Field(
        description="What about: its main effort, assent to a text, a clause of it, pressing a client, "
        "striking who is in breach, where its sorties are flown, against whom they are flown over a zone, "
        "the value of a term that it stands for, or a decision."
    )
    about: str = Field(
        default="",
        description="The talks, clause, client, constraint, zone, term or decision; nothing for a main "
        "effort and for sorties.",
    )
    zone: ZoneName = Field(default="", description="Of a strike: only in this zone.")
    option: str = Field(
        default="", description="What it is to choose; left out, the choice is its own again."
    )
    from_: Moment | None = Field(default=None, alias="from", description="The first day on which it stands.")
    until: Moment | None = Field(default=None, description="The last day on which it stands.")
    when: Condition = Field(default="", description="It stands on the days on which this is so.")
    note: str = ""


class Reroll(Entry):
    """Days whose dice are rolled again, under an address of their own."""

    from_: Moment = Field(alias="from", description="The first of these days.")
    until: Moment = Field(description="The last of them.")
    of: str = Field(
        default="",
        description="Only dice in whose name this is a part, such as talks or an actor; all if left out.",
    )
    note: str = ""
