"""Where a batch lands: a folder with a manifest and one Parquet file for each slab."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import BatchError
from whitecell.batch.slabs import Slab

try:
    import fcntl
except ImportError:  # a system without advisory locks: two writers are the user's own care
    fcntl = None  # type: ignore[assignment]

Columns = dict[str, NDArray[Any]]
"""Measures by name, each of shape ``(n_runs,)``: floats, or names and None."""


class Store:
    """A batch's folder.

    Every file is written beside its place and renamed into it, so what stands there is whole,
    whenever the writer was stopped.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs = folder / "runs"
        self.manifest_path = folder / "manifest.json"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for one writer.

        Raises
        ------
        BatchError
            If the folder cannot be made or written, or another process writes to it.
        """
        try:
            self.runs.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise BatchError(f"cannot write to {self.folder}: {error.strerror}") from None
        with lock:
            if fcntl is not None:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise BatchError(f"another whitecell is writing to {self.folder}") from None
            for stale in [*self.folder.glob("*.part"), *self.runs.glob("*.part")]:
                stale.unlink(missing_ok=True)
            yield

    def manifest(self) -> dict[str, Any] | None:
        """The manifest that is there, or None."""
        if not self.manifest_path.is_file():
            return None
        try:
            found = json.loads(self.manifest_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise BatchError(f"{self.manifest_path} cannot be read; is this a batch?") from None
        if not isinstance(found, dict):
            raise BatchError(f"{self.manifest_path} is not a batch's manifest")
        return found

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Put the manifest in place."""
        text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        part = self.manifest_path.with_suffix(".part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(self.manifest_path)
        except OSError as error:
            raise BatchError(f"cannot write {self.manifest_path}: {error.strerror}") from None

    def path(self, slab: Slab) -> Path:
        """File of a slab."""
        return self.runs / f"{slab.first:012d}-{slab.last:012d}.parquet"

    def has(self, slab: Slab) -> bool:
        """Whether a slab is finished and kept."""
        return self.path(slab).is_file()

    def forget_others(self, slabs: list[Slab]) -> None:
        """Remove files of slabs that are no part of the batch, such as the short end of a smaller one."""
        wanted = {self.path(slab) for slab in slabs}
        for path in self.runs.glob("*.parquet"):
            if path not in wanted:
                path.unlink()

    def write(self, slab: Slab, columns: Columns) -> None:
        """Keep a finished slab.

        Raises
        ------
        BatchError
            If the disk is full or the folder cannot be written.
        """
        path = self.path(slab)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            _write_parquet(part, slab.seeds(), columns)
            part.replace(path)
        except Exception as error:
            part.unlink(missing_ok=True)
            reason = str(error).splitlines()[0]
            raise BatchError(f"cannot keep seeds {slab.first} to {slab.last}: {reason}") from None

    def read(self, slabs: list[Slab]) -> Columns:
        """Rows of slabs in the order of their seeds, the seeds themselves left out."""
        parts = [_read_parquet(self.path(slab)) for slab in slabs]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _write_parquet(path: Path, seeds: NDArray[np.int64], columns: Columns) -> None:
    """Write rows as Parquet: the seed, then each measure; NaN becomes NULL."""
    import duckdb

    table = {"c0": seeds}
    picks = ["c0 AS seed"]
    for number, (name, column) in enumerate(columns.items(), start=1):
        key = f"c{number}"
        if column.dtype == object:
            table[key] = np.array(["" if v is None else str(v) for v in column])
            picks.append(f"nullif({key}, '') AS {_quoted(name)}")
        else:
            table[key] = np.ascontiguousarray(column, dtype=np.float64)
            picks.append(f"CASE WHEN isnan({key}) THEN NULL ELSE {key} END AS {_quoted(name)}")
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("slab", table)
        target = str(path).replace("'", "''")
        connection.execute(
            f"COPY (SELECT {', '.join(picks)} FROM slab) TO '{target}' "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        )


def _read_parquet(path: Path) -> Columns:
    import duckdb

    target = str(path).replace("'", "''")
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{target}') ORDER BY seed").fetchnumpy()
    return {name: _plain(column) for name, column in found.items() if name != "seed"}


def _plain(column: Any) -> NDArray[Any]:
    """A column as the game gives it: NaN or None where it is missing."""
    missing = np.ma.getmaskarray(column)
    if np.asarray(column).dtype.kind in "OUST":
        values = [
            None if gone or v is None else str(v)
            for v, gone in zip(np.ma.getdata(column), missing, strict=True)
        ]
        return np.array(values, dtype=object)
    return np.where(missing, np.nan, np.ma.getdata(column).astype(np.float64))
