"""Formulas, variables and effects for random theatres: whatever the language can say of numbers that move."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.quantities import FIGHTERS, SHARE, SPAN, Stated, numbers, plain

from whitecell.scenario.model import Scenario
from whitecell.scenario.targets import targets
from whitecell.scenario.values import numbers as numbers_of

STOCK = {"name": "stock", "start": 20, "bounds": [0, 40]}
MOOD = {"name": "mood", "start": 0.2, "bounds": [0, 1], "reverts_to": 0.1, "half_life": 6}


def enliven(draw: DrawFn, stated: Stated) -> None:
    """Let variables change, numbers be formulas, and injects come by conditions and move numbers."""
    stated["variables"] = {"stock": dict(STOCK), "mood": dict(MOOD)}
    formulas = st.sampled_from(_formulas(stated))
    stated["variables"]["stock"]["per_day"] = draw(formulas)
    stated["variables"]["mood"]["per_day"] = f"0.01 * ({draw(formulas)})"
    places = [place for place, _, quantity in numbers_of(_read(stated)) if not quantity.fixed]
    if draw(st.booleans()):
        stated["variables"]["balance"] = {"name": "balance", "equals": draw(formulas), "bounds": [-50, 50]}
        stated["variables"]["average"] = {"name": "average", "equals": "mean(balance, 2) + 0.1 * mood"}
        stated["variables"]["stock"]["per_day"] = "average - 0.5 * balance"
    for place in draw(st.lists(st.sampled_from(places), max_size=3, unique=True)):
        _put(stated, place, draw(formulas))
    paths = [name for name, found in targets(_read(stated)).items() if all(not q.fixed for _, q in found)]
    if draw(st.booleans()):
        stated["decisions"] = {"choice": _decision(draw, stated, paths)}
    for k in range(draw(st.integers(1, 3))):
        stated["injects"][f"turn {k}"] = _turn(draw, stated, paths, k)


def _read(stated: Stated) -> Scenario:
    return Scenario.model_validate(stated)


def _put(stated: Any, place: tuple[str | int, ...], value: Any) -> None:
    for step in place[:-1]:
        if isinstance(stated, dict) and step not in stated:
            return  # the number is there by default only
        stated = stated[step]
    stated[place[-1]] = value


def _formulas(stated: Stated) -> list[str]:
    """Some of everything: words, records, the past, functions, comparisons."""
    actor, zone = sorted(stated["actors"])[0], sorted(stated["zones"])[0]
    found = [
        "0.1 * mood", "stock / 40", "0.3 * happened('turn 0')",
        "1 - mood if stock > 10 else mood", "clip(stock - day, -2, 2)",
        "min(1, exp(-stock)) + max(0, mood - 0.1)", "0.5 * logistic(mood - 0.3)", "(mood > 0.15) * 0.7",
        f"control('{actor}', '{zone}') ** 2", f"0.001 * presence('{actor}')",
        f"-sum(losses('{actor}'), 3) / 100",
        f"mean(losses('{actor}', '{zone}'), 2) / 50", "peak(mood) - mood", "0.2 * ever(stock < 5)",
        "days_since(stock < 19) / 10", "total(mood) / (1 + day)", "displaced() / 1000",
        "sqrt(stock) / log(day + 2)",
    ]  # fmt: skip
    found += [f"rung('{name}') / 5" for name in stated["rivalries"]]
    found += [f"trust('{name}') - in_force('{name}')" for name in stated["agreements"]]
    found += [f"strikes('{name}') + breaches('{name}') / 3" for name in stated["constraints"]]
    found += [f"text('{name}') * abs(-1)" for name in stated["talks"]]
    return found


def _turn(draw: DrawFn, stated: Stated, paths: list[str], number: int) -> Stated:
    """An inject that comes as things are, and may come again."""
    conditions = [
        "stock < 15", "mood > 0.15 or day > 5", "not stock > 3", "days_since(mood > 0.1) >= 2", "day == 2",
        *(f"happened('turn {k}')" for k in range(number)),
    ]  # fmt: skip
    turn: Stated = {"name": "turn", "when": draw(st.sampled_from(conditions))}
    turn[draw(st.sampled_from(["chance", "chance_per_day"]))] = draw(SHARE)
    if draw(st.booleans()):
        turn["again_after"] = draw(numbers(0.0, 4.0))
    if draw(st.booleans()):
        turn |= {"from": "day 2", "until": "day 11"}
    if draw(st.booleans()):
        turn["outcomes"] = {
            way: {"name": way, "weight": draw(SHARE), "effects": [_effect(draw, stated, paths)]}
            for way in ("one", "other", "third")
        }
    turn["effects"] = [_effect(draw, stated, paths) for _ in range(draw(st.integers(0, 2)))]
    return turn


def _decision(draw: DrawFn, stated: Stated, paths: list[str]) -> Stated:
    """A choice among three options, by one or by votes."""
    formulas = st.sampled_from(_formulas(stated))
    options: Stated = {
        name: {"name": name, "utility": draw(formulas), "effects": [_effect(draw, stated, paths)]}
        for name in ("first", "second", "third")
    }
    options["second"] |= {"requires": "stock > 5", "costs": {"stock": draw(SHARE)}}
    options["third"]["lasts"] = draw(SPAN)
    decision: Stated = {"name": "choice", "by": sorted(stated["actors"])[0], "options": options}
    decision |= {"every": draw(numbers(0.0, 5.0)), "noise": draw(SHARE), "turning": draw(SHARE)}
    if draw(st.booleans()):
        decision["when"] = "mood > 0.05"
    if draw(st.booleans()):
        decision["ballot"] = draw(st.sampled_from(["single", "approval"]))
        decision["votes"] = {
            f"voice {k}": {
                "weight": draw(SHARE),
                "utility": {"second": draw(formulas)},
                "veto": draw(st.booleans()),
            }
            for k in range(2)
        }
    return decision


def _effect(draw: DrawFn, stated: Stated, paths: list[str]) -> Stated:
    """Any effect that the theatre allows."""
    armed = [a for a, spec in stated["actors"].items() if spec["forces"] or spec["reserve"]]
    actor, zone = draw(st.sampled_from(armed)), draw(st.sampled_from(sorted(stated["zones"])))
    found: list[Stated] = [
        {"kind": "withdraw", "actor": actor, "zone": zone, "share": draw(SHARE)},
        {"kind": "hit", "actor": actor, "zone": zone, "fighters": draw(FIGHTERS), "people": draw(FIGHTERS),
         "by": draw(st.sampled_from(["", *sorted(stated["actors"])]))},
        {"kind": "order", "actor": actor, "lasts": draw(SPAN)},
        {"kind": "shift", "number": "stock", "by": draw(plain(-30.0, 30.0))},
    ]  # fmt: skip
    others = [other for other in armed if other != actor]
    if others:
        to = draw(st.sampled_from(others))
        found.append({"kind": "hand over", "actor": actor, "to": to, "zone": zone})
    found += turns(draw, stated)
    found += [_movement(draw, paths) for _ in range(3)]
    found += [{"kind": kind, "constraint": c} for c in stated["constraints"] for kind in ("impose", "lift")]
    found += [{"kind": "end agreement", "agreement": name} for name in stated["agreements"]]
    found += [{"kind": kind, "talks": t} for t in stated["talks"] for kind in ("open talks", "close talks")]
    return draw(st.sampled_from(found))


def turns(draw: DrawFn, stated: Stated) -> list[Stated]:
    """Effects by which friends change: one for each way to stand, and for patronages that are stated."""
    actors = sorted(stated["actors"])
    pair = draw(st.permutations(actors))[:2]
    named = {"actors": pair} if draw(st.booleans()) else {"actors": pair[:1], "to": pair[1:]}
    caught = draw(st.sampled_from(["withdraw", "interned"]))
    found: list[Stated] = [
        {"kind": "become hostile", **named, "caught": draw(st.sampled_from(["fight", caught]))},
        {"kind": "become allied", **named},
        {"kind": "become neutral", **named, "caught": draw(st.sampled_from(["stay", caught]))},
    ]
    for relation in stated["relations"]:
        if "patron" in relation:
            bond = {key: relation[key] for key in ("patron", "client")}
            found += [{"kind": kind, **bond} for kind in ("begin patronage", "end patronage")]
    return found


def _movement(draw: DrawFn, paths: list[str]) -> Stated:
    """An effect on a number, with any end or none."""
    kind = draw(st.sampled_from(["set", "shift", "scale"]))
    end = draw(st.sampled_from([{}, {"lasts": draw(SPAN)}, {"until": "day 9"}, {"as_long_as": "mood < 0.3"}]))
    amount = {"to": draw(SHARE)} if kind == "set" else {"by": draw(SHARE)}
    return {"kind": kind, "number": draw(st.sampled_from(paths)), **amount, **end}
