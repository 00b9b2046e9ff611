"""The results of an exploration in a file beside its runs, from which a report is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitecell import disk
from whitecell.plain_json import read_json
from whitecell.report.rows import exploration_rows

if TYPE_CHECKING:
    from whitecell.analysis.exploration import Exploration

FILE = "exploration.json"
PARTS = (
    "command", "design", "points", "seeds", "first_seed", "assumptions", "left_out", "drivers", "swings",
    "foundations", "regret", "stated", "discoveries",
)  # fmt: skip
FORMAT = 4
MAX_BYTES = 256_000_000


class ExplorationFileError(ValueError):
    """The file does not hold the results of an exploration; the message says why."""


def exploration_content(found: Exploration, seeds: range, apart: list[str]) -> dict[str, Any]:
    """The results of an exploration as plain values for JSON.

    Parameters
    ----------
    found : Exploration
    seeds : range
        Played at each point.
    apart : list of str
        Assumptions that were not varied because courses of action differ in them.
    """
    tables = exploration_rows(found)
    return {
        "design": found.design.kind,
        "points": len(found.design.points),
        "seeds": len(seeds),
        "first_seed": seeds.start,
        "assumptions": list(found.design.names),
        "left_out": apart,
        **{name: tables[name] for name in ("drivers", "swings", "foundations", "regret", "stated")},
        "discoveries": [d.as_json() for d in found.discoveries],
    }


def write(folder: Path, content: dict[str, Any], command: str) -> None:
    """Write the results beside the runs."""
    stated = {"format": FORMAT, "command": command, **content}
    text = json.dumps(stated, ensure_ascii=False, indent=1, allow_nan=False)
    disk.write(folder / FILE, f"{text}\n")


def read(folder: Path) -> dict[str, Any]:
    """Read the results again.

    Raises
    ------
    ExplorationFileError
        If there is no file, or it is damaged or of another layout.
    """
    path = folder / FILE
    try:
        stated = read_json(disk.read(path, MAX_BYTES, through_links=False))
    except disk.IrregularError as error:
        raise ExplorationFileError(str(error)) from error
    except OSError as error:
        raise ExplorationFileError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ExplorationFileError(
            f"{path}: not what an exploration found ({error}); explore again"
        ) from error
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        raise ExplorationFileError(
            f"{path}: not what an exploration found, or of another layout; explore again"
        )
    if lacking := [part for part in PARTS if part not in stated]:
        raise ExplorationFileError(f"{path}: lacks {', '.join(lacking)}; explore again")
    return stated
