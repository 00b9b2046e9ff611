"""Mesa without the wait: what a game never uses of it is loaded when somebody does.

``import mesa`` brings its spaces, its experiments, pandas and networkx, which take longer than all else that
a game needs. They are there all the same, as modules that run when one of their names is first asked for.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import FrameType, ModuleType
from typing import Any

UNUSED = (
    "mesa.discrete_space", "mesa.experimental", "mesa.experimental.continuous_space",
    "mesa.experimental.meta_agents", "mesa.space", "networkx", "pandas",
)  # fmt: skip
"""Mesa 3.5 wakes its experiments, of which its model uses some, but not those that are named here."""
LOGGERS = "mesa.mesa_logging"
_SET_BY_IMPORT = ("__file__", "__cached__", "__spec__")
_LOADING = RLock()
_waking: set[str] = set()


class _Asleep(ModuleType):
    """A module that has not run yet.

    The standard library's lazy module wakes at any attribute, also at ``__file__``, for which Mesa's loggers
    look through all modules; this one has what the import system sets, and wakes at the names of its code.
    """

    def __getattr__(self, name: str) -> Any:
        if name in _SET_BY_IMPORT or isinstance(self.__loader__, _Later):
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        # Other threads wait until it has run; this one may ask for more while it runs.
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
    """Makes a module, and leaves it asleep."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module."""
        return _Asleep(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it asleep; its own loader wakes it, if only for a module inside it to be imported."""
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        module.__dict__.pop("__path__", None)


class _Frames:
    """:mod:`inspect` for Mesa's loggers, whose stack is a frame and the one that called it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(inspect, name)

    def stack(self) -> list[tuple[FrameType, str, int, str]]:
        """Who called this, and who called that: frame, file, line and name of the function."""
        return self.getouterframes(sys._getframe(1))

    def getouterframes(self, frame: FrameType) -> list[tuple[FrameType, str, int, str]]:
        """The same of a frame."""
        both = [frame] if frame.f_back is None else [frame, frame.f_back]
        return [(f, f.f_code.co_filename, f.f_lineno, f.f_code.co_name) for f in both]

    def getmodule(self, frame: FrameType) -> ModuleType | None:
        """The module in which a frame's code stands."""
        return sys.modules.get(frame.f_globals["__name__"])


class _Loggers(Loader):
    """Loads Mesa's loggers, and gives them :class:`_Frames`."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the usual loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and let it look at two frames only."""
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        module.__dict__["inspect"] = _Frames()


class _Finder(MetaPathFinder):
    """Finds what is left asleep, and Mesa's loggers."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of one of ``UNUSED`` or of the loggers; None of others, which the usual finders find."""
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


with _asleep():
    import mesa as mesa
