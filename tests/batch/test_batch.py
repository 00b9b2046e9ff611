"""Batches, played and found again."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from whitecell.batch import Batch, BatchError, SlabsFailed, load_batch, run_batch
from whitecell.scenario.model import Scenario


def same(left: Batch, right: Batch) -> bool:
    """Whether two batches have the same runs, to the bit."""
    return (
        left.seeds.tolist() == right.seeds.tolist()
        and list(left.columns) == list(right.columns)
        and all(
            column.tolist() == right.columns[name].tolist()
            if column.dtype == object
            else column.tobytes() == right.columns[name].tobytes()
            for name, column in left.columns.items()
        )
    )


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(("jobs", "slab"), [(1, 256), (1, 100), (1, 512), (3, 64)])
def test_runs_do_not_depend_on_slabs_or_jobs(
    scenario: Scenario, stand_in: ModuleType, jobs: int, slab: int
) -> None:
    seeds = range(50, 650)
    batch = run_batch(scenario, seeds, jobs=jobs, slab=slab, player=stand_in.play)
    whole = stand_in.play(scenario, np.arange(50, 650))
    assert same(batch, Batch(scenario, np.arange(50, 650), whole, None))


def test_one_worker_and_many_write_the_same_bytes(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    for jobs in (1, 3):
        run_batch(
            scenario,
            range(700),
            jobs=jobs,
            slab=128,
            folder=tmp_path / str(jobs),
            player=stand_in.play,
        )
    assert files(tmp_path / "1") == files(tmp_path / "3")
    assert len(files(tmp_path / "1")) == 6 + 2


def test_a_written_batch_is_the_one_in_memory(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    free = run_batch(scenario, range(600), slab=256, player=stand_in.play)
    kept = run_batch(scenario, range(600), slab=256, folder=tmp_path / "new" / "one", player=stand_in.play)
    found = load_batch(tmp_path / "new" / "one")
    assert same(free, kept)
    assert same(kept, found)
    assert found.scenario == scenario
    assert (free.folder, found.folder) == (None, tmp_path / "new" / "one")


def test_the_same_command_again_plays_nothing(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    run_batch(scenario, range(600), slab=256, folder=tmp_path, player=stand_in.play)
    before = files(tmp_path)
    told: list[int] = []
    again = run_batch(
        scenario, range(600), slab=256, folder=tmp_path, progress=told.append, player=stand_in.play_badly
    )
    assert told == [600]
    assert len(again.seeds) == 600
    assert files(tmp_path) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_can_be_done_meanwhile_is_done_once_and_before_anything_is_kept(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType, jobs: int
) -> None:
    found: list[list[str]] = []

    def look() -> None:
        found.append([path.name for path in tmp_path.rglob("*") if path.name != ".lock"])

    run_batch(
        scenario, range(2000), slab=256, jobs=jobs, folder=tmp_path, player=stand_in.play, meanwhile=look
    )
    assert [sorted(names) for names in found] == [["manifest.json", "runs"]]


def test_a_batch_grows_into_the_longer_one(tmp_path: Path, scenario: Scenario, stand_in: ModuleType) -> None:
    grown, whole = tmp_path / "grown", tmp_path / "whole"
    run_batch(scenario, range(600), slab=256, folder=grown, player=stand_in.play)
    told: list[int] = []
    run_batch(scenario, range(1000), slab=256, folder=grown, progress=told.append, player=stand_in.play)
    assert told == [512, 256, 232]
    run_batch(scenario, range(1000), slab=256, folder=whole, player=stand_in.play)
    assert files(grown) == files(whole)
    with pytest.raises(BatchError, match="may grow, not shrink"):
        run_batch(scenario, range(600), slab=256, folder=grown, player=stand_in.play)


def test_half_written_and_damaged_files_are_played_again(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    run_batch(scenario, range(1000), slab=256, folder=tmp_path, player=stand_in.play)
    before = files(tmp_path)
    runs = tmp_path / "runs"
    (runs / "slab-000000000000.parquet").write_bytes(b"not a table")
    (runs / "slab-000000000256.parquet").rename(runs / "slab-000000000256.parquet.part")
    (tmp_path / "manifest.json.part").write_text("{")
    with pytest.raises(BatchError, match=r"512 of 1000 runs are missing, from seeds 0 to 255 on"):
        load_batch(tmp_path)
    assert load_batch(tmp_path, unfinished=True).seeds.tolist() == list(range(512, 1000))
    told: list[int] = []
    run_batch(scenario, range(1000), slab=256, folder=tmp_path, progress=told.append, player=stand_in.play)
    assert told == [488, 256, 256]
    assert files(tmp_path) == before


def test_files_of_other_seeds_are_noticed(tmp_path: Path, scenario: Scenario, stand_in: ModuleType) -> None:
    run_batch(scenario, range(512), slab=256, folder=tmp_path, player=stand_in.play)
    runs = tmp_path / "runs"
    (runs / "slab-000000000256.parquet").write_bytes((runs / "slab-000000000000.parquet").read_bytes())
    with pytest.raises(BatchError, match="not those that"):
        load_batch(tmp_path)


def test_runs_without_a_manifest_are_left_alone(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(BatchError, match=r"no manifest\.json to say"):
        run_batch(scenario, range(9), folder=tmp_path, player=stand_in.play)
    with pytest.raises(BatchError, match="not the folder of a batch"):
        load_batch(tmp_path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_slab_that_fails_does_not_lose_the_rest(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType, jobs: int
) -> None:
    with pytest.raises(SlabsFailed) as caught:
        run_batch(
            scenario, range(700), slab=256, jobs=jobs, folder=tmp_path / "a", player=stand_in.play_badly
        )
    message = str(caught.value)
    assert "256 of 700 runs could not be played" in message
    assert "seeds 256 to 511: ZeroDivisionError: the hill has no height" in message
    assert "play_badly" in caught.value.failures[0].details
    assert caught.value.batch.seeds.tolist() == [*range(256), *range(512, 700)]
    run_batch(scenario, range(700), slab=256, folder=tmp_path / "a", player=stand_in.play)
    run_batch(scenario, range(700), slab=256, folder=tmp_path / "b", player=stand_in.play)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_without_a_folder_the_rest_is_handed_over(scenario: Scenario, stand_in: ModuleType) -> None:
    with pytest.raises(SlabsFailed) as caught:
        run_batch(scenario, range(300, 302), slab=256, player=stand_in.play_badly)
    assert caught.value.batch.seeds.tolist() == []
    assert {name: len(c) for name, c in caught.value.batch.columns.items()} == dict.fromkeys(
        scenario.measures, 0
    )
    assert "kept" not in str(caught.value)


def test_no_jobs_is_no_batch(scenario: Scenario, stand_in: ModuleType) -> None:
    with pytest.raises(ValueError, match="at least 1 job"):
        run_batch(scenario, range(3), jobs=0, player=stand_in.play)
