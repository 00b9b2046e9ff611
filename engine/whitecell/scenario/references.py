"""Names that refer to something: whether what they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.problems import Problem, did_you_mean
from whitecell.scenario.values import numbers
from whitecell.scenario.yardsticks import Record

Reference = tuple[tuple[Key, ...], str, str]
"""A place, the name that stands there, and what kind of thing it must name."""

_ABOUT = {
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
}
"""What each record may be about: the sections that ``of`` names things from."""
RECORDS = tuple(_ABOUT)
"""Everything that a measure can record."""


_NUMERIC = re.compile(r"[-+.]*([0-9]|inf|nan)", re.IGNORECASE)
"""How a word begins that was meant as a number."""
_OTHER = {"terms": "agreement or constraint", "assumptions": "assumption named"}


def broken_references(scenario: Scenario, source: Source) -> list[Problem]:
    """Every name in a scenario that names nothing, or the wrong kind of thing."""
    problems = []
    known = {kind: list(getattr(scenario, kind)) for kind in _SECTIONS}
    known["assumptions"] = list(scenario.assumptions)
    known["terms"] = [*scenario.agreements, *scenario.constraints]
    for place, name, kind in _references(scenario):
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


def _each(place: tuple[Key, ...], names: Iterable[str], kind: str) -> Iterator[Reference]:
    """References from a list, or from the keys of a mapping."""
    keys = names if isinstance(names, dict) else None
    for index, name in enumerate(names):
        yield (*place, name if keys is not None else index), name, kind


def _one(place: tuple[Key, ...], name: str, kind: str) -> Iterator[Reference]:
    if name:
        yield place, name, kind


def _references(s: Scenario) -> Iterator[Reference]:
    for i, correlation in enumerate(s.correlations):
        yield from _each(("correlations", i, "between"), correlation.between, "assumptions")
    for z, zone in s.zones.items():
        yield from _each(("zones", z, "control"), zone.control, "actors")
    for i, route in enumerate(s.routes):
        yield from _each(("routes", i, "between"), route.between, "zones")
        yield from _each(("routes", i, "closed_to"), route.closed_to, "actors")
    for a, actor in s.actors.items():
        here = ("actors", a)
        for key in ("forces", "worth", "wariness"):
            yield from _each((*here, key), getattr(actor, key), "zones")
        yield from _one((*here, "reserve"), actor.reserve, "zones")
        yield from _one((*here, "led_by"), actor.led_by, "actors")
        yield from _each((*here, "wants"), actor.wants, "terms")
        for m, member in actor.members.items():
            yield from _each((*here, "members", m, "wants"), member.wants, "terms")
        for i, air in enumerate(actor.air):
            yield from _one((*here, "air", i, "zone"), air.zone, "zones")
            yield from _each((*here, "air", i, "against"), air.against, "actors")
    for i, relation in enumerate(s.relations):
        for key in ("hostile", "allied", "to"):
            yield from _each(("relations", i, key), getattr(relation, key), "actors")
        for key in ("patron", "client"):
            yield from _one(("relations", i, key), getattr(relation, key), "actors")
        yield from _each(("relations", i, "will"), relation.will, "terms")
    yield from _clause_references(s)
    yield from _diplomacy_references(s)


def _clause_references(s: Scenario) -> Iterator[Reference]:
    for c, constraint in s.constraints.items():
        here = ("constraints", c)
        yield from _each((*here, "applies_to"), constraint.applies_to, "actors")
        yield from _each((*here, "zones"), constraint.zones, "zones")
        yield from _each((*here, "obedience"), constraint.obedience, "actors")
        for key in ("exempt", "against"):
            yield from _each((*here, key), getattr(constraint, key, ()), "actors")
        if constraint.in_force != "from the start":
            name = constraint.in_force.removeprefix("with ").strip()
            yield from _one((*here, "in_force"), name, "agreements")
        if constraint.watched_by:
            yield from _one((*here, "watched_by", "actor"), constraint.watched_by.actor, "actors")
        if constraint.answered_by:
            yield from _one((*here, "answered_by", "actor"), constraint.answered_by.actor, "actors")
    for a, agreement in s.agreements.items():
        here = ("agreements", a)
        yield from _each((*here, "parties"), agreement.parties, "actors")
        yield from _each((*here, "guarantors"), agreement.guarantors, "actors")
        yield from _each((*here, "left_out"), agreement.left_out, "actors")
        yield from _one((*here, "spreads_to"), agreement.spreads_to, "talks")


def _diplomacy_references(s: Scenario) -> Iterator[Reference]:
    for t, talks in s.talks.items():
        here = ("talks", t)
        yield from _each((*here, "parties"), talks.parties, "actors")
        yield from _one((*here, "host"), talks.host, "actors")
        yield from _one((*here, "signs"), talks.signs, "agreements")
        for party, required in talks.requires.items():
            yield (*here, "requires", party), party, "actors"
            yield from _one((*here, "requires", party, "pressure_of"), required.pressure_of, "actors")
            yield from _one((*here, "requires", party, "on"), required.on, "actors")
        if talks.leaks:
            yield from _each((*here, "leaks", "hurts"), talks.leaks.hurts, "actors")
    for c, corridor in s.corridors.items():
        here = ("corridors", c)
        yield from _one((*here, "owner"), corridor.owner, "actors")
        yield from _each((*here, "friends"), corridor.friends, "actors")
        for p, path in corridor.paths.items():
            yield from _each((*here, "paths", p), path, "zones")
        yield from _each((*here, "supplies"), corridor.supplies, "actors")
        yield from _each((*here, "worth"), corridor.worth, "actors")
    for r, rivalry in s.rivalries.items():
        yield from _each(("rivalries", r, "between"), rivalry.between, "actors")
        yield from _each(("rivalries", r, "chills"), rivalry.chills, "talks")
    for i, inject in s.injects.items():
        here = ("injects", i)
        yield from _each((*here, "if_happened"), inject.if_happened, "injects")
        yield from _each((*here, "unless_happened"), inject.unless_happened, "injects")
        for e, effect in enumerate(inject.effects):
            for key, kind in _EFFECT_NAMES.items():
                yield from _one((*here, "effects", e, key), getattr(effect, key, ""), kind)


_EFFECT_NAMES = {
    "actor": "actors",
    "patron": "actors",
    "client": "actors",
    "zone": "zones",
    "talks": "talks",
    "rivalry": "rivalries",
    "toward": "terms",
}


def _measures(s: Scenario, source: Source) -> Iterator[Problem]:
    for name, measure in s.measures.items():
        here: tuple[Key, ...] = ("measures", name)
        if (measure.statistic == "which") != (measure.record == "path") and measure.record in _ABOUT:
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
    if record.record not in _ABOUT:
        hint = did_you_mean(record.record, sorted(_ABOUT))
        yield source.problem("error", (*here, "record"), f"nothing is recorded as '{record.record}'", hint)
        return
    sections = _ABOUT[record.record]
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
    for index, zone in enumerate(record.zones):
        if zone not in s.zones:
            yield source.problem(
                "error", (*here, "zones", index), f"there is no zone '{zone}'",
                did_you_mean(zone, list(s.zones)),
            )  # fmt: skip
