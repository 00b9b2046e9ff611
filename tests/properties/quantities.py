"""Numbers, names and choices of which random theatres are made."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Stated = dict[str, Any]
"""A scenario, or a part of one, as plain values: as a file would state it."""

NAMES = st.text(
    st.characters(categories=["L"], include_characters="0123456789_- ’"), min_size=1, max_size=6
).filter(lambda name: name == name.strip())


STEPS = 10**6
"""Positions on a number's range; one drawn whole number gives the value and the form it is stated in."""


@cache
def plain(low: float, high: float) -> SearchStrategy[float]:
    """A number of a range: a quarter of them its ends, the others denser toward zero."""
    return st.integers(0, STEPS).map(lambda step: _value(step, low, high))


@cache
def numbers(low: float, high: float) -> SearchStrategy[Any]:
    """A number as a scenario states it: a literal, or one in five times an assumption with a range."""
    return st.integers(0, STEPS).map(lambda step: _stated(step, low, high))


def _value(step: int, low: float, high: float) -> float:
    part = step % 1000 / 1000.0
    if step % 8 < 2:
        return (low, high)[step % 8]
    if low < 0.0:
        return (low if step % 3 == 0 else high) * part * part
    return low + (high - low) * part * part


def _stated(step: int, low: float, high: float) -> Any:
    value = _value(step, low, high)
    if step % 5:
        return value
    other = _value(step // 7, low, high)
    return {"value": value, "range": sorted([value, other]), "judgement": "drawn"}


SHARE, LEANING = numbers(0.0, 1.0), numbers(-1.0, 1.0)
FIGHTERS, SPAN, WEIGHT = numbers(0.0, 1e5), numbers(0.0, 60.0), numbers(0.0, 5.0)

EXTREME: dict[str, float] = {
    "decisiveness": 10.0,
    "ambush_scale": 1e5,
    "air_losses": 1e3,
    "air_scale": 1e5,
    "air_support": 1e3,
    "wariness_fades": 500.0,
    "lasting_wariness_fades": 1e3,
    "pressure_fades": 500.0,
}
"""Highest value drawn for a rule; shares go up to 1, other factors to 5."""


def rules(name: str) -> SearchStrategy[Any]:
    """A value for one of the rules."""
    share = name in {
        "attrition", "fire_losses", "drift", "displacement", "air_incidents", "air_interference",
        "break_chance", "retreat_losses", "occupation", "contest",
        "lasting_wariness", "second_thoughts", "signed_at_once",
        "usual_fighting", "text_kept",
    }  # fmt: skip
    return numbers(0.0, 1.0 if share else EXTREME.get(name, 5.0))


def some(draw: DrawFn, things: list[str], least: int = 0, most: int = 3) -> list[str]:
    """A few different ones of these things, in any order."""
    if not things:
        return []
    return draw(_few(tuple(things), least, min(most, len(things))))


@cache
def _few(things: tuple[str, ...], least: int, most: int) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(things), unique=True, min_size=least, max_size=most)


def valued(draw: DrawFn, things: list[str], value: SearchStrategy[Any], most: int = 3) -> Stated:
    """A number for each of a few of these things."""
    return {thing: draw(value) for thing in some(draw, things, most=most)}
