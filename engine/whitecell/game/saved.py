"""Saved games: a game is written to a file at the end of any day, loaded again, and branched into many.

A file is NumPy's npz – a zip of arrays – with a JSON header and without pickles; any program that reads npz
can read it. Files are passed between people, so nothing in them is trusted: sizes are compared with those of
the scenario before anything is read.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whitecell import disk
from whitecell.game.archive import BROKEN, SUFFIX, Archive
from whitecell.game.dice import LAST_SEED
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.setup import Setup
from whitecell.game.state.state import MOST_RUNS, OUTSIDE, State
from whitecell.game.versions import differences, versions
from whitecell.game.war_game import WarGame
from whitecell.plain_json import read_json
from whitecell.scenario.digest import digest
from whitecell.scenario.model import Scenario

FORMAT: Literal[1] = 1
"""Version of the file's layout."""
HEADER, SEEDS, VALUES = "game.json", "seeds", "values"
MOST_IN_HEADER = 1_000_000
MOST_BYTES = 2**32 - 2**20
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
Word = Annotated[str, Field(max_length=500)]
Arrays = dict[str, NDArray[Any]]


class SavedGameError(Exception):
    """A file holds no saved game, or one that cannot resume here; the message says why, in one line."""


class Header(BaseModel):
    """What a file states about itself, before it is checked."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    format: Literal[1]
    versions: Annotated[dict[Word, Word], Field(max_length=1000)]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    day: Annotated[int, Field(ge=0)]
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)]
    told: bool
    values: Annotated[list[Word], Field(max_length=10_000)]


def save(game: WarGame, path: Path, *, over: bool = True) -> None:
    """Write a game to a file, completely or not at all; the same game gives the same bytes.

    Its story is not written: a run can be told again from its scenario and seed.

    Parameters
    ----------
    game : WarGame
        At the end of a day, or before the first.
    path : Path
        In a folder that exists.
    over : bool
        Replace an existing file.

    Raises
    ------
    ValueError
        If the game is larger than such a file can be, nearly 4 GiB.
    OSError
        If it cannot be written, see :func:`whitecell.disk.fresh`.
    """
    values = game.setup.parameters.columns
    header = Header(
        format=FORMAT,
        versions=versions(game.setup.stated),
        digest=digest(game.setup.stated),
        day=game.day,
        runs=game.n_runs,
        told=game.state.story is not None,
        values=list(values),
    )
    arrays: Arrays = {
        SEEDS: game.dice.seeds,
        VALUES: np.array([*values.values()], dtype=np.float64).reshape(len(values), game.n_runs),
        **game.state.arrays(),
    }
    if sum(array.nbytes for array in arrays.values()) > MOST_BYTES:
        raise ValueError("a game of so many runs is larger than a file can be; play fewer of them together")
    with disk.fresh(path, over=over) as part, zipfile.ZipFile(part, "w") as file:
        file.writestr(zipfile.ZipInfo(HEADER, _LONG_AGO), json.dumps(header.model_dump(), indent=1))
        for name, array in arrays.items():
            with file.open(zipfile.ZipInfo(name + SUFFIX, _LONG_AGO), "w", force_zip64=True) as member:
                npy.write_array(member, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)


def load(path: Path, scenario: Scenario, chronicle: Chronicle | None = None) -> WarGame:
    """A game that resumes where it was saved, as if it had never stopped.

    Parameters
    ----------
    path : Path
    scenario : Scenario
        The scenario that was played.
    chronicle : Chronicle, optional
        Collects the story from there on; only for a single run.

    Raises
    ------
    SavedGameError
        If the file holds no saved game, or a game of another scenario or played by other versions; the
        message has one line.
    OSError
        If it cannot be read; :class:`whitecell.disk.IrregularError` if it is not a regular file.
    """
    try:
        with disk.stream(path) as file:
            header, arrays = _read(file, scenario)
        state = State.made_of(header.day, header.runs, arrays)
        values = dict(zip(header.values, arrays[VALUES], strict=True))
        return WarGame(scenario, arrays[SEEDS], values, chronicle, state=state)
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(str(step) for step in found["loc"])[:80] or "all of it"
        raise SavedGameError(f"{path}: not a saved game: {place}: {found['msg'][:200]}") from error
    except BROKEN as error:
        said = (str(error).splitlines() or [type(error).__name__])[0][:300]
        raise SavedGameError(f"{path}: {said}") from error


def branch(
    game: WarGame, run: int, seeds: Sequence[int] | NDArray[np.int64], chronicle: Chronicle | None = None
) -> WarGame:
    """A game in which one run continues from today with other dice: a column for each seed.

    A column plays as the run would continue if it had the column's seed; with the run's own seed it continues
    as in the game. Numbers drawn once for a whole run that have not yet taken effect – whether an inject
    happens or an uncertain clause is tabled – are drawn from the new seed too.

    Parameters
    ----------
    game : WarGame
        At the end of a day, or before the first; it is not changed.
    run : int
        Which of its runs, from 0.
    seeds : integers, shape ``(n,)``
    chronicle : Chronicle, optional
        Collects the story of the continuation; only with a single seed.

    Raises
    ------
    IndexError
        If there is no such run.
    """
    chosen = np.asarray(seeds, dtype=np.int64)
    state = game.state.column(run, len(chosen))
    values = {
        name: np.full(len(chosen), column[run]) for name, column in game.setup.parameters.columns.items()
    }
    return WarGame(game.setup.stated, chosen, values, chronicle, state=state)


def _read(file: BinaryIO, scenario: Scenario) -> tuple[Header, Arrays]:
    """The content of a file, if it can be a game of the scenario saved by these versions."""
    archive = Archive(file)
    stated = read_json(archive.text(HEADER, MOST_IN_HEADER))
    if isinstance(stated, dict) and isinstance(there := stated.get("format"), int) and there != FORMAT:
        raise ValueError(f"its layout is {there}, this version of whitecell knows {FORMAT}; play it again")
    header = Header.model_validate(stated)
    if reasons := differences(header.versions, versions(scenario)):
        raise ValueError(f"it was played by other versions and cannot go on: {'; '.join(reasons[:5])}")
    if header.digest != digest(scenario):
        raise ValueError("it is a game of another scenario, or of another version of this one")
    if header.day > scenario.days:
        raise ValueError(f"it is of day {header.day}, and the scenario has {scenario.days}")
    if header.told and header.runs != 1:
        raise ValueError("it is told, and of more than one run")
    _check_values(header, scenario)
    kinds, layout = State.kinds(told=header.told), Setup(scenario, 1).layout
    shapes: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = {
        name: (kind.shape(layout, header.runs), np.dtype(kind.dtype)) for name, kind in kinds.items()
    }
    shapes[SEEDS] = (header.runs,), np.dtype(np.int64)
    shapes[VALUES] = (len(header.values), header.runs), np.dtype(np.float64)
    for name, (shape, dtype) in shapes.items():
        if not archive.fits(name, shape, dtype):
            raise ValueError(f"it has no '{name}', or not of the size that the scenario asks for")
    arrays: Arrays = {}
    for member in archive.sizes:
        name = member.removesuffix(SUFFIX)
        if member == HEADER:
            continue
        if not (member.endswith(SUFFIX) and (name in shapes or name.startswith(OUTSIDE))):
            raise ValueError(f"it has a part that no saved game has: {member[:80]!r}")
        arrays[name] = found = archive.array(name)
        if name in shapes and (found.shape, found.dtype) != shapes[name]:
            raise ValueError(
                f"'{name}' is {found.dtype} of shape {found.shape}, not as the scenario asks for"
            )
        fault = kinds[name].fault(found, layout) if name in kinds else ""
        if fault or (name in (VALUES, SEEDS) and (fault := _fault(name, found))):
            raise ValueError(f"'{name}' {fault}")
    return header, arrays


def _check_values(header: Header, scenario: Scenario) -> None:
    strange = [name for name in header.values if name not in scenario.assumptions]
    if strange or len(set(header.values)) < len(header.values):
        raise ValueError("it sets assumptions that the scenario does not have, or one of them twice")


def _fault(name: str, array: NDArray[Any]) -> str:
    """The fault in seeds or values, in words; empty if there is none."""
    if name == VALUES:
        return "" if np.isfinite(array).all() else "holds a value that is no finite number"
    return "" if (array >= 0).all() and (array <= LAST_SEED).all() else "holds a seed that there is not"
