"""Mesa without the wait: the parts that a game never uses are loaded only when something uses them.

A game needs Mesa's model and its agents. ``import mesa`` also imports its spaces, its experiments, its runner
of batches with a bar of progress, pandas and networkx, which take longer than everything else that a game
needs. Here they sleep.
"""

from __future__ import annotations

import inspect
import sys
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any

from whitecell.asleep import Loader, asleep, loaded_by

WHOLE = ("mesa", "mesa.experimental")
"""Mesa's packages: each imports all modules in it, of which a game needs some, experiments among them."""
LOGGERS = "mesa.mesa_logging"


class _Frames:
    """:mod:`inspect` for Mesa's loggers, with a stack of two frames: a frame and its caller."""

    def __getattr__(self, name: str) -> Any:
        return getattr(inspect, name)

    def stack(self) -> list[tuple[FrameType, str, int, str]]:
        """The caller of this and its caller: frame, file, line and name of the function."""
        return self.getouterframes(sys._getframe(1))

    def getouterframes(self, frame: FrameType) -> list[tuple[FrameType, str, int, str]]:
        """A frame and its caller, in the form of :meth:`stack`."""
        both = [frame] if frame.f_back is None else [frame, frame.f_back]
        return [(f, f.f_code.co_filename, f.f_lineno, f.f_code.co_name) for f in both]

    def getmodule(self, frame: FrameType) -> ModuleType | None:
        """The module of a frame's code."""
        return sys.modules.get(frame.f_globals["__name__"])


class _Loggers(Loader):
    """Loads Mesa's loggers, and gives them :class:`_Frames`."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Make it as the usual loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and let it read two frames only."""
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        module.__dict__["inspect"] = _Frames()


with asleep("networkx", "pandas", whole=WHOLE), loaded_by({LOGGERS: _Loggers}):
    from mesa.agent import Agent as Agent
    from mesa.model import Model as Model
