"""What a scenario must have to be played, once all its names resolve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import pi, sin
from typing import get_args

from pydantic import BaseModel

from whitecell.scenario.aims import aims
from whitecell.scenario.bargains import unfit, unreachable
from whitecell.scenario.equations import moved_by_others
from whitecell.scenario.feasibility import LATEST
from whitecell.scenario.impossible import impossible
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.occasions import injects
from whitecell.scenario.problems import Problem
from whitecell.scenario.sections import NAMED
from whitecell.scenario.source import Source
from whitecell.scenario.values import dotted, numbers, written


def incomplete(s: Scenario, source: Source, is_whole: Callable[..., bool]) -> Iterator[Problem]:
    """Errors that only show when a scenario is looked at as a whole; ``is_whole`` says which sections are."""
    for check, sections in CHECKS.items():
        if is_whole(*sections):
            yield from check(s, source)
    yield from impossible(s, source, is_whole)


def _calendar(s: Scenario, source: Source) -> Iterator[Problem]:
    """A game that would go on after the calendar's end."""
    if s.days > (LATEST - s.start).days:
        yield source.problem(
            "error",
            ("start",),
            f"the calendar ends before day {s.days} of a game from {s.start} on",
            "choose an earlier `start` or fewer `days`",
        )


def _names(s: Scenario, source: Source) -> Iterator[Problem]:
    """Names that cannot be shown, typed or addressed."""
    # Names as in a resolved file: an entry written in place is named by the path of its place.
    placed = {number for place, number, _ in numbers(s) if number == dotted(place)}
    for section in NAMED:
        for name, thing in getattr(s, section).items():
            dice = getattr(thing, "dice", "")
            place = (section, name) if section != "assumptions" else written(name, source)
            for text, where in ((name, place), (dice, (section, name, "dice"))):
                fault, hint = _strange(text)
                if not fault and where is place and place[-1] == name and name not in placed:
                    fault, hint = _dotted(name)
                if fault and (text or where is place):
                    yield source.problem("error", where, fault, hint, key=where is place)
            yield from _inner_names(thing, (section, name), source)

    for name, actor in s.actors.items():
        for key in actor.arms:
            fault, hint = _strange(key)
            if fault:
                yield source.problem("error", ("actors", name, "arms", key), fault, hint, key=True)


def _inner_names(entry: BaseModel, place: tuple[Key, ...], source: Source) -> Iterator[Problem]:
    """Names inside an entry that are part of numbers' paths: of members, options, arms and such."""
    for key, field in type(entry).model_fields.items():
        held = getattr(entry, key)
        # Where the key is the name of another thing, the check of that thing reports it.
        named = isinstance(held, dict) and get_args(field.annotation)[0] is str
        for name, inner in held.items() if named else ():
            if isinstance(inner, BaseModel):
                fault, hint = _dotted(name)
                if fault:
                    yield source.problem("error", (*place, key, name), fault, hint, key=True)
                yield from _inner_names(inner, (*place, key, name), source)


def _dotted(name: str) -> tuple[str, str]:
    """What is wrong with a dot in a name; two empty texts if there is none."""
    if "." not in name:
        return "", ""
    return f"'{name}' has a '.' in it", "a dot parts the steps of a path, as in rules.fog: use another sign"


def _strange(text: str) -> tuple[str, str]:
    """What is wrong with a name, and what to do; two empty texts if it is fine."""
    if not text:
        return "a name is empty", "give it a name"
    if not text.isprintable():
        return f"the name {text[:60]!r} has characters that cannot be seen", "write it in letters"
    if text != text.strip():
        return f"the name '{text}' begins or ends with a space", "take the space out"
    for sign in "/\\":
        if sign in text:
            return (
                f"'{text}' has a '{sign}' in it",
                "files and dice are addressed with that sign between names; use another",
            )
    return "", ""


def _dice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Names under which dice are drawn: no two are the same."""
    for section in NAMED:
        taken: dict[str, str] = {}
        for name, thing in getattr(s, section).items():
            dice = getattr(thing, "dice", "")
            other = taken.setdefault(dice or name, name)
            if other != name:
                yield source.problem(
                    "error", (section, name, *(("dice",) if dice else ())),
                    f"'{name}' and '{other}' would roll the same dice",
                    f"both draw under '{dice or name}': give one of them another `dice`", key=not dice,
                )  # fmt: skip


def _tables(s: Scenario, source: Source) -> Iterator[Problem]:
    """Talks without any party, or without one that must sign."""
    for t, talks in s.talks.items():
        here = ("talks", t, "parties")
        if not talks.parties:
            yield source.problem(
                "error", here, f"nobody takes part in '{t}'", "list its parties: [...], by name"
            )
            continue
        # What they sign may have been left out.
        signed = s.agreements.get(talks.signs)
        absent = [p for p in signed.parties if p not in talks.parties] if signed else []
        if absent:
            yield source.problem(
                "error", here, f"'{talks.signs}' cannot be signed without '{absent[0]}'",
                f"add '{absent[0]}' to the parties of '{t}', or take it out of those of the agreement",
            )  # fmt: skip
        for party, required in talks.requires.items():
            known = any(r.patron == required.pressure_of and r.client == required.on for r in s.relations)
            if not known:
                yield source.problem(
                    "error", ("talks", t, "requires", party),
                    f"'{required.pressure_of}' is no patron of '{required.on}', so it can show no pressure",
                    "add that relation, or name another pair", key=True,
                )  # fmt: skip


def _corridors(s: Scenario, source: Source) -> Iterator[Problem]:
    """Corridors without a path, and those that supply an actor without a reserve."""
    for c, corridor in s.corridors.items():
        if not corridor.paths:
            yield source.problem(
                "error",
                ("corridors", c, "paths"),
                f"'{c}' has no path",
                "write paths: {some_name: [zone, zone, …]} with zones that routes join",
            )
        for path, zones in corridor.paths.items():
            if not zones:
                yield source.problem(
                    "error",
                    ("corridors", c, "paths", path),
                    f"the path '{path}' has no zones",
                    "list the zones that it goes through, in their order",
                )
        for actor in corridor.supplies:
            if not s.actors[actor].reserve:
                yield source.problem(
                    "error", ("corridors", c, "supplies", actor),
                    f"'{actor}' has no `reserve` to which supplies could come",
                    f"give '{actor}' a `reserve`: the zone where they arrive", key=True,
                )  # fmt: skip


def _support(s: Scenario, source: Source) -> Iterator[Problem]:
    """Measures of support, refusals or consent that do not name one set of talks and one fitting actor."""
    for m, measure in s.measures.items():
        here: tuple[Key, ...] = ("measures", m)
        for place, record in ((here, measure), *(((*here, k), r) for k, r in measure.conditions.items())):
            if record.record not in ("support", "consent", "refused"):
                continue
            tables = [name for name in record.of if name in s.talks]
            actors = [name for name in record.of if name not in s.talks]
            who = "an actor" if record.record == "consent" else "one of their parties"
            at_table = record.record == "consent" or set(actors) <= {
                p for t in tables for p in s.talks[t].parties
            }
            if len(tables) != 1 or len(actors) != 1 or not at_table:
                yield source.problem(
                    "error", (*place, "of"), f"'{record.record}' is about talks and {who}",
                    f"name both, such as of: [{next(iter(s.talks), 'talks')}, {next(iter(s.actors))}]",
                )  # fmt: skip


def _correlations(s: Scenario, source: Source) -> Iterator[Problem]:
    """Correlations of assumptions that do not vary, and correlations that cannot all hold at once."""
    for i, correlation in enumerate(s.correlations):
        here = ("correlations", i, "between")
        for name in correlation.between:
            if name not in s.assumptions:
                yield source.problem(
                    "error", here, f"no actor leans on the default '{name}', so that nothing varies with it",
                    "take this out, or name what actors state themselves",
                )  # fmt: skip
                continue
            ends = s.assumptions[name].range
            if not ends or ends[0] >= ends[1]:
                yield source.problem(
                    "error",
                    here,
                    f"'{name}' has no range to vary over",
                    f"give it one: {name}: {{range: [lowest, highest]}}",
                )
    there = all(name in s.assumptions for tie in s.correlations for name in tie.between)
    if s.correlations and there and not _possible(s):
        yield source.problem(
            "error", ("correlations",), "these correlations cannot all be so at once",
            "if a goes with b, and b with c, then a cannot go against c as much: weaken one", key=True,
        )  # fmt: skip


def _possible(s: Scenario) -> bool:
    """Whether the matrix of the correlations is positive definite, by Cholesky's elimination.

    The matrix is that of the normal scores that reorder a design: ``2·sin(π·r/6)`` of each rank correlation.
    """
    names = list(dict.fromkeys(name for c in s.correlations for name in c.between))
    rank = {frozenset(c.between): 2.0 * sin(pi * c.rank / 6.0) for c in s.correlations}
    rows = [[1.0 if a == b else rank.get(frozenset((a, b)), 0.0) for b in names] for a in names]
    for k, pivot in enumerate(rows):
        if pivot[k] <= 1e-9:
            return False
        for row in rows[k + 1 :]:
            factor = row[k] / pivot[k]
            row[:] = [x - factor * y for x, y in zip(row, pivot, strict=True)]
    return True


CHECKS: dict[Callable[[Scenario, Source], Iterator[Problem]], tuple[str, ...]] = {
    _calendar: ("start", "days"),
    _names: (),
    _dice: (),
    _tables: ("talks", "agreements", "relations"),
    _corridors: (),
    injects: ("talks", "constraints"),
    moved_by_others: ("variables",),
    unfit: ("agreements", "variables"),
    unreachable: ("constraints", "zones"),
    aims: ("actors", "measures"),
    _support: ("talks",),
    _correlations: ("correlations",),
}
"""The checks, each with the sections that it needs; without them it would report false problems."""
