"""Graded findings on a scenario that can be read: what will not work as meant, what rests on nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from whitecell.scenario.chain import Source
from whitecell.scenario.claims import Register, read_register
from whitecell.scenario.library import locate_register
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import complaints
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import Assumption, Entry, Number, Quantity
from whitecell.scenario.values import Place, dotted, numbers

SHOWN = 6
"""Numbers without ground that are named in a note."""

Check = Callable[[Scenario, Source], Iterator[Problem]]


def findings(scenario: Scenario, source: Source) -> list[Problem]:
    """Everything that can be said against a scenario, in the order of grades."""
    problems = [problem for check in CHECKS for problem in check(scenario, source)] + complaints()
    grades = {"error": 0, "warning": 1, "note": 2}
    return sorted(problems, key=lambda p: grades[p.grade])


def _written(name: str) -> tuple[Key, ...]:
    """Where an assumption is written: in the common list, or in place under its path."""
    steps: list[Key] = [int(s) if s.isdecimal() else s for s in name.split(".")]
    return ("assumptions", name) if len(steps) == 1 else tuple(steps)


def assumptions(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Values, ranges, and what they rest on."""
    uses: dict[str, list[tuple[Place, Quantity]]] = {}
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str):
            uses.setdefault(number, []).append((place, quantity))
    for name, assumption in scenario.assumptions.items():
        here = _written(name)
        yield from _bounds(name, assumption, uses.get(name, []), here, source)
        if not assumption.cites and not assumption.judgement:
            yield source.problem(
                "warning", here, f"'{name}' rests on nothing",
                "give `cites: [..]`, or say `judgement:` and why", key=True,
            )  # fmt: skip
    yield from unused(scenario, source)


def unused(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Assumptions that nothing in the scenario uses, such as a misspelt one in a course of action."""
    uses = {number for _, number, _ in numbers(scenario) if isinstance(number, str)}
    known = [name for name in scenario.assumptions if name in uses]
    for name in scenario.assumptions:
        if name not in uses:
            near = did_you_mean(name, known)
            hint = near if near.startswith("did") else "remove it"
            yield source.problem("warning", _written(name), f"nothing uses '{name}'", hint, key=True)


def _bounds(
    name: str,
    assumption: Assumption,
    uses: list[tuple[Place, Quantity]],
    here: tuple[Key, ...],
    source: Source,
) -> Iterator[Problem]:
    low, high = assumption.range or (assumption.value, assumption.value)
    if low > high:
        hint = f"write [{high:g}, {low:g}]"
        yield source.problem("error", here, f"the range of '{name}' is reversed", hint, key=True)
        return
    if not low <= assumption.value <= high:
        yield source.problem(
            "warning", here, f"the value of '{name}', {assumption.value:g}, lies outside its range",
            f"the range is [{low:g}, {high:g}]", key=True,
        )  # fmt: skip
    for place, quantity in uses:
        for value in (assumption.value, low, high):
            if not quantity.low <= value <= quantity.high:
                yield source.problem(
                    "error", here, f"'{name}' reaches {value:g}, and {dotted(place)} takes {quantity.limits}",
                    "change the value or the range", key=True,
                )  # fmt: skip
                return


def literals(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Bare numbers: out of bounds, or resting on nothing; the latter are told by section."""
    bare: dict[str, list[tuple[Place, float]]] = {}
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str):
            continue
        value = number.value if isinstance(number, Assumption) else float(number)
        if not quantity.low <= value <= quantity.high:
            yield source.problem(
                "error", place, f"{dotted(place)} cannot be {value:g}",
                f"it takes {quantity.words}",
            )  # fmt: skip
        elif value not in (0.0, 1.0):
            bare.setdefault(str(place[0]), []).append((place, value))
    for section, found in bare.items():
        said = [f"{'.'.join(map(str, place[1:]))} {value:g}" for place, value in found[:SHOWN]]
        more = len(found) - SHOWN
        said += [f"{more} more"] if more > 0 else []
        what = "a number rests" if len(found) == 1 else f"{len(found)} numbers rest"
        yield source.problem(
            "note", found[0][0], f"in {section}, {what} on nothing: {', '.join(said)}",
            "make them assumptions, each with a range and a citation or judgement",
        )  # fmt: skip


def citations(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Claims that are cited and not there, and claims that nothing cites."""
    if not scenario.claims:
        return
    register = _register(scenario, source)
    if isinstance(register, Problem):
        yield register
        return
    cited: set[str] = set()
    for place, claims in _cites(scenario, ()):
        cited |= set(claims)
        for claim in claims:
            if claim not in register.claims:
                hint = did_you_mean(claim, list(register.claims))
                yield source.problem(
                    "error", _source_place(place), f"the register has no claim '{claim}'", hint
                )
    idle = [c for c in register.claims if c not in cited and c not in register.not_modelled]
    if idle:
        yield source.problem(
            "note", ("claims",), f"nothing cites {', '.join(idle)}",
            "cite them, or list them in the register under `not_modelled` with a reason",
        )  # fmt: skip


def _source_place(place: Place) -> tuple[Key, ...]:
    if place and place[0] == "assumptions" and len(place) > 1 and "." in str(place[1]):
        steps: list[Key] = [int(s) if s.isdecimal() else s for s in str(place[1]).split(".")]
        return (*steps, *place[2:])
    return place


def _register(scenario: Scenario, source: Source) -> Register | Problem:
    try:
        return read_register(locate_register(scenario.claims, source.files[-1]))
    except ScenarioError as error:
        first = error.problems[0]
        if first.line:
            return first
        return source.problem(
            "error", ("claims",), f"the register '{scenario.claims}' cannot be read: {first.message}"
        )


def _cites(value: object, place: Place) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Every list of citations in a scenario, with its place."""
    if isinstance(value, Entry):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name == "cites" and inner:
                yield (*place, name), inner
            else:
                yield from _cites(inner, (*place, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _cites(inner, (*place, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _cites(inner, (*place, index))


def means(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Enforcers without means, answers and injects that can never come."""
    for name, constraint in scenario.constraints.items():
        answer = constraint.answered_by
        if answer and not constraint.watched_by:
            yield source.problem(
                "warning", ("constraints", name, "answered_by"),
                f"nobody watches '{name}', so '{answer.actor}' never has a breach to answer",
                "add `watched_by` with the chance that a breach is seen",
            )  # fmt: skip
        if answer and answer.by == "strike":
            flown = {
                air.zone
                for actor, spec in scenario.actors.items()
                if answer.actor in (actor, spec.led_by)
                for air in spec.air
            }
            for zone in constraint.zones:
                if zone not in flown:
                    yield source.problem(
                        "warning", ("constraints", name, "answered_by"),
                        f"'{answer.actor}' has no sorties over '{zone}' and can answer no breach there",
                        f"give it `air` there, or take '{zone}' out of the zones",
                    )  # fmt: skip
    for name, inject in scenario.injects.items():
        day = (inject.on - scenario.start).days
        if not 1 <= day <= scenario.days:
            when = "before the first day" if day < 1 else "after the last day"
            yield source.problem(
                "warning", ("injects", name, "on"), f"'{name}' falls {when} and never happens",
                f"the run goes from day 1 after {scenario.start} for {scenario.days} days",
            )  # fmt: skip


def ways(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Paths that follow no route, and zones that an actor wants and cannot reach."""
    roads: dict[str, set[str]] = {zone: set() for zone in scenario.zones}
    for route in scenario.routes:
        one, other = route.between
        roads[one].add(other)
        roads[other].add(one)
    for name, corridor in scenario.corridors.items():
        for path, zones in corridor.paths.items():
            for one, other in pairwise(zones):
                if other not in roads[one]:
                    yield source.problem(
                        "error", ("corridors", name, "paths", path),
                        f"the path '{path}' goes from '{one}' to '{other}', and no route does",
                        f"add a route, or go by {', '.join(sorted(roads[one])) or 'nowhere'}",
                    )  # fmt: skip

    @cache
    def reached(start: str) -> frozenset[str]:
        seen, frontier = {start}, [start]
        while frontier:
            new = roads[frontier.pop()] - seen
            seen |= new
            frontier.extend(new)
        return frozenset(seen)

    for name, actor in scenario.actors.items():
        for zone in actor.worth:
            starts = [*actor.forces, *([actor.reserve] if actor.reserve else [])]
            if starts and not any(zone in reached(start) for start in starts):
                yield source.problem(
                    "warning", ("actors", name, "worth", zone),
                    f"'{name}' wants '{zone}' and no route leads there", "add a route", key=True,
                )  # fmt: skip


def _most(number: Number, scenario: Scenario) -> tuple[float, float]:
    """The value of a number and the highest it may take."""
    assumption = scenario.assumptions[number] if isinstance(number, str) else number
    if isinstance(assumption, Assumption):
        return assumption.value, max(assumption.value, *(assumption.range or (assumption.value,)))
    return float(assumption), float(assumption)


def strengths(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Shares of control that add up to more than a whole."""
    for name, zone in scenario.zones.items():
        shares = [_most(number, scenario) for number in zone.control.values()]
        held, most = sum(share[0] for share in shares), sum(share[1] for share in shares)
        if held <= 1.0 + 1e-9 < most:
            yield source.problem(
                "warning", ("zones", name, "control"),
                f"within their ranges the shares of '{name}' can add up to {most:g}",
                "such a run has them scaled down to 1; narrow the ranges if that is not meant", key=True,
            )  # fmt: skip
        if held > 1.0 + 1e-9:
            yield source.problem(
                "error", ("zones", name, "control"),
                f"the shares of '{name}' add up to {held:g}", "they can be 1 at most", key=True,
            )  # fmt: skip


def clauses(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Constraints that can never bind anybody, and answers that never come."""
    tabled = {talks.signs for talks in scenario.talks.values()}
    for name, constraint in scenario.constraints.items():
        here = ("constraints", name)
        agreement = constraint.in_force.removeprefix("with ").strip()
        if agreement in scenario.agreements:
            begins = scenario.agreements[agreement].in_force
            if begins == "when signed" and agreement not in tabled:
                yield source.problem(
                    "warning", (*here, "in_force"), f"'{name}' can never bind: no talks sign '{agreement}'",
                    "add talks that sign it, or let the agreement be in force from the start",
                )  # fmt: skip
        for key, what in (("applies_to", "to nobody"), ("zones", "nowhere")):
            if not getattr(constraint, key):
                yield source.problem(
                    "warning", (*here, key), f"'{name}' can never bind: it applies {what}",
                    f"list its {'actors' if key == 'applies_to' else 'zones'}",
                )  # fmt: skip
        answer = constraint.answered_by
        if answer and _most(answer.resolve if answer.by == "strike" else answer.effect, scenario)[1] <= 0.0:
            missing = "resolve" if answer.by == "strike" else "effect"
            yield source.problem(
                "warning", (*here, "answered_by"),
                f"'{answer.actor}' never answers a breach of '{name}': its {missing} is 0",
                f"give `{missing}` a value, or take `answered_by` out",
            )  # fmt: skip


def patrons(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Patrons of nobody: those who press for nothing, or whom nobody obeys."""
    for i, relation in enumerate(scenario.relations):
        if not relation.patron:
            continue
        here = ("relations", i)
        if not relation.will:
            yield source.problem(
                "warning", here, f"'{relation.patron}' presses '{relation.client}' for nothing",
                "say under `will` which agreement or constraint it presses for",
            )  # fmt: skip
        required = any(
            r.pressure_of == relation.patron and r.on == relation.client
            for talks in scenario.talks.values()
            for r in talks.requires.values()
        )
        if _most(relation.leverage, scenario)[1] <= 0.0 and not required:
            yield source.problem(
                "warning", here, f"'{relation.patron}' is a patron whom '{relation.client}' never obeys",
                "give it `leverage`, or take the relation out",
            )  # fmt: skip


def columns(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Measures whose names a table cannot tell apart: databases read names without regard to case."""
    taken: dict[str, str] = {"seed": "seed"}
    for name in scenario.measures:
        other = taken.setdefault(name.lower(), name)
        if other != name or name.lower() == "seed":
            yield source.problem(
                "error", ("measures", name), f"measure '{name}' would be the same column as '{other}'",
                "give it another name; large letters do not tell two apart", key=True,
            )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    assumptions, literals, citations, means, clauses, patrons, ways, strengths, columns,
)  # fmt: skip
"""What is looked at; each check gives the problems that it finds."""
