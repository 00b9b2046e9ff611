"""From a name or path to a checked scenario."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from whitecell.scenario.bargains import term_of, with_tabled
from whitecell.scenario.chain import read_chain, with_entries
from whitecell.scenario.completeness import incomplete
from whitecell.scenario.defaults import with_defaults
from whitecell.scenario.findings import from_validation, left_over
from whitecell.scenario.formulas import uses
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Node
from whitecell.scenario.outlines import with_outlines
from whitecell.scenario.partial import Partial
from whitecell.scenario.plugins import blamed
from whitecell.scenario.problems import GRADES, NUMBERS_ARE_PLAIN, Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import LARGEST, Assumption, Quantity
from whitecell.scenario.records import BY_ARM
from whitecell.scenario.references import broken_places, broken_references
from whitecell.scenario.sanity import findings, sound_parts, unplayable
from whitecell.scenario.sides import sides_amiss, with_sides
from whitecell.scenario.source import Source
from whitecell.scenario.units import PEOPLE, one_and_many
from whitecell.scenario.values import Place, dotted, numbers, with_numbers
from whitecell.scenario.yardsticks import COUNTS

ATTEMPTS = 12
"""Leaving out a part may break the part that holds it, and so on up to the section."""


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
    more: Source | None = None,
) -> tuple[Scenario, Source]:
    """Read a scenario as :func:`read_scenario` does, and keep where everything stands.

    ``more`` is another file whose measures are read as if they stood in the scenario.
    """
    chain = read_chain(reference)
    source = with_outlines(with_sides(chain if more is None else with_entries(chain, more, "measures")))
    scenario, problems = _understood(source, settings or {}, days)
    problems += unplayable(scenario, source) if scenario is not None and not problems else []
    errors = [problem for problem in problems if problem.grade == "error"]
    if scenario is None or errors:
        raise ScenarioError(errors)
    return scenario, source


def examined(
    reference: str | Path,
    settings: Mapping[str, str] | None = None,
    days: int | None = None,
) -> list[Problem]:
    """Everything that can be said against a scenario, see :func:`read_and_examined`."""
    return read_and_examined(reference, settings, days).problems


class Examined(NamedTuple):
    """A scenario, if it can be played; what can be said against it; and its files, if they can be read."""

    scenario: Scenario | None
    problems: list[Problem]
    source: Source | None


def read_and_examined(
    reference: str | Path,
    settings: Mapping[str, str] | None = None,
    days: int | None = None,
) -> Examined:
    """A scenario, and everything that can be said against it, graded, the worst first.

    Findings that also hold for the scenario that it extends, and are no errors, are summed up in one note.
    """
    try:
        source = with_outlines(with_sides(read_chain(reference)))
    except ScenarioError as error:
        return Examined(None, list(error.problems), None)
    scenario, problems = _found(source, settings or {}, days)
    own = source.root.file
    if any(problem.file != own and problem.grade != "error" for problem in problems):
        problems = _own(problems, source)
    if any(problem.grade == "error" for problem in problems):
        scenario = None
    return Examined(scenario, sorted(problems, key=lambda problem: GRADES.index(problem.grade)), source)


def _found(
    source: Source, settings: Mapping[str, str], days: int | None
) -> tuple[Scenario | None, list[Problem]]:
    """A scenario, and its errors; if there are none, what else can be said against it."""
    scenario, problems = _understood(source, settings, days)
    return scenario, findings(scenario, source) if scenario is not None and not problems else problems


def _own(problems: list[Problem], source: Source) -> list[Problem]:
    """Problems of a scenario itself, and a note that counts those of the one that it extends."""
    if source.base is None:
        return problems
    base = source.files[1]
    known = set(_found(source.base, {}, None)[1])
    extended = [p for p in problems if p.grade != "error" and p in known]
    if not extended:
        return problems
    count = "1 more finding comes" if len(extended) == 1 else f"{len(extended)} more findings come"
    name = base.stem if bundled().get(base.stem) == base else shlex.quote(str(base))
    note = source.problem(
        "note",
        ("extends",),
        f"{count} from {base.name}",
        f"`whitecell check {name}` tells them",
        key=True,
    )
    return [p for p in problems if p not in extended] + [note]


def unsound(scenario: Scenario, file: str) -> list[Problem]:
    """Errors of a scenario that was resolved elsewhere and kept in a file of another kind.

    They are the errors for which :func:`read_scenario` refuses a scenario: names that name nothing, missing
    parts, numbers out of bounds.
    """
    source = Source(Node({}, file, 0, 0), [Path(file)])
    found = [*broken_references(scenario, source), *sides_amiss(scenario, source)]
    found += [
        source.problem("error", (), f"'{dotted(place)}' is no resolved number")
        for place, number, _ in numbers(scenario)
        if isinstance(number, Assumption)
    ]
    found = found or list(incomplete(scenario, source, lambda *_: True)) or unplayable(scenario, source)
    return [problem for problem in found if problem.grade == "error"]


def _understood(
    source: Source, settings: Mapping[str, str], days: int | None
) -> tuple[Scenario | None, list[Problem]]:
    """The scenario that files state, or what is wrong with them.

    An error at one place does not hide errors at another: parts that cannot be understood are left out, and
    the rest is checked.
    """
    partial = Partial(source, Scenario)
    if days is not None:
        partial.stated["days"] = days
    problems: list[Problem] = list(source.amiss)
    scenario = _shaped(partial, problems)
    if scenario is None:
        return None, problems
    named = [*broken_references(scenario, source), *sides_amiss(scenario, source)]
    problems += partial.own(named)
    if named:
        # A part that was left out may have held what another one names.
        while scenario is not None:
            places = [place for place in broken_places(scenario) if place not in partial.left_out]
            if not places:
                break
            scenario = _shaped(partial, []) if partial.leave_out_all(places) else None
        if scenario is None:
            return None, problems
    scenario = with_defaults(scenario, source)
    problems += partial.own(incomplete(scenario, source, partial.is_whole))
    scenario, refused = _apply(scenario, settings, source)
    problems += refused if not partial.left_out else []
    if problems:
        problems += partial.own(sound_parts(scenario, source, partial.is_whole))
        return None, list(dict.fromkeys(problems))
    return _in_units(scenario), []


def _shaped(partial: Partial, problems: list[Problem]) -> Scenario | None:
    """The scenario of what is stated, without parts of the wrong shape; those are problems."""
    for attempt in range(ATTEMPTS):
        try:
            written = _validated(partial.stated)
        except ValidationError as error:
            if attempt == 0:
                problems += from_validation(error, partial.source, Scenario)
            if not partial.leave_out_all(left_over(item, partial.source) for item in error.errors()):
                return None
        else:
            problems += _clashes(written, partial.source)
            return _gather_assumptions(written)
    return None


def _validated(stated: Mapping[str, Any]) -> Scenario:
    """The scenario that plain values state.

    Raises
    ------
    ValidationError
        If they state none.
    PluginError
        If a package from outside raised anything else.
    """
    try:
        return Scenario.model_validate(stated, context={"start": stated.get("start")})
    except ValidationError:
        raise
    except Exception as error:
        raise blamed(error) or error from error


def _clashes(written: Scenario, source: Source) -> Iterator[Problem]:
    """Assumptions written in place whose path is the name of another assumption."""
    for place, number, _ in numbers(written):
        if isinstance(number, Assumption) and dotted(place) in written.assumptions:
            yield source.problem(
                "error", ("assumptions", dotted(place)), f"'{dotted(place)}' is an assumption twice",
                "it is written in place too: give this one another name", key=True,
            )  # fmt: skip


def _in_units(scenario: Scenario) -> Scenario:
    """Give measures that count forces and state no unit the unit of the forces, if they share one."""
    armed = [name for name, actor in scenario.actors.items() if actor.armed]
    worded = {}
    for name, measure in scenario.measures.items():
        counts = measure.record in BY_ARM and measure.statistic in COUNTS and not measure.held
        units = {scenario.unit(force) for force in measure.of or armed} if counts else set()
        if not measure.unit and len(units) == 1 and units != {PEOPLE}:
            worded[name] = measure.model_copy(update={"unit": one_and_many(*units)[1]})
    return scenario.model_copy(update={"measures": {**scenario.measures, **worded}}) if worded else scenario


def _gather_assumptions(written: Scenario) -> Scenario:
    """Move assumptions that were written in place to the common list, under their place's path."""
    gathered: dict[str, Assumption] = dict(written.assumptions)
    replaced: dict[Place, str] = {}
    for place, number, _ in numbers(written):
        if isinstance(number, Assumption):
            gathered[dotted(place)] = number
            replaced[place] = dotted(place)
    return _validated(with_numbers(written.model_copy(update={"assumptions": gathered}), replaced))


def _apply(scenario: Scenario, settings: Mapping[str, str], source: Source) -> tuple[Scenario, list[Problem]]:
    """Set numbers as the user asked on the command line: assumptions by name, others by their path."""
    if not settings:
        return scenario, []
    problems: list[Problem] = []
    places: dict[str, tuple[Place, Quantity]] = {}
    limits: dict[str, tuple[float, float, str]] = {}
    for place, _, quantity in numbers(scenario):
        places[dotted(place)] = place, quantity
    for name, found in uses(scenario).items():
        for place, quantity in found:
            low, high, _ = limits.get(name, (-LARGEST, LARGEST, ""))
            limits[name] = (max(low, quantity.low), min(high, quantity.high), dotted(place))
    changed = dict(scenario.assumptions)
    placed: dict[Place, float] = {}
    tabled: dict[str, float] = {}
    for name, text in settings.items():
        option = f"--set {name}={text}"
        term = None if name in changed else term_of(scenario, name)
        if term is not None:
            if text in term[1].options:
                tabled[name] = float(term[1].options.index(text))
                continue
            limits[name] = (*scenario.variables[name].limits, name)
        elif name not in changed and name not in places:
            hint = _known_numbers(name, list(changed), list(places))
            problems.append(Problem("error", f"{option}: no assumption or number is named '{name}'", hint))
            continue
        try:
            value = float(text.replace("_", ""))
        except ValueError:
            problems.append(Problem("error", f"{option}: '{text}' is not a number", NUMBERS_ARE_PLAIN))
            continue
        low, high, place_text = limits.get(name, (-LARGEST, LARGEST, ""))
        if name not in changed and term is None:
            place, quantity = places[name]
            low, high, place_text = quantity.low, quantity.high, name
        if not low <= value <= high:
            takes = Quantity("", low, high).limits
            problems.append(Problem("error", f"{option}: {place_text} takes {takes}", "choose such a value"))
        elif term is not None:
            tabled[name] = value
        elif name in changed:
            changed[name] = changed[name].model_copy(update={"value": value})
        else:
            placed[place] = value
    scenario = with_tabled(scenario.model_copy(update={"assumptions": changed}), tabled)
    if not placed:
        return scenario, problems
    return with_defaults(_validated(with_numbers(scenario, placed)), source, placed), problems


def _known_numbers(name: str, assumptions: list[str], places: list[str]) -> str:
    """What was probably meant by the name of a number that is not there."""
    near = did_you_mean(name, places if "." in name else assumptions, few=0)
    return near or "`whitecell show` lists the assumptions; others go by their path, such as rules.fog"
