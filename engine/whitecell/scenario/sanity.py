"""Graded findings on a scenario that can be read: what will not work as meant, what has no source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from whitecell.scenario.bargains import refused_ideals, unfelt
from whitecell.scenario.claims import read_register
from whitecell.scenario.feasibility import clauses, dates, means, patrons, ways
from whitecell.scenario.formulas import uses
from whitecell.scenario.ignored import ignored
from whitecell.scenario.impossible import checks
from whitecell.scenario.ladders import ladders
from whitecell.scenario.library import locate_register
from whitecell.scenario.literals import literals as inside_formulas
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import complaints
from whitecell.scenario.problems import GRADES, Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import LARGEST, Assumption, Entry, Quantity
from whitecell.scenario.source import Source
from whitecell.scenario.stakes import options, signatories
from whitecell.scenario.steps import unwatched
from whitecell.scenario.values import (
    Place,
    by_default,
    dotted,
    left_to_defaults,
    numbers,
    present,
    span,
    written,
)

UNITS = {"share": "a share", "days": "a number of days", "−1 to 1": "a leaning from −1 to 1"}
"""Units that a place insists on."""
SHOWN = 6
"""The number of unsourced numbers that a note names."""

Check = Callable[[Scenario, Source], Iterator[Problem]]


def findings(scenario: Scenario, source: Source) -> list[Problem]:
    """Everything that can be said against a scenario, in the order of grades."""
    problems = [problem for check in CHECKS for problem in check(scenario, source)] + complaints()
    return sorted(problems, key=lambda p: GRADES.index(p.grade))


def unplayable(scenario: Scenario, source: Source) -> list[Problem]:
    """Errors of numbers, ways and names, for which a scenario is not played."""
    return [p for check in LEANS for p in check(scenario, source) if p.grade == "error"]


def sound_parts(scenario: Scenario, source: Source, is_whole: Callable[..., bool]) -> list[Problem]:
    """Errors and warnings of what is left of a broken scenario, by checks that need no broken part."""
    checks = [check for check, sections in LEANS.items() if is_whole(*sections)]
    return [p for check in checks for p in check(scenario, source) if p.grade != "note"]


def assumptions(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Values, ranges and sources of assumptions."""
    places = uses(scenario)
    for name, assumption in scenario.assumptions.items():
        here = written(name, source)
        yield from _bounds(name, assumption, places.get(name, []), here, source)
        if not assumption.cites and not assumption.judgement:
            yield source.problem(
                "warning", here, f"'{name}' has no source",
                "add cites: [...] with claims of the register, or judgement: and why you hold it", key=True,
            )  # fmt: skip
        yield from _units(name, assumption, places.get(name, []), here, source)


def odd(scenario: Scenario, source: Source, settings: Mapping[str, str]) -> tuple[Problem, ...]:
    """What every command warns of: assumptions without use, and numbers set outside their range."""
    return (*unused(scenario, source), *beyond(scenario, source, settings))


def beyond(scenario: Scenario, source: Source, settings: Mapping[str, str]) -> Iterator[Problem]:
    """Numbers that were set by the user and lie outside the range that the scenario states for them.

    Parameters
    ----------
    scenario : Scenario
        With the numbers as they were set.
    source : Source
        As the files state it.
    settings : mapping of str to str
        What was set, as for :func:`whitecell.scenario.reading.read_scenario`.
    """
    for name, text in settings.items():
        node = source.node(tuple(int(step) if step.isdecimal() else step for step in name.split(".")))
        named = node.value if node is not None and isinstance(node.value, str) else name
        assumption = scenario.assumptions.get(name) or scenario.assumptions.get(named)
        if assumption is None or assumption.range is None:
            continue
        value, (low, high) = float(text.replace("_", "")), assumption.range
        if not low <= value <= high:
            by = f": {value / high:.3g} times its highest" if 0.0 < 2.0 * high <= value else ""
            yield Problem(
                "warning", f"--set {name}={text} lies outside the stated range, {low:g} to {high:g}{by}",
                "it is played as set; is it a slip?",
            )  # fmt: skip


def unused(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Assumptions that no number names, such as a misspelt one in a course of action."""
    used = uses(scenario)
    known = [name for name in scenario.assumptions if name in used]
    for name in scenario.assumptions:
        if name not in used:
            near = did_you_mean(name, known)
            hint = near if near.startswith("did") else "write its name where the number belongs, or remove it"
            yield source.problem("warning", written(name, source), f"nothing uses '{name}'", hint, key=True)


def _units(
    name: str,
    assumption: Assumption,
    uses: list[tuple[Place, Quantity]],
    here: tuple[Key, ...],
    source: Source,
) -> Iterator[Problem]:
    """A number used in places of different units, or stated in a unit that does not fit its place."""
    kinds: dict[str, Place] = {}
    for place, quantity in uses:
        if quantity.unit in UNITS:
            kinds.setdefault(quantity.unit, place)
    if len(kinds) > 1:
        (one, first), (other, second) = list(kinds.items())[:2]
        yield source.problem(
            "warning", here,
            f"'{name}' is {UNITS[one]} in {dotted(first)} and {UNITS[other]} in {dotted(second)}",
            "make two assumptions of it", key=True,
        )  # fmt: skip
    unit = assumption.unit.strip().lower()
    for kind, place in kinds.items():
        strange = unit in ("%", "percent", "per cent", "day", "days") if kind != "days" else unit == "share"
        strange = strange or (kind == "days" and bool(unit) and (unit[:3] == "per" or "day" not in unit))
        if strange:
            yield source.problem(
                "warning", here,
                f"'{name}' is stated in '{assumption.unit}', and {dotted(place)} is {UNITS[kind]}",
                "convert its value and range" + "; a share goes from 0 to 1" * (kind == "share"), key=True,
            )  # fmt: skip


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
            f"its range is [{low:g}, {high:g}]: widen it, or change the value", key=True,
        )  # fmt: skip
    for place, quantity in uses:
        for value in (assumption.value, low, high):
            if not quantity.low <= value <= quantity.high:
                part = "value" if value == assumption.value else "range"
                yield source.problem(
                    "error", here, f"'{name}' reaches {value:g}, and {dotted(place)} takes {quantity.limits}",
                    f"change its {part}{_per_cent(value, quantity)}", key=True,
                )  # fmt: skip
                return


def _per_cent(value: float, quantity: Quantity) -> str:
    """A hint if a per cent stands where a share belongs."""
    meant = quantity.unit == "share" and 2.0 <= value <= 100.0
    return f"; {value:g} per cent is written {value / 100.0:g}" if meant else ""


def literals(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Bare numbers: out of bounds, or without a source; the latter are listed by section and file."""
    bare: dict[tuple[str, str], list[tuple[Place, float]]] = {}
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str) or left_to_defaults(scenario, place):
            continue
        value = number.value if isinstance(number, Assumption) else float(number)
        if not quantity.low <= value <= quantity.high:
            hint = f"it takes {quantity.article}{_per_cent(value, quantity)}"
            if abs(value) > LARGEST:
                hint = f"no number of a scenario is larger than {LARGEST:,.0f}"
            yield source.problem("error", place, f"{dotted(place)} cannot be {value:g}", hint)
        elif value not in (0.0, 1.0) and not by_default(scenario, place):
            bare.setdefault((str(place[0]), source.file_of(place)), []).append((place, value))
    yield from _bare(bare, "", source)


def literals_in_formulas(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Numbers inside formulas without a source, listed by section and file."""
    bare: dict[tuple[str, str], list[tuple[Place, float]]] = {}
    for place, value in inside_formulas(scenario):
        bare.setdefault((str(place[0]), source.file_of(place)), []).append((place, value))
    yield from _bare(bare, " inside formulas", source)


def _bare(
    bare: dict[tuple[str, str], list[tuple[Place, float]]], where: str, source: Source
) -> Iterator[Problem]:
    for (section, _), found in bare.items():
        said = [f"{'.'.join(map(str, place[1:]))} {value:g}" for place, value in found[:SHOWN]]
        more = len(found) - SHOWN
        said += [f"{more} more"] if more > 0 else []
        inside = where.replace("formulas", "a formula") if len(found) == 1 else where
        what = f"a number{inside} has" if len(found) == 1 else f"{len(found)} numbers{inside} have"
        yield source.problem(
            "note", found[0][0], f"in {section}, {what} no source: {', '.join(said)}",
            "make each an assumption: a value, a range, and what it rests on"
            + "; its name stands in the formula" * bool(where),
        )  # fmt: skip


def citations(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Cited claims and facts of a fit that do not exist, and claims that nothing cites."""
    if not scenario.claims:
        if scenario.fitted_from:
            yield source.problem(
                "error", ("fitted_from",), "these are facts of a register, and the scenario names none",
                "name it as `claims`, or take `fitted_from` out", key=True,
            )  # fmt: skip
        return
    try:
        register = read_register(locate_register(scenario.claims, source.stating("claims")))
    except ScenarioError as error:
        yield from (_about_register(problem, scenario, source) for problem in error.problems)
        return
    cited = {claim for fact in register.expectations.values() for claim in fact.cites}
    for place, claims in _cites(scenario, ()):
        cited |= set(claims)
        for claim in claims:
            if claim not in register.claims:
                hint = did_you_mean(claim, list(register.claims)) or "`whitecell claims` lists them"
                if place[0] == "assumptions":
                    place = (*written(str(place[1]), source), *place[2:])
                yield source.problem("error", place, f"the register has no claim '{claim}'", hint)
    for index, fact in enumerate(scenario.fitted_from):
        if fact not in register.expectations:
            hint = did_you_mean(fact, list(register.expectations)) or "they are its `expectations`"
            yield source.problem("error", ("fitted_from", index), f"the register has no fact '{fact}'", hint)
    idle = [c for c in register.claims if c not in cited and c not in register.not_modelled]
    if idle:
        yield source.problem(
            "note", ("claims",), f"nothing cites {', '.join(idle)}",
            "cite them, or list them in the register under `not_modelled` with a reason",
        )  # fmt: skip


def _about_register(problem: Problem, scenario: Scenario, source: Source) -> Problem:
    """What is wrong with a register: at its place in it, or at the key that names it."""
    if problem.line:
        return problem
    hint = problem.hint or "mend it, or take `claims` out"
    return source.problem(
        "error", ("claims",), f"the register '{scenario.claims}' cannot be read: {problem.message}",
        f"paths start from the folder of this file; {hint}",
    )  # fmt: skip


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


def strengths(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Shares of control that add up to more than a whole."""
    for name, zone in scenario.zones.items():
        held = sum(present(number, scenario) for number in zone.control.values())
        most = sum(span(number, scenario)[1] for number in zone.control.values())
        if held <= 1.0 + 1e-9 < most:
            yield source.problem(
                "warning", ("zones", name, "control"),
                f"within their ranges the shares of '{name}' can add up to {most:g}",
                "such a run has them scaled down to 1; narrow the ranges if that is not meant", key=True,
            )  # fmt: skip
        if held > 1.0 + 1e-9:
            yield source.problem(
                "error", ("zones", name, "control"),
                f"the shares of '{name}' add up to {held:g}",
                "lower them until they add up to 1 or less: they are parts of one zone", key=True,
            )  # fmt: skip


def columns(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Measures whose names a table cannot distinguish: databases ignore the case of names."""
    taken: dict[str, str] = {"seed": "seed"}
    for name in scenario.measures:
        other = taken.setdefault(name.lower(), name)
        if other != name or name.lower() == "seed":
            yield source.problem(
                "error", ("measures", name), f"measure '{name}' would be the same column as '{other}'",
                "give it another name; large letters do not tell two apart", key=True,
            )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    assumptions, unused, literals, literals_in_formulas, citations, means, clauses, patrons, ways, strengths,
    columns, *checks("warning", "note"), unfelt, refused_ideals, unwatched, ladders, options, signatories,
    ignored,
)  # fmt: skip
"""The checks, with those of odd references from their table; each gives the problems that it finds."""
LEANS: dict[Check, tuple[str, ...]] = {
    assumptions: (), literals: (), strengths: (), columns: (), dates: ("start", "days"), ways: ("routes",),
}  # fmt: skip
"""Checks of single parts, and the sections that they need; without them they would report false problems."""
