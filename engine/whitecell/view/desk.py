"""What the user gave for the page, beside the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whitecell.scenario.chain import Source


@dataclass(frozen=True, slots=True)
class Desk:
    """What the user gave: what the base was called, how it was read, and where files are saved.

    ``preset`` are assumptions that were set on the command line; the base has them, its file does not.
    ``told`` is what was found odd about them, such as a value outside of its stated range.
    """

    reference: str
    source: Source
    folder: Path
    preset: tuple[str, ...] = ()
    days: int | None = None
    told: tuple[str, ...] = ()
