"""Numbers as a scenario states them: a literal, a formula, an assumption in place or by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Strict, Tag

from whitecell import interrupts
from whitecell.scenario.named import AssumptionName

LARGEST = 1e9
"""No number of a scenario is larger: a larger one is most likely a slip, and would overflow."""

Real = Annotated[float, Strict()]
"""A number that is written as one: neither text nor true or false is taken for it."""


Truth = Annotated[bool, Strict()]
"""True or false, and no word that only looks like it."""


class Entry(BaseModel):
    """Base of everything that a scenario file can hold: unknown keys are refused, nothing changes."""

    # Validators are built when something is read, all at once; what was read before needs none.
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """As Pydantic's, by the keys of the file, with Ctrl-C held back, which would be lost midway."""
        with interrupts.held():
            return super().model_dump(**{"by_alias": True, **options})


class Assumption(Entry):
    """An assumption: a number, the range in which it may lie, and what it rests on."""

    value: Real = Field(description="The number that is used unless another is set.")
    range: tuple[Real, Real] | None = Field(
        default=None, description="The lowest and highest value that can be defended."
    )
    shape: Literal["uniform", "triangular", "loguniform"] = Field(
        default="uniform", description="How values spread over the range when it is explored."
    )
    label: str = Field(
        default="",
        description="What a reader sees instead of the key, such as Red's leverage over Blue.",
    )
    unit: str = Field(default="", description="What the number counts, such as fighters or per day.")
    cites: tuple[str, ...] = Field(default=(), description="Claims of the register it rests on.")
    judgement: str = Field(default="", description="Why this number, when no source gives it.")
    note: str = Field(default="", description="Anything a reader should know.")


class Correlation(Entry):
    """Two assumptions that are likely to be off together, when ranges are explored."""

    between: tuple[AssumptionName, AssumptionName] = Field(description="The two assumptions.")
    rank: Annotated[float, Field(gt=-1, lt=1)] = Field(
        description="Spearman's rank correlation of the two over their ranges, between −1 and 1."
    )
    cites: tuple[str, ...] = ()
    judgement: str = Field(default="", description="Why, when no source says so.")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number may be: its unit and the values that make sense."""

    unit: str
    low: float = -LARGEST
    high: float = LARGEST
    fixed: bool = False
    """Whether it only says how things are at the start, so that nothing can move it in the game."""

    @property
    def limits(self) -> str:
        """The values that make sense, in words: ``0 to 1``, ``0 or more``."""
        if self.low == -LARGEST:
            return "any number"
        if self.high == LARGEST:
            return f"{self.low:g} or more"
        return f"{self.low:g} to {self.high:g}".replace("-", "−")

    @property
    def words(self) -> str:
        """Unit and limits in words: ``share, 0 to 1``."""
        return self.limits if self.unit in ("", self.limits) else f"{self.unit}, {self.limits}"

    @property
    def article(self) -> str:
        """The same as the object of a verb: ``a share, 0 to 1``, ``days, 0 or more``."""
        return f"a {self.words}" if self.unit in ("share", "factor", "change") else self.words


@dataclass(frozen=True, slots=True)
class AtStart:
    """Marks a number, or the numbers of a mapping, that only say how things are at the start."""


@dataclass(frozen=True, slots=True)
class IsCondition:
    """Marks a text that is a formula which is true or false."""


Condition = Annotated[str, IsCondition()]
"""A formula that is true or false; a number is true above 0."""


def _form(value: Any) -> str:
    """Tell which of the three forms of a number was written."""
    if isinstance(value, (dict, Assumption)):
        return "assumption"
    return "name" if isinstance(value, str) else "number"


Number = Annotated[
    Annotated[Real, Tag("number")] | Annotated[str, Tag("name")] | Annotated[Assumption, Tag("assumption")],
    Discriminator(_form),
]

Share = Annotated[Number, Quantity("share", 0.0, 1.0)]
"""A part of a whole or a probability, 0 to 1."""
Leaning = Annotated[Number, Quantity("−1 to 1", -1.0, 1.0)]
"""How far someone is against (−1) or for (+1) something."""
Amount = Annotated[Number, Quantity("", 0.0)]
"""A quantity that cannot be negative; its unit is stated where it is used."""
Spread = Annotated[Number, Quantity("", 0.0, 5.0)]
"""A standard deviation of a logarithm; 5 is a factor of 150 either way."""
Days = Annotated[Number, Quantity("days", 0.0)]
"""A span of time in days."""
Factor = Annotated[Number, Quantity("factor", 0.0)]
"""A multiplier or weight that cannot be negative."""
Change = Annotated[Number, Quantity("change")]
"""A difference, of either sign."""
