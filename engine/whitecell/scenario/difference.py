"""What two scenarios state differently, place by place, with what each side rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from whitecell.scenario.model import Scenario

APART = frozenset({"title", "about", "extends"})
"""What names a scenario and changes nothing that is played."""
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which two scenarios differ.

    ``first`` and ``second`` are what stands there, None where nothing does (then ``only`` names the side
    that has it: ``first`` or ``second``). ``cites`` and ``judgement`` are those of the second, or of the
    first where only that has it.
    """

    place: str
    first: Any
    second: Any
    only: str = ""
    cites: tuple[str, ...] = ()
    judgement: str = ""

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def differences(first: Scenario, second: Scenario) -> list[Difference]:
    """Everything that two scenarios state differently, in the order of the language.

    An assumption that differs is one difference, of its value if that differs. The order in which things
    are stated is no difference.
    """
    one, other = first.model_dump(mode="json"), second.model_dump(mode="json")
    found: list[Difference] = []
    for key in one:
        if key not in APART:
            found += _walk(one[key], other[key], key, (), "")
    return found


def _walk(one: Any, other: Any, place: str, cites: tuple[str, ...], why: str) -> Iterator[Difference]:
    if one == other:
        return
    present = one if other is ABSENT else other
    if isinstance(present, dict):
        cites = tuple(present.get("cites") or cites)
        why = str(present.get("judgement") or why)
    if one is ABSENT or other is ABSENT:
        side = "second" if one is ABSENT else "first"
        yield Difference(
            place, None if one is ABSENT else one, None if other is ABSENT else other, side, cites, why
        )
    elif isinstance(one, dict) and isinstance(other, dict):
        if {"value", "range"} <= one.keys() and {"value", "range"} <= other.keys():
            parts = [key for key in one if one[key] != other[key]]
            said = "value" if "value" in parts else parts[0]
            ending = "" if said == "value" else f".{said}"
            yield Difference(place + ending, one[said], other[said], "", cites, why)
            return
        for key in dict.fromkeys((*one, *other)):
            step = f"{place}.{key}"
            yield from _walk(one.get(key, ABSENT), other.get(key, ABSENT), step, cites, why)
    elif isinstance(one, list) and isinstance(other, list):
        yield from _lists(one, other, place, cites, why)
    else:
        yield Difference(place, one, other, "", cites, why)


def _lists(
    one: list[Any], other: list[Any], place: str, cites: tuple[str, ...], why: str
) -> Iterator[Difference]:
    if any(isinstance(item, dict) for item in (*one, *other)):
        if len(one) == len(other):
            for index, (left, right) in enumerate(zip(one, other, strict=True)):
                yield from _walk(left, right, f"{place}.{index}", cites, why)
            return
        texts = [[json.dumps(item, sort_keys=True) for item in side] for side in (one, other)]
        for index, (item, text) in enumerate(zip(one, texts[0], strict=True)):
            if text not in texts[1]:
                yield from _walk(item, ABSENT, f"{place}.{index}", cites, why)
        for index, (item, text) in enumerate(zip(other, texts[1], strict=True)):
            if text not in texts[0]:
                yield from _walk(ABSENT, item, f"{place}.{index}", cites, why)
    elif sorted(map(str, one)) != sorted(map(str, other)):
        yield Difference(place, one, other, "", cites, why)
