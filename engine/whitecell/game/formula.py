"""Formulas as functions over all runs at once: each part becomes a function without arguments.

A condition is 1 where it is true and 0 where it is not. A division by 0 gives 0, and a logarithm raises its
argument to at least 1e-12. A result that is not a real number counts as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from whitecell.game.axes import ByRun, ByRunOr1
from whitecell.scenario.formula import Apply, Calendar, Constant, Part, Past, Reading, Word

Evaluate = Callable[[], ByRunOr1]
"""Gives a part's value: one for each run, or one for all runs."""


class Known(Protocol):
    """What formulas can read."""

    def word(self, name: str) -> Evaluate:
        """An assumption, a variable, or the day."""

    def reading(self, reading: Reading) -> Evaluate:
        """The value of a record last night."""

    def past(self, past: Past) -> Evaluate:
        """What is kept of a value on past days."""

    def calendar(self, calendar: Calendar) -> float:
        """The day of the game on a date."""


def truth(value: ByRunOr1) -> ByRunOr1:
    """1 where a value is above 0, else 0."""
    return np.asarray(value > 0.0, dtype=np.float64)


def _quotient(one: ByRunOr1, other: ByRunOr1) -> ByRunOr1:
    none = np.equal(other, 0.0)
    return np.where(none, 0.0, np.divide(one, np.where(none, 1.0, other)))


_TWO: Mapping[str, Callable[[ByRunOr1, ByRunOr1], ByRunOr1]] = {
    "add": np.add,
    "sub": np.subtract,
    "mult": np.multiply,
    "div": _quotient,
    "pow": lambda one, other: np.power(np.asarray(one, dtype=np.float64), other),
    "lt": lambda one, other: np.less(one, other) * 1.0,
    "lte": lambda one, other: np.less_equal(one, other) * 1.0,
    "gt": lambda one, other: np.greater(one, other) * 1.0,
    "gte": lambda one, other: np.greater_equal(one, other) * 1.0,
    "eq": lambda one, other: np.equal(one, other) * 1.0,
    "noteq": lambda one, other: np.not_equal(one, other) * 1.0,
    "min": np.minimum,
    "max": np.maximum,
    "and": lambda one, other: np.minimum(truth(one), truth(other)),
    "or": lambda one, other: np.maximum(truth(one), truth(other)),
}
_ONE: Mapping[str, Callable[[ByRunOr1], ByRunOr1]] = {
    "neg": np.negative,
    "not": lambda one: 1.0 - truth(one),
    "abs": np.abs,
    "exp": lambda one: np.exp(np.minimum(one, 700.0)),
    "log": lambda one: np.log(np.maximum(one, 1e-12)),
    "sqrt": lambda one: np.sqrt(np.maximum(one, 0.0)),
    "round": np.round,
    "logistic": lambda one: 1.0 / (1.0 + np.exp(-np.clip(one, -700.0, 700.0))),
}


def compiled(part: Part, known: Known) -> Evaluate:
    """The function that gives a part's value."""
    match part:
        case Constant(value=value):
            return lambda: value
        case Word(name=name):
            return known.word(name)
        case Calendar():
            day = known.calendar(part)
            return lambda: day
        case Reading():
            return known.reading(part)
        case Past():
            return known.past(part)
        case Apply(how=how, parts=parts):
            return _applied(how, [compiled(each, known) for each in parts])


def _applied(how: str, parts: list[Evaluate]) -> Evaluate:
    if how in _ONE:
        function, inner = _ONE[how], parts[0]
        return lambda: function(inner())
    if how == "clip":
        value, low, high = parts
        return lambda: np.minimum(np.maximum(value(), low()), high())
    if how == "if":
        test, then, other = parts
        return lambda: np.where(np.asarray(test()) > 0.0, then(), other())
    return _folded(_TWO[how], parts)


def _folded(function: Callable[[ByRunOr1, ByRunOr1], ByRunOr1], parts: list[Evaluate]) -> Evaluate:
    """A function of two values, applied from the first part to the last; a single part stays as it is."""
    first, *others = parts

    def fold() -> ByRunOr1:
        value = first()
        for other in others:
            value = function(value, other())
        return value

    return fold


def settled(value: ByRunOr1, low: float, high: float, out: ByRun) -> None:
    """Write a value within its bounds; what is not a number counts as 0."""
    out[:] = value
    np.nan_to_num(out, copy=False, nan=0.0)
    np.clip(out, low, high, out=out)
