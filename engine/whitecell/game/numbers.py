"""Numbers that move: formulas, variables, and what effects set, shift or scale.

Each is a row that is written in place every morning, so every holder of the row sees the change. All rows
that survive midnight belong to the state; this module fills them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, total
from whitecell.game.formula import Evaluate, compiled, settled
from whitecell.game.layout import Layout
from whitecell.game.moving import NEVER, EffectOnNumber, Rows, amount, moved_by
from whitecell.scenario.effects import Movement
from whitecell.scenario.equations import equations, path_of
from whitecell.scenario.formula import Calendar, Part, Past, Reading, inside, parse
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import LARGEST, Number
from whitecell.scenario.targets import MARK, Moving, moved, movements
from whitecell.scenario.values import Place


class Numbers:
    """Fills the rows of numbers that move.

    Parameters
    ----------
    scenario : Scenario
        The scenario as it was read, without marks.
    layout : Layout
    value : function
        Gives the value of a number that is not a formula.
    n_runs : int
    """

    def __init__(
        self, scenario: Scenario, layout: Layout, value: Callable[[Number], ByRunOr1], n_runs: int
    ) -> None:
        self._scenario, self._layout, self._value, self._n_runs = scenario, layout, value, n_runs
        self.rows = Rows.of(layout, n_runs)
        self.day = 0
        self._conditions = 0
        self._stale = False
        self._follow: list[tuple[NDArray[Any], Callable[[], Any]]] = []
        for name, variable in scenario.variables.items():
            if variable.start is not None:
                self.rows.level[layout.row("variables", name)] = self._evaluated(variable.start)()
        for past, row in self._pasts():
            self.rows.past[row] = NEVER if past.how == "days_since" else 0.0
        self._equal = {MARK + path_of(name): name for name in equations(scenario)}
        self._movements: dict[str, list[EffectOnNumber]] = {}
        for place, effect in movements(scenario):
            self._movements.setdefault(moved(effect, scenario), []).append(self._movement(place, effect))
        for found in self._movements.values():
            found.sort(key=lambda each: (each.order, each.place))
        self._live = [
            (str(name), row, spec, self._base(spec, str(name)))
            for name, row in self._keyed("live")
            if (spec := layout.moving[str(name)])
        ]
        self._nightly = list(self._of_the_night())
        self.refresh()

    def _movement(self, place: Place, effect: Movement) -> EffectOnNumber:
        asked = {"amount": self._evaluated(amount(effect))}
        if effect.lasts is not None:
            asked["lasts"] = self._evaluated(effect.lasts)
        if effect.until is not None:
            until = float((effect.until - self._scenario.start).days)
            asked["until"] = lambda: until + 1.0
        if effect.as_long_as:
            asked["as_long_as"] = compiled(parse(effect.as_long_as), self)
        row = self._layout.row("movements", place)
        return EffectOnNumber(place, effect, self.rows.times[row], self.rows.since[row], asked)

    def _keyed(self, axis: str) -> Iterator[tuple[object, int]]:
        return ((key, row) for row, key in enumerate(self._layout.axes[axis]))

    def _evaluated(self, number: Number) -> Evaluate:
        """The value of a stated number: a formula, or a number that does not move by itself."""
        if isinstance(number, str) and number not in self._scenario.assumptions:
            return compiled(parse(number), self)
        if isinstance(number, str):
            return self.word(number)
        constant = self._value(number)
        return lambda: constant

    def _base(self, spec: Moving, name: str) -> Evaluate:
        """The value of a number without any effect."""
        if name not in self._scenario.assumptions:
            return self._evaluated(spec.base)
        constant = self._value(name)
        return lambda: constant

    # what formulas read ------------------------------------------------------------------------

    def word(self, name: str) -> Evaluate:
        """An assumption, a variable, or the day."""
        if name == "day":
            return lambda: float(self.day)
        row = self._layout.find("variables", name)
        if row is not None:
            level = self.rows.level[row]
            return lambda: level
        live = self._layout.find("live", name)
        if live is not None:
            moves = self.rows.live[live]
            return lambda: moves
        constant = self._value(name)
        return lambda: constant

    def reading(self, reading: Reading) -> Evaluate:
        """The value of a record last night; for ``happened``, whether it has ever happened.

        Variables defined by formulas have their present value, whether read by name or as a record.
        """
        if reading.record == "level" and set(reading.names) & set(self._equal.values()):
            levels = [self.word(name) for name in reading.names]
            return lambda: total([np.asarray(level()) for level in levels])
        if reading.record == "happened":  # today's: injects of one morning may depend on each other
            rows = [self.rows.happened[self._layout.row("injects", name)] for name in reading.names]
            return lambda: np.any(rows, axis=0) * 1.0
        found = self.rows.readings[self._layout.row("readings", reading)]
        return lambda: found

    def past(self, past: Past) -> Evaluate:
        """What is kept of a value on past days."""
        row = self._layout.row("pasts", past)
        kept = self.rows.past[row]
        if past.how == "days_since":
            return lambda: np.where(kept == NEVER, np.nan, np.maximum(self.day - kept, 0.0))
        return lambda: kept

    def calendar(self, calendar: Calendar) -> float:
        """The day of the game on a date."""
        return float((calendar.on - self._scenario.start).days)

    @property
    def any(self) -> bool:
        """Whether any number moves, any condition is evaluated, or formulas keep anything."""
        return bool(self._live or self._nightly or self._conditions)

    # what the game asks ------------------------------------------------------------------------

    def formula(self, formula: Part) -> Callable[[], ByRun]:
        """A function that gives a formula's value, ``(n_runs,)``; a result that is not a number is 0."""
        part = compiled(formula, self)
        self._conditions += 1

        def value() -> ByRun:
            found = np.empty(self._n_runs)
            with np.errstate(all="ignore"):
                settled(part(), -LARGEST, LARGEST, found)
            return found

        return value

    def condition(self, text: str) -> Callable[[], FlagByRun]:
        """A function that says where a condition holds, of shape ``(n_runs,)``."""
        part = compiled(parse(text), self)
        self._conditions += 1

        def holds() -> FlagByRun:
            with np.errstate(all="ignore"):
                return np.broadcast_to(np.asarray(part()) > 0.0, (self._n_runs,))

        return holds

    def follow(self, made: Callable[[], Any]) -> Any:
        """An array computed from numbers that move, updated in place whenever they may have moved."""
        array = np.array(made())
        self._follow.append((array, made))
        return array

    def wake(self, day: int) -> None:
        """Begin a day."""
        self.day = day

    def remember(self) -> None:
        """Read the records tonight, and keep what formulas need of them the next morning."""
        tonight, self.day = self.day, self.day + 1
        with np.errstate(all="ignore"):
            for take in self._nightly:
                take()
            self.day = tonight
            for name, row, spec, base in self._live if self._equal else ():
                if name in self._equal:
                    self._reckon(name, row, spec, base)

    def _of_the_night(self) -> Iterator[Callable[[], None]]:
        """The night's steps: variables defined by formulas, each after the past values that it reads."""
        left = {
            past: partial(self._keep, row, past, compiled(past.what, self)) for past, row in self._pasts()
        }
        for name, row, spec, base in self._live:
            if name in self._equal:
                asked = inside(parse(spec.base)) if isinstance(spec.base, str) else ()
                yield from [left.pop(part) for part in asked if isinstance(part, Past) and part in left]
                yield partial(self._reckon, name, row, spec, base)
        yield from left.values()

    def _pasts(self) -> Iterator[tuple[Past, int]]:
        return ((past, row) for past, row in self._keyed("pasts") if isinstance(past, Past))

    def _keep(self, row: int, past: Past, what: Evaluate) -> None:
        """Update what is kept of a value by tonight's value."""
        kept, value, day = self.rows.past[row], what(), self.day
        if past.how == "total":
            kept += value
        elif past.how == "peak":
            np.copyto(kept, value) if day == 1 else np.maximum(kept, value, out=kept)
        elif past.how == "ever":
            np.maximum(kept, np.asarray(value) > 0.0, out=kept)
        elif past.how == "days_since":
            so = np.broadcast_to(np.asarray(value) > 0.0, kept.shape)
            kept[so & ~self.rows.held[row]] = float(day)
            self.rows.held[row] = so
        else:
            first = self._layout.row("window_days", (past, 0))
            self.rows.window[first + day % past.days] = value
            kept[:] = 0.0
            for back in range(min(past.days, day)):
                # The newest first, so that the sum does not depend on the places of days in the window.
                kept += self.rows.window[first + (day - back) % past.days]
            if past.how == "mean":
                kept /= float(min(past.days, day))

    def touch(self) -> None:
        """Note that something took effect, so that numbers may have moved since they were last computed."""
        self._stale = True

    def renew(self) -> None:
        """Recompute numbers if something took effect since they were last computed."""
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Compute today's value of all numbers that move, then what is derived from them."""
        self._stale = False
        with np.errstate(all="ignore"):
            for name, row, spec, base in self._live:
                for each in self._movements.get(name, ()):
                    each.end(self.day)
                self._reckon(name, row, spec, base)
        self.remake()

    def _reckon(self, name: str, row: int, spec: Moving, base: Evaluate) -> None:
        """Compute the present value of a number that moves."""
        value = moved_by(self._movements.get(name, ()), base(), self._n_runs)
        settled(value, spec.low, spec.high, self.rows.live[row])
        if name in self._equal:
            self.rows.level[self._layout.row("variables", self._equal[name])] = self.rows.live[row]

    def resume(self, day: int) -> None:
        """Resume at the end of a day, with rows that have been replaced."""
        self.day = day
        self.remake()

    def remake(self) -> None:
        """Recompute all arrays that are derived from numbers that move."""
        for array, made in self._follow:
            array[...] = made()

    @cached_property
    def _by_place(self) -> Mapping[Place, EffectOnNumber]:
        """Effects on numbers by their place in the scenario."""
        return {each.place: each for found in self._movements.values() for each in found}

    def release(self, place: Place, runs: FlagByRun) -> None:
        """End an effect on a number in some runs, unless it states an end of its own."""
        each = self._by_place.get(place)
        if each is not None and each.effect.for_good:
            each.times[runs] = 0.0

    def begin(self, place: Place, runs: FlagByRun) -> None:
        """Let an effect on a number begin in some runs; it counts when numbers are next computed."""
        each = self._by_place[place]
        each.times[runs] += 1.0
        each.since[runs] = float(self.day)
