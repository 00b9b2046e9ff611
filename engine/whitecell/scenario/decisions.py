"""Decisions: what somebody chooses from a list, by itself or by the votes of several."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from whitecell.scenario.injects import Effect
from whitecell.scenario.moment import Moment
from whitecell.scenario.named import ActorName, VariableName
from whitecell.scenario.quantity import Amount, Change, Condition, Days, Entry, Factor, Share, Truth


class Course(Entry):
    """One option of a decision."""

    name: str = Field(description="What is done, as a reader sees it.")
    utility: Change = Field(default=0.0, description="What it is worth to who decides; often a formula.")
    requires: Condition = Field(default="", description="What must be so for it to be chosen.")
    costs: dict[VariableName, Amount] = Field(
        default_factory=dict, description="What choosing it takes from variables, which must have as much."
    )
    lasts: Days | None = Field(
        default=None, description="Days after which it is over, and the first option stands again."
    )
    effects: tuple[Effect, ...] = Field(
        default=(), description="What changes when it is chosen; effects on numbers hold while it stands."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Vote(Entry):
    """A voice in a decision: how much it counts, and what options are worth to it beside what all see."""

    weight: Factor = Field(default=1.0, description="Its part of all votes.")
    utility: dict[str, Change] = Field(
        default_factory=dict, description="What single options are worth to it, beyond their common utility."
    )
    veto: Truth = Field(default=False, description="Nothing new is done against it.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Decision(Entry):
    """A choice among options, made again from time to time; the first option stands at the start."""

    name: str = Field(description="What it is about, as a reader sees it.")
    by: ActorName = Field(description="The actor that decides.")
    options: Annotated[dict[str, Course], Field(min_length=2)]
    every: Days = Field(default=1.0, description="Days between reviews, on average.")
    on: Moment | None = Field(default=None, description="The only day on which it is reviewed.")
    when: Condition = Field(default="", description="It is reviewed only while this is so.")
    noise: Factor = Field(default=0.0, description="Temperature of the choice; 0 takes the best.")
    turning: Factor = Field(default=0.0, description="What a change costs, on the scale of utility.")
    votes: dict[str, Vote] = Field(
        default_factory=dict, description="Voices that vote; without any, the actor chooses by itself."
    )
    majority: Share = Field(
        default=0.5,
        description="Share of the votes that an option must exceed; of several that do, the one with most of "
        "them is taken.",
    )
    ballot: Literal["single", "approval"] = Field(
        default="single",
        description="Whether each voice votes for the option that it holds best, or for all that are worth "
        "more to it than those that can be chosen are on average.",
    )
    cites: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _voiced(self) -> Decision:
        for voice, vote in self.votes.items():
            strange = [option for option in vote.utility if option not in self.options]
            if strange:
                raise ValueError(f"'{voice}' speaks of '{strange[0]}', which is not an option")
        return self
