"""What parties demand of each other: constraints, and the agreements that bundle them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from whitecell.scenario.moment import Moment
from whitecell.scenario.named import ActorName, AgreementName, ConstraintName, OneOrMore, TalksName, ZoneName
from whitecell.scenario.quantity import Amount, AtStart, Condition, Days, Entry, Factor, Share


class Watch(Entry):
    """Who sees a breach, and how well."""

    actor: ActorName = Field(default="", description="The actor that watches.")
    detects: Share = Field(description="Chance that a breach of the day is recorded.")
    blames_wrongly: Share = Field(
        default=0.0, description="Chance that a recorded breach is laid at another's door."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Answer(Entry):
    """Who answers a breach, and how."""

    actor: ActorName = Field(description="The actor that answers.")
    by: Literal["strike", "turn back", "seize", "pressure"] = Field(
        description="Strikes cost fighters; who is turned back leaves for the reserve and who is seized is "
        "gone, both without a fight; or the answerer presses its client harder."
    )
    resolve: Factor = Field(default=0.0, description="Hazard of an answer, per day at full breach.")
    scale: Amount | None = Field(
        default=None,
        description="By strike: fighters (or ships) of the answerer in the zone that can answer every "
        "breach; fewer answer in proportion. Without it the answer comes from the air, by its sorties.",
    )
    losses: Amount = Field(
        default=0.0,
        description="Fighters a strike costs the struck, on average; of those turned back or seized how many "
        "it is at once, at most, and all of them if left out.",
    )
    effect: Share = Field(
        default=0.0, description="By pressure: how much harder a recorded breach makes it press."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Constraint(Entry):
    """Fields that every kind of constraint has."""

    name: str = Field(description="The name that a reader sees.")
    applies_to: tuple[ActorName, ...] = Field(description="Actors that it binds.")
    zones: tuple[ZoneName, ...] = Field(description="Where it binds them.")
    in_force: str = Field(
        default="from the start",
        description="'from the start', or 'with' the name of the agreement that brings it.",
    )
    from_: Moment | None = Field(
        default=None, alias="from", description="The first day on which it can bind: a date, or `day 12`."
    )
    until: Moment | None = Field(
        default=None, description="The last day on which it can bind: a date, or `day 12`."
    )
    after: Days = Field(
        default=0.0, description="Days since its agreement entered into force, or its step was taken."
    )
    when: Condition = Field(default="", description="It binds only while this is so.")
    chance: Share = Field(default=1.0, description="Chance that the clause is in the text when it is signed.")
    obedience: dict[ActorName, Share] = Field(
        default_factory=dict, description="How far each obeys of its own accord; 0 if not named."
    )
    watched_by: Watch | None = None
    answered_by: Answer | None = None
    cites: tuple[str, ...] = ()
    note: str = ""

    @property
    def word(self) -> str:
        """The word for its kind."""
        word: str = getattr(self, "kind", "")
        return word

    @property
    def brought_by(self) -> str:
        """The agreement that brings it into force; empty if it is in force from the start."""
        return "" if self.in_force == "from the start" else self.in_force.removeprefix("with ").strip()


class Exclusion(Constraint):
    """These actors keep out of these zones."""

    kind: Literal["exclusion"]
    tolerance: Amount = Field(default=0.0, description="Fighters that are let pass.")
    trigger: Amount = Field(
        default=1.0, description="Fighters above the tolerance at which the breach is full."
    )


class Ceasefire(Constraint):
    """These actors do not attack in these zones; exempt groups are not protected."""

    kind: Literal["ceasefire"]
    toward: tuple[ActorName, ...] = Field(
        default=(), description="Groups that may not be attacked; all that are not exempt if none is named."
    )
    exempt: tuple[ActorName, ...] = Field(default=(), description="Groups that may still be attacked.")


class StrikeCoordination(Constraint):
    """These air forces coordinate where they fly over the same zone."""

    kind: Literal["strike coordination"]
    against: tuple[ActorName, ...] = Field(default=(), description="Groups that they strike together.")
    shared_effort: Factor = Field(
        default=1.0, description="What one sortie against these groups is worth when coordinated."
    )


OWN: tuple[type[Constraint], ...] = (Exclusion, Ceasefire, StrikeCoordination)
"""The kinds of constraints that the engine has itself."""


class Collapse(Entry):
    """How fast an agreement breaks down once trust is gone."""

    hazard: Factor = Field(description="Hazard of collapse per day without trust or guarantor.")
    trust: Factor = Field(description="Fall of the log hazard from no trust to full trust.")
    guarantor: Factor = Field(default=0.0, description="Fall of the log hazard with each guarantor.")
    monitors: Factor = Field(
        default=0.0, description="Fall of the log hazard when every breach would be detected."
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
    trust_gain: Share = Field(description="Part of the missing trust that a day without breach wins.")
    trust_loss: Share = Field(description="Part of the trust that a recorded breach costs.")
    collapse: Collapse
    ends: tuple[AgreementName, ...] = Field(
        default=(), description="Agreements that it replaces: they are lifted as it enters into force."
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
