"""Whether what a scenario announces can come in time: talks that open, agreements that begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, inf

from whitecell.scenario.diplomacy import Talks
from whitecell.scenario.effects import OpenTalks
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects
from whitecell.scenario.values import span

MOST_OF_PROGRESS = 1.5
"""A session at full support drafts 0.5 to 1.5 times the progress of the talks."""


@dataclass
class Timeline:
    """The first days of talks and agreements, if all dice and ranges are favourable; infinite for never.

    Attributes
    ----------
    opens : dict of str to float
        Day after which each set of talks can be open; 0 from the start.
    signed, in_force : dict of str to float
        Day on which each agreement can be signed, and be in force; 0 if it is at the start.
    """

    opens: dict[str, float]
    signed: dict[str, float]
    in_force: dict[str, float]


def timeline(scenario: Scenario) -> Timeline:
    """The first days of talks and agreements, each from those that it waits for."""
    agreements = scenario.agreements
    standing = {name: spec.in_force == "from the start" for name, spec in agreements.items()}
    opens = {
        name: 0.0 if spec.opens == "from the start" else _opened(scenario, name)
        for name, spec in scenario.talks.items()
    }
    signed = {name: 0.0 if stands else inf for name, stands in standing.items()}
    in_force = dict(signed)
    # A day gets earlier only after the day that it waits for did: this many rounds settle all of them.
    for _ in range(len(opens) + len(agreements)):
        for name, talks in scenario.talks.items():
            spreading = [a for a, spec in agreements.items() if name in spec.spreads_to]
            waits = [in_force[a] + _held(scenario, a) for a in spreading]
            opens[name] = min(opens[name], *waits) if waits else opens[name]
            signed[talks.signs] = min(signed[talks.signs], opens[name] + _drafting(scenario, talks))
        for name, spec in agreements.items():
            in_force[name] = min(in_force[name], signed[name] + ceil(span(spec.delay, scenario)[0]))
    return Timeline(opens, signed, in_force)


def _opened(scenario: Scenario, talks: str) -> float:
    """The day before which no effect opens talks; infinite if none does."""
    days = [inf]
    for place, effect in effects(scenario):
        if isinstance(effect, OpenTalks) and effect.talks == talks:
            inject = scenario.injects.get(str(place[1])) if place[0] == "injects" else None
            first = (inject.on or inject.from_) if inject else None
            days.append(float((first - scenario.start).days - 1) if first else 0.0)
    return max(min(days), 0.0)


def _held(scenario: Scenario, agreement: str) -> float:
    """The fewest days that an agreement must still hold until it spreads."""
    spec = scenario.agreements[agreement]
    age = span(spec.age, scenario)[1] if spec.in_force == "from the start" else 0.0
    return max(ceil(span(spec.spreads_after, scenario)[0] - age), 0.0)


def _drafting(scenario: Scenario, talks: Talks) -> float:
    """The fewest days from the opening of talks to a signature."""
    missing = 1.0 - span(talks.text, scenario)[1]
    most = MOST_OF_PROGRESS * span(talks.progress, scenario)[1]
    if missing > 0.0 and most <= 0.0:
        return inf
    further = max(ceil(missing / most - 1e-9) - 1, 0) if missing > 0.0 else 0
    fixed = span(talks.gap, scenario)[0] * span(talks.gap_fixed, scenario)[0]
    first = max(ceil(fixed - span(talks.since_last, scenario)[1]), 1)
    return first + further * max(ceil(fixed), 1)


def openings(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Talks that never open, and those that have nothing to sign.

    In a chain of talks and agreements that wait for each other, only the first that never comes is reported.
    """
    first = timeline(scenario)
    for name, talks in scenario.talks.items():
        spreading = [a for a, spec in scenario.agreements.items() if name in spec.spreads_to]
        here = ("talks", name, "opens")
        if talks.opens != "from the start" and not spreading and first.opens[name] == inf:
            yield source.problem(
                "warning", here, f"'{name}' can never open: no agreement spreads to them",
                f"add `spreads_to: {name}` to an agreement, or let them open from the start",
            )  # fmt: skip
        elif talks.opens != "from the start" and spreading and first.opens[name] >= scenario.days:
            soonest = min(spreading, key=lambda a: first.in_force[a])
            if first.in_force[soonest] == inf and _circular(scenario, soonest, name):
                yield source.problem(
                    "warning", here, f"'{name}' can never open: they wait for '{soonest}', and it for them",
                    "let one of the two be there from the start",
                )  # fmt: skip
            elif first.in_force[soonest] <= scenario.days:
                held = span(scenario.agreements[soonest].spreads_after, scenario)[0]
                day = first.in_force[soonest]
                since = f"in force on day {day:.0f} at the earliest" if day else "in force from the start"
                yield source.problem(
                    "note", here,
                    f"'{name}' cannot open in time: '{soonest}', {since}, has to hold for "
                    f"{held:g} day{'s' * (held != 1)}, and the game ends on day {scenario.days}",
                    f"change `spreads_after` of '{soonest}', or play more `days`",
                )  # fmt: skip
        pact = scenario.agreements[talks.signs]
        stated = pact.collapse.hazard
        hazard = scenario.rules.collapse_hazard if stated is None else stated
        lasting = span(hazard, scenario)[1] <= 0.0 and span(pact.term, scenario)[1] <= 0.0
        if pact.in_force == "from the start" and lasting:
            yield source.problem(
                "warning", ("talks", name, "signs"),
                f"'{name}' never meet: '{talks.signs}' is in force from the start and cannot end",
                "sign another agreement, or give this one a `term` or a `collapse.hazard`",
            )  # fmt: skip


def _circular(scenario: Scenario, agreement: str, talks: str) -> bool:
    """Whether an agreement waits for some talks, directly or through other talks and agreements."""
    waiting, seen = [agreement], set[str]()
    while waiting:
        now = waiting.pop()
        seen.add(now)
        for name, table in scenario.talks.items():
            if table.signs == now and table.opens != "from the start":
                if name == talks:
                    return True
                waiting += [
                    a for a, spec in scenario.agreements.items() if name in spec.spreads_to and a not in seen
                ]
    return False


def signatures(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Agreements that are not signed, or not in force, before the game ends."""
    days, first = scenario.days, timeline(scenario)
    for name, agreement in scenario.agreements.items():
        if agreement.in_force == "from the start":
            continue
        here = ("agreements", name)
        tables = [t for t, talks in scenario.talks.items() if talks.signs == name]
        clauses = [c for c, spec in scenario.constraints.items() if spec.brought_by == name]
        so = f"; so '{clauses[0]}' can never bind" if clauses else ""
        so += f", nor can {len(clauses) - 1} more" if len(clauses) > 1 else ""
        opening = [t for t in tables if first.opens[t] < days]
        if not tables:
            yield source.problem(
                "warning", here, f"'{name}' can never be signed: no talks sign it{so}",
                "add talks that sign it, or let the agreement be in force from the start", key=True,
            )  # fmt: skip
        elif opening and first.signed[name] > days:
            table = min(opening, key=lambda t: first.opens[t] + _drafting(scenario, scenario.talks[t]))
            never = _drafting(scenario, scenario.talks[table]) == inf
            yield source.problem(
                "warning" if never else "note", here,
                f"'{name}' {'can never' if never else 'cannot'} be signed{'' if never else ' in time'}: "
                f"{_signed_late(scenario, table, first)}{so}",
                "give the talks some `progress`" if never else
                f"`gap`, `gap_fixed`, `text` and `progress` of '{table}', and `days`, decide when",
                key=True,
            )  # fmt: skip
        elif first.signed[name] <= days < first.in_force[name]:
            yield source.problem(
                "note", (*here, "delay"),
                f"'{name}' cannot be in force in time: signed on day {first.signed[name]:.0f} at the "
                f"earliest, it begins after the last day{so}",
                f"the game ends on day {days}: shorten `delay`, or play more `days`",
            )  # fmt: skip


def _signed_late(scenario: Scenario, table: str, first: Timeline) -> str:
    """Why talks that can open do not sign in time."""
    drafting = _drafting(scenario, scenario.talks[table])
    if drafting == inf:
        return f"the text of '{table}' never gets ready, because its `progress` is 0"
    day = first.opens[table] + drafting
    return f"'{table}' sign on day {day:.0f} at the earliest, and the game ends on day {scenario.days}"
