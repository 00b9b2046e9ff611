"""A small theatre: a hill, a ford and a camp, two who fight and two who talk."""

from __future__ import annotations

import copy
from typing import Any

SMALL: dict[str, Any] = {
    "title": "Hill and ford",
    "start": "2017-06-11",
    "days": 60,
    "rules": {
        "decisiveness": 1.5,
        "defender_advantage": 1.5,
        "fog": 0.3,
        "attrition": 0.004,
        "ambush_scale": 500,
        "battle_noise": 0.4,
        "fire_losses": 0.0004,
        "ceasefire_calm": 2,
        "restraint": 0.6,
        "drift": 0.1,
        "displacement": 0.002,
        "air_losses": 1.0,
        "air_scale": 500,
        "air_support": 20,
        "air_incidents": 0.02,
        "air_interference": 0.2,
        "strike_spread": 0.6,
        "wariness": 0.5,
        "wariness_fades": 30,
        "lasting_wariness": 0.25,
        "lasting_wariness_fades": 300,
        "preemption": 0.5,
        "pressure_fades": 20,
        "hasty_defence": 1.3,
        "turning_cost": 0.1,
        "frontage": 2000,
        "guard": 0.3,
        "masking": 0.8,
        "advance": 1.0,
        "detour": 0.0,
        "break_chance": 0.01,
        "break_by_odds": 2,
        "break_by_losses": 0.15,
        "losses_heal": 20,
        "retreat_losses": 0.15,
        "stores": 30,
        "unsupplied": 0.5,
        "occupation": 0.4,
        "contest": 0.1,
        "collapse_hazard": 0.3,
        "trust_protects": 3,
        "guarantor_protects": 0.2,
        "monitors_protect": 1,
        "monitors_wear": 20,
        "agreement_settles": 3,
        "agreement_hardens": 0.6,
        "usual_after": 30,
        "violations": 8,
        "truce_dwell": 7,
        "reprisal": 1.5,
        "reprisal_fades": 5,
        "trust_restrains": 1.5,
        "clause_weight": 0.5,
        "terms_weight": 1,
        "terms_spread": 0.9,
        "second_thoughts": 0.5,
        "fighting_drives": 0.2,
        "usual_fighting": 0.001,
        "fighting_felt": 14,
        "urgency_quickens": 2,
        "alarm_fades": 14,
        "date_drives": 0.2,
        "date_felt": 7,
        "text_kept": 0.6,
        "refusals": 3,
        "talks_rest": 30,
        "mediation_drives": 0.1,
        "mediation_quickens": 0.3,
        "signed_at_once": 0.8,
        "days_to_entry": 2,
        "entry_shape": 0.7,
    },
    "zones": {
        "hill": {"name": "Hill", "at": [1, 1], "people": 1000},
        "ford": {"name": "Ford", "at": [1, 2], "people": 2000},
        "camp": {"name": "Camp", "at": [2, 2]},
    },
    "routes": [{"between": ["hill", "ford"], "days": 2}, {"between": ["ford", "camp"], "days": 3}],
    "actors": {
        "red": {
            "name": "Red",
            "kind": "armed group",
            "forces": {"camp": 3000},
            "reserve": "camp",
            "recruits": 5,
            "mobility": 0.8,
            "skill": 1,
            "worth": {"hill": 0.7, "ford": 0.4, "camp": 0.3},
            "caution": 0.3,
            "fear": 0.4,
            "noise": 0.1,
            "tempo": 7,
            "fire": 0.4,
        },
        "blue": {
            "name": "Blue",
            "kind": "state",
            "forces": {"hill": 800, "ford": 300},
            "mobility": 0.5,
            "skill": 1.3,
            "worth": {"hill": 0.5, "ford": 0.3},
            "caution": 0.5,
            "noise": 0.1,
            "tempo": 7,
            "fire": 0.3,
            "irregular": True,
            "air": [{"zone": "ford", "sorties": 2, "against": ["red"]}],
        },
        "power": {"name": "Power", "kind": "state", "wants": {"pact": 0.2}},
        "other": {
            "name": "Other",
            "kind": "state",
            "wants": {"pact": 0.1},
            "air": [{"zone": "ford", "sorties": 1, "against": ["blue"]}],
        },
    },
    "relations": [
        {"hostile": ["red", "blue"]},
        {"patron": "other", "client": "red", "leverage": 0.5, "will": {"pact": 0.6}, "alliance_cost": 0.1},
    ],
    "constraints": {
        "line": {
            "name": "Line",
            "kind": "exclusion",
            "applies_to": ["red"],
            "zones": ["ford"],
            "tolerance": 50,
            "trigger": 500,
            "watched_by": {"detects": 0.9},
            "answered_by": {"actor": "blue", "by": "strike", "resolve": 0.3, "losses": 40},
        },
        "truce": {
            "name": "Truce",
            "kind": "ceasefire",
            "applies_to": ["red", "blue"],
            "zones": ["hill", "ford"],
            "in_force": "with pact",
            "obedience": {"red": 0.4, "blue": 0.7},
            "watched_by": {"detects": 0.5, "blames_wrongly": 0.2},
            "answered_by": {"actor": "other", "by": "pressure", "effect": 0.3},
        },
    },
    "talks": {
        "t": {
            "name": "T",
            "parties": ["power", "other"],
            "signs": "pact",
            "gap": 10,
            "secret": True,
            "leaks": {"fades": 30, "chance": 0.02, "hurts": {"power": 0.3}},
            "progress": 0.6,
            "setback": 0.3,
            "slope": 4,
            "requires": {"power": {"pressure_of": "other", "on": "red", "weight": 0.6, "enough": 0.5}},
        }
    },
    "agreements": {
        "pact": {
            "name": "Pact",
            "parties": ["power", "other"],
            "guarantors": ["other"],
            "trust": 0.6,
            "trust_gain": 0.02,
            "trust_loss": 0.1,
            "collapse": {"hazard": 0.05, "trust": 3},
            "left_out": {"blue": 0.1},
        }
    },
    "corridors": {
        "road": {
            "name": "Road",
            "owner": "other",
            "friends": ["red"],
            "paths": {"a": ["camp", "ford", "hill"]},
            "threshold": 0.6,
            "supplies": {"red": 10},
            "worth": {"red": 0.4},
        }
    },
    "rivalries": {
        "riv": {
            "name": "Riv",
            "between": ["blue", "other"],
            "rungs": ["calm", "talk", "clash"],
            "climb": 0.3,
            "cool": 0.05,
        }
    },
    "injects": {
        "vote": {
            "name": "Vote",
            "on": "2017-06-20",
            "chance": 0.5,
            "effects": [{"kind": "shift wants", "actor": "power", "toward": "pact", "by": -0.2}],
        }
    },
    "measures": {
        "signed": {"statistic": "ever", "record": "signed", "of": ["pact"]},
        "day": {"statistic": "first_day", "record": "signed", "of": ["pact"]},
        "held": {"statistic": "days", "record": "in_force", "of": ["pact"]},
        "strikes": {"statistic": "count", "record": "strikes", "of": ["line"]},
        "br": {"statistic": "count", "record": "breaches", "of": ["pact"]},
        "rec": {"statistic": "count", "record": "recorded_breaches", "of": ["pact"]},
        "near": {
            "statistic": "mean",
            "record": "presence",
            "of": ["red"],
            "zones": ["ford", "hill"],
            "last": 20,
        },
        "ctl": {"statistic": "final", "record": "control", "of": ["red"], "zones": ["hill"]},
        "red": {"statistic": "final", "record": "presence", "of": ["red"]},
        "blue": {"statistic": "final", "record": "presence", "of": ["blue"]},
        "rung": {"statistic": "peak", "record": "rung", "of": ["riv"]},
        "via": {"statistic": "which", "record": "path", "of": ["road"]},
        "fled": {"statistic": "count", "record": "displaced"},
        "lost": {"statistic": "count", "record": "losses"},
    },
}


def changed(**changes: Any) -> dict[str, Any]:
    """The small scenario as plain values, with entries changed by paths such as ``talks__t__gap``."""
    stated = copy.deepcopy(SMALL)
    for path, value in changes.items():
        holder: Any = stated
        *steps, last = path.split("__")
        for step in steps:
            holder = holder[step]
        holder[last] = value
    return stated
