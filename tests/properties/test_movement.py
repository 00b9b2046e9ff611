"""Forces move along routes that are open to them, one hop a day, and not otherwise."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import SEEDS, SHIPPED, columns, examples, read, theatres
from properties.watch import Watched, open_roads
from theatre import SMALL

SLACK = 1e-6


def assert_on_the_roads(game: Watched) -> None:
    """A zone gains no more than was on the road there and its neighbours lose, and garrisons stay."""
    roads = [open_roads(game.setup.scenario, name) for name in game.setup.field.names]
    for _ in game.days():
        for a, joined in enumerate(roads):
            change = game.moved[a] - game.before[a]
            gain, loss = np.maximum(change, 0.0), np.maximum(-change, 0.0)
            road, more = game.road[a], game.moved_road[a] - game.road[a]
            before, moved = (
                f.sum(axis=0) for f in (game.before[a] + road, game.moved[a] + game.moved_road[a])
            )
            np.testing.assert_allclose(moved, before, rtol=1e-9, atol=SLACK)
            came_through = np.einsum("zy,yn->zn", joined, game.before[a])
            assert (change + more <= came_through + SLACK).all()
            assert (gain <= road + came_through + SLACK).all()
            there = game.moved[a] > 0.0
            neighbours = np.einsum("zy,yn->zn", joined, (game.before[a] > 0.0) * 1.0) > 0.0
            assert (there <= ((game.before[a] > 0.0) | (road > 0.0) | neighbours)).all()
            if game.setup.owner[a] == a:  # an arm may be told to go back, all of it
                stay = np.minimum(game.before[a], game.setup.garrison[a])
                assert (game.moved[a] >= stay - SLACK).all()
            assert (loss <= game.before[a] + SLACK).all()
            for part in parts(joined):
                inside = (change + more)[part].sum(axis=0)
                np.testing.assert_allclose(inside, 0.0, atol=1e-9 * (1.0 + game.before[a].sum()))


def parts(joined: np.ndarray) -> list[list[int]]:
    """The parts of a map that no road joins to each other."""
    left, found = set(range(len(joined))), []
    while left:
        part, frontier = set(), [min(left)]
        while frontier:
            zone = frontier.pop()
            part.add(zone)
            frontier += [int(z) for z in np.flatnonzero(joined[zone]) if z not in part]
        found.append(sorted(part))
        left -= part
    return found


@examples(2.0)
@given(st.data(), theatres(), SEEDS)
def test_forces_march_only_along_routes_open_to_them(data, stated, seeds) -> None:
    scenario = read(stated)
    assert_on_the_roads(Watched(scenario, seeds, data.draw(columns(scenario, len(seeds)))))


@examples(0.3)
@given(columns(SHIPPED, 4))
def test_forces_march_only_along_the_shipped_routes(drawn) -> None:
    assert_on_the_roads(Watched(SHIPPED, np.arange(4), drawn))


@given(theatres(), SEEDS)
def test_without_routes_nobody_moves(stated, seeds) -> None:
    game = Watched(read(stated | {"routes": [], "corridors": {}}), seeds)
    for _ in game.days():
        np.testing.assert_array_equal(game.moved, game.before)


@given(theatres(), SEEDS)
def test_a_route_that_is_closed_to_an_actor_is_as_good_as_none(stated, seeds) -> None:
    stated["corridors"] = {}
    everybody = [route | {"closed_to": list(stated["actors"])} for route in stated["routes"]]
    closed = Watched(read(stated | {"routes": everybody}), seeds)
    none = Watched(read(stated | {"routes": []}), seeds)
    for _ in zip(closed.days(), none.days(), strict=True):
        np.testing.assert_array_equal(closed.state.forces.fighters, none.state.forces.fighters)


@given(theatres(), SEEDS)
def test_a_force_that_is_not_mobile_stays_where_it_is(stated, seeds) -> None:
    for actor in stated["actors"].values():
        if "mobility" in actor:
            actor["mobility"] = 0
        for arm in actor.get("arms", {}).values():
            arm["mobility"] = 0
    # Nothing breaks it and nothing sweeps it out.
    stated["rules"] |= {"break_chance": 0, "contest": 0}
    game = Watched(read(stated | {"injects": {}, "corridors": {}}), seeds)
    fixed = [
        a for a, name in enumerate(game.setup.field.names) if not game.setup.scenario.actors[name].reserve
    ]
    for _ in game.days():
        np.testing.assert_allclose(game.moved[fixed], game.before[fixed], rtol=1e-12)


def test_reinforcements_march_from_where_they_arrive() -> None:
    stated = {
        "title": "A landing",
        "start": "2017-06-11",
        "days": 5,
        "rules": SMALL["rules"],
        "zones": {name: {"name": name, "at": [0, 0]} for name in ("base", "goal", "beach")},
        "routes": [{"between": ["base", "goal"], "days": 1}, {"between": ["beach", "goal"], "days": 1}],
        "actors": {
            "one": {
                "name": "One", "kind": "state", "forces": {"base": 500}, "mobility": 1, "worth": {"goal": 1},
            }
        },
        "injects": {
            "landing": {
                "name": "A landing", "on": "2017-06-12",
                "effects": [{"kind": "reinforce", "actor": "one", "zone": "beach", "fighters": 300}],
            }
        },
    }  # fmt: skip
    game = Watched(read(stated), np.array([0]))
    for _ in game.days():
        pass
    zones = game.setup.zones
    assert game.state.forces.fighters[0, zones.index("goal"), 0] == 800
    assert game.state.forces.fighters[0, zones.index("beach"), 0] == 0
