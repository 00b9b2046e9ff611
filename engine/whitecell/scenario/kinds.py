"""What an outside package may add to the language: kinds of constraints, of effects and of records.

A package registers a class of one of these kinds as an entry point, under the word that a scenario
writes: ``whitecell.constraints`` and ``whitecell.effects`` for ``kind: word``, ``whitecell.records``
for ``record: word``. Fields are declared as the engine's own are, so that ``check``, the schema and
the errors know them. A package imports what it needs from :mod:`whitecell.plugin`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from whitecell.scenario.clauses import Constraint
from whitecell.scenario.quantity import Entry, Number
from whitecell.scenario.yardsticks import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class World(Protocol):
    """What a package can read and write of a game: its state and its day, as arrays.

    Arrays have runs on the last axis. Those of the state are written in place.

    ``state`` has ``state.forces.fighters[actor, zone]``, ``state.land.control[actor, zone]`` and so on;
    ``state.keep(name, start)`` gives an array of its own. ``today`` has ``today.losses[post]``,
    ``today.arrived[post]``, ``today.fought[zone]`` and so on.
    """

    @property
    def n_runs(self) -> int:
        """Runs that are played together."""

    @property
    def day(self) -> int:
        """The day that is played; 0 before the first."""

    @property
    def state(self) -> Any:
        """What survives midnight."""

    @property
    def today(self) -> Any:
        """What belongs to the day."""

    def actor(self, name: str) -> int:
        """Row of an actor that has forces or holds ground."""

    def fielded(self, name: str) -> bool:
        """Whether an actor has a row."""

    def zone(self, name: str) -> int:
        """Row of a zone."""

    def post(self, actor: str, zone: str) -> int | None:
        """Row of an actor in a zone in arrays of the day; None where its force can never stand."""

    def value(self, number: Number) -> NDArray[np.float64] | float:
        """Value of a number in each run, or one float if it is the same in all."""

    def streams(self, law: Any, names: Sequence[str]) -> Any:
        """Dice (``uniform``, ``normal``, ``exponential``); ``today`` of them is ``(n_names, n_runs)``."""


class Clause(Protocol):
    """What a kind of constraint can read of one of its constraints.

    Attributes
    ----------
    name : str
    bound : tuple of str
        Actors whom it binds.
    zones : tuple of int
        Rows of the zones that it covers.
    world : World
    """

    name: str
    bound: tuple[str, ...]
    zones: tuple[int, ...]
    world: World

    @property
    def in_force(self) -> NDArray[np.bool_]:
        """Runs in which it is in force, ``(n_runs,)``."""

    @property
    def obedience(self) -> dict[str, NDArray[np.float64]]:
        """By actor bound: how far it obeys today, 0 to 1, ``(n_runs,)``; 0 while not in force."""


class ConstraintKind(Constraint):
    """A kind of constraint from outside; its subclass declares ``kind: Literal["word"]``.

    The engine takes care of agreements, obedience, watchers and blame. ``restrains`` says whether
    it holds actors back from zones that it covers. The other methods are hooks, which do nothing unless a
    subclass says so.
    """

    kind: str
    restrains: ClassVar[bool] = True

    def prepare(self, clause: Clause) -> Any:
        """Make ready, once: declare dice by ``clause.world.streams``, read numbers by ``clause.world.value``.

        The returned value is given to the other methods each day. It keeps nothing from day to day:
        ``clause.world.state.keep`` holds what is needed the next day.
        """
        return None

    def forbids(self, clause: Clause, ready: Any) -> NDArray[np.float64] | None:
        """How far it forbids each of its zones as a main effort today, 0 to 1, ``(n_zones, n_runs)``.

        None forbids them in full. Only asked where ``restrains``.
        """
        return None

    def spares(self, clause: Clause, ready: Any) -> Mapping[tuple[str, str], NDArray[np.bool_]]:
        """Attacks in its zones that it prevents today: flags of ``(n_runs,)`` by attacker and foe."""
        return {}

    def calms(self, clause: Clause, ready: Any, actor: str) -> NDArray[np.float64] | None:
        """How far it calms the fire of an actor bound in its zones today, 0 to 1, ``(n_runs,)``."""
        return None

    def breached(self, clause: Clause, ready: Any) -> Mapping[str, NDArray[np.bool_]]:
        """Who breaches it today: for actors that it binds, flags of shape ``(n_runs,)``."""
        return {}

    def act(self, clause: Clause, ready: Any) -> None:
        """Do something, in the phase in which exclusions strike."""


class EffectKind(Entry):
    """A kind of an inject's effect from outside; its subclass declares ``kind: Literal["word"]``."""

    kind: str

    def happen(self, world: World, runs: NDArray[np.bool_]) -> None:
        """Take effect in the runs where the inject happened, flags of shape ``(n_runs,)``."""
        raise NotImplementedError


# Set here for their subclasses: the two have no attribute docstrings, and a search for them would parse this
# file.
for _kind in (ConstraintKind, EffectKind):
    _kind.model_config["use_attribute_docstrings"] = True


class RecordKind:
    """Something more that measures can record; the entry point's name is its word.

    ``about`` names the sections of a scenario that ``of`` may name things from; ``placed`` says that
    ``zones`` limits it, else the reader refuses them.
    """

    about: ClassVar[tuple[str, ...]] = ()
    placed: ClassVar[bool] = False

    def reading(self, world: World, record: Record) -> Callable[[], NDArray[np.float64]]:
        """A function that gives today's value in each run, shape ``(n_runs,)``."""
        raise NotImplementedError
