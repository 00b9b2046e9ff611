"""The content of a batch's folder, in the form that reports need."""

from __future__ import annotations

import shlex
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.options import short_name

if TYPE_CHECKING:
    from whitecell.analysis.days import Days
    from whitecell.batch.manifest import Manifest
    from whitecell.report.paper.batch import Grounds, Played
    from whitecell.report.paper.stories import By
    from whitecell.scenario.model import Scenario


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a batch's folder."""
    from whitecell.batch.manifest import Manifest

    return Manifest.read(folder / "manifest.json")


def words_of(manifest: Manifest) -> list[str]:
    """The words after ``whitecell run`` that play a run of the batch."""
    words = shlex.split(manifest.command)[2:]
    ends = [words.index(option) for option in ("--runs", "--design") if option in words]
    return words[: min(ends)] if ends else words


def label_of(manifest: Manifest) -> str:
    """The batch's label for readers: the scenario's name, and the settings."""
    words = words_of(manifest)
    if not words:
        return manifest.scenario.title
    changes = [word for before, word in pairwise(words) if before == "--set"]
    return " ".join([short_name(words[0]), *changes])


def played(folder: Path, label: str = "") -> Played:
    """A stored batch, in the form that reports need."""
    from whitecell.batch import load_batch
    from whitecell.report.paper.batch import Played
    from whitecell.report.paper.repeat import Source

    batch, manifest = load_batch(folder), manifest_of(folder)
    first, last = int(batch.seeds[0]), int(batch.seeds[-1])
    source = Source(
        label or label_of(manifest), manifest.digest, manifest.command, manifest.versions,
        f"seed {first}" if first == last else f"seeds {first} to {last}",
        shlex.join(words_of(manifest)) or "SCENARIO",
    )  # fmt: skip
    return Played(batch.scenario, batch.seeds, batch.columns, source)


def days_of(batch: Played, jobs: int, label: str) -> Days:
    """The days of its first runs, played again."""
    from whitecell.analysis.days import replayed
    from whitecell.report.paper.batch import DAYS

    seeds = batch.seeds[:DAYS]
    with console.Progress(len(seeds), label[:30]) as progress:
        return replayed(batch.scenario, seeds, jobs, progress.advance)


def grounds_of(manifest: Manifest, claims: Path | None) -> Grounds:
    """The claims of the register: from the path that the user gave, beside the scenario, or as shipped."""
    from whitecell.report.paper.batch import Grounds
    from whitecell.scenario.claims import read_register
    from whitecell.scenario.library import locate, locate_register
    from whitecell.scenario.problems import ScenarioError

    if claims is not None:
        return Grounds(read_register(claims).claims)
    named = manifest.scenario.claims
    if not named:
        return Grounds({})
    words = words_of(manifest)
    try:
        beside = locate(words[0]) if words else Path()
    except ScenarioError:
        beside = Path()
    try:
        return Grounds(read_register(locate_register(named, beside)).claims)
    except ScenarioError:
        return Grounds(
            {}, f"The register {named} was not found, so claims are named only; --claims says where it is."
        )


def ranking(plot: Scenario, text: str | None) -> By | None:
    """The measure by which the runs to be told are ranked."""
    from whitecell.report.paper.stories import By, usual
    from whitecell.scenario.problems import did_you_mean

    if text is None:
        return usual(plot)
    name, colon, way = text.rpartition(":")
    if not colon:
        name, way = text, ""
    if name not in plot.measures or way not in ("", "high", "low"):
        hint = did_you_mean(name, list(plot.measures)) or f"there are {', '.join(plot.measures)}"
        said = console.safe(text)
        message = f"'{said}' is not MEASURE, MEASURE:high or MEASURE:low; {hint}"
        raise click.BadParameter(message, param_hint="'--by'")
    if plot.measures[name].statistic == "which":
        raise click.BadParameter(f"'{name}' is a category and has no ends", param_hint="'--by'")
    return By(name, way)
