"""Which actors use the scenario's defaults, and which numbers they get from them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from whitecell.scenario.cast import Defaults
from whitecell.scenario.contradictions import first_said
from whitecell.scenario.effects import BecomeHostile
from whitecell.scenario.formulas import uses
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Number, Quantity
from whitecell.scenario.source import Source
from whitecell.scenario.stakes import fearless
from whitecell.scenario.targets import effects
from whitecell.scenario.values import Place, dotted, present

KEYS = tuple(Defaults.model_fields)
"""Numbers of an actor that have a default."""


@dataclass(frozen=True, slots=True)
class Default:
    """A default that actors use.

    Attributes
    ----------
    key : str
        Which number of an actor, such as ``noise``.
    number : Number
        As :func:`with_defaults` has it.
    where : str
        File and line that state it, or ``--set``; empty if it is the engine's.
    actors : tuple of str
        The actors that state no other.
    """

    key: str
    number: Number
    where: str
    actors: tuple[str, ...]


def in_use(scenario: Scenario, source: Source, settings: Container[str]) -> list[Default]:
    """The defaults that actors of a scenario use, and where each is stated.

    ``settings`` are the names of numbers that were set outside the files.
    """
    but = {("actors", *stated) for stated in stated_by_actors(scenario, source, settings)}
    engine = source.unstated("defaults")
    found = []
    for key, names in leaning(scenario, source, but).items():
        node = source.node(("defaults", key))
        where = "" if key in engine or node is None else f"{node.file}:{node.line}"
        where = "--set" if named(key) in settings else where
        found.append(Default(key, getattr(scenario.defaults, key), where, tuple(names)))
    return found


def named(key: str) -> str:
    """The name of a default as an assumption."""
    return f"defaults.{key}"


def with_defaults(scenario: Scenario, source: Source, but: Container[Place] = ()) -> Scenario:
    """The scenario with a default filled in where an actor states no number and the number matters to it.

    A default that is an assumption is entered at the actor by its name, so both vary together. A default that
    no actor uses becomes a plain number: it is no assumption of this scenario.

    Parameters
    ----------
    scenario : Scenario
        With assumptions that were written in place gathered.
    source : Source
        Its files.
    but : container of places
        Places of numbers that were set outside the files.
    """
    leans = leaning(scenario, source, but)
    actors = dict(scenario.actors)
    for key, names in leans.items():
        for name in names:
            actors[name] = actors[name].model_copy(update={key: getattr(scenario.defaults, key)})
    used = uses(scenario)
    idle = [key for key in KEYS if key not in leans and not _stated(used.get(named(key), []), key)]
    plain = {key: present(getattr(scenario.defaults, key), scenario) for key in idle}
    gone = {named(key) for key in idle}
    return scenario.model_copy(
        update={
            "actors": actors,
            "defaults": scenario.defaults.model_copy(update=plain),
            "assumptions": {name: a for name, a in scenario.assumptions.items() if name not in gone},
        }
    )


def leaning(scenario: Scenario, source: Source, but: Container[Place] = ()) -> dict[str, list[str]]:
    """For each default, the actors that use it: they state no other, and it affects what they do."""
    found: dict[str, list[str]] = {}
    fighting = _foes(scenario)
    for name in scenario.actors:
        for key in _needs(scenario, name, fighting):
            place = ("actors", name, key)
            if place not in but and source.node(place) is None:
                found.setdefault(key, []).append(name)
    return {key: found[key] for key in KEYS if key in found}


def stated_by_actors(
    scenario: Scenario, source: Source, settings: Container[str]
) -> Iterator[tuple[str, str]]:
    """Actors and their numbers that are stated although they have a default, in a file or outside."""
    for name in scenario.actors:
        for key in KEYS:
            place = ("actors", name, key)
            if dotted(place) in settings or source.node(place) is not None:
                yield name, key


def _stated(places: Sequence[tuple[Place, Quantity]], key: str) -> bool:
    """Whether a number that is stated, at one of the places of a default's name, refers to the default."""
    return any(place != ("defaults", key) for place, _ in places)


def _needs(scenario: Scenario, name: str, fighting: Container[str]) -> list[str]:
    """Which numbers with a default affect what an actor does."""
    actor = scenario.actors[name]
    foe = name in fighting
    if not actor.armed:
        return []
    chooses = bool(actor.worth)
    matter = {
        "mobility": chooses and bool(actor.forces or actor.reserve),
        "caution": chooses and foe,
        "fear": chooses and not fearless(scenario, name),
        "noise": chooses,
        "tempo": chooses,
        "fire": foe,
    }
    return [key for key in KEYS if matter[key]]


def _foes(scenario: Scenario) -> set[str]:
    """Actors that have enemies, from the start or by an effect."""
    found = {name for pair in first_said(scenario, "hostile") for name in pair}
    turned = (effect for _, effect in effects(scenario) if isinstance(effect, BecomeHostile))
    return found | {name for effect in turned for couple in effect.couples for name in couple}
