"""What is left out of a story: repetitions of what was told."""

from __future__ import annotations

from collections import Counter

from whitecell.game.record import Event
from whitecell.scenario.model import Scenario

AGAIN = 28
"""Days after which the same turn or fight is news again."""
HEAVIER = 2.0
"""A fight is news again when it costs this many times the last one that was told."""
NAMES = {
    "effort": ("turn of main effort", "turns of main effort"),
    "battle": ("fight", "fights"),
    "retreat": ("retreat", "retreats"),
    "surrender": ("surrender", "surrenders"),
    "breach": ("breach", "breaches"),
    "turned_back": ("case of turning back", "cases of turning back"),
}
"""What one left-out event of a kind is called, and what several are."""


class Editor:
    """Goes through the events of a run in order and says which are news.

    News are: every event of most kinds; a main effort that the actor has not had within ``AGAIN``
    days; a fight, retreat or surrender that is new in its zone or much heavier; the first in ``AGAIN``
    days who are turned back in a zone by a constraint; a breach of a constraint by an actor that has not
    been told within ``AGAIN`` days, or of which none that was recorded has. Whether it was
    attributed to the right party does not matter, so that a reader meets wrong ones as often as they are.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.left_out: Counter[str] = Counter()
        self._last: dict[tuple[str, ...], int] = {}
        self._cost: dict[tuple[str, ...], float] = {}

    def news(self, event: Event) -> bool:
        """Whether an event is worth telling; repetitions are counted in ``left_out``."""
        rule = {
            "effort": self._effort,
            "battle": self._fight,
            "retreat": self._fight,
            "surrender": self._fight,
            "breach": self._breach,
            "turned_back": self._turned_back,
        }.get(event.kind)
        told = rule is None or rule(event)
        if not told and event.kind in NAMES:
            self.left_out[event.kind] += 1
        return told

    def _recent(self, event: Event, *key: str) -> bool:
        """Whether a like event was told in the last ``AGAIN`` days; if not, it counts as told now."""
        recent = event.day - self._last.get(key, -AGAIN) < AGAIN
        if not recent:
            self._last[key] = event.day
        return recent

    def _effort(self, event: Event) -> bool:
        if self._recent(event, "effort", event.actor, event.zone):
            self._last["open", event.actor] = 0
            return False
        # The end of an effort that was not told is no news.
        known = bool(self._last.get(("open", event.actor), 0))
        self._last["open", event.actor] = 1 if event.zone else 0
        return bool(event.zone) or known

    def _fight(self, event: Event) -> bool:
        key = (event.kind, event.actor, event.zone)
        cost = event.numbers.get("lost", 0.0) + event.numbers.get("killed", 0.0)
        heavier = cost > HEAVIER * self._cost.get(key, cost)
        if self._recent(event, *key) and not heavier:
            return False
        self._cost[key] = cost
        return True

    def _turned_back(self, event: Event) -> bool:
        return not self._recent(event, "turned_back", event.thing, event.zone)

    def _breach(self, event: Event) -> bool:
        key = ("breach", event.actor, event.thing)
        told = self._recent(event, *key)
        seen = event.numbers.get("recorded", 0.0) > 0
        return not (self._recent(event, *key, "recorded") and told) if seen else not told
