"""What a package of its own may add to the language: kinds of constraints, of effects and of records.

A package registers a class of one of these kinds as an entry point, under the word that a scenario
writes: ``whitecell.constraints`` and ``whitecell.effects`` for ``kind: word``, ``whitecell.records``
for ``record: word``. Fields are declared as the engine's own are, so that ``check``, the schema and
the errors know them. A package imports what it needs from :mod:`whitecell.plugin`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from pydantic import ConfigDict

from whitecell.scenario.clauses import Constraint
from whitecell.scenario.quantity import Entry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from whitecell.scenario.yardsticks import Record


class Game(Protocol):
    """A game at play, as a package sees it."""

    state: Any
    """All that survives midnight, :class:`whitecell.game.state.State`; to be written in place."""
    ground: Any
    """Places of actors and zones in arrays, :class:`whitecell.game.ground.Ground`."""
    ledger: Any
    """Values of numbers, :class:`whitecell.game.ledger.Ledger`."""
    dice: Any
    """Draws by name, :class:`whitecell.game.dice.Dice`."""
    n_runs: int

    @property
    def day(self) -> int:
        """The day that is played, from 1."""


class Clause(Protocol):
    """A constraint at play, as a package sees it, :class:`whitecell.game.constraint.ConstraintAgent`."""

    game: Game
    bound: tuple[str, ...]
    """Actors that it binds."""
    zones: list[int]
    """Places of the zones that it covers."""
    obedience: dict[str, NDArray[np.float64]]
    """For each actor bound: how far it obeys today, 0 to 1, shape ``(n_runs,)``."""


class ConstraintKind(Constraint):
    """A kind of constraint from outside; its subclass declares ``kind: Literal["word"]``.

    The engine takes care of agreements, obedience, watchers and blame. ``restrains`` says whether
    it holds actors back from zones that it covers.
    """

    model_config = ConfigDict(use_attribute_docstrings=True)

    kind: str
    restrains: ClassVar[bool] = True

    def prepare(self, clause: Clause) -> Any:
        """Make ready, once: draw dice from ``clause.game.dice``, read numbers from ``clause.game.ledger``.

        What is returned is given to the other methods each day. It remembers nothing: what is to be known
        the next day is kept by ``clause.game.state.keep``.
        """
        return None

    def act(self, clause: Clause, ready: Any) -> None:
        """Do something, in the phase in which exclusions strike."""

    def breached(self, clause: Clause, ready: Any) -> Mapping[str, NDArray[np.bool_]]:
        """Who breaches it today: for actors that it binds, flags of shape ``(n_runs,)``."""
        return {}


class EffectKind(Entry):
    """A kind of an inject's effect from outside; its subclass declares ``kind: Literal["word"]``."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    kind: str

    def happen(self, game: Game, runs: NDArray[np.bool_]) -> None:
        """Take effect in the runs where the inject happened, flags of shape ``(n_runs,)``."""
        raise NotImplementedError


class RecordKind:
    """Something more that measures can record; the entry point's name is its word.

    ``about`` names the sections of a scenario that ``of`` may name things from; ``placed`` says that
    ``zones`` limits it, else the reader refuses them.
    """

    about: ClassVar[tuple[str, ...]] = ()
    placed: ClassVar[bool] = False

    def reading(self, game: Game, record: Record) -> Callable[[], NDArray[np.float64]]:
        """A function that gives today's value in each run, shape ``(n_runs,)``."""
        raise NotImplementedError
