"""Injects: events that come from outside, by a date, by chance, or as a condition comes true."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

from pydantic import Field, model_validator

from whitecell.scenario import effects
from whitecell.scenario.moment import Moment
from whitecell.scenario.plugins import EFFECTS, plugins
from whitecell.scenario.quantity import Condition, Days, Entry, Factor, Share

if TYPE_CHECKING:
    Effect: TypeAlias = Entry
else:
    Effect = Annotated[
        Union[(*effects.OWN, *plugins().kinds[EFFECTS].values())],
        Field(discriminator="kind"),
    ]


class Outcome(Entry):
    """One of several ways in which an inject may turn out."""

    name: str = Field(description="How it turns out, as a reader sees it.")
    weight: Factor = Field(default=1.0, description="Its chance, beside those of the others.")
    effects: tuple[Effect, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""


class Inject(Entry):
    """An event from outside, which may or may not happen.

    It is decided on one day (``on``); or every morning, in a window if one is given, on which its condition
    holds. It happens once, unless it says when it may come again.
    """

    name: str = Field(description="What happens, as a reader sees it.")
    on: Moment | None = Field(
        default=None,
        description="The day on which it is decided: a date, or `day 12`, counted from the start.",
    )
    from_: Moment | None = Field(
        default=None, alias="from", description="The first day on which it may happen."
    )
    until: Moment | None = Field(default=None, description="The last day on which it may happen.")
    when: Condition = Field(
        default="", description="What must be so that morning, such as `fuel < 10` or `not happened(vote)`."
    )
    chance: Share = Field(default=1.0, description="Chance that it happens, drawn when it is decided.")
    chance_per_day: Share | None = Field(
        default=None, description="Chance on each morning, instead, until it happens."
    )
    again_after: Days | None = Field(
        default=None, description="Days after which it may happen again; without them it comes once."
    )
    effects: tuple[Effect, ...] = ()
    outcomes: dict[str, Outcome] = Field(
        default_factory=dict, description="Ways in which it may turn out, of which one is drawn by weight."
    )
    cites: tuple[str, ...] = ()
    note: str = ""

    @property
    def first(self) -> date | None:
        """The first day on which it may happen, if it says so."""
        return self.on or self.from_

    @property
    def last(self) -> date | None:
        """The last day on which it may happen, if it says so."""
        return self.on or self.until

    @model_validator(mode="after")
    def _timed(self) -> Inject:
        window = self.from_ or self.until
        if self.on is not None and (window or self.chance_per_day is not None):
            raise ValueError("`on` is one day: take `from`, `until` and `chance_per_day` out, or `on`")
        if self.on is not None and self.again_after is not None:
            raise ValueError("`on` is one day: nothing happens again; take `again_after` out, or `on`")
        if self.on is None and not (self.when or window or self.chance_per_day is not None):
            raise ValueError("it states no day: add `on`, `when`, `from` or `chance_per_day`")
        return self
