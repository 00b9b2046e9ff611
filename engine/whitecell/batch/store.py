"""The store of runs: a folder with a manifest and a Parquet file for each slab.

A file appears under its name only when it is complete, see :mod:`whitecell.disk`. So a process that is killed
leaves a folder from which the same command can resume. Folders may come from strangers: links in them are not
followed, and only plain files are opened.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from whitecell import disk
from whitecell.batch.errors import BatchError
from whitecell.batch.manifest import Manifest, Stated
from whitecell.batch.slabs import Slab
from whitecell.batch.table import SEED, Columns, categories
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    import duckdb

MANIFEST = "manifest.json"
RUNS = "runs"
LOCK = ".lock"
MAGIC = frozenset("*?[")
"""Characters of a path that DuckDB always takes for a pattern."""


class Store:
    """A batch's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest_path = folder / MANIFEST
        self.runs = folder / RUNS
        self._opened: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder and lock it, so that no second process writes to it.

        The lock belongs to the process and ends with it, however the process ends. If files cannot be locked,
        a message says so, see :func:`whitecell.disk.held`.

        Raises
        ------
        BatchError
            If the folder cannot be made, or another process has locked it.
        """
        with ExitStack() as stack:
            with self._telling("made"):
                self.folder.mkdir(parents=True, exist_ok=True)
                free = stack.enter_context(disk.held(self.folder / LOCK))
            if not free:
                raise BatchError(
                    f"{self.folder}: another process is writing this batch; "
                    "wait for it, or name another folder"
                )
            yield

    def manifest(self) -> Manifest | None:
        """Read the folder's manifest; None if it has none."""
        return Manifest.read(self.manifest_path) if os.path.lexists(self.manifest_path) else None

    def slab(self) -> int | None:
        """The slab size of the folder's batch, without a look at its scenario; None if there is no batch."""
        return Stated.read(self.manifest_path).slab if os.path.lexists(self.manifest_path) else None

    def begin(self, wanted: Manifest) -> None:
        """Make the folder that of a batch, or check that it already is; remove half-written files.

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
        with self._telling("written"):
            disk.refuse_link(self.runs)
            self.runs.mkdir(exist_ok=True)
            if found is None and any(self.runs.glob("*.parquet")):
                raise BatchError(
                    f"{self.folder}: has runs but no {MANIFEST} to say what they are; name another folder"
                )
            for stale in (*self.runs.glob(f"*{disk.PART}"), *self.folder.glob(f"*{MANIFEST}*{disk.PART}")):
                stale.unlink()
            text = wanted.text()
            if found is None or found.text() != text:
                disk.write(self.manifest_path, text)

    def write(self, scenario: Scenario, slab: Slab, columns: Columns) -> None:
        """Write a slab's table: the seed, then the measures; NaN is stored as missing.

        The same numbers give the same bytes.
        """
        table: dict[str, NDArray[Any]] = {"c0": slab.seeds}
        shown = [f"c0 AS {_quoted(SEED)}"]
        named = categories(scenario)
        for number, (name, values) in enumerate(columns.items(), start=1):
            # Columns get plain names on the way in, whatever letters the measures' names have.
            key = f"c{number}"
            table[key] = values
            value = (
                f"CAST({key} AS VARCHAR)"
                if name in named
                else f"CASE WHEN isnan({key}) THEN NULL ELSE {key} END"
            )
            shown.append(f"{value} AS {_quoted(name)}")
        path = self.runs.absolute() / slab.file_name
        with self._telling("written"), _interruptible(), disk.fresh(path) as part:
            self._database.register("slab", table)
            try:
                self._database.execute(
                    f"COPY (SELECT {', '.join(shown)} FROM slab) TO {_text(part)} (FORMAT parquet, "
                    "COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 122880, "
                    "USE_TMP_FILE false)"
                )
            finally:
                self._database.unregister("slab")

    def finished(self, slabs: Sequence[Slab]) -> list[Slab]:
        """The slabs that are stored completely.

        A file with another number of runs is the short last slab of a batch that has grown since; a file that
        cannot be read is damaged. Both count as missing and are played again.
        """
        with self._telling("read"):
            disk.refuse_link(self.runs)
            names = {path.name for path in self.runs.iterdir()} if self.runs.is_dir() else set[str]()
            there = [slab for slab in slabs if slab.file_name in names]
            for slab in there:
                disk.refuse_irregular(self.runs / slab.file_name)
            with self._unmistakable() as runs:
                rows = self._rows([str(runs / slab.file_name) for slab in there])
        return [slab for slab, count in zip(there, rows, strict=True) if count == slab.runs]

    def read(self, scenario: Scenario, slabs: Sequence[Slab]) -> Columns:
        """Read the measures of slabs, in the order of their seeds.

        Raises
        ------
        BatchError
            If a file is missing, damaged, or not of these seeds.
        """
        named = categories(scenario)
        kinds = {SEED: "BIGINT"} | {
            name: "VARCHAR" if name in named else "DOUBLE" for name in scenario.measures
        }
        with self._telling("read"), _interruptible(), self._unmistakable() as runs:
            paths = [str(runs / slab.file_name) for slab in slabs]
            # DuckDB must not read a folder named a=1 as a column.
            table = self._database.execute(
                f"SELECT * FROM read_parquet(?, hive_partitioning=false) ORDER BY {_quoted(SEED)}", [paths]
            )
            found = {name: str(kind) for name, kind, *_ in table.description or ()}
            fetched: Mapping[str, NDArray[Any]] = table.fetchnumpy() if found == kinds else {}
        expected = np.concatenate([slab.seeds for slab in slabs])
        if list(found.items()) != list(kinds.items()) or not np.array_equal(fetched[SEED], expected):
            raise BatchError(
                f"{self.folder}: the files under {RUNS} are not those that {MANIFEST} tells of; "
                "something else has changed them. Play the batch into another folder."
            )
        return {
            name: _without_gaps(fetched[name], None if name in named else np.nan)
            for name in scenario.measures
        }

    def open(self) -> None:
        """Load the database, which takes a while; optional."""
        if self._opened is None:
            import duckdb

            # One thread, because several may write rows in different orders.
            self._opened = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})

    @property
    def _database(self) -> duckdb.DuckDBPyConnection:
        self.open()
        assert self._opened is not None
        return self._opened

    @contextmanager
    def _unmistakable(self) -> Iterator[Path]:
        """The folder of the runs under a name that DuckDB does not take for a pattern.

        DuckDB would read the files of ``e1`` instead of those of ``e[1]``, and whether it sees an escaped
        character depends on its position. So such a folder is read through a link with a plain name.
        """
        runs = self.runs.absolute()
        if MAGIC.isdisjoint(str(runs)):
            yield runs
            return
        with tempfile.TemporaryDirectory(prefix="whitecell-") as place:
            alias = Path(place).absolute() / RUNS
            if not MAGIC.isdisjoint(str(alias)):
                raise OSError(errno.EINVAL, "the folder for temporary files has one of * ? [ in its name")
            alias.symlink_to(runs, target_is_directory=True)
            yield alias

    def _rows(self, names: Sequence[str]) -> list[int]:
        """Rows of each file; −1 where it cannot be read."""
        if not names:
            return []
        import duckdb

        query = "SELECT file_name, num_rows FROM parquet_file_metadata(?)"
        try:
            with _interruptible():
                found = dict(self._database.execute(query, [list(names)]).fetchall())
            return [int(found[name]) for name in names]
        except duckdb.Error:
            if len(names) == 1:
                return [-1]
        half = len(names) // 2
        return self._rows(names[:half]) + self._rows(names[half:])

    @contextmanager
    def _telling(self, done: str) -> Iterator[None]:
        """Report errors of the folder in words that help."""
        try:
            yield
        except disk.IrregularError as error:
            raise BatchError(f"{error.filename} {error.strerror}") from error
        except Exception as error:
            if not isinstance(error, OSError) and not _of_the_database(error):
                raise
            cause = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
            hint = (
                "Every finished slab that is there is whole: once there is room and leave to "
                "write, the same command goes on from it."
                if done == "written"
                else "Check the folder's name."
            )
            raise BatchError(f"{self.folder}: cannot be {done}: {cause or error}. {hint}") from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt: during a query, DuckDB turns it into an error of its own."""
    import duckdb

    try:
        yield
    except (RuntimeError, duckdb.Error) as error:
        if "Query interrupted" in str(error) or "KeyboardInterrupt" in str(error):
            raise KeyboardInterrupt from None
        raise


def _of_the_database(error: Exception) -> bool:
    """Whether DuckDB raised an error; if it has not been loaded, it did not."""
    loaded = sys.modules.get("duckdb")
    return loaded is not None and isinstance(error, loaded.Error)


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
