"""Effects: what events bring about, each kind with what it states."""

from __future__ import annotations

from itertools import combinations, product
from typing import Literal

from pydantic import Field

from whitecell.scenario.moment import Moment
from whitecell.scenario.named import (
    ActorName,
    AgreementName,
    ConstraintName,
    ForceName,
    RivalryName,
    TalksName,
    TermName,
    ZoneName,
)
from whitecell.scenario.quantity import Amount, Change, Condition, Days, Entry, Factor, Share, Truth


class Movement(Entry):
    """Fields that every effect on a number has. Without an end the effect is permanent."""

    number: str = Field(description="The path of a number, or the name of an assumption or a variable.")
    lasts: Days | None = Field(default=None, description="Days that it holds.")
    until: Moment | None = Field(default=None, description="The last day on which it holds.")
    as_long_as: Condition = Field(default="", description="It holds until this is no longer so.")

    @property
    def for_good(self) -> bool:
        """Whether it has no end."""
        return self.lasts is None and self.until is None and not self.as_long_as


class SetNumber(Movement):
    """A number gets a value, whatever else moves it; of several that hold, the last one counts."""

    kind: Literal["set"]
    to: Change = Field(description="The value that it gets; a formula is reckoned again each day.")


class Shift(Movement):
    """A number rises or falls by an amount; each time again."""

    kind: Literal["shift"]
    by: Change = Field(description="By how much it rises; falls, if negative.")


class Scale(Movement):
    """A number is multiplied by a factor; each time again."""

    kind: Literal["scale"]
    by: Factor = Field(description="By what it is multiplied.")


class Impose(Entry):
    """A constraint comes into force."""

    kind: Literal["impose"]
    constraint: ConstraintName


class Lift(Entry):
    """A constraint goes out of force."""

    kind: Literal["lift"]
    constraint: ConstraintName


class EndAgreement(Entry):
    """An agreement ends, with all its clauses."""

    kind: Literal["end agreement"]
    agreement: AgreementName


class OpenTalks(Entry):
    """Talks open, or go on."""

    kind: Literal["open talks"]
    talks: TalksName


class CloseTalks(Entry):
    """Talks end; their text stays, and they may open again."""

    kind: Literal["close talks"]
    talks: TalksName


class Postpone(Entry):
    """The next session of talks is put off."""

    kind: Literal["postpone"]
    talks: TalksName
    days: Days


class Expose(Entry):
    """Secret talks become known."""

    kind: Literal["expose"]
    talks: TalksName


class ShiftWants(Entry):
    """An actor comes to want an agreement or clause more or less."""

    kind: Literal["shift wants"]
    actor: ActorName
    toward: TermName
    by: Change


class ShiftWill(Entry):
    """A patron presses a client harder, or less hard, on every matter."""

    kind: Literal["shift will"]
    patron: ActorName
    client: ActorName
    by: Change


class Escalate(Entry):
    """A rivalry climbs or descends its ladder."""

    kind: Literal["escalate"]
    rivalry: RivalryName
    by: Change


class Reinforce(Entry):
    """Fighters arrive in a zone."""

    kind: Literal["reinforce"]
    actor: ForceName
    zone: ZoneName
    fighters: Amount


class Withdraw(Entry):
    """A share of an actor's fighters leaves a zone, for its reserve or for good."""

    kind: Literal["withdraw"]
    actor: ForceName
    zone: ZoneName
    share: Share = Field(default=1.0, description="Which share of them.")
    to_reserve: Truth = Field(default=True, description="To its reserve, if it has one; else they are gone.")


class Order(Entry):
    """An actor is told its main effort, and keeps to it for some days."""

    kind: Literal["order"]
    actor: ActorName
    zone: ZoneName = Field(default="", description="Where to go, one of its options; it holds if left out.")
    lasts: Days | None = Field(default=None, description="Days that it keeps to it; for good if left out.")


class HandOver(Entry):
    """A share of an actor's fighters in a zone changes to another actor."""

    kind: Literal["hand over"]
    actor: ForceName
    to: ForceName = Field(description="The actor to whom they change.")
    zone: ZoneName
    share: Share = Field(default=1.0, description="Which share of them.")


class Hit(Entry):
    """Somebody is hit in a zone from afar: fighters, people, or both."""

    kind: Literal["hit"]
    actor: ForceName = Field(default="", description="Whose fighters are hit.")
    zone: ZoneName
    fighters: Amount = Field(default=0.0, description="Fighters put out of action.")
    people: Amount = Field(default=0.0, description="People who flee.")
    by: ActorName = Field(default="", description="Who hits; a strike that rivalries count as an incident.")


class Turn(Entry):
    """Fields of every effect that changes relations between actors."""

    kind: str
    actors: tuple[ActorName, ...] = Field(
        min_length=1, description="Who comes to stand so to each other, or to those under `to`."
    )
    to: tuple[ActorName, ...] = Field(
        default=(), description="If given, the first list comes to stand so to each of these instead."
    )

    @property
    def becomes(self) -> str:
        """The new relation: ``hostile``, ``allied`` or ``neutral``."""
        return self.kind.removeprefix("become ")

    @property
    def couples(self) -> list[tuple[str, str]]:
        """The pairs of actors that it changes."""
        return list(product(self.actors, self.to) if self.to else combinations(self.actors, 2))


class BecomeHostile(Turn):
    """Actors turn on each other: whatever they were before, they are enemies from that morning."""

    kind: Literal["become hostile"]
    caught: Literal["fight", "withdraw", "interned"] = Field(
        default="fight",
        description="What becomes of those who stand where the other holds the ground: they fight where they "
        "are, leave for their reserve unharmed, or are disarmed and gone.",
    )


class BecomeAllied(Turn):
    """Actors come to fight side by side, whatever they were before."""

    kind: Literal["become allied"]


class BecomeNeutral(Turn):
    """Actors are neither enemies nor allies any more."""

    kind: Literal["become neutral"]
    caught: Literal["stay", "withdraw", "interned"] = Field(
        default="stay",
        description="What becomes of those who stand where the other holds the ground: they stay, leave for "
        "their reserve unharmed, or are disarmed and gone.",
    )


class BeginPatronage(Entry):
    """A patron comes to press a client, as the relation of the two states it."""

    kind: Literal["begin patronage"]
    patron: ActorName
    client: ActorName


class EndPatronage(Entry):
    """A patron lets its client go: it presses it no more, and an attack on it is none on the patron."""

    kind: Literal["end patronage"]
    patron: ActorName
    client: ActorName


TURNS = (BecomeHostile, BecomeAllied, BecomeNeutral)
"""Effects that change the relation between pairs of actors."""
BONDS = (BeginPatronage, EndPatronage)
"""Effects that begin or end patronages."""
OWN: tuple[type[Entry], ...] = (
    SetNumber, Shift, Scale, Impose, Lift, EndAgreement, OpenTalks, CloseTalks, Postpone, Expose, ShiftWants,
    ShiftWill, Escalate, Reinforce, Withdraw, Order, HandOver, Hit, *TURNS, *BONDS,
)  # fmt: skip
"""The kinds that the engine has itself."""
