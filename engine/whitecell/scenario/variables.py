"""Variables: levels other than forces that change from day to day, such as fuel, money or public anger."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from whitecell.scenario.quantity import LARGEST, AtStart, Change, Days, Entry, Real

CHANGES = ("start", "per_day", "reverts_to", "half_life")
"""Keys that say how a variable changes by itself."""


class Variable(Entry):
    """A level that formulas read, and that its daily change and effects move."""

    name: str = Field(description="The name that a reader sees.")
    unit: str = Field(default="", description="What it counts, such as days of use or million dollars.")
    start: Annotated[Change, AtStart()] | None = Field(
        default=None, description="Its level at the start, unless it equals a formula."
    )
    equals: Change | None = Field(
        default=None,
        description="What it is at any moment, as a formula of other things; then nothing else moves it.",
    )
    bounds: tuple[Real, Real] | None = Field(
        default=None, description="The lowest and the highest that it can be."
    )
    per_day: Change = Field(default=0.0, description="By how much it changes each day; often a formula.")
    reverts_to: Change | None = Field(default=None, description="The level to which it returns by itself.")
    half_life: Days = Field(
        default=0.0, description="Days in which it returns half of the way to its resting value."
    )
    cites: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Variable:
        if self.start is None and self.equals is None:
            raise ValueError("say at which level it begins, under `start`, or what it `equals` at any moment")
        if self.equals is not None:
            fields = type(self).model_fields
            others = [key for key in CHANGES if getattr(self, key) != fields[key].default]
            if others:
                raise ValueError(
                    f"it `equals` a formula at any moment and has no `{others[0]}`: take one of them out "
                    f"(`{others[0]}: null` takes out what an extended file states)"
                )
        low, high = self.limits
        if low >= high:
            raise ValueError(f"the bounds are reversed: write [{high:g}, {low:g}]")
        return self

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest that it can be, stated or not."""
        return self.bounds or (-LARGEST, LARGEST)
