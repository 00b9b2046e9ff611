"""The names that a reader sees for the things of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from whitecell.game.terms import TERMS
from whitecell.report.wording import clean, listed
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Number
from whitecell.scenario.units import PEOPLE, one_and_many
from whitecell.scenario.values import present


class Names:
    """Looks up what the scenario calls a thing, safe to show; an unknown key stays as it is."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._arms = scenario.arms

    def actor(self, key: str) -> str:
        """Name of an actor; of an arm with that of its actor."""
        if key in self._arms:
            owner = self.scenario.owner(key)
            return f"{self._of(self._arms, key)} of {self._of(self.scenario.actors, owner)}"
        return self._of(self.scenario.actors, key)

    def unit(self, key: str) -> str:
        """What the numbers of an actor or an arm count; of others, as of extensions, fighters."""
        known = key in self.scenario.actors or key in self._arms
        return clean(self.scenario.unit(key)) if known else PEOPLE

    def units(self, keys: Iterable[str], word: str = "and") -> str:
        """What the numbers of some actors or arms count, in words for many; fighters if there are none."""
        found = dict.fromkeys(one_and_many(self.unit(key))[1] for key in keys)
        return listed(found, word) or PEOPLE

    @property
    def people(self) -> str:
        """What the numbers of all actors that have forces count, in words for many."""
        return self.units(name for name, actor in self.scenario.actors.items() if actor.armed)

    def actors(self, keys: Iterable[str], word: str = "and") -> str:
        """Names of several actors, as in a sentence."""
        return listed((self.actor(key) for key in keys), word)

    def zone(self, key: str) -> str:
        """Name of a zone."""
        return self._of(self.scenario.zones, key)

    def zones(self, keys: Iterable[str], word: str = "and") -> str:
        """Names of several zones, as in a sentence."""
        return listed((self.zone(key) for key in keys), word)

    def talks(self, key: str) -> str:
        """Name of talks."""
        return self._of(self.scenario.talks, key)

    def agreement(self, key: str) -> str:
        """Name of an agreement."""
        return self._of(self.scenario.agreements, key)

    def constraint(self, key: str) -> str:
        """Name of a constraint; in quotation marks if it looks like a title or sentence."""
        name = self._of(self.scenario.constraints, key)
        return name if name[:1].islower() else f"“{name}”"

    def corridor(self, key: str) -> str:
        """Name of a corridor."""
        return self._of(self.scenario.corridors, key)

    def rivalry(self, key: str) -> str:
        """Name of a rivalry."""
        return self._of(self.scenario.rivalries, key)

    def inject(self, key: str) -> str:
        """Name of an inject, without a full stop at its end."""
        return self._of(self.scenario.injects, key).rstrip(". ")

    def rung(self, rivalry: str, number: float) -> str:
        """Number of a rung of a ladder, counted from 0, and its label: a level, and nothing that happened."""
        ladder = self.scenario.rivalries.get(rivalry)
        place = round(number)
        if ladder is None or not 0 <= place < len(ladder.rungs):
            return f"rung {place}"
        return f"rung {place} (“{clean(ladder.rungs[place])}”)"

    def toward(self, key: str) -> str:
        """Name of what somebody wants or presses for: an agreement, a constraint or talks."""
        if key in self.scenario.constraints:
            return self.constraint(key)
        return self.talks(key) if key in self.scenario.talks else self.agreement(key)

    def path(self, key: str) -> str:
        """A path of a corridor, which has only its key for a name."""
        return clean(key.replace("_", " "))

    def term(self, key: str) -> str:
        """A term of a utility in words, or the name of a rivalry; one of an extension stays as it is."""
        return self.rivalry(key) if key in self.scenario.rivalries else TERMS.get(key, clean(key))

    def value(self, number: Number) -> float:
        """Value of a number of the scenario as it stands; of a formula at the start."""
        return present(number, self.scenario)

    @staticmethod
    def member(key: str) -> str:
        """A voice inside an actor, which has only its key for a name."""
        return " ".join(
            word if word in ("of", "the", "and", "for") else word.capitalize()
            for word in clean(key.replace("_", " ")).split()
        )

    def find_actor(self, text: str) -> str | None:
        """Key of the actor that a user means, by key, by name or by one of its voices, or None."""
        wanted = _bare(text)
        for key, actor in self.scenario.actors.items():
            if wanted in (_bare(key), _bare(actor.name)):
                return key
        for key, actor in self.scenario.actors.items():
            if wanted in map(_bare, actor.members):
                return key
        return None

    @staticmethod
    def _of(entries: Mapping[str, Any], key: str) -> str:
        entry = entries.get(key)
        return clean(entry.name if entry is not None else key)


def _bare(text: str) -> str:
    """Text without case, spaces and joining marks, for comparing names as people type them."""
    return "".join(c for c in text.casefold() if c.isalnum())
