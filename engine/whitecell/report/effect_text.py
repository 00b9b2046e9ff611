"""What the effects of injects change, in sentences."""

from __future__ import annotations

from collections.abc import Callable

from whitecell.report.names import Names
from whitecell.report.wording import capital, clean, counted, figure
from whitecell.scenario.effects import (
    Movement,
    Order,
    Postpone,
    Reinforce,
    SetNumber,
    ShiftWants,
    ShiftWill,
)
from whitecell.scenario.quantity import Entry


def effect_text(effect: Entry, names: Names) -> str:
    """A sentence; empty for effects that the game tells itself."""
    if isinstance(effect, Movement):
        return _movement(effect, names)
    say = SENTENCES.get(type(effect))
    return say(effect, names) if say else ""


def _movement(effect: Movement, names: Names) -> str:
    what = _number(effect.number, names)
    if isinstance(effect, SetNumber):
        return f"{capital(what)} was set to {_amount(effect.to, names)}."
    by = getattr(effect, "by", 0.0)
    value = names.value(by)
    if effect.kind == "scale":  # type: ignore[attr-defined]
        return f"{capital(what)} was multiplied by {_amount(by, names)}."
    if isinstance(by, str) and any(sign in by for sign in "(*/+"):
        return f"{capital(what)} changed by {clean(by)}."
    return f"{capital(what)} {'rose' if value >= 0.0 else 'fell'} by {figure(abs(value))}."


def _number(path: str, names: Names) -> str:
    """A number in words: a variable by its name, another by its key and what it belongs to."""
    variable = names.scenario.variables.get(path)
    if variable:
        return clean(variable.name)
    section, *steps = path.split(".")
    entries = getattr(names.scenario, section, None)
    if not steps or path in names.scenario.assumptions:
        return clean(path.replace("_", " "))
    key = clean(" ".join(steps[1:] if isinstance(entries, dict) else steps).replace("_", " "))
    entry = entries.get(steps[0]) if isinstance(entries, dict) else None
    return f"{key} of {clean(getattr(entry, 'name', steps[0]))}" if entry is not None else key


def _amount(number: object, names: Names) -> str:
    """A number, or the formula that gives it."""
    if isinstance(number, str) and number not in names.scenario.assumptions:
        return clean(number)
    return figure(names.value(number))  # type: ignore[arg-type]


def _shift_wants(effect: ShiftWants, names: Names) -> str:
    mood = "warmed to" if names.value(effect.by) > 0 else "cooled on"
    return f"{capital(names.actor(effect.actor))} {mood} {names.toward(effect.toward)}."


def _shift_will(effect: ShiftWill, names: Names) -> str:
    how = "grew readier to restrain" if names.value(effect.by) > 0 else "grew less ready to restrain"
    return f"{capital(names.actor(effect.patron))} {how} {names.actor(effect.client)}."


def _postpone(effect: Postpone, names: Names) -> str:
    days = counted(names.value(effect.days), "days")
    return f"That put off the next session of {names.talks(effect.talks)} by {days}."


def _reinforce(effect: Reinforce, names: Names) -> str:
    fighters = counted(names.value(effect.fighters), names.unit(effect.actor))
    return f"{capital(fighters)} of {names.actor(effect.actor)} arrived in {names.zone(effect.zone)}."


def _order(effect: Order, names: Names) -> str:
    deed = f"to go for {names.zone(effect.zone)}" if effect.zone else "to hold"
    return f"{capital(names.actor(effect.actor))} was told {deed}."


SENTENCES: dict[type, Callable[..., str]] = {
    ShiftWants: _shift_wants,
    ShiftWill: _shift_will,
    Postpone: _postpone,
    Reinforce: _reinforce,
    Order: _order,
}
"""What says of each kind what it changes."""
