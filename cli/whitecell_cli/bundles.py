"""The files that a batch depends on: gathered for packing, and checked after unpacking."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from whitecell_cli.stored import manifest_of, words_of

if TYPE_CHECKING:
    from whitecell.batch.manifest import Manifest
    from whitecell.bundle import Contents, Listed
    from whitecell.scenario.model import Scenario
    from whitecell.scenario.source import Source

KEPT = (".json", ".csv", ".parquet")
"""Endings of a batch's files that are packed."""


def contents(folder: Path) -> Contents:
    """The files of a batch, of its scenario and of its register, by their names in a bundle.

    Raises
    ------
    BundleError
        If the scenario's files are gone, or have changed since they were played.
    BatchError
        If the folder holds no complete batch.
    """
    from whitecell.batch import load_batch
    from whitecell.bundle import BATCH, SCENARIO, SHIPPED, BundleError, Contents
    from whitecell.scenario.digest import digest
    from whitecell.scenario.problems import ScenarioError

    load_batch(folder)
    manifest = manifest_of(folder)
    try:
        plot, source = _read(manifest, None)
    except ScenarioError as error:
        first = str(error).splitlines()[0]
        raise BundleError(f"the scenario of {folder} cannot be read from here: {first}") from error
    if digest(plot) != manifest.digest:
        raise BundleError(
            f"the scenario of {folder} is not what was played any more; play it again, and pack that"
        )
    files = {
        f"{BATCH}/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.suffix in KEPT and not path.name.startswith(".") and not path.is_dir()
    }
    shipped = _shipped_folders()
    resting = _rests_on(plot, source)
    own = [path for path in resting if not any(path.is_relative_to(home) for home in shipped)]
    top = Path(os.path.commonpath([path.parent for path in own])) if own else Path()
    files |= {f"{SCENARIO}/{path.relative_to(top).as_posix()}": path for path in own}
    for path in resting:
        if path not in own:
            home = next(home for home in shipped if path.is_relative_to(home))
            files[f"{SHIPPED}/{home.name}/{path.relative_to(home).as_posix()}"] = path
    main = resting[0]
    name = f"{SCENARIO}/{main.relative_to(top).as_posix()}" if main in own else main.stem
    return Contents(files, name, manifest.digest)


def examined(folder: Path, listed: Listed) -> Iterator[str]:
    """Check that unpacked files are consistent; yields differences that are no errors.

    Raises
    ------
    BundleError
        If the batch is not of the scenario beside it.
    BatchError
        If the batch is damaged.
    """
    from whitecell.batch import load_batch
    from whitecell.bundle import BATCH, SCENARIO, SHIPPED, BundleError
    from whitecell.scenario.digest import digest
    from whitecell.scenario.library import bundled

    load_batch(folder / BATCH)
    manifest = manifest_of(folder / BATCH)
    if manifest.digest != listed.digest:
        raise BundleError(f"{folder}: its runs are of another scenario than it says")
    own = listed.scenario in listed.files and listed.scenario.startswith(f"{SCENARIO}/")
    if not own and listed.scenario not in bundled():
        raise BundleError(f"{folder}: it names no scenario that is in it or ships")
    reference = str(folder / listed.scenario) if own else listed.scenario
    if digest(_read(manifest, reference)[0]) == listed.digest:
        return
    copies = [name for name in listed.files if name.startswith(f"{SHIPPED}/")]
    if not copies:
        raise BundleError(f"{folder}: its scenario is not the one that was played")
    yield (
        f"Note: it was played with files of whitecell {listed.whitecell} that differ from those that ship "
        f"here; {folder / SHIPPED} has them as they were."
    )


def _read(manifest: Manifest, reference: str | None) -> tuple[Scenario, Source]:
    """The scenario of a batch as its files state it now, with the batch's settings."""
    from whitecell.bundle import BundleError
    from whitecell.scenario.reading import read_source

    words = words_of(manifest)
    settings = dict(word.partition("=")[::2] for before, word in pairwise(words) if before == "--set")
    days = next((word for before, word in pairwise(words) if before == "--days"), None)
    if not words or not (days is None or days.isdecimal()):
        raise BundleError(f"the batch's command plays no scenario: {manifest.command[:80]}")
    return read_source(reference or words[0], settings, None if days is None else int(days[:6]))


def _rests_on(plot: Scenario, source: Source) -> list[Path]:
    """The files of a scenario: itself, what it extends, outlines of zones, and its register."""
    from whitecell.scenario.library import is_file, locate_register

    found = [Path(file) for file in source.files]
    for name, zone in plot.zones.items():
        if zone.outline is not None and zone.outline.file:
            found.append(Path(source.file_of(("zones", name, "outline"))).parent / zone.outline.file)
    if plot.claims and is_file(register := locate_register(plot.claims, source.stating("claims"))):
        found.append(register)
    return list(dict.fromkeys(path.resolve() for path in found))


def _shipped_folders() -> list[Path]:
    """The folders of shipped scenarios and registers."""
    from whitecell.scenario.library import bundled, observed_files

    homes = [
        *(path.parent for path in bundled().values()),
        *(p.parents[1] for p in observed_files().values()),
    ]
    return list(dict.fromkeys(home.resolve() for home in homes))
