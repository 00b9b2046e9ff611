"""What parties bargain over: the terms of an agreement, and the position of actors on each."""

from __future__ import annotations

from pydantic import Field, model_validator

from whitecell.scenario.named import ActorName
from whitecell.scenario.quantity import Change, Entry, Share


class Position(Entry):
    """How an actor stands to a term: what it would have, how much it cares, and what it refuses."""

    ideal: Change = Field(description="The value that it would have.")
    salience: Share = Field(description="How much it cares, 0 to 1; at 0 the term is all the same to it.")
    at_least: Change | None = Field(default=None, description="It signs no text with a smaller value.")
    at_most: Change | None = Field(default=None, description="It signs no text with a larger value.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Term(Entry):
    """A variable that an agreement fixes while it is in force: its value is bargained at the table.

    The bounds of the variable say between which values it is bargained, its start how things are without the
    agreement; with the agreement's end it goes back there.
    """

    draft: Change | None = Field(
        default=None,
        description="The value of which the wants of the agreement speak; nothing is won or lost by it. How "
        "things are without the agreement if left out.",
    )
    tabled: Change | None = Field(
        default=None, description="The value that is put on the table as it is, so that it is not bargained."
    )
    options: tuple[str, ...] = Field(
        default=(), description="Names of its values 0, 1, 2 …, where it is a choice between ways."
    )
    positions: dict[ActorName, Position] = Field(
        default_factory=dict,
        description="How parties stand to it. Who has no chair is heard through patrons who have.",
    )
    cites: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _at_least_two(self) -> Term:
        if len(self.options) == 1:
            raise ValueError("a choice needs two `options` at least; a term without a choice is a clause")
        return self
