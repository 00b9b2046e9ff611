"""Corridors against brute force over all paths, marches against shortest ways and their own recursion."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, state, zone

from whitecell.game.axes import Roster
from whitecell.game.routes import RouteMap
from whitecell.scenario.theatre import Route, Zone


def land(seed: int, threshold: float = 0.5) -> tuple[dict[str, object], dict[str, float], list[list[str]]]:
    """Random ground with every path through it listed, and who holds how much of each zone."""
    rng = np.random.default_rng(seed)
    names = [f"z{k}" for k in range(6)]
    held = {name: float(rng.random()) for name in names}
    graph = nx.Graph(rng.permutation([*itertools.combinations(names, 2)])[:9].tolist())
    graph.add_edges_from([("z0", "z1"), ("z1", "z5")])
    paths = list(nx.all_simple_paths(graph, "z0", "z5"))
    stated = arena(
        zones={**{name: zone(control={"red": held[name]}) for name in names}, "camp": zone()},
        routes=[],
        actors={"red": {**force(camp=10), "reserve": "camp"}, "a": state()},
        relations=[],
        corridors={
            "road": {
                "name": "R",
                "owner": "a",
                "friends": ["red"],
                "paths": {f"p{k:02d}": path for k, path in enumerate(paths)},
                "threshold": threshold,
                "supplies": {"red": 40},
            }
        },
    )
    return stated, held, paths


@pytest.mark.parametrize("seed", range(12))
def test_a_corridor_is_its_best_paths_weakest_zone(seed: int) -> None:
    stated, held, paths = land(seed)
    best = max(min(held[z] for z in path) for path in paths)
    game = after(stated, 1)
    road = game.pieces.corridors["road"]
    assert road.strength[0] == pytest.approx(best)
    assert bool(road.joined[0]) == (best >= 0.5)
    arrived = 40 * best if best >= 0.5 else 0.0
    assert fighters(game, "red", "camp")[0] == pytest.approx(10 + arrived)
    if road.joined[0]:
        via = paths[int(road.path_names[road.via[0]][1:])]
        assert min(held[z] for z in via) == pytest.approx(best)
    else:
        assert road.via[0] == -1


def test_what_is_missing_is_shared_by_what_each_zone_lacks() -> None:
    stated = arena(
        zones={
            "camp": zone(),
            "x": zone(control={"red": 0.4}),
            "y": zone(control={"red": 0.1}),
            "w": zone(control={"red": 1}),
        },
        routes=[],
        actors={"red": {**force(camp=1), "reserve": "camp", "worth": {"x": 0.0, "y": 0.0}}, "a": state()},
        relations=[],
        corridors={
            "road": {
                "name": "R",
                "owner": "a",
                "friends": ["red"],
                "paths": {"p": ["w", "x", "y"]},
                "threshold": 0.9,
            }
        },
    )
    game = opened(stated)
    missing = {
        game.setup.zones.names[z]: float(part[0]) for z, part in game.pieces.corridors["road"].missing.items()
    }
    assert missing == pytest.approx({"w": 0.0, "x": 0.6 / 1.5 * 0.9, "y": 0.9 / 1.5 * 0.9})


@pytest.mark.parametrize("seed", range(8))
def test_ways_are_the_shortest(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = tuple(f"z{k}" for k in range(7))
    pairs = [pair for pair in itertools.combinations(names, 2) if rng.random() < 0.4]
    days = [float(rng.integers(1, 9)) + float(rng.random()) for _ in pairs]
    roster = Roster.of({name: Zone(name=name, at=(0, 0)) for name in names})
    routes = [Route(between=pair, days=length) for pair, length in zip(pairs, days, strict=True)]
    found = RouteMap(roster, routes, days)
    graph = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_weighted_edges_from([(*pair, length) for pair, length in zip(pairs, days, strict=True)])
    for start, goal in itertools.permutations(names, 2):
        a, b = roster.index(start), roster.index(goal)
        if not nx.has_path(graph, start, goal):
            assert found.leg[b, a] == -1
            continue
        length = nx.shortest_path_length(graph, start, goal, weight="weight")
        here, walked = a, 0.0
        while here != b and walked < 2 * length:
            leg, here = int(found.leg[b, here]), int(found.hop[b, here])
            walked += days[leg]
        assert (here, walked) == (b, pytest.approx(length))


def round_about(
    wariness: float, detour: float, fear: float = 1.0, who: str = "red", **more: object
) -> list[str]:
    """Where red, who wants the home, passes: the field, two days in all, or the hill, six."""
    zones = {"camp": zone(), "field": zone(), "hill": zone(), "home": zone()}
    routes = [
        {"between": ["camp", "field"], "days": 1}, {"between": ["field", "home"], "days": 1},
        {"between": ["camp", "hill"], "days": 3}, {"between": ["hill", "home"], "days": 3},
    ]  # fmt: skip
    red = {**attacker({"home": 1.0}, camp=100), "mobility": 1, "fear": fear, "wariness": {"field": wariness}}
    rules = {"detour": detour, "wariness_fades": 1e6, "wariness": 1.0}
    actors = {"red": {**red, **more}}
    game = opened(arena(zones=zones, routes=routes, actors=actors, relations=[], rules=rules))
    passed = []
    for _ in range(8):
        game.step()
        passed += [name for name in zones if fighters(game, who, name)[0] > 1 and name not in passed]
    assert passed[-1] == "home"
    return passed[:-1]


@pytest.mark.parametrize(
    ("wariness", "detour", "fear", "passed"),
    [
        (1.0, 4.1, 1.0, "hill"), (1.0, 3.9, 1.0, "field"), (0.5, 8.1, 1.0, "hill"), (0.5, 7.9, 1.0, "field"),
        (1.0, 2.1, 2.0, "hill"), (1.0, 4.1, 0.9, "field"), (0.0, 1e6, 1.0, "field"), (1.0, 0.0, 1.0, "field"),
    ],
)  # fmt: skip
def test_one_goes_round_where_fear_outweighs_the_days(
    wariness: float, detour: float, fear: float, passed: str
) -> None:
    """fear · wariness · detour > days more, here 4."""
    assert round_about(wariness, detour, fear) == [passed]


def test_an_arm_goes_round_with_its_actor() -> None:
    arms = {"guns": {"name": "guns", "unit": "guns", "forces": {"camp": 5}, "mobility": 1}}
    assert round_about(1.0, 4.1, who="red.guns", forces={}, arms=arms) == ["hill"]
    assert round_about(1.0, 3.9, who="red.guns", forces={}, arms=arms) == ["field"]


def test_recruits_arrive_in_the_reserve() -> None:
    red = {**force(field=10), "reserve": "camp", "recruits": 7}
    game = after(arena(actors={"red": red}, relations=[]), 3)
    assert fighters(game, "red", "camp")[0] == 21.0
    assert fighters(game, "red", "field")[0] == 10.0


@pytest.mark.parametrize("seed", range(6))
def test_paths_that_add_up_are_the_sum_of_their_weakest_zones(seed: int) -> None:
    stated, held, paths = land(seed, threshold=0.0)
    stated["corridors"]["road"]["combine"] = "sum"  # type: ignore[index]
    strength = sum(min(held[z] for z in path) for path in paths)
    game = after(stated, 1)
    assert game.pieces.corridors["road"].strength[0] == pytest.approx(strength)
    assert fighters(game, "red", "camp")[0] == pytest.approx(10 + 40 * strength)


def lane(navy: float, escort: float, open_by: str) -> float:
    """What a day of a lane adds to a stock, of 8 a day when it is free, with ships in it."""
    ships = {name: {**force(sea=n), "reserve": "sea"} for name, n in (("navy", navy), ("guard", escort))}
    stated = arena(
        zones={"sea": zone(), "port": zone(control={"navy": 0.0})},
        routes=[{"between": ["sea", "port"], "days": 1}],
        actors={**ships, "us": state()},
        relations=[],
        variables={"gas": {"name": "Gas", "start": 3}},
        corridors={
            "lane": {
                "name": "L", "owner": "us", "friends": ["guard"], "paths": {"only": ["sea"]}, "threshold": 0,
                "open_by": open_by, "stopped_by": ["navy"], "half_stopped": 5, "carries": {"gas": 8},
            }
        },
    )  # fmt: skip
    return float(after(stated, 1).state.numbers.level[0, 0] - 3)


def test_a_lane_is_free_until_somebody_stops_it_and_escorts_open_it() -> None:
    assert lane(0, 0, "passage") == 8
    assert lane(5, 0, "passage") == pytest.approx(4)
    assert lane(15, 0, "passage") == pytest.approx(2)
    assert lane(15, 10, "passage") == pytest.approx(4)
    assert lane(5, 9, "passage") == 8
    assert lane(0, 0, "presence") == 0
    assert lane(5, 15, "presence") == pytest.approx(6)


def test_a_measure_tells_how_open_lanes_are() -> None:
    lanes = {
        "name": "L", "owner": "us", "friends": [], "threshold": 0.1,
        "paths": {"one": ["sea"], "two": ["port"]},
        "open_by": "passage", "stopped_by": ["navy"], "half_stopped": 5, "combine": "sum",
    }  # fmt: skip
    stated = arena(
        zones={"sea": zone(), "port": zone()},
        actors={"navy": force(sea=5), "us": state()},
        relations=[],
        routes=[{"between": ["sea", "port"], "days": 1}],
        corridors={"lanes": lanes},
        measures={"open": {"statistic": "mean", "record": "strength", "of": ["lanes"]}},
    )
    assert after(stated, 2).gauges["open"].result()[0] == pytest.approx(1.5)
