"""Injects that wait for each other, and effects that have nothing to act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whitecell.scenario.effects import HandOver, Movement, Order, Reinforce, ShiftWants, Withdraw
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem, did_you_mean
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects, movements, targets
from whitecell.scenario.values import Place, dotted

FORCES = {Reinforce: ("actor",), Withdraw: ("actor",), Order: ("actor",), HandOver: ("actor", "to")}
"""Keys of effects that name an actor which must have forces."""


def injects(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects that have nothing to act on."""
    holders = {holder for zone in s.zones.values() for holder in zone.control}
    fielded = {name for name, a in s.actors.items() if a.armed} | holders | set(s.arms)
    known = targets(s) if any(True for _ in movements(s)) else {}
    for here, effect in effects(s):
        whose = [getattr(effect, key) for key in FORCES.get(type(effect), ())]
        for actor in (actor for actor in whose if actor and actor not in fielded):
            yield source.problem(
                "error", here, f"'{actor}' has no forces to {effect.kind}",  # type: ignore[attr-defined]
                "give it `forces` or a `reserve`",
            )  # fmt: skip
        if isinstance(effect, ShiftWants):
            signs = effect.toward
            if signs in s.constraints:
                signs = s.constraints[signs].brought_by
            tables = [talks for talks in s.talks.values() if talks.signs == signs]
            if not any(effect.actor in talks.parties for talks in tables):
                yield source.problem(
                    "error", here, f"'{effect.actor}' takes part in no talks on '{effect.toward}'",
                    "name one of the parties, or what is on their table",
                )  # fmt: skip
        if isinstance(effect, Order) and effect.zone not in _options(s, effect.actor):
            yield source.problem(
                "error", (*here, "zone"), f"'{effect.zone}' is not an option of '{effect.actor}'",
                f"give it a `worth` under '{effect.actor}', 0 if that is so",
            )  # fmt: skip
        if isinstance(effect, Movement):
            yield from _movement(s, source, here, effect, known)


def _options(s: Scenario, actor: str) -> set[str]:
    """Zones to which an actor may be ordered, and an empty name for no main effort."""
    return {"", s.actors[actor].reserve, *s.actors[actor].worth}


def _movement(
    s: Scenario, source: Source, here: Place, effect: Movement, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """An effect on a number that is not there, or that only says how things are at the start."""
    name, place = effect.number, (*here, "number")
    if name in s.variables:
        if not effect.for_good:
            yield source.problem(
                "error", place, f"'{name}' is a variable: a change of it lasts",
                "take `lasts`, `until` and `as_long_as` out; `reverts_to` lets it return by itself",
            )  # fmt: skip
        return
    if name not in known:
        hint = did_you_mean(name, [*s.variables, *known], few=0)
        yield source.problem(
            "error", place, f"there is no number, assumption or variable '{name}'",
            hint or "numbers go by their path, such as talks.NAME.progress",
        )  # fmt: skip
        return
    fixed = [where for where, quantity in known[name] if quantity.fixed]
    if fixed:
        yield source.problem(
            "error", place, f"'{dotted(fixed[0])}' says how things are at the start: nothing moves it later",
            "move forces by reinforce, withdraw or hand over, control by fighting",
        )  # fmt: skip
