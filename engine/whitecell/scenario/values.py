"""Every number of a scenario: where it stands, what it may be, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from whitecell.scenario.formula import Word, inside, parse
from whitecell.scenario.held import branches
from whitecell.scenario.intervals import Bounds
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.quantity import Assumption, AtStart, Number, Quantity
from whitecell.scenario.source import Source

Place = tuple[str | int, ...]


def dotted(place: Place) -> str:
    """A place in a scenario as text, such as ``talks.lodge.gap``."""
    return ".".join(str(part) for part in place)


def quantity_of(annotation: Any, metadata: list[Any] | tuple[Any, ...] = ()) -> Quantity | None:
    """The quantity that a field, or the values of its mapping, are declared to be."""
    for item in (*metadata, *getattr(annotation, "__metadata__", ())):
        if isinstance(item, Quantity):
            return item
    for part in getattr(annotation, "__args__", ()):
        found = quantity_of(part)
        if found:
            return found
    return None


def _field_quantity(field: FieldInfo) -> Quantity | None:
    quantity = quantity_of(field.annotation, field.metadata)
    if quantity is not None and any(isinstance(said, AtStart) for said in field.metadata):
        return replace(quantity, fixed=True)
    return quantity


@cache
def _quantities(model: type[BaseModel]) -> tuple[tuple[str, Quantity | None], ...]:
    """The fields of a model in which numbers can stand, each with what they are declared to be."""
    fields = {name: _field_quantity(field) for name, field in model.model_fields.items()}
    fields.pop("assumptions", None)
    return tuple((name, said) for name, said in fields.items() if said or name in branches(model))


Found = tuple[Place, Number, Quantity]
"""A number with its place, and what it is declared to be."""


def numbers(model: BaseModel, place: Place = ()) -> Iterator[Found]:
    """Every number of a scenario with its place, in the order of the file."""
    found: list[Found] = []  # generators inside each other would take twice the time
    _gather(model, place, found)
    return iter(found)


def _gather(model: BaseModel, place: Place, found: list[Found]) -> None:
    for name, quantity in _quantities(type(model)):
        value = getattr(model, name)
        if value is not None:
            _inside(value, (*place, name), quantity, found)


def _inside(value: Any, place: Place, quantity: Quantity | None, found: list[Found]) -> None:
    if isinstance(value, Assumption):
        found.append((place, value, quantity or Quantity("")))
    elif isinstance(value, BaseModel):
        _gather(value, place, found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _inside(item, (*place, key), quantity, found)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _inside(item, (*place, index), quantity, found)
    elif quantity and isinstance(value, (float, int, str)):
        found.append((place, value, quantity))


def written(name: str, source: Source) -> tuple[Key, ...]:
    """Where an assumption is written: in the common list, or in place under its path."""
    listed = source.root.child("assumptions")
    if listed is not None and listed.child(name) is not None:
        return ("assumptions", name)
    return tuple(int(step) if step.isdecimal() else step for step in name.split("."))


def by_default(scenario: Scenario, place: Place) -> bool:
    """Whether a number is the default of the language."""
    holder: Any = scenario
    for step in place[:-1]:
        holder = getattr(holder, str(step)) if isinstance(holder, BaseModel) else holder[step]
    if not isinstance(holder, BaseModel):
        return False
    name = str(place[-1])
    default = type(holder).model_fields[name].get_default(call_default_factory=True)
    return bool(default == getattr(holder, name))


def left_to_defaults(scenario: Scenario, place: Place) -> bool:
    """Whether a number of an actor is what the scenario's defaults say, and is accounted for there."""
    if place[0] != "actors" or len(place) != 3 or place[2] not in type(scenario.defaults).model_fields:
        return False
    stated: Number = getattr(scenario.actors[str(place[1])], str(place[2]))
    return bool(stated == getattr(scenario.defaults, str(place[2])))


def span(number: Number, scenario: Scenario) -> tuple[float, float]:
    """The lowest and the highest value of a number, over its range and value; of a formula, its bounds."""
    assumption = scenario.assumptions.get(number) if isinstance(number, str) else number
    if isinstance(number, str) and assumption is None:
        return Bounds(lambda word: _span_of_word(word, scenario), scenario.start, scenario.days).of(
            parse(number)
        )
    if isinstance(assumption, Assumption):
        ends = (assumption.value, *(assumption.range or ()))
        return min(ends), max(ends)
    return float(assumption), float(assumption)  # type: ignore[arg-type]


def _span_of_word(word: str, scenario: Scenario) -> tuple[float, float]:
    return scenario.variables[word].limits if word in scenario.variables else span(word, scenario)


def present(number: Number, scenario: Scenario) -> float:
    """The value of a number as it stands; of a formula, at the start of the game."""
    assumption = scenario.assumptions.get(number) if isinstance(number, str) else number
    if isinstance(number, str) and assumption is None:
        start = Bounds(lambda word: (_at_start(word, scenario),) * 2, scenario.start, 0)
        return start.of(parse(number))[0]
    return assumption.value if isinstance(assumption, Assumption) else float(assumption)  # type: ignore[arg-type]


def _at_start(word: str, scenario: Scenario) -> float:
    variable = scenario.variables.get(word)
    if variable is None:
        return present(word, scenario)
    number = variable.start if variable.equals is None else variable.equals
    low, high = variable.limits
    return min(max(present(number, scenario), low), high)  # type: ignore[arg-type]


def assumptions_in(number: Number, scenario: Scenario) -> list[str]:
    """Assumptions that a number rests on: the one that it names, or those inside its formula."""
    if not isinstance(number, str):
        return []
    if number in scenario.assumptions:
        return [number]
    words = [part.name for part in inside(parse(number)) if isinstance(part, Word)]
    return [name for name in dict.fromkeys(words) if name in scenario.assumptions]


def with_numbers(scenario: Scenario, values: Mapping[Place, Any]) -> dict[str, Any]:
    """What a scenario states, with other numbers or names of assumptions at some places; not validated."""
    stated: dict[str, Any] = {"defaults": scenario.defaults.model_dump(), **scenario.model_dump()}
    for place, value in values.items():
        holder: Any = stated
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value
    return stated


def default_values(scenario: Scenario) -> dict[str, float]:
    """The value of each assumption."""
    return {name: assumption.value for name, assumption in scenario.assumptions.items()}
