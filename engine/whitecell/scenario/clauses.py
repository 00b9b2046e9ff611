"""What parties demand of each other: constraints, who watches them, and who answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from whitecell.scenario.moment import Moment
from whitecell.scenario.named import ActorName, ForceName, RivalryName, ZoneName
from whitecell.scenario.quantity import Amount, Condition, Days, Entry, Factor, Share
from whitecell.scenario.theatre import Latitude, Longitude


class Observer(Entry):
    """Who sees breaches beside the first watcher, and how well; what any of them sees is recorded."""

    actor: ActorName = Field(description="The actor that watches.")
    detects: Share = Field(
        description="Chance that a breach of the day is recorded, and part of its violations that is counted."
    )
    deploys: Days = Field(
        default=0.0,
        description="Days since the agreement entered into force, or since the start, until it is there in "
        "full; up to then it sees in proportion.",
    )
    sees: dict[ActorName, Factor] = Field(
        default_factory=dict,
        description="How much better or worse it sees breaches of these, as a factor; 1 if not named.",
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Watch(Observer):
    """Who sees a breach, and how well."""

    actor: ActorName = Field(default="", description="The actor that watches.")
    blames_wrongly: Share = Field(
        default=0.0, description="Chance that a recorded breach is attributed to the wrong party."
    )


class Notice(Entry):
    """A warning before an answer: how it is given, how long it leaves to heed it, and what it teaches.

    Where several stand in a list they are given one after another, as long as the breach goes on, and the
    answer comes after the last. One that cannot be given on a day is passed over.
    """

    by: Literal["word", "show of force", "hotline"] = Field(
        default="word",
        description="By word to whoever is there, such as leaflets or radio; by a show of force, for which "
        "it needs what it answers with; or by a call to those who stand behind them.",
    )
    chance: Share = Field(
        default=1.0, description="Chance per day that a full breach that is seen is warned of."
    )
    days: Days = Field(
        default=0.0, description="Days that are left to heed it; with 0 an answer may come the same day."
    )
    holds: Days | None = Field(
        default=None,
        description="Days after that for which an answer may come, before it has to be given again; as long "
        "as the breach goes on if left out.",
    )
    teaches: Share = Field(default=0.0, description="What it teaches, as a part of what a strike teaches.")
    ladder: RivalryName = Field(default="", description="The rivalry whose ladder may cut it off.")
    cut_at: str = Field(
        default="", description="The lowest rung of that ladder on which it is given no more, by its name."
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
    sitting: Share = Field(
        default=1.0,
        description="How far presence that has sat for long draws an answer, against one that came lately.",
    )
    settles: Days = Field(
        default=0.0, description="Days until half of those who came count as sitting; a day if left out."
    )
    warns: tuple[Notice, ...] = Field(
        default=(), description="How it warns before it answers, in this order; it does not if left out."
    )
    effect: Share = Field(
        default=0.0, description="By pressure: how much harder a recorded breach makes it press."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Constraint(Entry):
    """Fields that every kind of constraint has."""

    name: str = Field(description="The name that a reader sees.")
    applies_to: tuple[ForceName, ...] = Field(
        description="Actors that it binds with all their arms, or arms that it binds alone."
    )
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
    also_watched_by: tuple[Observer, ...] = Field(
        default=(), description="Further watchers, each by its own actor."
    )
    answered_by: Answer | None = None
    cites: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _watchers(self) -> Constraint:
        if self.also_watched_by and self.watched_by is None:
            raise ValueError("`also_watched_by` without `watched_by`: write the first watcher there")
        return self

    @property
    def watchers(self) -> tuple[Observer, ...]:
        """All who watch, the first one first."""
        return () if self.watched_by is None else (self.watched_by, *self.also_watched_by)

    @property
    def word(self) -> str:
        """The word for its kind."""
        word: str = getattr(self, "kind", "")
        return word

    @property
    def brought_by(self) -> str:
        """The agreement that brings it into force; empty if it is in force from the start."""
        return "" if self.in_force == "from the start" else self.in_force.removeprefix("with ").strip()


class Within(Entry):
    """A distance from a place or a line, up to which zones are closed."""

    km: Amount = Field(description="Kilometres; zones whose point is no further away are closed.")
    of: tuple[tuple[Latitude, Longitude], ...] = Field(
        min_length=1, description="Points of a line, each as latitude and longitude; a single one is a place."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Exclusion(Constraint):
    """These actors keep out of these zones."""

    kind: Literal["exclusion"]
    within: Within | None = Field(
        default=None,
        description="Of the zones only those within a distance, which may be a term that is bargained.",
    )
    tolerance: Amount = Field(default=0.0, description="Fighters that are let pass.")
    trigger: Amount = Field(
        default=1.0, description="Fighters above the tolerance at which the breach is full."
    )


class Ceasefire(Constraint):
    """These actors do not attack in these zones; exempt groups are not protected."""

    kind: Literal["ceasefire"]
    toward: tuple[ForceName, ...] = Field(
        default=(), description="Groups that may not be attacked; all that are not exempt if none is named."
    )
    exempt: tuple[ForceName, ...] = Field(default=(), description="Groups that may still be attacked.")


class StrikeCoordination(Constraint):
    """These air forces coordinate where they fly over the same zone."""

    kind: Literal["strike coordination"]
    against: tuple[ForceName, ...] = Field(default=(), description="Groups that they strike together.")
    shared_effort: Factor = Field(
        default=1.0, description="What one sortie against these groups is worth when coordinated."
    )


class Undertaking(Constraint):
    """These actors see to it that something is not so; while it is, they are in breach."""

    kind: Literal["undertaking"]
    zones: tuple[ZoneName, ...] = Field(
        default=(), description="Where it is shown on maps, and who is there may be blamed wrongly."
    )
    breached_when: Annotated[Condition, Field(min_length=1)] = Field(
        description="All that it binds are in breach on days whose morning finds this so: `guns > 0.1`."
    )

    @model_validator(mode="after")
    def _answerable(self) -> Undertaking:
        if self.answered_by is not None and self.answered_by.by != "pressure":
            raise ValueError("a breach of an undertaking is at no place: it can be answered by pressure only")
        return self


OWN: tuple[type[Constraint], ...] = (Exclusion, Ceasefire, StrikeCoordination, Undertaking)
"""The kinds of constraints that the engine has itself."""
