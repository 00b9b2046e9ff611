"""Every quantity stays what it is: nothing negative, no NaN, shares within a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from happenings import seen
from hypothesis import example, given
from hypothesis import strategies as st
from properties.quantities import plain
from properties.strategies import SEEDS, SHIPPED, columns, examples, read, theatres
from properties.watch import Watched

from whitecell.game import laws
from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.yardsticks import Measure

INF = float("inf")
ROUNDING = 1e-9


BOUNDS = {
    "forces.fighters": (0.0, INF),
    "forces.wariness": (0.0, INF),
    "land.control": (0.0, 1.0),
    "land.people": (0.0, INF),
    "relations.added": (0.0, 1.0),
    "agreements.age": (0.0, INF),
    "agreements.trust": (0.0, 1.0),
    "talks.exposure": (0.0, 1.0),
    "talks.text": (0.0, 1.0),
    "talks.held": (0.0, INF),
    "numbers.times": (0.0, INF),
    "corridors.strength": (0.0, 1.0),
    "corridors.missing": (0.0, 1.0),
    "ladders.rung": (0.0, INF),
    "measures.counted": (0.0, INF),
}
"""Of arrays of the state; the others are bounded by what they count or not at all."""


def quantities(game: Watched) -> Iterator[tuple[str, np.ndarray, float, float]]:
    """Every array of the state, and what is made of a day, each with the values that it may have."""
    for name, array in game.state.arrays().items():
        # What a measure keeps is infinite or no number before its first day.
        if name != "measures.kept":
            yield name, array, *BOUNDS.get(name, (-INF, INF))
    yield "garrison", game.setup.garrison, 0.0, INF
    for name in ("losses", "fled"):
        yield name, getattr(game.today, name), 0.0, INF
    if game.day:
        for name in ("strength", "mobile", "threat", "support"):
            yield name, getattr(game.today.morning, name), 0.0, INF
    for talks in game.pieces.talks.values():
        for party in talks.parties:
            yield "assent", talks.assent[party], 0.0, 1.0
    for constraint in game.pieces.constraints.values():
        for actor in constraint.bound:
            yield "obedience", constraint.obedience[actor], 0.0, 1.0
    for exclusion in game.pieces.exclusions:
        for zone in exclusion.spec.zones:
            yield "strikes", seen(game, "strike", exclusion.name, zone), 0.0, 1.0
    for corridor in game.pieces.corridors.values():
        yield "deliveries", corridor.delivered, 0.0, INF
    for rivalry in game.pieces.rivalries.values():
        yield "rung", rivalry.rung, 0.0, rivalry.top
        yield "incidents", rivalry.incidents, 0.0, INF


def assert_sound(game: Watched) -> None:
    """Every array is finite and within its bounds, before the first day and after each."""

    def look() -> None:
        for name, values, low, high in quantities(game):
            assert np.isfinite(values).all(), (game.day, name)
            assert (values >= low).all(), (game.day, name)
            assert (values <= high + ROUNDING).all(), (game.day, name)

    look()
    for _ in game.days():
        look()


@examples(2.0)
@given(st.data(), theatres() | theatres(lively=True), SEEDS)
def test_every_quantity_is_finite_and_within_its_bounds(data, stated, seeds) -> None:
    scenario = read(stated)
    assert_sound(Watched(scenario, seeds, data.draw(columns(scenario, len(seeds)))))


@examples(0.3)
@given(columns(SHIPPED, 4))
def test_every_quantity_is_within_its_bounds_over_the_shipped_ranges(drawn) -> None:
    assert_sound(Watched(SHIPPED, np.arange(4), drawn))


@examples(0.5)
@given(theatres(), SEEDS)
def test_measures_are_finite_or_say_that_it_never_happened(stated, seeds) -> None:
    scenario = read(stated, measured=True)
    for name, column in play(scenario, seeds).items():
        measure = scenario.measures[name]
        if measure.statistic == "which":
            assert set(column) <= {None, *scenario.corridors[measure.of[0]].paths}
        elif measure.on is not None and (measure.on - scenario.start).days > scenario.days:
            assert np.isnan(column).all()  # the game was over by then
        elif measure.statistic == "first_day":
            happened = column[~np.isnan(column)]
            assert ((happened >= 1) & (happened <= scenario.days)).all(), name
        else:
            counted = column[~np.isnan(column)]
            assert np.isfinite(counted).all() and (counted >= 0.0).all(), name
            assert len(counted) == len(column) or may_count_no_day(measure, scenario), name


def may_count_no_day(measure: Measure, scenario: Scenario) -> bool:
    """Whether a measure may have no day at all that counts: one beyond the end, or some days only."""
    if measure.statistic == "value":
        assert measure.on is not None
        return measure.on > scenario.start + timedelta(scenario.days)
    windowed = measure.conditions or measure.from_ or measure.until
    return bool(windowed) and measure.statistic in ("mean", "peak", "final")


def assert_control_shared(game: Watched) -> None:
    """Shares of a zone add up to one; what nobody held at the start may only be taken, not made."""
    held = game.state.land.control.sum(axis=0)
    for z, zone in enumerate(game.setup.zones.names):
        if not game.setup.scenario.zones[zone].control:
            anybody = (game.setup.fighters[:, z] * game.setup.skill).sum(axis=0) > 0.0
            np.testing.assert_allclose(held[z], anybody, atol=ROUNDING)
    for _ in game.days():
        now = game.state.land.control.sum(axis=0)
        assert (now <= 1.0 + ROUNDING).all()
        assert (now >= held - ROUNDING).all()
        held = now


@given(theatres(), SEEDS)
def test_control_shares_add_up_to_one_or_leave_a_rest_that_shrinks(stated, seeds) -> None:
    assert_control_shared(Watched(read(stated), seeds))


@examples(0.3)
@given(columns(SHIPPED, 4))
def test_control_shares_add_up_to_one_at_most_over_the_shipped_ranges(drawn) -> None:
    assert_control_shared(Watched(SHIPPED, np.arange(4), drawn))


@examples(12.0)
@example(own=1e-30, threat=1e4, decisiveness=10.0)  # the tail of a long march
@given(plain(0.0, 1e9), plain(0.0, 1e9), plain(0.0, 100.0))
def test_a_contest_has_a_chance_however_uneven_it_is(own, threat, decisiveness) -> None:
    # Warnings are errors here: an overflow fails this test.
    chance = laws.win_chance(np.array([own]), np.array([threat]), decisiveness)[0]
    assert 0.0 <= chance <= 1.0
    assert (chance >= 0.5) == (own >= threat) or decisiveness == 0.0


@examples(12.0)
@given(plain(0.0, 1.0), plain(0.0, 1.0), plain(0.0, 1.0), plain(0.0, 1.0))
def test_trust_stays_a_share_whatever_happens(trust, gain, loss, worse) -> None:
    after = laws.trust_after(np.array([trust]), np.array([worse]), gain, loss)[0]
    assert 0.0 <= after <= 1.0 + ROUNDING
    assert after <= trust + ROUNDING if worse else after >= trust - ROUNDING
