"""Names that refer to something: whether what they name is there."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Reference, references
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import RECORDS, blame, plugins
from whitecell.scenario.problems import NUMBERS_ARE_PLAIN, NUMERIC, Problem, did_you_mean
from whitecell.scenario.sections import NAMED, SECTIONS
from whitecell.scenario.values import numbers
from whitecell.scenario.yardsticks import Measure, Record

ABOUT: dict[str, tuple[str, ...]] = {
    "signed": ("agreements",),
    "in_force": ("agreements", "constraints"),
    "collapsed": ("agreements",),
    "lapsed": ("agreements",),
    "lifted": ("agreements",),
    "step": ("agreements",),
    "trust": ("agreements",),
    "leaked": ("talks",),
    "sessions": ("talks",),
    "text": ("talks",),
    "suspended": ("talks",),
    "failed": ("talks",),
    "happened": ("injects",),
    "joined": ("corridors",),
    "deliveries": ("corridors",),
    "path": ("corridors",),
    "rung": ("rivalries",),
    "incidents": ("rivalries",),
    "support": ("talks", "actors"),
    "consent": ("talks", "actors"),
    "arrivals": ("actors",),
    "strikes": ("constraints",),
    "breaches": ("agreements", "constraints"),
    "recorded_breaches": ("agreements", "constraints"),
    "presence": ("actors",),
    "control": ("actors",),
    "losses": ("actors",),
    "displaced": (),
    **{word: kind.about for word, kind in plugins().kinds[RECORDS].items()},
}
"""Everything that a measure can record, and the sections that ``of`` names things from."""
PLACED = frozenset(
    {"strikes", "presence", "control", "losses", "displaced", "arrivals"}
    | {word for word, kind in plugins().kinds[RECORDS].items() if kind.placed}
)
"""Records that happen in zones, so that ``zones`` may limit them."""

_OF_TERMS = {"terms": ("agreements", "constraints")}
_OTHER = {"terms": "agreement or constraint", "assumptions": "assumption named"}


def broken_references(scenario: Scenario, source: Source) -> list[Problem]:
    """Every name in a scenario that names nothing, or the wrong kind of thing."""
    problems = []
    known = {kind: list(getattr(scenario, kind)) for kind in NAMED}
    known["terms"] = [*scenario.agreements, *scenario.constraints]
    for place, name, kind in (*references(scenario), *_agreements_of_clauses(scenario)):
        if name not in known[kind]:
            what = _OTHER[kind] if kind in _OTHER else SECTIONS[kind].one
            hint = _meant(name, kind, known[kind], source)
            if place[-1] == "in_force" and "did you" not in hint:
                hint = f"write 'from the start', or 'with' and an agreement: {', '.join(known[kind])}"
            message = f"there {'are' if kind == 'talks' else 'is'} no {what} '{name}'"
            problems.append(source.problem("error", place, message, hint))
    for place, number, _ in numbers(scenario):
        if isinstance(number, str) and number not in scenario.assumptions:
            hint = did_you_mean(number, list(scenario.assumptions))
            hint = hint or "write a number, or add it to the assumptions"
            message = f"there is no assumption named '{number}'"
            if NUMERIC.match(number):
                message, hint = f"'{number}' is no number, and no assumption has that name", NUMBERS_ARE_PLAIN
            problems.append(source.problem("error", place, message, hint))
    problems.extend(_measures(scenario, source))
    return problems


def broken_places(scenario: Scenario) -> list[tuple[Key, ...]]:
    """Where the names stand that name nothing; a measure that names nothing is one place."""
    known = {kind: getattr(scenario, kind) for kind in NAMED}
    known["terms"] = {**scenario.agreements, **scenario.constraints}
    found: list[tuple[Key, ...]] = [
        place
        for place, name, kind in (*references(scenario), *_agreements_of_clauses(scenario))
        if name not in known[kind]
    ]
    found += [p for p, n, _ in numbers(scenario) if isinstance(n, str) and n not in scenario.assumptions]
    found += [
        ("measures", name) for name, measure in scenario.measures.items() if _is_lost(scenario, measure)
    ]
    return found


def _is_lost(scenario: Scenario, measure: Measure) -> bool:
    """Whether a measure, or what it is recorded under, is about something that is not there."""
    for record in (measure, measure.during, measure.unless):
        if record is None:
            continue
        known = [thing for section in ABOUT.get(record.record, ()) for thing in getattr(scenario, section)]
        if record.record not in ABOUT or not set(record.of) <= set(known):
            return True
    return False


def _meant(name: str, kind: str, known: list[str], source: Source) -> str:
    """What a name that names nothing was probably meant to be, or how to have it."""
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


def _measures(s: Scenario, source: Source) -> Iterator[Problem]:
    for name, measure in s.measures.items():
        here: tuple[Key, ...] = ("measures", name)
        if (measure.statistic == "which") != (measure.record == "path") and measure.record in ABOUT:
            yield source.problem(
                "error",
                here,
                "the statistic 'which' goes with the record 'path', and only with it",
                "for a path write statistic: which; for anything else one of ever, first_day, days, count, "
                "mean, final, peak",
                key=True,
            )
        for key in ("last", "during", "unless"):
            if measure.record == "path" and getattr(measure, key) is not None:
                message = "'path' is how a corridor was first joined, on whatever day"
                yield source.problem("error", (*here, key), message, f"take `{key}` out", key=True)
        yield from _record(s, source, here, measure)
        for key in ("during", "unless"):
            condition = getattr(measure, key)
            if condition:
                yield from _record(s, source, (*here, key), condition)
                if condition.record == "path":
                    yield source.problem("error", (*here, key), "'path' is no condition", "write 'joined'")


def _record(s: Scenario, source: Source, here: tuple[Key, ...], record: Record) -> Iterator[Problem]:
    """What a measure records, or is recorded under: the name, and what it is about."""
    if record.record not in ABOUT:
        hint = blame(RECORDS, record.record) or did_you_mean(record.record, sorted(ABOUT))
        yield source.problem("error", (*here, "record"), f"nothing is recorded as '{record.record}'", hint)
        return
    sections = ABOUT[record.record]
    known = [thing for section in sections for thing in getattr(s, section)]
    for index, thing in enumerate(record.of):
        if thing not in known:
            what = " or ".join(SECTIONS[section].one for section in sections)
            message = f"'{record.record}' is about {' and '.join(sections)}; there is no {what} '{thing}'"
            hint = did_you_mean(thing, known) or f"define it under `{'` or `'.join(sections)}`"
            if not sections:
                message, hint = f"'{record.record}' is about nothing in particular", "take `of` out"
            yield source.problem("error", (*here, "of", index), message, hint)
    for key in ("of", "zones"):
        named: tuple[str, ...] = getattr(record, key)
        for index, thing in enumerate(named):
            if thing in named[:index]:
                message, hint = f"'{thing}' stands here twice", "it counts once: take one of them out"
                yield source.problem("error", (*here, key, index), message, hint)
    if record.zones and record.record not in PLACED:
        message = f"'{record.record}' is not told by zones"
        if record.record in ("breaches", "recorded_breaches"):
            message += ": a breach is one actor's, over all the zones of what it breaks"
        hint = f"take `zones` out; those told by zones: {', '.join(sorted(PLACED))}"
        yield source.problem("error", (*here, "zones"), message, hint)
    if record.record == "path" and len(record.of) > 1:
        yield source.problem("error", (*here, "of"), "'path' is of one corridor", "write a measure for each")
    if not record.of and sections and sections != ("actors",):
        yield source.problem(
            "error", here, f"'{record.record}' does not say what it is about",
            f"add of: [...] with names of {' and '.join(sections)}", key=True,
        )  # fmt: skip
