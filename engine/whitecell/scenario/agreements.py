"""What parties sign: agreements, the steps by which they are carried out, and how they break down."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from whitecell.scenario.bargain import Term
from whitecell.scenario.injects import Effect
from whitecell.scenario.moment import Moment
from whitecell.scenario.named import (
    ActorName,
    AgreementName,
    ConstraintName,
    OneOrMore,
    TalksName,
    VariableName,
)
from whitecell.scenario.quantity import AtStart, Condition, Days, Entry, Factor, Share


class Collapse(Entry):
    """How an agreement breaks down: each number is that of the rules where it is left out."""

    hazard: Factor | None = Field(
        default=None,
        description="Hazard of collapse on its first day, per day, without trust or guarantor; "
        "`rules.collapse_hazard` if left out.",
    )
    trust: Factor | None = Field(
        default=None,
        description="Fall of the log hazard from no trust to full trust; `rules.trust_protects` if left out.",
    )
    guarantor: Factor | None = Field(
        default=None,
        description="Fall of the log hazard with each guarantor; `rules.guarantor_protects` if left out.",
    )
    monitors: Factor | None = Field(
        default=None,
        description="Fall of the log hazard at first when every breach is to be detected; "
        "`rules.monitors_protect` if left out.",
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Step(Entry):
    """A step of an agreement: what it brings, and when it is taken; all that it states must be so."""

    name: str = Field(default="", description="The name that a reader sees; its number if left out.")
    clauses: tuple[ConstraintName, ...] = Field(
        default=(), description="Clauses of the agreement that wait for it."
    )
    after: Days = Field(default=0.0, description="Days since the step before, or since entry into force.")
    on: Moment | None = Field(
        default=None, description="The first day on which it can be taken: a date, or `day 12`."
    )
    verified: Days = Field(
        default=0.0,
        description="Days in a row without a recorded breach of the clauses of the step before; before the "
        "first, of those that entry into force brought.",
    )
    when: Condition = Field(
        default="",
        description="What must be so that morning, such as `stocks < 10` or `control(army, town) > 0.9`.",
    )
    effects: tuple[Effect, ...] = Field(default=(), description="What changes when it is taken.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Agreement(Entry):
    """What parties sign: clauses, guarantors, a term, and the trust that keeps it alive."""

    name: str = Field(description="The name that a reader sees.")
    parties: tuple[ActorName, ...]
    guarantors: tuple[ActorName, ...] = ()
    in_force: Literal["from the start", "when signed"] = "when signed"
    age: Annotated[Days, AtStart()] = Field(
        default=0.0, description="Days that it has been in force at the start."
    )
    delay: Days = Field(default=0.0, description="Days from signature to entry into force.")
    term: Days = Field(default=0.0, description="Days until it lapses or is renewed; 0 has no end.")
    renewal: Share = Field(default=0.0, description="Chance of renewal at full trust when it lapses.")
    trust: Share = Field(description="Trust at the start.")
    trust_gain: Share = Field(
        description="Part of the missing trust that a day wins on which no breach was recorded but the usual."
    )
    trust_loss: Share = Field(
        description="Part of the trust that a day costs on which nothing but the unusual was recorded, or an "
        "offensive or an air raid."
    )
    collapse: Collapse = Field(default_factory=Collapse)
    ends: tuple[AgreementName, ...] = Field(
        default=(), description="Agreements that it replaces: they are lifted as it enters into force."
    )
    terms: dict[VariableName, Term] = Field(
        default_factory=dict, description="Variables that it fixes, whose values are bargained."
    )
    influence: dict[ActorName, Factor] = Field(
        default_factory=dict, description="What each brings to bear on its terms; 1 if not named."
    )
    steps: tuple[Step, ...] = Field(default=(), description="Its steps, in their order, one a day at most.")
    steps_taken: Annotated[int, Field(ge=0)] = Field(default=0, description="Steps taken before the start.")
    left_out: dict[ActorName, Factor] = Field(
        default_factory=dict,
        description="Actors whom it leaves out, and what upsetting it is worth to them.",
    )
    spreads_to: Annotated[tuple[TalksName, ...], *OneOrMore] = Field(
        default=(), description="Talks that open if it holds: one, or a list."
    )
    spreads_after: Days = Field(default=0.0, description="Days it must hold for that.")
    cites: tuple[str, ...] = ()
    note: str = ""

    def stage(self, clause: str) -> int:
        """Number of the step for which a clause waits, from 1; 0 if it waits for none."""
        return next((k for k, step in enumerate(self.steps, 1) if clause in step.clauses), 0)
