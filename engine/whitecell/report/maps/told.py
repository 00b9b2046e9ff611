"""Events of one run that have a place: sentences for its pins, by kind and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whitecell.analysis.recent import CAPTURE, CLASH, STRIKE, VIOLATION, WEEK
from whitecell.game.record import Event
from whitecell.report.event_text import Teller
from whitecell.report.wording import calendar, clean, date_of
from whitecell.scenario.model import Scenario

SHOWN: Mapping[str, str] = {
    "battle": CLASH, "retreat": CLASH, "surrender": CLASH, "strike": STRIKE, "hit": STRIKE,
    "control": CAPTURE, "breach": VIOLATION,
}  # fmt: skip
"""Kind of a story's event → kind of its pin."""


class Told:
    """The sentences of some events that have a place.

    Parameters
    ----------
    scenario : Scenario
    events : iterable of Event
        In order.
    span : int
        Days for which an event is recent.
    """

    def __init__(self, scenario: Scenario, events: Iterable[Event], span: int = WEEK) -> None:
        self._scenario, self._span = scenario, span
        teller = Teller(scenario)
        self._found: dict[str, list[tuple[int, str, str]]] = {}
        for event in events:
            zone = self._zone(event)
            if event.kind in SHOWN and zone:
                when = calendar(date_of(scenario.start, event.day))
                said = f"{when}: {clean(teller.tell(event))}"
                self._found.setdefault(zone, []).append((event.day, SHOWN[event.kind], said))

    def _zone(self, event: Event) -> str:
        """The place of an event; a violation is told by its clause, and has a place if that has only one."""
        if event.kind != "breach":
            return event.zone
        clause = self._scenario.constraints.get(event.thing)
        return clause.zones[0] if clause is not None and len(clause.zones) == 1 else ""

    def lately(self, zone: str, day: int) -> dict[str, str]:
        """Recent events in a zone up to ``day``, by kind of pin, a line for each."""
        found: dict[str, list[str]] = {}
        for then, kind, said in self._found.get(zone, ()):
            if day - self._span < then <= day:
                found.setdefault(kind, []).append(said)
        return {kind: "\n".join(lines) for kind, lines in found.items()}

    def recent(self, day: int) -> dict[str, dict[str, float]]:
        """Recent events up to ``day``, as :attr:`whitecell.analysis.days.Standing.recent` has them."""
        return {zone: dict.fromkeys(self.lately(zone, day), 1.0) for zone in self._found}
