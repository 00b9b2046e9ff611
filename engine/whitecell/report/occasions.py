"""Sentences for injects and decisions, and for their effects."""

from __future__ import annotations

from whitecell.game.record import Event
from whitecell.report.amounts import amount
from whitecell.report.deals import Deals
from whitecell.report.wording import clean, counted


class Occasions(Deals):
    """Tells injects, decisions and effects."""

    def inject(self, event: Event) -> str:
        """An inject that happened, and the changes that the scenario states for it."""
        sentences = [f"{self.names.inject(event.thing)}."]
        entry = self.scenario.injects.get(event.thing)
        way = entry.outcomes.get(event.others[0]) if entry and event.others else None
        if way:
            sentences.append(f"Outcome: {clean(way.name).rstrip('. ')}.")
        sentences += self.effects(entry.effects if entry else (), event)
        sentences += self.effects(
            way.effects if way else (), event, f"outcomes.{event.others[0]}." if way else ""
        )
        return " ".join(sentences)

    def imposed(self, event: Event) -> str:
        """A constraint that something brought into force."""
        return f"{self.names.constraint(event.thing)} was imposed."

    def clause_lifted(self, event: Event) -> str:
        """A constraint that something put out of force."""
        return f"{self.names.constraint(event.thing)} was lifted."

    def ended(self, event: Event) -> str:
        """An agreement that something ended."""
        return f"{self.names.agreement(event.thing)} was ended."

    def opened(self, event: Event) -> str:
        """Talks that were opened."""
        return f"{self.names.talks(event.thing)} opened."

    def closed(self, event: Event) -> str:
        """Talks that closed."""
        return f"{self.names.talks(event.thing)} closed."

    def withdrew(self, event: Event) -> str:
        """Fighters who left a zone because of an effect."""
        fighters = amount(event, "fighters")
        return f"{fighters} of {self.names.actor(event.actor)} withdrew from {self.names.zone(event.zone)}."

    def handed_over(self, event: Event) -> str:
        """Fighters who went over to another actor."""
        fighters = amount(event, "fighters")
        who, whom = self.names.actor(event.actor), self.names.actors(event.others)
        return f"{fighters} of {who} in {self.names.zone(event.zone)} went over to {whom}."

    def turned_hostile(self, event: Event) -> str:
        """Actors that became enemies; without an acting one, of each other."""
        others = self.names.actors(event.others)
        if event.actor:
            return f"{self.names.actor(event.actor)} turned against {others}."
        return f"{others} became enemies."

    def turned_allied(self, event: Event) -> str:
        """Actors that became allies."""
        others = self.names.actors(event.others)
        if event.actor:
            return f"{self.names.actor(event.actor)} went over to the side of {others}."
        return f"{others} joined forces."

    def turned_neutral(self, event: Event) -> str:
        """Actors that are no longer enemies or allies."""
        others = self.names.actors(event.others)
        if event.actor:
            return f"{self.names.actor(event.actor)} fights neither against nor beside {others} any more."
        return f"{others} fight neither each other nor side by side any more."

    def interned(self, event: Event) -> str:
        """Fighters who were interned where another actor held the ground."""
        fighters = amount(event, "fighters")
        return (
            f"{fighters} of {self.names.actor(event.actor)} were interned in {self.names.zone(event.zone)}."
        )

    def patron_began(self, event: Event) -> str:
        """A patron that took a client."""
        return f"{self.names.actor(event.actor)} became patron of {self.names.actors(event.others)}."

    def patron_ended(self, event: Event) -> str:
        """A patron that let a client go."""
        return f"{self.names.actor(event.actor)} let go of {self.names.actors(event.others)}."

    def hit(self, event: Event) -> str:
        """A hit at range."""
        people = event.numbers.get("people", 0.0)
        zone = self.names.zone(event.zone)
        whom = f"{self.names.actors(event.others)} in {zone}" if event.others else zone
        cost = [f"{amount(event, 'lost')} lost"] if event.others else []
        cost += [f"{counted(people, 'people')} fled"] if people >= 1.0 else []
        told = f": {', '.join(cost)}" if cost else ""
        who = f"{self.names.actor(event.actor)} hit" if event.actor else "a hit struck"
        return f"{who} {whom}{told}."

    def decision(self, event: Event) -> str:
        """An option that an actor chose."""
        entry = self.scenario.decisions.get(event.thing)
        way = entry.options.get(event.others[0]) if entry and event.others else None
        if entry is None or way is None:
            return self.other(event)
        sentences = [f"{self.names.actor(event.actor)} decided on {clean(entry.name)}: {clean(way.name)}."]
        sentences += self.effects(way.effects, event)
        return " ".join(sentences)

    def other(self, event: Event) -> str:
        """An event of a kind that has no sentence, such as one of an extension."""
        about = [
            self.names.actor(event.actor) if event.actor else "",
            clean(event.thing),
            self.names.zone(event.zone) if event.zone else "",
            self.names.actors(event.others),
        ]
        kind, told = clean(event.kind.replace("_", " ")), [part for part in about if part]
        return f"{kind}: {', '.join(told)}." if told else f"{kind}."
