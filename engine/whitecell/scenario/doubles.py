"""Things stated twice, or joined to themselves, that the check of name lists does not find."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from whitecell.scenario.effects import (
    BONDS,
    TURNS,
    CloseTalks,
    EndAgreement,
    Expose,
    Impose,
    Lift,
    OpenTalks,
)
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.quantity import Entry
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects
from whitecell.scenario.values import Place

Name = TypeVar("Name", bound=Hashable)
Where = TypeVar("Where")
ONCE = (Impose, Lift, EndAgreement, OpenTalks, CloseTalks, Expose, *TURNS, *BONDS)
"""Effects that do nothing the second time."""


def again(named: Iterable[tuple[Name, Where]]) -> Iterator[tuple[Name, Where, Where]]:
    """Names that stand in several places: each with its first place, and with one where it stands again."""
    first: dict[Name, Where] = {}
    for name, here in named:
        there = first.setdefault(name, here)
        if there != here:
            yield name, there, here


def correlated_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Pairs of assumptions with two correlations."""
    for _, first, i in again((frozenset(c.between), i) for i, c in enumerate(s.correlations)):
        here, there = ("correlations", i, "between"), ("correlations", first, "between")
        one, other = s.correlations[i].between
        yield source.problem(
            "error", here, f"'{one}' and '{other}' are correlated twice",
            f"it stands in {source.line_of(there, here)}: take one of the two out",
        )  # fmt: skip


def roads_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Routes that join the same zones and are closed to the same actors."""
    named = (((frozenset(r.between), frozenset(r.closed_to)), i) for i, r in enumerate(s.routes))
    for _, first, i in again(named):
        here, there = ("routes", i, "between"), ("routes", first, "between")
        one, other = s.routes[i].between
        yield source.problem(
            "warning", here, f"a second route joins '{one}' and '{other}'",
            f"the first is in {source.line_of(there, here)}, and only the quicker is taken",
        )  # fmt: skip


def rungs_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Ladders with two rungs of the same name."""
    for name, rivalry in s.rivalries.items():
        for k, rung in enumerate(rivalry.rungs):
            if rung in rivalry.rungs[:k]:
                here, there = (("rivalries", name, "rungs", i) for i in (k, rivalry.rungs.index(rung)))
                yield source.problem(
                    "error", here, f"two rungs of '{name}' are called '{rung}'",
                    f"the other is in {source.line_of(there, here)}: give one another name",
                )  # fmt: skip


def recorded_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Measures that name the same thing twice."""
    for name, measure in s.measures.items():
        for key, record in (("", measure), *measure.conditions.items()):
            for index, thing in enumerate(record.of):
                if thing in record.of[:index]:
                    at: Place = ("measures", name, *filter(None, (key,)), "of")
                    there = source.line_of((*at, record.of.index(thing)), at)
                    yield source.problem(
                        "error", (*at, index), f"'{thing}' stands here twice",
                        f"it stands in {there} already and counts once: take one of them out",
                    )  # fmt: skip


def effects_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects that stand twice in one event and do nothing the second time."""
    listed: dict[Place, list[tuple[Place, Entry]]] = {}
    for place, effect in effects(s):
        if isinstance(effect, ONCE):
            before = listed.setdefault(place[:-1], [])
            same = next((there for there, other in before if other == effect), None)
            if same is not None:
                yield source.problem(
                    "warning", place, "this effect stands here twice",
                    f"it stands in {source.line_of(same, place)} already: take one of them out",
                )  # fmt: skip
            before.append((place, effect))


def single_places(s: Scenario, source: Source) -> Iterator[Problem]:
    """Paths of a single zone that lead nowhere, in corridors where that matters."""
    for name, corridor in s.corridors.items():
        for path, zones in corridor.paths.items():
            longer = corridor.longer_than(path) if corridor.combine == "widest" else []
            if len(set(zones)) == 1 and (longer or corridor.open_by == "control"):
                here = ("corridors", name, "paths", path)
                what = f"one zone of the path '{longer[0]}'" if longer else f"one zone, '{zones[0]}'"
                hint = "list the zones that it goes through, in their order"
                if longer:
                    there = source.line_of(("corridors", name, "paths", longer[0]), here)
                    hint += f"; that path stands in {there}"
                yield source.problem("error", here, f"the path '{path}' goes nowhere: it is {what}", hint)


def paths_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Corridors with two paths that go the same way."""
    for name, corridor in s.corridors.items():
        ways = ((min(zones, zones[::-1]), path) for path, zones in corridor.paths.items())
        for _, other, path in again(ways):
            here = ("corridors", name, "paths", path)
            there = source.line_of(("corridors", name, "paths", other), here)
            yield source.problem(
                "warning", here, f"'{path}' and '{other}' of '{name}' go the same way",
                f"the other stands in {there}: take one of the two out", key=True,
            )  # fmt: skip
