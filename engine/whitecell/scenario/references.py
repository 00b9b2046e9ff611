"""Names that refer to something: whether what they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Reference, references
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import RECORDS, blame, plugins
from whitecell.scenario.problems import Problem, did_you_mean
from whitecell.scenario.values import numbers
from whitecell.scenario.yardsticks import Record

ABOUT: dict[str, tuple[str, ...]] = {
    "signed": ("agreements",),
    "in_force": ("agreements", "constraints"),
    "collapsed": ("agreements",),
    "lapsed": ("agreements",),
    "trust": ("agreements",),
    "leaked": ("talks",),
    "sessions": ("talks",),
    "text": ("talks",),
    "happened": ("injects",),
    "joined": ("corridors",),
    "deliveries": ("corridors",),
    "path": ("corridors",),
    "rung": ("rivalries",),
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


_NUMERIC = re.compile(r"[-+.]*([0-9]|inf|nan)", re.IGNORECASE)
"""How a word begins that was meant as a number."""
_OTHER = {"terms": "agreement or constraint", "assumptions": "assumption named"}


def broken_references(scenario: Scenario, source: Source) -> list[Problem]:
    """Every name in a scenario that names nothing, or the wrong kind of thing."""
    problems = []
    known = {kind: list(getattr(scenario, kind)) for kind in _SECTIONS}
    known["assumptions"] = list(scenario.assumptions)
    known["terms"] = [*scenario.agreements, *scenario.constraints]
    for place, name, kind in (*references(scenario), *_agreements_of_clauses(scenario)):
        if name not in known[kind]:
            what = _SECTIONS.get(kind) or _OTHER[kind]
            hint = did_you_mean(name, known[kind])
            problems.append(source.problem("error", place, f"there is no {what} '{name}'", hint))
    for place, number, _ in numbers(scenario):
        if isinstance(number, str) and number not in scenario.assumptions:
            hint = did_you_mean(number, list(scenario.assumptions))
            hint = hint or "write a number, or add it to the assumptions"
            if _NUMERIC.match(number):
                hint = (
                    "a number is written plainly: no quotes, units, spaces, per cent signs or commas; finite"
                )
            problems.append(source.problem("error", place, f"there is no assumption named '{number}'", hint))
    problems.extend(_measures(scenario, source))
    return problems


_SECTIONS = {
    "zones": "zone",
    "actors": "actor",
    "constraints": "constraint",
    "talks": "talks",
    "agreements": "agreement",
    "corridors": "corridor",
    "rivalries": "rivalry",
    "injects": "inject",
    "measures": "measure",
}


def _agreements_of_clauses(s: Scenario) -> Iterator[Reference]:
    """What brings a clause into force; the name stands behind the word `with`."""
    for name, constraint in s.constraints.items():
        if constraint.in_force != "from the start":
            agreement = constraint.in_force.removeprefix("with ").strip()
            yield ("constraints", name, "in_force"), agreement, "agreements"


def _measures(s: Scenario, source: Source) -> Iterator[Problem]:
    for name, measure in s.measures.items():
        here: tuple[Key, ...] = ("measures", name)
        if (measure.statistic == "which") != (measure.record == "path") and measure.record in ABOUT:
            yield source.problem(
                "error", here, "the statistic 'which' goes with the record 'path', and only with it"
            )
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
            what = " or ".join(_SECTIONS[section] for section in sections) or "thing"
            yield source.problem(
                "error", (*here, "of", index),
                f"'{record.record}' is about {what}; there is none named '{thing}'",
                did_you_mean(thing, known),
            )  # fmt: skip
    if not record.of and sections and sections != ("actors",):
        yield source.problem("error", here, f"say what '{record.record}' is about with `of`")
