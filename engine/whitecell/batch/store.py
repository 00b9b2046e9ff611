"""Where runs land: a folder with a manifest and a Parquet file for each slab.

A file appears under its name only when it is whole: it is written beside its place and then
renamed. So whoever is killed leaves a folder that another play of the command can go on from.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import BatchError
from whitecell.batch.manifest import Manifest
from whitecell.batch.slabs import Slab
from whitecell.batch.table import SEED, Columns, categories
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    import duckdb

MANIFEST = "manifest.json"
RUNS = "runs"
LOCK = ".lock"
PART = ".part"
"""Ending of a file that is being written."""


class Store:
    """A batch's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest_path = folder / MANIFEST
        self.runs = folder / RUNS
        self._opened: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder and hold it, so that no second process writes there.

        The lock belongs to the process: it goes when the process does, however that ends. Where
        the system has no such locks, nothing is held.

        Raises
        ------
        BatchError
            If the folder cannot be made, or another process holds it.
        """
        with self._telling("made"):
            self.folder.mkdir(parents=True, exist_ok=True)
            file = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not _hold(file):
                raise BatchError(
                    f"{self.folder}: another process is writing this batch; "
                    "wait for it, or name another folder"
                )
            yield
        finally:
            os.close(file)

    def manifest(self) -> Manifest | None:
        """Read the folder's manifest; None if it has none."""
        return Manifest.read(self.manifest_path) if self.manifest_path.exists() else None

    def begin(self, wanted: Manifest) -> None:
        """Make the folder that of a batch, or find that it already is; clear half-written files.

        Raises
        ------
        BatchError
            If the folder holds something else; the message names what differs.
        """
        found = self.manifest()
        if found is not None and (reasons := found.against(wanted)):
            listed = "\n".join(f"  {reason}" for reason in reasons)
            raise BatchError(
                f"{self.folder}: holds another batch than the one asked for:\n{listed}\n"
                "Name another folder, or go back to the batch that is there."
            )
        if found is None and self.runs.exists() and any(self.runs.glob("*.parquet")):
            raise BatchError(
                f"{self.folder}: has runs but no {MANIFEST} to say what they are; name another folder"
            )
        with self._telling("written"):
            self.runs.mkdir(exist_ok=True)
            for stale in (*self.runs.glob(f"*{PART}"), *self.folder.glob(f"{MANIFEST}{PART}")):
                stale.unlink()
            text = wanted.text().encode()
            if found is None or self.manifest_path.read_bytes() != text:
                part = self.manifest_path.with_name(MANIFEST + PART)
                part.write_bytes(text)
                _put(part, self.manifest_path)

    def write(self, scenario: Scenario, slab: Slab, columns: Columns) -> None:
        """Write a slab's table: the seed, then the measures; NaN is stored as missing.

        The same numbers give the same bytes.
        """
        table: dict[str, NDArray[Any]] = {"c0": slab.seeds}
        shown = [f"c0 AS {_quoted(SEED)}"]
        named = categories(scenario)
        for number, (name, values) in enumerate(columns.items(), start=1):
            # Plain names on the way in, whatever the letters of the measures' own.
            key = f"c{number}"
            table[key] = values
            value = (
                f"CAST({key} AS VARCHAR)"
                if name in named
                else f"CASE WHEN isnan({key}) THEN NULL ELSE {key} END"
            )
            shown.append(f"{value} AS {_quoted(name)}")
        path = self.runs / slab.file_name
        part = path.with_name(path.name + PART)
        with self._telling("written"), _interruptible():
            self._database.register("slab", table)
            try:
                self._database.execute(
                    f"COPY (SELECT {', '.join(shown)} FROM slab) TO {_text(part)} (FORMAT parquet, "
                    "COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 122880, "
                    "USE_TMP_FILE false)"
                )
                _put(part, path)
            finally:
                self._database.unregister("slab")
                with suppress(OSError):
                    part.unlink(missing_ok=True)

    def finished(self, slabs: Sequence[Slab]) -> list[Slab]:
        """Those of the slabs that are there and whole.

        A file with another number of runs is the short end of a batch that has grown since; one
        that cannot be read is damaged. Both count as missing and are played again.
        """
        there = [slab for slab in slabs if (self.runs / slab.file_name).exists()]
        rows = self._rows([self.runs / slab.file_name for slab in there])
        return [slab for slab, count in zip(there, rows, strict=True) if count == slab.runs]

    def read(self, scenario: Scenario, slabs: Sequence[Slab]) -> Columns:
        """Read the measures of slabs, in the order of their seeds.

        Raises
        ------
        BatchError
            If a file is missing, damaged, or not of these seeds.
        """
        named = categories(scenario)
        paths = [str(self.runs / slab.file_name) for slab in slabs]
        with self._telling("read"), _interruptible():
            fetched: Mapping[str, NDArray[Any]] = self._database.execute(
                f"SELECT * FROM read_parquet(?) ORDER BY {_quoted(SEED)}", [paths]
            ).fetchnumpy()
        expected = np.concatenate([slab.seeds for slab in slabs])
        if list(fetched) != [SEED, *scenario.measures] or not np.array_equal(fetched[SEED], expected):
            raise BatchError(
                f"{self.folder}: the files under {RUNS} are not those that {MANIFEST} tells of; "
                "something else has changed them. Play the batch into another folder."
            )
        return {
            name: _without_gaps(fetched[name], None if name in named else np.nan)
            for name in scenario.measures
        }

    @property
    def _database(self) -> duckdb.DuckDBPyConnection:
        if self._opened is None:
            import duckdb

            # One thread, because several may order what they write in more than one way.
            self._opened = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
        return self._opened

    def _rows(self, paths: Sequence[Path]) -> list[int]:
        """Rows of each file; −1 where it cannot be read."""
        import duckdb

        if not paths:
            return []
        query = "SELECT file_name, num_rows FROM parquet_file_metadata(?)"
        names = [str(path) for path in paths]
        try:
            with _interruptible():
                found = dict(self._database.execute(query, [names]).fetchall())
            return [int(found[name]) for name in names]
        except duckdb.Error:
            if len(paths) == 1:
                return [-1]
        half = len(paths) // 2
        return self._rows(paths[:half]) + self._rows(paths[half:])

    @contextmanager
    def _telling(self, done: str) -> Iterator[None]:
        """Tell of trouble with the folder in words that help."""
        import duckdb

        try:
            yield
        except (OSError, duckdb.Error) as error:
            cause = error.strerror if isinstance(error, OSError) else str(error)
            hint = (
                "Every finished slab that is there is whole: once there is room and leave to "
                "write, the same command goes on from it."
                if done == "written"
                else "Check the folder's name."
            )
            raise BatchError(f"{self.folder}: cannot be {done}: {cause or error}. {hint}") from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C be Ctrl-C: DuckDB turns one that falls into a query into an error of its own."""
    import duckdb

    try:
        yield
    except (RuntimeError, duckdb.Error) as error:
        if "Query interrupted" in str(error) or "KeyboardInterrupt" in str(error):
            raise KeyboardInterrupt from None
        raise


def _hold(file: int) -> bool:
    """Lock an open file for this process; False if another has it."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Some network file systems have no locks.
        return True
    return True


def _put(part: Path, path: Path) -> None:
    """Move a written file to its place, its bytes first, so that a power cut leaves no husk."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def _without_gaps(values: NDArray[Any], gap: float | None) -> NDArray[Any]:
    """Make a column an ordinary array; ``gap`` stands where a value is missing."""
    filled = np.array(np.ma.getdata(values), dtype=object if gap is None else np.float64)
    filled[np.ma.getmaskarray(values)] = gap
    return filled


def _quoted(name: str) -> str:
    """Write a column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(path: Path) -> str:
    """Write a path as text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"
