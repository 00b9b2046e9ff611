"""Who enforces a line strikes whoever crosses it: with the means, in proportion to the resolve."""

from __future__ import annotations

import numpy as np
from happenings import seen
from hypothesis import given
from hypothesis import strategies as st
from properties.quantities import plain
from properties.strategies import SEEDS, SHIPPED, columns, examples, read, theatres
from properties.watch import Watched

from whitecell.game.laws import PRESENT


def sorties(game: Watched, enforcer: str, zone: str) -> np.ndarray:
    """Sorties a day of an enforcer and of those it leads over a zone, in each run."""
    flown = np.zeros(game.n_runs)
    for name, actor in game.setup.scenario.actors.items():
        if enforcer in (name, actor.led_by):
            for air in actor.air:
                if air.zone == zone:
                    flown += game.setup.parameters.row(air.sorties)
    return flown


def assert_strikes_have_cause_and_means(game: Watched) -> None:
    """A strike needs sorties, a line in force, a watcher, resolve, and intruders above the tolerance."""
    for _ in game.days():
        for line in game.pieces.exclusions:
            spec, value, field = line.spec, game.setup.parameters.row, game.setup.field
            answer = spec.answered_by
            bound = field.indices(spec.applies_to)
            for z, zone in enumerate(game.setup.zones.names):
                struck = seen(game, "strike", line.name, zone) > 0
                if not struck.any():
                    continue
                assert answer is not None and answer.by == "strike"
                assert zone in spec.zones
                assert game.binding[line.name][struck].all()
                assert spec.watched_by is not None
                assert (sorties(game, answer.actor, zone)[struck] > 0.0).all()
                assert (value(answer.resolve)[struck] > 0.0).all()
                assert (value(spec.watched_by.detects)[struck] > 0.0).all()
                presence = sum(game.moved[a, z] for a in bound)
                assert (presence > value(spec.tolerance))[struck].all()


@examples(2.0)
@given(st.data(), theatres(line=True), SEEDS)
def test_no_strike_without_sorties_cause_and_resolve(data, stated, seeds) -> None:
    scenario = read(stated)
    drawn = data.draw(columns(scenario, len(seeds)))
    assert_strikes_have_cause_and_means(Watched(scenario, seeds, drawn))


@examples(2.0)
@given(theatres(line=True), SEEDS, plain(0.2, 1.0), st.integers(0, 4))
def test_no_strike_before_a_warning_has_had_its_days(stated, seeds, chance, days) -> None:
    """Since the breach in the zone began: a day without one ends what was warned of.

    Whoever has forces of its own in the zone need not warn, for they may be attacked.
    """
    stated["actors"][list(stated["actors"])[1]]["air"][0]["sorties"] = 2
    clause = stated["constraints"]["clause 0"]
    clause["answered_by"] |= {"resolve": 5, "warns": [{"chance": chance, "days": days}]}
    game = Watched(read(stated), seeds)
    line = next(e for e in game.pieces.exclusions if e.name == "clause 0")
    own = list(line.enforcers)
    warned = {z: np.full(game.n_runs, np.inf) for z in line.zones}
    for day in game.days():
        for z in line.zones:
            zone = game.setup.zones.names[z]
            presence = sum(game.moved[a, z] for a in line.kept_out)
            breach = game.binding["clause 0"] & (presence > game.setup.parameters.row(line.spec.tolerance))
            warned[z][~breach] = np.inf
            told = seen(game, "warned", "clause 0", zone) > 0
            assert breach[told].all()
            warned[z][told] = day
            struck = seen(game, "strike", "clause 0", zone) > 0
            struck &= ~(game.moved[own, z] >= PRESENT).any(axis=0)
            assert (warned[z][struck] + days <= day).all()


@examples(2.0)
@given(theatres(line=True), SEEDS)
def test_no_strike_in_runs_in_which_the_line_is_not_in_force(stated, seeds) -> None:
    stated["actors"][list(stated["actors"])[1]]["air"][0]["sorties"] = 2
    stated["constraints"]["clause 0"]["answered_by"]["resolve"] = 5
    game = Watched(read(stated), np.repeat(seeds, 2))
    for line in game.pieces.exclusions:
        line.in_force = line.in_force & (np.arange(game.n_runs) % 2 == 0)
    assert_strikes_have_cause_and_means(game)


@examples(0.3)
@given(columns(SHIPPED, 4))
def test_no_strike_without_sorties_over_the_shipped_ranges(drawn) -> None:
    # The ranges of sorties begin at one; in half of the runs none are flown over the red line.
    flown = np.array([0.0, 0.0, 1.0, 1.0])
    drawn |= {f"actors.coalition.air.{flight}.sorties": flown for flight in (0, 1)}
    drawn["tanf_strike_resolve"] = np.full(4, SHIPPED.assumptions["tanf_strike_resolve"].range[1])
    assert_strikes_have_cause_and_means(Watched(SHIPPED, np.arange(4), drawn))


@given(theatres(line=True), SEEDS)
def test_an_enforcer_whose_aircraft_are_grounded_never_strikes(stated, seeds) -> None:
    for actor in stated["actors"].values():
        for air in actor["air"]:
            air["sorties"] = 0
    game = Watched(read(stated), seeds)
    for _ in game.days():
        assert not any(seen(game, "strike", line.name).any() for line in game.pieces.exclusions)


@given(theatres(), SEEDS)
def test_no_loss_from_the_air_where_nobody_fights_and_nothing_flies(stated, seeds) -> None:
    peaceful = [r for r in stated["relations"] if "hostile" not in r]
    for actor in stated["actors"].values():
        actor["air"] = []
    game = Watched(read(stated | {"relations": peaceful}), seeds)
    for _ in game.days():
        assert not game.today.losses.any()


@examples(3.0)
@given(theatres(line=True), st.lists(plain(0.0, 5.0), min_size=3, max_size=5), st.integers(0, 700))
def test_more_resolve_never_means_fewer_strikes_for_the_same_presence(stated, levels, seed) -> None:
    # One seed in every run: the runs differ in resolve alone, until a strike parts them.
    levels = np.sort(levels)
    stated["actors"][list(stated["actors"])[1]]["air"][0]["sorties"] = 2
    answer = stated["constraints"]["clause 0"]["answered_by"]
    answer["resolve"] = {"value": 1, "range": [0, 5], "judgement": "varied"}
    name = "constraints.clause 0.answered_by.resolve"
    game = Watched(read(stated), np.full(len(levels), seed), {name: levels})
    assert_resolve_strikes(game, "clause 0")


def assert_resolve_strikes(game: Watched, line_name: str) -> None:
    """Runs of one seed in the order of resolve: while they are one, more of it strikes no less."""
    line = game.pieces.constraints[line_name]
    for _ in game.days():
        rungs = [rivalry.rung.copy() for rivalry in game.pieces.rivalries.values()]
        strikes = [seen(game, "strike", line.name, zone) for zone in line.spec.zones]
        for k in range(1, game.n_runs):
            same = np.array_equal(game.moved[:, :, k], game.moved[:, :, k - 1])
            if same and all(rung[k] == rung[k - 1] for rung in rungs):
                assert all((struck[k] >= struck[k - 1]).all() for struck in strikes)


@examples(0.5)
@given(columns(SHIPPED, 1), st.integers(0, 10_000))
def test_more_resolve_never_means_fewer_strikes_over_the_shipped_ranges(drawn, seed) -> None:
    levels = np.linspace(*SHIPPED.assumptions["tanf_strike_resolve"].range, 9)
    one = {name: np.repeat(column, 9) for name, column in drawn.items()} | {"tanf_strike_resolve": levels}
    assert_resolve_strikes(Watched(SHIPPED, np.full(9, seed), one), "tanf_red_line")
