"""The values of the scenario's numbers in each run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, Floats
from whitecell.game.layout import Layout
from whitecell.game.numbers import Numbers
from whitecell.scenario.cast import Actor
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption, Number

Array = TypeVar("Array", bound=ByRunOr1 | NDArray[Any])


class Parameters:
    """Turns the numbers of a scenario into values: an assumption's own value, or one set for each run.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    layout : Layout
    n_runs : int
        Runs of the slab.
    columns : mapping of str to array, shape ``(n_runs,)``
        Assumptions that differ from run to run; kept as ``columns``.

    Attributes
    ----------
    numbers : Numbers
        The numbers that move.
    """

    def __init__(
        self, scenario: Scenario, layout: Layout, n_runs: int, columns: Mapping[str, Floats] | None = None
    ) -> None:
        self._assumptions = scenario.assumptions
        self.columns: dict[str, Floats] = {}
        self.n_runs = n_runs
        for name, column in (columns or {}).items():
            if name not in self._assumptions:
                raise KeyError(f"there is no assumption named '{name}'")
            values = np.asarray(column, dtype=np.float64)
            if values.shape != (n_runs,):
                raise ValueError(f"'{name}' needs {n_runs} values, one a run; got {values.shape}")
            self.columns[name] = values
        self.numbers = Numbers(scenario, layout, self._stated, n_runs)
        self._moving = {str(name): row for row, name in enumerate(layout.axes["live"])}

    def moves(self, *numbers: Number) -> bool:
        """Whether any of some numbers may change from day to day."""
        return bool(self._moving) and any(isinstance(n, str) and n in self._moving for n in numbers)

    def value(self, number: Number) -> ByRunOr1:
        """Value in each run, or one float if it is the same in all of them.

        The value of a number that moves is updated in place every morning.
        """
        if self._moving and isinstance(number, str) and number in self._moving:
            row: Floats = self.numbers.rows.live[self._moving[number]]
            return row
        return self._stated(number)

    def _stated(self, number: Number) -> ByRunOr1:
        if isinstance(number, Assumption):
            return number.value
        if isinstance(number, str):
            if number in self.columns:
                return self.columns[number]
            return self._assumptions[number].value
        return float(number)

    def may_be(self, number: Number) -> bool:
        """Whether a number is, or may become, larger than 0 in any run."""
        return self.moves(number) or bool(np.any(np.asarray(self.value(number)) > 0.0))

    def made(self, make: Callable[[], Array], *numbers: Number) -> Array:
        """An array computed from numbers; if any of them moves, it is updated in place every morning."""
        return self.numbers.follow(make) if self.moves(*numbers) else make()

    def row(self, number: Number) -> Floats:
        """Value in each run, shape ``(n_runs,)``."""
        return np.broadcast_to(np.asarray(self.value(number)), (self.n_runs,))

    def stack(self, numbers: Sequence[Number]) -> Floats:
        """Values as rows, shape ``(k, n_runs)``, or ``(k, 1)`` if the runs do not differ."""
        return self.made(lambda: self.rows([self.value(number) for number in numbers]), *numbers)

    def rows(self, values: Sequence[ByRunOr1]) -> Floats:
        """Given values as rows, in the shape of :meth:`stack`."""
        if not any(isinstance(value, np.ndarray) for value in values):
            return np.array(values, dtype=np.float64).reshape(-1, 1)
        arrays = [np.atleast_1d(np.asarray(value)) for value in values]
        width = max(len(array) for array in arrays)
        return np.array([np.broadcast_to(array, (width,)) for array in arrays]).reshape(len(arrays), width)

    def voice(self, spec: Actor, toward: str) -> ByRunOr1:
        """How far an actor is for something, −1 to 1: its own word, or its members' weighted mean.

        A member that states nothing on the matter counts as indifferent. Source: for an actor of several
        voices, Putnam (1988), "Diplomacy and domestic politics", International Organization 42.
        """
        if toward in spec.wants:
            return self.value(spec.wants[toward])
        if not spec.members:
            return 0.0
        return self.made(lambda: self._together(spec, toward), *self._voices(spec))

    def _together(self, spec: Actor, toward: str) -> ByRunOr1:
        said: ByRunOr1 = 0.0
        weight: ByRunOr1 = 0.0
        for name in sorted(spec.members):
            member = spec.members[name]
            share = self.value(member.weight)
            weight = weight + share
            said = said + share * self.value(member.wants.get(toward, 0.0))
        return said / np.maximum(weight, 1e-12)

    @staticmethod
    def _voices(spec: Actor) -> list[Number]:
        """All numbers that say how far an actor is for anything."""
        members = spec.members.values()
        inside = [number for member in members for number in (member.weight, *member.wants.values())]
        return [*spec.wants.values(), *inside]

    def voice_moves(self, spec: Actor) -> bool:
        """Whether an actor's wants may change from day to day by anything but effects that shift wants."""
        return self.moves(*self._voices(spec))
