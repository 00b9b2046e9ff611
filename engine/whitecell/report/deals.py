"""Sentences for what comes of talks and agreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from whitecell.game.record import Event
from whitecell.report.effect_text import EffectText
from whitecell.report.names import Names
from whitecell.report.settled import TermText
from whitecell.report.wording import clean, counted, listed, percent
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Entry


class Deals:
    """Tells the events of talks and agreements; a part of :class:`whitecell.report.event_text.Teller`.

    The wordings of a kind are taken in turn.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.names = Names(scenario)
        self._told: Counter[str] = Counter()

    def _vary(self, event: Event, *wordings: str) -> str:
        return wordings[self._told[event.kind] % len(wordings)]

    def session(self, event: Event) -> str:
        """A session of talks and how ready the text is after it."""
        talks, number = self.names.talks(event.thing), round(event.numbers.get("number", 0))
        text = event.numbers.get("text", 0.0)
        if text >= 1.0:
            return self._vary(
                event,
                f"session {number} of {talks} finished the text.",
                f"at session {number} of {talks} the text was ready.",
            )
        ready = percent(min(text, 0.994))
        return self._vary(
            event,
            f"session {number} of {talks}: the text stood at {ready}.",
            f"session {number} of {talks} left the text at {ready}.",
            f"session {number} of {talks} came to an end with the text {ready} ready.",
        )

    def leak(self, event: Event) -> str:
        """Talks became known, and which parties that costs support."""
        talks = self.names.talks(event.thing)
        text = self._vary(
            event, f"word of what passed in {talks} got out", f"a leak from {talks} reached the public"
        )
        entry = self.scenario.talks.get(event.thing)
        hurts = entry.leaks.hurts if entry and entry.leaks else {}
        payers = [actor for actor, cost in hurts.items() if self.names.value(cost) > 0]
        return f"{text}, at a cost to {self.names.actors(payers)}." if payers else f"{text}."

    def balk(self, event: Event) -> str:
        """A ready text that somebody would not sign."""
        who, talks = self.names.actors(event.others), self.names.talks(event.thing)
        entry = self.scenario.talks.get(event.thing)
        return self._vary(
            event,
            f"{who} would not sign, and {talks} went back to the text.",
            f"{who} refused to sign; {talks} went on without a signature.",
        ) + self._terms(entry.signs if entry else "", event)

    def _terms(self, agreement: str, event: Event) -> str:
        """The terms on the table, as a sentence that follows; empty where there are none."""
        text = TermText(self.names).settled(agreement, event.numbers) if event.numbers else ""
        return f" The terms: {text}." if text else ""

    def signed(self, event: Event) -> str:
        """A signature."""
        who, name = self.names.actors(event.others), self.names.agreement(event.thing)
        return f"{who} signed the agreement: {name}.{self._terms(event.thing, event)}"

    def clause_dropped(self, event: Event) -> str:
        """A clause that is not in the text."""
        clause = self.names.constraint(event.thing)
        return self._vary(event, f"{clause} had not made it into the text.", f"the text left out {clause}.")

    def clause_began(self, event: Event) -> str:
        """A clause that binds from today by itself."""
        return f"{self.names.constraint(event.thing)} applied from this day on."

    def clause_ended(self, event: Event) -> str:
        """A clause whose last day was yesterday."""
        return f"{self.names.constraint(event.thing)} had run out and applied no longer."

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
        text = f"{which} of {self.names.agreement(event.thing)} was taken"
        text = f"{text}; it brought {listed(brought)}." if brought else f"{text}."
        effects = steps[number - 1].effects if number <= len(steps) else ()
        return " ".join([text, *self.effects(effects, event)])

    def effects(self, effects: Sequence[Entry], event: Event, prefix: str = "") -> list[str]:
        """What effects changed, in sentences; amounts that move as the event says that they were."""
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
        return f"{name} collapsed{age}; trust had come to {trust}."

    def lapse(self, event: Event) -> str:
        """An agreement ran out."""
        name, trust = self.names.agreement(event.thing), percent(event.numbers.get("trust", 0.0))
        return f"{name} lapsed{self._age(event)} without renewal; trust had come to {trust}."

    def lifted(self, event: Event) -> str:
        """An agreement gave way to the one that replaces it."""
        name = self.names.agreement(event.thing)
        new = [
            self.names.agreement(key)
            for key, agreement in self.scenario.agreements.items()
            if event.thing in agreement.ends
        ]
        return f"{name} gave way to {listed(new, 'or')}{self._age(event)}."

    def suspended(self, event: Event) -> str:
        """Talks that broke off for a while."""
        return f"{self.names.talks(event.thing)} were suspended: once too often the text was not signed."

    def failed(self, event: Event) -> str:
        """Talks that broke off for good."""
        return f"{self.names.talks(event.thing)} failed for good: once too often the text was not signed."

    def resumed(self, event: Event) -> str:
        """Talks that went on after a while."""
        text = percent(event.numbers.get("text", 0.0))
        return f"{self.names.talks(event.thing)} resumed, with the text {text} ready."

    def renewed(self, event: Event) -> str:
        """An agreement was given another term."""
        name, trust = self.names.agreement(event.thing), percent(event.numbers.get("trust", 0.0))
        return self._vary(
            event,
            f"the term was over, and the parties renewed it: {name} (trust {trust}).",
            f"{name} went into another term (trust {trust}).",
        )

    def spread(self, event: Event) -> str:
        """Talks that opened because an agreement held."""
        model = [
            self.names.agreement(key)
            for key, agreement in self.scenario.agreements.items()
            if event.thing in agreement.spreads_to
        ]
        after = f", after {listed(model, 'or')} had held" if model else ""
        return f"{self.names.talks(event.thing)} opened{after}."
