"""The bounds of a formula, when those of its words are known.

If each word's bounds are one number, the same rules give the value itself. Interval arithmetic treats every
mention of a word separately, so bounds may be wider than possible, never narrower; see Moore (1966),
"Interval Analysis".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from math import exp, log, sqrt

from whitecell.scenario.formula import Apply, Calendar, Constant, Part, Past, Reading, Word
from whitecell.scenario.quantity import LARGEST

Interval = tuple[float, float]
SHARES = frozenset(
    {"control", "trust", "text", "support", "consent", "in_force", "joined", "happened", "leaked"}
)
"""Records of one thing that lie between 0 and 1."""
TRUTH = (0.0, 1.0)


def held(value: float) -> float:
    """A value, cut to the largest size that a formula can have."""
    return min(max(value, -LARGEST), LARGEST)


def quotient(one: float, other: float) -> float:
    """A division; by 0 it gives 0."""
    return held(one / other) if other else 0.0


def power(base: float, exponent: float) -> float:
    """A power; 0 where it is not a real number."""
    try:
        found = base**exponent
    except (ZeroDivisionError, OverflowError):
        return 0.0 if base == 0.0 else LARGEST
    return held(found) if isinstance(found, (int, float)) else 0.0


MONOTONE: dict[str, Callable[[float], float]] = {
    "exp": lambda x: held(exp(min(x, 700.0))),
    "log": lambda x: log(max(x, 1e-12)),
    "sqrt": lambda x: sqrt(max(x, 0.0)),
    "round": lambda x: float(round(x)),
    "logistic": lambda x: 1.0 / (1.0 + exp(-min(max(x, -700.0), 700.0))),
}


class Bounds:
    """Bounds of formulas.

    Parameters
    ----------
    word : function of str
        The bounds of an assumption or a variable.
    start : date
        The day before the first turn.
    days : int
        How long the game is; 0 for its start only, when no record has anything to say.
    """

    def __init__(self, word: Callable[[str], Interval], start: date, days: int) -> None:
        self._word, self._start, self._days = word, start, float(days)

    def of(self, part: Part) -> Interval:
        """The lowest and the highest that a part can be."""
        match part:
            case Constant(value=value):
                return value, value
            case Word(name="day"):
                return 0.0, self._days
            case Word(name=name):
                return self._word(name)
            case Calendar(on=on):
                day = float((on - self._start).days)
                return day, day
            case Reading(record=record, names=names):
                top = 1.0 if record in SHARES and len(names) <= 2 else LARGEST
                return (0.0, top) if self._days else (0.0, 0.0)
            case Past():
                return self._past(part)
            case Apply(how=how, parts=parts):
                return self._apply(how, [self.of(each) for each in parts])

    def _past(self, part: Past) -> Interval:
        low, high = self.of(part.what)
        if part.how in ("ever", "days_since"):
            return 0.0, 1.0 if part.how == "ever" else self._days
        times = {"sum": float(part.days), "total": self._days}.get(part.how, 1.0)
        return min(held(low * times), 0.0), max(held(high * times), 0.0)

    def _apply(self, how: str, of: list[Interval]) -> Interval:
        if how in MONOTONE:
            return MONOTONE[how](of[0][0]), MONOTONE[how](of[0][1])
        if how in ("add", "sub", "mult", "div", "pow"):
            return self._two(how, of[0], of[1])
        if how == "neg":
            return -of[0][1], -of[0][0]
        if how == "abs":
            low, high = of[0]
            ends = sorted((abs(low), abs(high)))
            return (0.0 if low <= 0.0 <= high else ends[0]), ends[1]
        if how in ("min", "max"):
            choose = min if how == "min" else max
            return choose(low for low, _ in of), choose(high for _, high in of)
        if how == "clip":
            (low, high), (floor, _), (_, roof) = of
            return min(max(low, floor), roof), min(max(high, floor), roof)
        if how == "if":
            surely = self._sure(of[0])
            chosen = of[1:] if surely is None else [of[1] if surely else of[2]]
            return min(low for low, _ in chosen), max(high for _, high in chosen)
        return self._logic(how, of)

    @staticmethod
    def _two(how: str, one: Interval, other: Interval) -> Interval:
        if how == "add":
            return held(one[0] + other[0]), held(one[1] + other[1])
        if how == "sub":
            return held(one[0] - other[1]), held(one[1] - other[0])
        if how == "mult":
            ends = [held(a * b) for a, b in product(one, other)]
        elif how == "div":
            if other[0] <= 0.0 <= other[1] and other[0] != other[1]:
                return -LARGEST, LARGEST
            ends = [quotient(a, b) for a, b in product(one, other)]
        else:
            if one[0] < 0.0 and one[0] != one[1]:
                return -LARGEST, LARGEST
            ends = [power(a, b) for a, b in product(one, other)]
        return min(ends), max(ends)

    @staticmethod
    def _sure(of: Interval) -> bool | None:
        """Whether a condition is true or false over all its bounds; None if that depends."""
        if of[0] > 0.0:
            return True
        return False if of[1] <= 0.0 else None

    def _logic(self, how: str, of: list[Interval]) -> Interval:
        if how in ("and", "or", "not"):
            sure = [self._sure(each) for each in of]
            if how == "not":
                found = None if sure[0] is None else not sure[0]
            elif how == "and":
                found = False if False in sure else (None if None in sure else True)
            else:
                found = True if True in sure else (None if None in sure else False)
            return TRUTH if found is None else (float(found), float(found))
        return self._compared(how, of[0], of[1])

    @staticmethod
    def _compared(how: str, one: Interval, other: Interval) -> Interval:
        yes, no = {
            "lt": (one[1] < other[0], one[0] >= other[1]),
            "lte": (one[1] <= other[0], one[0] > other[1]),
            "gt": (one[0] > other[1], one[1] <= other[0]),
            "gte": (one[0] >= other[1], one[1] < other[0]),
            "eq": (one == other and one[0] == one[1], one[1] < other[0] or one[0] > other[1]),
            "noteq": (one[1] < other[0] or one[0] > other[1], one == other and one[0] == one[1]),
        }[how]
        return (1.0, 1.0) if yes else (0.0, 0.0) if no else TRUTH
