"""Names that refer to something: whether what they name is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from whitecell.scenario.formulas import broken_formula_places, broken_formulas
from whitecell.scenario.matters import illegal
from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Reference, references
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import RECORDS, blame
from whitecell.scenario.problems import Problem, did_you_mean
from whitecell.scenario.records import ABOUT, ACTED, BY_ARM, PLACED
from whitecell.scenario.sections import NAMED, SECTIONS
from whitecell.scenario.source import Source
from whitecell.scenario.yardsticks import Measure, Record

WHEN = ("last", "from", "until", "during", "unless", "since", "within")
"""Keys of a measure that say which days count."""
_OF_TERMS = {"terms": ("agreements", "constraints"), "forces": ("actors",)}
_ACTORS = ("actors", "forces")
ROLLED = ("actors", "zones", "constraints", "talks", "agreements", "rivalries", "decisions", "injects")
"""Sections of entries that have dice of their own."""
_OTHER = {"terms": "agreement or constraint", "assumptions": "assumption named", "forces": "actor"}


def broken_references(scenario: Scenario, source: Source) -> list[Problem]:
    """Every name in a scenario that names nothing, or the wrong kind of thing."""
    problems = []
    known = {kind: list(getattr(scenario, kind)) for kind in (*NAMED, "forces")}
    known["terms"] = [*scenario.agreements, *scenario.constraints]
    # Sides are written out by now, except those that lead back to themselves.
    endless = [name for name, side in scenario.sides.items() if any(n in scenario.sides for n in side.actors)]
    for place, name, kind in (*references(scenario), *_agreements_of_clauses(scenario)):
        if name not in known[kind] and kind in _ACTORS and name in scenario.sides:
            if name not in endless:
                members = ", ".join(n for n in scenario.sides[name].actors if n in scenario.actors)
                message = f"'{name}' is a side, and only a list of actors takes one"
                problems.append(source.problem("error", place, message, f"name an actor: {members}"))
        elif kind == "actors" and name in scenario.arms:
            message = f"'{name}' is an arm, and only an actor can stand here"
            problems.append(source.problem("error", place, message, f"name '{scenario.owner(name)}'"))
        elif name not in known[kind]:
            what = _OTHER[kind] if kind in _OTHER else SECTIONS[kind].one
            meant = [*known[kind], *scenario.sides] if kind in _ACTORS else known[kind]
            hint = _meant(name, kind, meant, source)
            if place[-1] == "in_force" and "did you" not in hint:
                hint = f"write 'from the start', or 'with' and an agreement: {', '.join(known[kind])}"
            message = f"there {'are' if kind == 'talks' else 'is'} no {what} '{name}'"
            if kind == "forces" and scenario.owner(name) in scenario.actors:
                message = _no_arm(scenario, name)
            problems.append(source.problem("error", place, message, hint))
    problems.extend(_rungs(scenario, source))
    problems.extend(broken_formulas(scenario, source))
    problems.extend(_measures(scenario, source))
    problems.extend(_orders(scenario, source))
    return problems


def _no_arm(scenario: Scenario, name: str) -> str:
    """A message that the actor in an arm's name has no such arm."""
    return f"'{scenario.owner(name)}' has no arm '{name.rpartition('.')[2]}'"


def broken_places(scenario: Scenario) -> list[tuple[Key, ...]]:
    """Places of names that name nothing; a measure with such a name is one place."""
    known = {kind: getattr(scenario, kind) for kind in (*NAMED, "forces")}
    known["terms"] = {**scenario.agreements, **scenario.constraints}
    found: list[tuple[Key, ...]] = [
        place
        for place, name, kind in (*references(scenario), *_agreements_of_clauses(scenario))
        if name not in known[kind]
    ]
    found += broken_formula_places(scenario)
    found += [("orders", number, key) for number, key, _, _ in illegal(scenario)]
    found += [
        ("measures", name) for name, measure in scenario.measures.items() if _is_lost(scenario, measure)
    ]
    return found


def _is_lost(scenario: Scenario, measure: Measure) -> bool:
    """Whether a measure, or what it is recorded under, is about something that is not there."""
    for record in (measure, *measure.conditions.values()):
        known = [
            thing
            for section in ABOUT.get(record.record, ())
            for thing in scenario.told_of(record.record, section)
        ]
        if record.is_formula:
            continue
        if record.record not in ABOUT or not set(record.of) <= set(known):
            return True
    return False


def _meant(name: str, kind: str, known: list[str], source: Source) -> str:
    """What a name that names nothing was probably meant to be, or how to define it."""
    gone = [source.taken_away(section, name) for section in (kind, *_OF_TERMS.get(kind, ()))]
    if any(gone):
        return f"{next(filter(None, gone))}: take this out too, or leave it there"
    sections = _OF_TERMS.get(kind, (kind,))
    return did_you_mean(name, known) or f"define it under `{'` or `'.join(sections)}`, or take this out"


def _agreements_of_clauses(s: Scenario) -> Iterator[Reference]:
    """What brings a clause into force; the name stands behind the word `with`."""
    for name, constraint in s.constraints.items():
        if constraint.in_force != "from the start":
            yield ("constraints", name, "in_force"), constraint.brought_by, "agreements"


def _rungs(s: Scenario, source: Source) -> Iterator[Problem]:
    """Rungs that cut off warnings, where the ladder named beside them is missing or has no such rung."""
    for name, constraint in s.constraints.items():
        for index, way in enumerate(constraint.answered_by.warns if constraint.answered_by else ()):
            here = ("constraints", name, "answered_by", "warns", index)
            if bool(way.ladder) != bool(way.cut_at):
                stated, missing = ("ladder", "cut_at") if way.ladder else ("cut_at", "ladder")
                yield source.problem(
                    "error", (*here, stated), f"`{stated}` says nothing without `{missing}`",
                    "name under `ladder` a rivalry, and under `cut_at` the rung from which on nobody answers",
                    key=True,
                )  # fmt: skip
            elif way.ladder in s.rivalries and way.cut_at not in s.rivalries[way.ladder].rungs:
                rungs = list(s.rivalries[way.ladder].rungs)
                hint = did_you_mean(way.cut_at, rungs) or f"its rungs are: {', '.join(rungs)}"
                yield source.problem(
                    "error", (*here, "cut_at"), f"'{way.ladder}' has no rung '{way.cut_at}'", hint
                )  # fmt: skip


def _orders(s: Scenario, source: Source) -> Iterator[Problem]:
    """Orders that cannot be given, with what can; and spans of days that end before they begin."""
    for number, key, message, hint in illegal(s):
        yield source.problem("error", ("orders", number, key), message, hint)
    known = [name for section in ROLLED for name in getattr(s, section)]
    for number, reroll in enumerate(s.rerolls):
        if reroll.of and reroll.of not in known:
            hint = did_you_mean(reroll.of, known) or f"name one of the {', '.join(ROLLED)}"
            yield source.problem("error", ("rerolls", number, "of"), f"no dice are of '{reroll.of}'", hint)
    for section in ("orders", "rerolls"):
        for number, entry in enumerate(getattr(s, section)):
            if entry.from_ and entry.until and entry.until < entry.from_:
                place: tuple[Key, ...] = (section, number, "until")
                yield source.problem("error", place, "`until` is before `from`", "exchange the two dates")


def _measures(s: Scenario, source: Source) -> Iterator[Problem]:
    for name, measure in s.measures.items():
        here: tuple[Key, ...] = ("measures", name)
        if (measure.statistic == "which") != (measure.record == "path") and measure.record in ABOUT:
            yield source.problem(
                "error",
                here,
                "the statistic 'which' goes with the record 'path', and only with it",
                "for a path write statistic: which; for anything else one of ever, first_day, days, count, "
                "mean, final, peak, value",
                key=True,
            )
        for place, message, hint in (*_of_path(measure), *_of_windows(measure)):
            yield source.problem("error", (*here, *place), message, hint, key=True)
        yield from _record(s, source, here, measure)
        for key, condition in measure.conditions.items():
            yield from _record(s, source, (*here, key), condition)
            if condition.record == "path":
                yield source.problem("error", (*here, key), "'path' is no condition", "write 'joined'")


Fault: TypeAlias = tuple[tuple[Key, ...], str, str]
"""Where in a measure something is wrong, what, and how it is mended."""


def _of_path(measure: Measure) -> Iterator[Fault]:
    """Keys that choose days or compare numbers, in measures of a category."""
    if measure.record != "path":
        return
    stated = measure.model_dump(exclude_defaults=True)
    for key in WHEN:
        if key in stated:
            yield (key,), "'path' is how a corridor was first joined, on whatever day", f"take `{key}` out"
    for key in ("at_least", "below"):
        if key in stated:
            yield (key,), "'path' is a category and no number", f"take `{key}` out, or record 'joined'"


def _of_windows(measure: Measure) -> Iterator[Fault]:
    """Keys about days that need each other, or contradict each other."""
    stated = measure.model_dump(exclude_defaults=True)
    if measure.statistic == "value" and measure.on is None:
        yield ("statistic",), "'value' does not say on which day", "add on: a date, or a day such as day 12"
    if measure.on is not None and measure.statistic != "value":
        hint = "write statistic: value, or choose days by `from` and `until`"
        yield ("on",), f"`on` goes with the statistic 'value', not with '{measure.statistic}'", hint
    for key in ("last", "from", "until"):
        if key in stated and measure.statistic == "value":
            yield (key,), f"the value of one day takes no `{key}`", f"take `{key}` out, or `on` and 'value'"
    if measure.within is not None and measure.since is None:
        hint = "add since: {record: …, of: […]}, or write `last` for the last this many days"
        yield ("within",), "`within` does not say since when", hint
    if measure.from_ is not None and measure.until is not None and measure.until < measure.from_:
        message = f"`until`, {measure.until}, is before `from`, {measure.from_}: no day counts"
        yield ("until",), message, "exchange the two, or change one"


def _record(s: Scenario, source: Source, here: tuple[Key, ...], record: Record) -> Iterator[Problem]:
    """What a measure records, or is recorded under: the name, and what it is about."""
    if record.is_formula:
        for key in ("of", "zones", "by"):
            if getattr(record, key):
                message = "a formula says itself what it is about"
                yield source.problem("error", (*here, key), message, f"take `{key}` out", key=True)
        return
    if record.record not in ABOUT:
        hint = blame(RECORDS, record.record) or did_you_mean(record.record, sorted(ABOUT))
        yield source.problem("error", (*here, "record"), f"nothing is recorded as '{record.record}'", hint)
        return
    sections = ABOUT[record.record]
    known = [thing for section in sections for thing in s.told_of(record.record, section)]
    near = [*known, *s.sides] if "actors" in sections else known
    for index, thing in enumerate(record.of):
        if thing in s.sides and "actors" in sections and thing not in known:
            continue  # it leads back to itself; a check of sides reports it
        if thing not in known:
            what = " or ".join(SECTIONS[section].one for section in sections)
            message = f"'{record.record}' is about {' and '.join(sections)}; there is no {what} '{thing}'"
            hint = did_you_mean(thing, near) or f"define it under `{'` or `'.join(sections)}`"
            if thing in s.arms and "actors" in sections:
                message = f"'{record.record}' is about actors, and '{thing}' is an arm"
                hint = f"name '{s.owner(thing)}'; of arms are told: {', '.join(sorted(BY_ARM))}"
            elif record.record in BY_ARM and s.owner(thing) in s.actors:
                message = _no_arm(s, thing)
            if not sections:
                message, hint = f"'{record.record}' is about nothing in particular", "take `of` out"
            yield source.problem("error", (*here, "of", index), message, hint)
    if record.zones and record.record not in PLACED:
        message = f"'{record.record}' is not told by zones"
        if record.record in ("breaches", "recorded_breaches"):
            message += ": a breach is one actor's, over all the zones of what it breaks"
        hint = f"take `zones` out; those told by zones: {', '.join(sorted(PLACED))}"
        yield source.problem("error", (*here, "zones"), message, hint)
    if record.by and record.record not in ACTED:
        message = f"of '{record.record}' nothing says by whom"
        hint = f"take `by` out; those that somebody brings about: {', '.join(sorted(ACTED))}"
        yield source.problem("error", (*here, "by"), message, hint, key=True)
    if record.at_least is not None and record.below is not None and record.at_least >= record.below:
        message = f"nothing is at least {record.at_least:g} and below {record.below:g}"
        hint = f"write at_least: {record.below:g} and below: {record.at_least:g} for what lies between them"
        if record.at_least == record.below:
            hint = "change one, or take it out"
        yield source.problem("error", (*here, "below"), message, hint, key=True)
    if record.record == "path" and len(record.of) > 1:
        yield source.problem("error", (*here, "of"), "'path' is of one corridor", "write a measure for each")
    if not record.of and sections and sections != ("actors",):
        yield source.problem(
            "error", here, f"'{record.record}' does not say what it is about",
            f"add of: [...] with names of {' and '.join(sections)}", key=True,
        )  # fmt: skip
