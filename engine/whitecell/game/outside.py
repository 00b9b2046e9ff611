"""What packages from outside play: their constraints, effects and records, held to their shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from whitecell.game.axes import ByRun, FlagByRun
from whitecell.game.ceasefire import CeasefireAgent
from whitecell.game.constraint import ConstraintAgent, CoordinationAgent, ExclusionAgent
from whitecell.scenario.clauses import Ceasefire, Exclusion
from whitecell.scenario.kinds import ConstraintKind, EffectKind, RecordKind
from whitecell.scenario.model import AnyConstraint
from whitecell.scenario.plugins import RECORDS, asked, plugins
from whitecell.scenario.yardsticks import Record

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


class OutsideAgent(ConstraintAgent):
    """A constraint of a kind that a package adds; the kind says what breaches it and what it does."""

    def __init__(self, game: WarGame, name: str, spec: ConstraintKind) -> None:
        super().__init__(game, name, spec)
        self.kind = spec
        self.restrains = spec.restrains
        self._ready = asked(spec, "to get ready", spec.prepare, self)

    def act(self) -> None:
        """Let the kind act today."""
        asked(self.kind, f"on day {self.game.day}", self.kind.act, self, self._ready)

    def find_breaches(self) -> None:
        """Take the kind's word for who breaches it."""
        asked(self.kind, f"on day {self.game.day}", self._take)

    def _take(self) -> None:
        for actor, runs in self.kind.breached(self, self._ready).items():
            if actor not in self.broke:
                raise ValueError(f"it says that '{actor}' breaches '{self.name}', which does not bind it")
            self.broke[actor] = _shaped(runs, np.bool_, self.game.n_runs)


def constraint_agent(game: WarGame, name: str, spec: AnyConstraint) -> ConstraintAgent:
    """The agent that plays a constraint, by its kind."""
    if isinstance(spec, Exclusion):
        return ExclusionAgent(game, name, spec)
    if isinstance(spec, Ceasefire):
        return CeasefireAgent(game, name, spec)
    if isinstance(spec, ConstraintKind):
        return OutsideAgent(game, name, spec)
    return CoordinationAgent(game, name, spec)


def take_effect(game: WarGame, effect: EffectKind, runs: FlagByRun) -> None:
    """Let an effect of an inject happen."""
    asked(effect, f"on day {game.day}", effect.happen, game, runs.copy())


def outside_reading(game: WarGame, record: Record) -> Callable[[], ByRun]:
    """A function that gives today's value of a record that a package adds."""
    kind: RecordKind = plugins().kinds[RECORDS][record.record]()
    today = asked(kind, "to get ready", kind.reading, game, record)

    def read() -> ByRun:
        value: ByRun = _shaped(today(), np.float64, game.n_runs)
        if not np.isfinite(value).all():
            raise ValueError("it gives values that are not finite")
        return value

    return lambda: asked(kind, f"on day {game.day}", read)


def _shaped(value: Any, dtype: type, n_runs: int) -> Any:
    found = np.asarray(value)
    if found.shape != (n_runs,) or not np.can_cast(found.dtype, dtype):
        raise ValueError(
            f"it gives {found.dtype} of shape {found.shape}, not {np.dtype(dtype)} of shape ({n_runs},)"
        )
    return found.astype(dtype)
