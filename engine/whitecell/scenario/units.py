"""Words for what forces are counted in: fighters, unless an actor or an arm says otherwise."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

PEOPLE = "fighters"
"""What forces are counted in if nothing else is said."""


def _worded(unit: str) -> str:
    """A unit as it is stated, if one and many can be told in it."""
    forms = unit.split("/")
    if unit and (len(forms) > 2 or not all(form.strip() for form in forms)):
        raise ValueError("write the word for many, such as ships, or one and many, such as battery/batteries")
    return unit


UnitWord = Annotated[str, AfterValidator(_worded)]
"""The word for many, such as ``ships``; or one and many, where it takes more than an s."""


def one_and_many(unit: str) -> tuple[str, str]:
    """The words for one and for many of a unit."""
    one, _, many = unit.partition("/")
    return (one.strip(), many.strip()) if many else (unit.removesuffix("s"), unit)
