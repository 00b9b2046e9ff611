"""Modules that are loaded otherwise than usual: above all, those that run when one of their names is used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.abc import Loader as Loader
    from importlib.abc import MetaPathFinder
else:  # importlib.abc loads the readers of resources; the import system asks for methods, not for classes
    Loader = MetaPathFinder = object

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
    """Makes a module without running it.

    Parameters
    ----------
    loader : Loader
        What runs it later.
    whole : sequence of str
        See :func:`asleep`.
    """

    def __init__(self, loader: Loader, whole: Sequence[str]) -> None:
        self._loader, self._whole = loader, whole

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module."""
        return _Asleep(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do not run it; its own loader does so later, also if only a module inside it is imported."""
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        if module.__name__ not in self._whole:
            module.__dict__.pop("__path__", None)


class _Finder(MetaPathFinder):
    """Finds the modules that are to be loaded otherwise."""

    def __init__(self, loaders: Mapping[str, Callable[[Loader], Loader]]) -> None:
        self._loaders = loaders

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of one of these modules; None for others, which the usual finders find."""
        made = self._loaders.get(fullname)
        spec = None if made is None else PathFinder.find_spec(fullname, path, target)
        if made is not None and spec is not None and spec.loader is not None:
            spec.loader = made(spec.loader)
        return spec


@contextmanager
def loaded_by(loaders: Mapping[str, Callable[[Loader], Loader]]) -> Iterator[None]:
    """Until the end of the block, load some modules by loaders made of their usual ones, by module."""
    finder = _Finder(loaders)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def asleep(*names: str, whole: Sequence[str] = ()) -> Iterator[None]:
    """Until the end of the block, let some modules sleep if something imports them for the first time.

    Parameters
    ----------
    names : str
        Modules and packages. A module inside one of the packages runs the package first.
    whole : sequence of str
        Packages that sleep too, and whose modules can be imported without them within the block.
    """
    try:
        with loaded_by(dict.fromkeys((*names, *whole), partial(_Later, whole=whole))):
            yield
    finally:
        for package in map(sys.modules.get, whole):
            if type(package) is _Asleep:
                package.__dict__.pop("__path__", None)
