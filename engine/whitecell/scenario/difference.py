"""Differences between two scenarios, place by place, with the basis of each side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from whitecell.scenario.model import Scenario

APART = frozenset({"title", "about", "extends", "fitted_from"})
"""Keys that name a scenario and change nothing in the game."""
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which two scenarios differ.

    ``first`` and ``second`` are the values there, None where a scenario has none; ``only`` then names the
    scenario that has one: ``first`` or ``second``. ``cites`` and ``judgement`` are those of the second, or of
    the first if only that has the place; ``cites_first`` and ``judgement_first`` are those of the first.
    """

    place: str
    first: Any
    second: Any
    only: str = ""
    cites: tuple[str, ...] = ()
    judgement: str = ""
    cites_first: tuple[str, ...] = ()
    judgement_first: str = ""

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Basis:
    """The source or judgement of the entry that holds a place."""

    cites: tuple[str, ...] = ()
    why: str = ""

    def within(self, there: Any) -> _Basis:
        """The basis inside an entry, which may state its own."""
        if not isinstance(there, dict) or not (there.get("cites") or there.get("judgement")):
            return self
        return _Basis(tuple(there.get("cites") or ()), str(there.get("judgement") or ""))


def differences(first: Scenario, second: Scenario) -> list[Difference]:
    """Everything that two scenarios state differently, in the order of the language.

    An assumption that differs is one difference: of its value, if that differs. A number stated where it is
    used is named by its place. The order of statements is no difference.
    """
    one, other = first.model_dump(mode="json"), second.model_dump(mode="json")
    found: list[Difference] = []
    for key in dict.fromkeys((*one, *other)):
        if key not in APART:
            found += _walk(one.get(key, []), other.get(key, []), key, (_Basis(), _Basis()))
    # A number stated in place is an assumption named by its place, and the place then refers to it.
    spots = {name for name in (*first.assumptions, *second.assumptions) if "." in name}
    return [_on_the_spot(d, spots) for d in found if d.place not in (d.first, d.second)]


def assumptions_in(found: Iterable[Difference]) -> set[str]:
    """The assumptions that some differences are about."""
    return {d.place.split(".")[1] for d in found if d.place.startswith("assumptions.")}


def _on_the_spot(found: Difference, spots: set[str]) -> Difference:
    name = found.place.removeprefix("assumptions.")
    spot = name != found.place and any(name == place or name.startswith(f"{place}.") for place in spots)
    return replace(found, place=name) if spot else found


def _walk(one: Any, other: Any, place: str, bases: tuple[_Basis, _Basis]) -> Iterator[Difference]:
    if one == other:
        return
    bases = (bases[0].within(one), bases[1].within(other))
    if one is ABSENT or other is ABSENT:
        side = "second" if one is ABSENT else "first"
        yield _found(place, None if one is ABSENT else one, None if other is ABSENT else other, bases, side)
    elif isinstance(one, dict) and isinstance(other, dict):
        if {"value", "range"} <= one.keys() and {"value", "range"} <= other.keys():
            parts = [key for key in one if one[key] != other[key]]
            said = "value" if "value" in parts else parts[0]
            ending = "" if said == "value" else f".{said}"
            yield _found(place + ending, one[said], other[said], bases)
            return
        for key in dict.fromkeys((*one, *other)):
            step = f"{place}.{key}"
            yield from _walk(one.get(key, ABSENT), other.get(key, ABSENT), step, bases)
    elif isinstance(one, list) and isinstance(other, list):
        yield from _lists(one, other, place, bases)
    else:
        yield _found(place, one, other, bases)


def _found(place: str, one: Any, other: Any, bases: tuple[_Basis, _Basis], only: str = "") -> Difference:
    first, second = bases
    chief = first if only == "first" else second
    return Difference(place, one, other, only, chief.cites, chief.why, first.cites, first.why)


def _lists(
    one: list[Any], other: list[Any], place: str, bases: tuple[_Basis, _Basis]
) -> Iterator[Difference]:
    if any(isinstance(item, dict) for item in (*one, *other)):
        if len(one) == len(other):
            for index, (left, right) in enumerate(zip(one, other, strict=True)):
                yield from _walk(left, right, f"{place}.{index}", bases)
            return
        texts = [[json.dumps(item, sort_keys=True) for item in side] for side in (one, other)]
        for index, (item, text) in enumerate(zip(one, texts[0], strict=True)):
            if text not in texts[1]:
                yield from _walk(item, ABSENT, f"{place}.{index}", bases)
        for index, (item, text) in enumerate(zip(other, texts[1], strict=True)):
            if text not in texts[0]:
                yield from _walk(ABSENT, item, f"{place}.{index}", bases)
    elif sorted(map(str, one)) != sorted(map(str, other)):
        yield _found(place, one, other, bases)
