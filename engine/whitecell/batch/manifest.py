"""The manifest of a batch: its scenario, its seeds, and the versions that played them.

A manifest contains nothing that differs between two calls of the same command: no time, no name of a machine.
It does say how the machine computes, since results depend on it.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import whitecell
from whitecell import disk
from whitecell.batch.errors import BatchError
from whitecell.batch.slabs import LAST_SEED, MOST_IN_SLAB, TooManySlabsError, cut
from whitecell.game.dice import BLOCK
from whitecell.game.versions import LIBRARIES as PLAYING
from whitecell.game.versions import differences
from whitecell.game.versions import versions as of_game
from whitecell.plain_json import read_json
from whitecell.scenario.digest import digest, plain
from whitecell.scenario.model import Scenario

FORMAT = 1
"""Version of the folder's layout."""
LIBRARIES = (*PLAYING, "duckdb")
"""Libraries that numbers or bytes of a batch may depend on."""
SHOWN = 5
"""Differences between two scenarios that a message names, at most."""
MAX_BYTES = 16_000_000
MOST_RUNS = 10**9
Word = Annotated[str, Field(max_length=200)]


class Stated(BaseModel):
    """What a manifest states, checked for the kinds and bounds of its entries."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    format: Literal[1]
    command: Annotated[str, Field(max_length=100_000)]
    versions: Annotated[dict[Word, Word], Field(max_length=1000)]
    first_seed: Annotated[int, Field(ge=0, le=LAST_SEED)]
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)]
    slab: Annotated[int, Field(ge=1, le=MOST_IN_SLAB)]
    block: Annotated[int, Field(ge=1, le=LAST_SEED)]
    measures: list[str]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    scenario: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Stated:
        """Read a file's text; raises BatchError, in one line, if it is not a manifest of this layout."""
        try:
            found = read_json(disk.read(path, MAX_BYTES, through_links=False))
            if isinstance(found, dict) and found.get("format", FORMAT) != FORMAT:
                raise BatchError(
                    f"{path}: its layout is {_brief(found['format'])}, this version of whitecell "
                    f"knows {FORMAT}; play the batch again into another folder"
                )
            stated = cls.model_validate(found)
            shlex.split(stated.command)
            if stated.first_seed + stated.runs - 1 > LAST_SEED:
                raise ValueError(f"its last seed would be above {LAST_SEED}")
            cut(range(stated.first_seed, stated.first_seed + stated.runs), stated.slab)
        except disk.IrregularError as error:
            raise BatchError(str(error)) from error
        except OSError as error:
            raise BatchError(f"{path}: cannot be read: {error.strerror}") from error
        except TooManySlabsError as error:
            raise BatchError(f"{path}: {error}") from error
        except ValueError as error:
            said = _first(error) if isinstance(error, ValidationError) else str(error)
            raise BatchError(f"{path}: not the manifest of a batch: {said}; name another folder") from error
        return stated


def versions(scenario: Scenario) -> dict[str, str]:
    """Versions of all that numbers or bytes of a batch depend on, see :mod:`whitecell.game.versions`."""
    return of_game(scenario, LIBRARIES)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a batch.

    ``seeds`` are consecutive, ``slab`` is the slab size that was asked for, and ``block`` is the number of
    seeds whose dice are drawn together.
    """

    scenario: Scenario
    digest: str
    seeds: range
    slab: int
    block: int
    versions: dict[str, str]
    command: str

    @classmethod
    def of(cls, scenario: Scenario, seeds: range, slab: int, command: str) -> Manifest:
        """Describe a batch that is played here with the present versions."""
        return cls(scenario, digest(scenario), seeds, slab, BLOCK, versions(scenario), command)

    def text(self) -> str:
        """Write the manifest as JSON. The scenario's entries keep the order in which it states them."""
        return (
            json.dumps(
                {
                    "format": FORMAT,
                    "command": self.command,
                    "versions": self.versions,
                    "first_seed": self.seeds.start,
                    "runs": len(self.seeds),
                    "slab": self.slab,
                    "block": self.block,
                    "measures": list(self.scenario.measures),
                    "digest": self.digest,
                    "scenario": plain(self.scenario),
                },
                ensure_ascii=False,
                indent=1,
                allow_nan=False,
            )
            + "\n"
        )

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest; raises BatchError, in one line, if the file is none or has another layout."""
        from whitecell.scenario.reading import unsound  # a batch that begins reads no manifest

        stated = Stated.read(path)
        there = stated.versions.get("whitecell", "another version")
        try:
            scenario = Scenario.model_validate_json(json.dumps(stated.scenario))
            faults = [problem.message for problem in unsound(scenario, str(path))]
        except ValidationError as error:
            faults = [_first(error)]
        if faults:
            raise BatchError(
                f"{path}: its scenario is not one that this version of whitecell understands; "
                f"it was written by {there}: {faults[0]}"
            )
        manifest = cls(
            scenario,
            stated.digest,
            range(stated.first_seed, stated.first_seed + stated.runs),
            stated.slab,
            stated.block,
            stated.versions,
            # Users are shown this command to type it again: it must be one command, whatever the file says.
            shlex.join(shlex.split(stated.command)),
        )
        same = manifest.versions.get("whitecell") == whitecell.__version__
        if same and digest(manifest.scenario) != manifest.digest:
            raise BatchError(
                f"{path}: the scenario in it is not the one that was played (its digest differs); "
                "a manifest must not be edited: play the changed scenario into another folder"
            )
        return manifest

    def against(self, wanted: Manifest) -> list[str]:
        """Why a folder with this manifest cannot take the wanted batch; empty if it can.

        More runs from the same first seed are allowed, and so is another wording of the command.
        """
        reasons = []
        if self.digest != wanted.digest:
            reasons += _scenarios(self.scenario, wanted.scenario)
        elif list(self.scenario.measures) != list(wanted.scenario.measures):
            reasons.append("measures: in another order there")
        for what, there, here in (
            ("first seed", self.seeds.start, wanted.seeds.start),
            ("slab size", self.slab, wanted.slab),
            ("block of seeds", self.block, wanted.block),
        ):
            if there != here:
                reasons.append(f"{what}: {there} there, {here} here")
        reasons += differences(self.versions, wanted.versions)
        if len(self.seeds) > len(wanted.seeds):
            reasons.append(
                f"runs: {len(self.seeds)} there, {len(wanted.seeds)} here; a batch may grow, not shrink"
            )
        return reasons


def _first(error: ValidationError) -> str:
    """The first fault of a file's entries, in one line."""
    found = error.errors()[0]
    place = ".".join(str(step) for step in found["loc"])[:80]
    return f"{place or 'all of it'}: {found['msg'].splitlines()[0][:200]}"


def _scenarios(there: Scenario, here: Scenario) -> list[str]:
    """The first few places where two scenarios differ."""
    found = list(_differences(plain(there), plain(here), "scenario"))
    more = len(found) - SHOWN
    return found[:SHOWN] + ([f"scenario: {more} more differences"] if more > 0 else [])


def _differences(there: Any, here: Any, place: str) -> Iterator[str]:
    """Places where two trees of plain values differ, as dotted paths."""
    if isinstance(there, dict) and isinstance(here, dict):
        for key in dict.fromkeys((*there, *here)):
            if key not in here:
                yield f"{place}.{key}: only there"
            elif key not in there:
                yield f"{place}.{key}: only here"
            else:
                yield from _differences(there[key], here[key], f"{place}.{key}")
    elif isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
        for index, (left, right) in enumerate(zip(there, here, strict=True)):
            yield from _differences(left, right, f"{place}.{index}")
    elif there != here:
        yield f"{place}: {_brief(there)} there, {_brief(here)} here"


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
