"""A sentence or two for each kind of event, in the names of the scenario and in the past tense.

The past tense serves both a singular and a plural: ``the kingdom held`` and ``the rebels held``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whitecell.game.record import Event
from whitecell.report.amounts import amount, bare
from whitecell.report.occasions import Occasions
from whitecell.report.wording import capital, counted, listed, number_word, percent
from whitecell.scenario.model import Scenario

BY_MEANS = {
    "fire": "by fire", "guns": "with heavy weapons", "ground": "by ground attack",
    "air": "by air attack",
}  # fmt: skip
"""How a truce was broken, in words."""
LONG_SHOT = 0.15
"""A choice with a smaller chance than this is called unlikely."""


class Teller(Occasions):
    """Tells the events of one run, in their order.

    It remembers where each main effort was and which corridors have been open. Each kind of event always
    has the same wording, so that a reader can search and count.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._effort: dict[str, str] = {}
        self._opened: set[str] = set()

    def tell(self, event: Event) -> str:
        """The event in a sentence or two."""
        return capital(SENTENCES.get(event.kind, Teller.other)(self, event))

    def pass_over(self, event: Event) -> None:
        """Note an event that is not told, so that a later main effort is told from the right start."""
        if event.kind == "effort":
            self._effort[event.actor] = ""

    # from outside ------------------------------------------------------------------------------

    def inject_missed(self, event: Event) -> str:
        """An inject that might have happened and did not."""
        return f"did not happen: {_going_on(self.names.inject(event.thing))}."

    # main efforts ------------------------------------------------------------------------------

    def effort(self, event: Event) -> str:
        """A new main effort and its distance, or the end of one."""
        return f"{self._turn(event, far=True)}."

    def effort_and_battle(self, effort: Event, battle: Event) -> str:
        """A new main effort and the attack that began it the same day, in one sentence."""
        whom = self.names.actors(battle.others)
        return (
            f"{capital(self._turn(effort))} and attacked {whom} there; the attackers lost "
            f"{amount(battle, 'lost')}, the defenders {bare(battle, 'killed')}."
        )

    def _turn(self, event: Event, far: bool = False) -> str:
        """The old and the new zone of a main effort, without a full stop."""
        who, before = self.names.actor(event.actor), self._effort.get(event.actor, "")
        self._effort[event.actor] = event.zone
        text = f"{who} {self._direction(event, before)}"
        if far and (days := round(event.numbers.get("days", 0.0))) > 1:
            text += f", {number_word(days)} days' march away for most fighters"
        chance = event.numbers.get("chance", 1.0)
        return f"{text} (an unlikely choice, {percent(chance)})" if chance < LONG_SHOT else text

    def _direction(self, event: Event, before: str) -> str:
        if not event.zone and (not before or self._home(event.actor, before)):
            return "stayed on the defensive"
        if not event.zone:
            return f"broke off the push on {self.names.zone(before)} and went over to the defensive"
        zone = self.names.zone(event.zone)
        if self._home(event.actor, event.zone):
            return f"fell back on {zone}"
        if before:
            return f"shifted the main effort from {self.names.zone(before)} to {zone}"
        return f"made {zone} the main effort"

    def _home(self, key: str, zone: str) -> bool:
        """Whether a zone is only an actor's reserve, without worth of its own."""
        actor = self.scenario.actors.get(key)
        return bool(zone) and actor is not None and zone == actor.reserve and zone not in actor.worth

    # force -------------------------------------------------------------------------------------

    def warned(self, event: Event) -> str:
        """An enforcer's warning, and how it was given."""
        entry = self.scenario.constraints.get(event.thing)
        ways = entry.answered_by.warns if entry and entry.answered_by else ()
        place = round(event.numbers.get("way", 0.0))
        by = {"show of force": " by a show of force", "hotline": " over the hotline"}.get(
            ways[place].by if place < len(ways) else "word", ""
        )
        days = event.numbers.get("days", 0.0)
        within = f" within {counted(days, 'days')}" if days >= 1.0 else ""
        return (
            f"{self.names.actor(event.actor)} warned {self._intruders(event)}{by} to leave "
            f"{self.names.zone(event.zone)}{within}, citing {self.names.constraint(event.thing)}."
        )

    def _intruders(self, event: Event) -> str:
        return self.names.actors(event.others) or "the intruders"

    def strike(self, event: Event) -> str:
        """An enforcer's strike."""
        return (
            f"{self.names.actor(event.actor)} struck {self._intruders(event)} in "
            f"{self.names.zone(event.zone)} to enforce {self.names.constraint(event.thing)}: "
            f"{amount(event, 'lost')} lost."
        )

    def turned_back(self, event: Event) -> str:
        """Intruders who were sent back."""
        return self._sent_off(event, "turned back")

    def seized(self, event: Event) -> str:
        """Intruders who were seized."""
        return self._sent_off(event, "seized")

    def _sent_off(self, event: Event, deed: str) -> str:
        return (
            f"{self.names.actor(event.actor)} {deed} {amount(event, 'fighters')} of "
            f"{self._intruders(event)} in {self.names.zone(event.zone)} to enforce "
            f"{self.names.constraint(event.thing)}."
        )

    def air_incident(self, event: Event) -> str:
        """An unsafe encounter of two air forces."""
        pair, zone = self.names.actors(event.others), self.names.zone(event.zone)
        return f"aircraft of {pair} had an unsafe encounter over {zone}."

    def battle(self, event: Event) -> str:
        """The first day of a fight, or a heavy one."""
        who, whom = self.names.actor(event.actor), self.names.actors(event.others)
        return (
            f"{who} attacked {whom} in {self.names.zone(event.zone)}; the attackers lost "
            f"{amount(event, 'lost')}, the defenders {bare(event, 'killed')}."
        )

    def retreat(self, event: Event) -> str:
        """A force that broke under attack and fell back."""
        return (
            f"{self.names.actor(event.actor)} retreated under attack from {self.names.zone(event.zone)} to "
            f"{self.names.zones(event.others)}, losing {amount(event, 'lost')}."
        )

    def surrender(self, event: Event) -> str:
        """A force that broke under attack and had nowhere to go."""
        who, zone = self.names.actor(event.actor), self.names.zone(event.zone)
        return f"{who} surrendered in {zone}, losing {amount(event, 'lost')}."

    def breach(self, event: Event) -> str:
        """The first day of a violation, and whether the monitors recorded it."""
        return self.breaches([event])

    def breaches(self, events: Sequence[Event]) -> str:
        """Violations of one constraint on one day, and how the monitors recorded them."""
        first = events[0]
        who, law = self.names.actors(e.actor for e in events), self.names.constraint(first.thing)
        where = f" in {self.names.zone(first.zone)}" if first.zone else ""
        counts = {means: sum(e.numbers.get(means, 0.0) for e in events) for means in BY_MEANS}
        ways = listed([BY_MEANS[means] for means, count in counts.items() if count])
        text = f"{who} violated {law}{where}{ways and f' {ways}'}"
        whole = sum(counts.values())
        text += f" ({whole:,.0f} violations)" if whole > len(events) else ""
        entry = self.scenario.constraints.get(first.thing)
        watch = entry.watched_by if entry else None
        if watch is None:
            return f"{text}."
        watcher = self.names.actor(watch.actor) if watch.actor else "the monitors"
        if entry and entry.also_watched_by:
            watcher = "the monitors"
        return f"{text}; {self._recorded(events, watcher)}."

    def _recorded(self, events: Sequence[Event], watcher: str) -> str:
        """The violations that the monitors recorded, and the parties to which they attributed them."""
        seen = [e for e in events if e.numbers.get("recorded", 0.0) > 0]
        if not seen:
            return f"undetected by {watcher}"
        right = [e for e in seen if not e.others]
        made = []
        if len(right) == len(events):
            made.append(f"recorded by {watcher}")
        elif right:
            made.append(f"{watcher} recorded only that by {self.names.actors(e.actor for e in right)}")
        for event in seen:
            if event.others:
                what = "it" if len(events) == 1 else f"that by {self.names.actor(event.actor)}"
                blamed = self.names.actors(event.others)
                made.append(f"{watcher} attributed {what} to the wrong party, {blamed}")
        return "; ".join(made)

    def control(self, event: Event) -> str:
        """A zone that changed hands."""
        zone, who = self.names.zone(event.zone), self.names.actor(event.actor)
        return f"{who} took {zone}{(event.others and f' from {self.names.actors(event.others)}') or ''}."

    # supply lines and ladders --------------------------------------------------------------------

    def joined(self, event: Event) -> str:
        """A corridor that was joined, for the first time or again."""
        again = event.thing in self._opened
        self._opened.add(event.thing)
        path = f" by the path “{self.names.path(event.others[0])}”" if event.others else ""
        return f"{self.names.corridor(event.thing)} {'reopened' if again else 'opened'}{path}."

    def cut(self, event: Event) -> str:
        """A corridor that was cut."""
        return f"{self.names.corridor(event.thing)} was cut."

    def rung(self, event: Event) -> str:
        """A change of escalation level; the level's label is only its name."""
        low, high = event.numbers.get("from", 0.0), event.numbers.get("to", 0.0)
        old, new = self.names.rung(event.thing, low), self.names.rung(event.thing, high)
        way = "rose" if high > low else "fell"
        return f"escalation between {self.names.rivalry(event.thing)} {way} from {old} to {new}."


def _going_on(sentence: str) -> str:
    """A sentence as it continues after a colon: an article at its head loses its capital."""
    head = sentence.split(" ", 1)[0]
    return sentence[:1].lower() + sentence[1:] if head in ("A", "An", "The") else sentence


SENTENCES: dict[str, Callable[[Teller, Event], str]] = {
    kind.__name__: kind
    for kind in (
        Teller.inject, Teller.inject_missed, Teller.imposed, Teller.clause_lifted, Teller.ended,
        Teller.opened, Teller.closed, Teller.withdrew, Teller.handed_over, Teller.hit, Teller.decision,
        Teller.effort, Teller.session, Teller.leak, Teller.balk, Teller.signed, Teller.clause_dropped,
        Teller.clause_began, Teller.clause_ended, Teller.step, Teller.in_force, Teller.collapse,
        Teller.lapse, Teller.lifted, Teller.suspended, Teller.failed, Teller.resumed,
        Teller.renewed, Teller.spread, Teller.warned, Teller.strike, Teller.turned_back, Teller.seized,
        Teller.air_incident, Teller.battle, Teller.retreat, Teller.surrender, Teller.breach, Teller.control,
        Teller.joined, Teller.cut, Teller.rung, Teller.turned_hostile, Teller.turned_allied,
        Teller.turned_neutral, Teller.interned, Teller.patron_began, Teller.patron_ended,
    )
}  # fmt: skip
"""The method that writes the sentence for each kind of event."""
