"""Texts for the pins of one run: the sentences of its story, by place, kind and day."""

from __future__ import annotations

from collections.abc import Mapping

from whitecell.analysis.recent import CAPTURE, CLASH, STRIKE, WEEK
from whitecell.game.record import Story
from whitecell.report.event_text import Teller
from whitecell.report.wording import calendar, clean, date_of
from whitecell.scenario.model import Scenario

SHOWN: Mapping[str, str] = {
    "battle": CLASH, "retreat": CLASH, "surrender": CLASH, "strike": STRIKE, "control": CAPTURE,
}  # fmt: skip
"""Kind of a story's event → kind of its pin. A story tells violations by clause, not by place."""


class Told:
    """The sentences of a story that have a place."""

    def __init__(self, scenario: Scenario, story: Story) -> None:
        teller = Teller(scenario)
        self._found: dict[str, list[tuple[int, str, str]]] = {}
        for event in story.events:
            if event.kind in SHOWN and event.zone:
                when = calendar(date_of(scenario.start, event.day))
                said = f"{when}: {clean(teller.tell(event))}"
                self._found.setdefault(event.zone, []).append((event.day, SHOWN[event.kind], said))

    def lately(self, zone: str, day: int) -> dict[str, str]:
        """Events in a zone in the seven days up to ``day``, by kind of pin, a line for each."""
        found: dict[str, list[str]] = {}
        for then, kind, said in self._found.get(zone, ()):
            if day - WEEK < then <= day:
                found.setdefault(kind, []).append(said)
        return {kind: "\n".join(lines) for kind, lines in found.items()}
