"""What may change the constraints: talks, rivalries between powers, and corridors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from whitecell.scenario.incidents import USUAL, Feed, IncidentKind, Incidents
from whitecell.scenario.moment import Moment
from whitecell.scenario.named import (
    ActorName,
    AgreementName,
    ConstraintName,
    ForceName,
    TalksName,
    VariableName,
    ZoneName,
)
from whitecell.scenario.quantity import (
    Amount,
    AtStart,
    Change,
    Days,
    Entry,
    Factor,
    Leaning,
    Number,
    Share,
    Truth,
)


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


class Mediator(Entry):
    """A host or a mediator who matters, by how it stands with the parties."""

    standing: dict[ActorName, Leaning] = Field(
        default_factory=dict,
        description="With each party: 1 has its ear, −1 is taken for a partisan of the others.",
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class TalksDate(Entry):
    """A date that presses the parties of talks: a summit, a deadline, an anniversary."""

    name: str = Field(description="The name that a reader sees.")
    on: Moment = Field(description="The day: a date, or `day 12`.")
    drives: Factor | None = Field(
        default=None, description="Support that it brings on its day; the rules' `date_drives` if left out."
    )
    meets: Truth = Field(default=False, description="They meet on that day.")
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
    since_last: Annotated[Days, AtStart()] = Field(
        default=0.0, description="Days since the last session, at the start."
    )
    gap: Days = Field(description="Days between sessions, on average.")
    gap_fixed: Share = Field(default=0.0, description="Share of the gap that chance cannot shorten.")
    secret: Truth = Field(default=False, description="Not known to the public at the start.")
    leaks: Leaks | None = None
    text: Annotated[Share, AtStart()] = Field(default=0.0, description="How ready the text is at the start.")
    progress: Share = Field(description="Part of the text that a session finishes, on average.")
    setback: Share = Field(default=0.0, description="Part of the text lost when a party balks.")
    slope: Factor = Field(description="Slope of the logistic that turns support into assent.")
    fails_after: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Refusals of a ready text in a row after which they break off; the rules' `refusals` if "
        "left out.",
    )
    resumes_after: Days | None = Field(
        default=None,
        description="Days from a break-off until they resume; the rules' `talks_rest` if left out.",
    )
    for_good: Truth = Field(default=False, description="Talks that broke off do not resume.")
    text_kept: Share | None = Field(
        default=None,
        description="Part of the text that survives until they resume, and what was signed and ends; the "
        "rules' `text_kept` if left out.",
    )
    mediators: dict[ActorName, Mediator] = Field(
        default_factory=dict,
        description="Who mediates, perhaps the host, and how they stand with the parties.",
    )
    dates: dict[str, TalksDate] = Field(
        default_factory=dict, description="Dates that quicken them and drive their parties, by key."
    )
    requires: dict[ActorName, Requirement] = Field(default_factory=dict)
    cites: tuple[str, ...] = ()
    note: str = ""


class Corridor(Entry):
    """A supply line over paths that are each as strong as their weakest zone.

    It brings fighters to actors and goods to variables. A zone of a path is open by the share that friends
    hold of it; or by the share that they are of those who stand there and may stop it; or it is free as
    long as nobody stops what passes, where friends escort it.
    """

    name: str = Field(description="The name that a reader sees.")
    owner: ActorName
    friends: tuple[ForceName, ...] = Field(description="Actors whose control keeps it open.")
    paths: dict[str, tuple[ZoneName, ...]] = Field(description="Alternative paths as lists of zones.")
    open_by: Literal["control", "presence", "passage"] = Field(
        default="control",
        description="What opens a zone of it: who holds it, who stands there, or that nobody stops it.",
    )
    stopped_by: tuple[ForceName, ...] = Field(
        default=(), description="With presence and passage: actors whose fighters (or ships) stop it."
    )
    half_stopped: Amount = Field(
        default=1.0, description="With passage: how many of them, beyond those of friends, stop half of it."
    )
    combine: Literal["widest", "sum"] = Field(
        default="widest", description="Whether the widest path counts, or all add up."
    )
    threshold: Share = Field(description="Strength from which it counts as joined.")
    supplies: dict[ActorName, Amount] = Field(
        default_factory=dict, description="Fighters a day that a fully open corridor brings to each."
    )
    carries: dict[VariableName, Change] = Field(
        default_factory=dict, description="What a fully open corridor adds to variables in a day."
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
