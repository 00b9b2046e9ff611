"""The state: everything that survives midnight, as plain named arrays with runs on the last axis.

Parts of the game write here all that they need the next day; anything else they keep must be computable from
the state alone. Arrays are made once and written in place, so a part may hold the arrays that it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.game.layout import Layout
from whitecell.game.state.kind import Kind, kinds
from whitecell.game.state.sections import (
    Agreements,
    Answers,
    Constraints,
    Corridors,
    Decisions,
    Effects,
    Forces,
    Ladders,
    Land,
    Measures,
    Numbers,
    Patronages,
    Standing,
    Story,
    Talks,
    Truces,
)  # fmt: skip

MOST_RUNS = 65_536
"""Most runs that are played together, since they are held in memory at once."""
OUTSIDE = "outside."
"""Prefix of the names of arrays that packages from outside keep."""
SECTIONS: dict[str, Any] = {
    "forces": Forces, "land": Land, "patronages": Patronages, "constraints": Constraints,
    "answers": Answers, "agreements": Agreements, "talks": Talks, "effects": Effects,
    "corridors": Corridors, "ladders": Ladders, "decisions": Decisions, "numbers": Numbers,
    "measures": Measures, "truces": Truces, "standing": Standing,
}  # fmt: skip
Section = TypeVar("Section")


@dataclass(slots=True, eq=False, repr=False)
class State:
    """Everything needed to continue a game, beside its scenario, seeds and values.

    Attributes
    ----------
    day : int
        The last day that was played.
    n_runs : int
    story : Story or None
        Only for a game that is told.
    outside : dict of str to array
        Arrays that packages from outside keep, by their own names; runs on the last axis.

    The other attributes are the sections; see their classes.
    """

    day: int
    n_runs: int
    forces: Forces
    land: Land
    patronages: Patronages
    constraints: Constraints
    answers: Answers
    agreements: Agreements
    talks: Talks
    effects: Effects
    corridors: Corridors
    ladders: Ladders
    decisions: Decisions
    numbers: Numbers
    measures: Measures
    truces: Truces
    standing: Standing
    story: Story | None
    outside: dict[str, NDArray[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, layout: Layout, n_runs: int) -> State:
        """The arrays of a game, with their start values."""
        made = {name: _section(section, layout, n_runs) for name, section in SECTIONS.items()}
        return cls(0, n_runs, story=None, **made)

    @staticmethod
    def kinds(*, told: bool) -> dict[str, Kind]:
        """The kind of each array, by name, except arrays of packages from outside."""
        parts: dict[str, Any] = SECTIONS | ({"story": Story} if told else {})
        return {f"{part}.{name}": kind for part, of in parts.items() for name, kind in kinds(of).items()}

    @classmethod
    def made_of(cls, day: int, n_runs: int, arrays: Mapping[str, NDArray[Any]]) -> State:
        """A state with these arrays, named as by :meth:`arrays`; arrays of other names are ignored."""

        def part(name: str, of: Any) -> Any:
            return of(**{entry: arrays[f"{name}.{entry}"] for entry in kinds(of)})

        told = any(name.startswith("story.") for name in arrays)
        return cls(
            day,
            n_runs,
            story=part("story", Story) if told else None,
            outside={n.removeprefix(OUTSIDE): a for n, a in arrays.items() if n.startswith(OUTSIDE)},
            **{name: part(name, of) for name, of in SECTIONS.items()},
        )

    def tell(self, layout: Layout) -> Story:
        """Begin to keep what a story has covered; nothing has been told yet."""
        self.story = _section(Story, layout, self.n_runs)
        return self.story

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All arrays by name, such as ``forces.fighters``; not copies."""
        found = {
            f"{section}.{entry.name}": getattr(part, entry.name)
            for section, part in self._sections()
            for entry in fields(part)
        }
        return found | {f"{OUTSIDE}{name}": array for name, array in self.outside.items()}

    def _sections(self) -> Iterator[tuple[str, Any]]:
        for entry in fields(self):
            part = getattr(self, entry.name)
            if entry.name not in ("day", "n_runs", "outside") and part is not None:
                yield entry.name, part

    def keep(self, name: str, start: NDArray[Any]) -> NDArray[Any]:
        """Let a package from outside keep an array from day to day.

        Parameters
        ----------
        name : str
            A name of its own, such as ``"ceiling/warned"``.
        start : array of numbers or flags, shape ``(..., n_runs)``
            Its values before the first day.

        Returns
        -------
        array
            A copy of ``start``, to be written in place.

        Raises
        ------
        ValueError
            If the name is taken, or ``start`` is not such an array.
        """
        array = np.array(start)
        if name in self.outside:
            raise ValueError(f"'{name}' is kept already; give it another name")
        if array.dtype.kind not in "bif" or array.shape[-1:] != (self.n_runs,):
            raise ValueError(f"'{name}' must be numbers or flags with {self.n_runs} runs on the last axis")
        self.outside[name] = array
        return array

    def _mapped(self, change: Callable[[NDArray[Any]], NDArray[Any]], n_runs: int) -> State:
        parts = {
            section: replace(part, **{e.name: change(getattr(part, e.name)) for e in fields(part)})
            for section, part in self._sections()
        }
        outside = {name: change(array) for name, array in self.outside.items()}
        return replace(self, n_runs=n_runs, outside=outside, **parts)

    def copy(self) -> State:
        """A copy of the state, in arrays of its own."""
        return self._mapped(np.copy, self.n_runs)

    def column(self, run: int, n: int = 1) -> State:
        """The state of one run, repeated as ``n`` identical runs.

        Raises
        ------
        IndexError
            If there is no such run.
        """
        if not 0 <= run < self.n_runs:
            raise IndexError(f"there is no run {run} among {self.n_runs}")
        return self._mapped(lambda array: np.repeat(array[..., run : run + 1], n, axis=-1), n)

    def restore(self, other: State) -> None:
        """Take over the day and all values of another state, in place.

        What the story has covered is taken over only if both games are told.

        Raises
        ------
        ValueError
            If its arrays differ: it belongs to another scenario, or has another number of runs.
        """
        mine, theirs = self.arrays(), other.arrays()
        story = {name for name in (*mine, *theirs) if name.startswith("story.")}
        needed = mine.keys() - (story if other.story is None else ())
        odd = needed ^ (theirs.keys() - (story if self.story is None else ()))
        odd |= {name for name in needed - odd if mine[name].shape != theirs[name].shape}
        if odd:
            raise ValueError(f"the state is not one of this game: it differs in {', '.join(sorted(odd))}")
        for name in needed:
            mine[name][...] = theirs[name]
        self.day = other.day


def _section(section: Callable[..., Section], layout: Layout, n_runs: int) -> Section:
    return section(**{name: kind.made(kind.shape(layout, n_runs)) for name, kind in kinds(section).items()})
