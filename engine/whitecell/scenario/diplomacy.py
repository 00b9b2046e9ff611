"""What may change the constraints: talks, rivalries between powers, corridors and injects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, Union

from pydantic import Field

from whitecell.scenario import effects
from whitecell.scenario.moments import Moment
from whitecell.scenario.named import (
    ActorName,
    AgreementName,
    InjectName,
    TalksName,
    ZoneName,
)
from whitecell.scenario.plugins import EFFECTS, plugins
from whitecell.scenario.quantity import Amount, Days, Entry, Factor, Share, Truth


class Leaks(Entry):
    """Secret talks become known; some of the parties pay for it at home."""

    chance: Share = Field(description="Chance per day that they become known.")
    hurts: dict[ActorName, Factor] = Field(
        default_factory=dict, description="Support that a party loses once they are known."
    )
    fades: Days = Field(description="Days until half of that cost is gone.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Requirement(Entry):
    """A party's support rises with a patron's pressure on its client."""

    pressure_of: ActorName = Field(description="The patron.")
    on: ActorName = Field(description="The client.")
    weight: Factor = Field(description="Rise of the party's support from no pressure to full pressure.")
    enough: Share = Field(description="Pressure that neither helps nor hurts.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Talks(Entry):
    """Parties meet, draft, may leak and may sign."""

    name: str = Field(description="The name that a reader sees.")
    parties: tuple[ActorName, ...]
    host: ActorName = ""
    signs: AgreementName = Field(description="The agreement on the table.")
    opens: Literal["from the start", "when an agreement spreads"] = "from the start"
    sessions_held: Annotated[int, Field(ge=0)] = 0
    since_last: Days = Field(default=0.0, description="Days since the last session, at the start.")
    gap: Days = Field(description="Days between sessions, on average.")
    gap_fixed: Share = Field(default=0.0, description="Share of the gap that chance cannot shorten.")
    secret: Truth = Field(default=False, description="Not known to the public at the start.")
    leaks: Leaks | None = None
    text: Share = Field(default=0.0, description="How ready the text is at the start.")
    progress: Share = Field(description="Part of the text a session finishes at full support.")
    setback: Share = Field(default=0.0, description="Part of the text lost when a party balks.")
    slope: Factor = Field(description="Slope of the logistic that turns support into assent.")
    requires: dict[ActorName, Requirement] = Field(default_factory=dict)
    cites: tuple[str, ...] = ()
    note: str = ""


class Corridor(Entry):
    """A supply line over alternative paths, as strong as its weakest zone."""

    name: str = Field(description="The name that a reader sees.")
    owner: ActorName
    friends: tuple[ActorName, ...] = Field(description="Actors whose control keeps it open.")
    paths: dict[str, tuple[ZoneName, ...]] = Field(description="Alternative paths as lists of zones.")
    threshold: Share = Field(description="Strength from which it counts as joined.")
    supplies: dict[ActorName, Amount] = Field(
        default_factory=dict, description="Fighters a day that a fully open corridor brings to each."
    )
    worth: dict[ActorName, Factor] = Field(
        default_factory=dict, description="What opening it is worth to each who fights for it."
    )
    cites: tuple[str, ...] = ()
    note: str = ""

    def longer_than(self, path: str) -> list[str]:
        """Paths that go through all zones of one, and through more."""
        zones = set(self.paths[path])
        return [name for name, others in self.paths.items() if zones < set(others)]


class Rivalry(Entry):
    """Two powers on a ladder of escalation, which incidents lift.

    An incident is a strike (of an enforcer, at an exclusion) by one of the powers or an actor led by it on
    the other, an actor led by that or its client; or a near miss of the two sides' aircraft. Nothing else is
    one: no battle, no breach, and no hit from the air. An inject may move the ladder too.
    """

    name: str = Field(description="The name that a reader sees.")
    between: tuple[ActorName, ActorName]
    rungs: tuple[str, ...] = Field(min_length=2, description="Names of the rungs, lowest first.")
    start: Annotated[int, Field(ge=0)] = Field(default=0, description="Rung at the start, from 0.")
    climb: Share = Field(description="Chance that an incident lifts it by a rung.")
    cool: Share = Field(description="Chance per day that it falls by a rung.")
    hotline: Share = Field(default=0.0, description="Share of incidents that a hotline defuses.")
    chills: dict[TalksName, Factor] = Field(
        default_factory=dict, description="Support that talks between the two lose with each rung."
    )
    stays_hand: Factor = Field(
        default=0.0, description="Fall of the log hazard of their strikes with each rung."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


if TYPE_CHECKING:
    Effect: TypeAlias = Entry
else:
    Effect = Annotated[
        Union[(*effects.OWN, *plugins().kinds[EFFECTS].values())],
        Field(discriminator="kind"),
    ]


class Inject(Entry):
    """A dated event from outside, which may or may not happen."""

    name: str = Field(description="What happens, as a reader sees it.")
    on: Moment = Field(
        description="The day on which it is decided: a date, or `day 12` of the game, counted from the start."
    )
    chance: Share = Field(default=1.0, description="Chance that it happens.")
    if_happened: tuple[InjectName, ...] = Field(default=(), description="Injects that must have happened.")
    unless_happened: tuple[InjectName, ...] = Field(
        default=(), description="Injects that must not have happened."
    )
    effects: tuple[Effect, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""
