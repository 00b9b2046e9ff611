"""Which runs make a slab."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.batch import run_batch
from whitecell.batch.slabs import LAST_SEED, ROOM, TOGETHER, Slab, TooManySlabsError, cut, fitting
from whitecell.game.dice import BLOCK
from whitecell.scenario.model import Scenario

sizes = st.integers(1, 1100)
ranges = st.builds(lambda first, runs: range(first, first + runs), st.integers(0, 2000), st.integers(1, 3000))


def bounds(slabs: tuple[Slab, ...]) -> list[tuple[int, int]]:
    return [(slab.first, slab.runs) for slab in slabs]


@pytest.mark.parametrize(
    ("seeds", "size", "expected"),
    [
        (range(0, 512), 256, [(0, 256), (256, 256)]),
        (range(100, 600), 256, [(100, 156), (256, 256), (512, 88)]),
        (range(0, 300), 100, [(0, 100), (100, 100), (200, 56), (256, 44)]),
        (range(0, 1100), 600, [(0, 512), (512, 512), (1024, 76)]),
        (range(412, 413), 256, [(412, 1)]),
        (range(LAST_SEED, LAST_SEED + 1), 256, [(LAST_SEED, 1)]),
    ],
)
def test_known_cuts(seeds: range, size: int, expected: list[tuple[int, int]]) -> None:
    assert bounds(cut(seeds, size)) == expected


@given(ranges, sizes)
def test_every_seed_is_in_one_slab_and_slabs_are_in_order(seeds: range, size: int) -> None:
    slabs = cut(seeds, size)
    assert [seed for slab in slabs for seed in slab.seeds.tolist()] == list(seeds)
    assert all(slab.runs <= size for slab in slabs)


@given(ranges, sizes)
def test_blocks_are_not_split_needlessly(seeds: range, size: int) -> None:
    for slab in cut(seeds, size)[1:]:
        if size >= BLOCK:
            assert slab.first % BLOCK == 0
        assert slab.first // BLOCK == (slab.first + slab.runs - 1) // BLOCK or size >= BLOCK


@given(ranges, sizes, st.integers(0, 3000))
def test_a_batch_that_grows_keeps_its_slabs_but_the_last(seeds: range, size: int, more: int) -> None:
    before = cut(seeds, size)
    after = cut(range(seeds.start, seeds.stop + more), size)
    assert after[: len(before) - 1] == before[:-1]
    assert after[len(before) - 1].first == before[-1].first


@pytest.mark.parametrize(
    ("seeds", "size", "says"),
    [
        (range(5, 5), 256, "at least one"),
        (range(0, 10, 2), 256, "consecutive"),
        (range(-1, 10), 256, "seeds go from 0"),
        (range(LAST_SEED, LAST_SEED + 2), 256, "seeds go from 0"),
        (range(10), 0, "a slab has 1 to 65,536 runs"),
        (range(10), 65_537, "a slab has 1 to 65,536 runs"),
    ],
)
def test_impossible_cuts_are_refused(seeds: range, size: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        cut(seeds, size)


def test_file_names_sort_as_seeds_do() -> None:
    names = [slab.file_name for slab in cut(range(0, 200_000), 256)]
    assert names == sorted(names)


@given(st.integers(0, 3000), st.integers(1, 3000), st.integers(1, 1100), st.integers(1, 40))
def test_too_many_slabs_are_refused_before_they_are_cut(first: int, runs: int, size: int, most: int) -> None:
    slabs = cut(range(first, first + runs), size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("whitecell.batch.slabs.MOST", most)
        if len(slabs) <= most:
            assert cut(range(first, first + runs), size) == slabs
        else:
            with pytest.raises(TooManySlabsError):
                cut(range(first, first + runs), size)


def test_a_manifest_may_say_any_number_of_runs() -> None:
    with pytest.raises(TooManySlabsError):
        cut(range(10**18), 512)
    assert len(cut(range(LAST_SEED + 1 - 600, LAST_SEED + 1), 256)) == 3


@pytest.mark.parametrize(
    ("runs", "jobs", "each", "size"),
    [
        (1000, 1, 126_000, 1024),
        (1000, 2, 126_000, 512),
        (1, 1, 126_000, 256),
        (10**6, 2, 7_200, TOGETHER),
        (10**6, 1, 600_000, 256),
        (10_000, 2, 126_000, 1792),  # three each, of one size, and not 2,048 and what is left
        (64, 1, 6_000_000, 44),
        (64, 1, 10**12, 1),
    ],
)
def test_a_slab_by_itself_suits_runs_processes_and_theatre(
    runs: int, jobs: int, each: int, size: int
) -> None:
    assert fitting(runs, jobs, each) == size


@given(st.integers(1, 10**6), st.integers(1, 64), st.integers(1, 10**8))
def test_a_slab_by_itself_takes_no_more_room_than_it_may(runs: int, jobs: int, each: int) -> None:
    size = fitting(runs, jobs, each)
    assert size * each <= ROOM or size == 1
    assert size < runs + BLOCK


def test_a_batch_keeps_its_slabs_where_nobody_says_others(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    run_batch(scenario, range(300), slab=128, folder=tmp_path, player=stand_in.play)
    batch = run_batch(scenario, range(2000), folder=tmp_path, player=stand_in.play)
    assert len(batch.seeds) == 2000
    assert len(list((tmp_path / "runs").iterdir())) == 16
