"""Numbers that move: those that effects set, shift or scale, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from whitecell.scenario.effects import Movement
from whitecell.scenario.formula import Apply, Reading, asked_of, parse
from whitecell.scenario.held import branches
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import LARGEST, Entry, Number, Quantity
from whitecell.scenario.values import Place, dotted, numbers

MARK = "@"
"""Beginning of the name of a number that moves at one place; no name in a file begins like this."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A number that moves in the game.

    Attributes
    ----------
    base : Number
        What it is while no effect holds: a number, the name of an assumption, or a formula.
    low, high : float
        The lowest and the highest that it can be.
    """

    base: Number
    low: float
    high: float


def targets(scenario: Scenario) -> dict[str, list[tuple[Place, Quantity]]]:
    """Everything that an effect may name as a number, with the places that it moves.

    An assumption goes by its name and moves wherever the name stands; any other number goes by its path. A
    number of a patronage goes by the two actors: ``relations.patron.client.leverage``.
    """
    found: dict[str, list[tuple[Place, Quantity]]] = {name: [] for name in scenario.assumptions}
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str) and number in found:
            found[number].append((place, quantity))
        found.setdefault(path(place, scenario), [(place, quantity)])
    return found


def path(place: Place, scenario: Scenario) -> str:
    """The name by which effects know a number at a place."""
    if place[0] == "relations":
        relation = scenario.relations[int(place[1])]
        pair = relation.patron, relation.client
        if relation.patron and [(r.patron, r.client) for r in scenario.relations].count(pair) == 1:
            return dotted(("relations", relation.patron, relation.client, *place[2:]))
    return dotted(place)


def movements(scenario: Scenario) -> Iterator[tuple[Place, Movement]]:
    """All effects that move a number, with their places, except those on variables."""
    for place, effect in effects(scenario):
        if isinstance(effect, Movement) and effect.number not in scenario.variables:
            yield place, effect


def happenings_in(condition: str) -> set[str]:
    """Injects that a condition asks for."""
    return asked_of("happened", condition) if condition else set()


def needed(condition: str) -> set[str]:
    """Injects without which a condition cannot be true: those that stand in it alone or beside an ``and``."""
    waiting, found = [parse(condition)] if condition else [], set[str]()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Apply) and part.how == "and":
            waiting += part.parts
        elif isinstance(part, Reading) and part.record == "happened" and len(part.names) == 1:
            found.update(part.names)
    return found


def effects(scenario: Scenario) -> Iterator[tuple[Place, Entry]]:
    """Everything in a scenario that takes effect, with its place, section by section."""
    for section in ("agreements", "decisions", "injects"):
        yield from _effects(getattr(scenario, section), (section,))


def _effects(value: Any, place: Place) -> Iterator[tuple[Place, Entry]]:
    if place[-1] == "effects":
        yield from (((*place, index), effect) for index, effect in enumerate(value))
    elif isinstance(value, BaseModel):
        for name in branches(type(value)):
            yield from _effects(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _effects(item, (*place, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _effects(item, (*place, index))


def moving(scenario: Scenario) -> tuple[Scenario, dict[str, Moving]]:
    """The scenario with marks where numbers move, and what moves, by its mark or its assumption's name."""
    found: dict[str, Moving] = {}
    replaced: dict[Place, str] = {}
    for place, number, quantity in numbers(scenario):
        if place[0] == "variables" and place[-1] == "equals":
            found[MARK + dotted(place)] = Moving(number, *scenario.variables[str(place[1])].limits)
        elif isinstance(number, str) and number not in scenario.assumptions:
            replaced[place] = MARK + path(place, scenario)
            found[MARK + path(place, scenario)] = Moving(number, quantity.low, quantity.high)
    known = targets(scenario) if any(movements(scenario)) else {}
    for _, effect in movements(scenario):
        places = known[effect.number]
        if effect.number in scenario.assumptions:
            low = max((quantity.low for _, quantity in places), default=-LARGEST)
            high = min((quantity.high for _, quantity in places), default=LARGEST)
            found[effect.number] = Moving(scenario.assumptions[effect.number].value, low, high)
        elif MARK + effect.number not in found:
            place, quantity = places[0]
            replaced[place] = MARK + effect.number
            found[MARK + effect.number] = Moving(_at(scenario, place), quantity.low, quantity.high)
    return _with(scenario, replaced), found


def moved(effect: Movement, scenario: Scenario) -> str:
    """The key that :func:`moving` gives to the number that an effect moves."""
    return effect.number if effect.number in scenario.assumptions else MARK + effect.number


def _at(holder: Any, place: Place) -> Any:
    for step in place:
        holder = getattr(holder, str(step)) if isinstance(holder, BaseModel) else holder[step]
    return holder


def _with(scenario: Scenario, replaced: Mapping[Place, str]) -> Scenario:
    """A scenario with other words at some places, which are not validated again."""
    for place, word in replaced.items():
        scenario = _replaced(scenario, place, word)
    return scenario


def _replaced(holder: Any, place: Place, word: str) -> Any:
    if not place:
        return word
    step, further = place[0], place[1:]
    if isinstance(holder, BaseModel):
        inner = _replaced(getattr(holder, str(step)), further, word)
        return holder.model_copy(update={str(step): inner})
    if isinstance(holder, tuple):
        k = int(step)
        return (*holder[:k], _replaced(holder[k], further, word), *holder[k + 1 :])
    return {**holder, step: _replaced(holder[step], further, word)}
