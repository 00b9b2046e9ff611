"""A batch: many runs of one scenario, played, stored and read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from warnings import warn

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import BatchError, SlabFailure
from whitecell.batch.footprint import must_fit, of_a_run
from whitecell.batch.hands import Hands
from whitecell.batch.manifest import Manifest
from whitecell.batch.player import Player, play_game, played
from whitecell.batch.pool import hired
from whitecell.batch.slabs import ROOM, Slab, TooManySlabsError, cut, fitting
from whitecell.batch.store import MANIFEST, Store
from whitecell.batch.table import Columns, check_names, joined
from whitecell.game.dice import BLOCK
from whitecell.scenario.model import Scenario

ELSEWHERE = 512
"""Runs of a slab on a scheduler's workers, by default."""
SHOWN = 5
"""Failed slabs that a message names, at most."""


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Runs of a scenario, in the order of their seeds.

    ``seeds`` has shape ``(n_runs,)``, and so has each of ``columns``, one for each measure: floats, with NaN
    where it did not happen, or names and None. ``folder`` is None if nothing was written.
    """

    scenario: Scenario
    seeds: NDArray[np.int64]
    columns: Columns
    folder: Path | None


class WideWarning(UserWarning):
    """Fewer runs are played at once than usual, since each takes much memory."""


class SlabsFailed(BatchError):
    """Some slabs could not be played. All others were; they are in ``batch``."""

    def __init__(self, failures: Sequence[SlabFailure], batch: Batch) -> None:
        self.failures = tuple(sorted(failures, key=lambda failure: failure.slab))
        self.batch = batch
        lost = sum(failure.slab.runs for failure in failures)
        lines = [
            f"{lost} of {lost + len(batch.seeds)} runs could not be played:",
            *(f"  {failure}" for failure in self.failures[:SHOWN]),
        ]
        if len(self.failures) > SHOWN:
            lines.append(f"  … and {len(self.failures) - SHOWN} more slabs")
        if batch.folder is not None:
            lines.append("The others are kept; the same command tries the missing ones again.")
        super().__init__("\n".join(lines))


def run_batch(
    scenario: Scenario,
    seeds: range,
    *,
    jobs: int = 1,
    slab: int | None = None,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
    command: str = "",
    player: Player = play_game,
    part: bool = False,
    scheduler: str = "",
    meanwhile: Callable[[], None] | None = None,
) -> Batch:
    """Play many runs, and keep them if a folder is given.

    The result depends only on the scenario and the seeds, not on ``jobs``, ``slab`` or the order in which
    slabs finish. If the folder holds part of the same batch, only the missing runs are played; a batch with
    more runs from the same first seed extends the stored one.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    seeds : range
        Consecutive seeds, not negative.
    jobs : int
        Worker processes; with 1, this process plays.
    slab : int, optional
        Runs that are played together, see :func:`whitecell.batch.slabs.cut`. By default as in the folder's
        batch, or else as :func:`whitecell.batch.slabs.fitting` finds.
    folder : Path, optional
        The folder for the runs. Nothing is written without one.
    progress : callable, optional
        Called with the number of runs played since its last call; first with those that the folder already
        had.
    command : str
        The command that plays this batch again, for the manifest. Leave out what cannot change a result,
        such as the folder and the number of jobs.
    player : callable
        The function that plays a slab.
    part : bool
        If the folder holds a longer batch from the same first seed, finish that one and take its first
        runs, instead of refusing.
    scheduler : str
        Address of a Dask scheduler, whose workers play instead of ``jobs`` processes here.
    meanwhile : callable
        Called once, when the first slabs have been handed out: what this process may load while others play.

    Raises
    ------
    SlabsFailed
        If slabs could not be played; all others were played and kept.
    BatchError
        If the folder holds another batch or cannot be written, or workers cannot be started or reached.
    ValueError
        If ``seeds``, ``slab`` or ``jobs`` are not valid.
    """
    if jobs < 1:
        raise ValueError(f"a batch needs at least 1 job; got {jobs}")
    each = of_a_run(scenario)
    if slab is None:
        slab = _slab(each, seeds, jobs, folder, scheduler)
    try:
        slabs = cut(seeds, slab)
    except TooManySlabsError as error:
        raise BatchError(str(error)) from None
    if not scheduler:
        must_fit(scenario, each, max(piece.runs for piece in slabs), min(jobs, len(slabs)))
    check_names(scenario)
    told = progress or (lambda _: None)
    load = meanwhile or (lambda: None)
    where = scheduler or jobs
    if folder is None:
        kept: dict[Slab, Columns] = {}
        failures = _play(scenario, slabs, player, where, told, kept.__setitem__, load)
        there = [piece for piece in slabs if piece in kept]
        columns = joined(scenario, (kept[piece] for piece in there))
        batch = Batch(scenario, _seeds(there), columns, None)
    else:
        store = Store(folder)

        def keep(piece: Slab, columns: Columns) -> None:
            store.write(scenario, piece, columns)

        def load_all() -> None:
            load()
            store.open()

        with store.locked():
            wanted = Manifest.of(scenario, seeds, slab, command)
            stored = store.manifest() if part else None
            if stored is not None and len(stored.seeds) > len(seeds):
                wanted = replace(wanted, seeds=stored.seeds, command=stored.command)
                slabs = cut(stored.seeds, slab)
            store.begin(wanted)
            done = set(store.finished(slabs))
            if done:
                told(sum(piece.runs for piece in done))
            missing = [piece for piece in slabs if piece not in done]
            failures = _play(scenario, missing, player, where, told, keep, load_all)
            batch = _found(store, scenario, slabs, {failure.slab for failure in failures})
    if failures:
        raise SlabsFailed(failures, batch)
    return batch if len(batch.seeds) <= len(seeds) else _first(batch, len(seeds))


def _slab(each: int, seeds: range, jobs: int, folder: Path | None, scheduler: str) -> int:
    """Default size of a batch's slabs: that of the stored runs, or else one that suits a run's memory."""
    stored = None if folder is None else Store(folder).slab()
    if stored is not None:
        return stored
    # The number of a scheduler's workers is unknown, so there are slabs for many of them.
    runs = min(len(seeds), ELSEWHERE) if scheduler else len(seeds)
    found = fitting(runs, 1 if scheduler else jobs, each)
    if found < min(runs, BLOCK):
        warn(
            f"the theatre is wide: {found} runs are played at once, so that each process stays under "
            f"{ROOM // 2**20} MiB",
            WideWarning,
            stacklevel=3,
        )
    return found


def load_batch(folder: Path, *, unfinished: bool = False) -> Batch:
    """Read a batch from its folder.

    Parameters
    ----------
    folder : Path
        Where :func:`run_batch` put it.
    unfinished : bool
        Take the stored part of a batch that is not finished, instead of refusing.

    Raises
    ------
    BatchError
        If the folder holds no batch, or one that is damaged or not finished.
    """
    store = Store(folder)
    manifest = store.manifest()
    if manifest is None:
        raise BatchError(f"{folder}: not the folder of a batch, it has no {MANIFEST}")
    slabs = cut(manifest.seeds, manifest.slab)
    missing = set(slabs) - set(store.finished(slabs))
    if missing and not unfinished:
        again = f": {manifest.command}" if manifest.command else ""
        raise BatchError(
            f"{folder}: {sum(piece.runs for piece in missing)} of {len(manifest.seeds)} runs are "
            f"missing, from {min(missing)} on; play the rest with the same command{again}"
        )
    return _found(store, manifest.scenario, slabs, missing)


def _play(
    scenario: Scenario,
    slabs: Sequence[Slab],
    player: Player,
    where: int | str,
    told: Callable[[int], None],
    keep: Callable[[Slab, Columns], None],
    meanwhile: Callable[[], None],
) -> list[SlabFailure]:
    """Play slabs in processes or on a cluster, store each when it is done, and return the failed ones."""
    failures = []
    with _hands(where, scenario, len(slabs)) as hands:
        for piece, result in played(hands, scenario, slabs, player, meanwhile):
            if isinstance(result, SlabFailure):
                failures.append(result)
            else:
                keep(piece, result)
                told(piece.runs)
    return failures


def _hands(where: int | str, scenario: Scenario, slabs: int) -> AbstractContextManager[Hands]:
    """The processes, or the workers of a scheduler, that play a number of slabs."""
    if isinstance(where, int) or slabs == 0:
        return hired(where if isinstance(where, int) else 1, slabs)
    from whitecell.batch.cluster import cluster

    return cluster(where, scenario)


def _found(store: Store, scenario: Scenario, slabs: Sequence[Slab], missing: set[Slab]) -> Batch:
    """Read a batch as it is in its folder."""
    there = [piece for piece in slabs if piece not in missing]
    columns = store.read(scenario, there) if there else joined(scenario, ())
    return Batch(scenario, _seeds(there), columns, store.folder)


def _first(batch: Batch, runs: int) -> Batch:
    """Cut a batch to its first runs."""
    columns = {name: column[:runs] for name, column in batch.columns.items()}
    return replace(batch, seeds=batch.seeds[:runs], columns=columns)


def _seeds(slabs: Sequence[Slab]) -> NDArray[np.int64]:
    return np.concatenate([np.empty(0, np.int64), *(piece.seeds for piece in slabs)])
