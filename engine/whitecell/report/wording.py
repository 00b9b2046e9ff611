"""Words for a scenario's things: names, numbers and lists as a reader expects them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from whitecell.scenario.model import Scenario


def clean(text: str) -> str:
    """Text without control characters, so that no scenario can steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


class Names:
    """The names that a reader sees for the keys of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._names: dict[str, str] = {}
        for section in ("zones", "actors", "constraints", "talks", "agreements", "corridors"):
            for key, entry in getattr(scenario, section).items():
                self._names.setdefault(key, clean(entry.name))
        for section in ("rivalries", "injects"):
            for key, entry in getattr(scenario, section).items():
                self._names.setdefault(key, clean(entry.name))

    def __getitem__(self, key: str) -> str:
        return self._names.get(key, clean(key).replace("_", " "))

    def all(self, keys: Iterable[str]) -> str:
        """Several names as an English list."""
        return listed([self[key] for key in keys])


def listed(words: list[str]) -> str:
    """Words as an English list: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def sentence(text: str) -> str:
    """Text with a capital at its start."""
    return text[:1].upper() + text[1:]


def figure(value: float) -> str:
    """A number with the digits that a reader can use."""
    if value != value:
        return "–"
    size = abs(value)
    if value == round(value) and size < 1e15:
        return f"{value:,.0f}"
    if size >= 1000:
        return f"{value:,.0f}"
    if size >= 100:
        return f"{value:.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"


def fighters(value: float) -> str:
    """A number of fighters in words."""
    count = round(value)
    if count == 0:
        return "hardly anyone"
    return "one fighter" if count == 1 else f"{count:,} fighters"


def long_date(day: date) -> str:
    """A date such as 18 June 2017."""
    return f"{day.day} {day:%B %Y}"


def day_date(scenario: Scenario, day: int) -> date:
    """Calendar date of a day of the run."""
    return scenario.start + timedelta(days=day)
