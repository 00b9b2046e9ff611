"""Packages that add words to the language: found by their entry points, loaded, and named when they fail.

A package that cannot be used does not affect scenarios that do not need it; for a scenario that does, the
message names the package.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from pydantic import BaseModel

from whitecell.scenario import clauses, effects
from whitecell.scenario.kinds import ConstraintKind, EffectKind, RecordKind
from whitecell.scenario.problems import Problem
from whitecell.scenario.sections import THINGS

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

CONSTRAINTS, EFFECTS, RECORDS = "whitecell.constraints", "whitecell.effects", "whitecell.records"
BASES: Mapping[str, type] = {CONSTRAINTS: ConstraintKind, EFFECTS: EffectKind, RECORDS: RecordKind}
"""The groups of entry points, and what each must be a class of."""
OWN = {
    group: tuple(get_args(kind.model_fields["kind"].annotation)[0] for kind in own)
    for group, own in ((CONSTRAINTS, clauses.OWN), (EFFECTS, effects.OWN))
}
"""Words that the engine has itself; those of records are with their catalogue."""
T = TypeVar("T")


class PluginError(Exception):
    """A package from outside failed while it was used; the message names it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which package a word comes from, and in which version."""

    word: str
    package: str
    version: str

    def __str__(self) -> str:
        return f"'{self.word}' of the package {self.package} {self.version}"


@dataclass(slots=True)
class Plugins:
    """Everything that packages add: classes by word for each group, and what could not be loaded."""

    kinds: dict[str, dict[str, Any]] = field(default_factory=lambda: {group: {} for group in BASES})
    origins: dict[type, Origin] = field(default_factory=dict)
    broken: dict[tuple[str, str], tuple[Origin, str]] = field(default_factory=dict)
    """For a group and a word: where it comes from, and what is wrong with it."""

    def add(self, group: str, point: EntryPoint, taken: Iterable[str]) -> None:
        """Load one entry point, or note why it cannot be used."""
        origin = Origin(point.name, *(_package(point)))
        other = self.kinds[group].pop(point.name, None)
        if other is not None:
            reason = f"the package {self.origins.pop(other).package} offers the same word"
        elif point.name in taken:
            reason = "whitecell has that word itself"
        else:
            try:
                with redirect_stdout(sys.stderr):  # what it prints must not get into the output
                    made = point.load()
                    reason = _fault(group, point.name, made)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                reason = f"{type(error).__name__}: {error}".splitlines()[0][:300]
            if not reason:
                self.kinds[group][point.name] = made
                self.origins[made] = origin
                return
        self.broken[group, point.name] = (origin, reason)

    def versions(self, used: Iterable[type]) -> dict[str, str]:
        """The packages that some classes come from, and their versions."""
        found = {self.origins[kind] for kind in used if kind in self.origins}
        return {origin.package: origin.version for origin in sorted(found, key=lambda o: o.package)}


@cache
def plugins() -> Plugins:
    """What the installed packages add; looked up once."""
    found = Plugins()
    if not _are_offered():
        return found
    from importlib.metadata import entry_points

    points = entry_points()  # one look through what is installed, for all groups
    for group in BASES:
        for point in sorted(points.select(group=group), key=lambda p: (p.name, p.value)):
            found.add(group, point, OWN.get(group, ()))
    return found


def asked(thing: object, what: str, question: Callable[..., T], *words: Any) -> T:
    """Call a function of an outside package; an error that it raises is reported with the package's name.

    Raises
    ------
    PluginError
    """
    try:
        return question(*words)
    except Exception as error:
        raise PluginError(
            f"{plugins().origins[type(thing)]} failed {what}: {type(error).__name__}: {error}"
        ) from error


def blamed(error: Exception) -> PluginError | None:
    """The package whose code raised an error while a scenario was read; None if none did."""
    found = error.__traceback__
    modules = set()
    while found is not None:
        modules.add(found.tb_frame.f_globals.get("__name__"))
        found = found.tb_next
    for kind, origin in plugins().origins.items():
        if kind.__module__ in modules:
            return PluginError(f"{origin} failed to read the scenario: {type(error).__name__}: {error}")
    return None


def complaints() -> list[Problem]:
    """A warning for each package that is installed and cannot be used."""
    return [
        Problem("warning", f"{origin} cannot be used: {reason}", "mend the package, or uninstall it")
        for origin, reason in plugins().broken.values()
    ]


def blame(group: str, word: str) -> str:
    """The package because of which a word is not known, and why; empty if there is none."""
    if (group, word) not in plugins().broken:
        return ""
    origin, reason = plugins().broken[group, word]
    return f"{origin} cannot be used: {reason}"


def used(entry: Any) -> set[type]:
    """The outside classes of a scenario's constraints and effects."""
    found: set[type] = set()
    if not plugins().origins:
        return found
    if isinstance(entry, BaseModel):
        if type(entry) in plugins().origins:
            found.add(type(entry))
        for name in type(entry).model_fields:
            found |= used(getattr(entry, name))
    elif isinstance(entry, dict):
        found = {kind for item in entry.values() for kind in used(item)}
    elif isinstance(entry, tuple):
        found = {kind for item in entry for kind in used(item)}
    return found


def _are_offered() -> bool:
    """Whether any installed package may have such an entry point.

    Looks for the names of the groups in the packages' files: to load what reads these files properly takes a
    fiftieth of a short command, and mostly finds nothing. Python looks at packages that are not in folders.
    """
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    return finders != [PathFinder] or any(_may_offer(folder or ".") for folder in sys.path)


def _may_offer(folder: str) -> bool:
    """Whether a package in a folder of ``sys.path`` may have such an entry point."""
    try:
        places = [*Path(folder).iterdir()]
    except NotADirectoryError:
        return True
    except OSError:
        return False
    groups = [group.encode() for group in BASES]
    for place in places:
        if place.name.lower().endswith((".dist-info", "egg-info")):
            with suppress(OSError):
                text = (place / "entry_points.txt").read_bytes()
                if any(group in text for group in groups):
                    return True
    return False


def _package(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("unknown", "")


def _fault(group: str, word: str, made: Any) -> str:
    """Why something that was loaded cannot be used; empty if it can."""
    base = BASES[group]
    if not (isinstance(made, type) and issubclass(made, base) and made is not base):
        return f"it must be a class of whitecell.plugin.{base.__name__}, not {made!r}"
    kind: Any = made
    if not (kind.__doc__ or "").strip() or kind.__doc__ == base.__doc__:
        return "its class says nothing about itself: give it a docstring"
    if group == RECORDS:
        strange = sorted(set(kind.about) - set(THINGS))
        return f"`about` names no sections of a scenario: {', '.join(strange)}" if strange else ""
    declared = kind.model_fields["kind"].annotation == Literal[word]
    return "" if declared else f'declare kind: Literal["{word}"] in its class'
