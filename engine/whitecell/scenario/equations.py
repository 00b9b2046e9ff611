"""Variables that equal formulas and numbers that formulas read: which depends on which the same day."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from whitecell.scenario.effects import Movement
from whitecell.scenario.formula import FormulaError, Part, Reading, Word, inside, parse
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects, movements
from whitecell.scenario.values import Place

EQUALS = "equals"


def path_of(variable: str) -> str:
    """The path by which effects name the formula that a variable equals."""
    return f"variables.{variable}.{EQUALS}"


def equations(scenario: Scenario) -> dict[str, Any]:
    """The variables that equal a formula, each with its formula."""
    return {n: spec.equals for n, spec in scenario.variables.items() if spec.equals is not None}


def words(part: Part) -> Iterator[tuple[str, int]]:
    """Names whose value of the same morning a formula reads, each with its column."""
    for each in inside(part):
        if isinstance(each, Word):
            yield each.name, each.column
        elif isinstance(each, Reading) and each.record == "level":
            yield from zip(each.names, each.columns, strict=True)


def hanging(scenario: Scenario) -> dict[str, dict[str, tuple[Place, int]]]:
    """What each number depends on the same day, with the place of the formula and the column in it.

    The numbers are those that formulas read and that are calculated again every morning: variables that equal
    a formula, and assumptions that effects move.
    """
    moved: dict[str, list[tuple[Place, Movement]]] = {}
    for place, effect in movements(scenario):
        moved.setdefault(effect.number, []).append((place, effect))
    equal = equations(scenario)
    found: dict[str, dict[str, tuple[Place, int]]] = {
        name: {} for name in (*equal, *(name for name in moved if name in scenario.assumptions))
    }
    for name, asks in found.items():
        texts: list[tuple[Place, Any]] = [(("variables", name, EQUALS), equal[name])] if name in equal else []
        for place, effect in moved.get(path_of(name) if name in equal else name, ()):
            keys = ("to", "by", "lasts", "as_long_as")
            texts += [((*place, key), getattr(effect, key, None)) for key in keys]
        for place, text in texts:
            for word, column in _words(text):
                if word in found:
                    asks.setdefault(word, (place, column))
    return found


def _words(text: Any) -> list[tuple[str, int]]:
    try:
        return list(words(parse(text))) if isinstance(text, str) and text else []
    except FormulaError:
        return []  # another check reports it


def in_order(scenario: Scenario) -> list[str]:
    """Numbers that formulas read and that move, each after those on which it depends, otherwise by name."""
    sorter = TopologicalSorter({name: sorted(asks) for name, asks in hanging(scenario).items()})
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda name: (name not in scenario.assumptions, name))
        order += ready
        sorter.done(*ready)
    return order


def circles(scenario: Scenario) -> Iterator[tuple[Place, FormulaError]]:
    """Formulas that depend on themselves, each at one of its places."""
    graph = hanging(scenario)
    while True:
        try:
            TopologicalSorter({name: list(asks) for name, asks in graph.items()}).prepare()
        except CycleError as error:
            chain = [str(name) for name in reversed(error.args[1])]
            steps = list(pairwise(chain))
            places = [graph[one][other] for one, other in steps]
            (place, column), *others = places
            message = f"'{chain[0]}' depends on itself: {' → '.join(chain)}"
            elsewhere = [".".join(map(str, each)) for each, _ in others]
            told = f"the circle goes on in {' and '.join(elsewhere)}; " if elsewhere else ""
            hint = f"{told}say one of them as a variable that changes `per_day`, or take it out"
            yield place, FormulaError(message, column, hint)
            del graph[steps[0][0]][steps[0][1]]
        else:
            return


def moved_by_others(s: Scenario, source: Source) -> Iterator[Problem]:
    """Things that would change a variable which equals a formula."""
    equal = equations(s)
    for place, effect in effects(s):
        if isinstance(effect, Movement) and effect.number in equal:
            yield source.problem(
                "error", (*place, "number"), f"'{effect.number}' equals a formula: nothing else moves it",
                f"move what it is made of, or the formula's value under {path_of(effect.number)}",
            )  # fmt: skip
    takes: list[tuple[Place, Any]] = [
        (("corridors", n, "carries"), c.carries) for n, c in s.corridors.items()
    ]
    for name, decision in s.decisions.items():
        for option, course in decision.options.items():
            takes.append((("decisions", name, "options", option, "costs"), course.costs))
    for place, amounts in takes:
        for variable in (name for name in amounts if name in equal):
            yield source.problem(
                "error", (*place, variable),
                f"'{variable}' equals a formula: nothing can be added to it or taken from it",
                "name a variable with a `start`", key=True,
            )  # fmt: skip
