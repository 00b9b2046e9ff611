"""Arms as rows of the field: the game's own copy of a scenario, in which each arm is an actor too."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from whitecell.scenario.cast import Actor, Arm
from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Names

FORCES = Names("forces")
LISTS = ("constraints", "corridors", "routes")
"""Sections whose lists of forces are written out; effects find by themselves which forces they reach."""


def with_arms(scenario: Scenario) -> Scenario:
    """A scenario in which each arm is an additional actor, named ``actor.arm``.

    An arm wants nothing and decides nothing; it has its actor's reserve, fire and dice. Where a list accepts
    arms and names an actor, the actor's arms are added after it. A scenario without arms is returned as it
    is.
    """
    arms = scenario.arms
    if not arms:
        return scenario
    held = {name: tuple(f"{name}.{key}" for key in actor.arms) for name, actor in scenario.actors.items()}
    own = {name: _written(actor, held) for name, actor in scenario.actors.items()}
    rows = {name: _row(arm, scenario.owner(name), scenario) for name, arm in arms.items()}
    lists = {section: _inside(getattr(scenario, section), Any, held) for section in LISTS}
    return scenario.model_copy(update={"actors": {**own, **rows}, **lists})


def _row(arm: Arm, owner: str, scenario: Scenario) -> Actor:
    """An arm as an actor of the game."""
    actor = scenario.actors[owner]
    return Actor.model_construct(
        name=arm.name, kind=actor.kind, led_by=actor.led_by, unit=arm.unit or actor.unit, forces=arm.forces,
        reserve=actor.reserve, mobility=arm.mobility, skill=arm.skill, irregular=arm.irregular,
        caution=0.0, fear=0.0, noise=0.0, fire=actor.fire, dice=actor.dice or owner,
    )  # fmt: skip


def _written(entry: BaseModel, held: dict[str, tuple[str, ...]]) -> BaseModel:
    """An entry whose lists of forces have each actor's arms after it."""
    found = {
        name: _inside(getattr(entry, name), field.annotation, held)
        for name, field in type(entry).model_fields.items()
    }
    return entry.model_copy(update=found)


def _inside(value: Any, annotation: Any, held: dict[str, tuple[str, ...]]) -> Any:
    if isinstance(value, BaseModel):
        return _written(value, held)
    if isinstance(value, dict):
        return {key: _inside(item, Any, held) for key, item in value.items()}
    if not isinstance(value, tuple):
        return value
    parts = get_args(annotation)
    if parts and FORCES in getattr(parts[0], "__metadata__", ()):
        return tuple(dict.fromkeys(one for name in value for one in (name, *held.get(name, ()))))
    return tuple(_inside(item, Any, held) for item in value)
