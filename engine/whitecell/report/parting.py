"""Why two batches differ, in sentences that can be checked by telling a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from whitecell.analysis.divergence import Course, Later, Parting, Trace, chief, following
from whitecell.analysis.grounds import Grounds, grounds
from whitecell.game.marks import Mark
from whitecell.report.names import Names
from whitecell.report.table import margin_decimals
from whitecell.report.wording import figure, percent
from whitecell.scenario.model import Scenario

CAUSES = 3
"""First partings that are told, the most frequent ones."""
AFTER = 5
"""Consequences that are told."""
RARE = 0.05
"""Share of runs below which a parting or consequence is not told, unless it is the first."""


@dataclass(frozen=True, slots=True)
class Link:
    """A first parting that many runs share, with a run that shows it.

    ``share`` is of all runs, ``way`` the share of these in which it reads more in the second; ``early`` and
    ``late`` are quartiles of its day.
    """

    mark: Mark
    share: float
    way: float
    early: float
    late: float
    example: Parting
    grounds: Grounds | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The way from a first difference to the measures.

    ``parted`` is the share of runs whose stories part at all, ``following`` what differs later, ``courses``
    the measures that clearly differ, those first that do so first.
    """

    runs: int
    parted: float
    links: tuple[Link, ...]
    following: tuple[Later, ...]
    courses: tuple[Course, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "runs": self.runs,
            "parted": self.parted,
            "first": [asdict(link) for link in self.links],
            "then": [asdict(later) for later in self.following],
            "measures": [
                {
                    "measure": c.measure,
                    "from_day": c.onset,
                    "difference": float(c.mean[-1]),
                    "standard_error": float(c.error[-1]),
                }
                for c in self.courses
            ],
        }


def chain(first: Scenario, second: Scenario, found: Trace) -> Chain:
    """Sum up a trace; tells a few runs for the grounds of decisions."""
    links: list[Link] = []
    for mark, partings in chief(found.partings)[:CAUSES]:
        share = len(partings) / len(found.seeds)
        if links and share < RARE:
            break
        days = np.array([p.day for p in partings], dtype=np.float64)
        early, middle, late = (float(day) for day in np.quantile(days, (0.25, 0.5, 0.75)))
        way = float(np.mean([p.way > 0 for p in partings]))
        example = min(partings, key=lambda p: (abs(p.day - middle), p.seed))
        links.append(Link(mark, share, way, early, late, example, grounds(first, second, example)))
    after = [a for a in following(found) if a.share >= RARE and a.mark.kind != "recorded"]
    courses = sorted((c for c in found.courses() if c.onset), key=lambda c: (c.onset or 0, c.measure))
    parted = len(found.partings) / len(found.seeds)
    return Chain(len(found.seeds), parted, tuple(links), tuple(after[:AFTER]), tuple(courses))


def sentences(scenario: Scenario, told: Chain, labels: tuple[str, str]) -> list[str]:
    """The chain as text.

    Parameters
    ----------
    scenario : Scenario
        Names things; the second's, which states everything of its own.
    told : Chain
    labels : (str, str)
        How a reader plays the two: the words after ``whitecell run``.
    """
    names = Names(scenario)
    if not told.links:
        lines = [f"In none of {told.runs:,} runs do the stories part: all that happens is the same."]
    else:
        lines = [
            f"The stories part in {percent(told.parted)} of {told.runs:,} runs; until then they are one."
        ]
    for link in told.links:
        days, mark = _days(link.early, link.late), _mark(names, link.mark, link.way)
        lines.append(f"In {percent(link.share)} of runs they first part {days}: {mark}.")
        see = f"Seed {link.example.seed} shows it on day {link.example.day}"
        if link.grounds:
            see += f": {_grounds(names, link.grounds)}"
            why = f" --why {link.grounds.actor}"
        else:
            why = ""
        which = labels[1] if link.example.way > 0 else labels[0]
        lines.append(f"{see} (whitecell run {which} --seed {link.example.seed}{why}).")
    for later in told.following:
        lines.append(
            f"Later, in {percent(later.share)} of runs, in the median "
            f"from day {figure(round(later.day))} on: {_mark(names, later.mark, later.way)}."
        )
    lines += [_course(scenario, course) for course in told.courses]
    if told.links and not told.courses:
        lines.append("No measure clearly differs on any stretch of days.")
    return lines


def _days(early: float, late: float) -> str:
    low, high = figure(round(early)), figure(round(late))
    return f"on day {low} for the most part" if low == high else f"on day {low} to {high} in the middle half"


def _mark(names: Names, mark: Mark, way: float) -> str:
    """What a mark says, and in which of the two stories."""
    actor, zone = names.actor(mark.actor), names.zone(mark.zone)
    if mark.kind == "effort":
        return f"{actor} chose another main effort"
    if mark.kind == "control":
        return f"{zone} was held by somebody else" if mark.zone else "some zone was held by somebody else"
    higher = "higher in the second" if way > 0.9 else "lower in the second" if way < 0.1 else "different"
    if mark.kind == "rung":
        return f"the rung of {names.rivalry(mark.thing)} was {higher}"
    where = f" in {zone}" if mark.zone else ""
    thing = {
        "inject": f"“{names.inject(mark.thing)}”",
        "leak": f"the leak of {names.talks(mark.thing)}",
        "session": f"a session of {names.talks(mark.thing)}",
        "signed": f"the signature of {names.agreement(mark.thing)}",
        "in_force": f"{names.constraint(mark.thing)}, in force,",
        "strike": f"a strike by {actor}{where}",
        "joined": f"{names.corridor(mark.thing)}, joined,",
        "breach": f"a breach of {names.constraint(mark.thing)} by {actor}",
        "recorded": f"a recorded breach of {names.constraint(mark.thing)} by {actor}",
        "ended": f"the end of {names.agreement(mark.thing)}",
    }[mark.kind]
    if way > 0.9:
        return f"{thing} was there only in the second"
    if way < 0.1:
        return f"{thing} was there only in the first"
    return f"{thing} was there in one and not in the other (only in the second in {percent(way)} of them)"


def _grounds(names: Names, found: Grounds) -> str:
    who = names.actor(found.actor)
    if not found.first or not found.second:
        side = "first" if found.first else "second"
        return f"{who} decided anew only in the {side}"
    acts = {"hold": "holding", "signs": "signing", "refuses": "refusing", "meets": "meeting"}
    one, other = (acts.get(act, names.zone(act)) for act in (found.first, found.second))
    text = f"{who} had {one} in the first, {other} in the second"
    if found.term:
        text += f"; {names.term(found.term)} for {acts.get(found.option, names.zone(found.option))} "
        text += f"was {figure(round(found.before, 3))} there and {figure(round(found.after, 3))} here"
    return text


def _course(scenario: Scenario, course: Course) -> str:
    measure = scenario.measures[course.measure]
    shares = measure.statistic in ("ever", "first_day")

    def by(day: int) -> str:
        size, error = abs(float(course.mean[day - 1])), 1.96 * float(course.error[day - 1])
        if shares:
            return f"{100 * size:.1f} ± {100 * error:.1f} points"
        decimals = margin_decimals(error)
        return f"{size:,.{decimals}f} ± {error:,.{decimals}f} {measure.unit}".rstrip()

    last, onset = len(course.mean), course.onset or 1
    if course.clear_on(last):
        way = _way(course.mean[-1], shares)
        return f"From day {onset} on, {course.measure} was {way}: by {by(last)} on the last day."
    peak = onset + int(np.argmax(np.abs(course.mean[onset - 1 :])))
    way = _way(course.mean[peak - 1], shares)
    return (
        f"From day {onset} on, {course.measure} was {way} for a while: by {by(peak)} on day {peak}; "
        "on the last day it is not clear any more."
    )


def _way(size: float, shares: bool) -> str:
    if shares:
        return "more often so" if size > 0 else "less often so"
    return "higher" if size > 0 else "lower"
