"""The record of a played run: events, and what actors weighed."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = float | int | str | None
"""A measure of one run: a number, a category, or None where it did not happen."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day.

    Attributes
    ----------
    day : int
        Day of the run, 1 for the first turn.
    phase : str
        Phase of the day, as in ``WarGame.step``.
    kind : str
        What happened; ``whitecell.report.story`` has a sentence for each kind.
    actor, zone, thing : str
        Names of the actor that acts, the zone, and the talks, agreement, constraint, corridor, rivalry or
        inject it is about; empty where there is none.
    others : tuple of str
        Further actors, such as those struck; the path of a corridor; the clauses of a step.
    numbers : dict of str to float
        Figures by name; fighters unless the name says otherwise.
    """

    day: int
    phase: str
    kind: str
    actor: str = ""
    zone: str = ""
    thing: str = ""
    others: tuple[str, ...] = ()
    numbers: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that an actor could do, with the terms of its utility and its chance."""

    name: str
    terms: dict[str, float]
    utility: float
    chance: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """The options that an actor weighed on a day, and its choice.

    ``subject`` is one of:

    - ``"effort"``: options are zones and ``"hold"``; - ``"assent"``: one option, to sign ``thing``; -
    ``"clause"``: one option, that the clause enters the text; - ``"terms"``: the terms of ``thing`` on the
    table, each with its value as ``utility``; - ``"term"``: at a table, values of the term ``thing``, each
    with the support of a text with this value and
      the chance to sign it; ``chosen`` is on the table;
    - ``"press"``: one option for each client;
    - ``"strike"``: one option for each zone;
    - ``"sorties"``, ``"target"``: only where ordered, sorties by zone as planned and as ordered; ``thing`` is
      the zone of a target;
    - ``"decision"``: its options; ``thing`` is the decision.

    ``own`` is the actor's own choice where somebody chose in its place; empty elsewhere.
    """

    day: int
    actor: str
    subject: str
    options: tuple[Option, ...]
    chosen: str
    thing: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The story of one run: its measures, its events in order, and what actors weighed."""

    seed: int
    measures: dict[str, Value]
    events: tuple[Event, ...]
    weighings: tuple[Weighing, ...]
