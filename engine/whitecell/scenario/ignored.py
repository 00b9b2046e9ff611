"""Keys that are stated and change nothing, because what they need is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from whitecell.scenario.agreements import Agreement
from whitecell.scenario.clauses import Ceasefire, Constraint, StrikeCoordination, Undertaking
from whitecell.scenario.defaults import KEYS, leaning
from whitecell.scenario.diplomacy import Talks
from whitecell.scenario.effects import HandOver, Reinforce
from whitecell.scenario.formulas import heard
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.quantity import Entry
from whitecell.scenario.source import Source
from whitecell.scenario.stakes import fearless
from whitecell.scenario.targets import effects
from whitecell.scenario.values import Place, span

FIGHTERS = (
    "recruits", "mobility", "skill", "irregular", "worth", "caution", "fear", "noise", "tempo", "fire",
    "wariness",
)  # fmt: skip
"""Keys of an actor that describe its forces."""
ANSWERS = {
    "strike": ("effect",), "turn back": ("effect",), "seize": ("effect",),
    "pressure": ("resolve", "scale", "losses", "settles", "warns"),
}  # fmt: skip
"""Keys of an answer that describe the other ways to answer."""

Ignored = tuple[Place, str, str]
"""Where a key stands, why it changes nothing, and what to do."""


def ignored(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """A note for each key that is stated and cannot matter."""
    for found in (_of_actors, _of_constraints, _of_agreements, _of_talks, _of_others):
        for place, why, mend in found(scenario):
            if source.node(place) is not None:
                message = f"`{place[-1]}` of '{place[1]}' is ignored: {why}"
                if len(place) > 3:
                    message = f"'{place[-1]}' under `{place[-2]}` of '{place[1]}' is ignored: {why}"
                if place[0] == "relations":
                    message = f"`{place[-1]}` is ignored here: {why}"
                yield source.problem("note", place, message, mend, key=True)
    yield from _of_defaults(scenario, source)


def _of_actors(s: Scenario) -> Iterator[Ignored]:
    holders = {name for zone in s.zones.values() for name in zone.control}
    arriving = {_joined(s, effect) for _, effect in effects(s)}
    for name, actor in s.actors.items():
        here = ("actors", name)
        for toward in actor.wants:
            if not _heard(s, toward):
                yield (
                    (*here, "wants", toward), "no talks sign it",
                    "add talks that do, or take it out; what it presses others for stands under `will`",
                )  # fmt: skip
        if not actor.armed:
            keys = [key for key in FIGHTERS if _says(s, getattr(actor, key))]
            spare = ("skill", "irregular") if name in holders else ()
            for key in (key for key in keys if key not in spare):
                yield (*here, key), "it has no forces", "give it `forces` or a `reserve`, or take the key out"
            continue
        for key, arm in actor.arms.items():
            if not arm.forces and not {name, f"{name}.{key}"} & arriving:
                yield (
                    (*here, "arms", key), "none of it is there and none arrives",
                    "give it `forces`, or an effect that reinforces it",
                )  # fmt: skip
            fires = (k for k, said in (("at_range", arm.at_range), ("kills", arm.kills is not None)) if said)
            for word in fires if not _says(s, actor.fire) else ():
                yield (*here, "arms", key, word), f"'{name}' never fires", f"give '{name}' a chance of `fire`"
        if not actor.reserve and _says(s, actor.recruits):
            yield (*here, "recruits"), "they have nowhere to arrive", "give it a `reserve`, or take them out"
        if fearless(s, name) and _says(s, actor.fear):
            yield (
                (*here, "fear"), "no exclusion that binds it is answered by strikes",
                "add one that is, or say under `wariness` what it expects",
            )  # fmt: skip


def _joined(s: Scenario, effect: Entry) -> str:
    """The arm, or the actor with its arms, whose forces an effect can bring into the game; empty if none."""
    if isinstance(effect, Reinforce):
        return effect.actor if effect.actor in s.arms else ""
    if isinstance(effect, HandOver):
        return effect.to
    return ""


def _heard(s: Scenario, toward: str) -> bool:
    """Whether talks sign an agreement, or a clause's agreement; outsiders' consent can be measured."""
    clause = s.constraints.get(toward)
    agreement = clause.brought_by if clause else toward
    return any(talks.signs == agreement for talks in s.talks.values())


def _says(s: Scenario, value: object) -> bool:
    """Whether a key says anything: a number that may be other than 0, true, or names."""
    if isinstance(value, (bool, dict, tuple)):
        return bool(value)
    if isinstance(value, (str, float, int)):
        return span(value, s) != (0.0, 0.0)
    return value is not None


def _of_defaults(s: Scenario, source: Source) -> Iterator[Problem]:
    """Defaults that the files state and no actor uses."""
    leans, engine = leaning(s, source), source.unstated("defaults")
    for key in KEYS:
        if key not in leans and key not in engine and source.node(("defaults", key)) is not None:
            yield source.problem(
                "note", ("defaults", key), f"`{key}` of the defaults is ignored: nobody leans on it",
                "who could have it states its own, or has nothing that it bears on; take it out", key=True,
            )  # fmt: skip


def _of_constraints(s: Scenario) -> Iterator[Ignored]:
    for name, clause in s.constraints.items():
        here = ("constraints", name)
        yield from _of_answer(s, clause, here)
        if clause.in_force == "from the start" and span(clause.chance, s) != (1.0, 1.0):
            yield (
                (*here, "chance"), "it is in force from the start, by no text",
                "bring it `in_force: with` an agreement, or take the chance out",
            )  # fmt: skip
        if clause.in_force == "from the start" and _says(s, clause.after):
            yield (
                (*here, "after"), "it is in force from the start, by no agreement",
                "bring it `in_force: with` an agreement, or say from which date under `from`",
            )  # fmt: skip
        for group in clause.toward if isinstance(clause, Ceasefire) else ():
            if not _attackable(s, group):
                yield (
                    (*here, "toward"), f"'{group}' has no forces that could be attacked",
                    "name groups with `forces`, or take it out",
                )  # fmt: skip
        if isinstance(clause, Undertaking) and clause.obedience:
            yield (
                (*here, "obedience"), "it is kept or broken by what its condition reads",
                f"let that heed it, by `in_force({name})` in a formula or a decision's utility",
            )  # fmt: skip
        for k, watch in enumerate(clause.watchers):
            at = (*here, *(("also_watched_by", k - 1) if k else ("watched_by",)), "sees")
            for actor in watch.sees:
                if actor not in s.bound(clause):
                    yield (*at, actor), f"'{name}' does not bind it", f"take '{actor}' out"
        for actor in clause.obedience:
            if actor not in s.bound(clause):
                yield (
                    (*here, "obedience", actor), f"'{name}' does not bind it",
                    f"list '{actor}' under `applies_to`, or take it out",
                )  # fmt: skip
        if isinstance(clause, StrikeCoordination) and not clause.against and _says(s, clause.shared_effort):
            yield (
                (*here, "shared_effort"),
                "it names no opponents",
                "list the groups under `against`",
            )


def _attackable(s: Scenario, force: str) -> bool:
    """Whether an actor or an arm has forces, or can come to have some."""
    actor = s.actors[s.owner(force)]
    return bool(actor.reserve or s.forces[force].forces) if force in s.arms else actor.armed


def _of_answer(s: Scenario, clause: Constraint, here: Place) -> Iterator[Ignored]:
    answer = clause.answered_by
    for key in ANSWERS[answer.by] if answer else ():
        if answer and _says(s, getattr(answer, key)):
            yield (*here, "answered_by", key), f"the answer is by {answer.by}", "take it out, or change `by`"
    if answer and span(answer.sitting, s) == (1.0, 1.0) and answer.by != "pressure":
        if _says(s, answer.settles):
            yield (
                (*here, "answered_by", "settles"), "presence counts alike whether it came lately or not",
                "say under `sitting` how far presence that has sat for long counts, or take it out",
            )  # fmt: skip
    elif answer and answer.by == "pressure" and span(answer.sitting, s) != (1.0, 1.0):
        yield (
            (*here, "answered_by", "sitting"), f"the answer is by {answer.by}", "take it out, or change `by`"
        )  # fmt: skip


def _of_agreements(s: Scenario) -> Iterator[Ignored]:
    for name, agreement in s.agreements.items():
        here = ("agreements", name)
        clauses = [c for c in s.constraints.values() if c.brought_by == name]
        for place, why, mend in _of_agreement(s, name, agreement, any(c.watched_by for c in clauses)):
            yield (*here, *place), why, mend
        for actor in agreement.left_out:
            spec = s.actors[actor]
            if not any(zone in c.zones for c in clauses for zone in spec.worth):
                yield (
                    (*here, "left_out", actor), "it gives no zone a worth that a clause covers",
                    f"give '{actor}' a `worth` for such a zone, or take it out",
                )  # fmt: skip


def _of_agreement(s: Scenario, name: str, agreement: Agreement, watched: bool) -> Iterator[Ignored]:
    if not agreement.guarantors and _says(s, agreement.collapse.guarantor):
        yield ("collapse", "guarantor"), "it has no guarantors", "list them under `guarantors`"
    if not watched and _says(s, agreement.collapse.monitors):
        yield ("collapse", "monitors"), "nobody watches its clauses", "give a clause `watched_by`"
    if not watched and _says(s, agreement.trust_loss):
        yield (
            ("trust_loss",), "nobody watches its clauses, so no breach is recorded",
            "give a clause `watched_by`, or write 0",
        )  # fmt: skip
    if not _says(s, agreement.term) and _says(s, agreement.renewal):
        yield ("renewal",), "it has no `term`, so it never lapses", "give it a `term`"
    if agreement.in_force == "when signed" and agreement.steps_taken:
        yield (
            ("steps_taken",),
            "it begins when it is signed",
            "take it out, or let it be in force from the start",
        )
    if agreement.in_force == "when signed" and _says(s, agreement.age):
        yield ("age",), "it begins when it is signed", "take it out, or let it be in force from the start"
    tabled = any(talks.signs == name for talks in s.talks.values())
    if agreement.in_force == "from the start" and not tabled and _says(s, agreement.delay):
        yield ("delay",), "it is in force from the start and no talks sign it again", "take it out"
    if not agreement.spreads_to and _says(s, agreement.spreads_after):
        yield ("spreads_after",), "it spreads to no talks", "name them under `spreads_to`"
    for talks in agreement.spreads_to:
        if s.talks[talks].opens == "from the start":
            yield (
                ("spreads_to",), f"'{talks}' are open from the start",
                f"write `opens: when an agreement spreads` in '{talks}', or take it out",
            )  # fmt: skip


def _of_talks(s: Scenario) -> Iterator[Ignored]:
    for name, talks in s.talks.items():
        here = ("talks", name)
        for place, why, mend in _of_one_table(s, talks):
            yield (*here, *place), why, mend


def _of_one_table(s: Scenario, talks: Talks) -> Iterator[Ignored]:
    if not _says(s, talks.gap_fixed) and _says(s, talks.since_last):
        yield (
            ("since_last",), "chance decides the whole of the gap, and chance has no memory",
            "say under `gap_fixed` which share of the gap is certain",
        )  # fmt: skip
    if talks.for_good and talks.resumes_after is not None:
        yield ("resumes_after",), "they do not resume after a break-off", "take out `for_good`, or this"
    for name, mediator in talks.mediators.items():
        for party in mediator.standing:
            if party not in talks.parties:
                yield (
                    ("mediators", name, "standing", party), "it is no party to them",
                    "name a party, or take it out",
                )  # fmt: skip
    for name, date in talks.dates.items():
        if not s.start <= date.on <= s.start + timedelta(s.days):
            yield (
                ("dates", name),
                "it lies outside the days that are played",
                "give another date, or take it out",
            )
    if talks.leaks is not None and not talks.secret:
        yield ("leaks",), "the talks are known from the start", "write `secret: true`, or take it out"
    for party in talks.leaks.hurts if talks.leaks else ():
        if party not in talks.parties:
            yield ("leaks", "hurts", party), "it is no party to them", "name a party, or take it out"
    for party in talks.requires:
        if party not in talks.parties:
            yield ("requires", party), "it is no party to them", "name a party, or take it out"


def _of_others(s: Scenario) -> Iterator[Ignored]:
    for name, rivalry in s.rivalries.items():
        if rivalry.breaches_of and "breach" not in rivalry.counted:
            yield (
                ("rivalries", name, "breaches_of"), "breaches are no incidents for it",
                "list `breach` under `incidents`, or take it out",
            )  # fmt: skip
        for talks in rivalry.chills:
            if not set(rivalry.between) & set(s.talks[talks].parties):
                yield (
                    ("rivalries", name, "chills", talks), "neither of the two powers is a party to them",
                    "name talks of theirs, or take it out",
                )  # fmt: skip
    for i, relation in enumerate(s.relations):
        if relation.patron and not relation.will and _says(s, relation.alliance_cost):
            yield (
                ("relations", i, "alliance_cost"),
                "the patron presses for nothing",
                "say for what under `will`",
            )
    for name, decision in s.decisions.items():
        for key in ("majority", "ballot") if not decision.votes else ():
            yield ("decisions", name, key), "nobody votes", "list voices under `votes`, or take it out"
    needed = heard(s, "happened")
    for name, inject in s.injects.items():
        changes = inject.effects or any(way.effects for way in inject.outcomes.values())
        if changes and span(inject.chance, s)[1] <= 0.0:
            yield (
                ("injects", name, "effects" if inject.effects else "outcomes"),
                "its chance is 0",
                "give `chance` a value, or take the inject out",
            )
        if not changes and name not in needed:
            yield (
                ("injects", name, "on" if inject.on else "name"),
                "nothing changes when it happens",
                "give it `effects`, or take it out",
            )
