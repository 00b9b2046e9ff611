"""Scenarios that were read before, kept in the user's cache folder.

A scenario that was checked needs no second check while the files of its chain and the code that reads them
are unchanged. It is looked up by the words that name it, and compared with the text of each of its files. A
kept copy is never needed: if anything is wrong with it, the files are read again. With it are its plain
values, for digests and manifests.

Only files of this user are opened, in a folder to which nobody else can write, and nothing but classes of
scenarios is made from them.
"""

from __future__ import annotations

import json
import os
import pickle
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

from whitecell import disk
from whitecell.scenario.files import mark, read_text
from whitecell.scenario.library import locate
from whitecell.scenario.problems import Problem

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario
    from whitecell.scenario.source import Source

SWITCH = "WHITECELL_CACHE"
"""Names another folder; ``off`` keeps nothing and looks nothing up."""
MOST = 48
"""The number of scenarios that are kept; beyond it the least recently used go."""
MOST_BYTES = 8_000_000
STALE = 3600.0
"""Seconds after which a half-written file counts as abandoned."""
_MARK = 16
_OURS = "whitecell.scenario."
_PLAIN = {("datetime", "date")}


def read_told(
    reference: str | Path, settings: Mapping[str, str], days: int | None
) -> tuple[Scenario, tuple[Problem, ...]]:
    """Read a scenario, or take its kept copy; with warnings about names and numbers in it.

    Parameters
    ----------
    reference, settings, days
        As for :func:`whitecell.scenario.reading.read_scenario`.

    Returns
    -------
    tuple of Scenario and tuple of Problem
        The scenario, and warnings: assumptions that nothing uses, and numbers set outside their range.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    place = _place(reference, settings, days)
    if place is not None and (found := _found(place)) is not None:
        return found
    from whitecell.scenario.reading import read_source
    from whitecell.scenario.sanity import odd

    scenario, source = read_source(reference, settings, days)
    told = odd(scenario, source, settings)
    if place is not None and _rests_on_its_chain(scenario):
        _keep(place, reference, source, (scenario, told))
    return scenario, told


def folder() -> Path | None:
    """The folder of kept scenarios; None if none are to be kept."""
    if stated := os.environ.get(SWITCH, ""):
        return None if stated == "off" else Path(stated)
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        home = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 – Path raises where there is no home
    else:
        home = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(home) / "whitecell" if Path(home).is_absolute() else None


def _place(reference: str | Path, settings: Mapping[str, str], days: int | None) -> Path | None:
    """The file of a kept scenario: by the words that name it, the current folder and the reading code."""
    where = folder()
    if where is None:
        return None
    try:
        words = (str(reference), str(Path.cwd()), tuple(settings.items()), days, _readers())
    except OSError:
        return None
    return where / f"{blake2b(repr(words).encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}.kept"


@cache
def _readers() -> str:
    """A fingerprint of what reads scenarios: the files of this package, Python and Pydantic."""
    from pydantic import VERSION

    files = sorted(
        (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
        for entry in os.scandir(Path(__file__).parent)
        if entry.is_file()
    )
    return mark(repr((__file__, files, sys.version, VERSION)))


def _rests_on_its_chain(scenario: Scenario) -> bool:
    """Whether a scenario follows from the files of its chain alone: no file of outlines, no package."""
    from whitecell.scenario.plugins import plugins

    outside = plugins()
    return not (outside.origins or outside.broken or any(zone.outline for zone in scenario.zones.values()))


def _found(place: Path) -> tuple[Scenario, tuple[Problem, ...]] | None:
    """What is kept at a place, if its files are unchanged."""
    try:
        from whitecell.scenario.digest import remember

        if not _is_ours(place.parent, stat.S_ISDIR) or not _is_ours(place, stat.S_ISREG):
            return None
        content = disk.read(place, MOST_BYTES, through_links=False)
        if blake2b(content[_MARK:], digest_size=_MARK).digest() != content[:_MARK]:
            return None
        stream = BytesIO(content[_MARK:])
        chain: list[tuple[str, str, str]] = _Unpickler(stream).load()
        beside = None
        for reference, file, fingerprint in chain:
            path = locate(reference, beside)
            if str(path) != file or mark(read_text(path)) != fingerprint:
                return None
            beside = path
        found: tuple[Scenario, tuple[Problem, ...]] = _Unpickler(stream).load()
        remember(found[0], _Unpickler(stream).load())
        os.utime(place)
    except Exception:  # whatever is kept there, the files are read again
        return None
    return found


def _keep(
    place: Path, reference: str | Path, source: Source, told: tuple[Scenario, tuple[Problem, ...]]
) -> None:
    """Keep what was read; if that fails, nothing is lost."""
    from whitecell.scenario.digest import plain

    references, each = [str(reference)], source
    while each.base is not None:
        extends = each.root.child("extends")
        references.append(str(extends.value) if extends is not None else "")
        each = each.base
    chain = [
        (said, str(file), source.marks[str(file)])
        for said, file in zip(references, source.files, strict=True)
    ]
    parts = (chain, told, json.dumps(plain(told[0])))
    content = b"".join(pickle.dumps(part, 5) for part in parts)
    if len(content) + _MARK > MOST_BYTES:
        return
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(place.parent, stat.S_ISDIR):
            disk.write(place, blake2b(content, digest_size=_MARK).digest() + content)
            place.chmod(0o600)
            _tidy(place.parent)


def _is_ours(path: Path, kind: Any) -> bool:
    """Whether a path is a file or folder of this user, not a link, to which nobody else can write."""
    found = path.lstat()
    if not kind(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _tidy(where: Path) -> None:
    """Remove the least recently used scenarios and abandoned half-written files."""
    entries = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(where) if entry.is_file()]
    kept = sorted(entry for entry in entries if entry[1].endswith(".kept"))
    parts = [entry for entry in entries if entry[1].endswith(disk.PART) and entry[0] < time() - STALE]
    for _, path in (*kept[: max(len(kept) - MOST, 0)], *parts):
        with suppress(OSError):
            Path(path).unlink()


class _Unpickler(pickle.Unpickler):
    """Makes classes of scenarios and dates, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """A class by its name; raises UnpicklingError for any other."""
        if (module.startswith(_OURS) and "." not in name) or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a scenario")
