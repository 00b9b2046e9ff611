"""Mesa without the wait: the parts that a game never uses are loaded only when something uses them.

A game needs Mesa's model and its agents. ``import mesa`` also imports its spaces, its experiments, its runner
of batches with a bar of progress, pandas and networkx, which take longer than everything else that a game
needs. Here they are modules that run when one of their names is first used.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.abc import Loader, MetaPathFinder
else:  # importlib.abc loads the readers of resources; the import system asks for methods, not for classes
    Loader = MetaPathFinder = object

WHOLE = ("mesa", "mesa.experimental")
"""Mesa's packages: each imports all modules in it, of which a game needs some, experiments among them."""
UNUSED = (*WHOLE, "networkx", "pandas")
LOGGERS = "mesa.mesa_logging"
_SET_BY_IMPORT = ("__file__", "__cached__", "__spec__")
_LOADING = RLock()
_waking: set[str] = set()


class _Asleep(ModuleType):
    """A module that has not run yet.

    The standard library's lazy module loads at any attribute, even at ``__file__``, which Mesa's loggers read
    from all modules. This one has the attributes that the import system sets, and loads at any other name.
    """

    def __getattr__(self, name: str) -> Any:
        if name in _SET_BY_IMPORT or isinstance(self.__loader__, _Later):
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        # Other threads wait until it has run; this thread may use more of its names while it runs.
        with _LOADING:
            if self.__name__ in _waking:
                raise AttributeError(f"module '{self.__name__}' has no attribute '{name}' yet")
            if type(self) is _Asleep:
                self._wake()
        return getattr(self, name)

    def _wake(self) -> None:
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        if spec.submodule_search_locations is not None:
            self.__path__ = spec.submodule_search_locations
        _waking.add(self.__name__)
        try:
            spec.loader.exec_module(self)
        finally:
            _waking.discard(self.__name__)
        object.__setattr__(self, "__class__", ModuleType)


class _Later(Loader):
    """Makes a module without running it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module."""
        return _Asleep(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do not run it; its own loader does so later, also if only a module inside it is imported.

        Modules inside one of ``WHOLE`` can be imported without it until :func:`_asleep` ends.
        """
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        if module.__name__ not in WHOLE:
            module.__dict__.pop("__path__", None)


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


class _Finder(MetaPathFinder):
    """Finds the modules in ``UNUSED``, and Mesa's loggers."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of one of ``UNUSED`` or of the loggers; None for others, which the usual finders find."""
        if fullname not in (*UNUSED, LOGGERS):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = (_Loggers if fullname == LOGGERS else _Later)(spec.loader)
        return spec


@contextmanager
def _asleep() -> Iterator[None]:
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for package in map(sys.modules.get, WHOLE):
            if type(package) is _Asleep:
                package.__dict__.pop("__path__", None)


with _asleep():
    from mesa.agent import Agent as Agent
    from mesa.model import Model as Model
