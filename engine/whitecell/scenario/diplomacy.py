"""What may change the constraints: talks, rivalries between powers, corridors and injects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, Union

from pydantic import Field

from whitecell.scenario import effects
from whitecell.scenario.incidents import USUAL, Feed, IncidentKind, Incidents
from whitecell.scenario.moment import Moment
from whitecell.scenario.named import (
    ActorName,
    AgreementName,
    ConstraintName,
    InjectName,
    TalksName,
    ZoneName,
)
from whitecell.scenario.plugins import EFFECTS, plugins
from whitecell.scenario.quantity import Amount, Days, Entry, Factor, Number, Share, Truth


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
    fails_after: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Refusals of a ready text in a row after which they break off; never if left out.",
    )
    resumes_after: Days | None = Field(
        default=None, description="Days after which they go on once they broke off; never if left out."
    )
    text_kept: Share = Field(default=1.0, description="Part of the text that survives until then.")
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

    Incidents are, by the words under ``incidents``: a *strike* of an enforcer, at an exclusion, by one of the
    powers or an actor led by it on the other, an actor led by that or its client; a *near miss* of the two
    sides' aircraft; a *battle*, an attack on the ground between a power or an actor led by it and the other
    side; a *breach* that was recorded, by one of the powers, an actor led by it or its client. A hit from
    the air is none. An inject may move the ladder too.
    """

    name: str = Field(description="The name that a reader sees.")
    between: tuple[ActorName, ActorName]
    rungs: tuple[str, ...] = Field(min_length=2, description="Names of the rungs, lowest first.")
    start: Annotated[int, Field(ge=0)] = Field(default=0, description="Rung at the start, from 0.")
    climb: Share = Field(description="Chance that an incident lifts it by a rung.")
    incidents: Incidents | None = Field(
        default=None,
        description="What counts as an incident, as a list, or with how much one of each counts; strikes and "
        "near misses if left out.",
    )
    breaches_of: tuple[ConstraintName, ...] = Field(
        default=(), description="Constraints whose breaches count, if breaches do; all if none is named."
    )
    feed: Feed = Field(default=0.0, description="Incidents a day from beyond the map, on average.")
    jump: Share = Field(default=0.0, description="Chance that it climbs two rungs at once when it climbs.")
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

    @property
    def counted(self) -> Mapping[IncidentKind, Number]:
        """What counts as an incident, and how much one of each counts."""
        return dict.fromkeys(USUAL, 1.0) if self.incidents is None else self.incidents


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
