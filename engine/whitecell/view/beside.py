"""Scenarios that can stand beside the one on show: of the same family, shipped or in the folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from whitecell.scenario.chain import MAX_CHAIN
from whitecell.scenario.files import read_text
from whitecell.scenario.library import bundled, is_file, locate
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.source import Source

MOST = 40
"""Files of the user's folder that are examined, at most."""
EXTENDS = re.compile(r"^extends:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)
TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)


def family(source: Source, folder: Path) -> dict[str, Path]:
    """The files that, directly or not, extend the scenario's oldest base, by name; without the scenario.

    Only the line ``extends`` of each file is examined. Whether the file is a scenario shows when it is read.
    """
    own = source.files[0].resolve()
    oldest = source.files[-1].resolve()
    near = sorted(file for file in folder.glob("*.y*ml") if is_file(file))[:MOST]
    found: dict[str, Path] = {}
    for name, path in (*((p.name, p) for p in near), *bundled().items()):
        with suppress(ScenarioError, OSError):
            if path.resolve() not in (own, *found.values()) and oldest == _oldest(path):
                found[name] = path.resolve()
    return found


def titles(files: Mapping[str, Path]) -> dict[str, str]:
    """The title of each file, or its name if it states no title of its own."""
    said = {}
    for name, path in files.items():
        stated = TITLE.search(read_text(path))
        said[name] = stated[1].strip("\"'") if stated else name
    return said


def _oldest(path: Path) -> Path:
    """The file at the end of a chain of ``extends``."""
    for _ in range(MAX_CHAIN):
        stated = EXTENDS.search(read_text(path))
        if stated is None:
            break
        path = locate(stated[1], path)
    return path.resolve()
