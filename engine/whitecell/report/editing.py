"""Repetitions, which are left out of a story."""

from __future__ import annotations

from collections import Counter

from whitecell.game.record import Event
from whitecell.scenario.model import Scenario

AGAIN = 28
"""Days after which the same main effort or fight is news again."""
HEAVIER = 2.0
"""A fight is news again when it costs this many times the last one in the story."""
NAMES = {
    "effort": ("turn of main effort", "turns of main effort"),
    "battle": ("fight", "fights"),
    "retreat": ("retreat", "retreats"),
    "surrender": ("surrender", "surrenders"),
    "breach": ("breach", "breaches"),
    "turned_back": ("case of turning back", "cases of turning back"),
}
"""Names for one left-out event of a kind, and for several."""


class Editor:
    """Goes through the events of a run in order and decides which are news.

    Events of most kinds are always news. Some are news only if the same was not told for ``AGAIN`` days: an
    actor's main effort in a zone; a fight, retreat or surrender in a zone; intruders turned back in a zone by
    a constraint; and an actor's violation of a constraint. A much heavier fight is news all the same, and so
    is a recorded violation if no recorded one was told. Whether attribution is right does not matter, so that
    readers meet wrong ones as often as they occur.
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
        # The end of a main effort that was not told is not news.
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
