"""A sentence or two for each kind of event, in the names of the scenario and in the past tense.

The past tense serves both a singular and a plural: ``the kingdom held`` and ``the rebels held``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whitecell.game.record import Event
from whitecell.report.amounts import amount, bare
from whitecell.report.names import Names
from whitecell.report.occasions import Occasions
from whitecell.report.wording import capital, counted, listed, number_word, percent
from whitecell.scenario.model import Scenario

BY_MEANS = {
    "fire": "with fire", "guns": "with guns", "ground": "by attacks on the ground", "air": "from the air"
}  # fmt: skip
"""By what a truce was broken, in words."""
LONG_SHOT = 0.15
"""A choice with a smaller chance than this is told as an unlikely one."""


class Teller(Occasions):
    """Tells the events of one run, in their order.

    It remembers what it told – who turned where, who held what – and takes the wordings of a kind
    in turn, so that the same run is always told in the same words.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._effort: dict[str, str] = {}
        self._opened: set[str] = set()

    def tell(self, event: Event) -> str:
        """The event in a sentence or two."""
        text = SENTENCES.get(event.kind, Teller.other)(self, event)
        self._told[event.kind] += 1
        return capital(text)

    def pass_over(self, event: Event) -> None:
        """Take note of an event that is not told: a later turn must not start from it."""
        if event.kind == "effort":
            self._effort[event.actor] = ""

    # from outside ------------------------------------------------------------------------------

    def inject_missed(self, event: Event) -> str:
        """What might have happened and did not."""
        what = _going_on(self.names.inject(event.thing))
        return self._vary(
            event,
            f"It did not come to this: {what}.",
            f"Looked for on this day, it did not happen: {what}.",
        )

    # main efforts ------------------------------------------------------------------------------

    def effort(self, event: Event) -> str:
        """A new main effort, or the end of one, and how far it is."""
        return f"{self._turn(event, far=True)}."

    def effort_and_battle(self, effort: Event, battle: Event) -> str:
        """A new main effort and the attack by which it began the same day, in one sentence."""
        turn = capital(self._turn(effort))
        self._told[effort.kind] += 1
        self._told[battle.kind] += 1
        whom = self.names.actors(battle.others)
        comma = "," if turn.endswith(")") else ""
        return (
            f"{turn}{comma} and attacked {whom} there, losing {amount(battle, 'lost')}; the other "
            f"side lost {bare(battle, 'killed')}."
        )

    def _turn(self, event: Event, far: bool = False) -> str:
        """What a main effort turns from and to, without a full stop."""
        who, before = self.names.actor(event.actor), self._effort.get(event.actor, "")
        self._effort[event.actor] = event.zone
        if not event.zone and self._home(event.actor, before):
            text = f"{who} held in place"
        elif not event.zone:
            left = f" the effort for {self.names.zone(before)}" if before else " the main effort"
            text = self._vary(
                event, f"{who} called off{left}", f"{who} gave up{left} and held", f"{who} dropped{left}"
            )
        elif self._home(event.actor, event.zone):
            home = self.names.zone(event.zone)
            text = self._vary(event, f"{who} fell back on {home}", f"{who} drew back to {home}")
        else:
            text = self._vary(event, *_turns(who, self.names.zone(event.zone), before, self.names))
        if far and (days := round(event.numbers.get("days", 0.0))) > 1:
            text += f", {number_word(days)} days' march for most of its fighters"
        chance = event.numbers.get("chance", 1.0)
        if chance < LONG_SHOT:
            text += f", an unlikely choice ({percent(chance)})"
        return text

    def _home(self, key: str, zone: str) -> bool:
        """Whether a zone is an actor's reserve and no more: without worth of its own."""
        actor = self.scenario.actors.get(key)
        return bool(zone) and actor is not None and zone == actor.reserve and zone not in actor.worth

    # force -------------------------------------------------------------------------------------

    def warned(self, event: Event) -> str:
        """An enforcer's warning, and how it was given."""
        who, whom = self.names.actor(event.actor), self.names.actors(event.others) or "the intruders"
        zone, law = self.names.zone(event.zone), self.names.constraint(event.thing)
        entry = self.scenario.constraints.get(event.thing)
        ways = entry.answered_by.warns if entry and entry.answered_by else ()
        place = round(event.numbers.get("way", 0.0))
        by = ways[place].by if place < len(ways) else "word"
        days = event.numbers.get("days", 0.0)
        heed = f"; it gave them {counted(days, 'days')}" if days >= 1.0 else ""
        if by == "show of force":
            return self._vary(
                event,
                f"{who} made a show of force before {whom} in {zone}, to enforce {law}{heed}.",
                f"a show of force by {who} in {zone} told {whom} to heed {law}{heed}.",
            )
        if by == "hotline":
            return self._vary(
                event,
                f"over the hotline {who} warned that {whom} in {zone} were crossing {law}{heed}.",
                f"{who} called over the hotline: {whom} were to leave {zone}, which {law} closes to "
                f"them{heed}.",
            )
        return self._vary(
            event,
            f"{who} warned {whom} in {zone} to heed {law}{heed}.",
            f"{who} told {whom} to leave {zone}, which {law} closes to them{heed}.",
        )

    def strike(self, event: Event) -> str:
        """An enforcer's strike."""
        who, whom = self.names.actor(event.actor), self.names.actors(event.others)
        zone, law = self.names.zone(event.zone), self.names.constraint(event.thing)
        lost = amount(event, "lost")
        whom = whom or "the intruders"
        return self._vary(
            event,
            f"{who} struck {whom} in {zone}, enforcing {law}: {lost} lost.",
            f"aircraft of {who} hit {whom} in {zone} for crossing {law}; {lost} lost.",
            f"{who} enforced {law} by a strike on {whom} in {zone}; it cost {lost}.",
        )

    def turned_back(self, event: Event) -> str:
        """Intruders who were sent back."""
        return self._sent_off(event, "turned back")

    def seized(self, event: Event) -> str:
        """Intruders who were seized."""
        return self._sent_off(event, "seized")

    def _sent_off(self, event: Event, deed: str) -> str:
        who, whom = self.names.actor(event.actor), self.names.actors(event.others) or "the intruders"
        zone, law = self.names.zone(event.zone), self.names.constraint(event.thing)
        number = amount(event, "fighters")
        return f"{who} {deed} {number} of {whom} in {zone}, enforcing {law}."

    def air_incident(self, event: Event) -> str:
        """Two air forces too near each other."""
        pair, zone = self.names.actors(event.others), self.names.zone(event.zone)
        return self._vary(
            event,
            f"aircraft of {pair} came too close over {zone}.",
            f"a near miss over {zone} between aircraft of {pair}.",
            f"over {zone}, aircraft of {pair} got in each other's way.",
        )

    def battle(self, event: Event) -> str:
        """The first day of a fight, or a heavy one."""
        who, whom = self.names.actor(event.actor), self.names.actors(event.others)
        zone = self.names.zone(event.zone)
        cost, killed = amount(event, "lost"), bare(event, "killed")
        return self._vary(
            event,
            f"{who} attacked {whom} in {zone}. The attack cost {cost}, the defence {killed}.",
            f"fighting in {zone}: {who} pressed against {whom}, losing {cost}; the defenders lost {killed}.",
            f"in {zone}, {who} went at {whom} and lost {bare(event, 'lost')}; the defenders lost {killed}.",
        )

    def retreat(self, event: Event) -> str:
        """A force that broke under attack and fell back."""
        who, zone, home = (
            self.names.actor(event.actor),
            self.names.zone(event.zone),
            self.names.zones(event.others),
        )
        cost = amount(event, "lost")
        return self._vary(
            event,
            f"{who} broke in {zone} and fell back on {home}, losing {cost}.",
            f"in {zone}, {who} gave way and retreated to {home}; the retreat cost {cost}.",
            f"{who} left {zone} in disorder for {home}; {bare(event, 'lost')} lost on the way.",
        )

    def surrender(self, event: Event) -> str:
        """A force that broke under attack and had nowhere to go."""
        who, zone = self.names.actor(event.actor), self.names.zone(event.zone)
        cost = amount(event, "lost")
        return self._vary(
            event,
            f"{who} surrendered in {zone}: {cost} lost.",
            f"in {zone}, {who} had no way out and laid down arms; {cost} lost.",
            f"{who} gave up in {zone}, where no road was open; it cost {cost}.",
        )

    def breach(self, event: Event) -> str:
        """The first day of a breach, and what the watchers made of it."""
        return self.breaches([event])

    def breaches(self, events: Sequence[Event]) -> str:
        """Breaches of one constraint on one day, and what the watchers made of them."""
        first = events[0]
        who, law = self.names.actors(e.actor for e in events), self.names.constraint(first.thing)
        where = f" in {self.names.zone(first.zone)}" if first.zone else ""
        text = self._vary(first, f"{who} broke {law}{where}", f"{who} breached {law}{where}")
        counts = {means: sum(e.numbers.get(means, 0.0) for e in events) for means in BY_MEANS}
        ways = [BY_MEANS[means] for means, count in counts.items() if count]
        text += f" {listed(ways)}" if ways else ""
        whole = sum(counts.values())
        text += f" ({whole:,.0f} violations)" if whole > len(events) else ""
        entry = self.scenario.constraints.get(first.thing)
        watch = entry.watched_by if entry else None
        if watch is None:
            return f"{text}."
        watcher = self.names.actor(watch.actor) if watch.actor else "the monitors"
        if entry and entry.also_watched_by:
            watcher = "those who watch"
        seen = [e for e in events if e.numbers.get("recorded", 0.0) > 0 and not e.others]
        made = []
        if len(seen) == len(events):
            made.append("it" if len(events) == 1 else "all of it")
        elif seen:
            made.append(f"that of {self.names.actors(e.actor for e in seen)}")
        text += f"; {watcher} recorded {made[0]}" if made else ""
        for event in events:
            if event.others:
                blamed = self.names.actors(event.others)
                of = "it" if len(events) == 1 else f"that of {self.names.actor(event.actor)}"
                text += f"; {watcher} laid {of} at the door of {blamed}"
        if not any(e.numbers.get("recorded", 0.0) > 0 for e in events):
            text += self._vary(first, ", unrecorded", f"; {watcher} did not record it")
        return f"{text}."

    def control(self, event: Event) -> str:
        """A zone that changed hands."""
        zone, who = self.names.zone(event.zone), self.names.actor(event.actor)
        loser = self.names.actors(event.others) if event.others else ""
        if loser:
            return self._vary(
                event,
                f"{zone} passed from {loser} to {who}.",
                f"{who} took {zone} from {loser}.",
                f"{loser} lost {zone} to {who}.",
            )
        return self._vary(event, f"{who} took hold of {zone}.", f"{zone} came under {who}.")

    # supply lines and ladders --------------------------------------------------------------------

    def joined(self, event: Event) -> str:
        """A corridor that was joined, for the first time or once more."""
        name, path = self.names.corridor(event.thing), self._path(event)
        again = event.thing in self._opened
        self._opened.add(event.thing)
        return f"{name} was open again{path}." if again else f"{name} was joined{path}."

    def cut(self, event: Event) -> str:
        """A corridor that was cut."""
        return f"{self.names.corridor(event.thing)} was cut."

    def _path(self, event: Event) -> str:
        return f", by the path “{self.names.path(event.others[0])}”" if event.others else ""

    def rung(self, event: Event) -> str:
        """A step on a ladder of escalation: a level of tension, whose label is a name only."""
        low, high = event.numbers.get("from", 0.0), event.numbers.get("to", 0.0)
        what = f"escalation on the ladder of {self.names.rivalry(event.thing)}"
        old, new = self.names.rung(event.thing, low), self.names.rung(event.thing, high)
        if high > low:
            return self._vary(event, f"{what} rose from {old} to {new}.", f"{what} rose to {new}.")
        return self._vary(event, f"{what} eased from {old} to {new}.", f"{what} sank back to {new}.")


def _turns(who: str, zone: str, before: str, names: Names) -> tuple[str, ...]:
    """Wordings of a turn to a zone, from another or from none."""
    if before:
        old = names.zone(before)
        return (
            f"{who} shifted the main effort from {old} to {zone}",
            f"{who} turned from {old} to {zone}",
            f"leaving {old} aside, {who} went for {zone}",
        )
    return (
        f"{who} made {zone} the main effort",
        f"{who} turned to {zone}",
        f"{who} went for {zone}",
        f"{who} put the main weight on {zone}",
    )


def _going_on(sentence: str) -> str:
    """A sentence as it goes on after a colon: an article at its head loses its capital."""
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
"""The method that writes the sentence of each kind of event."""
