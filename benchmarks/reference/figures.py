"""The reference scenario as plain tables, for the two versions that do not read YAML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whitecell.game.routes import RouteMap
from whitecell.game.war_game import WarGame
from whitecell.scenario.clauses import Exclusion
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

SCENARIO = Path(__file__).parent / "scenario.yaml"
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


class Figures(NamedTuple):
    """Every number of the game; actors, zones and runs are indices in the order of their names.

    ``force``, ``worth``, ``option``, ``reach``, ``control`` have shape ``(n_actors, n_zones)``;
    ``hop`` and ``leg`` ``(n_zones, n_zones)``: from a zone toward a target, the next zone and the
    whole days to get there (0 where no way leads). ``rules`` are in the order of
    ``RULES``, ``line`` in that of ``LINE``.
    """

    days: int
    force: Floats
    skill: Floats
    mobility: Floats
    reserve: Whole
    recruits: Floats
    worth: Floats
    option: Flags
    reach: Flags
    caution: Floats
    fear: Floats
    noise: Floats
    tempo: Floats
    fire: Floats
    hides: Flags
    foes: Flags
    allies: Flags
    hop: Whole
    leg: Whole
    control: Floats
    rules: Floats
    line: Floats


RULES = (
    "decisiveness", "defender_advantage", "fog", "attrition", "ambush_scale", "battle_noise", "fire_losses",
    "restraint", "drift", "strike_spread", "wariness", "wariness_fades",
    "hasty_defence", "turning_cost", "masking", "occupation",
)  # fmt: skip
LINE = ("actor", "zone", "tolerance", "trigger", "obedience", "detects", "resolve", "losses")
MEASURES = (
    "strikes", "first_strike", "breaches", "raiders_at_depot", "depot_guarded", "farm_raided",
    "raiders_lost", "guards_lost", "militia_lost",
)  # fmt: skip


def _number(value: object) -> float:
    return float(value)  # type: ignore[arg-type]


@cache
def scenario() -> Scenario:
    """The reference scenario."""
    return read_scenario(SCENARIO)


@cache
def figures() -> Figures:
    """Its tables."""
    plot = scenario()
    game = WarGame(plot, np.arange(1, dtype=np.int64))
    setup = game.setup
    names, zones = setup.field.names, setup.zones.names
    actors = [plot.actors[name] for name in names]
    ways = RouteMap(setup.zones, plot.routes, [_number(route.days) for route in plot.routes])
    days = np.array([_number(route.days) for route in plot.routes])
    whole = np.maximum(np.floor(days + 0.5), 1.0).astype(np.int64)
    (line,) = (c for c in plot.constraints.values() if isinstance(c, Exclusion))
    assert line.watched_by is not None
    assert line.answered_by is not None

    def table(values: list[dict[str, object]]) -> Floats:
        return np.array([[_number(row.get(zone, 0.0)) for zone in zones] for row in values])

    option, reach = np.zeros((2, len(names), len(zones)), dtype=np.bool_)
    for a in range(len(names)):
        option[a, setup.options[a]] = True
        reach[a, setup.reach[a]] = True
    return Figures(
        days=plot.days,
        force=table([dict(a.forces) for a in actors]),
        skill=np.array([_number(a.skill) for a in actors]),
        mobility=np.array([_number(a.mobility) for a in actors]),
        reserve=np.array([zones.index(a.reserve) for a in actors], dtype=np.int64),
        recruits=np.array([_number(a.recruits) for a in actors]),
        worth=table([dict(a.worth) for a in actors]),
        option=option,
        reach=reach,
        caution=np.array([_number(a.caution) for a in actors]),
        fear=np.array([_number(a.fear) for a in actors]),
        noise=np.array([_number(a.noise) for a in actors]),
        tempo=np.array([_number(a.tempo) for a in actors]),
        fire=np.array([_number(a.fire) for a in actors]),
        hides=np.array([a.irregular for a in actors]),
        foes=np.array([[k in setup.foes[a] for k in range(len(names))] for a in range(len(names))]),
        allies=np.array([[k in setup.friends[a] for k in range(len(names))] for a in range(len(names))]),
        hop=ways.hop.T.copy(),
        leg=np.where(ways.leg.T >= 0, whole[ways.leg.T], 0),
        control=game.state.land.control[:, :, 0].copy(),
        rules=np.array([_number(getattr(plot.rules, name)) for name in RULES]),
        line=np.array(
            [
                names.index(line.applies_to[0]), zones.index(line.zones[0]), _number(line.tolerance),
                _number(line.trigger), _number(line.obedience[line.applies_to[0]]),
                _number(line.watched_by.detects), _number(line.answered_by.resolve),
                _number(line.answered_by.losses),
            ]
        ),
    )  # fmt: skip
