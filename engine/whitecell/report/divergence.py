"""Why two batches differ, in sentences that can be checked by playing a single run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from whitecell.analysis.divergence import Course, Divergence, Later, Trace, chief, following
from whitecell.analysis.quantiles import quantiles
from whitecell.analysis.reasons import Reason, reason, roots
from whitecell.game.readers.signals import Signal
from whitecell.report.comparison import Called, brief
from whitecell.report.names import Names
from whitecell.report.table import margin_decimals
from whitecell.report.wording import capital, clean, figure, listed, percent
from whitecell.scenario.difference import Difference
from whitecell.scenario.model import Scenario

CAUSES = 3
"""Most first divergences that are reported, the most frequent ones."""
AFTER = 5
"""Most consequences that are reported."""
ELIDED = ("breach", "recorded", "strike", "retreat", "surrender", "control")
"""Kinds of marks that a story may leave out as repetition unless it is told in full."""
LOOKED_INTO = 4
"""Runs of a divergence that are played again to find its reasons."""
SHORT = 2
"""First divergences, and consequences, that the short form of a chain reports."""
MOST_COURSES = 4
"""Measures that it names."""
RARE = 0.05
"""Share of runs below which a divergence or consequence is not reported, unless it is the first."""


@dataclass(frozen=True, slots=True)
class Link:
    """A first divergence that many runs share, with a run that shows it.

    ``share`` is of all runs, ``way`` the share of these in which the mark is higher in the second; ``early``
    and ``late`` are quartiles of its day. ``stated`` are the scenarios' differences about the thing.
    ``reasons`` counts the terms that turned the decision, over some runs nearest to the median day; the empty
    term stands for a decision that was taken in one run only.
    """

    mark: Signal
    share: float
    way: float
    early: float
    late: float
    example: Divergence
    grounds: Reason | None
    stated: tuple[Difference, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """The causal chain from a first difference to the measures.

    ``parted`` is the share of pairs of runs that diverge at all, ``following`` the later differences, and
    ``courses`` the measures that clearly differ, in order of onset. All of it is read from ``trace``.
    """

    runs: int
    parted: float
    links: tuple[Link, ...]
    following: tuple[Later, ...]
    courses: tuple[Course, ...]
    trace: Trace

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "runs": self.runs,
            "parted": self.parted,
            "first": [{**asdict(link), "stated": [d.as_json() for d in link.stated]} for link in self.links],
            "then": [asdict(later) for later in self.following],
            "measures": [
                {
                    "measure": c.measure,
                    "from_day": c.onset,
                    "difference": float(c.mean[-1]),
                    "standard_error": float(c.error[-1]),
                    "largest_on_day": c.peak,
                    "measure_difference": _or_none(c.final),
                    "measure_standard_error": _or_none(c.final_error),
                }
                for c in self.courses
            ],
            "partings": divergence_rows(self.trace),
        }


def _or_none(value: float) -> float | None:
    return None if value != value else value


def divergence_rows(found: Trace) -> list[dict[str, Any]]:
    """For each seed the first day on which its runs diverge, and the mark that differs.

    ``more_in`` is the run in which the mark is higher: ``first`` or ``second``.
    """
    parted = {p.seed: p for p in found.divergences}
    nothing = {"phase": "", "kind": "", "actor": "", "zone": "", "thing": ""}
    rows = []
    for seed in found.seeds.tolist():
        p = parted.get(seed)
        side = "" if p is None else "second" if p.way > 0 else "first"
        mark = asdict(p.mark) if p else nothing
        rows.append({"seed": seed, "day": p.day if p else None, **mark, "more_in": side})
    return rows


def chain(first: Scenario, second: Scenario, found: Trace) -> Chain:
    """Summarise a trace; plays a few runs again for the reasons of decisions."""
    links: list[Link] = []
    for mark, divergences in chief(found.divergences)[:CAUSES]:
        share = len(divergences) / len(found.seeds)
        if links and share < RARE:
            break
        days = np.array([p.day for p in divergences], dtype=np.float64)
        early, middle, late = (float(day) for day in quantiles(days, (0.25, 0.5, 0.75)))
        way = float(np.mean([p.way > 0 for p in divergences]))
        usual = [p for p in divergences if (p.way > 0) == (way >= 0.5)]
        usual.sort(key=lambda p: (abs(p.day - middle), p.seed))
        example, why, reasons = _turned(first, second, usual)
        stated = () if why else tuple(roots(first, second, mark))
        links.append(Link(mark, share, way, early, late, example, why, stated, reasons))
    after = [a for a in following(found) if a.share >= RARE and a.mark.kind != "recorded"]
    courses = sorted((c for c in found.courses() if c.onset), key=lambda c: (c.onset or 0, c.measure))
    parted = len(found.divergences) / len(found.seeds)
    return Chain(len(found.seeds), parted, tuple(links), tuple(after[:AFTER]), tuple(courses), found)


def _turned(
    first: Scenario, second: Scenario, usual: Sequence[Divergence]
) -> tuple[Divergence, Reason | None, tuple[tuple[str, int], ...]]:
    """A run that shows a divergence for the commonest reason, that reason, and how common each is."""
    found: list[tuple[Divergence, Reason]] = []
    for divergence in usual[:LOOKED_INTO]:
        why = reason(first, second, divergence)
        if why is None:
            break
        found.append((divergence, why))
    if not found:
        return usual[0], None, ()
    counts = Counter(why.term for _, why in found).most_common()
    example, why = next(item for item in found if item[1].term == counts[0][0])
    return example, why, tuple(counts)


def sentences(
    scenario: Scenario, told: Chain, labels: Called, called: Called = ("the first", "the second")
) -> list[str]:
    """The chain as text.

    Parameters
    ----------
    scenario : Scenario
        Gives the names; the second scenario, which states everything of its own.
    told : Chain
    labels : (str, str)
        The words after ``whitecell run`` that play each of the two.
    called : (str, str)
        Names of the two.
    """
    names = Names(scenario)
    lines = [_parted(told)]
    for link in told.links:
        lines.append(_first(names, link, called))
        if sum(count for _, count in link.reasons) > 1:
            lines.append(_reasons(names, link.reasons))
        seed, why = link.example.seed, _option(link)
        grounds = f": {_reason(names, link.grounds, called)}" if link.grounds else ""
        commands = " and ".join(f"whitecell run {label} --seed {seed}{why}" for label in labels)
        lines.append(f"Seed {seed} shows it on day {link.example.day}{grounds} ({commands}).")
    for later in told.following:
        lines.append(
            f"Later, from day {figure(round(later.day))} on in the median, {percent(later.share)} of runs "
            f"differ in this: {_mark(names, later.mark, later.way, called)}."
        )
    lines += [_course(names, course) for course in told.courses]
    if told.links and not told.courses:
        lines.append("No measure clearly differs on any stretch of days.")
    return lines


def parting_said(
    scenario: Scenario, found: Divergence, why: Reason | None, called: Called = ("the first", "the second")
) -> tuple[str, str]:
    """How one run first diverges from its twin, and the reason, as sentences.

    The second sentence is empty if it was nobody's decision; ``scenario``, the second's, gives the names.
    """
    names = Names(scenario)
    what = f"{capital(_mark(names, found.mark, float(found.way), called))}."
    return what, f"{capital(_reason(names, why, called))}." if why else ""


def in_short(scenario: Scenario, told: Chain, labels: Called, called: Called) -> list[str]:
    """The chain in at most six lines; parameters as in :func:`sentences`."""
    names = Names(scenario)
    lines = [_parted(told), *(_first(names, link, called) for link in told.links[:SHORT])]
    if told.links:
        link = told.links[0]
        lines.append(
            f"To see it in seed {link.example.seed}, on day {link.example.day}: whitecell run {labels[1]} "
            f"--seed {link.example.seed}{_option(link)}"
        )
    if told.following:
        after = (
            f"{_mark(names, later.mark, later.way, called)} ({percent(later.share)} of runs)"
            for later in told.following[:SHORT]
        )
        lines.append(f"Later differences: {'; '.join(after)}.")
    if told.courses:
        shown = (f"{names.response(c.measure)} (from day {c.onset})" for c in told.courses[:MOST_COURSES])
        more = len(told.courses) - MOST_COURSES
        lines.append(
            f"Measures that clearly differ day by day: {', '.join(shown)}{f' and {more} more' * (more > 0)}."
        )
    elif told.links:
        lines.append("No measure clearly differs on any stretch of days.")
    return lines


def _option(link: Link) -> str:
    """The words after ``whitecell run`` that show a divergence."""
    if link.grounds:
        return f" --why {link.grounds.actor}"
    return " --full" if link.mark.kind in ELIDED else ""


def _parted(told: Chain) -> str:
    if not told.links:
        return f"All {told.runs:,} pairs of runs are identical to the end."
    return f"Paired runs are identical until they diverge; {percent(told.parted)} of {told.runs:,} pairs do."


def _first(names: Names, link: Link, called: Called) -> str:
    return (
        f"In {percent(link.share)} of pairs the first difference comes {_days(link.early, link.late)}: "
        f"{_mark(names, link.mark, link.way, called)}{_stated(names, link.stated, called)}."
    )


def _reasons(names: Names, counts: Sequence[tuple[str, int]]) -> str:
    """The terms that turned the decision in the pairs that were examined."""
    told = [
        f"{names.term(term) if term else 'a decision that was due in only one of the two'} in {count}"
        for term, count in counts
    ]
    looked = sum(count for _, count in counts)
    return f"The reason, in {looked} of these pairs that were examined: {listed(told)}."


def _days(early: float, late: float) -> str:
    low, high = figure(round(early)), figure(round(late))
    return f"on day {low} in most" if low == high else f"between days {low} and {high} (middle half)"


def _stated(names: Names, found: Sequence[Difference], called: Called) -> str:
    """The stated differences that affect a mark."""
    if not found:
        return ""
    parts = []
    for item in found:
        place = names.place(item.place)
        change = (
            f"only in {called[item.only == 'second']}"
            if item.only
            else f"{brief(item.first)} → {brief(item.second)}"
        )
        parts.append(f"{place} ({change})")
    return f"; the scenarios differ in {listed(parts)}"


def _mark(names: Names, mark: Signal, way: float, called: Called) -> str:
    """A mark in words, and the run in which it holds."""
    one, other = called
    actor, zone = names.actor(mark.actor), names.zone(mark.zone)
    if mark.kind == "effort":
        return f"{actor} chose another main effort"
    if mark.kind == "control":
        return f"{zone if mark.zone else 'some zone'} was held by others"
    if mark.kind == "rung":
        height = "higher" if way > 0.9 else "lower" if way < 0.1 else "different"
        return f"the escalation level of {names.rivalry(mark.thing)} was {height} in {other}"
    if mark.kind == "term":
        value = "a higher value" if way > 0.9 else "a lower value" if way < 0.1 else "another value"
        return f"the parties signed {value} of {names.number(mark.thing)} in {other}"
    where = f" in {zone}" if mark.zone else ""
    # In the past tense, so that names need not agree with a verb in number.
    what = {
        "inject": f"“{names.inject(mark.thing)}” happened",
        "leak": f"{names.talks(mark.thing)} leaked",
        "session": f"{names.talks(mark.thing)} met",
        "signed": f"the parties signed {names.agreement(mark.thing)}",
        "in_force": f"{names.constraint(mark.thing)} was in force",
        "warned": f"{actor} warned of {names.constraint(mark.thing)}{where}"
        if mark.thing
        else f"{actor} warned",
        "strike": f"{actor} struck{where}",
        "retreat": f"{actor} retreated{where and f' from {zone}'}",
        "surrender": f"{actor} surrendered{where}",
        "joined": f"{names.corridor(mark.thing)} opened",
        "breach": f"{actor} violated {names.constraint(mark.thing)}",
        "recorded": f"a violation of {names.constraint(mark.thing)} by {actor} was recorded",
        "ended": f"{names.agreement(mark.thing)} ended",
    }[mark.kind]
    if way > 0.9:
        return f"{what} in {other} only"
    if way < 0.1:
        return f"{what} in {one} only"
    return f"{what} in one of the two only (in {percent(way)} of cases {other})"


def _reason(names: Names, found: Reason, called: Called) -> str:
    who = names.actor(found.actor)
    acts = {"hold": "to hold", "signs": "to sign", "refuses": "to refuse", "meets": "to meet"}
    one, other = (acts.get(act, names.zone(act)) for act in (found.first, found.second))
    if not found.first or not found.second:
        side = called[not found.first]
        return f"{who} decided again only in {side}, and chose {one or other}"
    chose = f"{one} in both" if one == other else f"{one} in {called[0]} and {other} in {called[1]}"
    text = f"{who} chose {chose}"
    if found.term:
        gerunds = {"hold": "holding", "signs": "signing", "refuses": "refusing", "meets": "meeting"}
        for_what = gerunds.get(found.option, names.zone(found.option))
        before, after = (figure(round(value, 3)) for value in (found.before, found.after))
        text += f"; {names.term(found.term)} counted {before} for {for_what} in {called[0]}"
        text += f" and {after} in {called[1]}"
    return text


def _course(names: Names, course: Course) -> str:
    """The day from which a measure differs, and by how much."""
    measure = names.scenario.measures[course.measure]
    shares = measure.statistic in ("ever", "first_day")

    def by(size: float, error: float) -> str:
        margin = 1.96 * error
        if shares:
            return f"{100 * abs(size):.1f} ± {100 * margin:.1f} points {'more' if size > 0 else 'less'} often"
        decimals = margin_decimals(margin)
        amount = f"{abs(size):,.{decimals}f} ± {margin:,.{decimals}f} {clean(measure.unit)}".rstrip()
        return f"{'higher' if size > 0 else 'lower'} by {amount}"

    def on(day: int) -> str:
        return by(float(course.mean[day - 1]), float(course.error[day - 1]))

    last, onset, peak = len(course.mean), course.onset or 1, course.peak or 1
    text = f"{capital(names.response(course.measure))} differs from day {onset} on: "
    if course.clear_on(last):
        text += f"{on(last)} on the last day"
    else:
        text += f"{on(peak)} at most, on day {peak}, and no longer clear on the last day"
    if measure.statistic == "mean":
        text += f"; over the days that count, {by(course.final, course.final_error)}"
    return f"{text}."
