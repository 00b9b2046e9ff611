"""A run is the same to the bit: alone or in a slab, told or not, over a short horizon or a long one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import SEEDS, SHIPPED, Columns, columns, examples, read, theatres
from properties.watch import Watched

from whitecell.game.play import play, tell
from whitecell.scenario.model import Scenario

Results = dict[str, np.ndarray]


def assert_same(one: Results, other: Results, run: int) -> None:
    """The single run of one game has the measures of a run of another."""
    for name, column in one.items():
        np.testing.assert_array_equal(column, other[name][run : run + 1], err_msg=name)


def alone(drawn: Columns, run: int) -> Columns:
    """The values of a single run."""
    return {name: column[run : run + 1] for name, column in drawn.items()}


def assert_alone_as_in_slab(scenario: Scenario, seeds: np.ndarray, drawn: Columns) -> None:
    """Each run of a slab, played alone, has the same measures."""
    slab = play(scenario, seeds, drawn)
    for run, seed in enumerate(seeds):
        assert_same(play(scenario, np.array([seed]), alone(drawn, run)), slab, run)


@examples(2.0)
@given(st.data(), theatres(deal=True) | theatres(lively=True), SEEDS)
def test_a_run_alone_is_the_run_inside_a_slab(data, stated, seeds) -> None:
    scenario = read(stated, measured=True)
    assert_alone_as_in_slab(scenario, seeds, data.draw(columns(scenario, len(seeds))))


@examples(0.2)
@given(columns(SHIPPED, 3), st.lists(st.integers(0, 10_000), min_size=3, max_size=3, unique=True))
def test_a_run_alone_is_the_run_inside_a_slab_over_the_shipped_ranges(drawn, seeds) -> None:
    assert_alone_as_in_slab(SHIPPED, np.array(seeds), drawn)


@given(theatres(line=True) | theatres(lively=True), st.integers(0, 700))
def test_a_told_run_is_the_played_one(stated, seed) -> None:
    scenario = read(stated, measured=True)
    played = play(scenario, np.array([seed]))
    for name, told in tell(scenario, seed).measures.items():
        value: Any = played[name][0]
        missing = value is None or value != value
        assert (told is None) if missing else told == value, name


def mornings(game: Watched) -> Iterator[list[np.ndarray]]:
    """Forces, control and people after each day, with every trust, text and rung."""
    for _ in game.days():
        yield [
            game.state.forces.fighters.copy(),
            game.state.land.control.copy(),
            game.state.land.people.copy(),
            *(agreement.trust.copy() for agreement in game.pieces.agreements.values()),
            *(talks.text.copy() for talks in game.pieces.talks.values()),
            *(rivalry.rung.copy() for rivalry in game.pieces.rivalries.values()),
        ]


def assert_prefix(scenario: Scenario, longer: int, seeds: np.ndarray, drawn: Columns) -> None:
    """A longer game of the same runs begins with the shorter game's days."""
    extended = scenario.model_copy(update={"days": scenario.days + longer})
    short, long = Watched(scenario, seeds, drawn), Watched(extended, seeds, drawn)
    for one, other in zip(mornings(short), mornings(long), strict=False):
        for mine, yours in zip(one, other, strict=True):
            np.testing.assert_array_equal(mine, yours)


@given(st.data(), theatres() | theatres(lively=True), SEEDS, st.integers(1, 20))
def test_a_longer_horizon_keeps_the_shorter_ones_days(data, stated, seeds, longer) -> None:
    scenario = read(stated)
    assert_prefix(scenario, longer, seeds, data.draw(columns(scenario, len(seeds))))


@examples(0.2)
@given(columns(SHIPPED, 2), st.integers(1, 10))
def test_a_longer_horizon_keeps_the_shipped_scenarios_days(drawn, longer) -> None:
    assert_prefix(SHIPPED, longer, np.array([0, 300]), drawn)


@given(theatres(deal=True), st.integers(0, 700), st.integers(1, 20))
def test_a_longer_story_begins_with_the_shorter_one(stated, seed, longer) -> None:
    scenario = read(stated)
    short = tell(scenario, seed)
    long = tell(scenario.model_copy(update={"days": scenario.days + longer}), seed)
    assert short.events == tuple(event for event in long.events if event.day <= scenario.days)
    assert short.weighings == tuple(w for w in long.weighings if w.day <= scenario.days)


@given(theatres(line=True), SEEDS)
def test_the_order_of_the_file_is_no_matter(stated, seeds) -> None:
    turned = {
        section: dict(reversed(entries.items())) if isinstance(entries, dict) else entries
        for section, entries in stated.items()
    }
    turned["relations"] = stated["relations"]
    one, other = play(read(stated, measured=True), seeds), play(read(turned, measured=True), seeds)
    for name in one.keys() & other.keys():
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)
