"""A whole scenario, checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union

from pydantic import Field

from whitecell.scenario import clauses
from whitecell.scenario.agreements import Agreement
from whitecell.scenario.cast import Actor, Arm, Defaults, Relation, Side
from whitecell.scenario.clauses import Constraint
from whitecell.scenario.decisions import Decision
from whitecell.scenario.diplomacy import Corridor, Rivalry, Talks
from whitecell.scenario.injects import Inject
from whitecell.scenario.orders import Reroll, StandingOrder
from whitecell.scenario.plugins import CONSTRAINTS, plugins
from whitecell.scenario.quantity import Assumption, Correlation, Entry
from whitecell.scenario.records import BY_ARM
from whitecell.scenario.rules import Rules
from whitecell.scenario.sections import SECTIONS
from whitecell.scenario.theatre import Route, Zone
from whitecell.scenario.variables import Variable
from whitecell.scenario.yardsticks import Measure

if TYPE_CHECKING:
    AnyConstraint: TypeAlias = Constraint
else:
    AnyConstraint = Annotated[
        Union[(*clauses.OWN, *plugins().kinds[CONSTRAINTS].values())],
        Field(discriminator="kind"),
    ]


def _section(name: str) -> Any:
    """The field of a section whose entries have names and which may be empty."""
    return Field(default_factory=dict, description=SECTIONS[name].says)


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
    fitted_from: tuple[str, ...] = Field(
        default=(),
        description="Facts of the register from which ranges were fitted, by id, as `whitecell fit` writes "
        "them; that runs meet these proves nothing any more.",
    )
    assumptions: dict[str, Assumption] = _section("assumptions")
    correlations: tuple[Correlation, ...] = Field(
        default=(), description="Assumptions that vary together when ranges are explored."
    )
    rules: Rules = Field(
        description="Parameters of the laws; those that are left out are as the engine has them."
    )
    defaults: Defaults = Field(
        default_factory=Defaults,
        description="Values of actors that state no other; where one is left out, the engine's holds.",
    )
    zones: dict[str, Zone] = Field(min_length=1, description=SECTIONS["zones"].says)
    routes: tuple[Route, ...] = Field(default=(), description=SECTIONS["routes"].says)
    actors: dict[str, Actor] = Field(min_length=1, description=SECTIONS["actors"].says)
    sides: dict[str, Side] = _section("sides")
    relations: tuple[Relation, ...] = Field(default=(), description=SECTIONS["relations"].says)
    constraints: dict[str, AnyConstraint] = _section("constraints")
    talks: dict[str, Talks] = _section("talks")
    agreements: dict[str, Agreement] = _section("agreements")
    corridors: dict[str, Corridor] = _section("corridors")
    rivalries: dict[str, Rivalry] = _section("rivalries")
    variables: dict[str, Variable] = _section("variables")
    decisions: dict[str, Decision] = _section("decisions")
    injects: dict[str, Inject] = _section("injects")
    orders: tuple[StandingOrder, ...] = Field(default=(), description=SECTIONS["orders"].says)
    rerolls: tuple[Reroll, ...] = Field(default=(), description=SECTIONS["rerolls"].says)
    measures: dict[str, Measure] = _section("measures")

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """As of any entry, without what changes nothing: no orders, no rerolls, the engine's own defaults."""
        found = super().model_dump(**options)
        if self.defaults == Defaults():
            found.pop("defaults", None)
        for section in ("orders", "rerolls"):
            if not found.get(section):
                found.pop(section, None)
        return found

    @property
    def arms(self) -> dict[str, Arm]:
        """The arms of all actors by the names under which a file speaks of them: ``actor.arm``."""
        return {
            f"{name}.{key}": arm for name, actor in self.actors.items() for key, arm in actor.arms.items()
        }

    @property
    def forces(self) -> dict[str, Actor | Arm]:
        """Actors, and their arms."""
        return {**self.actors, **self.arms}

    def owner(self, force: str) -> str:
        """The actor to which an arm belongs; for an actor, the actor itself."""
        return force if force in self.actors else force.rpartition(".")[0]

    def unit(self, force: str) -> str:
        """What the numbers of an actor or an arm count."""
        own = self.forces[force].unit
        return own or self.actors[self.owner(force)].unit

    def bound(self, constraint: Constraint) -> tuple[str, ...]:
        """The actors that have to keep a constraint, whether it binds all of them or some arm only."""
        return tuple(dict.fromkeys(self.owner(force) for force in constraint.applies_to))

    def told_of(self, record: str, section: str) -> dict[str, Any]:
        """The things of a section that a record can be about: its entries; of actors their arms too."""
        own: dict[str, Any] = getattr(self, section)
        return self.forces if section == "actors" and record in BY_ARM else own
