"""A theatre in which nothing happens unless a test asks for it: every law is off, every zone is empty."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from happenings import listen

from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

SLOPE = 3.0
OFF = dict.fromkeys(
    (
        "fog",
        "attrition",
        "ambush_scale",
        "battle_noise",
        "fire_losses",
        "ceasefire_calm",
        "restraint",
        "drift",
        "displacement",
        "air_losses",
        "air_scale",
        "air_support",
        "air_incidents",
        "air_interference",
        "strike_spread",
        "wariness",
        "wariness_fades",
        "lasting_wariness",
        "lasting_wariness_fades",
        "preemption",
        "pressure_fades",
    ),
    0.0,
)
ON = {"decisiveness": 1.0, "defender_advantage": 1.0}
NEUTRAL = {
    "turning_cost": 0.0, "frontage": 1e9, "guard": 0.0, "masking": 0.0, "advance": 1.0, "detour": 0.0,
    "break_chance": 0.0,
    "break_by_odds": 2.0,
    "break_by_losses": 1.0, "losses_heal": 10.0, "retreat_losses": 0.0, "stores": 1e9, "unsupplied": 1.0,
    "contest": 0.0, "agreement_settles": 1.0, "agreement_hardens": 0.0, "usual_after": 1e9,
    "monitors_wear": 1e9,
    "violations": 0.0, "truce_dwell": 0.0, "reprisal": 0.0, "reprisal_fades": 1.0, "trust_restrains": 0.0,
    "collapse_hazard": 0.0, "trust_protects": 0.0, "guarantor_protects": 0.0, "monitors_protect": 0.0,
    "signed_at_once": 1.0, "days_to_entry": 0.0, "entry_shape": 1.0,
    "second_thoughts": 1.0, "clause_weight": 1.0, "terms_weight": 1.0, "terms_spread": 0.0,
    "fighting_drives": 0.0, "usual_fighting": 0.0,
    "fighting_felt": 0.0, "urgency_quickens": 0.0, "alarm_fades": 0.0, "date_drives": 0.0, "date_felt": 1.0,
    "text_kept": 0.0, "refusals": 1e9, "talks_rest": 1e9, "mediation_drives": 0.0, "mediation_quickens": 0.0,
}  # fmt: skip
"""Laws of the ground war, of truces and of talks at which they change nothing."""


def arena(**parts: Any) -> dict[str, Any]:
    """A scenario as plain values: a field, and a camp for each side; parts replace whole sections."""
    stated: dict[str, Any] = {
        "title": "Arena",
        "start": "2020-01-01",
        "days": 50,
        "zones": {"field": zone(), "camp": zone(), "home": zone()},
        "routes": [{"between": ["camp", "field"], "days": 1}, {"between": ["field", "home"], "days": 1}],
        "actors": {"red": force(field=1000), "blue": force(field=800)},
        "relations": [{"hostile": ["red", "blue"]}],
        "rules": {},
    }
    stated.update(copy.deepcopy(parts))
    rules = {**OFF, **ON, **NEUTRAL, **stated["rules"]}
    rules.setdefault("hasty_defence", rules["defender_advantage"])
    rules.setdefault("occupation", rules["drift"])
    stated["rules"] = rules
    return stated


def zone(**more: Any) -> dict[str, Any]:
    """A zone."""
    return {"name": "Zone", "at": [0, 0], **more}


def force(**zones: float) -> dict[str, Any]:
    """An actor with fighters in zones, who stays where it is."""
    return {"name": "Side", "kind": "armed group", "forces": zones}


def attacker(worth: dict[str, float] | None = None, **zones: float) -> dict[str, Any]:
    """An actor that goes for what it finds worth most, and reviews that every day."""
    return {**force(**zones), "worth": worth or {"field": 1.0}, "tempo": 1}


def guns(mobility: float = 1.0, skill: float = 10.0, **zones: float) -> dict[str, Any]:
    """Guns as the only arm of an actor, each worth ten fighters."""
    return {"guns": {"name": "guns", "unit": "guns", "forces": zones, "mobility": mobility, "skill": skill}}


def state(**more: Any) -> dict[str, Any]:
    """An actor without forces."""
    return {"name": "State", "kind": "state", **more}


def table(wants: tuple[float, float] = (0.2, 0.4), relations: Any = (), **talks: Any) -> dict[str, Any]:
    """Two powers who meet every day."""
    return arena(
        actors={
            "red": attacker(camp=100),
            "a": state(wants={"pact": wants[0]}),
            "b": state(wants={"pact": wants[1]}),
        },
        relations=list(relations),
        agreements={
            "pact": {
                "name": "P",
                "parties": ["a", "b"],
                "trust": 1,
                "trust_gain": 0,
                "trust_loss": 0,
                "collapse": {"hazard": 0, "trust": 0},
            }
        },
        talks={
            "t": {
                "name": "T",
                "parties": ["a", "b"],
                "signs": "pact",
                "gap": 1e-9,
                "progress": 0,
                "slope": SLOPE,
                **talks,
            }
        },
    )


def opened(stated: dict[str, Any], runs: int = 1) -> WarGame:
    """The game before its first day."""
    return listen(
        WarGame(
            Scenario.model_validate(stated, context={"start": stated["start"]}),
            np.arange(runs, dtype=np.int64),
        )
    )


def after(stated: dict[str, Any], days: int, runs: int = 1) -> WarGame:
    """The game after some days."""
    game = opened(stated, runs)
    for _ in range(days):
        game.step()
    return game


def fighters(game: WarGame, actor: str, zone: str = "field") -> np.ndarray:  # type: ignore[type-arg]
    """Fighters of an actor in a zone, shape ``(n_runs,)``."""
    return game.state.forces.fighters[game.setup.field.index(actor), game.setup.zones.index(zone)]


def within(found: float, truth: float, trials: int) -> bool:
    """Whether a share of trials lies within four standard errors of the truth."""
    return abs(found - truth) <= 4.0 * np.sqrt(max(truth * (1.0 - truth), 1e-9) / trials)
