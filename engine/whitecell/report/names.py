"""The names of a scenario's things, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitecell.game.terms import TERMS
from whitecell.report.spelling import Spelling
from whitecell.report.wording import clean, listed, possessive
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Number
from whitecell.scenario.sections import NAMED, SECTIONS
from whitecell.scenario.targets import targets
from whitecell.scenario.units import PEOPLE, one_and_many
from whitecell.scenario.values import Place, present

if TYPE_CHECKING:
    from whitecell.scenario.claims import Claim

ASPECTS = {"came": "whether it happens", "days until": "days until it happens"}
"""Words for the aspects of a measure; a category's aspects are its own words."""


class Names:
    """Looks up the scenario's name for a thing, safe to show; an unknown key stays as it is.

    Parameters
    ----------
    scenario : Scenario
    claims : mapping of str to Claim, optional
        Claims of its register, which show how names in its keys are written.
    """

    def __init__(self, scenario: Scenario, claims: Mapping[str, Claim] | None = None) -> None:
        self.scenario = scenario
        self._arms = scenario.arms
        self._claims = claims or {}

    def actor(self, key: str) -> str:
        """Name of an actor; that of an arm includes its actor's."""
        if key in self._arms:
            owner = self.scenario.owner(key)
            return f"{self._of(self._arms, key)} of {self._of(self.scenario.actors, owner)}"
        return self._of(self.scenario.actors, key)

    def unit(self, key: str) -> str:
        """The unit of an actor's or arm's numbers; fighters for others, such as those of extensions."""
        known = key in self.scenario.actors or key in self._arms
        return clean(self.scenario.unit(key)) if known else PEOPLE

    def units(self, keys: Iterable[str], word: str = "and") -> str:
        """The units of some actors' or arms' numbers, in the plural; fighters if there are none."""
        found = dict.fromkeys(one_and_many(self.unit(key))[1] for key in keys)
        return listed(found, word) or PEOPLE

    @property
    def people(self) -> str:
        """The units of all actors with forces, in the plural."""
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
        """An escalation level, counted from 0, with its label, which is a name and not an event."""
        ladder = self.scenario.rivalries.get(rivalry)
        place = round(number)
        if ladder is None or not 0 <= place < len(ladder.rungs):
            return f"level {place}"
        return f"level {place} (“{clean(ladder.rungs[place])}”)"

    def toward(self, key: str) -> str:
        """Name of the thing that an actor wants or presses for: an agreement, a constraint or talks."""
        if key in self.scenario.constraints:
            return self.constraint(key)
        return self.talks(key) if key in self.scenario.talks else self.agreement(key)

    def path(self, key: str) -> str:
        """A path of a corridor; its key is its only name."""
        return clean(key.replace("_", " "))

    def term(self, key: str) -> str:
        """A term of a utility in words, or as a rivalry's or clause's name; an extension's term as it is."""
        if key in self.scenario.constraints:
            return self.constraint(key)
        if key in self.scenario.variables:
            return self.number(key)
        return self.rivalry(key) if key in self.scenario.rivalries else TERMS.get(key, clean(key))

    def number(self, path: str) -> str:
        """A number by its path, as in a sentence.

        A variable goes by its name and an assumption by its label; other numbers are described with their
        owner: ``mobility of Red``, ``Red's leverage over Blue``.
        """
        if path in self.scenario.variables:
            return self._of(self.scenario.variables, path)
        entry = self.scenario.assumptions.get(path)
        if entry is not None and entry.label:
            return clean(entry.label)
        if entry is not None and "." not in path:  # others go by their place
            return self._spelling.of(clean(path.replace("_", " ")))
        if path not in self._places:
            return clean(path.replace("_", " "))
        place = self._places[path]
        if place[0] == "relations" and (relation := self.scenario.relations[int(place[1])]).patron:
            patron, client = self.actor(relation.patron), self.actor(relation.client or "")
            return f"{possessive(patron)} {' '.join(self.steps(place)[1:])} over {client}"
        if place[0] == "agreements" and "positions" in place and len(place) > 5:
            actor, about = self.actor(str(place[5])), self._of(self.scenario.variables, str(place[3]))
            return f"{possessive(actor)} {self._called(str(place[-1]))} on {about}"
        holder, *rest = self.steps(place)
        if not rest:
            return holder
        if place[0] == "injects" and holder[:1].isupper():
            holder = f"‘{holder}’"  # a sentence, and not a name
        if not any(str(place[-1]) in getattr(self.scenario, section) for section in NAMED):
            rest = [rest[-1], *rest[:-1]]  # sorties over a zone are sorties; a want of an agreement is a want
        about = f" ({', '.join(rest[1:])})" if rest[1:] else ""
        return f"{rest[0]}{about} of {holder}"

    def place(self, path: str) -> str:
        """A place of the scenario in words, from its path: ``the harbour talks, opens``."""
        if path in self._places or path.removeprefix("assumptions.") in self.scenario.assumptions:
            return self.number(path.removeprefix("assumptions."))
        try:
            return ", ".join(self.steps(tuple(path.split(".")))) or clean(path)
        except (LookupError, ValueError, AttributeError):
            return clean(path)  # of a list that is longer in another scenario

    def response(self, name: str) -> str:
        """A measure by its label, with an aspect after a comma or a remark in brackets, if there is one."""
        measure = re.split(r": | \(", name, maxsplit=1)[0]
        entry = self.scenario.measures.get(measure)
        if entry is None:
            return clean(name)
        label = entry.label or self._spelling.of(measure.replace("_", " "))
        rest = name.removeprefix(measure)
        if rest.startswith(": "):
            aspect, *remark = rest.removeprefix(": ").split(" (", 1)
            said = ASPECTS.get(aspect, aspect.replace("_", " "))
            return clean(" (".join((f"{label}, {said}", *remark)))
        return clean(label + rest)

    def steps(self, place: Place) -> list[str]:
        """The place of a number in words, from its owner to itself: Red, mobility."""
        words = []
        for step in place:
            text = str(step)
            if text.isdecimal():
                words.append(self._member(place, int(text)))
            elif text not in SECTIONS and text not in ("rules", "defaults", "members", "arms"):
                words.append(self._called(text))
        return [word for word in words if word]

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.scenario, self._claims)

    @cached_property
    def _places(self) -> dict[str, Place]:
        """The place of each number, by the path that effects use for it."""
        return {path: found[0][0] for path, found in targets(self.scenario).items() if found}

    def _called(self, key: str) -> str:
        """The scenario's name for a thing of any kind."""
        for section in NAMED:
            thing = getattr(self.scenario, section).get(key)
            if thing is not None and hasattr(thing, "name"):
                return clean(thing.name)
        return clean(key.replace("_", " "))

    def _member(self, place: Place, index: int) -> str:
        """The subject of an entry of a list: a route, a relation, aircraft over a zone."""
        if place[0] == "routes":
            return self.zones(self.scenario.routes[index].between)
        if place[0] == "relations":
            relation = self.scenario.relations[index]
            return self.actors([who for who in (relation.patron, relation.client) if who])
        if place[0] == "actors" and place[2] == "air":
            return self.zone(self.scenario.actors[str(place[1])].air[index].zone)
        return str(index + 1)

    def value(self, number: Number) -> float:
        """Value of a number of the scenario; that of a formula is its value at the start."""
        return present(number, self.scenario)

    @staticmethod
    def member(key: str) -> str:
        """A voice inside an actor; its key is its only name."""
        return " ".join(
            word if word in ("of", "the", "and", "for") else word.capitalize()
            for word in clean(key.replace("_", " ")).split()
        )

    def find_actor(self, text: str) -> str | None:
        """Key of the actor that a user means, by key, by name or by one of its voices, or None."""
        if (found := _find(self.scenario.actors, text)) is not None:
            return found
        wanted = _bare(text)
        for key, actor in self.scenario.actors.items():
            if wanted in map(_bare, actor.members):
                return key
        return None

    def find_zone(self, text: str) -> str | None:
        """Key of the zone that a user means, by key or by name, or None."""
        return _find(self.scenario.zones, text)

    @staticmethod
    def _of(entries: Mapping[str, Any], key: str) -> str:
        entry = entries.get(key)
        return clean(entry.name if entry is not None else key)


def _find(entries: Mapping[str, Any], text: str) -> str | None:
    """Key of the entry whose key or name a user means, or None."""
    wanted = _bare(text)
    return next((key for key, entry in entries.items() if wanted in (_bare(key), _bare(entry.name))), None)


def _bare(text: str) -> str:
    """Text without case, spaces and joining marks, for comparing names as people type them."""
    return "".join(c for c in text.casefold() if c.isalnum())
