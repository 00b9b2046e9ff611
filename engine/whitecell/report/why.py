"""The reasons of an actor's decisions: the options it weighed day by day, and those it rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whitecell.game.record import Option, Story, Weighing
from whitecell.game.terms import VOICES
from whitecell.report.names import Names
from whitecell.report.settled import TermText
from whitecell.report.wording import (
    capital,
    clean,
    figure,
    listed,
    number_word,
    percent,
    signed,
    span,
)
from whitecell.scenario.orders import EVERYBODY, NOBODY

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario

HOLD = "hold"
AIR = ("sorties", "target")
TELLING = 0.005
"""A term smaller than this shows as zero and is left out."""
ABOUT = 0.1
"""Pressure that changes by less is reported as one spell."""


@dataclass(frozen=True, slots=True)
class Deliberation:
    """One decision, or a spell of days with the same one.

    ``rows`` are the options: whether each was chosen, its name, utility, chance and terms.
    """

    first: int
    last: int
    subject: str
    rows: tuple[tuple[bool, str, str, str, str], ...]
    sentences: tuple[str, ...]


def why(scenario: Scenario, story: Story, actor: str) -> list[Deliberation]:
    """The deliberations of an actor in a run, in order of days."""
    return Explainer(scenario).told([w for w in story.weighings if w.actor == actor])


class Explainer:
    """Writes weighings as text, in the names of the scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.names = Names(scenario)

    def told(self, weighings: Sequence[Weighing]) -> list[Deliberation]:
        """The deliberations of one actor; successive days of the same pressure or waiting are one."""
        told = [self._effort(w) for w in weighings if w.subject == "effort"]
        heard: set[str] = set()
        for weighing in weighings:
            if weighing.subject == "assent":
                told.append(self._assent(weighing, weighing.thing not in heard))
                heard.add(weighing.thing)
        told += [self._press(spell) for spell in spells(weighings, "press", _same_press)]
        told += [self._strike(spell) for spell in spells(weighings, "strike", _same_strike)]
        told += [self._clause(w) for w in weighings if w.subject == "clause"]
        told += [self._decision(w) for w in weighings if w.subject == "decision"]
        told += [self._sorties(s) for kind in AIR for s in spells(weighings, kind, _same_order)]
        told += [self._terms(w) for w in weighings if w.subject == "terms"]
        known = ("effort", "assent", "clause", "press", "strike", *AIR, "decision", "terms")
        told += [self._plain(w, w.subject) for w in weighings if w.subject not in known]
        return sorted(told, key=lambda deliberation: deliberation.first)

    def terms(self, option: Option) -> str:
        """The terms of an option that matter, the weightiest first."""
        ranked = sorted(option.terms.items(), key=lambda pair: -abs(pair[1]))
        return ", ".join(
            f"{self.names.term(name)} {signed(term)}" for name, term in ranked if abs(term) >= TELLING
        )

    def _option(self, name: str) -> str:
        return HOLD if name == HOLD else self.names.zone(name)

    def _plain(self, weighing: Weighing, subject: str) -> Deliberation:
        """A decision among options, each with its terms."""
        ranked = sorted(weighing.options, key=lambda option: -option.utility)
        rows = tuple(
            (o.name == weighing.chosen, self._option(o.name), signed(o.utility), percent(o.chance),
             self.terms(o))
            for o in ranked
        )  # fmt: skip
        return Deliberation(weighing.day, weighing.day, clean(subject), rows, ())

    def _decision(self, weighing: Weighing) -> Deliberation:
        """The choice in a decision of the scenario, and its options."""
        entry = self.names.scenario.decisions.get(weighing.thing)
        if entry is None:
            return self._plain(weighing, weighing.thing)
        names = {name: clean(course.name) for name, course in entry.options.items()}
        ranked = sorted(weighing.options, key=lambda option: -option.utility)
        rows = tuple(
            (
                o.name == weighing.chosen,
                names.get(o.name, o.name),
                signed(o.utility),
                percent(o.chance),
                self.terms(o) if len(o.terms) > 1 else "",
            )
            for o in ranked
        )
        return Deliberation(weighing.day, weighing.day, clean(entry.name), rows, self._told(weighing, names))

    # what was ordered ----------------------------------------------------------------------------

    def _told(self, weighing: Weighing, words: Mapping[str, str]) -> tuple[str, ...]:
        """The order to an actor, and its own choice without it; nothing where it had no order.

        ``words`` describe the things that it may have done, by name.
        """
        if not weighing.own:
            return ()
        done, own = (words.get(name, name) for name in (weighing.chosen, weighing.own))
        chance = next((o.chance for o in weighing.options if o.name == weighing.own), None)
        odds = f" (a chance of {percent(chance)})" if chance is not None else ""
        if done == own:
            return (f"This was ordered; the choice without an order would have been the same{odds}.",)
        return (f"This was ordered. Without an order the choice would have been {own}{odds}.",)

    # the main effort -----------------------------------------------------------------------------

    def _effort(self, weighing: Weighing) -> Deliberation:
        plain = self._plain(weighing, "main effort")
        told = self._contrast(weighing)
        if weighing.own:
            words = {o.name: self._option(o.name) for o in weighing.options}
            itself = replace(weighing, chosen=weighing.own)
            told = (*self._told(weighing, words), *self._contrast(itself, itself=True))
        return Deliberation(plain.first, plain.last, plain.subject, plain.rows, told)

    def _contrast(self, weighing: Weighing, *, itself: bool = False) -> tuple[str, ...]:
        """The choice beside the best other option: the terms that spoke for it and against it.

        With ``itself`` it is the choice that the actor would have made without orders.
        """
        chosen = next((o for o in weighing.options if o.name == weighing.chosen), None)
        if chosen is None:
            return ()
        who, held = capital(self.names.actor(weighing.actor)), chosen.name == HOLD
        went = ("would have held", "would have gone for") if itself else ("held", "went for")
        text = f"{who} {went[0]}" if held else f"{who} {went[1]} {self._option(chosen.name)}"
        others = [o for o in weighing.options if o is not chosen]
        if not others:
            return (f"{text}: no zone would have won more than it costs to turn to one.",)
        other = max(others, key=lambda o: o.utility)
        text += f" rather than {'go for ' if held else ''}{self._option(other.name)}"
        gap = chosen.utility - other.utility
        if abs(gap) < TELLING:
            text += ", which looked as good"
        elif gap < 0.0:
            text += f", which looked better by {figure(round(-gap, 2))} (chance {percent(other.chance)})"
        if spoke := self._spoke(chosen, other):
            text += f": {spoke}"
        if abs(gap) < TELLING:
            text += "; chance decided between them"
        elif gap < 0.0:
            text += f". Choices have noise, and this one had a chance of {percent(chosen.chance)}"
            more = sum(o.utility - chosen.utility >= TELLING for o in others) - 1
            text += f"; {number_word(more)} more looked better than it" if more else ""
        return (f"{text}.",)

    def _spoke(self, chosen: Option, other: Option) -> str:
        """The terms that spoke for the choice and against it, by how much they differ, largest first."""
        gaps = {
            name: chosen.terms.get(name, 0.0) - other.terms.get(name, 0.0)
            for name in dict.fromkeys((*chosen.terms, *other.terms))
        }
        ranked = sorted(gaps.items(), key=lambda pair: -abs(pair[1]))
        sides = [
            listed(
                f"{self.names.term(name)} (by {abs(gap):.2f})"
                for name, gap in ranked
                if sign * gap >= TELLING
            )
            for sign in (1, -1)
        ]
        if all(sides):
            return f"{sides[0]} spoke for the choice, {sides[1]} against it"
        if any(sides):
            return f"{sides[0]} spoke for the choice" if sides[0] else f"{sides[1]} spoke against the choice"
        return ""

    # talks, pressure, strikes --------------------------------------------------------------------

    def _assent(self, weighing: Weighing, voices: bool) -> Deliberation:
        """A party's support at a session; its voices are told at the first one."""
        option = weighing.options[0]
        who, what = capital(self.names.actor(weighing.actor)), self.names.agreement(weighing.thing)
        ranked = sorted(option.terms.items(), key=lambda pair: -abs(pair[1]))
        grounds = [
            f"{self._ground(name, weighing)} {signed(term)}" for name, term in ranked if abs(term) >= TELLING
        ]
        summed = f"{listed(grounds)} made a support of {signed(option.utility)}"
        support = summed if grounds else "there was no reason either way"
        chance = percent(option.chance)
        deed = {"signs": "signed", "refuses": "refused to sign"}.get(
            weighing.chosen, "came to a session that had no text to sign"
        )
        verdict = f"{who} {deed}: {support}; its chance to sign was {chance}."
        words = {"signs": "to sign", "refuses": "to refuse"}
        told = (verdict, *self._told(weighing, words))
        told = (*told, *self._voices(weighing, weighing.thing)) if voices else told
        return Deliberation(weighing.day, weighing.day, f"talks on {what}", (), told)

    def _clause(self, weighing: Weighing) -> Deliberation:
        """A party's view of a clause when there was a text to sign."""
        option = weighing.options[0]
        law, deed = self.names.constraint(option.name), weighing.chosen
        own, rest = (signed(option.terms.get(term, 0.0)) for term in ("wants", "rest"))
        text = (
            f"{capital(self.names.actor(weighing.actor))} was asked for a clause: {law}. "
            f"{capital(self._ground('wants', weighing))} {own} on it, beside "
            f"{rest} for {self.names.term('rest')}, left a chance of "
            f"{percent(option.chance)} to sign with it; "
            f"{'the clause was struck' if deed == 'strikes' else 'it let the clause stand'}."
        )
        words = {"keeps": "to let the clause stand", "strikes": "to have it struck"}
        told = (text, *self._told(weighing, words), *self._voices(weighing, option.name))
        return Deliberation(weighing.day, weighing.day, f"clause on {law}", (), told)

    def _terms(self, weighing: Weighing) -> Deliberation:
        """How the terms on the table came about, and their value to the party."""
        what = self.names.agreement(weighing.thing)
        told = TermText(self.names).sentences(weighing)
        return Deliberation(weighing.day, weighing.day, f"terms of {what}", (), told)

    def _ground(self, term: str, weighing: Weighing) -> str:
        """The subject of a term of a party's support, in words."""
        scenario = self.names.scenario
        if term in scenario.rivalries:
            return f"the ladder of {self.names.rivalry(term)}"
        members = scenario.actors[weighing.actor].members
        needs = [talks.requires.get(weighing.actor) for talks in scenario.talks.values()
                 if talks.signs == weighing.thing]  # fmt: skip
        need = next((need for need in needs if need), None)
        if term == "pressure" and need:
            return f"the pressure of {self.names.actor(need.pressure_of)} on {self.names.actor(need.on)}"
        return VOICES if term == "wants" and members else self.names.term(term)

    def _voices(self, weighing: Weighing, toward: str) -> tuple[str, ...]:
        """The views of the voices inside an actor on an agreement or a clause at the start."""
        spec = self.names.scenario.actors[weighing.actor]
        said = [
            f"{self.names.member(name)} {signed(self.names.value(member.wants.get(toward, 0.0)))} "
            f"(weight {figure(self.names.value(member.weight))})"
            for name, member in spec.members.items()
        ]
        return (f"Its voices at the start: {listed(said)}.",) if said else ()

    def _press(self, spell: Sequence[Weighing]) -> Deliberation:
        first, client = spell[0], self.names.actor(spell[0].thing)
        who, sentences = capital(self.names.actor(spell[0].actor)), []
        for place, option in enumerate(first.options):
            effects = [w.options[place].utility for w in spell]
            low, high = signed(min(effects)), signed(max(effects))
            law = self.names.constraint(option.name.split(": ", 1)[-1])
            will, leverage = option.terms.get("will", 0.0), option.terms.get("leverage", 0.0)
            deed = "pressed" if will > 0 else "urged"
            toward = f"to obey {law}" if will > 0 else f"on against {law}"
            sentences.append(
                f"{who} {deed} {client} {toward}: will {signed(will)} times leverage "
                f"{figure(round(leverage, 2))} makes {signed(option.utility)}"
                + ("." if low == high else f", between {low} and {high} in these days.")
            )
        if first.own and first.own == first.chosen:
            sentences.append("This was ordered; the choice without an order would have been the same.")
        elif first.own:
            sentences.insert(0, f"It was ordered to let {client} be. Without an order, what follows holds:")
        return Deliberation(first.day, spell[-1].day, f"pressure on {client}", (), tuple(sentences))

    def _sorties(self, spell: Sequence[Weighing]) -> Deliberation:
        """The sorties that were ordered, and those that the actor would have flown by itself."""
        first = spell[0]
        flown = {option.name: option.terms for option in first.options}
        who = capital(self.names.actor(first.actor))
        if first.subject == "sorties":
            subject, same = "sorties", first.chosen == first.own
            done = f"flew {self._flown(flown[first.chosen])}"
            own = f"it would have flown {self._flown(flown[first.own])}"
        else:
            zone = self.names.zone(first.thing)
            subject, same = f"targets over {zone}", first.chosen == first.own
            done = f"flew {self._flown(flown[first.chosen])}, against {self._whom(first.chosen)}"
            own = f"it would have flown {self._flown(flown[first.own])}, against {self._whom(first.own)}"
        told = (
            f"{who} {done}.",
            "This was ordered; the choice without an order would have been the same."
            if same
            else f"This was ordered. Without an order {own}, as the scenario states it.",
        )
        return Deliberation(first.day, spell[-1].day, subject, (), told)

    def _flown(self, by_zone: Mapping[str, float]) -> str:
        """Sorties a day over zones, in words."""
        parts = [f"{figure(round(n, 1))} over {self.names.zone(zone)}" for zone, n in by_zone.items() if n]
        return f"{listed(parts)} (sorties a day)" if parts else "no sorties"

    def _whom(self, option: str) -> str:
        return {EVERYBODY: "all whom it hits there", NOBODY: NOBODY}.get(option) or self.names.actor(option)

    def _deed(self, law: str) -> str:
        """An enforcer's act, in words."""
        clause = self.names.scenario.constraints.get(law)
        by = clause.answered_by.by if clause and clause.answered_by else "strike"
        return {"turn back": "turned the intruders back", "seize": "seized the intruders"}.get(by, "struck")

    def _strike(self, spell: Sequence[Weighing]) -> Deliberation:
        first = spell[0]
        option = first.options[0]
        zone, law = self.names.zone(option.name), self.names.constraint(first.thing)
        chances = [w.options[0].chance for w in spell]
        depths = [w.options[0].terms.get("breach", 0.0) for w in spell]
        who = capital(self.names.actor(first.actor))
        deep = f"the breach of {law} in {zone} stood at {span(depths)} of the trigger"
        weights = [w.options[0].terms["arriving"] for w in spell if "arriving" in w.options[0].terms]
        if weights:
            deep += f" and counted {span(weights)}, by who had come lately"
        if first.chosen == option.name:
            text = f"{who} {self._deed(first.thing)}: {deep}, and that was {span(chances)} likely."
        elif "notice" in option.terms and max(chances) <= 0.0:
            text = f"{who} held fire: {deep}, and no strike comes before a warning has had its time."
        elif len(spell) == 1:
            text = f"{who} held fire: {deep}, and a strike was {span(chances)} likely."
        else:
            text = f"{who} held fire: {deep}, and a strike was {span(chances)} likely on each day."
        words = {option.name: "to strike", "hold fire": "to hold fire"}
        told = (text, *self._told(first, words))
        return Deliberation(first.day, spell[-1].day, f"strike in {zone}", (), told)


def _same_order(one: Weighing, other: Weighing) -> bool:
    """Whether two days have the same ordered sorties."""
    return one.chosen == other.chosen and one.options == other.options


def _same_press(one: Weighing, other: Weighing) -> bool:
    """Whether the same clauses are pressed for on two days, about equally hard."""
    if (one.chosen, one.own) != (other.chosen, other.own) or len(one.options) != len(other.options):
        return False
    return all(
        a.name == b.name and abs(a.utility - b.utility) < ABOUT
        for a, b in zip(one.options, other.options, strict=True)
    )


def _same_strike(one: Weighing, other: Weighing) -> bool:
    """Whether fire was held over the same zone on two days; a strike stands alone."""
    same = one.thing == other.thing and one.options[0].name == other.options[0].name
    return same and one.chosen == other.chosen != one.options[0].name and one.own == other.own


def spells(
    weighings: Iterable[Weighing], subject: str, same: Callable[[Weighing, Weighing], bool]
) -> Iterator[list[Weighing]]:
    """Spells of successive days with the same deliberation and result."""
    threads: dict[tuple[str, str], list[Weighing]] = {}
    for weighing in weighings:
        if weighing.subject != subject or not weighing.options:
            continue
        key = (weighing.thing, weighing.options[0].name if subject == "strike" else "")
        thread = threads.get(key)
        if thread and thread[-1].day + 1 == weighing.day and same(thread[0], weighing):
            thread.append(weighing)
            continue
        if thread:
            yield thread
        threads[key] = [weighing]
    yield from threads.values()
