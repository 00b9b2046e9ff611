"""The numbers of events, in the units in which their forces are counted."""

from __future__ import annotations

from whitecell.game.record import Event
from whitecell.report.wording import counted, listed
from whitecell.scenario.units import PEOPLE


def amount(event: Event, what: str) -> str:
    """A number of an event with its units: ``24 fighters and 2 guns``, ``no ships``."""
    parts = _by_unit(event, what)
    told = [counted(number, unit) for unit, number in parts.items() if round(number)]
    return listed(told) or counted(0.0, next(iter(parts)))


def bare(event: Event, what: str) -> str:
    """The same where fighters are clearly meant: ``1,240``, ``2 ships``, or ``none``."""
    number = event.numbers.get(what, 0.0)
    if [*_by_unit(event, what)] != [PEOPLE]:
        return amount(event, what) if round(number) else "none"
    return f"{round(number):,}" if round(number) else "none"


def _by_unit(event: Event, what: str) -> dict[str, float]:
    """A number of an event split by unit; all fighters if the event does not say."""
    head = f"{what} in "
    parts = {name.removeprefix(head): n for name, n in event.numbers.items() if name.startswith(head)}
    return parts or {PEOPLE: event.numbers.get(what, 0.0)}
