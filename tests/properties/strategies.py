"""Random small theatres, read by the real reader, and random points of the shipped ranges."""

from __future__ import annotations

import json
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import DrawFn
from numpy.typing import NDArray
from properties import diplomacy, language
from properties.arms import draw_arms
from properties.measures import every_measure
from properties.quantities import (
    FIGHTERS,
    LEANING,
    NAMES,
    SHARE,
    SPAN,
    WEIGHT,
    Stated,
    numbers,
    plain,
    rules,
    some,
    valued,
)  # fmt: skip

from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_scenario, read_source
from whitecell.scenario.rules import Rules
from whitecell.scenario.sanity import findings

Columns = dict[str, NDArray[np.float64]]

SHIPPED = read_scenario("southwest-syria-2017", days=12)

SEEDS = st.lists(st.integers(0, 700), min_size=1, max_size=4, unique=True).map(
    lambda seeds: np.array(seeds, dtype=np.int64)
)


def examples(share: float) -> settings:
    """Settings of a property that costs more or less than most: a share of the profile's examples."""
    return settings(max_examples=max(2, round(share * settings().max_examples)))


def read(stated: Stated, *, measured: bool = False) -> Scenario:
    """Read a theatre as if it were a file of the user's, and refuse what `check` calls an error.

    With ``measured`` it is given every measure that it allows, which takes the reader a while.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "theatre.yaml"
        if measured:
            stated = stated | {"measures": every_measure(stated)}
        path.write_text(json.dumps(brief(stated), ensure_ascii=False), encoding="utf-8")
        scenario, source = read_source(path)
    errors = [problem for problem in findings(scenario, source) if problem.grade == "error"]
    if errors:
        raise ScenarioError(errors)
    return scenario


def brief(stated: Any) -> Any:
    """The same without what is empty and may be left out: the reader's time goes with the text's length."""
    if isinstance(stated, list):
        return [brief(item) for item in stated]
    if not isinstance(stated, dict):
        return stated
    return {
        key: brief(value) for key, value in stated.items() if key in NEEDED or value not in ({}, [], "", None)
    }


NEEDED = ("against", "applies_to", "friends", "parties", "paths", "zones")
"""Lists that a file has to give even if there is nothing in them."""


@st.composite
def columns(draw: DrawFn, scenario: Scenario, runs: int) -> Columns:
    """A value for each assumption that has a range in each run, anywhere between low and high."""
    ranges = {name: a.range for name, a in scenario.assumptions.items() if a.range is not None}
    if not ranges:
        return {}
    point = st.integers(0, 64).map(lambda step: step / 64.0)
    cube = draw(arrays(np.float64, (len(ranges), runs), elements=point, fill=st.nothing()))
    return {
        name: np.clip(low + part * (high - low), low, high)
        for part, (name, (low, high)) in zip(cube, ranges.items(), strict=True)
    }


# the theatre --------------------------------------------------------------------------------------


@st.composite
def theatres(
    draw: DrawFn, *, line: bool = False, deal: bool = False, road: bool = False, lively: bool = False
) -> Stated:
    """A small valid scenario: 2–6 zones, 2–5 actors, and some of everything else.

    One in three has arms. ``line`` asks for an exclusion that is enforced by strikes and has somebody in it;
    ``deal`` for talks on an agreement with clauses, one party of which looks at a patron's pressure; ``road``
    for a corridor; ``lively`` for formulas, variables, and injects that move numbers.
    """
    names = draw(st.lists(NAMES, min_size=11, max_size=11, unique_by=str.lower))
    zones, actors = names[: draw(st.integers(2, 6))], names[6 : 6 + draw(st.integers(2, 5))]
    pairs = list(combinations(zones, 2))
    roads = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=int(road), max_size=8))
    terms = [f"pact {k}" for k in range(max(int(deal), draw(st.integers(0, 2))))]
    clauses = [f"clause {k}" for k in range(max(int(line) + int(deal), draw(st.integers(0, 3))))]
    stated: Stated = {
        "title": "A theatre that was drawn",
        "start": diplomacy.START.isoformat(),
        "days": draw(st.integers(1, 16)),
        "rules": {name: draw(rules(name)) for name in Rules.model_fields},
        "zones": {
            zone: {"name": zone, "at": [k, k], "people": draw(FIGHTERS)} for k, zone in enumerate(zones)
        },
        "routes": [
            {"between": list(pair), "days": draw(SPAN), "closed_to": some(draw, actors, most=1)}
            for pair in roads
        ],
        "actors": {
            name: _actor(draw, name, zones, actors, [*terms, *clauses], armed=k == 0)
            for k, name in enumerate(actors)
        },
    }
    for zone in some(draw, zones, most=2):
        stated["zones"][zone]["control"] = _control(draw, actors)
    stated["relations"] = _relations(draw, actors, [*terms, *clauses])
    stated["constraints"] = {name: _constraint(draw, name, zones, actors, terms) for name in clauses}
    tables = {f"talks on {term}": term for term in terms if deal or draw(st.booleans())}
    stated["agreements"] = {term: diplomacy.agreement(draw, term, actors, list(tables)) for term in terms}
    for pact in stated["agreements"].values():
        pact["ends"] = [term for term in some(draw, terms, most=1) if term != pact["name"]] if terms else []
    stated["talks"] = {
        name: diplomacy.talks(draw, name, stated["agreements"][term]["parties"], actors, term)
        for name, term in tables.items()
    }
    powers = [f"rivalry {k}" for k in range(draw(st.integers(0, 1)))]
    stated["rivalries"] = {name: diplomacy.rivalry(draw, name, actors, list(tables)) for name in powers}
    ways = [f"road {k}" for k in range(max(int(road), draw(st.integers(0, 1))) if roads else 0)]
    stated["corridors"] = {name: diplomacy.corridor(draw, name, stated) for name in ways}
    stated["injects"] = {}
    for k in range(draw(st.integers(0, 2))):
        before = list(stated["injects"])
        stated["injects"][f"inject {k}"] = diplomacy.inject(draw, f"inject {k}", stated, before)
    if line:
        _draw_line(draw, stated)
    if deal:
        _press(draw, stated)
    for pact in terms[:1]:
        stated["agreements"][pact]["steps"] = diplomacy.steps(draw, stated, pact)
    if lively:
        language.enliven(draw, stated)
    if draw(st.integers(0, 2)) == 0:
        draw_arms(draw, stated)
    if terms and draw(st.booleans()):
        diplomacy.bargain(draw, stated, terms[0])
    return stated


def _actor(
    draw: DrawFn, name: str, zones: list[str], actors: list[str], terms: list[str], *, armed: bool
) -> Stated:
    armed = armed or draw(st.integers(0, 3)) > 0
    others = [other for other in actors if other != name]
    actor: Stated = {
        "name": name,
        "kind": draw(st.sampled_from(["state", "armed group", "coalition"])),
        # Nobody is led by one of those before it, so that none lead each other in a circle.
        "led_by": draw(st.sampled_from(["", "", *actors[actors.index(name) + 1 :]])),
        "wants": valued(draw, terms, LEANING, 2),
        "forces": {},
        "reserve": "",
        "air": [
            {"zone": draw(st.sampled_from(zones)), "sorties": draw(WEIGHT), "against": some(draw, others, 1)}
            for _ in range(draw(st.integers(0, 2)))
        ],
    }
    if terms and draw(st.integers(0, 3)) == 0:
        actor["members"] = {
            f"voice {k}": {"weight": draw(WEIGHT), "wants": valued(draw, terms, LEANING, 1)} for k in range(2)
        }
    if armed:
        actor |= {
            "forces": {zone: draw(FIGHTERS) for zone in some(draw, zones, least=1)},
            "reserve": draw(st.sampled_from(["", *zones])),
            "recruits": draw(numbers(0.0, 1e3)),
            "mobility": draw(SHARE),
            "skill": draw(WEIGHT),
            "irregular": draw(st.booleans()),
            "worth": valued(draw, zones, LEANING, 4),
            "caution": draw(WEIGHT),
            "fear": draw(WEIGHT),
            "noise": draw(WEIGHT),
            "tempo": draw(SPAN),
            "fire": draw(SHARE),
            "wariness": valued(draw, zones, WEIGHT, 1),
        }
    return actor


def approach(draw: DrawFn) -> Stated:
    """How far an answer minds who has sat for long, and how it warns; in half of the cases nothing."""
    stated: Stated = {}
    if draw(st.integers(0, 3)) == 0:
        stated |= {"sitting": draw(SHARE), "settles": draw(SPAN)}
    if draw(st.integers(0, 3)) == 0:
        ways = st.sampled_from(["word", "show of force", "hotline"])
        stated["warns"] = [
            {"by": draw(ways), "chance": draw(SHARE), "days": draw(numbers(0.0, 6.0)), "teaches": draw(SHARE)}
            for _ in range(draw(st.integers(1, 2)))
        ]
    return stated


def _control(draw: DrawFn, actors: list[str]) -> dict[str, float]:
    """Shares that add up to one at most."""
    left, control = 1.0, {}
    for actor in some(draw, actors, least=1):
        control[actor] = left * draw(plain(0.0, 1.0))
        left = max(left - control[actor], 0.0)
    return control


def _relations(draw: DrawFn, actors: list[str], terms: list[str]) -> list[Stated]:
    relations: list[Stated] = []
    for pair in combinations(actors, 2):
        tie = draw(st.sampled_from(["hostile", "hostile", "allied", ""]))
        if tie:
            relations.append({tie: list(pair)})
    for _ in range(draw(st.integers(0, 2))):
        patron, client = draw(st.permutations(actors))[:2]
        relations.append(_patronage(draw, patron, client, valued(draw, terms, LEANING, 2)))
    return relations


def _patronage(draw: DrawFn, patron: str, client: str, will: Stated) -> Stated:
    cost = draw(numbers(0.0, 1.0))
    return {"patron": patron, "client": client, "leverage": draw(SHARE), "will": will, "alliance_cost": cost}


def _constraint(draw: DrawFn, name: str, zones: list[str], actors: list[str], terms: list[str]) -> Stated:
    kind = draw(st.sampled_from(["exclusion", "ceasefire", "strike coordination", "undertaking"]))
    bound = some(draw, actors, least=1)
    by = draw(st.sampled_from(["strike", "pressure"])) if kind != "undertaking" else "pressure"
    constraint: Stated = {
        "name": name,
        "kind": kind,
        "applies_to": bound,
        "zones": some(draw, zones, least=1),
        "in_force": draw(st.sampled_from(["from the start", *(f"with {term}" for term in terms)])),
        "chance": draw(SHARE),
        "obedience": valued(draw, bound, SHARE),
        "watched_by": (draw(st.sampled_from([True, True, False]))
        and {"detects": draw(SHARE), "blames_wrongly": draw(SHARE)})
        or None,
        "answered_by": {
            "actor": draw(st.sampled_from(actors)), "by": by, "resolve": draw(WEIGHT),
            "losses": draw(FIGHTERS), "effect": draw(SHARE), **approach(draw),
        },
    }  # fmt: skip
    if draw(st.integers(0, 3)) == 0:
        first, last = diplomacy.moment(draw), diplomacy.moment(draw)
        constraint |= draw(
            st.sampled_from([{"from": first}, {"until": last}, {"from": first, "until": last}])
        )
        constraint["after"] = draw(numbers(0.0, 6.0))
    if kind == "exclusion":
        constraint |= {"tolerance": draw(FIGHTERS), "trigger": draw(FIGHTERS)}
    elif kind == "ceasefire":
        constraint |= {"exempt": some(draw, actors, most=2), "toward": some(draw, actors, most=2)}
    elif kind == "undertaking":
        constraint["breached_when"] = draw(st.sampled_from(["day > 3", "losses() > 10", "displaced() < 5"]))
    else:
        constraint |= {"against": some(draw, actors, most=2), "shared_effort": draw(WEIGHT)}
    return constraint


def _draw_line(draw: DrawFn, stated: Stated) -> None:
    """Make the first clause an exclusion in force, with an intruder in it and an enforcer above it."""
    intruder, enforcer, *_ = stated["actors"]
    zone = next(iter(stated["actors"][intruder]["forces"]))
    with_pacts = [f"with {pact}" for pact in stated["agreements"]]
    stated["actors"][intruder]["forces"][zone] = 5000
    stated["actors"][enforcer]["air"] = [{"zone": zone, "sorties": draw(WEIGHT), "against": []}]
    stated["constraints"]["clause 0"] = {
        "name": "the line",
        "kind": "exclusion",
        "applies_to": [intruder, *some(draw, [a for a in stated["actors"] if a != intruder], most=1)],
        "zones": [zone, *some(draw, [z for z in stated["zones"] if z != zone], most=1)],
        "in_force": draw(st.sampled_from(["from the start", "from the start", *with_pacts])),
        "tolerance": draw(numbers(0.0, 1e4)),
        "trigger": draw(numbers(0.0, 1e4)),
        "watched_by": {"detects": draw(SHARE)},
        "answered_by": {
            "actor": enforcer, "by": "strike", "resolve": draw(WEIGHT), "losses": draw(numbers(0.0, 1e3)),
            **approach(draw),
        },
    }  # fmt: skip


def _press(draw: DrawFn, stated: Stated) -> None:
    """Let a party of the first talks look at how hard a patron presses a client to keep the pact.

    These talks meet often and have a text that is nearly ready.
    """
    table = stated["talks"]["talks on pact 0"]
    patron, client = draw(st.permutations(list(stated["actors"])))[:2]
    others = [r for r in stated["relations"] if (r.get("patron"), r.get("client")) != (patron, client)]
    will = {"pact 0": draw(LEANING)}
    stated["relations"] = [*others, _patronage(draw, patron, client, will)]
    stated["constraints"][list(stated["constraints"])[-1]]["in_force"] = "with pact 0"
    pact = stated["agreements"]["pact 0"]
    pact["parties"] = list(dict.fromkeys([*pact["parties"], patron, client]))
    pact["in_force"] = "when signed"
    table |= {
        "parties": list(dict.fromkeys([*table["parties"], patron, client])),
        "opens": "from the start",
        "gap": draw(plain(0.0, 2.0)),
        "progress": draw(plain(0.5, 1.0)),
        "text": draw(plain(0.5, 1.0)),
        "since_last": 5,
    }
    table["requires"] = {
        table["parties"][0]: {
            "pressure_of": patron, "on": client, "weight": draw(WEIGHT), "enough": draw(SHARE),
        }
    }  # fmt: skip
