"""What may change constraints in a random theatre: agreements, talks, rivalries, corridors, injects."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.quantities import FIGHTERS, LEANING, SHARE, SPAN, WEIGHT, Stated, numbers, plain, some, valued

KINDS = ["strike", "near miss", "battle", "breach"]
START = date(2017, 6, 11)


def moment(draw: DrawFn) -> str:
    """A date within the game or a little beyond its ends."""
    return (START + timedelta(days=draw(st.integers(0, 17)))).isoformat()


def agreement(draw: DrawFn, name: str, actors: list[str], tables: list[str]) -> Stated:
    """An agreement between some of the actors, signed or in force from the start."""
    return {
        "name": name,
        "parties": some(draw, actors, least=1),
        "guarantors": some(draw, actors, most=2),
        "in_force": draw(st.sampled_from(["when signed", "when signed", "from the start"])),
        "delay": draw(numbers(0.0, 5.0)),
        "term": draw(numbers(0.0, 20.0)),
        "renewal": draw(SHARE),
        "trust": draw(SHARE),
        "trust_gain": draw(SHARE),
        "trust_loss": draw(SHARE),
        "collapse": {
            "hazard": draw(numbers(0.0, 1.0)),
            "trust": draw(WEIGHT),
            "guarantor": draw(WEIGHT),
            "monitors": draw(WEIGHT),
        },
        "left_out": valued(draw, actors, WEIGHT, 1),
        "spreads_to": draw(st.sampled_from(["", *tables, tables])),
        "spreads_after": draw(numbers(0.0, 10.0)),
    }


def steps(draw: DrawFn, stated: Stated, pact: str, least: int = 0) -> list[Stated]:
    """Steps of an agreement, each with some of its clauses."""
    left = [name for name, clause in stated["constraints"].items() if clause["in_force"] == f"with {pact}"]
    return [
        {
            "clauses": [left.pop() for _ in range(draw(st.integers(0, len(left))))],
            "after": draw(st.sampled_from([0, 0, 1, 2.5])),
            "verified": draw(st.sampled_from([0, 1, 2])),
            "on": moment(draw) if draw(st.booleans()) else None,
            "when": draw(st.sampled_from(["", "", "day > 5 and day != 7"])),
        }
        for _ in range(draw(st.integers(least, 3)))
    ]


def bargain(draw: DrawFn, stated: Stated, pact: str) -> None:
    """Let a pact fix a number, or a choice, on which its exclusions hang, with positions on it."""
    options = draw(st.sampled_from([[], ["none", "some", "all"]]))
    high = len(options) - 1 if options else 100
    values = plain(0.0, float(high))
    stated.setdefault("variables", {})["scope"] = {
        "name": "scope",
        "start": draw(values),
        "bounds": [0, high],
    }
    lines = st.none() | values
    positions = {
        actor: {"ideal": draw(values), "salience": draw(SHARE), "at_least": draw(lines)}
        for actor in some(draw, list(stated["actors"]))
    }
    draft = {"draft": draw(values)} if draw(st.booleans()) else {}
    stated["agreements"][pact]["terms"] = {"scope": {"options": options, "positions": positions, **draft}}
    stated["agreements"][pact]["influence"] = valued(draw, some(draw, list(stated["actors"])), SHARE)
    for clause in stated["constraints"].values():
        if clause["kind"] == "exclusion" and clause["in_force"] == f"with {pact}":
            clause["tolerance"] = "10 * scope"
            if draw(st.booleans()) and set(clause["applies_to"]) <= set(stated["actors"]):
                clause["within"] = {"km": "3 * scope", "of": [[0.0, 0.0], [0.0, 1.0]]}


def talks(draw: DrawFn, name: str, parties: list[str], actors: list[str], signs: str) -> Stated:
    """Talks that all parties of an agreement attend, and perhaps others."""
    guests = [actor for actor in some(draw, actors, most=1) if actor not in parties]
    return {
        "name": name,
        "parties": [*parties, *guests],
        "signs": signs,
        "opens": draw(st.sampled_from(["from the start", "from the start", "when an agreement spreads"])),
        "sessions_held": draw(st.integers(0, 3)),
        "since_last": draw(SPAN),
        "gap": draw(numbers(0.0, 10.0)),
        "gap_fixed": draw(SHARE),
        "secret": draw(st.booleans()),
        "leaks": {"chance": draw(SHARE), "hurts": valued(draw, parties, WEIGHT, 1), "fades": draw(SPAN)},
        "text": draw(SHARE),
        "progress": draw(SHARE),
        "setback": draw(SHARE),
        "slope": draw(WEIGHT),
        "fails_after": draw(st.sampled_from([None, None, 1, 2])),
        "resumes_after": draw(st.none() | SPAN),
        "for_good": draw(st.booleans()),
        "text_kept": draw(st.none() | SHARE),
        "mediators": {a: {"standing": valued(draw, parties, LEANING, 1)} for a in some(draw, actors, most=2)},
        "dates": draw(st.sampled_from([{}, {}, {"d": {"name": "D", "on": "2017-06-20", "meets": True}}])),
    }


def rivalry(draw: DrawFn, name: str, actors: list[str], tables: list[str]) -> Stated:
    """Two of the actors on a ladder of two to five rungs."""
    return {
        "name": name,
        "between": draw(st.permutations(actors))[:2],
        "rungs": [f"rung {k}" for k in range(draw(st.integers(2, 5)))],
        "start": draw(st.integers(0, 6)),
        "climb": draw(SHARE),
        "cool": draw(SHARE),
        "hotline": draw(SHARE),
        "incidents": draw(st.sampled_from([None, None, KINDS, KINDS[2:], {"strike": 2, "battle": 0.1}])),
        "feed": draw(st.sampled_from([0, 0, 0.3, 20])),
        "jump": draw(st.sampled_from([0, 0.5])),
        "chills": valued(draw, tables, WEIGHT, 1),
        "stays_hand": draw(WEIGHT),
    }


def corridor(draw: DrawFn, name: str, stated: Stated) -> Stated:
    """A supply line along the routes; it feeds actors that have somewhere to take supplies in."""
    ways: dict[str, list[str]] = {zone: [] for zone in stated["zones"]}
    for route in stated["routes"]:
        one, other = route["between"]
        ways[one].append(other)
        ways[other].append(one)
    paths = {}
    for k in range(draw(st.integers(1, 3))):
        path = [draw(st.sampled_from([zone for zone, others in ways.items() if others]))]
        for _ in range(draw(st.integers(1, 3))):
            path.append(draw(st.sampled_from(ways[path[-1]])))
        paths[f"path {k}"] = path
    actors = list(stated["actors"])
    fed = [actor for actor in actors if stated["actors"][actor]["reserve"]]
    return {
        "name": name,
        "owner": draw(st.sampled_from(actors)),
        "friends": some(draw, actors),
        "paths": paths,
        "threshold": draw(plain(0.0, 1.0)),
        "supplies": valued(draw, fed, FIGHTERS, 2),
        "worth": valued(draw, actors, WEIGHT, 2),
    }


def inject(draw: DrawFn, name: str, stated: Stated, before: list[str]) -> Stated:
    """A dated event with an effect of any kind that the theatre allows."""
    armed = [a for a, spec in stated["actors"].items() if fielded(spec)]
    patronages = [(r["patron"], r["client"]) for r in stated["relations"] if "patron" in r]
    effects: list[Stated] = [
        {
            "kind": "reinforce",
            "actor": draw(st.sampled_from(armed)),
            "zone": draw(st.sampled_from(list(stated["zones"]))),
            "fighters": draw(FIGHTERS),
        }
    ]
    if stated["talks"]:
        table = stated["talks"][draw(st.sampled_from(list(stated["talks"])))]
        toward, actor = table["signs"], draw(st.sampled_from(table["parties"]))
        effects.append({"kind": "shift wants", "actor": actor, "toward": toward, "by": draw(LEANING)})
    if patronages:
        patron, client = draw(st.sampled_from(patronages))
        effects.append({"kind": "shift will", "patron": patron, "client": client, "by": draw(LEANING)})
    if stated["talks"]:
        table = draw(st.sampled_from(list(stated["talks"])))
        effects.append({"kind": "expose", "talks": table})
        effects.append({"kind": "postpone", "talks": table, "days": draw(SPAN)})
    if stated["rivalries"]:
        effects.append(
            {"kind": "escalate", "rivalry": next(iter(stated["rivalries"])), "by": draw(numbers(-3.0, 3.0))}
        )
    chosen = draw(st.lists(st.sampled_from(range(len(effects))), unique=True, min_size=1, max_size=2))
    return {
        "name": name,
        "on": moment(draw),
        "chance": draw(SHARE),
        "when": draw(st.sampled_from(["", *(f"{no}happened('{n}')" for n in before for no in ("", "not "))])),
        "effects": [effects[k] for k in chosen],
    }


def fielded(spec: Stated) -> bool:
    """Whether an actor has forces or somewhere to take them in."""
    return bool(spec["forces"] or spec["reserve"])
