"""Matters: what each actor chooses and can be ordered to choose, and why an order cannot be given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from whitecell.scenario.bargain import Term
from whitecell.scenario.cast import Actor, states_want
from whitecell.scenario.clauses import Exclusion
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import EVERYBODY, HOLDING, NOBODY, PLANNED, SUBJECTS, StandingOrder
from whitecell.scenario.problems import did_you_mean

IN_ZONE = ("strike", "turn back", "seize")
"""Answers that are given in a zone, by whoever enforces an exclusion."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that an actor chooses.

    Attributes
    ----------
    actor, choice, about : str
        As in :class:`whitecell.scenario.orders.StandingOrder`.
    options : tuple of str
        What can be ordered.
    zones : tuple of str
        Of a strike: the zones to which an order can be limited.
    zone : str
        The zone to which this order is limited, in :func:`narrowed`; empty for everywhere.
    """

    actor: str
    choice: str
    about: str
    options: tuple[str, ...]
    zones: tuple[str, ...] = ()
    zone: str = ""

    def __str__(self) -> str:
        words = " ".join(filter(None, (self.choice, self.about)))
        return f"{words} in {self.zone}" if self.zone else words


def matters(scenario: Scenario, actor: str) -> list[Matter]:
    """Everything that an actor can ever be ordered to choose, in the order of the file."""
    spec = scenario.actors[actor]
    found = []
    zones = [zone for zone in scenario.zones if zone in spec.worth or zone == spec.reserve]
    if zones and spec.armed:
        found.append(Matter(actor, "effort", "", (HOLDING, *zones)))
    for name, talks in scenario.talks.items():
        if actor in talks.parties:
            found.append(Matter(actor, "assent", name, SUBJECTS["assent"]))
            found += [
                Matter(actor, "clause", clause, SUBJECTS["clause"])
                for clause, said in scenario.constraints.items()
                if said.brought_by == talks.signs and states_want(spec, clause)
            ]
    for relation in scenario.relations:
        if relation.patron == actor:
            found.append(Matter(actor, "press", relation.client, SUBJECTS["press"]))
    for name, constraint in scenario.constraints.items():
        answer = constraint.answered_by
        if isinstance(constraint, Exclusion) and answer and answer.actor == actor and answer.by in IN_ZONE:
            found.append(Matter(actor, "strike", name, SUBJECTS["strike"], tuple(constraint.zones)))
    found += [Matter(actor, "sorties", "", options) for options in [over(spec)] if options]
    found += [Matter(actor, "target", zone, against(spec, zone)) for zone in flown(spec)]
    for agreement in scenario.agreements.values():
        for name, term in agreement.terms.items():
            if actor in term.positions:
                found.append(Matter(actor, "term", name, stances(scenario, name, term)))
    for name, decision in scenario.decisions.items():
        if decision.by == actor:
            found.append(Matter(actor, "decision", name, tuple(decision.options)))
    return list(dict.fromkeys(found))


def narrowed(matter: Matter) -> list[Matter]:
    """A matter, then the same matter in each zone to which an order can be limited, if there are several."""
    zones = matter.zones if len(matter.zones) > 1 else ()
    return [matter, *(replace(matter, zones=(), zone=zone) for zone in zones)]


def flown(spec: Actor) -> dict[str, tuple[str, ...]]:
    """Zones over which an actor flies, and its targets in each, in the order of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for air in spec.air:
        found[air.zone] = tuple(dict.fromkeys((*found.get(air.zone, ()), *air.against)))
    return found


def over(spec: Actor) -> tuple[str, ...]:
    """What can be ordered of an actor's sorties: as planned, none, or all over one of its zones."""
    zones = [*flown(spec)]
    return (PLANNED, HOLDING, *(zones if len(zones) > 1 else ())) if zones else ()


def against(spec: Actor, zone: str) -> tuple[str, ...]:
    """Targets that can be ordered for its sorties over a zone: everybody, nobody, or one of its targets."""
    targets = flown(spec)[zone]
    return EVERYBODY, NOBODY, *(targets if len(targets) > 1 else ())


def stances(scenario: Scenario, name: str, term: Term) -> tuple[str, ...]:
    """Values of a term that an actor can be ordered to support: its options, or eleven over its bounds."""
    if term.options:
        return term.options
    low, high = scenario.variables[name].limits
    return tuple(f"{low + step * (high - low) / 10:.6g}" for step in range(11))


def amiss(scenario: Scenario, order: StandingOrder) -> tuple[str, str, str] | None:
    """Why an order cannot be given: at which key, what is wrong, and what can be ordered; None if it can."""
    if order.actor not in scenario.actors:
        return None  # told where names are
    known = matters(scenario, order.actor)
    same = [each for each in known if each.choice == order.choice]
    if not same:
        listed = ", ".join(dict.fromkeys(each.choice for each in known))
        hint = f"what it chooses: {listed}" if known else "it chooses nothing; order somebody else"
        return "choice", f"'{order.actor}' has no choice of the kind '{order.choice}'", hint
    found = next((each for each in same if each.about == order.about), None)
    if found is None:
        about = [each.about for each in same if each.about]
        if not about:
            return "about", f"'{order.choice}' is about nothing else", "take `about` out"
        message = f"'{order.actor}' has no '{order.choice}' about '{order.about}'"
        if not order.about:
            message = f"the order does not say what '{order.choice}' is about"
        hint = did_you_mean(order.about, about) if order.about else ""
        return "about", message, hint or f"it can be about: {', '.join(about)}"
    if order.option and order.option not in found.options:
        hint = did_you_mean(order.option, list(found.options), few=0)
        listed = f"it can choose: {', '.join(found.options)}"
        return (
            "option",
            f"'{order.actor}' cannot choose '{order.option}' ({found})",
            (f"{hint} {listed}" if hint else listed),
        )
    if order.zone and order.zone not in found.zones:
        hint = f"its zones are: {', '.join(found.zones)}" if found.zones else "take `zone` out"
        return "zone", f"an order on '{found}' cannot be limited to the zone '{order.zone}'", hint
    return None


def illegal(scenario: Scenario) -> Iterator[tuple[int, str, str, str]]:
    """Orders of a scenario that cannot be given: their number, and what :func:`amiss` says of each."""
    for number, order in enumerate(scenario.orders):
        found = amiss(scenario, order)
        if found is not None:
            yield number, *found
