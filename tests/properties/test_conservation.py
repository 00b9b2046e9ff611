"""No fighter comes from nowhere and none is lost unseen."""

from __future__ import annotations

import numpy as np
from happenings import seen
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import SEEDS, SHIPPED, columns, examples, read, theatres
from properties.watch import Watched

from whitecell.scenario.effects import Reinforce
from whitecell.scenario.model import Scenario


def assert_books_close(scenario: Scenario, game: Watched) -> None:
    """Start + reinforcement − losses = end, for each actor in each run, every day and over all days."""
    started = dusk = game.everyone()
    joined, lost = np.zeros((2, *started.shape))
    for _ in game.days():
        dawn, dusk = dusk, game.everyone()
        by_actor = game.setup.posts.by_actor
        raised, today = by_actor @ game.today.arrived, by_actor @ game.today.losses
        close = {"rtol": 1e-12, "atol": 1e-6}
        np.testing.assert_allclose(dawn + raised - today, dusk, **close)
        np.testing.assert_allclose(raised, due(scenario, game), **close)
        joined += raised
        lost += today
        np.testing.assert_allclose(started + joined - lost, dusk, **close)


def due(scenario: Scenario, game: Watched) -> np.ndarray:
    """Fighters that should have joined each actor today: recruits, reinforcements, supplies."""
    value, field = game.setup.parameters.row, game.setup.field
    fighters = np.zeros((len(field), game.n_runs))
    for a, name in enumerate(field.names):
        if name in scenario.actors and scenario.actors[name].reserve:
            fighters[a] += value(scenario.actors[name].recruits)
    for inject in game.pieces.injects.values():
        for effect in inject.spec.effects:
            if isinstance(effect, Reinforce):
                fighters[field.index(effect.actor)] += seen(game, "inject", inject.name) * value(
                    effect.fighters
                )
    for corridor in game.pieces.corridors.values():
        for name, load in scenario.corridors[corridor.name].supplies.items():
            flow = np.where(corridor.joined, corridor.strength, 0.0)
            fighters[field.index(name)] += value(load) * flow
    return fighters


@examples(2.0)
@given(st.data(), theatres(), SEEDS)
def test_fighters_are_conserved_in_any_theatre(data, stated, seeds) -> None:
    scenario = read(stated)
    assert_books_close(scenario, Watched(scenario, seeds, data.draw(columns(scenario, len(seeds)))))


@examples(0.3)
@given(columns(SHIPPED, 4))
def test_fighters_are_conserved_over_the_shipped_ranges(drawn) -> None:
    assert_books_close(SHIPPED, Watched(SHIPPED, np.arange(4), drawn))


@given(theatres(), SEEDS)
def test_an_actor_without_fighters_or_reinforcement_never_has_any(stated, seeds) -> None:
    name = next(iter(stated["actors"]))
    stated["actors"][name] |= {"forces": dict.fromkeys(stated["actors"][name]["forces"], 0), "reserve": ""}
    stated["injects"], stated["corridors"] = {}, {}
    game = Watched(read(stated), seeds)
    place = game.setup.field.index(name)
    for _ in game.days():
        assert not game.state.forces.fighters[place].any()
        assert not game.today.losses[game.setup.posts.actor == place].any()


@given(theatres(), SEEDS)
def test_what_is_raised_is_counted_in_the_zone_where_it_arrives(stated, seeds) -> None:
    scenario = read(stated | {"routes": [], "corridors": {}, "injects": {}})
    game = Watched(scenario, seeds)
    for _ in game.days():
        gained = game.state.forces.fighters - game.dawn
        gained[game.setup.posts.actor, game.setup.posts.zone] += game.today.losses
        for a, actor in enumerate(game.setup.cast):
            for z, zone in enumerate(game.setup.zones.names):
                new = game.setup.parameters.row(actor.recruits) if zone == actor.reserve else 0.0
                np.testing.assert_allclose(gained[a, z], new, rtol=1e-9, atol=1e-6)
