"""Variables: what changes from day to day and is no force, such as fuel, money or public anger."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from whitecell.scenario.quantity import LARGEST, AtStart, Change, Days, Entry, Real


class Variable(Entry):
    """A level that formulas read, and that its daily change and effects move."""

    name: str = Field(description="The name that a reader sees.")
    unit: str = Field(default="", description="What it counts, such as days of use or million dollars.")
    start: Annotated[Change, AtStart()] = Field(description="Its level at the start.")
    bounds: tuple[Real, Real] | None = Field(
        default=None, description="The lowest and the highest that it can be."
    )
    per_day: Change = Field(default=0.0, description="By how much it changes each day; often a formula.")
    reverts_to: Change | None = Field(default=None, description="The level to which it returns by itself.")
    half_life: Days = Field(default=0.0, description="Days in which half of the way back is gone.")
    cites: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Variable:
        low, high = self.limits
        if low >= high:
            raise ValueError(f"the bounds are reversed: write [{high:g}, {low:g}]")
        return self

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest that it can be, stated or not."""
        return self.bounds or (-LARGEST, LARGEST)
