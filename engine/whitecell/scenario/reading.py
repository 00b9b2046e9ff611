"""From a name or path to a checked scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whitecell.scenario.chain import Source, read_chain
from whitecell.scenario.completeness import incomplete
from whitecell.scenario.findings import from_validation
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.references import broken_references
from whitecell.scenario.values import Place, dotted, numbers


def read_scenario(
    reference: str | Path,
    settings: Mapping[str, str] | None = None,
    days: int | None = None,
) -> Scenario:
    """Read a scenario, follow what it extends, and check it.

    Parameters
    ----------
    reference : str or Path
        A bundled name or the path of a file.
    settings : mapping of str to str
        Assumptions to set, by name (those written in place by the dotted path of their place).
    days : int, optional
        Another number of days to play.

    Raises
    ------
    ScenarioError
        With everything that is wrong, each finding at its place.
    """
    return read_source(reference, settings, days)[0]


def read_source(
    reference: str | Path,
    settings: Mapping[str, str] | None = None,
    days: int | None = None,
) -> tuple[Scenario, Source]:
    """Read a scenario as :func:`read_scenario` does, and keep where everything stands."""
    source = read_chain(reference)
    stated = source.root.plain()
    if days is not None:
        stated["days"] = days
    try:
        written = Scenario.model_validate(stated)
    except ValidationError as error:
        raise ScenarioError(from_validation(error, source)) from None
    scenario = _gather_assumptions(written)
    problems = broken_references(scenario, source) or list(incomplete(scenario, source))
    scenario, refused = _apply(scenario, settings or {})
    problems += refused
    if any(problem.grade == "error" for problem in problems):
        raise ScenarioError(problems)
    return scenario, source


def _gather_assumptions(written: Scenario) -> Scenario:
    """Move assumptions that were written in place to the common list, under their place's path."""
    gathered: dict[str, Assumption] = dict(written.assumptions)
    replaced: dict[Place, str] = {}
    for place, number, _ in numbers(written):
        if isinstance(number, Assumption):
            gathered[dotted(place)] = number
            replaced[place] = dotted(place)
    stated: dict[str, Any] = written.model_dump()
    for place, name in replaced.items():
        holder: Any = stated
        for step in place[:-1]:
            if isinstance(holder, dict):
                holder = holder[step]
            else:
                holder = holder[int(step)]
        holder[place[-1]] = name
    stated["assumptions"] = {name: a.model_dump() for name, a in gathered.items()}
    return Scenario.model_validate(stated)


def _apply(scenario: Scenario, settings: Mapping[str, str]) -> tuple[Scenario, list[Problem]]:
    """Set assumptions as the user asked on the command line."""
    if not settings:
        return scenario, []
    problems = []
    uses: dict[str, tuple[float, float, str]] = {}
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str):
            low, high, _ = uses.get(number, (float("-inf"), float("inf"), ""))
            uses[number] = (max(low, quantity.low), min(high, quantity.high), dotted(place))
    changed = dict(scenario.assumptions)
    for name, text in settings.items():
        option = f"--set {name}={text}"
        if name not in changed:
            hint = did_you_mean(name, list(changed)) or "`whitecell show` lists the assumptions"
            problems.append(Problem("error", f"{option}: no assumption is named '{name}'", hint))
            continue
        try:
            value = float(text.replace("_", ""))
        except ValueError:
            problems.append(Problem("error", f"{option}: '{text}' is not a number"))
            continue
        low, high, place_text = uses.get(name, (float("-inf"), float("inf"), ""))
        if not low <= value <= high:
            bounds = f"{low:g} to {high:g}" if high != float("inf") else f"at least {low:g}"
            problems.append(Problem("error", f"{option}: {place_text} takes {bounds}", "choose such a value"))
            continue
        changed[name] = changed[name].model_copy(update={"value": value})
    return scenario.model_copy(update={"assumptions": changed}), problems
