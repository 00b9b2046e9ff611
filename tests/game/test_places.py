"""Places read and write what they say, wherever their arrays stand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whitecell.game.places import Places

N_ACTORS, N_ZONES, N_RUNS = 3, 4, 5


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 4)), max_size=30))
def test_places_are_what_loops_over_them_give(triples: list[tuple[int, int, int]]) -> None:
    actor, zone, run = (np.array([t[k] for t in triples], dtype=np.int64) for k in range(3))
    places = Places(actor, zone, run, N_ZONES, N_RUNS)
    rng = np.random.default_rng(1)
    whole = rng.random((N_ACTORS, N_ZONES, N_RUNS))
    by_actor, table = rng.random((N_ACTORS, N_RUNS)), rng.random((N_ACTORS, N_ZONES)) < 0.5
    alike = rng.random((N_ACTORS, 1))
    assert places.read(whole).tolist() == [whole[t] for t in triples]
    assert places.of_actor(by_actor).tolist() == [by_actor[a, r] for a, _, r in triples]
    assert places.of_actor(alike).tolist() == [alike[a, 0] for a, _, _ in triples]
    assert places.flags_of_pair(table).tolist() == [table[a, z] for a, z, _ in triples]
    values = rng.random(len(triples))
    sums, at = np.zeros((N_ACTORS, N_RUNS)), np.zeros_like(whole)
    # Some pairs of actor and zone have a row, in an order of their own.
    rows = np.full(N_ACTORS * N_ZONES, -1, dtype=np.int64)
    pairs = sorted({(a, z) for a, z, _ in triples}, reverse=True)
    for row, (a, z) in enumerate(pairs):
        rows[a * N_ZONES + z] = row
    listed = np.zeros((len(pairs), N_RUNS))
    added = listed.copy()
    fought = np.zeros((N_ZONES, N_RUNS), dtype=np.bool_)
    attacked = np.zeros((N_ACTORS, N_RUNS), dtype=np.bool_)
    for (a, z, r), value in zip(triples, values, strict=True):
        sums[a, r] += value
        added[pairs.index((a, z)), r] += value
        at[a, z, r] += value
        fought[z, r] = attacked[a, r] = True
    scratch = np.zeros_like(whole)
    assert np.array_equal(places.sums_by_actor(values, N_ACTORS), sums)
    assert places.sums_at(values, scratch).tolist() == [at[t] for t in triples]
    assert not scratch.any()
    places.add_at(rows, listed, values)
    assert np.array_equal(listed, added)
    marked = np.zeros_like(fought), np.zeros_like(attacked)
    places.mark_zones(marked[0])
    places.mark_actors(marked[1], np.ones(len(triples), dtype=np.bool_))
    assert np.array_equal(marked[0], fought)
    assert np.array_equal(marked[1], attacked)
    some = places.some(np.arange(0, len(triples), 2))
    assert some.read(whole).tolist() == [whole[t] for t in triples[::2]]
    assert places.others(np.zeros_like(actor)).read(whole).tolist() == [whole[0, z, r] for _, z, r in triples]
