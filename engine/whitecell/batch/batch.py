"""A batch: many runs of one scenario, played, kept and read back."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import whitecell
from whitecell.batch.errors import BatchError
from whitecell.batch.slabs import BLOCK, Slab, cut
from whitecell.batch.store import Columns, Store
from whitecell.batch.workers import Player, play_slab, play_slabs
from whitecell.scenario.digest import canonical, digest
from whitecell.scenario.model import Scenario

FORMAT = 1


@dataclass(frozen=True)
class Batch:
    """Results of many runs.

    Attributes
    ----------
    scenario : Scenario
    seeds : array of int, shape ``(n_runs,)``
        In rising order.
    columns : dict of str to array, shape ``(n_runs,)``
        Each measure, in the order of the seeds.
    folder : Path or None
        Where it is kept.
    """

    scenario: Scenario
    seeds: NDArray[np.int64]
    columns: Columns
    folder: Path | None = None


def describe(scenario: Scenario, seeds: range, size: int) -> dict[str, Any]:
    """The manifest of a batch: everything that its bytes depend on."""
    return {
        "format": FORMAT,
        "scenario": canonical(scenario),
        "digest": digest(scenario),
        "measures": list(scenario.measures),
        "first_seed": seeds.start,
        "runs": len(seeds),
        "slab": size,
        "versions": {
            "whitecell": whitecell.__version__,
            "mesa": version("mesa"),
            "numpy": version("numpy"),
            "python": platform.python_version(),
        },
    }


def run_batch(
    scenario: Scenario,
    seeds: range,
    *,
    jobs: int = 1,
    slab: int = BLOCK,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
    player: Player = play_slab,
) -> Batch:
    """Play many runs, and keep them.

    A folder in which the same batch was begun is finished: slabs that are there are not played
    again. A batch may grow: with more runs from the same first seed only what is new is played.

    Parameters
    ----------
    scenario : Scenario
    seeds : range
        Consecutive seeds.
    jobs : int
        Processes that play.
    slab : int
        Runs that are played at once; it changes no result.
    folder : Path, optional
        Where to keep the batch; nothing is written without it.
    progress : callable, optional
        Told how many runs were finished, each time some are.

    Raises
    ------
    BatchError
        If the folder holds another batch or cannot be written, or slabs could not be played.
    """
    slabs = cut(seeds, slab)
    tell = progress or (lambda _: None)
    if folder is None:
        parts: dict[Slab, Columns] = {}
        for done, columns in play_slabs(scenario, slabs, jobs, player):
            parts[done] = columns
            tell(len(done))
        names = list(parts[slabs[0]])
        joined = {name: np.concatenate([parts[s][name] for s in slabs]) for name in names}
        return Batch(scenario, np.array(seeds, dtype=np.int64), joined)
    store = Store(folder)
    with store.writing():
        _agree(store, describe(scenario, seeds, slab))
        store.forget_others(slabs)
        missing = [s for s in slabs if not store.has(s)]
        tell(sum(len(s) for s in slabs) - sum(len(s) for s in missing))
        if missing:
            for done, columns in play_slabs(scenario, missing, jobs, player):
                store.write(done, columns)
                tell(len(done))
        columns = store.read(slabs)
    return Batch(scenario, np.array(seeds, dtype=np.int64), columns, folder)


def _agree(store: Store, wanted: dict[str, Any]) -> None:
    """Begin, resume or grow: refuse a folder that holds something else."""
    found = store.manifest()
    if found is None:
        if any(store.runs.glob("*.parquet")):
            raise BatchError(f"{store.folder} holds runs and no manifest; choose another folder")
        store.write_manifest(wanted)
        return
    told = {
        "digest": "another scenario, or other assumptions",
        "first_seed": "another first seed",
        "slab": "slabs of another size",
        "versions": "other versions of whitecell or its libraries",
        "format": "another format of batches",
    }
    differing = [what for key, what in told.items() if found.get(key) != wanted[key]]
    if int(found.get("runs", 0)) > wanted["runs"]:
        differing.append(f"more runs ({found['runs']})")
    if differing:
        raise BatchError(
            f"{store.folder} holds a batch with {'; '.join(differing)}.\n"
            "Choose another folder with -o, or remove this one."
        )
    if found != wanted:
        store.write_manifest(wanted)


def load_batch(folder: Path) -> Batch:
    """Read a finished batch back.

    Raises
    ------
    BatchError
        If there is none, or it is not finished.
    """
    import json

    store = Store(folder)
    manifest = store.manifest()
    if manifest is None:
        raise BatchError(f"there is no batch in {folder}: manifest.json is missing")
    scenario = Scenario.model_validate(json.loads(manifest["scenario"]))
    seeds = range(manifest["first_seed"], manifest["first_seed"] + manifest["runs"])
    slabs = cut(seeds, manifest["slab"])
    missing = [slab for slab in slabs if not store.has(slab)]
    if missing:
        left = sum(len(slab) for slab in missing)
        raise BatchError(f"the batch in {folder} is not finished: {left} runs are missing")
    return Batch(scenario, np.array(seeds, dtype=np.int64), store.read(slabs), folder)
