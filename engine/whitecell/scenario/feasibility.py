"""Whether the parts of a scenario work as meant: who can act, what can bind, which paths exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from whitecell.scenario.clauses import Undertaking
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.values import span

LATEST = date.max - timedelta(1)
"""The last day that a game may reach; calendars end with the year 9999."""


def means(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Enforcers without means: answers that can never come."""
    for name, constraint in scenario.constraints.items():
        answer = constraint.answered_by
        if answer and not constraint.watched_by:
            yield source.problem(
                "warning", ("constraints", name, "answered_by"),
                f"nobody watches '{name}', so '{answer.actor}' never has a breach to answer",
                "add `watched_by` with the chance that a breach is seen",
            )  # fmt: skip
        if answer and answer.by != "pressure" and answer.scale is not None:
            under = [spec for actor, spec in scenario.actors.items() if answer.actor in (actor, spec.led_by)]
            if not any(spec.armed for spec in under):
                yield source.problem(
                    "warning", ("constraints", name, "answered_by", "scale"),
                    f"'{answer.actor}' has no forces that could answer a breach on the spot",
                    "give it `forces`, or leave out `scale` to answer from the air",
                )  # fmt: skip
        elif answer and answer.by != "pressure":
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


def dates(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Injects and orders before the first day or after the last."""
    first, last = (scenario.start + min(timedelta(n), LATEST - scenario.start) for n in (1, scenario.days))
    for name, inject in scenario.injects.items():
        early = inject.last is not None and inject.last < first
        late = inject.first is not None and inject.first > last
        if early or late:
            when = "before the first day" if early else "after the last day"
            key = "on" if inject.on else "until" if early else "from"
            yield source.problem(
                "warning", ("injects", name, key), f"'{name}' falls {when} and never happens",
                f"the game goes from {first} to {last}: change the date, `start` or `days`",
            )  # fmt: skip

    for number, order in enumerate(scenario.orders):
        early = order.until is not None and order.until < first
        if early or (order.from_ is not None and order.from_ > last):
            when = "ends before the first day" if early else "begins after the last day"
            yield source.problem(
                "warning", ("orders", number, "until" if early else "from"), f"this order {when}",
                f"the game goes from {first} to {last}: change the date, `start` or `days`",
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

            longer = corridor.longer_than(path)
            if longer and corridor.combine == "widest" and len(set(zones)) > 1:
                yield source.problem(
                    "note", ("corridors", name, "paths", longer[0]),
                    f"the path '{longer[0]}' never decides: all zones of '{path}' lie on it",
                    "a path is as strong as its weakest zone, so the shorter is never weaker: take one out",
                    key=True,
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
            starts = [*actor.forces, *(z for arm in actor.arms.values() for z in arm.forces)]
            starts += [actor.reserve] if actor.reserve else []
            if starts and not any(zone in reached(start) for start in starts):
                yield source.problem(
                    "warning", ("actors", name, "worth", zone),
                    f"'{name}' wants '{zone}' and no route leads there",
                    f"join '{zone}' by a route to a zone where it has forces, or take it out", key=True,
                )  # fmt: skip


def clauses(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Constraints that can never bind anybody, and answers that never come."""
    for name, constraint in scenario.constraints.items():
        here = ("constraints", name)
        if span(constraint.chance, scenario)[1] <= 0.0:
            yield source.problem(
                "note", (*here, "chance"),
                f"'{name}' can never bind: the chance that it is in the text is 0",
                "give `chance` a value, or leave it out for a clause that is surely in the text",
            )  # fmt: skip
        for key, what in (("applies_to", "to nobody"), ("zones", "nowhere")):
            if not getattr(constraint, key) and not (key == "zones" and isinstance(constraint, Undertaking)):
                yield source.problem(
                    "warning", (*here, key), f"'{name}' can never bind: it applies {what}",
                    f"list under `{key}` the {'actors that it binds' if key == 'applies_to' else 'zones'}",
                )  # fmt: skip
        answer = constraint.answered_by
        if answer and span(answer.effect if answer.by == "pressure" else answer.resolve, scenario)[1] <= 0.0:
            missing = "effect" if answer.by == "pressure" else "resolve"
            yield source.problem(
                "warning", (*here, "answered_by"),
                f"'{answer.actor}' never answers a breach of '{name}': its {missing} is 0",
                f"give `{missing}` a value, or take `answered_by` out",
            )  # fmt: skip
        if answer is None or answer.by == "pressure":
            continue
        for index, way in enumerate(answer.warns):
            if span(way.chance, scenario)[1] <= 0.0:
                yield source.problem(
                    "warning", (*here, "answered_by", "warns", index),
                    f"'{answer.actor}' never warns so, and its answer waits until it has: the chance is 0",
                    "give `chance` a value, or take the warning out",
                )  # fmt: skip


def patrons(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Patrons without effect: those without a will to press for anything, or without leverage.

    A power of a rivalry has an effect without a will: a strike on its client is an incident.
    """
    rivals = {power for rivalry in scenario.rivalries.values() for power in rivalry.between}
    for i, relation in enumerate(scenario.relations):
        if not relation.patron or (relation.patron in rivals and not relation.will):
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
        if span(relation.leverage, scenario)[1] <= 0.0 and not required:
            yield source.problem(
                "warning", here, f"'{relation.patron}' is a patron whom '{relation.client}' never obeys",
                "give it `leverage`, or take the relation out",
            )  # fmt: skip
