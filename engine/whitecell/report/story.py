"""A run told as a dated story."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from whitecell.game.record import Event, Story, Value
from whitecell.report.wording import Names, day_date, fighters, figure, listed, long_date, sentence
from whitecell.scenario.model import Scenario


class Teller:
    """Finds the words for events, in the names of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.names = Names(scenario)

    def sentence(self, event: Event) -> str:
        """One event in a sentence."""
        tell: Callable[[Event], str] = getattr(self, f"_{event.kind}")
        return sentence(tell(event))

    def _inject(self, e: Event) -> str:
        return f"{self.names[e.thing]}."

    def _inject_missed(self, e: Event) -> str:
        name = self.names[e.thing]
        return f"It does not come to this: {name[:1].lower()}{name[1:]}."

    def _effort(self, e: Event) -> str:
        who = self.names[e.actor]
        chance = e.numbers.get("chance", 1.0)
        likely = "" if chance >= 0.2 else f" (a choice with odds of {chance:.0%})"
        if not e.zone:
            return (
                f"{who} breaks off and holds{likely}."
                if self._one(e.actor)
                else (f"{who} break off and hold{likely}.")
            )
        turns = "turns" if self._one(e.actor) else "turn"
        return f"{who} {turns} to {self.names[e.zone]}{likely}."

    def _one(self, actor: str) -> bool:
        """Whether an actor's name reads as a singular."""
        last = self.names[actor].rstrip(")").split()[-1].lower()
        return not last.endswith(("s", "forces")) or last in ("isis", "states")

    def _session(self, e: Event) -> str:
        number, text = int(e.numbers["number"]), e.numbers["text"]
        if text >= 1.0:
            state = "the text is ready"
        elif text > 0.75:
            state = "little of the text is open"
        elif text > 0.5:
            state = "more than half of the text stands"
        else:
            state = "much is still open"
        return f"{self.names[e.thing]}: session {number}; {state} ({text:.0%})."

    def _leak(self, e: Event) -> str:
        return f"word of {self.names[e.thing]} gets out."

    def _balk(self, e: Event) -> str:
        return f"no signature in {self.names[e.thing]}: {self.names.all(e.others)} will not sign."

    def _signed(self, e: Event) -> str:
        return f"{self.names.all(e.others)} sign {self.names[e.thing]}."

    def _clause_dropped(self, e: Event) -> str:
        return f"{self.names[e.thing]} did not make it into the text."

    def _in_force(self, e: Event) -> str:
        return f"{self.names[e.thing]} enters into force."

    def _collapse(self, e: Event) -> str:
        days, trust = e.numbers["days"], e.numbers["trust"]
        return f"{self.names[e.thing]} collapses after {days:.0f} days; trust had sunk to {trust:.2f}."

    def _lapse(self, e: Event) -> str:
        return f"{self.names[e.thing]} reaches the end of its term and is not renewed."

    def _renewed(self, e: Event) -> str:
        return f"{self.names[e.thing]} is renewed."

    def _spread(self, e: Event) -> str:
        return f"the example is copied: {self.names[e.thing]} open."

    def _strike(self, e: Event) -> str:
        lost = fighters(e.numbers["lost"])
        return (
            f"{self.names[e.actor]} strikes {self.names.all(e.others)} in {self.names[e.zone]}; "
            f"{lost} {'is' if lost in ('hardly anyone', 'one fighter') else 'are'} put out of action."
        )

    def _air_incident(self, e: Event) -> str:
        return f"aircraft of {self.names.all(e.others)} come too close over {self.names[e.zone]}."

    def _battle(self, e: Event) -> str:
        lost, killed = e.numbers["lost"], e.numbers["killed"]
        attacks = "attacks" if self._one(e.actor) else "attack"
        return (
            f"{self.names[e.actor]} {attacks} {self.names.all(e.others)} in {self.names[e.zone]}; "
            f"the day costs {lost:,.0f} of the attackers and {killed:,.0f} of the others."
        )

    def _breach(self, e: Event) -> str:
        breach = f"{self.names[e.actor]} in breach of {self.names[e.thing]}"
        if e.others:
            return f"{breach}; it is laid at the door of {self.names.all(e.others)}."
        return f"{breach}, and it is recorded." if e.numbers.get("recorded") else f"{breach}, unseen."

    def _control(self, e: Event) -> str:
        now = "now holds" if self._one(e.actor) else "now hold"
        return f"{self.names[e.actor]} {now} most of {self.names[e.zone]}."

    def _joined(self, e: Event) -> str:
        return f"{self.names[e.thing]} is joined {listed(list(e.others))}."

    def _cut(self, e: Event) -> str:
        return f"{self.names[e.thing]} is cut."

    def _rung(self, e: Event) -> str:
        rungs = self.scenario.rivalries[e.thing].rungs
        now = rungs[int(e.numbers["to"])]
        way = "climb to" if e.numbers["to"] > e.numbers["from"] else "come down to"
        return f"{self.names[e.thing]} {way} “{now}”."


def events_as_json(scenario: Scenario, story: Story) -> list[dict[str, Any]]:
    """Events as plain values for JSON, each with its date and sentence."""
    teller = Teller(scenario)
    return [
        {
            "day": e.day,
            "date": day_date(scenario, e.day).isoformat(),
            "phase": e.phase,
            "kind": e.kind,
            "actor": e.actor,
            "zone": e.zone,
            "thing": e.thing,
            "others": list(e.others),
            "numbers": e.numbers,
            "text": teller.sentence(e),
        }
        for e in story.events
    ]


def story_lines(scenario: Scenario, story: Story) -> list[str]:
    """The story of a run, line by line: a date, what happened, and how quiet it was between."""
    teller = Teller(scenario)
    lines = [sentence(scenario.title), f"Seed {story.seed}, from {long_date(scenario.start)}", ""]
    last = 0
    for day, events in groupby(story.events, key=lambda e: e.day):
        if last and day - last > 4:
            lines.append(f"  … {day - last - 1} quiet days …")
        last = day
        told = [teller.sentence(e) for e in events]
        if day == 0:
            continue
        lines.append(f"{long_date(day_date(scenario, day))} (day {day})")
        lines += [f"  {text}" for text in told]
    if scenario.days - last > 4:
        lines.append(f"  … {scenario.days - last} quiet days to the end …")
    lines += ["", f"On {long_date(day_date(scenario, scenario.days))}, day {scenario.days}:"]
    width = max((len(label(scenario, name)) for name in story.measures), default=0)
    for name, value in story.measures.items():
        lines.append(f"  {label(scenario, name):<{width}}  {shown(scenario, name, value)}")
    return lines


def label(scenario: Scenario, name: str) -> str:
    """What a reader sees for a measure."""
    return sentence(scenario.measures[name].label or name.replace("_", " "))


def shown(scenario: Scenario, name: str, value: Value) -> str:
    """A measure of one run for a reader."""
    measure = scenario.measures[name]
    if value is None:
        return "never"
    if measure.statistic == "ever":
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if measure.statistic == "first_day":
        return f"{int(value)} ({long_date(day_date(scenario, int(value)))})"
    unit = "" if measure.unit in ("", "share", "rung") else f" {measure.unit}"
    return f"{figure(float(value))}{unit}"
