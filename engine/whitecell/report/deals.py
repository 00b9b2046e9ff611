"""Sentences for the events of talks and agreements."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.game.record import Event
from whitecell.report.effect_text import EffectText
from whitecell.report.names import Names
from whitecell.report.settled import TermText
from whitecell.report.wording import clean, counted, listed, percent, shared
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Entry


class Deals:
    """Tells the events of talks and agreements; a part of :class:`whitecell.report.event_text.Teller`."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.names = Names(scenario)

    def session(self, event: Event) -> str:
        """A session of talks and how ready the text is after it."""
        talks, number = self.names.talks(event.thing), round(event.numbers.get("number", 0))
        text = event.numbers.get("text", 0.0)
        if text >= 1.0:
            return f"session {number} of {talks} completed the text."
        return f"session {number} of {talks}: {percent(min(text, 0.994))} of the text agreed."

    def leak(self, event: Event) -> str:
        """Talks that became known, and the parties that lose support by that."""
        talks = self.names.talks(event.thing)
        text = f"the content of {talks} leaked"
        entry = self.scenario.talks.get(event.thing)
        hurts = entry.leaks.hurts if entry and entry.leaks else {}
        payers = [actor for actor, cost in hurts.items() if self.names.value(cost) > 0]
        return f"{text}, which cost support among {self.names.actors(payers)}." if payers else f"{text}."

    def balk(self, event: Event) -> str:
        """A ready text that somebody would not sign."""
        who, talks = self.names.actors(event.others), self.names.talks(event.thing)
        entry = self.scenario.talks.get(event.thing)
        terms = self._terms(entry.signs if entry else "", event)
        return f"{who} refused to sign, and {talks} went back to the text.{terms}"

    def _terms(self, agreement: str, event: Event) -> str:
        """The terms on the table, as a sentence that follows; empty where there are none."""
        text = TermText(self.names).settled(agreement, event.numbers) if event.numbers else ""
        return f" The terms: {text}." if text else ""

    def signed(self, event: Event) -> str:
        """A signature."""
        who, name = self.names.actors(event.others), self.names.agreement(event.thing)
        return f"{who} signed {name}.{self._terms(event.thing, event)}"

    def clause_dropped(self, event: Event) -> str:
        """A clause that is not in the text."""
        return f"not included in the agreement: {self.names.constraint(event.thing)}."

    def clause_began(self, event: Event) -> str:
        """A clause that binds from today by itself."""
        return f"{self.names.constraint(event.thing)} took effect."

    def clause_ended(self, event: Event) -> str:
        """A clause whose last day was yesterday."""
        return f"{self.names.constraint(event.thing)} expired."

    def in_force(self, event: Event) -> str:
        """An agreement entered into force."""
        return f"{self.names.agreement(event.thing)} entered into force."

    def step(self, event: Event) -> str:
        """A step of an agreement, and the clauses that it brought."""
        number, entry = round(event.numbers.get("number", 1)), self.scenario.agreements.get(event.thing)
        steps = entry.steps if entry else ()
        name = clean(steps[number - 1].name) if number <= len(steps) and steps[number - 1].name else ""
        which = f"step {number}, {name}," if name else f"step {number}"
        brought = [self.names.constraint(key) for key in event.others]
        text = f"{which} of {self.names.agreement(event.thing)} was carried out"
        text = f"{text} and put {shared(brought)} into force." if brought else f"{text}."
        effects = steps[number - 1].effects if number <= len(steps) else ()
        return " ".join([text, *self.effects(effects, event)])

    def effects(self, effects: Sequence[Entry], event: Event, prefix: str = "") -> list[str]:
        """The changes by effects, in sentences; amounts that vary are those that the event states."""
        told: list[dict[str, float]] = [{} for _ in effects]
        for key, value in event.numbers.items():
            found = key.removeprefix(prefix).split(".") if key.startswith(f"{prefix}effects.") else []
            if len(found) == 3 and int(found[1]) < len(told):
                told[int(found[1])][found[2]] = value
        said = (EffectText(self.names, each).tell(e) for e, each in zip(effects, told, strict=True))
        return [text for text in said if text]

    def _age(self, event: Event) -> str:
        days = event.numbers.get("days", 0.0)
        return f" after {counted(days, 'days')}" if days >= 1 else ""

    def collapse(self, event: Event) -> str:
        """An agreement broke down."""
        name, age = self.names.agreement(event.thing), self._age(event)
        trust = percent(event.numbers.get("trust", 0.0))
        return f"{name} collapsed{age}; trust stood at {trust}."

    def lapse(self, event: Event) -> str:
        """An agreement ran out."""
        name, trust = self.names.agreement(event.thing), percent(event.numbers.get("trust", 0.0))
        return f"{name} expired{self._age(event)} without renewal; trust stood at {trust}."

    def lifted(self, event: Event) -> str:
        """An agreement gave way to the one that replaces it."""
        name = self.names.agreement(event.thing)
        new = [
            self.names.agreement(key)
            for key, agreement in self.scenario.agreements.items()
            if event.thing in agreement.ends
        ]
        return f"{name} was replaced by {listed(new, 'or')}{self._age(event)}."

    def suspended(self, event: Event) -> str:
        """Talks that broke off for a while."""
        return f"{self.names.talks(event.thing)} broke off for a time after repeated refusals to sign."

    def failed(self, event: Event) -> str:
        """Talks that broke off for good."""
        return f"{self.names.talks(event.thing)} broke down for good after repeated refusals to sign."

    def resumed(self, event: Event) -> str:
        """Talks that resumed."""
        text = percent(event.numbers.get("text", 0.0))
        return f"{self.names.talks(event.thing)} resumed with {text} of the text agreed."

    def renewed(self, event: Event) -> str:
        """An agreement that was renewed at the end of its term."""
        name, trust = self.names.agreement(event.thing), percent(event.numbers.get("trust", 0.0))
        return f"the parties renewed {name} at the end of the term; trust stood at {trust}."

    def spread(self, event: Event) -> str:
        """Talks that opened because an agreement held."""
        model = [
            self.names.agreement(key)
            for key, agreement in self.scenario.agreements.items()
            if event.thing in agreement.spreads_to
        ]
        after = f" because {listed(model, 'or')} had held" if model else ""
        return f"{self.names.talks(event.thing)} opened{after}."
