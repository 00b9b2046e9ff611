"""A whole scenario, checked: the noun at the head of everything else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

from pydantic import Field

from whitecell.scenario.cast import Actor, Relation
from whitecell.scenario.clauses import Agreement, Ceasefire, Exclusion, StrikeCoordination
from whitecell.scenario.diplomacy import Corridor, Inject, Rivalry, Talks
from whitecell.scenario.kinds import ConstraintKind
from whitecell.scenario.plugins import CONSTRAINTS, plugins
from whitecell.scenario.quantity import Assumption, Correlation, Entry
from whitecell.scenario.rules import Rules
from whitecell.scenario.theatre import Route, Zone
from whitecell.scenario.yardsticks import Measure

if TYPE_CHECKING:
    AnyConstraint: TypeAlias = Exclusion | Ceasefire | StrikeCoordination | ConstraintKind
else:
    AnyConstraint = Annotated[
        Union[(Exclusion, Ceasefire, StrikeCoordination, *plugins().kinds[CONSTRAINTS].values())],
        Field(discriminator="kind"),
    ]


class Scenario(Entry):
    """A conflict as an analyst states it, with every name resolved.

    Made by :func:`whitecell.scenario.reading.read_scenario`, which also moves each assumption that
    was written in place into ``assumptions``, under the dotted path of the place.
    """

    title: str = Field(description="What it is, in a line.")
    about: str = Field(default="", description="What it is, in a paragraph.")
    start: date = Field(description="The day before the first turn.")
    days: Annotated[int, Field(ge=1, le=3650)] = Field(description="Turns that are played; one is a day.")
    extends: str = Field(default="", description="Another scenario; this one states what differs.")
    claims: str = Field(default="", description="The register file that `cites` refers to.")
    assumptions: dict[str, Assumption] = Field(
        default_factory=dict, description="The numbers that analysts edit."
    )
    correlations: tuple[Correlation, ...] = Field(
        default=(), description="Assumptions that vary together when ranges are explored."
    )
    rules: Rules = Field(description="Parameters of the laws.")
    zones: dict[str, Zone] = Field(min_length=1)
    routes: tuple[Route, ...] = ()
    actors: dict[str, Actor] = Field(min_length=1)
    relations: tuple[Relation, ...] = ()
    constraints: dict[str, AnyConstraint] = Field(default_factory=dict)
    talks: dict[str, Talks] = Field(default_factory=dict)
    agreements: dict[str, Agreement] = Field(default_factory=dict)
    corridors: dict[str, Corridor] = Field(default_factory=dict)
    rivalries: dict[str, Rivalry] = Field(default_factory=dict)
    injects: dict[str, Inject] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
