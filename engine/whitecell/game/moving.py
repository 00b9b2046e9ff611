"""The rows that numbers that move keep, and how effects change a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRun, ByRunOr1, Floats, any_of
from whitecell.game.formula import Evaluate
from whitecell.game.layout import Layout
from whitecell.scenario.effects import Movement, Scale, SetNumber, Shift
from whitecell.scenario.quantity import Number
from whitecell.scenario.values import Place

ORDER = (SetNumber, Scale, Shift)
"""The order in which effects on a number are applied."""
NEVER = -99.0
"""A day long before the first."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that numbers that move keep, each with runs on the last axis.

    Attributes
    ----------
    live : array, shape ``(n_live, n_runs)``
        Today's value of each number that moves.
    readings : array, shape ``(n_readings, n_runs)``
        Last night's value of each record that formulas read.
    past : array, shape ``(n_pasts, n_runs)``
        A total, a peak, a mean or sum of the last days, whether a condition ever held, or the day on which it
        last began to hold.
    held : array of bool, shape ``(n_pasts, n_runs)``
        Whether the condition held the day before.
    window : array, shape ``(n_window_days, n_runs)``
        Values of the last days, for means and sums.
    times, since : arrays, shape ``(n_movements, n_runs)``
        How many times an effect on a number holds at once, and the day on which it last happened.
    level : array, shape ``(n_variables, n_runs)``
    happened : array of bool, shape ``(n_injects, n_runs)``
        Which injects have happened so far.
    """

    live: Floats
    readings: Floats
    past: Floats
    held: NDArray[np.bool_]
    window: Floats
    times: Floats
    since: Floats
    level: Floats
    happened: NDArray[np.bool_]

    @classmethod
    def of(cls, layout: Layout, n_runs: int) -> Rows:
        """Rows before the first day."""

        def made(axis: str, start: float = 0.0) -> Floats:
            return np.full((len(layout.axes[axis]), n_runs), start)

        return cls(
            made("live"), made("readings"), made("pasts"),
            np.zeros((len(layout.axes["pasts"]), n_runs), np.bool_),
            made("window_days"), made("movements"), made("movements", NEVER), made("variables"),
            np.zeros((len(layout.axes["injects"]), n_runs), np.bool_),
        )  # fmt: skip


class EffectOnNumber:
    """An effect on a number: where it holds, how many times at once, and with which amount."""

    def __init__(
        self, place: Place, effect: Movement, times: ByRun, since: ByRun, asked: Mapping[str, Evaluate]
    ) -> None:
        self.place, self.effect, self.times, self.since = place, effect, times, since
        self.order = ORDER.index(type(effect))
        self._asked = asked
        self.amount = asked["amount"]

    def end(self, day: int) -> None:
        """End the effect where its time is over."""
        if not self.times.any():
            return
        over: Any = False
        if "lasts" in self._asked:
            over = day >= self.since + self._asked["lasts"]()
        if "until" in self._asked:
            over = over | (day >= self._asked["until"]())
        if "as_long_as" in self._asked:
            over = over | (np.asarray(self._asked["as_long_as"]()) <= 0.0)
        self.times[np.broadcast_to(over, self.times.shape)] = 0.0


def moved_by(movements: Sequence[EffectOnNumber], value: ByRunOr1, n_runs: int) -> ByRunOr1:
    """A number after effects: set by the latest effect that sets it, then multiplied, then shifted."""
    last: ByRun = np.full(n_runs, NEVER)
    for each in movements:
        holds = each.times > 0.0
        if not any_of(holds):
            continue
        if isinstance(each.effect, SetNumber):
            holds &= each.since >= last
            last[holds] = each.since[holds]
        value = np.where(holds, changed(each.effect, value, each.amount(), each.times), value)
    return value


def amount(effect: Movement) -> Number:
    """The amount that an effect on a number states: the value it sets, or the change."""
    stated: Number = getattr(effect, "to" if isinstance(effect, SetNumber) else "by")
    return stated


def changed(effect: Movement, value: ByRunOr1, by: ByRunOr1, times: ByRunOr1 = 1.0) -> ByRunOr1:
    """A value after an effect has changed it this many times."""
    if isinstance(effect, SetNumber):
        return by
    return value * np.power(by, times) if isinstance(effect, Scale) else value + by * times
