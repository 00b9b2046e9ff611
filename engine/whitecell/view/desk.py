"""What the user gave for the page besides the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whitecell.scenario.source import Source


@dataclass(frozen=True, slots=True)
class Desk:
    """What the user gave: the name of the base, how it was read, and where files are saved.

    ``preset`` holds assumptions set on the command line, which the base's file does not have. ``told`` holds
    warnings about them, such as a value outside its stated range.
    """

    reference: str
    source: Source
    folder: Path
    preset: tuple[str, ...] = ()
    days: int | None = None
    told: tuple[str, ...] = ()
