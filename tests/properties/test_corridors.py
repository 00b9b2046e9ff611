"""A corridor is as strong as the weakest zone of its best path, and a closed one brings nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import SEEDS, SHIPPED, columns, examples, read, theatres
from properties.watch import Watched

from whitecell.scenario.problems import ScenarioError


def assert_only_open_corridors_deliver(game: Watched) -> None:
    """Nothing comes through a closed corridor; what an open one brings arrives, and no more."""
    for _ in game.days():
        arrived = game.today.arrived.sum(axis=0)
        for name, corridor in game.pieces.corridors.items():
            spec = game.setup.scenario.corridors[name]
            held = game.state.land.control[game.setup.field.indices(spec.friends)].sum(axis=0)
            weakest = [
                min(held[game.setup.zones.index(zone), run] for zone in path)
                for run in range(game.n_runs)
                for path in spec.paths.values()
            ]
            best = np.reshape(weakest, (game.n_runs, len(spec.paths))).max(axis=1)
            np.testing.assert_allclose(corridor.strength, np.minimum(best, 1.0), atol=1e-9)
            closed = best < game.setup.parameters.row(spec.threshold) - 1e-9
            assert not corridor.joined[closed].any()
            assert not corridor.delivered[closed].any()
            most = sum(
                (game.setup.parameters.row(load) for load in spec.supplies.values()), np.zeros(game.n_runs)
            )
            assert (corridor.delivered <= most * (1.0 + 1e-9)).all()
        delivered = sum((c.delivered for c in game.pieces.corridors.values()), np.zeros(game.n_runs))
        assert (delivered <= arrived * (1.0 + 1e-9) + 1e-6).all()


@examples(2.0)
@given(st.data(), theatres(road=True), SEEDS)
def test_a_closed_corridor_delivers_nothing(data, stated, seeds) -> None:
    scenario = read(stated)
    drawn = data.draw(columns(scenario, len(seeds)))
    assert_only_open_corridors_deliver(Watched(scenario, seeds, drawn))


@examples(0.3)
@given(columns(SHIPPED, 4))
def test_a_closed_corridor_delivers_nothing_over_the_shipped_ranges(drawn) -> None:
    assert_only_open_corridors_deliver(Watched(SHIPPED, np.arange(4), drawn))


@given(theatres(road=True), SEEDS)
def test_a_corridor_through_land_that_no_friend_holds_never_delivers(stated, seeds) -> None:
    for road in stated["corridors"].values():
        road |= {"friends": [], "threshold": 0.5}
    game = Watched(read(stated), seeds)
    for _ in game.days():
        for corridor in game.pieces.corridors.values():
            assert not corridor.joined.any()
            assert not corridor.delivered.any()


@given(theatres(road=True), SEEDS)
def test_an_actor_that_cannot_take_supplies_in_is_refused_or_none_are_counted(stated, seeds) -> None:
    name = next(iter(stated["actors"]))
    stated["actors"][name] |= {"reserve": "", "recruits": 0}
    friends = list(stated["actors"])
    stated["corridors"] = {
        "road 0": stated["corridors"]["road 0"] | {"friends": friends, "supplies": {name: 100}}
    }
    try:
        scenario = read(stated | {"injects": {}})
    except ScenarioError:
        return
    game = Watched(scenario, seeds)
    place = game.setup.field.index(name)
    for _ in game.days():
        assert not game.today.arrived[game.setup.posts.actor == place].any()
        assert not game.pieces.corridors["road 0"].delivered.any()
